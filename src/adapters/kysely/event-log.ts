import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { RecordedEvent } from '../../core/event.ts';
import { parseCursor, toCursor } from '../../internal/cursor.ts';
import type { CallOptions } from '../../ports/call-options.ts';
import type { EventQuery, InvalidCursor, Page, StoreUnavailable } from '../../ports/contract-store.ts';
import type { Dialect, SqlValue } from './dialect.ts';
import { bindId, bindJson, textOf } from './dialect.ts';
import { putInOrder } from './event-order.ts';
import type { Session } from './session.ts';
import type { Sql } from './sql.ts';
import { listOf } from './sql.ts';

/** An event as it is bound, and shared with nobody. */
export interface BoundEvent {
  readonly event_id: string;
  readonly values: readonly SqlValue[];
}

/** Throws if an event cannot be stored. */
export function bindEvents(dialect: Dialect, events: readonly RecordedEvent[], now: number): readonly BoundEvent[] {
  return events.map((event) => ({
    event_id: event.event_id,
    values: [
      bindId(dialect, event.event_id),
      bindId(dialect, event.integration_id),
      event.contract_type === null ? null : dialect.text(event.contract_type),
      dialect.text(event.type),
      bindId(dialect, event.request_id),
      event.rollout_id === null ? null : bindId(dialect, event.rollout_id),
      bindJson(dialect, event),
      now,
    ],
  }));
}

/** What is bound for an event, in this order. */
export const eventColumns = 'event_id, integration_id, contract_type, type, request_id, rollout_id, event, stored_at';

/** The line of an event in the outbox. Events whose type is unknown form a line of their own in each integration. */
export const lineOfEvent = "concat(coalesce(contract_type, ''), '/', integration_id)";

/** Adds events to the log and to the outbox; throws if an `event_id` is stored already. */
export async function appendEvents(sql: Sql, dialect: Dialect, events: readonly BoundEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql.run(
    `INSERT INTO {events} (${eventColumns}) VALUES ${events.map(({ values }) => `(${listOf(values)})`).join(', ')}`,
    ...events.flatMap(({ values }) => values),
  );
  const ids = events.map(({ event_id }) => bindId(dialect, event_id));
  await sql.run(
    `INSERT INTO {outbox} (id, line) SELECT id, ${lineOfEvent} FROM {events} WHERE event_id IN (${listOf(ids)})`,
    ...ids,
  );
}

/** Adds those events whose `event_id` is not stored already. */
export async function appendNewEvents(sql: Sql, dialect: Dialect, events: readonly BoundEvent[]): Promise<void> {
  if (events.length === 0) return;
  const ids = events.map(({ event_id }) => bindId(dialect, event_id));
  const stored = await sql.all<{ readonly event_id: string | Uint8Array }>(
    `SELECT event_id FROM {events} WHERE event_id IN (${listOf(ids)})`,
    ...ids,
  );
  const known = new Set(stored.map(({ event_id }) => textOf(event_id)));
  const fresh: BoundEvent[] = [];
  for (const event of events) {
    if (known.has(event.event_id)) continue;
    known.add(event.event_id);
    fresh.push(event);
  }
  await appendEvents(sql, dialect, fresh);
}

/** A page of the log. A page that is not full is the end of it, and only there events may wait for their place. */
export async function findEvents(
  session: Session,
  query: EventQuery,
  options: CallOptions,
): Promise<Result<Page<RecordedEvent>, InvalidCursor | StoreUnavailable>> {
  const after = query.cursor === undefined ? 0 : seqOf(query.cursor);
  if (after === null) return err({ kind: 'invalid_cursor' });
  const page = await session.read(options, (sql) => readPage(sql, session.dialect, query, after));
  if (page.isErr() || page.value.next !== null) return page;
  const ordered = await putInOrder(session, options);
  if (ordered.isErr()) return err(ordered.error);
  return ordered.value ? session.read(options, (sql) => readPage(sql, session.dialect, query, after)) : page;
}

async function readPage(
  sql: Sql,
  dialect: Dialect,
  query: EventQuery,
  after: number,
): Promise<Result<Page<RecordedEvent>, never>> {
  const { conditions, values } = filterOf(dialect, query);
  const rows = await sql.all<EventRow>(
    `SELECT seq, event FROM {events} WHERE ${['seq > ?', ...conditions].join(' AND ')} ORDER BY seq LIMIT ?`,
    after,
    ...values,
    // One more than asked for shows whether there is a next page.
    query.limit + 1,
  );
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return ok({
    items: items.map(({ event }) => parseEvent(event)),
    next: rows.length > query.limit && last !== undefined ? toCursor('events', [Number(last.seq)]) : null,
  });
}

interface EventRow {
  readonly seq: unknown;
  readonly event: string | Uint8Array;
}

/** The event that a column holds. */
export function parseEvent(json: string | Uint8Array): RecordedEvent {
  return JSON.parse(textOf(json)) as RecordedEvent;
}

function filterOf(
  dialect: Dialect,
  query: EventQuery,
): { readonly conditions: readonly string[]; readonly values: readonly SqlValue[] } {
  const equal = (['integration_id', 'contract_type', 'request_id', 'rollout_id'] as const).flatMap((column) => {
    const value = query[column];
    return value === undefined ? [] : [{ condition: `${column} = ?`, values: [bindId(dialect, value)] }];
  });
  const { types } = query;
  const filters = types === undefined ? equal : [...equal, typeFilter(dialect, types)];
  return {
    conditions: filters.map(({ condition }) => condition),
    values: filters.flatMap(({ values }) => values),
  };
}

function typeFilter(dialect: Dialect, types: readonly string[]) {
  if (types.length === 0) return { condition: '1 = 0', values: [] };
  return { condition: `type IN (${listOf(types)})`, values: types.map((type) => dialect.text(type)) };
}

function seqOf(cursor: string): number | null {
  const seq = parseCursor('events', cursor)?.[0];
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 ? seq : null;
}
