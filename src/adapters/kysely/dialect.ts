import type { LineKey } from '../../core/line.ts';
import { storable } from '../../internal/storable.ts';

/** The families of databases: `mysql` is MySQL and MariaDB. */
export type SqlDialect = 'postgres' | 'mysql';

/** What is bound to a parameter. */
export type SqlValue = string | number | Uint8Array | null;

/** Where the databases differ. */
export interface Dialect {
  readonly quote: (name: string) => string;
  readonly placeholder: (position: number) => string;
  /** A text as it is bound. */
  readonly text: (value: string) => SqlValue;
  /** Begins a transaction in which every statement sees what was committed before it. */
  readonly begin: readonly string[];
  /** Ends an INSERT that does nothing if the key is taken. */
  readonly unlessTaken: (column: string) => string;
  /** Deletes at most so many rows of a table, and on PostgreSQL none that somebody else holds. */
  readonly deleteSome: (table: string, condition: string, limit: number) => string;
  /** Whether the queries of a WITH may write. */
  readonly writesInQueries: boolean;
}

/** Longest text of an id, in bytes of UTF-8; 128 characters always fit. */
const longestId = 512;

/** Gives an id as it is bound; throws a TypeError if it could not be told from another one afterwards. */
export function bindId(dialect: Dialect, id: string): SqlValue {
  if (Buffer.byteLength(id) > longestId) {
    throw new TypeError(`Ids have at most ${longestId} bytes: ${JSON.stringify(id.slice(0, 64))}…`);
  }
  return dialect.text(storable(id));
}

/** The key of a line as it is bound. */
export function bindKey(dialect: Dialect, key: LineKey): readonly SqlValue[] {
  return [bindId(dialect, key.integration_id), dialect.text(key.contract_type)];
}

/** JSON in ASCII, which no character set of a connection or a database can change. */
export function bindJson(dialect: Dialect, value: unknown): SqlValue {
  const json = JSON.stringify(value);
  // Only ASCII has as many bytes as units, and counting is faster than looking.
  return dialect.text(Buffer.byteLength(json) === json.length ? json : json.replaceAll(everyBeyondAscii, escapeUnit));
}

const everyBeyondAscii = /[\u0080-\uffff]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Locks a line until the transaction ends. */
export const lockLine = 'SELECT revision FROM {lines} WHERE integration_id = ? AND contract_type = ? FOR UPDATE';

const postgres: Dialect = {
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  placeholder: (position) => `$${position}`,
  text: (value) => value,
  begin: ['BEGIN ISOLATION LEVEL READ COMMITTED'],
  unlessTaken: () => 'ON CONFLICT DO NOTHING',
  deleteSome: (table, condition, limit) =>
    `DELETE FROM {${table}} WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM {${table}} WHERE ${condition} LIMIT ${limit} FOR UPDATE SKIP LOCKED))`,
  writesInQueries: true,
};

const mysql: Dialect = {
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  placeholder: () => '?',
  // Bytes have no character set and nothing in them is escaped, whatever the connection is set to.
  text: (value) => Buffer.from(value),
  begin: ['SET TRANSACTION ISOLATION LEVEL READ COMMITTED', 'START TRANSACTION'],
  unlessTaken: (column) => `ON DUPLICATE KEY UPDATE ${column} = ${column}`,
  deleteSome: (table, condition, limit) => `DELETE FROM {${table}} WHERE ${condition} LIMIT ${limit}`,
  writesInQueries: false,
};

export const dialects: Readonly<Record<SqlDialect, Dialect>> = { postgres, mysql };

/** A text that a driver gave, as a string or as its bytes. */
export function textOf(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
}

/** The value that a column of JSON holds, `null` for an empty one. */
export function jsonOf(json: string | Uint8Array | null | undefined): unknown {
  return json === null || json === undefined ? null : JSON.parse(textOf(json));
}
