import { ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import type { RolloutOptions } from '../../src/create-rollout.ts';
import { createRollout } from '../../src/create-rollout.ts';
import type { Rollout } from '../../src/usecases/rollout.ts';
import type { World } from './support.ts';
import {
  ann,
  check,
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

const signal = AbortSignal.timeout(60_000);

describe('S12: 50 concurrent activations of differently checked candidates', () => {
  it('lets exactly one win, and blocks or turns away the rest', async () => {
    const world = createWorld();
    const { rollout, store } = world;
    await create(rollout, 'v1', 'pay');
    (await rollout.activate({ ...payments, contract_version: 'v1' }, ann))._unsafeUnwrap();
    const candidates = Array.from({ length: 50 }, (_, index) => `c${index}`);
    for (const [index, candidate] of candidates.entries()) {
      // A third is compatible, a third breaks, a third was never checked.
      await create(rollout, candidate, ...(index % 3 === 1 ? [`other${index}`] : ['pay', `more${index}`]));
      if (index % 3 !== 2) await check(rollout, 'v1', candidate);
    }
    let finished = false;
    const observer = (async () => {
      while (!finished) {
        await expectInvariants(store);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const answers = await Promise.all(
      candidates.map((contract_version) => rollout.activate({ ...payments, contract_version }, ann)),
    );
    finished = true;
    await observer;

    const winners = answers.flatMap((answer) => (answer.isOk() ? [answer.value.contract_version] : []));
    expect(winners).toHaveLength(1);
    const refusals = answers.flatMap((answer) => (answer.isErr() ? [answer.error.error_code] : []));
    expect(new Set(refusals)).toEqual(
      new Set(['integration_contract_activation_blocked', 'integration_contract_incompatible']),
    );
    expect((await expectInvariants(store)).active_version).toBe(winners[0]);
  });
});

describe('S13: a check races an activation', () => {
  it('never activates on an overtaken compatible', async () => {
    const world = createWorld();
    const { options, store } = world;
    const plain = createRollout(withoutDocuments(options));
    for (const contract_version of ['v1', 'v2']) {
      const input = { ...payments, contract_version, document: documentOf(contract_version) };
      (await plain.createVersion(input, ann))._unsafeUnwrap();
    }
    (await plain.activate({ ...payments, contract_version: 'v1' }, ann))._unsafeUnwrap();
    const pair = { ...payments, baseline_version: 'v1', candidate_version: 'v2' };
    (await plain.checkCompatibility({ ...pair, breaking_change_count: 0 }, ann))._unsafeUnwrap();

    // The incompatible check arrives after the activation has loaded the line and before it commits.
    let raced = false;
    const racing = createRollout({
      ...withoutDocuments(options),
      catalog: {
        find: async (id, callOptions) => {
          if (!raced) {
            raced = true;
            (await plain.checkCompatibility({ ...pair, breaking_change_count: 2 }, ann))._unsafeUnwrap();
          }
          return options.catalog.find(id, callOptions);
        },
      },
    });
    const refused = (await racing.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({ error_code: 'integration_contract_incompatible', breaking_change_count: 2 });
    expect((await stored(store)).active_version).toBe('v1');
  });

  it('gives up after three tries and says that a retry may help', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    let tries = 0;
    const busy = createRollout({
      ...world.options,
      catalog: {
        find: async (id, options) => {
          tries += 1;
          await create(world.rollout, `busy${tries}`, 'pay');
          return world.catalog.find(id, options);
        },
      },
    });
    const refused = (await busy.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({
      error_code: 'integration_contract_conflict',
      reason: 'contention',
      retryable: true,
    });
    // Creating asks the catalog of the undisturbed rollout, so every try of the busy one counts once.
    expect(tries).toBe(3);
  });

  it('asks the authorizer again on every try', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    let asked = 0;
    const revoked = createRollout({
      ...world.options,
      authorizer: {
        authorize: async () => {
          asked += 1;
          if (asked === 1) return ok({ allow: true });
          return ok({ allow: false });
        },
      },
      catalog: {
        find: async (id, options) => {
          await create(world.rollout, 'meanwhile', 'pay');
          return world.catalog.find(id, options);
        },
      },
    });
    const refused = (await revoked.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrapErr();
    expect(refused.error_code).toBe('integration_contract_forbidden');
    expect((await stored(world.store)).active_version).toBe('v1');
  });

  it('goes back once where two ask for a rollback at once', async () => {
    const world = createWorld();
    const { rollout } = world;
    for (const [index, version] of ['v1', 'v2', 'v3'].entries()) {
      await create(rollout, version, 'pay');
      if (index > 0) await check(rollout, `v${index}`, version);
      (await rollout.activate({ ...payments, contract_version: version }, ann))._unsafeUnwrap();
    }
    const answers = await Promise.all([rollout.rollback(payments, ann), rollout.rollback(payments, ann)]);
    expect(answers.map((answer) => answer._unsafeUnwrap())).toMatchObject([
      { contract_version: 'v2', changed: true },
      { contract_version: 'v2', changed: false },
    ]);
    expect((await expectInvariants(world.store)).active_version).toBe('v2');
  });

  it('does not roll back from a version that came in between', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    await create(world.rollout, 'v3', 'pay', 'refund');
    (await world.rollout.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrap();
    await check(world.rollout, 'v2', 'v3');
    let overtakes = true;
    const rollout = createRollout({
      ...world.options,
      store: {
        ...world.store,
        commit: async (...input) => {
          if (overtakes) {
            overtakes = false;
            (await world.rollout.activate({ ...payments, contract_version: 'v3' }, ann))._unsafeUnwrap();
          }
          return world.store.commit(...input);
        },
      },
      policy: { rollback_window: { hours: 1 } },
    });
    const refused = (await rollout.rollback(payments, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({ reason: 'baseline_version_mismatch', contract_version: 'v1' });
    expect((await expectInvariants(world.store)).active_version).toBe('v3');
  });

  it('does not try again where the caller expects a revision', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const { revision } = await stored(world.store);
    const overtaken = createRollout({
      ...world.options,
      catalog: {
        find: async (id, options) => {
          await create(world.rollout, 'meanwhile', 'pay');
          return world.catalog.find(id, options);
        },
      },
    });
    const input = { ...payments, contract_version: 'v2' };
    const refused = (await overtaken.activate(input, { ...ann, expected_revision: revision }))._unsafeUnwrapErr();
    expect(refused).toMatchObject({
      error_code: 'integration_contract_revision_conflict',
      reason: 'revision_mismatch',
      expected_revision: revision,
      revision: revision + 1,
    });
  });
});

describe('S14: a commit whose answer is lost', () => {
  const losing = (world: World, happens: boolean): RolloutOptions => {
    let lost = false;
    return {
      ...world.options,
      store: {
        ...world.store,
        commit: async (...input) => {
          if (lost) return world.store.commit(...input);
          lost = true;
          if (happens) await world.store.commit(...input);
          throw new Error('connection reset');
        },
      },
    };
  };

  it('is found out where it happened', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const rollout = createRollout(losing(world, true));
    const activated = (await rollout.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrap();
    expect(activated).toMatchObject({ changed: true, active_version: 'v2' });
    await expectInvariants(world.store);
  });

  it('is reported as unknown where it did not, and a retry converges', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const rollout = createRollout(losing(world, false));
    const call = { ...ann, command_id: 'k1' };
    const unknown = (await rollout.activate({ ...payments, contract_version: 'v2' }, call))._unsafeUnwrapErr();
    expect(unknown).toMatchObject({ outcome: 'unknown', retryable: true });
    const retried = (await rollout.activate({ ...payments, contract_version: 'v2' }, call))._unsafeUnwrap();
    expect(retried).toMatchObject({ changed: true, active_version: 'v2' });
    await expectInvariants(world.store);
  });
});

describe('S16: idempotency', () => {
  it('gives the first result and event_id to a repetition', async () => {
    const world = createWorld();
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    const call = { ...ann, command_id: 'k1' };
    const first = (await world.rollout.createVersion(input, call))._unsafeUnwrap();
    const second = (await world.rollout.createVersion(input, { ...call, request_id: 'other' }))._unsafeUnwrap();
    expect(second).toEqual(first);
    expect((await expectInvariants(world.store)).revision).toBe(1);
  });

  it('refuses the key for another payload', async () => {
    const world = createWorld();
    const call = { ...ann, command_id: 'k1' };
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    (await world.rollout.createVersion(input, call))._unsafeUnwrap();
    const other = { ...input, document: documentOf('pay', 'more') };
    expect((await world.rollout.createVersion(other, call))._unsafeUnwrapErr()).toMatchObject({
      error_code: 'integration_contract_idempotency_mismatch',
      command_id: 'k1',
    });
    const activation = await world.rollout.activate({ ...payments, contract_version: 'v1' }, call);
    expect(activation._unsafeUnwrapErr().error_code).toBe('integration_contract_idempotency_mismatch');
    expect((await expectInvariants(world.store)).revision).toBe(1);
  });

  it('turns away a repetition while the first is in flight, and applies it once', async () => {
    const world = createWorld();
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    const call = { ...ann, command_id: 'k1' };
    let second: Awaited<ReturnType<typeof world.rollout.createVersion>> | undefined;
    const rollout: Rollout = createRollout({
      ...world.options,
      catalog: {
        find: async (id, options) => {
          second = await rollout.createVersion(input, call);
          return world.catalog.find(id, options);
        },
      },
    });
    const first = await rollout.createVersion(input, call);
    expect(first.isOk()).toBe(true);
    expect(second?._unsafeUnwrapErr()).toMatchObject({
      error_code: 'integration_contract_conflict',
      reason: 'command_in_flight',
      retryable: true,
    });
    expect((await expectInvariants(world.store)).revision).toBe(1);
  });

  it('applies a command once when two processes have the same key in flight', async () => {
    const world = createWorld();
    const other = createRollout(world.options);
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    const call = { ...ann, command_id: 'k1' };
    const answers = await Promise.all([world.rollout.createVersion(input, call), other.createVersion(input, call)]);
    const [first, second] = answers.map((answer) => answer._unsafeUnwrap());
    expect(second).toEqual(first);
    expect((await expectInvariants(world.store)).revision).toBe(1);
  });
});

describe('S17: correlation', () => {
  it('generates a request_id and drops a bad traceparent', async () => {
    const world = createWorld();
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    const created = (await world.rollout.createVersion(input, { ...ann, traceparent: 'nonsense' }))._unsafeUnwrap();
    const [event] = await recorded(world.store);
    expect(event).toMatchObject({
      request_id: created.request_id,
      request_id_generated: true,
      traceparent: null,
      rollout_id: null,
    });
  });

  it('carries what the caller gives to the event', async () => {
    const world = createWorld();
    const call = {
      ...ann,
      request_id: 'req-1',
      rollout_id: 'rollout-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    (await world.rollout.createVersion(input, call))._unsafeUnwrap();
    const { actor: _, ...correlation } = call;
    expect((await recorded(world.store))[0]).toMatchObject({ ...correlation, request_id_generated: false });
    const found = (await world.rollout.events({ ...payments, rollout_id: 'rollout-1' }, ann))._unsafeUnwrap();
    expect(found.items).toHaveLength(1);
  });

  it.each([
    ['00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'upper case'],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', 'an empty trace'],
    ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01', 'an empty parent'],
    ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'the forbidden version'],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more', 'a field too many'],
  ])('drops the traceparent %s: %s', async (traceparent) => {
    const world = createWorld();
    const input = { ...payments, contract_version: 'v1', document: documentOf('pay') };
    (await world.rollout.createVersion(input, { ...ann, traceparent }))._unsafeUnwrap();
    expect((await recorded(world.store))[0]?.traceparent).toBeNull();
  });

  it.each([['a'.repeat(129)], ['line\nbreak'], ['']])('refuses the request_id %j', async (request_id) => {
    const world = createWorld();
    const refused = (await world.rollout.list(payments, { ...ann, request_id }))._unsafeUnwrapErr();
    expect(refused).toMatchObject({
      error_code: 'integration_contract_invalid_payload',
      issues: [{ pointer: '/request_id' }],
    });
    expect(refused.request_id).not.toBe(request_id);
  });
});

describe('S18: without the permission', () => {
  it('gives the same answer whether or not the integration exists, and audits it', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const call = { actor: { id: 'mallory' }, request_id: 'r' };
    const of = async (integration_id: string) => {
      const { rollout } = world;
      const line = { integration_id, contract_type: 'openapi' } as const;
      const answers = [
        await rollout.createVersion({ ...line, contract_version: 'v1', document: '{}' }, call),
        await rollout.activate({ ...line, contract_version: 'v1' }, call),
        await rollout.activate({ integration_id, contract_version: 'v1' }, call),
        await rollout.checkCompatibility({ ...line, baseline_version: 'v1', candidate_version: 'v2' }, call),
        await rollout.rollback(line, call),
        await rollout.retire({ ...line, contract_version: 'v1' }, call),
        await rollout.deprecate({ ...line, contract_version: 'v1' }, call),
        await rollout.plan({ ...line, contract_version: 'v1' }, call),
        await rollout.list({ integration_id }, call),
        await rollout.get({ ...line, contract_version: 'v1' }, call),
        await rollout.checks(line, call),
        await rollout.events(line, call),
        await rollout.importHistory({ ...line, versions: [versionOf('v1')], activations: [] }, call),
      ];
      return answers.map((answer) => answer._unsafeUnwrapErr());
    };
    const [present, missing] = [await of('payments'), await of('nowhere')];
    expect(missing).toEqual(present);
    for (const error of present) expect(error.error_code).toBe('integration_contract_forbidden');
    const denials = (await recorded(world.store)).filter((event) => event.type.endsWith('.access_denied'));
    expect(denials).toHaveLength(13);
    expect((await world.store.list({ limit: 10 }, { signal }))._unsafeUnwrap().items).toHaveLength(1);
  });

  it('lets a viewer read and nothing else', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const vic = { actor: { id: 'vic' } };
    expect((await world.rollout.list(payments, vic)).isOk()).toBe(true);
    const refused = (await world.rollout.activate({ ...payments, contract_version: 'v2' }, vic))._unsafeUnwrapErr();
    expect(refused.error_code).toBe('integration_contract_forbidden');
  });

  it('asks a permission of its own for an override', async () => {
    const world = createWorld({
      authorizer: { authorize: async ({ action }) => ok(action === 'override' ? { allow: false } : { allow: true }) },
    });
    await prepareUpgrade(world);
    const line = await stored(world.store);
    const override = {
      baseline_checksum: line.versions.get('v1')?.checksum ?? '',
      candidate_checksum: line.versions.get('v2')?.checksum ?? '',
      justification: 'The only client is ours.',
    };
    const input = { ...payments, contract_version: 'v2', override };
    expect((await world.rollout.activate(input, ann))._unsafeUnwrapErr()).toMatchObject({
      error_code: 'integration_contract_forbidden',
      reason: 'override_denied',
    });
  });
});

describe('S5 with its documents: rolling back over a removal', () => {
  it('is refused, and an override bound to the pair lets it through once', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const { rollout } = world;
    const activated = (await rollout.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrap();
    expect(activated.rollback_ready).toBe(false);
    const refused = (await rollout.rollback(payments, ann))._unsafeUnwrapErr();
    expect(refused).toMatchObject({ error_code: 'integration_contract_incompatible', candidate_version: 'v1' });
    const planned = (await rollout.plan({ ...payments, operation: 'rollback' }, ann))._unsafeUnwrap();
    expect(planned).toMatchObject({ allowed: false, contract_version: 'v1' });

    const override = {
      ...(planned.override_binding ?? { baseline_checksum: '', candidate_checksum: '' }),
      override_id: 'incident-7',
      justification: 'The new version loses payments.',
    };
    const rolledBack = (await rollout.rollback({ ...payments, override }, ann))._unsafeUnwrap();
    expect(rolledBack).toMatchObject({ active_version: 'v1', kind: 'rollback', justification: { kind: 'override' } });
    const types = (await recorded(world.store)).map((event) => event.type.split('.').at(-1));
    expect(types.slice(-4)).toEqual(['activation_blocked', 'override_used', 'superseded', 'activated']);

    (await rollout.activate({ ...payments, contract_version: 'v2' }, ann))._unsafeUnwrap();
    const again = (await rollout.rollback({ ...payments, override }, ann))._unsafeUnwrapErr();
    expect(again).toMatchObject({ error_code: 'integration_contract_conflict', reason: 'override_used' });
    await expectInvariants(world.store);
  });
});

describe('S9 with its documents: the rules are upgraded', () => {
  it('makes the check stale until it is run again', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const upgraded = createRollout({ ...world.options, differs: { openapi: createOperationsDiffer('operations-2') } });
    const input = { ...payments, contract_version: 'v2' };
    expect((await upgraded.activate(input, ann))._unsafeUnwrapErr()).toMatchObject({
      reason: 'stale_compatibility_check',
    });
    await check(upgraded, 'v1', 'v2');
    expect((await upgraded.activate(input, ann)).isOk()).toBe(true);
  });
});

describe('S22: a thousand versions', () => {
  it('pages through them while more are created: no gap, no repetition, no failure', async () => {
    const rollout = createRollout(withoutDocuments(createWorld().options));
    const name = (index: number) => `v${(index * 7919) % 10_007}`;
    const add = async (index: number) => {
      const input = { ...payments, contract_version: name(index), document: documentOf('pay') };
      (await rollout.createVersion(input, ann))._unsafeUnwrap();
    };
    for (let index = 0; index < 1000; index += 1) await add(index);

    const seen: string[] = [];
    let cursor: string | undefined;
    let created = 1000;
    do {
      const page = (await rollout.list({ ...payments, limit: 150, cursor }, ann))._unsafeUnwrap();
      seen.push(...page.items.map((version) => version.contract_version));
      cursor = page.next ?? undefined;
      if (created < 1010) await add(created);
      created += 1;
    } while (cursor !== undefined);
    expect(seen.slice(0, 1000)).toEqual(Array.from({ length: 1000 }, (_, index) => name(index)));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('planning', () => {
  it('gives a token that an activation accepts until the line moves', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const { rollout } = world;
    const input = { ...payments, contract_version: 'v2' };
    const { plan_token, allowed } = (await rollout.plan(input, ann))._unsafeUnwrap();
    expect(allowed).toBe(true);
    await create(rollout, 'v3', 'pay');
    expect((await rollout.activate({ ...input, plan_token }, ann))._unsafeUnwrapErr()).toMatchObject({
      error_code: 'integration_contract_revision_conflict',
      reason: 'plan_outdated',
    });
    const again = (await rollout.plan(input, ann))._unsafeUnwrap();
    expect((await rollout.activate({ ...input, plan_token: again.plan_token }, ann)).isOk()).toBe(true);
  });

  it('refuses a token made for something else', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const { plan_token } = (await world.rollout.plan({ ...payments, contract_version: 'v1' }, ann))._unsafeUnwrap();
    const input = { ...payments, contract_version: 'v2', plan_token };
    expect((await world.rollout.activate(input, ann))._unsafeUnwrapErr()).toMatchObject({
      error_code: 'integration_contract_invalid_payload',
      issues: [{ pointer: '/plan_token' }],
    });
  });

  it('changes nothing', async () => {
    const world = createWorld();
    await prepareUpgrade(world);
    const before = await recorded(world.store);
    await world.rollout.plan({ ...payments, contract_version: 'v2' }, ann);
    expect(await recorded(world.store)).toEqual(before);
  });
});

function versionOf(contract_version: string) {
  return {
    contract_version,
    status: 'candidate',
    checksum: `sha256:${'0'.repeat(64)}`,
    document_stored: false,
    created_at: '2025-01-01T00:00:00Z',
    created_by: 'ann',
  } as const;
}

/** The same options where documents are not kept: evidence is declared. */
function withoutDocuments({ documents: _, ...options }: RolloutOptions): RolloutOptions {
  return options;
}
