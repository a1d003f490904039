import { ok } from 'neverthrow';

import type { RecordedEvent } from '../../core/event.ts';
import type { AuditSink } from '../../ports/audit-sink.ts';

/** A sink that keeps what it is given. */
export interface MemorySink extends AuditSink {
  /** Every event that was delivered, once, in the order of first delivery. */
  events(): readonly RecordedEvent[];
}

/** A sink in process memory, for tests; an event that comes again is dropped by its `event_id`. */
export function createMemorySink(): MemorySink {
  const delivered = new Map<string, string>();
  return {
    deliver: async (events) => {
      for (const event of events) {
        if (!delivered.has(event.event_id)) delivered.set(event.event_id, JSON.stringify(event));
      }
      return ok(undefined);
    },
    events: () => [...delivered.values()].map((json) => JSON.parse(json) as RecordedEvent),
  };
}
