import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { createSystemClock } from '../../../adapters/memory/system-clock.ts';
import { call, errorOf, valueOf, within } from '../assertions.ts';
import type { Check, Subject } from '../check.ts';
import { commandRetentionMs, failureLimit } from '../check.ts';
import type { Stores } from '../harness.ts';
import { claimed } from '../workers.ts';
import type { Worker } from '../workers.ts';
import { billing, changeTo, commitUpTo, idsOf, readEvents, smallChange } from '../samples.ts';

const killed = ['worker', 'durable'] as const;

/** What is acknowledged survives whatever ends in the middle of it. */
export const crashChecks: readonly Check[] = [
  {
    id: 'killed-writer',
    title: 'of a writer that is killed every acknowledged commit is there, whole, and at most one more',
    requires: killed,
    run: async (subject) => {
      const kills = subject.effort === 'full' ? 200 : 12;
      let commits = 0;
      // Where a namespace belongs to one process, it is the worker's now.
      await subject.store.close();
      for (let round = 1; round <= kills; round += 1) {
        const line = { integration_id: `round-${round}`, contract_type: 'openapi' } as const;
        const worker = subject.start({ kind: 'commit', namespace: subject.namespace, ...line });
        await atWork(worker, 2);
        await pause(subject.random() * 40);
        worker.kill();
        await worker.ended;
        const acknowledged = Number(worker.told.at(-1) ?? 0);
        const { store } = await reopen(subject);
        const { revision } = valueOf(await store.load(line, call));
        assert.ok(
          revision === acknowledged || revision === acknowledged + 1,
          `${acknowledged} commits were acknowledged, ${revision} are stored`,
        );
        await assertWhole(store, line.integration_id, revision);
        await store.close();
        commits += revision;
      }
      assert.ok(commits > kills, 'the writers hardly wrote');
    },
  },
  {
    id: 'killed-server',
    title:
      'of a server that is killed while it is written to, every acknowledged commit is there, and at most one more',
    requires: ['restartServer', 'durable'],
    run: async (subject) => {
      const kills = subject.effort === 'full' ? 20 : 2;
      for (let round = 1; round <= kills; round += 1) {
        const line = { integration_id: `round-${round}`, contract_type: 'openapi' } as const;
        const writer = await subject.connect();
        let acknowledged = 0;
        let writing = true;
        const written = (async () => {
          while (writing) {
            const change = smallChange(line, acknowledged + 1, `command-${acknowledged + 1}`);
            const result = await writer.store.commit(line, acknowledged, change, {
              signal: AbortSignal.timeout(5_000),
            });
            if (result.isErr()) return;
            acknowledged += 1;
          }
        })();
        await pause(50 + subject.random() * 200);
        await subject.harness.restartServer?.();
        writing = false;
        await written;
        const { store } = await reopen(subject);
        const { revision } = valueOf(await store.load(line, call));
        assert.ok(
          revision === acknowledged || revision === acknowledged + 1,
          `${acknowledged} commits were acknowledged, ${revision} are stored`,
        );
        await assertWhole(store, line.integration_id, revision);
      }
    },
  },
  {
    id: 'killed-relay',
    title: 'of relays that are killed nothing is lost, and what comes twice has the same id',
    requires: [...killed, 'shared-processes'],
    run: async (subject) => {
      const kills = subject.effort === 'full' ? 50 : 5;
      // Shorter than the start of the next relay, which finds the events of the dead one free again.
      const leaseMs = 50;
      const delivered: string[] = [];
      const { store, outbox } = await openNow(subject);
      try {
        for (let round = 1; round <= kills; round += 1) {
          for (const name of ['a', 'b', 'c']) {
            await commitUpTo(store, { integration_id: `${name}-${round}`, contract_type: 'openapi' }, 5, 2);
          }
          const relay = subject.start({ kind: 'relay', namespace: subject.namespace, leaseMs });
          await relay.ready;
          const begun = performance.now();
          const claims = 1 + Math.floor(subject.random() * 3);
          await atWork(relay, claims * claimed);
          // At any moment between two claims, however long that takes here.
          await pause((subject.random() * (performance.now() - begun)) / claims);
          relay.kill();
          await relay.ended;
          delivered.push(...relay.told);
        }
        while (valueOf(await outbox.lag(call)).undelivered > 0) {
          const { lease_token, events } = valueOf(await outbox.claim(50, 60_000, call));
          if (lease_token === null) await pause(leaseMs);
          else valueOf(await outbox.ack(lease_token, call));
          delivered.push(...idsOf(events));
        }
        const recorded = idsOf(await readEvents(store, {}, 1_000));
        const first = [...new Set(delivered)];
        assert.deepEqual(first.toSorted(), recorded.toSorted());
        assert.deepEqual(findDisordered(first), []);
      } finally {
        await store.close();
      }
    },
  },
  {
    id: 'reopening',
    title: 'after a kill a namespace opens in time, without anybody cleaning up',
    requires: killed,
    run: async (subject) => {
      const { namespace, harness } = subject;
      await subject.store.close();
      const worker = subject.start({ kind: 'commit', namespace, integration_id: 'writer' });
      await worker.ready;
      await pause(20);
      worker.kill();
      await worker.ended;
      const limit = harness.capabilities.reopenMs ?? 10_000;
      const { store } = await within(limit, 'opening after a kill', subject.connect());
      await within(limit, 'the first commit after a kill', commitUpTo(store, billing, 1));
    },
  },
  {
    id: 'synchronous',
    title: 'the engine synchronises every commit with the disk',
    requires: ['durable', 'isSynchronous'],
    run: async ({ harness, stores }) => {
      assert.equal(await harness.isSynchronous?.(stores), true);
    },
  },
  {
    id: 'full-disk',
    title: 'on a full or read-only disk a commit is refused with a typed error, and what was there stays readable',
    requires: ['fillDisk'],
    run: async ({ harness, stores, store, documents }) => {
      await commitUpTo(store, billing, 2);
      const events = await readEvents(store);
      const restore = await harness.fillDisk?.(stores);
      try {
        const large = new Uint8Array(1024 * 1024);
        assert.equal(errorOf(await documents.put('sha256:large', large, call)).kind, 'unavailable');
        const change = changeTo(billing, 3, { events: 200 });
        assert.equal(errorOf(await store.commit(billing, 2, change, call)).kind, 'unavailable');
        assert.equal(valueOf(await store.load(billing, call)).revision, 2);
        assert.deepEqual(await readEvents(store), events);
      } finally {
        await restore?.();
      }
      valueOf(await store.commit(billing, 2, changeTo(billing, 3), call));
    },
  },
];

/** However slow the machine is, a worker that has told so many lines is killed at work. */
async function atWork(worker: Worker, lines: number): Promise<void> {
  await worker.ready;
  let code: number | null | undefined;
  void worker.ended.then((ended) => void (code = ended));
  while (worker.told.length < lines && code === undefined) await pause(1);
  assert.equal(code, undefined, 'the worker ended before it was killed');
}

/** The namespace as the next process finds it; a server that is starting is waited for. */
async function reopen(subject: Subject): Promise<Stores> {
  const deadline = performance.now() + (subject.harness.capabilities.reopenMs ?? 10_000);
  for (;;) {
    try {
      return await subject.connect();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await pause(50);
  }
}

/** A connection whose leases run by the clock of the machine, as those of other processes do. */
function openNow({ harness, namespace }: Subject): Promise<Stores> {
  return harness.open(namespace, { clock: createSystemClock(), commandRetentionMs, failureLimit });
}

/** Head, events and commands all speak of the same number of commits, two events each. */
async function assertWhole(store: Stores['store'], integration_id: string, revision: number): Promise<void> {
  const key = { integration_id, contract_type: 'openapi' } as const;
  const { line } = valueOf(await store.load(key, call));
  assert.deepEqual([line?.revision ?? 0, line?.check_seq ?? 0], [revision, revision], 'head and revision differ');
  const revisions = (await readEvents(store, { integration_id }, 1_000)).map((event) => event.revision);
  assert.deepEqual(
    revisions,
    Array.from({ length: revision * 2 }, (_, index) => Math.floor(index / 2) + 1),
    'head and events differ',
  );
}

/** The ids, `<line>/<type>/<revision>/<position>`, that came behind a later one of their line. */
function findDisordered(event_ids: readonly string[]): readonly string[] {
  const latest = new Map<string, string>();
  return event_ids.filter((event_id) => {
    const line = event_id.split('/', 1)[0] ?? '';
    const before = latest.get(line) ?? '';
    latest.set(line, event_id);
    return event_id < before;
  });
}
