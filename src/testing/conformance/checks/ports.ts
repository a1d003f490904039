import assert from 'node:assert/strict';

import { err, ok } from 'neverthrow';

import { createMemorySink } from '../../../adapters/memory/audit-sink.ts';
import type { RolloutOptions } from '../../../create-rollout.ts';
import type { AuditSink } from '../../../ports/audit-sink.ts';
import type { AuthorizationDecision } from '../../../ports/authorizer.ts';
import { createRelay } from '../../../relay/relay.ts';
import { createOperationsDiffer } from '../../operations-differ.ts';
import type { Fault } from '../../with-faults.ts';
import { faultAt, withFaults } from '../../with-faults.ts';
import { call, errorOf, valueOf, within } from '../assertions.ts';
import type { Check, Subject } from '../check.ts';
import { billing, commitUpTo, idsOf, readEvents } from '../samples.ts';
import type { Scene } from '../scene.ts';
import { ann, createScene, payments, prepareUpgrade, vary } from '../scene.ts';

const upgrade = { ...payments, contract_version: 'v2' };
const pair = { ...payments, baseline_version: 'v1', candidate_version: 'v2' };

/** Ways in which a port gives no answer; a call that hangs costs its deadline, so there is one of them. */
const noAnswers: readonly Fault[] = ['throws', 'fails', 'throws-after', 'malformed', 'hangs'];

/** Whatever the other ports of a rollout on this store do, nothing is activated that should not be. */
export const portChecks: readonly Check[] = [
  {
    id: 'authorizer',
    title: 'nothing but an exact yes of the authorizer allows, and every further try asks again',
    requires: [],
    run: async (subject) => {
      const scene = createScene(subject);
      await prepareUpgrade(scene);
      const answers = [true, 'allow', 1, {}, { allow: 'true' }, { allow: 1 }, null, undefined, { allow: false }];
      for (const answer of answers) {
        const authorizer = { authorize: async () => ok(answer as AuthorizationDecision) };
        await assertRefused(subject, vary(scene, { authorizer }));
      }
      const { authorizer } = scene.options;
      for (const fault of noAnswers) {
        await assertRefused(subject, impatient(scene, { authorizer: withFaults(authorizer, faultAt(1, fault)) }));
      }
      // Somebody else commits, and meanwhile the permission is gone.
      let asked = 0;
      const rollout = vary(scene, {
        authorizer: {
          authorize: async (request, options) => {
            asked += 1;
            return asked === 1 ? authorizer.authorize(request, options) : ok({ allow: false });
          },
        },
        store: {
          ...subject.store,
          commit: async (...input) => {
            valueOf(await scene.rollout.retire({ ...payments, contract_version: 'v3' }, ann));
            return subject.store.commit(...input);
          },
        },
      });
      await assertRefused(subject, rollout, 'integration_contract_forbidden');
      assert.equal(asked, 2);
    },
  },
  {
    id: 'sink-outage',
    title: 'a sink that refuses or hangs delays no command and loses no event',
    requires: [],
    run: async (subject) => {
      const scene = createScene(subject);
      const sink = createMemorySink();
      const faulty: AuditSink = withFaults(sink, ({ nth }) => (['throws', 'hangs', 'malformed'] as const)[nth - 1]);
      const relay = createRelay({
        outbox: subject.outbox,
        sinks: [faulty],
        deliveryMs: 30,
        pollMs: 5,
        backoffMs: 1,
        longestBackoffMs: 5,
      });
      relay.start();
      try {
        await within(10_000, 'commands beside a sink that is down', prepareUpgrade(scene));
        const recorded = await readEvents(subject.store);
        await within(10_000, 'the delivery', untilDelivered(sink, recorded.length));
        assert.deepEqual(idsOf(sink.events()).toSorted(), idsOf(recorded).toSorted());
      } finally {
        await relay.stop();
      }
      assert.equal(valueOf(await subject.outbox.lag(call)).undelivered, 0);
    },
  },
  {
    id: 'sink-repetition',
    title: 'an event that is delivered again is the same in every part, and its id names it',
    requires: [],
    run: async (subject) => {
      await commitUpTo(subject.store, billing, 2, 2);
      const first = valueOf(await subject.outbox.claim(10, 1_000, call)).events;
      subject.clock.advance(1_000);
      const second = valueOf(await subject.outbox.claim(10, 1_000, call)).events;
      assert.deepStrictEqual(second, first);
      assert.deepStrictEqual(first, await readEvents(subject.store));
      assert.equal(new Set(idsOf(first)).size, 4);
    },
  },
  {
    id: 'catalog',
    title: 'an integration that is unknown and a catalog that does not answer are distinct, and neither activates',
    requires: [],
    run: async (subject) => {
      const scene = createScene(subject);
      await prepareUpgrade(scene);
      scene.catalog.delete('payments');
      await assertRefused(subject, scene.rollout, 'integration_contract_not_found');
      scene.catalog.set('payments', 'paused');
      await assertRefused(subject, scene.rollout, 'integration_contract_activation_blocked');
      scene.catalog.set('payments', 'active');
      for (const fault of noAnswers) {
        const catalog = withFaults(scene.catalog, faultAt(1, fault));
        await assertRefused(subject, impatient(scene, { catalog }), 'INT-503-DEPENDENCY-UNAVAILABLE');
      }
    },
  },
  {
    id: 'differ-outage',
    title: 'a differ that throws, hangs or answers junk gives no evidence, and never a compatible one',
    requires: [],
    run: async (subject) => {
      const scene = createScene(subject);
      await prepareUpgrade(scene);
      const before = valueOf(await subject.store.load(payments, call)).line?.check_seq;
      const differ = createOperationsDiffer();
      const contradictory = { compatibility: 'compatible', breaking_change_count: 1, findings: [] } as const;
      const broken = [
        ...noAnswers.map((fault) => withFaults(differ, faultAt(1, fault, 'diff'))),
        { ...differ, diff: async () => ok({ ...contradictory, ruleset_digest: differ.ruleset_digest }) },
        { ...differ, diff: async () => ok({ ...contradictory, breaking_change_count: 0, ruleset_digest: 'other' }) },
        { ...differ, diff: async () => err({ kind: 'timeout', message: 'too large' } as const) },
      ];
      for (const openapi of broken) {
        const rollout = impatient(scene, { differs: { openapi } });
        const refused = errorOf(await rollout.checkCompatibility(pair, ann));
        assert.equal(refused.error_code, 'INT-503-DEPENDENCY-UNAVAILABLE');
        assert.equal(valueOf(await subject.store.load(payments, call)).line?.check_seq, before);
      }
    },
  },
  {
    id: 'bound-checks',
    title: 'a check counts for its baseline, its candidate and its rules alone',
    requires: [],
    run: async (subject) => {
      const scene = createScene(subject);
      await prepareUpgrade(scene);
      const newer = vary(scene, { differs: { openapi: createOperationsDiffer('operations-2') } });
      assert.equal(errorOf(await newer.activate(upgrade, ann)).reason, 'stale_compatibility_check');
      await assertRefused(subject, scene.rollout, 'integration_contract_incompatible', 'v3');
      assert.equal(valueOf(await scene.rollout.activate(upgrade, ann)).active_version, 'v2');
      // The check of v3 was made against v1.
      const other = errorOf(await scene.rollout.activate({ ...payments, contract_version: 'v3' }, ann));
      assert.equal(other.reason, 'missing_compatibility_check');
    },
  },
  {
    id: 'unreadable-clock',
    title: 'a clock that cannot be read, or goes back, turns no refusal into an activation',
    requires: [],
    run: async (subject) => {
      const scene = createScene(subject);
      await prepareUpgrade(scene);
      const clocks = [
        () => Number.NaN,
        () => Infinity,
        () => undefined as unknown as number,
        (): number => {
          throw new Error('There is no clock.');
        },
      ];
      for (const now of clocks) {
        await assertRefused(subject, vary(scene, { clock: { now } }), 'INT-503-DEPENDENCY-UNAVAILABLE');
      }
      for (const now of [() => 0, () => -1e12, () => 8e15]) {
        await assertRefused(subject, vary(scene, { clock: { now } }), 'integration_contract_incompatible', 'v3');
      }
    },
  },
];

/** A rollout that waits only briefly for what hangs. */
function impatient(scene: Scene, change: Partial<RolloutOptions>): Scene['rollout'] {
  return vary(scene, { ...change, deadlines: { port_ms: 100, diff_ms: 100 } });
}

/** An activation is refused, and v1 stays the active version. */
async function assertRefused(
  { store }: Subject,
  rollout: Scene['rollout'],
  error_code?: string,
  contract_version = 'v2',
): Promise<void> {
  const refused = errorOf(await rollout.activate({ ...payments, contract_version }, ann));
  if (error_code !== undefined) assert.equal(refused.error_code, error_code);
  assert.equal(valueOf(await store.load(payments, call)).line?.active_version, 'v1');
}

async function untilDelivered(sink: ReturnType<typeof createMemorySink>, count: number): Promise<void> {
  while (sink.events().length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}
