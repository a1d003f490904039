import assert from 'node:assert/strict';

import type { LineKey } from '../../../core/line.ts';
import type { Claim, Outbox } from '../../../ports/outbox.ts';
import { call, kindOf, valueOf } from '../assertions.ts';
import type { Check } from '../check.ts';
import { failureLimit } from '../check.ts';
import { billing, changeTo, commitUpTo, denied, idsOf, readEvents } from '../samples.ts';

const orders: LineKey = { integration_id: 'orders', contract_type: 'openapi' };
const leaseMs = 1_000;

/** Committed events leave at least once, in order per line, and none is lost. */
export const deliveryChecks: readonly Check[] = [
  {
    id: 'drain-in-order',
    title: 'claims and acknowledgements drain the outbox in order, and the log keeps every event',
    requires: [],
    run: async ({ store, outbox }) => {
      await commitUpTo(store, billing, 3, 2);
      valueOf(await store.record([denied('billing', 'd1')], call));
      await commitUpTo(store, orders, 2);
      const log = await readEvents(store);
      const delivered: string[] = [];
      for (let claim = await claimSome(outbox, 4); claim.lease_token !== null; claim = await claimSome(outbox, 4)) {
        assert.ok(claim.events.length <= 4);
        delivered.push(...idsOf(claim.events));
        valueOf(await outbox.ack(claim.lease_token, call));
      }
      assert.deepEqual(delivered, idsOf(log));
      assert.deepEqual(valueOf(await outbox.lag(call)), { undelivered: 0, parked: 0, oldest: null });
      assert.deepEqual(await readEvents(store), log);
    },
  },
  {
    id: 'empty-outbox',
    title: 'an empty outbox gives no lease',
    requires: [],
    run: async ({ outbox }) => {
      assert.deepEqual(valueOf(await outbox.claim(10, leaseMs, call)), { lease_token: null, events: [] });
    },
  },
  {
    id: 'leased-lines',
    title: 'a lease holds its lines and no others',
    requires: [],
    run: async ({ store, outbox }) => {
      await commitUpTo(store, billing, 3);
      const first = await claimSome(outbox, 1);
      await commitUpTo(store, orders, 1);
      assert.equal(valueOf(await outbox.lag(call)).undelivered, 4, 'What is leased is not delivered yet.');
      assert.deepEqual(idsOf(first.events), ['billing/openapi/1/0']);
      assert.deepEqual(idsOf((await claimSome(outbox, 10)).events), ['orders/openapi/1/0']);
      assert.equal((await claimSome(outbox, 10)).lease_token, null);
      valueOf(await outbox.ack(tokenOf(first), call));
      assert.deepEqual(idsOf((await claimSome(outbox, 10)).events), ['billing/openapi/2/0', 'billing/openapi/3/0']);
    },
  },
  {
    id: 'exclusive-claims',
    title: 'relays on two connections never hold one event at once and together drain everything',
    requires: ['connections'],
    run: async ({ store, outbox, connect }) => {
      const other = await connect();
      const lines = Array.from(
        { length: 6 },
        (_, index) => ({ integration_id: `i${index}`, contract_type: 'event' }) as const,
      );
      for (const line of lines) await commitUpTo(store, line, 4);
      const delivered = (await Promise.all([drain(outbox, 3), drain(other.outbox, 3)])).flat();
      assert.equal(delivered.length, 24);
      assert.equal(new Set(delivered).size, 24);
      await other.store.close();
    },
  },
  {
    id: 'lease-expiry',
    title: 'a lease that ran out can be claimed again, not before, and is lost to its holder',
    requires: [],
    run: async ({ store, outbox, clock }) => {
      await commitUpTo(store, billing, 1);
      const first = await claimSome(outbox, 10);
      clock.advance(leaseMs - 1);
      assert.equal((await claimSome(outbox, 10)).lease_token, null);
      clock.advance(1);
      assert.equal(kindOf(await outbox.ack(tokenOf(first), call)), 'lease_lost');
      const second = await claimSome(outbox, 10);
      assert.deepEqual(second.events, first.events);
      assert.notEqual(second.lease_token, first.lease_token);
      assert.equal(kindOf(await outbox.ack(tokenOf(first), call)), 'lease_lost');
      assert.equal(kindOf(await outbox.release(tokenOf(first), 'late', call)), 'lease_lost');
      valueOf(await outbox.ack(tokenOf(second), call));
      assert.equal(kindOf(await outbox.ack(tokenOf(second), call)), 'lease_lost');
      assert.equal(kindOf(await outbox.ack('no lease', call)), 'lease_lost');
      assert.equal(valueOf(await outbox.lag(call)).undelivered, 0);
    },
  },
  {
    id: 'outbox-clock',
    title: 'a clock that goes back neither loses nor doubles an event',
    requires: [],
    run: async ({ store, outbox, clock }) => {
      await commitUpTo(store, billing, 2);
      clock.advance(-86_400_000);
      await commitUpTo(store, orders, 1);
      const log = await readEvents(store);
      const claim = await claimSome(outbox, 10);
      clock.advance(-1_000);
      valueOf(await outbox.ack(tokenOf(claim), call));
      assert.deepEqual(idsOf(claim.events), idsOf(log));
      assert.equal(valueOf(await outbox.lag(call)).undelivered, 0);
    },
  },
  {
    id: 'released-claim',
    title: 'a released claim comes again, each of its events alone, in order',
    requires: [],
    run: async ({ store, outbox }) => {
      await commitUpTo(store, billing, 3);
      const claim = await claimSome(outbox, 2);
      valueOf(await outbox.release(tokenOf(claim), 'sink down', call));
      assert.equal(kindOf(await outbox.ack(tokenOf(claim), call)), 'lease_lost');
      assert.deepEqual(await claimsOf(outbox), [
        ['billing/openapi/1/0'],
        ['billing/openapi/2/0'],
        ['billing/openapi/3/0'],
      ]);
    },
  },
  {
    id: 'failed-line',
    title: 'a line that failed lets those that were waiting go first, but not those that came later',
    requires: [],
    run: async ({ store, outbox }) => {
      await commitUpTo(store, billing, 1);
      const claim = await claimSome(outbox, 10);
      await commitUpTo(store, orders, 1);
      valueOf(await outbox.release(tokenOf(claim), 'sink down', call));
      valueOf(await store.commit(orders, 1, changeTo(orders, 2), call));
      const later = { ...orders, integration_id: 'later' };
      await commitUpTo(store, later, 1);
      assert.deepEqual(await claimsOf(outbox, 1), [
        ['orders/openapi/1/0'],
        ['billing/openapi/1/0'],
        ['orders/openapi/2/0'],
        ['later/openapi/1/0'],
      ]);
    },
  },
  {
    id: 'parking',
    title: 'an event that keeps failing while others arrive is parked with its error and holds back only its line',
    requires: [],
    run: async ({ store, outbox, clock }) => {
      await commitUpTo(store, billing, 2);
      await commitUpTo(store, orders, 2);
      const delivered: string[] = [];
      let last = '';
      for (let round = 0; round < 20; round += 1) {
        const claim = await claimSome(outbox, 10);
        if (claim.lease_token === null) break;
        const poisoned = idsOf(claim.events).includes('billing/openapi/1/0');
        if (poisoned) {
          last = `refused \ud800 ${round}`;
          valueOf(await outbox.release(claim.lease_token, last, call));
        } else {
          valueOf(await outbox.ack(claim.lease_token, call));
          delivered.push(...idsOf(claim.events));
        }
      }
      assert.deepEqual(delivered, ['orders/openapi/1/0', 'orders/openapi/2/0']);
      assert.deepEqual(valueOf(await outbox.lag(call)), {
        undelivered: 2,
        parked: 1,
        oldest: '2026-03-01T08:00:00.000Z',
      });
      const [parked, ...others] = valueOf(await outbox.parked(call));
      assert.deepEqual(others, []);
      assert.ok(parked !== undefined);
      assert.deepEqual(parked.event, (await readEvents(store))[0]);
      assert.equal(parked.failures, failureLimit);
      assert.equal(parked.error, last);
      assert.equal(parked.parked_at, new Date(clock.now()).toISOString());

      valueOf(await outbox.unpark('orders/openapi/1/0', call));
      assert.equal((await claimSome(outbox, 10)).lease_token, null);
      valueOf(await outbox.unpark('billing/openapi/1/0', call));
      assert.deepEqual(await claimsOf(outbox), [['billing/openapi/1/0', 'billing/openapi/2/0']]);
    },
  },
  {
    id: 'parked-events',
    title: 'every parked event is listed, in order of commit',
    requires: [],
    run: async ({ store, outbox }) => {
      const later = { ...orders, integration_id: 'later' };
      await commitUpTo(store, orders, 1);
      await commitUpTo(store, billing, 1);
      for (let round = 1; round <= 10 * failureLimit; round += 1) {
        valueOf(await store.commit(later, round - 1, changeTo(later, round), call));
        const claim = await claimSome(outbox, 10);
        const fails = claim.events.some(({ integration_id }) => integration_id !== 'later');
        if (fails) valueOf(await outbox.release(tokenOf(claim), 'refused', call));
        else if (claim.lease_token !== null) valueOf(await outbox.ack(claim.lease_token, call));
      }
      const parked = valueOf(await outbox.parked(call));
      assert.deepEqual(idsOf(parked.map(({ event }) => event)), ['orders/openapi/1/0', 'billing/openapi/1/0']);
      assert.equal(valueOf(await outbox.lag(call)).parked, 2);
    },
  },
  {
    id: 'sink-down',
    title: 'a sink that takes nothing parks nothing',
    requires: [],
    run: async ({ store, outbox }) => {
      await commitUpTo(store, billing, 1);
      await commitUpTo(store, orders, 1);
      for (let round = 0; round < failureLimit * 5; round += 1) {
        valueOf(await outbox.release(tokenOf(await claimSome(outbox, 10)), 'sink down', call));
      }
      assert.equal(valueOf(await outbox.lag(call)).parked, 0);
      assert.equal((await drain(outbox, 10)).length, 2);
    },
  },
];

function claimSome(outbox: Outbox, limit: number): Promise<Claim> {
  return outbox.claim(limit, leaseMs, call).then(valueOf);
}

function tokenOf(claim: Claim): string {
  assert.ok(claim.lease_token !== null);
  return claim.lease_token;
}

/** Claims and acknowledges until nothing is left; the ids of each claim. */
async function claimsOf(outbox: Outbox, limit = 10): Promise<readonly (readonly string[])[]> {
  const claims: (readonly string[])[] = [];
  for (let claim = await claimSome(outbox, limit); claim.lease_token !== null; claim = await claimSome(outbox, limit)) {
    claims.push(idsOf(claim.events));
    valueOf(await outbox.ack(claim.lease_token, call));
  }
  return claims;
}

async function drain(outbox: Outbox, limit: number): Promise<readonly string[]> {
  return (await claimsOf(outbox, limit)).flat();
}
