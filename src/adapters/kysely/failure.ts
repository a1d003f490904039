import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { StoreUnavailable } from '../../ports/contract-store.ts';

/** Says that a call was not answered. */
export function unavailable(
  cause: unknown,
  outcome: StoreUnavailable['outcome'] = 'nothing_changed',
): StoreUnavailable {
  return { kind: 'unavailable', outcome, cause };
}

/** What cannot be stored is refused as a value, before the database hears of it. */
export function attempt<Value>(bind: () => Value): Result<Value, StoreUnavailable> {
  try {
    return ok(bind());
  } catch (error) {
    return err(unavailable(error));
  }
}

/**
 * What the error of a statement means.
 *
 * - `conflict`: the database gave way to another transaction (a deadlock, a lock waited for in vain, a serialization
 *   failure); the same transaction can succeed when it is tried again.
 * - `duplicate`: a key is taken.
 * - `refused`: the server answered that it did not carry the statement out.
 * - `lost`: there is no such answer; the statement may have been carried out.
 */
export type FailureKind = 'conflict' | 'duplicate' | 'refused' | 'lost';

/** Reads the codes that pg, postgres.js, PGlite, mysql2 and mariadb put on their errors, or on the cause of an error. */
export function failureKindOf(error: unknown): FailureKind {
  for (let each = error, depth = 0; isObject(each) && depth < 4; each = each['cause'], depth += 1) {
    const { code, errno, sqlState } = each;
    // MySQL says HY000 for lock timeouts and much else, so its own numbers go first.
    if (typeof errno === 'number' && typeof sqlState === 'string') return kindOfMysql(errno, sqlState);
    // An SQLSTATE has a digit; EPIPE and its like have none.
    if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return kindOfSqlState(code);
  }
  return 'lost';
}

/** Deadlock, lock wait timeout, row changed since the snapshot, lock not available at once. */
const mysqlConflicts = new Set([1213, 1205, 1020, 3572]);
const mysqlDuplicates = new Set([1062, 1586]);

function kindOfMysql(errno: number, sqlState: string): FailureKind {
  if (mysqlConflicts.has(errno)) return 'conflict';
  if (mysqlDuplicates.has(errno)) return 'duplicate';
  return kindOfSqlState(sqlState);
}

const lockNotAvailable = '55P03';
const completionUnknown = '40003';

function kindOfSqlState(state: string): FailureKind {
  if (state === '23505') return 'duplicate';
  if (state === completionUnknown) return 'lost';
  if (state === lockNotAvailable || state.startsWith('40')) return 'conflict';
  // Connections, shutdowns, the server's own failures and general errors leave open how far it came.
  return ['08', '57', '58', 'XX', 'HY', '70'].includes(state.slice(0, 2)) ? 'lost' : 'refused';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
