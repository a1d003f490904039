import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { Clock } from '../../ports/clock.ts';
import type { Claim, Outbox } from '../../ports/outbox.ts';
import type { Connection, Sql } from './connection.ts';
import { parseEvent } from './event-log.ts';
import type { SqliteInteger } from './handle.ts';

/**
 * The outbox of a store.
 *
 * Claims take the first events of a line, so the events of a line that failed or are leased are its first ones. After a
 * failure nobody knows which event of a claim the sink could not take: each comes alone from then on, and only after
 * those that were waiting already (`claimed_after`), so that no other line waits for it.
 */
export function createSqliteOutbox(connection: Connection, clock: Clock, failureLimit: number): Outbox {
  return {
    claim: (limit, lease_ms, options) =>
      connection.write(options, (sql): Result<Claim, never> => {
        const now = clock.now();
        sql(endLeases).run(now);
        const claimed = findClaimable(sql, limit);
        if (claimed.length === 0) return ok({ lease_token: null, events: [] });
        const lease_token = crypto.randomUUID();
        for (const { seq } of claimed) {
          sql('UPDATE contract_rollout_outbox SET lease_token = ?, lease_until = ? WHERE seq = ?').run(
            lease_token,
            now + Math.ceil(lease_ms),
            Number(seq),
          );
        }
        return ok({ lease_token, events: claimed.map(({ event }) => parseEvent(event)) });
      }),
    ack: (lease_token, options) =>
      connection.write(options, (sql) => {
        const leased = findLeased(sql, lease_token, clock.now());
        if (leased.length === 0) return err({ kind: 'lease_lost' });
        for (const seq of leased) sql('DELETE FROM contract_rollout_outbox WHERE seq = ?').run(seq);
        sql("UPDATE contract_rollout_counters SET value = value + 1 WHERE name = 'acks'").run();
        return ok(undefined);
      }),
    release: (lease_token, error, options) =>
      connection.write(options, (sql) => {
        const now = clock.now();
        const leased = findLeased(sql, lease_token, now);
        if (leased.length === 0) return err({ kind: 'lease_lost' });
        for (const seq of leased) sql(countFailure).run(JSON.stringify(error), seq);
        const [only, ...others] = leased;
        if (only !== undefined && others.length === 0) {
          sql(park).run(new Date(now).toISOString(), only, failureLimit);
        }
        return ok(undefined);
      }),
    parked: (options) =>
      connection.read(options, (sql) => {
        const rows = sql(findParked).all() as readonly ParkedRow[];
        return ok(
          rows.map(({ event, failures, error, parked_at }) => ({
            event: parseEvent(event),
            failures: Number(failures),
            error: JSON.parse(error) as string,
            parked_at,
          })),
        );
      }),
    unpark: (event_id, options) =>
      connection.write(options, (sql) => {
        sql(forgetFailures).run(event_id);
        return ok(undefined);
      }),
    lag: (options) =>
      connection.read(options, (sql) => {
        const row = sql(measureLag).get() as LagRow;
        return ok({
          undelivered: Number(row.undelivered),
          parked: Number(row.parked),
          oldest: row.oldest === null ? null : parseEvent(row.oldest).recorded_at,
        });
      }),
  };
}

interface WaitingRow {
  readonly seq: SqliteInteger;
  readonly event: string;
}

interface ParkedRow {
  readonly event: string;
  readonly failures: SqliteInteger;
  readonly error: string;
  readonly parked_at: string;
}

interface LagRow {
  readonly undelivered: SqliteInteger;
  readonly parked: SqliteInteger;
  readonly oldest: string | null;
}

/** The events that the next claim gets, no lease having run out before: one that failed, or those of untroubled lines. */
function findClaimable(sql: Sql, limit: number): readonly WaitingRow[] {
  const fresh = sql(findFresh).all(limit) as readonly WaitingRow[];
  const failed = sql(findFailed).get() as (WaitingRow & { readonly claimed_after: SqliteInteger }) | undefined | null;
  if (failed === undefined || failed === null) return fresh;
  const [first] = fresh;
  return first === undefined || failed.claimed_after < first.seq ? [failed] : fresh;
}

function findLeased(sql: Sql, lease_token: string, now: number): readonly number[] {
  const rows = sql(
    'SELECT seq FROM contract_rollout_outbox WHERE lease_token IS NOT NULL AND lease_token = ? AND lease_until > ?',
  ).all(lease_token, now) as readonly { readonly seq: SqliteInteger }[];
  return rows.map(({ seq }) => Number(seq));
}

const endLeases = `
  UPDATE contract_rollout_outbox SET lease_token = NULL, lease_until = NULL
  WHERE lease_token IS NOT NULL AND lease_until <= ?`;

const findFresh = `
  SELECT waiting.seq, events.event
  FROM contract_rollout_outbox AS waiting JOIN contract_rollout_events AS events ON events.seq = waiting.seq
  WHERE NOT EXISTS (SELECT 1 FROM contract_rollout_outbox AS failed
                    WHERE failed.line = waiting.line AND failed.failures > 0)
    AND NOT EXISTS (SELECT 1 FROM contract_rollout_outbox AS leased
                    WHERE leased.line = waiting.line AND leased.lease_token IS NOT NULL)
  ORDER BY waiting.seq LIMIT ?`;

const findFailed = `
  SELECT failed.seq, failed.claimed_after, events.event
  FROM contract_rollout_outbox AS failed JOIN contract_rollout_events AS events ON events.seq = failed.seq
  WHERE failed.failures > 0 AND failed.parked_at IS NULL AND failed.lease_token IS NULL
    AND NOT EXISTS (SELECT 1 FROM contract_rollout_outbox AS earlier
                    WHERE earlier.line = failed.line AND earlier.seq < failed.seq)
  ORDER BY failed.claimed_after, failed.failures, failed.seq LIMIT 1`;

const countFailure = `
  UPDATE contract_rollout_outbox SET
    failures = failures + 1,
    error = ?,
    acks_at_failure = coalesce(acks_at_failure,
                               (SELECT value FROM contract_rollout_counters WHERE name = 'acks')),
    claimed_after = (SELECT max(seq) FROM contract_rollout_events),
    lease_token = NULL,
    lease_until = NULL
  WHERE seq = ?`;

const park = `
  UPDATE contract_rollout_outbox SET parked_at = ?
  WHERE seq = ? AND failures >= ?
    AND acks_at_failure < (SELECT value FROM contract_rollout_counters WHERE name = 'acks')`;

const findParked = `
  SELECT events.event, parked.failures, parked.error, parked.parked_at
  FROM contract_rollout_outbox AS parked JOIN contract_rollout_events AS events ON events.seq = parked.seq
  WHERE parked.failures > 0 AND parked.parked_at IS NOT NULL
  ORDER BY parked.seq`;

const forgetFailures = `
  UPDATE contract_rollout_outbox SET failures = 0, claimed_after = NULL, acks_at_failure = NULL, error = NULL,
                                     parked_at = NULL
  WHERE line = (SELECT parked.line
                FROM contract_rollout_events AS events JOIN contract_rollout_outbox AS parked ON parked.seq = events.seq
                WHERE events.event_id = ? AND parked.parked_at IS NOT NULL)`;

const measureLag = `
  SELECT count(*) AS undelivered, count(parked_at) AS parked,
    (SELECT event FROM contract_rollout_events WHERE seq = (SELECT min(seq) FROM contract_rollout_outbox)) AS oldest
  FROM contract_rollout_outbox`;
