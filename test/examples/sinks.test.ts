import { describe, expect, it } from 'vitest';

import type { AuditSink } from 'contract-rollout';

import { createJetStreamSink } from '../../examples/sinks/jetstream.ts';
import { createKafkaSink } from '../../examples/sinks/kafka.ts';
import { createRabbitMqSink } from '../../examples/sinks/rabbitmq.ts';
import { call } from '../../src/testing/conformance/assertions.ts';
import { billing, created } from '../../src/testing/conformance/samples.ts';

const events = [created(billing, 1, 0, 'event-1'), created(billing, 2, 0, 'event-2')];

/** Each sink on a broker that is up or down, and the ids and texts that the broker has got. */
const sinks: Readonly<Record<string, (fail: () => void) => { sink: AuditSink; got: [id: string, text: string][] }>> = {
  JetStream: (fail) => {
    const got: [string, string][] = [];
    const publish = async (subject: string, payload: string, { msgID }: { msgID: string }) => {
      fail();
      expect(subject).toBe('audit');
      got.push([msgID, payload]);
    };
    return { sink: createJetStreamSink({ publish }, 'audit'), got };
  },
  RabbitMQ: (fail) => {
    const got: [string, string][] = [];
    const publish = (_: string, key: string, content: Buffer, { messageId }: { messageId: string }) => {
      expect(key).toBe('platform.integration.contract.created');
      return got.push([messageId, content.toString()]) > 0;
    };
    const waitForConfirms = async () => fail();
    return { sink: createRabbitMqSink({ publish, waitForConfirms }, 'audit'), got };
  },
  Kafka: (fail) => {
    const got: [string, string][] = [];
    const sink = createKafkaSink(
      {
        send: async ({ messages }) => {
          fail();
          for (const { headers, value, key } of messages) {
            expect(key).toBe('billing/openapi');
            got.push([headers.event_id, value]);
          }
        },
      },
      'audit',
    );
    return { sink, got };
  },
};

describe.each(Object.entries(sinks))('the recipe of a sink for %s', (_, create) => {
  it('hands each event on whole, under its id', async () => {
    const { sink, got } = create(() => undefined);
    expect((await sink.deliver(events, call)).isOk()).toBe(true);
    expect(got.map(([id, text]) => [id, JSON.parse(text) as unknown])).toEqual(
      events.map((event) => [event.event_id, event]),
    );
  });

  it('is unavailable where the broker is', async () => {
    const { sink } = create(() => {
      throw new Error('The broker is down.');
    });
    expect((await sink.deliver(events, call)).isErr()).toBe(true);
  });
});
