import { err, ok } from 'neverthrow';

import type { AuditSink } from 'contract-rollout';

/** For a producer of kafkajs, with `idempotent: true`: a partition keeps the order of each line. */
export function createKafkaSink(producer: Producer, topic: string): AuditSink {
  return {
    deliver: async (events) => {
      try {
        const messages = events.map((event) => ({
          key: `${event.integration_id}/${event.contract_type}`,
          value: JSON.stringify(event),
          headers: { event_id: event.event_id },
        }));
        await producer.send({ topic, acks: -1, messages });
        return ok(undefined);
      } catch (cause) {
        return err({ kind: 'unavailable', cause });
      }
    },
  };
}

interface Producer {
  send(record: {
    topic: string;
    acks: -1;
    messages: { key: string; value: string; headers: { event_id: string } }[];
  }): Promise<unknown>;
}
