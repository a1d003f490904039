import type { Result } from 'neverthrow';

import type { RecordedEvent } from '../core/event.ts';
import type { CallOptions } from './call-options.ts';
import type { StoreUnavailable } from './contract-store.ts';

/**
 * The events that a store has committed and nobody has delivered yet; the same adapter and the same transaction as the
 * store's. It is how events leave: at least once, and in order per line.
 */
export interface Outbox {
  /**
   * Leases up to `limit` undelivered events for `lease_ms` milliseconds. While the lease runs no other claim gets an
   * event of the same lines; afterwards they can be claimed again. Parked events hold back only their own line.
   */
  claim(limit: number, lease_ms: number, options: CallOptions): Promise<Result<Claim, StoreUnavailable>>;
  /** Marks the events of a claim as delivered. `lease_lost` if the lease has run out or was given back. */
  ack(lease_token: string, options: CallOptions): Promise<Result<void, LeaseError>>;
  /** Gives a claim back undelivered and counts a failure; after the adapter's limit of failures its first event is parked. */
  release(lease_token: string, error: string, options: CallOptions): Promise<Result<void, LeaseError>>;
  /** How far delivery is behind. */
  lag(options: CallOptions): Promise<Result<OutboxLag, StoreUnavailable>>;
}

/** Events under a lease; without events there is no lease. */
export interface Claim {
  readonly lease_token: string | null;
  readonly events: readonly RecordedEvent[];
}

/** What waits for delivery. */
export interface OutboxLag {
  readonly undelivered: number;
  readonly parked: number;
  /** When the oldest undelivered event was recorded, RFC 3339; `null` if none waits. */
  readonly oldest: string | null;
}

/** Why a lease cannot be ended. */
export type LeaseError = { readonly kind: 'lease_lost' } | StoreUnavailable;
