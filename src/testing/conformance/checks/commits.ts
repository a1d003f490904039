import assert from 'node:assert/strict';

import type { ContractStore } from '../../../ports/contract-store.ts';
import { call, kindOf, valueOf } from '../assertions.ts';
import type { Check } from '../check.ts';
import { photograph } from '../photograph.ts';
import { billing, changeTo, commitUpTo, created, denied, idsOf, readEvents } from '../samples.ts';

/** A commit is a compare-and-set on the revision, and happens once. */
export const commitChecks: readonly Check[] = [
  {
    id: 'next-revision',
    title: 'a commit at the current revision gives exactly the next one',
    requires: [],
    run: async ({ store }) => {
      for (let revision = 1; revision <= 3; revision += 1) {
        valueOf(await store.commit(billing, revision - 1, changeTo(billing, revision), call));
        const head = valueOf(await store.load(billing, call));
        assert.equal(head.revision, revision);
        assert.equal(head.line?.revision, revision);
      }
    },
  },
  {
    id: 'revision-conflict',
    title: 'a commit at any other revision is a conflict and changes nothing',
    requires: [],
    run: async (subject) => {
      const { store } = subject;
      await commitUpTo(store, billing, 3);
      const before = await photograph(subject);
      for (const expected of [0, 1, 2, 4, 1_000]) {
        const change = changeTo(billing, expected + 1, { command_id: 'another', prefix: 'another' });
        assert.equal(kindOf(await store.commit(billing, expected, change, call)), 'revision_conflict');
      }
      assert.deepEqual(await photograph(subject), before);
      assert.equal(valueOf(await store.load(billing, { ...call, command_id: 'another' })).command, null);
      const unwritten = { integration_id: 'unwritten', contract_type: 'openapi' } as const;
      assert.equal(kindOf(await store.commit(unwritten, 1, changeTo(unwritten, 2), call)), 'revision_conflict');
      assert.equal(valueOf(await store.load(unwritten, call)).revision, 0);
    },
  },
  {
    id: 'one-of-64',
    title: 'of 64 concurrent commits at one revision exactly one succeeds',
    requires: [],
    run: async ({ store }) => {
      const results = await Promise.all(
        Array.from({ length: 64 }, (_, index) =>
          store.commit(billing, 0, changeTo(billing, 1, { command_id: `c${index}`, prefix: `p${index}` }), call),
        ),
      );
      assert.equal(results.filter((result) => result.isOk()).length, 1);
      for (const result of results) if (result.isErr()) assert.equal(result.error.kind, 'revision_conflict');
      assert.equal((await readEvents(store)).length, 1);
    },
  },
  {
    id: 'retrying-workers',
    title: 'workers that retry end with as many revisions as successes, and contiguous events',
    requires: [],
    run: async ({ store }) => {
      const successes = await Promise.all(
        Array.from({ length: 8 }, (_, worker) => commitRepeatedly(store, worker, 10)),
      );
      const total = successes.reduce((sum, each) => sum + each, 0);
      assert.equal(total, 80);
      assert.equal(valueOf(await store.load(billing, call)).revision, total);
      assert.deepEqual(
        (await readEvents(store)).map(({ revision }) => revision),
        Array.from({ length: total }, (_, index) => index + 1),
      );
    },
  },
  {
    id: 'read-your-writes',
    title: 'a commit that was acknowledged is seen by every connection',
    requires: ['connections'],
    run: async ({ store, connect }) => {
      const other = await connect();
      for (let revision = 1; revision <= 20; revision += 1) {
        const writer: ContractStore = revision % 2 === 0 ? store : other.store;
        const reader: ContractStore = revision % 2 === 0 ? other.store : store;
        valueOf(await writer.commit(billing, revision - 1, changeTo(billing, revision, { events: 2 }), call));
        assert.equal(valueOf(await reader.load(billing, call)).line?.revision, revision);
        assert.equal((await readEvents(reader)).length, revision * 2);
      }
      await other.store.close();
      assert.equal(valueOf(await store.load(billing, call)).revision, 20);
    },
  },
  {
    id: 'event-once',
    title: 'an event id is stored once',
    requires: [],
    run: async (subject) => {
      const { store } = subject;
      await commitUpTo(store, billing, 1);
      const before = await photograph(subject);
      const [event] = changeTo(billing, 1).events;
      assert.ok(event !== undefined);
      const twice = { ...changeTo(billing, 2), events: [created(billing, 2, 0, 'new'), event] };
      assert.equal(kindOf(await store.commit(billing, 1, twice, call)), 'unavailable');
      valueOf(await store.record([event], call));
      assert.deepEqual(await photograph(subject), before);
      valueOf(await store.record([denied('billing', 'd1'), denied('billing', 'd1'), denied('billing', 'd2')], call));
      valueOf(await store.record([denied('billing', 'd2'), denied('billing', 'd3')], call));
      assert.deepEqual(idsOf(await readEvents(store)).slice(1), ['d1', 'd2', 'd3']);
    },
  },
  {
    id: 'recorded-refusals',
    title: 'recorded refusals are events, and move no line',
    requires: [],
    run: async ({ store, outbox }) => {
      await commitUpTo(store, billing, 1);
      const refusal = { ...denied('nowhere', 'd1'), contract_type: null };
      valueOf(await store.record([refusal], call));
      assert.deepStrictEqual(await readEvents(store, { integration_id: 'nowhere' }), [refusal]);
      assert.equal(
        valueOf(await store.load({ integration_id: 'nowhere', contract_type: 'openapi' }, call)).revision,
        0,
      );
      assert.equal(valueOf(await store.list({ limit: 10 }, call)).items.length, 1);
      assert.equal(valueOf(await outbox.lag(call)).undelivered, 2);
    },
  },
  {
    id: 'unstorable',
    title: 'what cannot be stored is refused as a value and changes nothing',
    requires: [],
    run: async (subject) => {
      const { store } = subject;
      const cyclic: { self?: unknown } = {};
      cyclic.self = cyclic;
      const before = await photograph(subject);
      for (const result of [cyclic, 1n]) {
        const change = changeTo(billing, 1);
        const refused = await store.commit(billing, 0, { ...change, command: { ...change.command, result } }, call);
        assert.equal(kindOf(refused), 'unavailable');
      }
      assert.deepEqual(await photograph(subject), before);
    },
  },
];

/** Loads and commits until a number of commits succeeded; any failure other than a conflict fails the case. */
async function commitRepeatedly(store: ContractStore, worker: number, times: number): Promise<number> {
  let done = 0;
  while (done < times) {
    const { revision } = valueOf(await store.load(billing, call));
    const name = `${worker}-${done}`;
    const change = changeTo(billing, revision + 1, { command_id: name, prefix: name });
    const result = await store.commit(billing, revision, change, call);
    if (result.isOk()) done += 1;
    else assert.equal(result.error.kind, 'revision_conflict');
  }
  return done;
}
