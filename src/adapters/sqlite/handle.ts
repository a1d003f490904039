/** What is bound to a parameter. */
export type SqliteValue = string | number | Uint8Array | null;

/** What an integer column gives: a connection may be set up to give `bigint`. */
export type SqliteInteger = number | bigint;

/** The part of a prepared statement that is used. */
export interface SqliteStatement {
  /** `changes` counts the rows that this very statement wrote; 0 where it wrote none. */
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  /** The first row, or `undefined` or `null` without one. */
  get(...values: SqliteValue[]): unknown;
  all(...values: SqliteValue[]): readonly unknown[];
}

/**
 * The part of a synchronous SQLite connection that is used: `DatabaseSync` of node:sqlite, and `Database` of
 * better-sqlite3 and of libsql, fit as they are.
 */
export interface SqliteHandle {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}
