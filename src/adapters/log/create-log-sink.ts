import { err, ok } from 'neverthrow';

import type { AuditSink } from '../../ports/audit-sink.ts';

/** The part of a logger that is used: `console` and pino's loggers fit as they are. */
export interface EventLogger {
  info(data: object, message: string): unknown;
}

/** A sink that writes each event to a log: the event itself, and its type as the message. */
export function createLogSink(logger: EventLogger): AuditSink {
  return {
    deliver: async (events) => {
      try {
        for (const event of events) logger.info(event, event.type);
        return ok(undefined);
      } catch (cause) {
        return err({ kind: 'unavailable', cause });
      }
    },
  };
}
