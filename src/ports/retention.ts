import type { Result } from 'neverthrow';

import type { StoreUnavailable } from './contract-store.ts';

/** Removes what is old, and never what is still needed. Stores that can do it offer it beside their ports. */
export interface Prunable {
  /**
   * Removes delivered events, results of commands and documents after their time. It goes in small steps, so that commits
   * pass in between; stopped half-way it has removed less, and nothing else.
   *
   * An event that waits for delivery stays, parked or not, and so does a document whose checksum is in a line or in an
   * event that stays.
   */
  prune(options: PruneOptions): Promise<Result<Pruned, StoreUnavailable>>;
}

/** What is old, by the clock of the store. What has no time here is kept. */
export interface PruneOptions {
  /** How long delivered events stay in the log, in milliseconds. Older checks are no longer listed once theirs are gone. */
  readonly eventRetentionMs?: number;
  /**
   * How long a document stays that nothing refers to, in milliseconds since it was stored last; at least an hour, because
   * documents are stored before the commit that refers to them.
   */
  readonly documentRetentionMs?: number;
  /** Stops it when aborted. */
  readonly signal?: AbortSignal;
}

/** How much was removed. */
export interface Pruned {
  readonly events: number;
  readonly commands: number;
  readonly documents: number;
}
