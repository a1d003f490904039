import assert from 'node:assert/strict';

import type { ContractStore } from '../../../src/ports/contract-store.ts';
import { billing, changeTo, commitUpTo, created, denied, idsOf, readEvents } from './samples.ts';
import type { StoreCase, Stores } from './subject.ts';
import { call, commandRetentionMs, kindOf, valueOf } from './subject.ts';

/** A commit is a compare-and-set on the revision, and happens once. */
export const commitCases: readonly StoreCase[] = [
  {
    name: 'a commit at the current revision gives exactly the next one',
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
    name: 'a commit at any other revision is a conflict and changes nothing',
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
    name: 'of 64 concurrent commits at one revision exactly one succeeds',
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
    name: 'workers that retry end with as many revisions as successes, and contiguous events',
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
    name: 'a commit that was acknowledged is seen by every connection',
    needs: 'connect',
    run: async ({ store, connect }) => {
      const other = connect?.();
      assert.ok(other !== undefined);
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
    name: 'a commit that repeats a command is told so, at any revision, and changes nothing',
    run: async (subject) => {
      const { store } = subject;
      await commitUpTo(store, billing, 2);
      const before = await photograph(subject);
      for (const expected of [0, 1, 2, 3]) {
        const change = changeTo(billing, expected + 1, { command_id: 'command-1', prefix: 'again' });
        assert.equal(kindOf(await store.commit(billing, expected, change, call)), 'command_exists');
      }
      assert.deepEqual(await photograph(subject), before);
      const head = valueOf(await store.load(billing, { ...call, command_id: 'command-1' }));
      assert.deepEqual(head.command, changeTo(billing, 1).command);
    },
  },
  {
    name: 'commands of different lines do not meet',
    run: async ({ store }) => {
      const other = { ...billing, contract_type: 'event' } as const;
      valueOf(await store.commit(billing, 0, changeTo(billing, 1), call));
      valueOf(await store.commit(other, 0, changeTo(other, 1), call));
      assert.equal(
        valueOf(await store.load(other, { ...call, command_id: 'command-1' })).command?.command_id,
        'command-1',
      );
    },
  },
  {
    name: 'results of commands live for their time by the clock of the store, and not longer',
    run: async ({ store, clock }) => {
      await commitUpTo(store, billing, 1);
      clock.advance(commandRetentionMs - 1);
      const repeated = changeTo(billing, 2, { command_id: 'command-1' });
      assert.equal(kindOf(await store.commit(billing, 1, repeated, call)), 'command_exists');
      clock.advance(1);
      assert.equal(valueOf(await store.load(billing, { ...call, command_id: 'command-1' })).command, null);
      valueOf(await store.commit(billing, 1, repeated, call));
      const head = valueOf(await store.load(billing, { ...call, command_id: 'command-1' }));
      assert.deepEqual(head.command, repeated.command);
      assert.equal((await readEvents(store)).length, 2);
    },
  },
  {
    name: 'an event id is stored once',
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
    name: 'recorded refusals are events, and move no line',
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
    name: 'what cannot be stored is refused as a value and changes nothing',
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

/** Everything a commit could have changed. */
async function photograph({ store, outbox }: Stores): Promise<unknown> {
  return {
    head: valueOf(await store.load(billing, call)),
    lines: valueOf(await store.list({ limit: 100 }, call)),
    events: await readEvents(store),
    lag: valueOf(await outbox.lag(call)),
  };
}

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
