import { setTimeout as pause } from 'node:timers/promises';

import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { Clock } from '../../ports/clock.ts';
import type { Claim, Outbox } from '../../ports/outbox.ts';
import type { Dialect } from './dialect.ts';
import { parseEvent } from './event-log.ts';
import type { Session } from './session.ts';
import type { Sql } from './sql.ts';
import { listOf } from './sql.ts';

type Line = string | Uint8Array;

/** Lines that may have something to claim. */
interface Candidates {
  readonly lines: readonly Line[];
  /** Those that no claim has ever met. */
  readonly unknown: readonly Line[];
  /** Whether it is one line after a failure, whose first event comes alone. */
  readonly troubled: boolean;
}

/**
 * Claims events: lines are looked for without locks, then locked, passing over those that another relay holds, and only
 * then their events are read. A relay that is cut off in the middle holds up no line but those.
 */
export function createClaim(session: Session, clock: Clock): Outbox['claim'] {
  const { dialect } = session;
  return async (limit, lease_ms, options) => {
    for (let count = 1; ; count += 1) {
      const now = clock.now();
      const found = await session.read(options, async (sql) => ok(await findCandidates(sql, now, limit)));
      if (found.isErr()) return err(found.error);
      const { lines, unknown } = found.value;
      if (lines.length === 0) return ok(nothing);
      if (unknown.length > 0) {
        const met = await session.send(options, async (sql) =>
          ok(
            await sql.run(
              `INSERT INTO {queues} (line) VALUES ${unknown.map(() => '(?)').join(', ')} ${dialect.unlessTaken('line')}`,
              ...unknown,
            ),
          ),
        );
        if (met.isErr()) return err(met.error);
      }
      const lease = { token: crypto.randomUUID(), until: now + Math.ceil(lease_ms), now };
      const claimed = await session.write(options, (sql) =>
        leaseLines(sql, session.dialect, found.value, { limit, ...lease }),
      );
      if (claimed.isErr() || claimed.value.lease_token !== null || count === tries) return claimed;
      // Others have just taken these lines; there may be more.
      await pause(count);
    }
  };
}

const nothing: Claim = { lease_token: null, events: [] };
const tries = 5;

async function findCandidates(sql: Sql, now: number, limit: number): Promise<Candidates> {
  const fresh = await sql.all<{ readonly id: unknown; readonly line: Line; readonly known: unknown }>(
    findFresh,
    now,
    limit,
  );
  const [troubled] = await sql.all<{ readonly line: Line; readonly place: unknown }>(findTroubled, now);
  const [first] = fresh;
  if (troubled !== undefined && (first === undefined || Number(troubled.place) < Number(first.id))) {
    return { lines: [troubled.line], unknown: [], troubled: true };
  }
  return {
    lines: distinct(fresh),
    unknown: distinct(fresh.filter(({ known }) => known === null)),
    troubled: false,
  };
}

function distinct(rows: readonly { readonly line: Line }[]): readonly Line[] {
  // In one order for all, so that nobody waits for each other in a circle.
  return [...new Map(rows.map(({ line }) => [String(line), line]))].sort(byName).map(([, line]) => line);
}

function byName([left]: readonly [string, Line], [right]: readonly [string, Line]): number {
  return left < right ? -1 : 1;
}

const isFree = '(queue.lease_token IS NULL OR queue.lease_until <= ?)';

const findFresh = `
  SELECT waiting.id, waiting.line, queue.line AS known
  FROM {outbox} AS waiting LEFT JOIN {queues} AS queue ON queue.line = waiting.line
  WHERE queue.line IS NULL OR (queue.place IS NULL AND queue.parked = 0 AND ${isFree})
  ORDER BY waiting.id LIMIT ?`;

const findTroubled = `
  SELECT queue.line, queue.place FROM {queues} AS queue
  WHERE queue.place IS NOT NULL AND queue.parked = 0 AND ${isFree}
  ORDER BY queue.place, queue.tries, queue.line LIMIT 1`;

async function leaseLines(
  sql: Sql,
  dialect: Dialect,
  { lines, troubled }: Candidates,
  lease: { readonly limit: number; readonly token: string; readonly until: number; readonly now: number },
): Promise<Result<Claim, never>> {
  const token = dialect.text(lease.token);
  const held = await sql.all<{ readonly line: Line }>(
    `SELECT queue.line FROM {queues} AS queue
     WHERE queue.line IN (${listOf(lines)}) AND queue.place IS ${troubled ? 'NOT NULL' : 'NULL'} AND queue.parked = 0
       AND ${isFree}
     FOR UPDATE SKIP LOCKED`,
    ...lines,
    lease.now,
  );
  if (held.length === 0) return ok(nothing);
  // A statement of its own, so that it sees what the last holder of the lines left.
  const rows = await sql.all<{ readonly id: unknown; readonly line: Line; readonly event: string | Uint8Array }>(
    `SELECT waiting.id, waiting.line, events.event
     FROM {outbox} AS waiting JOIN {events} AS events ON events.id = waiting.id
     WHERE waiting.line IN (${listOf(held)}) ORDER BY waiting.id LIMIT ?`,
    ...held.map(({ line }) => line),
    troubled ? 1 : lease.limit,
  );
  if (rows.length === 0) return ok(nothing);
  const ids = rows.map(({ id }) => Number(id));
  const leased = distinct(rows);
  await sql.run(`UPDATE {outbox} SET lease_token = ? WHERE id IN (${listOf(ids)})`, token, ...ids);
  await sql.run(
    `UPDATE {queues} SET lease_token = ?, lease_until = ? WHERE line IN (${listOf(leased)})`,
    token,
    lease.until,
    ...leased,
  );
  return ok({ lease_token: lease.token, events: rows.map(({ event }) => parseEvent(event)) });
}
