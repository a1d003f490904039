import { createRequire } from 'node:module';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createFixedClock, createMemoryStore, createRelay } from 'contract-rollout';
import type { AuditSink } from 'contract-rollout';
import { faultAt, withFaults } from 'contract-rollout/testing';

import { createJetStreamSink } from '../../examples/sinks/jetstream.ts';
import { createRabbitMqSink } from '../../examples/sinks/rabbitmq.ts';
import { valueOf } from '../../src/testing/conformance/assertions.ts';
import { billing, commitUpTo, idsOf, readEvents } from '../../src/testing/conformance/samples.ts';

/** Where the brokers are, and a folder in which their clients are installed (`.ci/peers` has both). */
const { NATS_URL, AMQP_URL, BROKER_CLIENTS = '.' } = process.env;
const load = createRequire(resolve(BROKER_CLIENTS, 'package.json'));

const leaseMs = 60_000;

/** Delivers three events through a relay whose first acknowledgement is lost, so that they come twice. */
async function deliverTwice(sink: AuditSink) {
  const clock = createFixedClock('2026-03-01T08:00:00.000Z');
  const store = createMemoryStore({ clock });
  await commitUpTo(store, billing, 3);
  const outbox = withFaults(store.outbox, faultAt(1, 'throws', 'ack'));
  const relay = createRelay({ outbox, sinks: [sink], leaseMs });
  expect((await relay.drain()).failure).not.toBeNull();
  clock.advance(leaseMs);
  expect(await relay.drain()).toEqual({ events: 3, failure: null });
  return readEvents(store);
}

describe.skipIf(NATS_URL === undefined)('a stream of NATS JetStream', () => {
  it('keeps each event once and in order, though it comes twice', async () => {
    const nats = load('@nats-io/transport-node') as { connect(options: object): Promise<Connection> };
    const js = load('@nats-io/jetstream') as {
      jetstream(connection: Connection): Parameters<typeof createJetStreamSink>[0];
      jetstreamManager(connection: Connection): Promise<Manager>;
    };
    const connection = await nats.connect({ servers: NATS_URL });
    const manager = await js.jetstreamManager(connection);
    const stream = `audit_${process.pid}_${Date.now()}`;
    await manager.streams.add({ name: stream, subjects: [stream], storage: 'memory' });
    try {
      const events = await deliverTwice(createJetStreamSink(js.jetstream(connection), stream));
      const { state } = await manager.streams.info(stream);
      expect(state.messages).toBe(3);
      const kept = [];
      for (let seq = 1; seq <= 3; seq += 1) kept.push((await manager.streams.getMessage(stream, { seq })).json());
      expect(kept).toEqual(events);
    } finally {
      await manager.streams.delete(stream);
      await connection.close();
    }
    await expectUnavailable(createJetStreamSink(js.jetstream(connection), stream));
  });
});

interface Connection {
  close(): Promise<void>;
}

interface Manager {
  readonly streams: {
    add(settings: object): Promise<unknown>;
    info(stream: string): Promise<{ readonly state: { readonly messages: number } }>;
    getMessage(stream: string, query: { readonly seq: number }): Promise<{ json(): unknown }>;
    delete(stream: string): Promise<unknown>;
  };
}

describe.skipIf(AMQP_URL === undefined)('a queue of RabbitMQ', () => {
  it('has each event under its id, by which a consumer tells what came twice', async () => {
    const amqp = load('amqplib') as { connect(url: string): Promise<AmqpConnection> };
    const connection = await amqp.connect(AMQP_URL ?? '');
    const channel = await connection.createConfirmChannel();
    const exchange = `audit_${process.pid}_${Date.now()}`;
    try {
      await channel.assertExchange(exchange, 'topic', { autoDelete: true });
      const { queue } = await channel.assertQueue('', { exclusive: true });
      await channel.bindQueue(queue, exchange, 'platform.integration.contract.#');
      const events = await deliverTwice(createRabbitMqSink(channel, exchange));
      const kept = new Map<string, unknown>();
      let messages = 0;
      for (;;) {
        const message = await channel.get(queue, { noAck: true });
        if (message === false) break;
        messages += 1;
        kept.set(message.properties.messageId, JSON.parse(message.content.toString()) as unknown);
      }
      expect(messages).toBe(6);
      expect([...kept.values()]).toEqual(events);
      expect([...kept.keys()]).toEqual(idsOf(events));
    } finally {
      await connection.close();
    }
    await expectUnavailable(createRabbitMqSink(channel, exchange));
  });
});

interface AmqpConnection {
  createConfirmChannel(): Promise<Channel>;
  close(): Promise<void>;
}

interface Channel {
  publish(exchange: string, key: string, content: Buffer, options: object): boolean;
  waitForConfirms(): Promise<unknown>;
  assertExchange(exchange: string, type: string, options: object): Promise<unknown>;
  assertQueue(queue: string, options: object): Promise<{ readonly queue: string }>;
  bindQueue(queue: string, exchange: string, pattern: string): Promise<unknown>;
  get(queue: string, options: object): Promise<false | Message>;
}

interface Message {
  readonly content: Buffer;
  readonly properties: { readonly messageId: string };
}

/** Whoever cannot reach the broker any more has not taken the event, and it stays in the outbox. */
async function expectUnavailable(sink: AuditSink): Promise<void> {
  const store = createMemoryStore();
  await commitUpTo(store, billing, 1);
  expect((await createRelay({ outbox: store.outbox, sinks: [sink] }).drain()).failure).not.toBeNull();
  expect(valueOf(await store.outbox.lag({ signal: AbortSignal.timeout(1_000) })).undelivered).toBe(1);
}
