import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Command } from '../../src/core/command.ts';
import type { Context } from '../../src/core/context.ts';
import { decide } from '../../src/core/decide.ts';
import type { Activated, ContractEvent, RecordedEvent } from '../../src/core/event.ts';
import { recordedEventSchema } from '../../src/core/event.ts';
import { commitTo, replay } from '../../src/core/evolve.ts';
import type { ContractLine } from '../../src/core/line.ts';
import { emptyLine, storedLineSchema, toContractLine, toStoredLine } from '../../src/core/line.ts';
import { plan } from '../../src/core/plan.ts';
import type { Step } from '../arbitraries/rollout.ts';
import { command, commandOf, contextOf, nonsense, step } from '../arbitraries/rollout.ts';

const key = { integration_id: '__proto__', contract_type: 'event' } as const;

/** One commit of a random history, with the line before and after it. */
interface Commit {
  readonly before: ContractLine;
  readonly after: ContractLine;
  readonly events: readonly ContractEvent[];
  readonly context: Context;
  readonly command: Command;
}

interface History {
  readonly commits: readonly Commit[];
  readonly line: ContractLine;
  readonly recorded: readonly RecordedEvent[];
}

/** Carries out random steps; `visit` sees every decision. */
function run(
  steps: readonly Step[],
  visit: (line: ContractLine, command: Command, context: Context) => void = () => undefined,
): History {
  let line: ContractLine = emptyLine(key);
  let time = Date.parse('2026-01-05T09:00:00.000Z');
  const commits: Commit[] = [];
  for (const [index, one] of steps.entries()) {
    time += one.facts.minutes * 60_000;
    const command = commandOf(one, line);
    const context = contextOf(one, line, command, index, new Date(time).toISOString());
    visit(line, command, context);
    const events = decide(line, command, context).unwrapOr([]);
    if (events.length === 0) continue;
    const after = commitTo(line, events);
    commits.push({ before: line, after, events, context, command });
    line = after;
  }
  const recorded = commits.flatMap(({ events, after, context }) =>
    events.map((event, position) => ({ ...envelope(context, after.revision, position), ...event })),
  );
  return { commits, line, recorded };
}

function envelope({ now, command_id }: Context, revision: number, position: number) {
  return {
    ...key,
    event_id: `${revision}-${position}`,
    schema_version: 1,
    revision,
    position,
    recorded_at: now,
    actor: { id: 'ada' },
    command_id,
    request_id: 'request-1',
    request_id_generated: false,
    traceparent: null,
    rollout_id: null,
  } as const;
}

const steps = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });

/** Checks a law on every commit of random histories. */
function always(law: (commit: Commit) => void, runs = 200): void {
  fc.assert(
    fc.property(steps, (some) => {
      for (const commit of run(some).commits) law(commit);
    }),
    { numRuns: runs },
  );
}

const activationsOf = (events: readonly ContractEvent[]): readonly Activated['data'][] =>
  events.flatMap((event) => (event.type === 'platform.integration.contract.activated' ? [event.data] : []));

describe('whatever is asked of a line', () => {
  it('histories get somewhere: they activate, supersede, override, roll back and compute', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(steps, (some) => {
        for (const { events } of run(some).commits) {
          for (const event of events) seen.add(event.type.replace('platform.integration.contract.', ''));
          for (const { kind, justification } of activationsOf(events)) seen.add(kind).add(justification.kind);
        }
      }),
      { numRuns: 400, seed: 1 },
    );
    expect([...seen].toSorted()).toEqual([
      'activated',
      'activation',
      'check',
      'compatibility_evaluated',
      'created',
      'deprecated',
      'first_activation',
      'imported',
      'override',
      'override_used',
      'retired',
      'rollback',
      'rollback_window',
      'superseded',
    ]);
  });

  it('I1: at most one version is active, and the line knows which', () => {
    always(({ after }) => {
      const active = [...after.versions.values()].filter(({ status }) => status === 'active');
      expect(active.map(({ contract_version }) => contract_version)).toEqual(
        after.active_version === null ? [] : [after.active_version],
      );
    });
  });

  it('I2: the content of a version never changes, and no version goes away', () => {
    always(({ before, after }) => {
      for (const [name, version] of before.versions) {
        const { status: _, deprecation: __, retired_at: ___, ...content } = version;
        expect(after.versions.get(name)).toMatchObject(content);
      }
      expect([...after.versions.keys()].slice(0, before.versions.size)).toEqual([...before.versions.keys()]);
    });
  });

  it('I4: every activation names what justified it, and that did', () => {
    always(({ before, after, events, context }) => {
      for (const { baseline_version, contract_version, justification, kind } of activationsOf(events)) {
        expect(baseline_version).toBe(before.active_version);
        if (justification.kind === 'first_activation') {
          expect(baseline_version).toBeNull();
          continue;
        }
        if (justification.kind === 'imported') throw new Error('only an import is justified so');
        const check = after.checks.find(({ check_seq }) => check_seq === justification.check_seq);
        expect(check).toMatchObject({ baseline_version, candidate_version: contract_version });
        expect(check?.baseline_checksum).toBe(before.versions.get(baseline_version ?? '')?.checksum);
        expect(check?.candidate_checksum).toBe(before.versions.get(contract_version)?.checksum);
        if (check?.provenance === 'computed') expect(check.ruleset_digest).toBe(context.ruleset_digest);
        expect(check?.result).toBe(justification.kind === 'check' ? 'compatible' : 'incompatible');
        const used = events.flatMap((event) =>
          event.type === 'platform.integration.contract.override_used' ? [event.data.override_id] : [],
        );
        if (justification.kind === 'override') {
          expect(used).toEqual([justification.override_id]);
          expect(before.used_overrides).not.toContain(justification.override_id);
          expect(context.authorization.override).toBe(true);
        } else {
          expect(used).toEqual([]);
        }
        if (justification.kind === 'rollback_window') {
          expect(kind).toBe('rollback');
          expect(context.policy.rollback_window).toBeDefined();
        }
      }
    });
  });

  it('only an authorized actor and an active integration lead to an activation', () => {
    always(({ events, context }) => {
      expect(context.authorization.operation).toBe(true);
      if (activationsOf(events).length > 0) expect(context.integration?.lifecycle).toBe('active');
    });
  });

  it('I5: a retired version stays retired, and the active one is never retired', () => {
    always(({ before, after, events }) => {
      for (const [name, { status }] of before.versions) {
        if (status === 'retired') expect(after.versions.get(name)?.status).toBe('retired');
      }
      const retirements = events.filter(({ type }) => type === 'platform.integration.contract.retired');
      if (retirements.length > 0) expect(after.active_version).toBe(before.active_version);
    });
  });

  it('I6: revisions, checks, activations and versions are counted without a gap', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const { commits, line } = run(some);
        expect(commits.map(({ after }) => after.revision)).toEqual(commits.map((_, index) => index + 1));
        const checks = commits.flatMap(({ events }) =>
          events.flatMap((event) => {
            if (event.type === 'platform.integration.contract.compatibility_evaluated') {
              return [
                event.data.check_seq,
                ...(event.data.reverse_check === null ? [] : [event.data.reverse_check.check_seq]),
              ];
            }
            const reverse = event.type === 'platform.integration.contract.activated' ? event.data.reverse_check : null;
            return reverse === null ? [] : [reverse.check_seq];
          }),
        );
        expect(checks).toEqual(checks.map((_, index) => index + 1));
        expect(line.check_seq).toBe(checks.length);
        expect(line.activations.map(({ activation_seq }) => activation_seq)).toEqual(
          line.activations.map((_, index) => index + 1),
        );
        expect([...line.versions.values()].map(({ created_seq }) => created_seq)).toEqual(
          [...line.versions.keys()].map((_, index) => index + 1),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('the activation log continues from one active version to the next', () => {
    always(({ after }) => {
      for (const [index, { baseline_version }] of after.activations.entries()) {
        expect(baseline_version).toBe(after.activations[index - 1]?.contract_version ?? null);
      }
      expect(after.active_version).toBe(after.activations.at(-1)?.contract_version ?? null);
    });
  });

  it('I9: replaying the recorded events, as they come back from a store, rebuilds the line', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const { line, recorded } = run(some);
        const events = recorded.map((event) => recordedEventSchema.parse(JSON.parse(JSON.stringify(event))));
        expect(isDeepStrictEqual(events, recorded)).toBe(true);
        expect(isDeepStrictEqual(replay(key, events), line)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('the stored form of a line is JSON, and gives the line back', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const { line } = run(some);
        const stored = storedLineSchema.parse(JSON.parse(JSON.stringify(toStoredLine(line))));
        expect(isDeepStrictEqual(toContractLine(stored), line)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('I10: deciding changes nothing, and decides the same again', () => {
    fc.assert(
      fc.property(steps, (some) => {
        run(some, (line, asked, context) => {
          const before = structuredClone(line);
          const first = decide(line, asked, context);
          const second = decide(before, structuredClone(asked), context);
          expect(isDeepStrictEqual(line, before)).toBe(true);
          expect(isDeepStrictEqual(first, second)).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('a command that was carried out does nothing at once after, or says why not', () => {
    always(({ after, command: asked, context }) => {
      const again = decide(after, asked, context);
      if (asked.type === 'check') return;
      // An override is good for once, and a rollback without a target goes further back.
      if (asked.type === 'import' || (asked.type === 'rollback' && asked.contract_version === undefined)) return;
      expect(again.isErr() ? again.error : again.value).toEqual([]);
    });
  });

  it('a plan tells what the command would do', () => {
    fc.assert(
      fc.property(steps, (some) => {
        run(some, (line, asked, context) => {
          if (asked.type !== 'activate' && asked.type !== 'rollback') return;
          const decision = decide(line, asked, context);
          const planned = plan(line, asked, context);
          if (planned.isErr()) return expect(decision.isErr() && decision.error).toEqual(planned.error);
          const { allowed, changed, events, gates } = planned.value;
          const blocker = gates.find(({ outcome }) => outcome === 'block');
          expect(allowed).toBe(decision.isOk());
          expect(events).toEqual(decision.unwrapOr([]));
          expect(changed).toBe(events.length > 0 || !allowed);
          expect(decision.isErr() ? decision.error.reason : undefined).toBe(blocker?.reason);
          return undefined;
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('deciding is total', () => {
  it('refuses nonsense on any line, and throws nothing', () => {
    fc.assert(
      fc.property(steps, nonsense, step, (some, asked, one) => {
        const { line } = run(some);
        const context = contextOf(one, line, { type: 'rollback' }, 0, '2026-02-01T00:00:00.000Z');
        const decision = decide(line, asked as Command, context);
        expect(typeof (decision.isErr() ? decision.error.message : '')).toBe('string');
      }),
      { numRuns: 1_000 },
    );
  });

  const name = fc.constantFrom('v1', 'v2', 'v3', '__proto__');
  const seq = fc.nat({ max: 5 });
  const oddLine = fc
    .record({
      revision: seq,
      versions: fc.uniqueArray(
        fc.record({
          contract_version: name,
          status: fc.constantFrom('candidate', 'superseded', 'retired'),
          checksum: fc.constantFrom('sha256:1', 'sha256:2'),
          document_stored: fc.boolean(),
          schema_ref: fc.constant(null),
          created_seq: seq,
          created_at: fc.string(),
          created_by: fc.string(),
          deprecation: fc.option(
            fc.record({ deprecated_at: fc.string(), sunset_at: fc.option(fc.string()), successor: fc.option(name) }),
          ),
          retired_at: fc.option(fc.string()),
        }),
        { selector: ({ contract_version }) => contract_version },
      ),
      active: fc.nat({ max: 4 }),
      checks: fc.array(
        fc.record({
          check_seq: seq,
          baseline_version: name,
          candidate_version: name,
          baseline_checksum: fc.constantFrom('sha256:1', 'sha256:2'),
          candidate_checksum: fc.constantFrom('sha256:1', 'sha256:2'),
          provenance: fc.constantFrom('computed', 'declared'),
          result: fc.constantFrom('compatible', 'incompatible'),
          breaking_change_count: seq,
          ruleset_digest: fc.constantFrom(null, 'rules-1'),
          findings: fc.constant([]),
          report_checksum: fc.constant(null),
          diff_summary: fc.jsonValue(),
          checked_at: fc.string(),
          checked_by: fc.string(),
        }),
      ),
      check_seq: seq,
      activations: fc.array(
        fc.record({
          activation_seq: seq,
          contract_version: name,
          baseline_version: fc.option(name),
          kind: fc.constantFrom('activation', 'rollback'),
          justification: fc.constant({ kind: 'imported' }),
          activated_at: fc.string(),
          activated_by: fc.string(),
        }),
      ),
      used_overrides: fc.array(fc.string()),
    })
    .map(({ active, versions, ...rest }) => ({
      ...rest,
      ...key,
      active_version: versions[active]?.contract_version ?? null,
      versions: versions.map((version, index) => (index === active ? { ...version, status: 'active' } : version)),
    }));

  it('decides on any line that a store can hold, however odd, and keeps it storable', () => {
    fc.assert(
      fc.property(oddLine, command, step, (stored, asked, one) => {
        const line = toContractLine(storedLineSchema.parse(stored));
        const context = contextOf(one, line, asked, 0, '2026-02-01T00:00:00.000Z');
        const decision = decide(line, asked, context);
        if (asked.type === 'activate' || asked.type === 'rollback') plan(line, asked, context);
        const after = commitTo(line, decision.unwrapOr([]));
        expect(storedLineSchema.safeParse(toStoredLine(after)).success).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
