import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { RecordedEvent } from '../../core/event.ts';
import { parseCursor, toCursor } from '../../internal/cursor.ts';
import type { EventQuery, InvalidCursor, Page } from '../../ports/contract-store.ts';
import type { Sql } from './connection.ts';
import type { SqliteInteger, SqliteValue } from './handle.ts';
import { storable } from '../../internal/storable.ts';

const insertEvent =
  'INSERT INTO contract_rollout_events ' +
  '(event_id, integration_id, contract_type, type, request_id, rollout_id, event, stored_at) ' +
  'VALUES (?, ?, ?, ?, ?, ?, ?, ?)';

/** Adds an event to the log and to the outbox; throws if its `event_id` is stored already. */
export function appendEvent(sql: Sql, event: RecordedEvent, now: number): void {
  sql(insertEvent).run(...columnsOf(event, now));
  sql('INSERT INTO contract_rollout_outbox (seq, line) VALUES (last_insert_rowid(), ?)').run(keyOfLine(event));
}

/** Adds an event to the log and to the outbox unless its `event_id` is stored already. */
export function appendNewEvent(sql: Sql, event: RecordedEvent, now: number): void {
  const added = sql(`${insertEvent} ON CONFLICT (event_id) DO NOTHING RETURNING seq`).get(...columnsOf(event, now));
  if (added === undefined || added === null) return;
  sql('INSERT INTO contract_rollout_outbox (seq, line) VALUES (?, ?)').run(
    Number((added as { seq: SqliteInteger }).seq),
    keyOfLine(event),
  );
}

function columnsOf(event: RecordedEvent, now: number): SqliteValue[] {
  return [
    storable(event.event_id),
    storable(event.integration_id),
    event.contract_type,
    event.type,
    storable(event.request_id),
    event.rollout_id === null ? null : storable(event.rollout_id),
    JSON.stringify(event),
    now,
  ];
}

/** Events whose type is unknown form a line of their own in each integration. */
function keyOfLine({ integration_id, contract_type }: RecordedEvent): string {
  return `${contract_type ?? ''}/${integration_id}`;
}

/** A page of the log. `seq` is given under the write lock, so no event ever appears before one that was seen. */
export function findEvents(sql: Sql, query: EventQuery): Result<Page<RecordedEvent>, InvalidCursor> {
  const after = query.cursor === undefined ? 0 : seqOf(query.cursor);
  if (after === null) return err({ kind: 'invalid_cursor' });
  const { conditions, values } = filterOf(query);
  const rows = sql(
    `SELECT seq, event FROM contract_rollout_events WHERE ${['seq > ?', ...conditions].join(' AND ')} ORDER BY seq LIMIT ?`,
    // One more than asked for shows whether there is a next page.
  ).all(after, ...values, query.limit + 1) as readonly EventRow[];
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return ok({
    items: items.map(({ event }) => parseEvent(event)),
    next: rows.length > query.limit && last !== undefined ? toCursor('events', [Number(last.seq)]) : null,
  });
}

interface EventRow {
  readonly seq: SqliteInteger;
  readonly event: string;
}

/** The event that a column holds. */
export function parseEvent(json: string): RecordedEvent {
  return JSON.parse(json) as RecordedEvent;
}

function filterOf(query: EventQuery): { readonly conditions: readonly string[]; readonly values: SqliteValue[] } {
  const equal = (['integration_id', 'contract_type', 'request_id', 'rollout_id'] as const).flatMap((column) => {
    const value = query[column];
    return value === undefined ? [] : [{ condition: `${column} = ?`, values: [storable(value)] }];
  });
  const { types } = query;
  const filters =
    types === undefined
      ? equal
      : [...equal, { condition: `type IN (${types.map(() => '?').join(', ')})`, values: [...types] }];
  return {
    conditions: filters.map(({ condition }) => condition),
    values: filters.flatMap(({ values }) => values),
  };
}

function seqOf(cursor: string): number | null {
  const seq = parseCursor('events', cursor)?.[0];
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 ? seq : null;
}
