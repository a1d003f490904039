import { err, ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import { createMemoryStore } from '../../src/adapters/memory/contract-store.ts';
import { createMemorySink } from '../../src/adapters/memory/audit-sink.ts';
import type { RecordedEvent } from '../../src/core/event.ts';
import type { AuditSink } from '../../src/ports/audit-sink.ts';
import type { Claim } from '../../src/ports/outbox.ts';
import type { Logger } from '../../src/relay/logger.ts';
import type { RelayOptions } from '../../src/relay/relay.ts';
import { createRelay } from '../../src/relay/relay.ts';
import type { Tracer } from '../../src/telemetry/opentelemetry.ts';
import { call, valueOf } from '../../src/testing/conformance/assertions.ts';
import { changeTo, idsOf, readEvents } from '../../src/testing/conformance/samples.ts';
import { faultAt, withFaults } from '../../src/testing/with-faults.ts';
import { billing, createStoreWith, orders, until } from './support.ts';

const quick = { pollMs: 5, backoffMs: 1, longestBackoffMs: 4, deliveryMs: 50, portMs: 50, leaseMs: 1_000 } as const;

/** A sink that keeps every delivery, and can be told to refuse. */
function createSpySink(refuses: (events: readonly RecordedEvent[]) => boolean = () => false) {
  const taken: string[] = [];
  let deliveries = 0;
  const sink: AuditSink = {
    deliver: async (events) => {
      deliveries += 1;
      if (refuses(events)) return err({ kind: 'unavailable', cause: new Error('The sink is down.') });
      taken.push(...idsOf(events));
      return ok(undefined);
    },
  };
  return { sink, taken, deliveries: () => deliveries };
}

function createSpyLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (data: object, message: string) =>
    lines.push(`${level}: ${message} ${JSON.stringify(data)}`);
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}

describe('draining an outbox', () => {
  it('hands every event to every sink, in order, and leaves nothing', async () => {
    const { store, outbox } = await createStoreWith([billing, orders], 5);
    const [first, second] = [createSpySink(), createSpySink()];
    const relay = createRelay({ outbox, sinks: [first.sink, second.sink], batch: 3 });
    expect(await relay.drain()).toEqual({ events: 10, failure: null });
    expect(first.taken).toEqual(idsOf(await readEvents(store)));
    expect(second.taken).toEqual(first.taken);
    expect(await relay.status()).toEqual({
      running: false,
      delivered: 10,
      failures: 0,
      last_failure: null,
      lag: { undelivered: 0, parked: 0, oldest: null },
    });
  });

  it('ends at a failure, tells why, and takes up the same events the next time', async () => {
    const { outbox } = await createStoreWith([billing], 2);
    let down = true;
    const { sink, taken } = createSpySink(() => down);
    const relay = createRelay({ outbox, sinks: [sink] });
    expect(await relay.drain()).toEqual({ events: 0, failure: 'Error: The sink is down.' });
    down = false;
    expect(await relay.drain()).toEqual({ events: 2, failure: null });
    expect(taken).toEqual(['billing/openapi/1/0', 'billing/openapi/2/0']);
  });

  it.each(['throws', 'fails', 'hangs', 'throws-after', 'hangs-after', 'malformed'] as const)(
    'loses nothing where a sink %s, and repeats with the same ids',
    async (fault) => {
      const { store, outbox } = await createStoreWith([billing], 3);
      const { sink, taken } = createSpySink();
      const relay = createRelay({ ...quick, outbox, sinks: [withFaults(sink, faultAt(1, fault))] });
      expect((await relay.drain()).failure).not.toBeNull();
      expect(await relay.drain()).toEqual({ events: 3, failure: null });
      expect([...new Set(taken)]).toEqual(idsOf(await readEvents(store)));
    },
  );

  it.each([
    ['claim', 'throws'],
    ['claim', 'malformed'],
    ['claim', 'hangs-after'],
    ['ack', 'throws'],
    ['ack', 'throws-after'],
    ['ack', 'hangs'],
    ['release', 'throws'],
  ] as const)('loses nothing where %s of the outbox %s', async (method, fault) => {
    const { store, outbox, clock } = await createStoreWith([billing], 3);
    const { sink, taken } = createSpySink(
      (events) => method === 'release' && events.length > 0 && taken.length === 0 && clock.now() < later,
    );
    const later = clock.now() + 1;
    const relay = createRelay({ ...quick, outbox: withFaults(outbox, faultAt(1, fault, method)), sinks: [sink] });
    await relay.drain();
    clock.advance(quick.leaseMs);
    expect((await relay.drain()).failure).toBeNull();
    expect([...new Set(taken)]).toEqual(idsOf(await readEvents(store)));
    expect(valueOf(await outbox.lag(call)).undelivered).toBe(0);
  });

  it('never hands on what is no event', async () => {
    const { outbox } = await createStoreWith([billing], 1);
    const { sink, deliveries } = createSpySink();
    const forged = {
      ...outbox,
      claim: async (...input: Parameters<typeof outbox.claim>) =>
        (await outbox.claim(...input)).map((claim) => ({
          ...claim,
          events: claim.events.map((event) => ({ ...event, type: 'another' }) as unknown as RecordedEvent),
        })),
    };
    expect((await createRelay({ outbox: forged, sinks: [sink] }).drain()).failure).toMatch('no list of events');
    expect(deliveries()).toBe(0);
  });

  it('says what it can of a failure that cannot be put into words', async () => {
    const { outbox } = await createStoreWith([billing], 1);
    const cause = {
      toJSON: () => {
        throw new Error('no words');
      },
    };
    const sink: AuditSink = { deliver: async () => err({ kind: 'unavailable', cause }) };
    expect(await createRelay({ outbox, sinks: [sink] }).drain()).toEqual({ events: 0, failure: '[object Object]' });
  });
});

describe('a relay that runs', () => {
  it('delivers what comes later, and ends when it is stopped', async () => {
    const { store, outbox } = await createStoreWith([billing], 1);
    const sink = createMemorySink();
    const relay = createRelay({ ...quick, outbox, sinks: [sink] });
    relay.start();
    await until(() => sink.events().length === 1);
    valueOf(await store.commit(billing, 1, changeTo(billing, 2), call));
    await until(() => sink.events().length === 2);
    expect((await relay.status()).running).toBe(true);
    await relay.stop();
    await relay.stop();
    valueOf(await store.commit(billing, 2, changeTo(billing, 3), call));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(sink.events().length).toBe(2);
    expect((await relay.status()).running).toBe(false);
    expect(() => relay.start()).toThrow('started once');
  });

  it('is woken by whoever tells of events, and ends the subscription when it stops', async () => {
    const { store, outbox } = await createStoreWith([billing], 1);
    const sink = createMemorySink();
    const subscribed: (() => void)[] = [];
    let ended = 0;
    const relay = createRelay({
      ...quick,
      outbox,
      sinks: [sink],
      pollMs: 60_000,
      subscribe: async (wake) => {
        subscribed.push(wake);
        return () => {
          ended += 1;
        };
      },
    });
    relay.start();
    await until(() => sink.events().length === 1);
    valueOf(await store.commit(billing, 1, changeTo(billing, 2), call));
    subscribed[0]?.();
    await until(() => sink.events().length === 2);
    await relay.stop();
    expect({ subscribed: subscribed.length, ended }).toEqual({ subscribed: 1, ended: 1 });
  });

  it('goes on where its logger throws', async () => {
    const { store, outbox } = await createStoreWith([billing], 1);
    let down = true;
    const { sink, taken } = createSpySink(() => down);
    const warn = () => {
      down = false;
      throw new Error('The log is full.');
    };
    const relay = createRelay({ outbox, sinks: [sink], ...quick, logger: { ...createSpyLogger(), warn } });
    relay.start();
    await until(() => taken.length > 0);
    await relay.stop();
    expect(taken).toEqual(idsOf(await readEvents(store)));
  });

  it('goes on where its tracer throws', async () => {
    const { store, outbox } = await createStoreWith([billing], 1);
    const { sink, taken } = createSpySink();
    let broken = true;
    const span = {
      setAttribute: () => {
        if (broken) throw new Error('no exporter');
      },
      setStatus: () => undefined,
      end: () => undefined,
    };
    const tracer = { startActiveSpan: (_: string, work: (given: typeof span) => unknown) => work(span) };
    const relay = createRelay({ outbox, sinks: [sink], ...quick, tracer: tracer as Tracer });
    relay.start();
    await until(async () => (await relay.status()).failures > 0);
    broken = false;
    valueOf(await store.commit(billing, 1, changeTo(billing, 2), call));
    await until(() => taken.length === 2);
    await relay.stop();
    expect((await relay.status()).failures).toBe(0);
  });

  it('is told of an outbox that gives a lease without events', async () => {
    const { outbox } = await createStoreWith([billing], 1);
    const span = { setAttribute: () => undefined, setStatus: () => undefined, end: () => undefined };
    const tracer = {
      startActiveSpan: (_: string, work: (given: typeof span) => unknown) => work(span),
    } as unknown as Tracer;
    const claim = async () => ok({ lease_token: 'lease' } as unknown as Claim);
    const { sink } = createSpySink();
    const drained = await createRelay({ outbox: { ...outbox, claim }, sinks: [sink], tracer }).drain();
    expect(drained.failure).toMatch('no list of events');
  });

  it('polls where the subscription fails', async () => {
    const { outbox } = await createStoreWith([billing], 1);
    const [sink, logger] = [createMemorySink(), createSpyLogger()];
    const subscribe = (): never => {
      throw new Error('There is no channel.');
    };
    const relay = createRelay({ ...quick, outbox, sinks: [sink], logger, subscribe });
    relay.start();
    await until(() => sink.events().length === 1);
    await relay.stop();
    expect(logger.lines.join()).toContain('There is no channel.');
  });

  it('lets the delivery in hand finish when it is stopped', async () => {
    const { outbox } = await createStoreWith([billing], 2);
    const { sink, taken } = createSpySink();
    let begun = (): void => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const slow: AuditSink = {
      deliver: async (events, options) => {
        begun();
        await new Promise((resolve) => setTimeout(resolve, 20));
        return sink.deliver(events, options);
      },
    };
    const relay = createRelay({ ...quick, outbox, sinks: [slow] });
    relay.start();
    await hasBegun;
    await relay.stop();
    expect(taken.length).toBe(2);
    expect(valueOf(await outbox.lag(call)).undelivered).toBe(0);
  });

  it('parks an event that is refused time and again, says so, and delivers the other lines', async () => {
    const { store, outbox } = await createStoreWith([billing, orders], 2);
    const logger = createSpyLogger();
    const { sink, taken } = createSpySink((events) => idsOf(events).includes('billing/openapi/1/0'));
    const relay = createRelay({ ...quick, outbox, sinks: [sink], logger });
    relay.start();
    await until(() => taken.length === 2);
    await until(async () => {
      const head = valueOf(await store.load(orders, call));
      valueOf(await store.commit(orders, head.revision, changeTo(orders, head.revision + 1), call));
      return valueOf(await outbox.lag(call)).parked === 1;
    });
    await until(() => logger.lines.some((line) => line.startsWith('error: An audit event is parked')));
    await relay.stop();
    expect(taken.every((id) => id.startsWith('orders/'))).toBe(true);
    expect(valueOf(await outbox.parked(call))[0]?.error).toBe('Error: The sink is down.');
  });

  it('waits longer and longer while a sink is down, and not at all once it is up', async () => {
    const { outbox } = await createStoreWith([billing], 1);
    let down = true;
    const { sink, deliveries } = createSpySink(() => down);
    const relay = createRelay({ ...quick, outbox, sinks: [sink], backoffMs: 20, longestBackoffMs: 10_000 });
    relay.start();
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Without longer and longer waits there would be 15 to 30 of them.
    expect(deliveries()).toBeLessThan(8);
    expect((await relay.status()).failures).toBeGreaterThan(1);
    down = false;
    await relay.stop();
  });

  it('shares an outbox with others: each event once, in order per line', async () => {
    const lines = ['a', 'b', 'c', 'd'].map((integration_id) => ({ integration_id, contract_type: 'event' }) as const);
    const { store, outbox } = await createStoreWith(lines, 10);
    const { sink, taken } = createSpySink();
    const relays = [1, 2, 3].map(() => createRelay({ ...quick, outbox, sinks: [sink], batch: 2 }));
    for (const relay of relays) relay.start();
    await until(() => taken.length >= 40);
    await Promise.all(relays.map((relay) => relay.stop()));
    expect(taken.toSorted()).toEqual(idsOf(await readEvents(store)).toSorted());
    for (const { integration_id } of lines) {
      const own = taken.filter((id) => id.startsWith(`${integration_id}/`));
      expect(own).toEqual(idsOf(await readEvents(store, { integration_id })));
    }
  });
});

describe('the options of a relay', () => {
  const { outbox } = createMemoryStore();
  const { sink } = createSpySink();
  it.each([
    ['no sink', { sinks: [] }, 'no sink'],
    ['a sink that delivers nothing', { sinks: [{} as AuditSink] }, 'no method "deliver"'],
    ['an outbox that gives nothing', { outbox: {} as RelayOptions['outbox'] }, 'no method "claim"'],
    ['a lease that could run out during a delivery', { leaseMs: 10_000 }, 'must be longer'],
    ['sinks that together outlast the lease', { sinks: Array(6).fill(sink) as AuditSink[] }, 'must be longer'],
    ['a batch of nothing', { batch: 0 }, 'batch'],
    ['half an event', { batch: 1.5 }, 'batch'],
    ['a pause that no timer takes', { pollMs: 2 ** 31 }, 'pollMs'],
    ['a time that is none', { backoffMs: Number.NaN }, 'backoffMs'],
  ])('refuse %s', (_, change, message) => {
    expect(() => createRelay({ outbox, sinks: [sink], ...change })).toThrow(message);
  });
});
