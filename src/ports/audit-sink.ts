import type { Result } from 'neverthrow';

import type { RecordedEvent } from '../core/event.ts';
import type { CallOptions } from './call-options.ts';
import type { PortFailure } from './port-failure.ts';

/**
 * Takes audit events elsewhere. Delivery is at least once and in order per line: an event may come again, always with
 * the same `event_id`, by which a sink drops repetitions.
 */
export interface AuditSink {
  /** Takes all events or fails; a failure, or any answer but `ok(undefined)`, makes all of them come again. */
  deliver(events: readonly RecordedEvent[], options: CallOptions): Promise<Result<void, PortFailure>>;
}
