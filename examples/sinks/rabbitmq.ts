import { err, ok } from 'neverthrow';

import type { AuditSink } from 'contract-rollout';

/** For a confirm channel of amqplib: an event is taken when the broker has confirmed it. */
export function createRabbitMqSink(channel: ConfirmChannel, exchange: string): AuditSink {
  return {
    deliver: async (events) => {
      try {
        for (const { event_id: messageId, ...event } of events) {
          const content = Buffer.from(JSON.stringify({ event_id: messageId, ...event }));
          channel.publish(exchange, event.type, content, { messageId, persistent: true });
        }
        await channel.waitForConfirms();
        return ok(undefined);
      } catch (cause) {
        return err({ kind: 'unavailable', cause });
      }
    },
  };
}

interface ConfirmChannel {
  publish(exchange: string, key: string, content: Buffer, options: { messageId: string; persistent: true }): boolean;
  waitForConfirms(): Promise<unknown>;
}
