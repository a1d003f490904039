import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import type { LineKey } from '../../../core/line.ts';
import { createSystemClock } from '../../../adapters/memory/system-clock.ts';
import { call, kindOf, valueOf } from '../assertions.ts';
import type { Check } from '../check.ts';
import { commandRetentionMs, failureLimit } from '../check.ts';
import type { Stores } from '../harness.ts';
import { billing, changeTo, commitUpTo, idsOf, readEvents } from '../samples.ts';

/** Every event that was committed leaves, whatever else goes on. */
export const outboxChecks: readonly Check[] = [
  {
    id: 'contiguous-events',
    title: 'events carry revisions and positions without a gap, in every line',
    requires: [],
    run: async ({ store }) => {
      const lines = linesOf(3);
      await Promise.all(lines.map((line, index) => commitUpTo(store, line, 5, index + 1)));
      for (const [index, { integration_id }] of lines.entries()) {
        const positions = (await readEvents(store, { integration_id }, 4)).map(
          ({ revision, position }) => `${revision}/${position}`,
        );
        const expected = Array.from({ length: 5 }, (_, revision) =>
          Array.from({ length: index + 1 }, (_unused, position) => `${revision + 1}/${position}`),
        );
        assert.deepEqual(positions, expected.flat());
      }
    },
  },
  {
    id: 'late-sequence',
    title: 'an event that was numbered before a delivered one and committed after it is still delivered',
    requires: ['connections'],
    run: async ({ store, outbox, connect, effort }) => {
      const others = await Promise.all([connect(), connect(), connect()]);
      const rounds = effort === 'full' ? 100 : 12;
      let writing = true;
      const writers = Promise.all(
        [store, ...others.map((each) => each.store)].map((each, index) =>
          commitUpTo(each, { integration_id: `writer-${index}`, contract_type: 'event' }, rounds, 3),
        ),
      ).finally(() => {
        writing = false;
      });
      writers.catch(() => undefined);
      const delivered: string[] = [];
      while (writing) {
        delivered.push(...(await deliver(outbox)));
        await pause(0);
      }
      await writers;
      for (let some = await deliver(outbox); some.length > 0; some = await deliver(outbox)) delivered.push(...some);
      assert.deepEqual(delivered.toSorted(), idsOf(await readEvents(store, {}, 1_000)).toSorted());
      for (let index = 0; index < 4; index += 1) {
        const ofLine = delivered.filter((id) => id.startsWith(`writer-${index}/`));
        assert.deepEqual(ofLine, idsOf(await readEvents(store, { integration_id: `writer-${index}` }, 1_000)));
      }
    },
  },
  {
    id: 'outdated-lease',
    title: 'an outdated lease changes nothing: not what was delivered, not what another relay holds',
    requires: [],
    run: async ({ store, outbox, clock }) => {
      await commitUpTo(store, billing, 2);
      const first = valueOf(await outbox.claim(1, 1_000, call)).lease_token ?? '';
      clock.advance(1_000);
      const second = valueOf(await outbox.claim(1, 1_000, call));
      for (const token of [first, '', 'no lease', `${second.lease_token} `]) {
        assert.equal(kindOf(await outbox.ack(token, call)), 'lease_lost');
        assert.equal(kindOf(await outbox.release(token, 'late', call)), 'lease_lost');
        assert.equal(valueOf(await outbox.claim(10, 1_000, call)).lease_token, null);
        assert.equal(valueOf(await outbox.lag(call)).undelivered, 2);
      }
      valueOf(await outbox.ack(second.lease_token ?? '', call));
      assert.equal(kindOf(await outbox.release(second.lease_token ?? '', 'late', call)), 'lease_lost');
      assert.deepEqual(await deliver(outbox), ['billing/openapi/2/0']);
      assert.equal(valueOf(await outbox.lag(call)).undelivered, 0);
    },
  },
  {
    id: 'pruning',
    title: 'whatever is removed in time, no undelivered event and no event of the log is',
    requires: [],
    run: async ({ harness, stores, store, outbox, clock }) => {
      await commitUpTo(store, billing, 2);
      for (let year = 1; year <= 3; year += 1) {
        clock.advance(365 * 24 * 60 * 60 * 1_000);
        for (const line of linesOf(10)) {
          const { revision } = valueOf(await store.load(line, call));
          const name = `${line.integration_id}-${year}`;
          valueOf(
            await store.commit(line, revision, changeTo(line, revision + 1, { command_id: name, prefix: name }), call),
          );
        }
        await harness.prune?.(stores);
      }
      const recorded = idsOf(await readEvents(store));
      assert.equal(recorded.length, 32);
      const delivered: string[] = [];
      for (let some = await deliver(outbox); some.length > 0; some = await deliver(outbox)) delivered.push(...some);
      assert.deepEqual(delivered, recorded);
      await harness.prune?.(stores);
      assert.deepEqual(idsOf(await readEvents(store)), recorded);
    },
  },
  {
    id: 'relay-processes',
    title: 'relays in several processes together deliver every event, in order per line',
    requires: ['worker', 'shared-processes'],
    run: async ({ store, harness, namespace, start, effort }) => {
      const lines = linesOf(4);
      const revisions = effort === 'full' ? 50 : 8;
      for (const line of lines) await commitUpTo(store, line, revisions, 2);
      const relays = [1, 2, 3].map(() => start({ kind: 'relay', namespace, leaseMs: 10_000 }));
      await Promise.all(relays.map(({ ready }) => ready));
      const watch = await harness.open(namespace, { clock: createSystemClock(), commandRetentionMs, failureLimit });
      try {
        while (valueOf(await watch.outbox.lag(call)).undelivered > 0) await pause(10);
      } finally {
        await watch.store.close();
      }
      for (const relay of relays) relay.kill();
      await Promise.all(relays.map(({ ended }) => ended));
      const told = relays.flatMap((relay) => relay.told);
      assert.deepEqual(told.toSorted(), idsOf(await readEvents(store, {}, 1_000)).toSorted());
      for (const { integration_id } of lines) {
        const order = idsOf(await readEvents(store, { integration_id }, 1_000));
        for (const relay of relays) {
          const own = relay.told.filter((id) => id.startsWith(`${integration_id}/`));
          assert.deepEqual(
            own,
            order.filter((id) => own.includes(id)),
          );
        }
      }
    },
  },
];

/** Claims a few events and acknowledges them; their ids. */
async function deliver(outbox: Stores['outbox']): Promise<readonly string[]> {
  const { lease_token, events } = valueOf(await outbox.claim(7, 60_000, call));
  if (lease_token !== null) valueOf(await outbox.ack(lease_token, call));
  return idsOf(events);
}

function linesOf(count: number): readonly LineKey[] {
  return Array.from({ length: count }, (_, index) => ({ integration_id: `line-${index}`, contract_type: 'openapi' }));
}
