import { err, ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import type { RolloutError } from '../../src/core/error.ts';
import { freezeWindows } from '../../src/core/gates/freeze-windows.ts';
import type { RolloutOptions } from '../../src/create-rollout.ts';
import { createRollout } from '../../src/create-rollout.ts';
import type { Answer, Rollout } from '../../src/usecases/rollout.ts';
import type { World } from './support.ts';
import {
  ann,
  create,
  createOperationsDiffer,
  createWorld,
  documentOf,
  expectInvariants,
  payments,
  prepareUpgrade,
  recorded,
  stored,
} from './support.ts';

type Call = (...input: readonly unknown[]) => Promise<unknown>;

/** Ways in which a port misbehaves instead of, or after, doing its work. */
const faults: Readonly<Record<string, (work: () => Promise<unknown>) => Promise<unknown>>> = {
  'answers that it is unavailable': async () =>
    err({ kind: 'unavailable', outcome: 'nothing_changed', message: 'down', cause: new Error('down') }),
  throws: () => {
    throw new Error('thrown');
  },
  rejects: () => Promise.reject(new Error('rejected')),
  hangs: () => new Promise(() => {}),
  'answers nothing': async () => undefined,
  'answers no Result': async () => ({ allow: true, lifecycle: 'active' }),
  'answers a Result of junk': async () => ok('junk'),
  'answers an error of junk': async () => err('junk'),
  'works, then fails': async (work) => {
    await work();
    throw new Error('after success');
  },
  'works, then hangs': async (work) => {
    await work();
    return new Promise(() => {});
  },
};

/** The methods through which a use case reaches the outside, as paths into the options. */
const methods = [
  ['authorizer', 'authorize'],
  ['catalog', 'find'],
  ['approvals', 'find'],
  ['store', 'load'],
  ['store', 'commit'],
  ['documents', 'put'],
  ['documents', 'get'],
  ['differs', 'openapi', 'validate'],
  ['differs', 'openapi', 'diff'],
  ['clock', 'now'],
  ['ids', 'newId'],
] as const;

const commands: Readonly<Record<string, (rollout: Rollout, command_id: string) => Answer<{ changed: boolean }>>> = {
  create: (rollout, command_id) =>
    rollout.createVersion(
      { ...payments, contract_version: 'v3', document: documentOf('pay', 'refund', 'void') },
      { ...ann, command_id },
    ),
  check: (rollout, command_id) =>
    rollout.checkCompatibility(
      { ...payments, baseline_version: 'v1', candidate_version: 'v2' },
      { ...ann, command_id },
    ),
  activate: (rollout, command_id) => rollout.activate({ ...payments, contract_version: 'v2' }, { ...ann, command_id }),
  retire: (rollout, command_id) => rollout.retire({ ...payments, contract_version: 'v2' }, { ...ann, command_id }),
};

/** The same options, with the nth call of one method misbehaving; says whether it came to that. */
function sabotage(
  options: RolloutOptions,
  path: readonly string[],
  nth: number,
  fault: (work: () => Promise<unknown>) => unknown,
) {
  let calls = 0;
  const replace = (target: object, [name, ...rest]: readonly string[]): object => {
    if (name === undefined) return target;
    const member: unknown = Reflect.get(target, name);
    if (rest.length > 0) return { ...target, [name]: replace(member as object, rest) };
    const original = (member as Call).bind(target);
    return {
      ...target,
      [name]: (...input: readonly unknown[]) => {
        calls += 1;
        return calls === nth ? fault(async () => original(...input)) : original(...input);
      },
    };
  };
  const broken = replace(options, path) as RolloutOptions;
  return { rollout: createRollout(broken), happened: () => calls >= nth };
}

describe.each(Object.entries(commands))('S14: %s, when a port fails', (name, run) => {
  describe.each(methods.map((path) => [path.join('.'), path] as const))('%s', (_, path) => {
    const synchronous = path[0] === 'clock' || path[0] === 'ids';
    const possible = Object.entries(faults).filter(
      ([kind]) => !synchronous || kind === 'throws' || kind === 'answers nothing',
    );
    it.each(possible)('%s', async (kind, fault) => {
      for (let nth = 1; nth < 8; nth += 1) {
        const world = createWorld({ deadlines: { port_ms: 15, diff_ms: 15 } });
        await prepareUpgrade(world);
        const before = await stored(world.store);
        const sync =
          kind === 'throws'
            ? () => {
                throw new Error('thrown');
              }
            : () => undefined;
        const { rollout, happened } = sabotage(world.options, path, nth, synchronous ? sync : fault);
        const answer = await run(rollout, 'the-command');
        if (!happened()) break;
        expect(nth, `${path.join('.')} was never called`).toBeGreaterThan(0);

        if (answer.isErr())
          expectUnavailable(answer.error, before.revision, (await expectInvariants(world.store)).revision);
        // What only informs, the way back, may be missing from an answer; the change itself is whole.
        else expect((await expectInvariants(world.store)).revision).toBe(before.revision + 1);

        const retried = (await run(world.rollout, 'the-command'))._unsafeUnwrap();
        expect(retried.changed).toBe(true);
        expect((await expectInvariants(world.store)).revision).toBe(before.revision + 1);
      }
    });
  });
});

function expectUnavailable(error: RolloutError, before: number, after: number): void {
  expect(error).toMatchObject({ error_code: 'INT-503-DEPENDENCY-UNAVAILABLE', retryable: true });
  if (error.error_code !== 'INT-503-DEPENDENCY-UNAVAILABLE') return;
  if (error.outcome === 'nothing_changed') expect(after).toBe(before);
  else expect(after - before).toBeLessThanOrEqual(1);
}

describe('the fault harness', () => {
  it('reaches every port from at least one command', async () => {
    const reached = new Set<string>();
    for (const run of Object.values(commands)) {
      for (const path of methods) {
        const world = createWorld();
        await prepareUpgrade(world);
        const { rollout, happened } = sabotage(world.options, path, 1, (work) => work());
        // A clock and a generator must answer at once.
        if (path[0] !== 'clock' && path[0] !== 'ids') await run(rollout, 'the-command');
        else reached.add(path.join('.'));
        if (happened()) reached.add(path.join('.'));
      }
    }
    expect([...reached].toSorted()).toEqual(methods.map((path) => path.join('.')).toSorted());
  });
});

describe('S15: the audit write fails inside the commit', () => {
  it('leaves status and log as they were and shows no event', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const [line, events] = [await stored(world.store), await recorded(world.store)];
    const { rollout } = sabotage(world.options, ['store', 'commit'], 1, async () =>
      err({ kind: 'unavailable', outcome: 'nothing_changed', cause: new Error('events table is full') }),
    );
    const refused = (await rollout.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({ error_code: 'INT-503-DEPENDENCY-UNAVAILABLE', outcome: 'nothing_changed' });
    expect(await stored(world.store)).toEqual(line);
    expect(await recorded(world.store)).toEqual(events);
  });
});

describe('auditing a refusal', () => {
  it.each(Object.entries(faults))('that %s refuses all the same', async (_, fault) => {
    const world = createWorld({ deadlines: { port_ms: 15, diff_ms: 15 } });
    await prepareUpgrade(world);
    await createBreaking(world);
    const { rollout } = sabotage(world.options, ['store', 'record'], 1, fault);
    const refused = (await rollout.activate({ ...payments, contract_version: 'v3' }, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({ error_code: 'integration_contract_activation_blocked' });
    expect((await stored(world.store)).active_version).toBe('v1');
  });
});

async function createBreaking({ rollout }: World): Promise<void> {
  const input = { ...payments, contract_version: 'v3', document: documentOf('refund') };
  (await rollout.createVersion(input, ann))._unsafeUnwrap();
}

describe('only an exact yes authorizes', () => {
  const answers = [
    true,
    'allow',
    1,
    {},
    { allow: 'true' },
    { allow: 1 },
    { allow: null },
    null,
    undefined,
    [],
    { allow: [true] },
  ];
  it.each(answers.map((answer) => [JSON.stringify(answer) ?? 'undefined', answer]))(
    '%s does not',
    async (_, answer) => {
      const world = createWorld();
      await prepareUpgrade(world);
      for (const given of [answer, ok(answer)]) {
        const { rollout } = sabotage(world.options, ['authorizer', 'authorize'], 1, async () => given);
        const refused = (await rollout.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrapErr();
        expect(refused).toMatchObject({ error_code: 'INT-503-DEPENDENCY-UNAVAILABLE', dependency: 'authorizer' });
        expect((await stored(world.store)).active_version).toBe('v1');
      }
    },
  );
});

describe('a clock that gives anything but a number', () => {
  it.each([null, true, '0', [], new Date(0), Number.NaN])('%j is unreadable, and opens no freeze', async (now) => {
    const frozen = freezeWindows([{ from: '2026-03-01T00:00:00Z', until: '2026-04-01T00:00:00Z' }]);
    const world = createWorld({ policy: { gates: [frozen] } });
    await create(world.rollout, 'v1', 'pay');
    const rollout = createRollout({ ...world.options, clock: { now: () => now as number } });
    const refused = (await rollout.activate({ ...payments, contract_version: 'v1' }, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({ error_code: 'INT-503-DEPENDENCY-UNAVAILABLE', dependency: 'clock' });
    expect((await stored(world.store)).active_version).toBeNull();
  });
});

describe('a differ that does not say its rules', () => {
  const digests: Readonly<Record<string, () => unknown>> = {
    'throws instead': () => {
      throw new Error('the clock of the waivers is unreadable');
    },
    'says nothing': () => undefined,
    'says an empty text': () => '',
    'says a number': () => 1,
  };
  it.each(Object.entries(digests))('and %s has no verdict', async (_, digest) => {
    const world = createWorld();
    await prepareUpgrade(world);
    const before = await stored(world.store);
    const openapi = Object.defineProperty(createOperationsDiffer(), 'ruleset_digest', { get: digest });
    const rollout = createRollout({ ...world.options, differs: { openapi } });
    const pair = { ...payments, baseline_version: 'v1', candidate_version: 'v2' };
    for (const answer of [
      rollout.activate({ ...payments, contract_version: 'v2' }, ann),
      rollout.checkCompatibility(pair, ann),
      rollout.plan({ ...payments, contract_version: 'v2' }, ann),
    ]) {
      expect((await answer)._unsafeUnwrapErr()).toMatchObject({
        error_code: 'INT-503-DEPENDENCY-UNAVAILABLE',
        dependency: 'contract_differ',
        outcome: 'nothing_changed',
      });
    }
    expect(await stored(world.store)).toEqual(before);
  });
});
