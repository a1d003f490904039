import type { Result } from 'neverthrow';

import type { ContractEventType, RecordedEvent } from '../core/event.ts';
import type { ContractType, LineKey, StoredLine } from '../core/line.ts';
import type { CallOptions } from './call-options.ts';

/**
 * Keeps contract lines: for each its head, its events and the results of its commands.
 *
 * - A commit is a compare-and-set on the line's revision, and one atomic write of head, events and command.
 * - A read that begins after a commit was acknowledged sees it, from any process.
 * - What is stored comes back deep-equal, whatever the names and texts in it; nothing returned is shared with the store.
 * - Ids that differ in case, in space or in Unicode form are different ids.
 * - Every failure is a value; nothing is thrown or rejected.
 */
export interface ContractStore {
  /** The line's head; revision 0 for a line never written, and nothing is created. */
  load(line: LineKey, options: LoadOptions): Promise<Result<Head, StoreUnavailable>>;
  /**
   * Writes head, events and the command's result together or not at all, as revision `expected_revision + 1`.
   *
   * `revision_conflict` unless the line stands exactly at `expected_revision`; `command_exists` if the line has a result
   * of this `command_id`; neither writes anything. `unavailable` with `outcome: 'unknown'` where the answer of a commit
   * was lost: it may have happened, or may still happen.
   */
  commit(
    line: LineKey,
    expected_revision: number,
    change: Change,
    options: CallOptions,
  ): Promise<Result<void, CommitError>>;
  /** Appends events of refusals. They belong to no commit: revision and head stay, and no line comes into being. */
  record(events: readonly RecordedEvent[], options: CallOptions): Promise<Result<void, StoreUnavailable>>;
  /** The lines that have a head, ordered by integration and contract type, as code units compare. */
  list(query: LineQuery, options: CallOptions): Promise<Result<Page<LineSummary>, StoreUnavailable>>;
  /** Recorded events in an order in which those of one line are ordered by commit and position. */
  events(query: EventQuery, options: CallOptions): Promise<Result<Page<RecordedEvent>, StoreUnavailable>>;
  /** Waits for calls in flight and gives everything back; closing twice is fine, any later call is `unavailable`. */
  close(): Promise<void>;
}

/** A line as it stands. */
export interface Head {
  readonly revision: number;
  /** `null` for a line never written. */
  readonly line: StoredLine | null;
  /** The result of the command that was asked for, if the line has one. */
  readonly command: CommandRecord | null;
}

/** What to read with a head. */
export interface LoadOptions extends CallOptions {
  /** Also look for the result of this command, in the same read. */
  readonly command_id?: string;
}

/** What one commit writes. */
export interface Change {
  /** The head after the commit; its revision is `expected_revision + 1`. */
  readonly line: StoredLine;
  /** At least one, in order. */
  readonly events: readonly RecordedEvent[];
  readonly command: CommandRecord;
}

/** The result of a command, kept so that a repetition of the command yields it again. */
export interface CommandRecord {
  readonly command_id: string;
  /** Identifies the command's payload; a repetition with another one is refused. */
  readonly fingerprint: string;
  /** JSON. */
  readonly result: unknown;
  /** RFC 3339, UTC. */
  readonly committed_at: string;
}

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Asks for the next page; `null` at the end. Opaque, and good only for the query it came from. */
  readonly next: string | null;
}

/** Which lines to list. */
export interface LineQuery {
  /** Only lines of this integration. */
  readonly integration_id?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** A line in a list. */
export interface LineSummary extends LineKey {
  readonly revision: number;
}

/** Which events to list; every filter that is given must hold. */
export interface EventQuery {
  readonly integration_id?: string;
  readonly contract_type?: ContractType;
  readonly types?: readonly ContractEventType[];
  readonly request_id?: string;
  readonly rollout_id?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** Why a commit did not happen, or may not have. */
export type CommitError =
  | { readonly kind: 'revision_conflict' }
  | { readonly kind: 'command_exists' }
  | StoreUnavailable;

/** The store could not answer. */
export interface StoreUnavailable {
  readonly kind: 'unavailable';
  /** `unknown` only where a commit was sent and its answer was lost. */
  readonly outcome: 'nothing_changed' | 'unknown';
  readonly cause: unknown;
}
