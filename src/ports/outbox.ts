import type { Result } from 'neverthrow';

import type { RecordedEvent } from '../core/event.ts';
import type { CallOptions } from './call-options.ts';
import type { StoreUnavailable } from './contract-store.ts';

/**
 * The events that a store has committed and nobody has delivered yet; the same adapter and the same transaction as the
 * store's. It is how events leave: at least once, and in order per line. Times are those of the adapter's clock.
 */
export interface Outbox {
  /**
   * Leases up to `limit` undelivered events for `lease_ms` milliseconds. While the lease runs no other claim gets an
   * event of the same lines; afterwards they can be claimed again. Parked events hold back only their own line.
   *
   * An event that was released before comes alone, so that its next failure is its own, and after the lines that were
   * waiting when it failed, so that none of them waits for it.
   */
  claim(limit: number, lease_ms: number, options: CallOptions): Promise<Result<Claim, StoreUnavailable>>;
  /** Marks the events of a claim as delivered. `lease_lost` if the lease has run out, was given back or acknowledged. */
  ack(lease_token: string, options: CallOptions): Promise<Result<void, LeaseError>>;
  /**
   * Gives a claim back undelivered and counts a failure of its events.
   *
   * An event that fails alone, not for the first time but up to the adapter's limit of failures, is parked if other events
   * were delivered since its first failure: then it is the event that fails. A sink that takes nothing parks nothing.
   */
  release(lease_token: string, error: string, options: CallOptions): Promise<Result<void, LeaseError>>;
  /** The parked events with the reason of their last failure, in order of commit. */
  parked(options: CallOptions): Promise<Result<readonly ParkedEvent[], StoreUnavailable>>;
  /** Makes a parked event claimable again, its failures forgotten; fine if it is not parked. */
  unpark(event_id: string, options: CallOptions): Promise<Result<void, StoreUnavailable>>;
  /** How far delivery is behind. */
  lag(options: CallOptions): Promise<Result<OutboxLag, StoreUnavailable>>;
}

/** Events under a lease; without events there is no lease. */
export interface Claim {
  readonly lease_token: string | null;
  readonly events: readonly RecordedEvent[];
}

/** An event that is claimed no more until somebody looked at it. */
export interface ParkedEvent {
  readonly event: RecordedEvent;
  readonly failures: number;
  /** What was given with the last release. */
  readonly error: string;
  /** RFC 3339, UTC. */
  readonly parked_at: string;
}

/** What waits for delivery. */
export interface OutboxLag {
  /** Parked events and those behind them included. */
  readonly undelivered: number;
  readonly parked: number;
  /** When the oldest undelivered event was recorded, RFC 3339; `null` if none waits. */
  readonly oldest: string | null;
}

/** Why a lease cannot be ended. */
export type LeaseError = { readonly kind: 'lease_lost' } | StoreUnavailable;
