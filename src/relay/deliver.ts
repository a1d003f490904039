import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { RecordedEvent } from '../core/event.ts';
import { recordedEventSchema } from '../core/event.ts';
import { parseBy } from '../internal/parse.ts';
import type { AuditSink } from '../ports/audit-sink.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { CallFailure } from './call.ts';
import { callWithin } from './call.ts';
import { describeFailure } from './logger.ts';

/** What one claim needs. */
export interface Delivery {
  readonly outbox: Outbox;
  readonly sinks: readonly AuditSink[];
  /** Most events of one claim. */
  readonly batch: number;
  readonly leaseMs: number;
  /** For every call of the outbox. */
  readonly portMs: number;
  /** For each sink's delivery of a claim. */
  readonly deliveryMs: number;
}

/** What became of one claim. */
export type Delivered =
  /** Nothing was there to claim. */
  | { readonly kind: 'idle' }
  /** Every sink took the events, and the outbox knows it. */
  | { readonly kind: 'delivered'; readonly events: readonly RecordedEvent[] }
  /** Every sink took the events, but the outbox does not know it: they come again. */
  | { readonly kind: 'unacknowledged'; readonly events: readonly RecordedEvent[]; readonly cause: unknown }
  /** A sink did not take them: they come again. */
  | { readonly kind: 'refused'; readonly events: readonly RecordedEvent[]; readonly cause: unknown }
  /** The outbox could not be asked. */
  | { readonly kind: 'unavailable'; readonly cause: unknown };

/** Claims events, hands them to the sinks, and only then acknowledges them; or gives them back with the reason. */
export async function deliverOnce(delivery: Delivery): Promise<Delivered> {
  const { outbox, batch, leaseMs, portMs } = delivery;
  const claimed = await callWithin(portMs, 'The outbox', (options) => outbox.claim(batch, leaseMs, options));
  if (claimed.isErr()) return { kind: 'unavailable', cause: claimed.error.cause };
  const { lease_token, events } = claimed.value ?? {};
  if (lease_token === null || lease_token === undefined) return { kind: 'idle' };

  const known = areEvents(events) ? events : [];
  const taken =
    known === events
      ? await handOver(delivery, known)
      : err({ cause: new TypeError('The outbox gave something that is no list of events.') });
  if (taken.isErr()) {
    const { cause } = taken.error;
    // Where this fails too the lease runs out, which gives the events back as well.
    void (await callWithin(portMs, 'The outbox', (options) =>
      outbox.release(lease_token, describeFailure(cause), options),
    ));
    return { kind: 'refused', events: known, cause };
  }
  const acknowledged = await callWithin(portMs, 'The outbox', (options) => outbox.ack(lease_token, options));
  return acknowledged.isOk()
    ? { kind: 'delivered', events: known }
    : { kind: 'unacknowledged', events: known, cause: causeOf(acknowledged.error) };
}

/** Gives events to one sink after the other; the first that does not take them ends it. */
async function handOver(
  { sinks, deliveryMs }: Delivery,
  events: readonly RecordedEvent[],
): Promise<Result<void, { readonly cause: unknown }>> {
  for (const sink of sinks) {
    const taken = await callWithin(deliveryMs, 'The sink', (options) => sink.deliver(events, options));
    if (taken.isErr()) return err({ cause: causeOf(taken.error) });
    const answer: unknown = taken.value;
    // Anything but the plain answer may mean something else.
    if (answer !== undefined) return err({ cause: new TypeError('The sink gave an answer of another form.') });
  }
  return ok(undefined);
}

function causeOf(error: CallFailure | { readonly kind: string; readonly cause?: unknown } | undefined): unknown {
  return error?.cause ?? error?.kind ?? error;
}

/** An event of an unknown form is not handed on: the sink's reader would trust it. */
function areEvents(events: unknown): events is readonly RecordedEvent[] {
  return Array.isArray(events) && events.every((event) => parseBy(recordedEventSchema, event).success);
}
