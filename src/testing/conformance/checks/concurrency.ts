import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import type { ContractStore } from '../../../ports/contract-store.ts';
import { call, errorOf, valueOf, within } from '../assertions.ts';
import type { Check, Subject } from '../check.ts';
import type { Operation } from '../history.ts';
import { findViolations, monotonicMs } from '../history.ts';
import { billing, changeTo, commitUpTo, readEvents, smallChange } from '../samples.ts';
import { ann, createMeeting, createScene, payments } from '../scene.ts';
import { documentOf } from '../../operations-differ.ts';

const shared = ['shared-processes', 'worker'] as const;

/** Whoever works at the same time gets an order, or a typed refusal. */
export const concurrencyChecks: readonly Check[] = [
  {
    id: 'retrying-processes',
    title: 'processes that retry end with as many revisions as successes, and contiguous events',
    requires: shared,
    run: async (subject) => {
      const history = await compete(subject);
      const written = history.filter(({ kind }) => kind === 'write').map(({ revision }) => revision);
      const revision = 4 * commitsOf(subject);
      assert.deepEqual(
        written.toSorted((left, right) => left - right),
        Array.from({ length: revision }, (_, index) => index + 1),
      );
      assert.equal(valueOf(await subject.store.load(billing, call)).revision, revision);
      assert.deepEqual(
        (await readEvents(subject.store, {}, 1_000)).map((event) => `${event.revision}/${event.position}`),
        Array.from({ length: revision * 2 }, (_, index) => `${Math.floor(index / 2) + 1}/${index % 2}`),
      );
    },
  },
  {
    id: 'strict-serializability',
    title: 'every history of reads and commits across processes is strictly serializable',
    requires: [...shared, 'fresh-reads'],
    run: async (subject) => {
      assert.deepEqual(findViolations(await compete(subject)), []);
    },
  },
  {
    id: 'one-creation',
    title: 'of creations of one version at the same time one takes effect, and all say the same',
    requires: ['connections'],
    run: async (subject) => {
      const other = await subject.connect();
      const meet = createMeeting(8);
      const scenes = [subject.store, other.store].map((store) => createScene({ ...subject, store: meet(store) }));
      const document = documentOf('pay');
      const answers = await Promise.all(
        [...scenes, ...scenes, ...scenes, ...scenes].map(({ rollout }) =>
          rollout.createVersion({ ...payments, contract_version: 'v1', document }, ann),
        ),
      );
      const changed = answers.filter((answer) => answer.isOk() && answer.value.changed);
      assert.equal(changed.length, 1);
      for (const answer of answers) {
        // Whoever lost three times in a row is told to try again.
        if (answer.isErr()) assert.equal(answer.error.reason, 'contention');
      }
      assert.equal(valueOf(await subject.store.load(payments, call)).line?.versions.length, 1);
      assert.equal((await readEvents(subject.store)).length, 1);
    },
  },
  {
    id: 'torn-reads',
    title: 'no reader sees half a commit: head, line and events agree at every moment',
    requires: ['connections'],
    run: async ({ store, connect, effort }) => {
      const reader = (await connect()).store;
      let writing = true;
      const commits = effort === 'full' ? 500 : 60;
      const writer = commitSmall(store, commits).finally(() => {
        writing = false;
      });
      writer.catch(() => undefined);
      let before = 0;
      while (writing) {
        const { revision, line } = valueOf(await reader.load(billing, call));
        assert.equal(line?.revision ?? 0, revision);
        assert.equal(line?.check_seq ?? 0, revision);
        assert.ok(revision >= before, `revision ${revision} was read after ${before}`);
        const { length } = await readEvents(reader, {}, 1_000);
        assert.ok(length >= revision * 2 && length % 2 === 0, `${length} events at revision ${revision}`);
        before = revision;
        await pause(0);
      }
      await writer;
    },
  },
  {
    id: 'typed-conflicts',
    title: 'whatever the database says when writers meet, they get a conflict or an unavailability',
    requires: ['connections'],
    run: async ({ store, connect }) => {
      const connections = [store, (await connect()).store, (await connect()).store];
      const results = await Promise.all(
        Array.from({ length: 60 }, (_, index) => {
          const revision = Math.floor(index / 12);
          const change = changeTo(billing, revision + 1, { command_id: `c${index}`, prefix: `p${index}` });
          return (connections[index % 3] ?? store).commit(billing, revision, change, call);
        }),
      );
      for (const result of results) {
        if (result.isErr()) assert.match(result.error.kind, /^(?:revision_conflict|unavailable)$/);
      }
      const { revision } = valueOf(await store.load(billing, call));
      assert.equal(revision, results.filter((result) => result.isOk()).length);
    },
  },
  {
    id: 'saturation',
    title: 'under saturation every writer commits or is told so within its deadline',
    requires: ['connections'],
    run: async ({ store, connect, effort }) => {
      const connections = [store, (await connect()).store];
      const writers = effort === 'full' ? 200 : 48;
      const started = performance.now();
      const results = await within(
        deadlineMs + graceMs,
        `${writers} writers`,
        Promise.all(
          Array.from({ length: writers }, (_, index) => {
            const key = { integration_id: `busy-${index % 4}`, contract_type: 'event' } as const;
            const change = changeTo(key, 1, { command_id: `c${index}`, prefix: `p${index}` });
            const signal = AbortSignal.timeout(deadlineMs);
            return (connections[index % 2] ?? store).commit(key, 0, change, { signal });
          }),
        ),
      );
      assert.ok(performance.now() - started < deadlineMs + graceMs);
      for (const [index, result] of results.entries()) {
        if (result.isErr())
          assert.match(errorOf(result).kind, /^(?:revision_conflict|unavailable)$/, `writer ${index}`);
      }
      for (let line = 0; line < 4; line += 1) {
        const key = { integration_id: `busy-${line}`, contract_type: 'event' } as const;
        const { revision } = valueOf(await store.load(key, call));
        const acknowledged = results.filter((result, index) => index % 4 === line && result.isOk()).length;
        assert.ok(acknowledged <= 1 && revision >= acknowledged && revision <= 1);
      }
    },
  },
  {
    id: 'independent-lines',
    title: 'a transaction on one line does not block another line',
    requires: ['holdLine', 'concurrent-writers'],
    run: async ({ harness, namespace, store }) => {
      await commitUpTo(store, billing, 1);
      const release = await harness.holdLine?.(namespace, billing);
      try {
        const other = { integration_id: 'other', contract_type: 'openapi' } as const;
        await within(deadlineMs, 'a commit to another line', commitUpTo(store, other, 3));
        valueOf(await within(deadlineMs, 'a read of the held line', store.load(billing, call)));
      } finally {
        await release?.();
      }
      valueOf(await store.commit(billing, 1, changeTo(billing, 2), call));
    },
  },
  {
    id: 'nested-calls',
    title: 'a call made inside an open transaction of the host ends within its deadline',
    requires: ['inTransaction'],
    run: async ({ harness, stores, store }) => {
      await commitUpTo(store, billing, 1);
      const transaction = harness.inTransaction?.(stores, async (inside) => {
        valueOf(await inside.store.load(billing, call));
        valueOf(await inside.store.commit(billing, 1, changeTo(billing, 2), call));
        const options = { signal: AbortSignal.timeout(1_000) };
        const outside = await within(deadlineMs, 'a read outside the transaction', store.load(billing, options));
        if (outside.isOk()) assert.equal(outside.value.revision, 1);
      });
      await within(deadlineMs * 2, 'the transaction', transaction ?? Promise.resolve());
      assert.equal(valueOf(await store.load(billing, call)).revision, 2);
    },
  },
  {
    id: 'second-process',
    title: 'a second process is refused when it opens a namespace that belongs to the first',
    requires: ['exclusive-processes', 'worker'],
    run: async ({ store, namespace, start }) => {
      await commitUpTo(store, billing, 1);
      const second = start({ kind: 'open', namespace });
      await assert.rejects(second.ready);
      assert.notEqual(await second.ended, 0);
      valueOf(await store.commit(billing, 1, changeTo(billing, 2), call));
    },
  },
];

const deadlineMs = 5_000;
/** What a deadline may be exceeded by on a busy machine. */
const graceMs = 5_000;

function commitsOf({ effort }: Subject): number {
  return effort === 'full' ? 250 : 25;
}

/** Four processes that read and commit; everything they did, while this process reads too. */
async function compete(subject: Subject): Promise<readonly Operation[]> {
  const { store, namespace, start } = subject;
  const commits = commitsOf(subject);
  const { integration_id } = billing;
  const workers = Array.from({ length: 4 }, () => start({ kind: 'compete', namespace, integration_id, commits }));
  const ended = Promise.all(workers.map((worker) => worker.ended));
  const history: Operation[] = [];
  for (let running = true; running;) {
    const invoked = monotonicMs();
    const { revision } = valueOf(await store.load(billing, call));
    history.push({ kind: 'read', revision, invoked, completed: monotonicMs() });
    running = !(await Promise.race([ended.then(() => true), pause(5, false)]));
  }
  assert.deepEqual(await ended, [0, 0, 0, 0], 'workers failed');
  return [...history, ...workers.flatMap(({ told }) => told.map((line) => JSON.parse(line) as Operation))];
}

async function commitSmall(store: ContractStore, commits: number): Promise<void> {
  for (let revision = 1; revision <= commits; revision += 1) {
    valueOf(await store.commit(billing, revision - 1, smallChange(billing, revision, `command-${revision}`), call));
  }
}
