import { err, ok } from 'neverthrow';

import type { AuditSink } from 'contract-rollout';

/** For `jetstream(connection)` of @nats-io/jetstream. A stream drops what comes twice with one `msgID`, for two minutes. */
export function createJetStreamSink(js: JetStream, subject: string): AuditSink {
  return {
    deliver: async (events) => {
      try {
        for (const event of events) await js.publish(subject, JSON.stringify(event), { msgID: event.event_id });
        return ok(undefined);
      } catch (cause) {
        return err({ kind: 'unavailable', cause });
      }
    },
  };
}

interface JetStream {
  publish(subject: string, payload: string, options: { msgID: string }): Promise<unknown>;
}
