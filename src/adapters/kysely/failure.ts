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
 * - `conflict`: the transaction gave way to another one (a deadlock, a serialization failure); it can succeed when it is
 *   tried again.
 * - `locked`: a lock was waited for in vain.
 * - `duplicate`: a key is taken.
 * - `refused`: the server answered that it did not carry the statement out.
 * - `lost`: there is no such answer; the statement may have been carried out.
 */
export type FailureKind = 'conflict' | 'locked' | 'duplicate' | 'refused' | 'lost';

/** Reads the codes that pg, postgres.js, PGlite, mysql2 and mariadb put on their errors, or on the cause of an error. */
export function failureKindOf(error: unknown): FailureKind {
  for (let each = error, depth = 0; isObject(each) && depth < 4; each = each['cause'], depth += 1) {
    const { code, errno, sqlState } = each;
    // MySQL says HY000 for lock timeouts and much else, so its own numbers go first.
    if (typeof errno === 'number' && typeof sqlState === 'string')
      return kindsOfMysql.get(errno) ?? kindOfSqlState(sqlState);
    // An SQLSTATE has a digit; EPIPE and its like have none.
    if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return kindOfSqlState(code);
  }
  return 'lost';
}

const kindsOfMysql: ReadonlyMap<number, FailureKind> = new Map([
  // Deadlock; row changed since the snapshot.
  [1213, 'conflict'],
  [1020, 'conflict'],
  // Lock wait timeout; lock not available at once.
  [1205, 'locked'],
  [3572, 'locked'],
  [1062, 'duplicate'],
  [1586, 'duplicate'],
]);

const lockNotAvailable = '55P03';
const completionUnknown = '40003';

function kindOfSqlState(state: string): FailureKind {
  if (state === '23505') return 'duplicate';
  if (state === completionUnknown) return 'lost';
  if (state === lockNotAvailable) return 'locked';
  if (state.startsWith('40')) return 'conflict';
  // Connections, shutdowns, the server's own failures and general errors leave open how far it came.
  return ['08', '57', '58', 'XX', 'HY', '70'].includes(state.slice(0, 2)) ? 'lost' : 'refused';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
