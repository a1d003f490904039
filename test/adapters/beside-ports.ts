import { expect, it } from 'vitest';

import { createFixedClock } from '../../src/adapters/memory/fixed-clock.ts';
import type { ActiveVersionReader } from '../../src/ports/active-version.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Prunable } from '../../src/ports/retention.ts';
import { call, kindOf, valueOf } from '../../src/testing/conformance/assertions.ts';
import type { Stores } from '../../src/testing/conformance/harness.ts';
import { billing, changeTo, commitUpTo, idsOf, readEvents } from '../../src/testing/conformance/samples.ts';

type Store = Stores['store'] & Pick<Stores, 'documents' | 'outbox'> & ActiveVersionReader & Prunable;

const orders = { integration_id: 'orders', contract_type: 'openapi' } as const;
const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const none = { events: 0, commands: 0, documents: 0 };
const sum = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** Registers tests of what stores in databases offer beside their ports, each on an empty store. */
export function registerBesidePorts(open: (clock: Clock) => Store): void {
  const openAt = (clock = createFixedClock('2026-03-01T08:00:00.000Z')) => ({ clock, store: open(clock) });

  it('tells which version is active, and at which revision', async () => {
    const { store } = openAt();
    expect(valueOf(await store.active(billing, call))).toEqual({ revision: 0, version: null });
    await commitUpTo(store, billing, 3);
    const head = valueOf(await store.load(billing, call));
    expect(valueOf(await store.active(billing, call))).toEqual({ revision: 3, version: head.line?.versions[0] });
    const change = changeTo(billing, 4);
    valueOf(await store.commit(billing, 3, { ...change, line: { ...change.line, active_version: null } }, call));
    expect(valueOf(await store.active(billing, call))).toEqual({ revision: 4, version: null });
  });

  it('removes events that were delivered and are old, and none that waits or is young', async () => {
    const { clock, store } = openAt();
    await commitUpTo(store, billing, 2);
    const delivered = valueOf(await store.outbox.claim(1, 1_000, call));
    valueOf(await store.outbox.ack(delivered.lease_token ?? '', call));
    clock.advance(10 * dayMs);
    await commitUpTo(store, orders, 1);
    expect(valueOf(await store.prune({ eventRetentionMs: 11 * dayMs })).events).toBe(0);
    expect(valueOf(await store.prune({ eventRetentionMs: 10 * dayMs + 1 }))).toEqual(none);
    expect(valueOf(await store.prune({ eventRetentionMs: 10 * dayMs }))).toEqual({ ...none, events: 1 });
    expect(idsOf(await readEvents(store))).toEqual(['billing/openapi/2/0', 'orders/openapi/1/0']);
    const waiting = valueOf(await store.outbox.claim(10, 1_000, call));
    expect(idsOf(waiting.events)).toEqual(['billing/openapi/2/0', 'orders/openapi/1/0']);
    expect(valueOf(await store.load(billing, call)).revision).toBe(2);
  });

  it('removes no event that is parked, however old', async () => {
    const { clock, store } = openAt();
    await commitUpTo(store, billing, 1);
    for (let round = 0; round < 11; round += 1) {
      if (round === 1) await commitUpTo(store, orders, 1);
      const claim = valueOf(await store.outbox.claim(1, 1_000, call));
      if (idsOf(claim.events)[0]?.startsWith('billing') === true) {
        valueOf(await store.outbox.release(claim.lease_token ?? '', 'refused', call));
      } else valueOf(await store.outbox.ack(claim.lease_token ?? '', call));
    }
    expect(valueOf(await store.outbox.parked(call))).toHaveLength(1);
    clock.advance(10 * dayMs);
    expect(valueOf(await store.prune({ eventRetentionMs: 0 })).events).toBe(1);
    expect(valueOf(await store.outbox.parked(call))).toHaveLength(1);
    valueOf(await store.outbox.unpark('billing/openapi/1/0', call));
    expect(valueOf(await store.outbox.claim(1, 1_000, call)).events).toHaveLength(1);
  });

  it('removes results of commands after their time, and only those', async () => {
    const { clock, store } = openAt();
    await commitUpTo(store, billing, 2);
    clock.advance(dayMs - 1);
    await commitUpTo(store, orders, 1);
    expect(valueOf(await store.prune({})).commands).toBe(0);
    clock.advance(1);
    expect(valueOf(await store.prune({})).commands).toBe(2);
    expect(valueOf(await store.load(orders, { ...call, command_id: 'command-1' })).command).not.toBeNull();
  });

  it('removes documents that nothing refers to, unless they were stored of late', async () => {
    const { clock, store } = openAt();
    for (const digit of ['0', '1', '2', '3']) valueOf(await store.documents.put(sum(digit), Uint8Array.of(1), call));
    // Versions of the samples have the checksum of zeros; an event speaks of another one.
    await commitUpTo(store, billing, 1);
    const [event] = changeTo(orders, 1).events;
    if (event !== undefined) valueOf(await store.record([{ ...event, command_id: sum('1') }], call));
    clock.advance(2 * dayMs);
    valueOf(await store.documents.put(sum('2'), Uint8Array.of(1), call));
    expect(valueOf(await store.prune({ documentRetentionMs: dayMs })).documents).toBe(1);
    const kept = await Promise.all(['0', '1', '2', '3'].map((digit) => store.documents.get(sum(digit), call)));
    expect(kept.map((document) => valueOf(document) !== null)).toEqual([true, true, true, false]);
    clock.advance(hourMs - 1);
    expect(valueOf(await store.prune({ documentRetentionMs: 0 })).documents).toBe(0);
    clock.advance(1);
    expect(valueOf(await store.prune({ documentRetentionMs: 0 })).documents).toBe(1);
  });

  it('stops when it is told to', async () => {
    const { store } = openAt();
    const signal = AbortSignal.abort(new Error('enough'));
    expect(kindOf(await store.prune({ eventRetentionMs: 0, signal }))).toBe('unavailable');
  });
}
