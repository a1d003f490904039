import { assertCounts } from '../../internal/assert-options.ts';
import type { ActiveVersionReader } from '../../ports/active-version.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractStore } from '../../ports/contract-store.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { Prunable } from '../../ports/retention.ts';
import { createActiveVersionReader } from './active-version.ts';
import { createConnection } from './connection.ts';
import { createStoreOn } from './contract-store.ts';
import { createSqliteDocuments } from './documents.ts';
import type { SqliteDriver } from './drivers.ts';
import { openWithDriver } from './drivers.ts';
import type { SqliteHandle } from './handle.ts';
import { openDatabase } from './open.ts';
import { createSqliteOutbox } from './outbox.ts';
import { createPruning } from './prune.ts';

/** Which database to use, and how. */
export type SqliteStoreOptions = SqliteFile | SqliteConnection;

/** A database file, opened by a driver that is installed. */
export interface SqliteFile extends SqliteStoreSettings {
  /** Path of the file, created if it does not exist; `:memory:` keeps everything in this process and loses it with it. */
  readonly filename: string;
  /**
   * Default: the first that can be loaded of better-sqlite3, libsql, node:sqlite. On Node.js 22 loading node:sqlite
   * prints an experimental warning. better-sqlite3 13 is refused before Node.js 22.14, where it would crash the process.
   */
  readonly driver?: SqliteDriver;
}

/** A connection that the host knows how to open. */
export interface SqliteConnection extends SqliteStoreSettings {
  /**
   * Opens a connection; called once. It belongs to the store, which closes it: a connection that is used elsewhere too
   * would mix its transactions with the store's. Do not open better-sqlite3 13 before Node.js 22.14: it crashes the process.
   */
  readonly open: () => SqliteHandle;
}

/** What holds for every connection; everything has a default. */
export interface SqliteStoreSettings {
  /** By which leases and results of commands expire; default: the system's clock. */
  readonly clock?: Clock;
  /** How long a call waits for other processes to finish writing, in milliseconds; default: 5000. */
  readonly busyTimeoutMs?: number;
  /** How long results of commands are kept, in milliseconds; default: 24 hours. */
  readonly commandRetentionMs?: number;
  /** Failed deliveries of one event before it is parked; default: 10. */
  readonly failureLimit?: number;
}

/** A store with its documents and its outbox, all in one database; `close` closes all three. */
export interface SqliteStore extends ContractStore, ActiveVersionReader, Prunable {
  readonly documents: DocumentStore;
  /** Fed by every commit and every recorded refusal. */
  readonly outbox: Outbox;
  /** Whether acknowledged commits survive a crash; `false` only for a database in memory. */
  readonly durable: boolean;
}

/**
 * Keeps contract lines, documents and the outbox in one SQLite database, in tables named `contract_rollout_…`.
 *
 * A commit is acknowledged when it is in the synchronised write-ahead log. Several processes of one machine may use one
 * file at once; a network file system will not do. Results of commands are removed after their time, events and documents
 * only by `prune`.
 *
 * Ids that hold a NUL or half a surrogate pair cannot be stored; every call refuses them as `unavailable`.
 *
 * @throws if an option is impossible, no driver is installed, the file cannot be opened, made durable or brought up to date, or a newer release
 * has written it
 */
export function createSqliteStore(options: SqliteStoreOptions): SqliteStore {
  if (typeof options !== 'object' || !('open' in options || typeof options.filename === 'string')) {
    throw new TypeError('createSqliteStore: options.filename must be the path of a file, or options.open a function.');
  }
  const { busyTimeoutMs = 5_000, commandRetentionMs = dayMs, failureLimit = 10 } = options;
  assertCounts('createSqliteStore: options', { busyTimeoutMs, commandRetentionMs, failureLimit });
  const { handle, durable } = openDatabase(
    'open' in options ? options.open : () => openWithDriver(options.filename, options.driver),
  );
  const connection = createConnection(handle, busyTimeoutMs);
  const clock = inWholeMs(options.clock ?? systemClock);
  return {
    ...createStoreOn(connection, clock, commandRetentionMs),
    ...createActiveVersionReader(connection),
    ...createPruning(connection, clock, commandRetentionMs),
    documents: createSqliteDocuments(connection, clock),
    outbox: createSqliteOutbox(connection, clock, failureLimit),
    durable,
  };
}

const dayMs = 24 * 60 * 60 * 1000;
const systemClock: Clock = { now: () => Date.now() };

/** Integer columns take no fractions. */
function inWholeMs(clock: Clock): Clock {
  return { now: () => Math.floor(clock.now()) };
}

export type { SqliteDriver } from './drivers.ts';
export type { SqliteHandle, SqliteStatement, SqliteValue } from './handle.ts';
