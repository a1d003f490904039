import type { Kysely, Transaction } from 'kysely';
import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import { assertCounts } from '../../internal/assert-options.ts';
import type { ActiveVersionReader } from '../../ports/active-version.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractStore, StoreUnavailable } from '../../ports/contract-store.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { Prunable } from '../../ports/retention.ts';
import { createActiveVersionReader } from './active-version.ts';
import { createStoreOn } from './contract-store.ts';
import type { SqlDialect } from './dialect.ts';
import { dialects } from './dialect.ts';
import { createKyselyDocuments } from './documents.ts';
import { unavailable } from './failure.ts';
import { createSchemaCheck, migrate } from './migrations.ts';
import { createKyselyOutbox } from './outbox.ts';
import { createPruning } from './prune.ts';
import { createSession } from './session.ts';
import type { TablePlace } from './sql.ts';
import { createTexts } from './sql.ts';
import { createTransactionSession } from './transaction-session.ts';

/** Which database to use, and how. */
export interface KyselyStoreOptions<DB> extends TablePlace {
  /** The host's instance; it stays the host's, who ends it. Its plugins are passed by. */
  readonly db: Kysely<DB>;
  /** `mysql` is MySQL 8 and later and MariaDB 10.6 and later; `postgres` is PostgreSQL 12 and later. */
  readonly dialect: SqlDialect;
  /** By which leases, results of commands and pruning go; default: the system's clock. */
  readonly clock?: Clock;
  /** How long results of commands are kept, in milliseconds; default: 24 hours. */
  readonly commandRetentionMs?: number;
  /** Failed deliveries of one event before it is parked; default: 10. */
  readonly failureLimit?: number;
  /**
   * On PostgreSQL, how long a commit waits for the lock of its line, and how long it may hold that lock without sending a
   * statement, in milliseconds; default: 5000. On MySQL and MariaDB `innodb_lock_wait_timeout` and `wait_timeout` hold.
   */
  readonly lockWaitMs?: number;
}

/** A store with its documents and its outbox, all in one database; `close` closes all three and leaves `db` open. */
export interface KyselyStore extends ContractStore, ActiveVersionReader, Prunable {
  readonly documents: DocumentStore;
  /** Fed by every commit and every recorded refusal. */
  readonly outbox: Outbox;
  /**
   * Brings the tables up to date; to be called before the first use, and fine to be called by every process at every
   * start. Fails if a newer release has been there.
   */
  migrate(): Promise<Result<void, StoreUnavailable>>;
  /**
   * The store inside a transaction of the host: what is committed there is there once the host commits, and never if the
   * host rolls back. A line that is loaded stays locked until then.
   *
   * A refusal leaves the transaction as it was. After `unavailable` it must be rolled back; later calls fail too. Refusals
   * are recorded, and events and lines listed, outside of it, on a connection of their own. On MySQL and MariaDB begin it
   * with the isolation level READ COMMITTED.
   *
   * @throws TypeError for a Kysely that is no transaction
   */
  inTransaction<DB>(trx: Transaction<DB>): KyselyTransactionStore;
}

/** A store inside a transaction of the host. `close` leaves the transaction open. */
export interface KyselyTransactionStore extends ContractStore, ActiveVersionReader {
  readonly documents: DocumentStore;
}

/**
 * Keeps contract lines, documents and the outbox in a PostgreSQL, MySQL or MariaDB database, through the host's Kysely.
 *
 * A commit takes the lock of its line and compares its revision, so commits of one line queue up and those of others pass.
 * Deadlocks and serialization failures are tried again, at most five times, and are `unavailable` after that, as are locks
 * that were waited for in vain; a COMMIT whose answer was lost is `unavailable` with `outcome: 'unknown'`.
 *
 * Ids that hold a NUL or half a surrogate pair, or have more than 512 bytes, cannot be stored; every call refuses them as
 * `unavailable`. So is every call until the tables are there.
 *
 * @throws TypeError if an option is missing or impossible
 */
export function createKyselyStore<DB>(options: KyselyStoreOptions<DB>): KyselyStore {
  const { commandRetentionMs = dayMs, failureLimit = 10, lockWaitMs = 5_000 } = options;
  const db = options.db as unknown as Kysely<unknown>;
  if (!Object.hasOwn(dialects, options.dialect)) {
    throw new TypeError(`createKyselyStore: options.dialect must be "postgres" or "mysql", not "${options.dialect}".`);
  }
  if (typeof db !== 'object' || db.isTransaction) {
    throw new TypeError('createKyselyStore: options.db must be a Kysely; for a transaction there is inTransaction().');
  }
  assertCounts('createKyselyStore: options', { commandRetentionMs, failureLimit, lockWaitMs });
  const dialect = dialects[options.dialect];
  const texts = createTexts(dialect, options);
  const assertSchema = createSchemaCheck(options.dialect);
  const shared = { dialect, texts, lockWaitMs, assertSchema };
  const session = createSession({ db, ...shared });
  const clock = inWholeMs(options.clock ?? systemClock);
  const settings = { clock, commandRetentionMs };
  const store = createStoreOn(session, settings);
  return {
    ...store,
    ...createActiveVersionReader(session),
    ...createPruning(session, clock, commandRetentionMs),
    documents: createKyselyDocuments(session, clock),
    outbox: createKyselyOutbox(session, clock, failureLimit),
    migrate: async () => {
      try {
        return ok(await migrate(db, options.dialect, texts));
      } catch (error) {
        return err(unavailable(error));
      }
    },
    inTransaction: (trx) => {
      // Without one, every statement would be a transaction of its own.
      if (!trx.isTransaction) throw new TypeError('inTransaction: what is given must be a transaction of Kysely.');
      const inside = createTransactionSession(trx as unknown as Kysely<unknown>, { db, ...shared });
      return {
        ...createStoreOn(inside, settings),
        // A refusal is no part of the host's transaction: it stays refused if the host rolls back.
        record: (events, call) => store.record(events, call),
        list: (query, call) => store.list(query, call),
        events: (query, call) => store.events(query, call),
        ...createActiveVersionReader(inside),
        documents: createKyselyDocuments(inside, clock),
      };
    },
  };
}

const dayMs = 24 * 60 * 60 * 1000;
const systemClock: Clock = { now: () => Date.now() };

/** Integer columns take no fractions. */
function inWholeMs(clock: Clock): Clock {
  return { now: () => Math.floor(clock.now()) };
}

export type { SqlDialect } from './dialect.ts';
export type { KyselyMigration, KyselyMigrationOptions, KyselyMigrations } from './migrations.ts';
export { createKyselyMigrations } from './migrations.ts';
export type { TablePlace } from './sql.ts';
