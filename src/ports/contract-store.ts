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
 * - What is stored is JSON: members that are `undefined` are absent afterwards.
 * - Ids that differ in case, in space or in Unicode form are different ids.
 * - Every failure is a value; nothing is thrown or rejected.
 */
export interface ContractStore {
  /** The line's head; revision 0 for a line never written, and nothing is created. */
  load(line: LineKey, options: LoadOptions): Promise<Result<Head, StoreUnavailable>>;
  /**
   * Writes head, events and the command's result together or not at all, as revision `expected_revision + 1`.
   *
   * `command_exists` if the line has a result of this `command_id`, whatever its revision; else `revision_conflict` unless
   * the line stands exactly at `expected_revision`; neither writes anything. `unavailable` with `outcome: 'unknown'`
   * where the answer of a commit was lost: it may have happened, or may still happen.
   */
  commit(
    line: LineKey,
    expected_revision: number,
    change: Change,
    options: CallOptions,
  ): Promise<Result<void, CommitError>>;
  /**
   * Appends events of refusals. They belong to no commit: revision and head stay, and no line comes into being. An event
   * whose `event_id` is stored already is skipped, so a call whose answer was lost can be repeated.
   */
  record(events: readonly RecordedEvent[], options: CallOptions): Promise<Result<void, StoreUnavailable>>;
  /**
   * The lines that have a head, ordered by integration and contract type, as Unicode code points compare (which is how the
   * bytes of UTF-8 compare, and not how `<` compares strings). Paging skips and repeats none of those there at its start.
   */
  list(query: LineQuery, options: CallOptions): Promise<Result<Page<LineSummary>, QueryError>>;
  /**
   * Recorded events in an order in which those of one line are ordered by commit and position. It only grows at its end:
   * paging neither skips nor repeats an event while commits go on.
   */
  events(query: EventQuery, options: CallOptions): Promise<Result<Page<RecordedEvent>, QueryError>>;
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

/**
 * The result of a command, kept so that a repetition of the command yields it again. An adapter may forget it after a
 * documented time, by its own clock.
 */
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
  /** At least 1. */
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
  /** At least 1. */
  readonly limit: number;
}

/** The text given as a cursor is none of this kind of list. */
export interface InvalidCursor {
  readonly kind: 'invalid_cursor';
}

/** Why there is no page. */
export type QueryError = InvalidCursor | StoreUnavailable;

/** Why a commit did not happen, or may not have. */
export type CommitError =
  | { readonly kind: 'revision_conflict' }
  | { readonly kind: 'command_exists' }
  | StoreUnavailable;

/** The store could not answer, or cannot keep what it was given (a text that is not Unicode, for instance). */
export interface StoreUnavailable {
  readonly kind: 'unavailable';
  /** `unknown` only where a commit was sent and its answer was lost. */
  readonly outcome: 'nothing_changed' | 'unknown';
  readonly cause: unknown;
}
