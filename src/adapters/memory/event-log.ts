import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { RecordedEvent } from '../../core/event.ts';
import { parseCursor, toCursor } from '../../internal/cursor.ts';
import type { EventQuery, InvalidCursor, Page } from '../../ports/contract-store.ts';

/** A stored event. */
export interface LogEntry {
  /** Position in the log, from 1. */
  readonly seq: number;
  /** What is handed out, parsed anew each time. */
  readonly json: string;
  /** A copy of the log's own, never handed out. */
  readonly event: RecordedEvent;
}

/** All events ever recorded, in order. */
export interface EventLog {
  /** The events that are not stored yet, each once. */
  findNew(events: readonly RecordedEvent[]): readonly RecordedEvent[];
  /** Gives events the form in which they are appended; throws if they are not JSON. */
  prepare(events: readonly RecordedEvent[]): readonly LogEntry[];
  append(entries: readonly LogEntry[]): void;
  page(query: EventQuery): Result<Page<RecordedEvent>, InvalidCursor>;
}

/** An empty log. */
export function createEventLog(): EventLog {
  const entries: LogEntry[] = [];
  const ids = new Set<string>();
  return {
    findNew: (events) => [
      ...new Map(events.filter(({ event_id }) => !ids.has(event_id)).map((event) => [event.event_id, event])).values(),
    ],
    prepare: (events) =>
      events.map((event, index) => {
        const json = JSON.stringify(event);
        return { seq: entries.length + index + 1, json, event: JSON.parse(json) as RecordedEvent };
      }),
    append: (prepared) => {
      for (const entry of prepared) {
        ids.add(entry.event.event_id);
        entries.push(entry);
      }
    },
    page: (query) => {
      const after = query.cursor === undefined ? 0 : seqOf(query.cursor);
      if (after === null) return err({ kind: 'invalid_cursor' });
      const found: LogEntry[] = [];
      for (const entry of entries.slice(after)) {
        if (!matches(entry.event, query)) continue;
        // One more than asked for shows whether there is a next page.
        if (found.push(entry) > query.limit) break;
      }
      const items = found.slice(0, query.limit);
      const last = items.at(-1);
      return ok({
        items: items.map(parseEntry),
        next: found.length > query.limit && last !== undefined ? toCursor('events', [last.seq]) : null,
      });
    },
  };
}

/** The event that an entry holds; every call gives a new object. */
export function parseEntry(entry: LogEntry): RecordedEvent {
  return JSON.parse(entry.json) as RecordedEvent;
}

function matches(event: RecordedEvent, query: EventQuery): boolean {
  return (
    (query.integration_id === undefined || event.integration_id === query.integration_id) &&
    (query.contract_type === undefined || event.contract_type === query.contract_type) &&
    (query.types === undefined || query.types.includes(event.type)) &&
    (query.request_id === undefined || event.request_id === query.request_id) &&
    (query.rollout_id === undefined || event.rollout_id === query.rollout_id)
  );
}

function seqOf(cursor: string): number | null {
  const seq = parseCursor('events', cursor)?.[0];
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 ? seq : null;
}
