import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { Clock } from '../../ports/clock.ts';
import type { Outbox } from '../../ports/outbox.ts';
import { bindId, bindJson, textOf } from './dialect.ts';
import { parseEvent } from './event-log.ts';
import { createClaim } from './outbox-claim.ts';
import type { Session } from './session.ts';
import type { Sql } from './sql.ts';
import { listOf } from './sql.ts';

/**
 * The outbox of a store.
 *
 * What is leased is a line, by its row in `queues`; the events of a claim carry the token of the lease. After a failure
 * nobody knows which event of a claim the sink could not take: the line is troubled, its first event comes alone, and
 * only after those that were waiting already (`place`), so that no other line waits for it.
 */
export function createKyselyOutbox(session: Session, clock: Clock, failureLimit: number): Outbox {
  const { dialect } = session;
  return {
    claim: createClaim(session, clock),
    ack: (lease_token, options) =>
      session.write(options, async (sql) => {
        const token = bindId(dialect, lease_token);
        const lines = await lockLeased(sql, token, clock.now());
        if (lines.length === 0) return err({ kind: 'lease_lost' });
        await sql.run(`DELETE FROM {outbox} WHERE lease_token = ? AND line IN (${listOf(lines)})`, token, ...lines);
        await sql.run(endDelivered, token);
        return ok(undefined);
      }),
    release: (lease_token, error, options) =>
      session.write(options, async (sql): Promise<Result<void, { readonly kind: 'lease_lost' }>> => {
        const token = bindId(dialect, lease_token);
        const now = clock.now();
        const lines = await lockLeased(sql, token, now);
        if (lines.length === 0) return err({ kind: 'lease_lost' });
        const rows = await sql.all<{ readonly id: unknown }>(
          `SELECT id FROM {outbox} WHERE lease_token = ? AND line IN (${listOf(lines)})`,
          token,
          ...lines,
        );
        const ids = rows.map(({ id }) => Number(id));
        const [past] = await sql.all<{ readonly place: unknown; readonly acks: unknown }>(measurePast);
        const acks = Number(past?.acks ?? 0);
        await sql.run(
          `UPDATE {outbox} SET failures = failures + 1, error = ?, acks_at_failure = coalesce(acks_at_failure, ?),
             lease_token = NULL
           WHERE id IN (${listOf(ids)})`,
          bindJson(dialect, error),
          acks,
          ...ids,
        );
        const parked =
          ids.length === 1
            ? await sql.run(park, dialect.text(new Date(now).toISOString()), ...ids, failureLimit, acks)
            : 0;
        await sql.run(endFailed, Number(past?.place ?? 0), parked, token);
        return ok(undefined);
      }),
    parked: (options) =>
      session.read(options, async (sql) => {
        const rows = await sql.all<ParkedRow>(findParked);
        return ok(
          rows.map(({ event, failures, error, parked_at }) => ({
            event: parseEvent(event),
            failures: Number(failures),
            error: JSON.parse(textOf(error)) as string,
            parked_at: textOf(parked_at),
          })),
        );
      }),
    unpark: (event_id, options) =>
      session.write(options, async (sql) => {
        const [parked] = await sql.all<{ readonly line: string | Uint8Array }>(
          findLineOfParked,
          bindId(dialect, event_id),
        );
        if (parked === undefined) return ok(undefined);
        await sql.all('SELECT line FROM {queues} WHERE line = ? FOR UPDATE', parked.line);
        await sql.run(forgetFailures, parked.line);
        await sql.run('UPDATE {queues} SET place = NULL, tries = 0, parked = 0 WHERE line = ?', parked.line);
        return ok(undefined);
      }),
    lag: (options) =>
      session.read(options, async (sql) => {
        const [row] = await sql.all<LagRow>(measureLag);
        const oldest = row?.oldest ?? null;
        return ok({
          undelivered: Number(row?.undelivered ?? 0),
          parked: Number(row?.parked ?? 0),
          oldest: oldest === null ? null : parseEvent(oldest).recorded_at,
        });
      }),
  };
}

interface ParkedRow {
  readonly event: string | Uint8Array;
  readonly failures: unknown;
  readonly error: string | Uint8Array;
  readonly parked_at: string | Uint8Array;
}

interface LagRow {
  readonly undelivered: unknown;
  readonly parked: unknown;
  readonly oldest: string | Uint8Array | null;
}

/** The lines of a lease that still runs, locked; nobody else touches their leased events meanwhile. */
async function lockLeased(
  sql: Sql,
  token: string | number | Uint8Array | null,
  now: number,
): Promise<readonly (string | Uint8Array)[]> {
  const rows = await sql.all<{ readonly line: string | Uint8Array }>(
    'SELECT line FROM {queues} WHERE lease_token = ? AND lease_until > ? ORDER BY line FOR UPDATE',
    token,
    now,
  );
  return rows.map(({ line }) => line);
}

const stillTroubled = `
  EXISTS (SELECT 1 FROM {outbox} AS failed WHERE failed.line = {queues}.line AND failed.failures > 0)`;

const endDelivered = `
  UPDATE {queues} SET lease_token = NULL, lease_until = NULL, acks = acks + 1,
    place = CASE WHEN place IS NOT NULL AND ${stillTroubled} THEN place END
  WHERE lease_token = ?`;

const measurePast = `
  SELECT (SELECT max(id) FROM {events}) AS place, (SELECT sum(acks) FROM {queues}) AS acks`;

const park = `
  UPDATE {outbox} SET parked_at = ? WHERE id = ? AND failures >= ? AND acks_at_failure < ?`;

const endFailed = `
  UPDATE {queues} SET lease_token = NULL, lease_until = NULL, place = ?, tries = tries + 1, parked = ?
  WHERE lease_token = ?`;

const findParked = `
  SELECT events.event, parked.failures, parked.error, parked.parked_at
  FROM {outbox} AS parked JOIN {events} AS events ON events.id = parked.id
  WHERE parked.parked_at IS NOT NULL
  ORDER BY parked.id`;

const findLineOfParked = `
  SELECT parked.line FROM {events} AS events JOIN {outbox} AS parked ON parked.id = events.id
  WHERE events.event_id = ? AND parked.parked_at IS NOT NULL`;

const forgetFailures = `
  UPDATE {outbox} SET failures = 0, acks_at_failure = NULL, error = NULL, parked_at = NULL WHERE line = ?`;

const measureLag = `
  SELECT count(*) AS undelivered, count(parked_at) AS parked,
    (SELECT event FROM {events} WHERE id = (SELECT min(id) FROM {outbox})) AS oldest
  FROM {outbox}`;
