import type { StoreUnavailable } from '../../ports/contract-store.ts';

/** Says that a call was not answered. */
export function unavailable(
  cause: unknown,
  outcome: StoreUnavailable['outcome'] = 'nothing_changed',
): StoreUnavailable {
  return { kind: 'unavailable', outcome, cause };
}

/**
 * Whether another connection holds a lock that this one needs.
 *
 * node:sqlite gives the extended result code as `errcode`, libsql as `rawCode` beside a name in `code`, better-sqlite3 only
 * the name of the extended code.
 */
export function isBusy(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { errcode, rawCode, code } = error as { errcode?: unknown; rawCode?: unknown; code?: unknown };
  const extended = errcode ?? rawCode;
  // The lowest byte of an extended code is the primary one: SQLITE_BUSY or SQLITE_LOCKED.
  if (typeof extended === 'number') return [5, 6].includes(extended & 0xff);
  return typeof code === 'string' && /^SQLITE_(?:BUSY|LOCKED)(?:_|$)/.test(code);
}

/** Whether an error of ROLLBACK says that there is nothing to roll back; its result code says only that it failed. */
export function isNoTransaction(error: unknown): boolean {
  return error instanceof Error && error.message.includes('no transaction is active');
}
