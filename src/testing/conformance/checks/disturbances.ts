import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { maximumCheckAge } from '../../../core/gates/maximum-check-age.ts';
import type { ContractStore } from '../../../ports/contract-store.ts';
import { explore } from '../../explorer/explore.ts';
import { faultAt, withFaults } from '../../with-faults.ts';
import { call, errorOf, kindOf, valueOf, within } from '../assertions.ts';
import type { Check } from '../check.ts';
import { commandRetentionMs } from '../check.ts';
import { billing, changeTo, commitUpTo, readEvents } from '../samples.ts';
import { ann, createScene, payments, prepareUpgrade, vary } from '../scene.ts';

const upgrade = { ...payments, contract_version: 'v2' };

/** What goes wrong around a call leaves nothing half done, and nothing behind. */
export const disturbanceChecks: readonly Check[] = [
  {
    id: 'faulty-ports',
    title: 'with faults before, after and instead of every call of a port, whole rollouts keep every invariant',
    requires: [],
    run: async ({ harness, newNamespace, seed, effort }) => {
      const report = await explore({
        schedules: effort === 'full' ? 500 : 25,
        seed,
        open: (clock) => harness.open(newNamespace(), { clock, commandRetentionMs, failureLimit: 1_000 }),
      });
      const [violation] = report.violations;
      assert.equal(violation?.message, undefined, `${violation?.invariant}, schedule of seed ${violation?.seed}`);
      assert.ok(report.faults > 0);
    },
  },
  {
    id: 'aborted-calls',
    title: 'a call that is aborted while it runs ends promptly, whole or not at all, and holds nothing up',
    requires: [],
    run: async ({ store, effort }) => {
      const rounds = effort === 'full' ? 200 : 40;
      for (let round = 1; round <= rounds; round += 1) {
        const controller = new AbortController();
        const { signal } = controller;
        const { revision } = valueOf(await store.load(billing, call));
        const change = changeTo(billing, revision + 1);
        const running = store.commit(billing, revision, change, { signal });
        const reading = store.load(billing, { signal });
        if (round % 2 === 0) await pause(0);
        controller.abort(new Error('deadline'));
        const result = await within(promptMs, 'an aborted commit', running);
        const read = await within(promptMs, 'an aborted read', reading);
        if (read.isErr()) assert.equal(read.error.kind, 'unavailable');
        let changed = result.isOk();
        if (result.isErr()) {
          assert.ok(result.error.kind === 'unavailable', result.error.kind);
          if (result.error.outcome === 'unknown') {
            // It may still be under way; the same commit behind it finds it done, or does it.
            const again = await within(promptMs, 'the commit again', store.commit(billing, revision, change, call));
            if (again.isErr()) assert.equal(again.error.kind, 'command_exists');
            changed = true;
          }
        }
        const after = valueOf(await within(promptMs, 'the next read', store.load(billing, call)));
        assert.equal(after.revision, changed ? revision + 1 : revision);
        assert.equal((await readEvents(store, {}, 1_000)).length, after.revision);
      }
      await within(promptMs, 'a commit afterwards', commitUpTo(store, { ...billing, contract_type: 'event' }, 1));
    },
  },
  {
    id: 'pool-exhaustion',
    title: 'without a free connection a call is unavailable within its deadline, and works again afterwards',
    requires: ['exhaustPool'],
    run: async ({ harness, stores, store }) => {
      await commitUpTo(store, billing, 1);
      const release = await harness.exhaustPool?.(stores);
      try {
        const signal = AbortSignal.timeout(500);
        const [read, written] = await within(
          promptMs,
          'calls without a connection',
          Promise.all([store.load(billing, { signal }), store.commit(billing, 1, changeTo(billing, 2), { signal })]),
        );
        assert.equal(kindOf(read), 'unavailable');
        assert.deepEqual(omitCause(errorOf(written)), { kind: 'unavailable', outcome: 'nothing_changed' });
      } finally {
        await release?.();
      }
      valueOf(await within(promptMs, 'a commit afterwards', store.commit(billing, 1, changeTo(billing, 2), call)));
    },
  },
  {
    id: 'leaks',
    title: 'a thousand calls that fail leave no connection, handle or timer behind',
    requires: [],
    run: async ({ store, outbox, documents }) => {
      await commitUpTo(store, billing, 1);
      const fail = async (index: number): Promise<void> => {
        const change = changeTo(billing, 1, { command_id: `c${index}`, prefix: `p${index}` });
        const aborted = { signal: AbortSignal.abort(new Error('deadline')) };
        assert.equal(kindOf(await store.commit(billing, 0, change, call)), 'revision_conflict');
        assert.equal(kindOf(await store.load(billing, aborted)), 'unavailable');
        assert.equal(kindOf(await documents.get('sha256:1', aborted)), 'unavailable');
        assert.equal(kindOf(await outbox.ack('no lease', call)), 'lease_lost');
        assert.equal(kindOf(await store.events({ limit: 1, cursor: 'nonsense' }, call)), 'invalid_cursor');
      };
      await fail(0);
      const before = await countResources();
      for (let index = 1; index <= 200; index += 1) await fail(index);
      const after = await countResources();
      // A pool may have opened a few connections more; whatever leaks does so every time.
      assert.ok(
        after < before + 20,
        `${before} resources before, ${after} after: ${process.getActiveResourcesInfo().join()}`,
      );
      valueOf(await store.commit(billing, 1, changeTo(billing, 2), call));
    },
  },
  {
    id: 'jumping-clock',
    title: 'a clock that jumps back or forth reorders nothing, and makes no check younger than it is',
    requires: [],
    run: async (subject) => {
      const { store, clock } = subject;
      const scene = createScene(subject, { policy: { gates: [maximumCheckAge({ hours: 1 })] } });
      await prepareUpgrade(scene);
      clock.advance(2 * hourMs);
      const refused = errorOf(await scene.rollout.activate(upgrade, ann));
      assert.equal(refused.reason, 'stale_compatibility_check');
      clock.advance(-100 * hourMs);
      const pair = { ...payments, baseline_version: 'v1', candidate_version: 'v2' };
      const checked = valueOf(await scene.rollout.checkCompatibility(pair, ann));
      clock.advance(200 * hourMs);
      assert.equal(errorOf(await scene.rollout.activate(upgrade, ann)).reason, 'stale_compatibility_check');
      valueOf(await scene.rollout.checkCompatibility(pair, ann));
      assert.equal(valueOf(await scene.rollout.activate(upgrade, ann)).active_version, 'v2');
      const revisions = (await readEvents(store, { integration_id: 'payments' }))
        .filter(({ type }) => !type.endsWith('_blocked'))
        .map(({ revision }) => revision);
      assert.deepEqual(
        [...new Set(revisions)],
        Array.from({ length: new Set(revisions).size }, (_, index) => index + 1),
      );
      assert.ok(checked.check_seq > 0);
    },
  },
  {
    id: 'corrupt-answers',
    title: 'a store that answers with another line, revision or form is not believed, and nothing is activated',
    requires: [],
    run: async (subject) => {
      const { store } = subject;
      const scene = createScene(subject);
      await prepareUpgrade(scene);
      await commitUpTo(store, billing, 1);
      const corrupt: readonly ContractStore[] = [
        withFaults(store, faultAt(1, 'malformed', 'load')),
        { ...store, load: (_, options) => store.load(billing, options) },
        {
          ...store,
          load: async (...input) =>
            (await store.load(...input)).map((head) => ({ ...head, revision: head.revision + 1 })),
        },
        {
          ...store,
          load: async (...input) =>
            (await store.load(...input)).map(({ line, ...head }) => ({
              ...head,
              line: line === null ? null : { ...line, active_version: 'v2' },
            })),
        },
      ];
      for (const each of corrupt) {
        const refused = errorOf(await vary(scene, { store: each }).activate(upgrade, ann));
        assert.equal(refused.error_code, 'INT-503-DEPENDENCY-UNAVAILABLE');
        assert.equal(refused.reason, 'malformed_answer');
        assert.equal(valueOf(await store.load(payments, call)).line?.active_version, 'v1');
      }
      assert.equal(valueOf(await scene.rollout.activate(upgrade, ann)).active_version, 'v2');
    },
  },
];

const promptMs = 10_000;
const hourMs = 60 * 60 * 1_000;

function omitCause({ cause: _, ...error }: { readonly kind: string; readonly cause?: unknown }): object {
  return error;
}

async function countResources(): Promise<number> {
  await pause(20);
  return process.getActiveResourcesInfo().length;
}
