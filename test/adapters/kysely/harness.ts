import { createHash } from 'node:crypto';

import type { ControlledTransaction } from 'kysely';
import { Kysely, sql } from 'kysely';

import type { KyselyStore } from '../../../src/adapters/kysely/index.ts';
import { createKyselyMigrations, createKyselyStore } from '../../../src/adapters/kysely/index.ts';
import { call, valueOf } from '../../../src/testing/conformance/assertions.ts';
import type {
  Harness,
  StatementFaults,
  StoreSettings,
  Stores,
  WorkerModule,
} from '../../../src/testing/conformance/harness.ts';
import { breakable } from './breakable-dialect.ts';
import type { Database } from './databases.ts';
import { connectTo, dialectOf } from './databases.ts';

/** A namespace of the checks is a set of tables in the schema, by their prefix. */
export function placeOf({ dialect }: Pick<Database, 'dialect'>, schema: string, namespace: string) {
  const hash = createHash('sha256').update(namespace).digest('hex').slice(0, 16);
  return { dialect, schema, tablePrefix: `n${hash}_` };
}

/** Opens a namespace as the checks and their workers do: with a pool of its own, and migrated. */
export async function openNamespace(
  db: Kysely<unknown>,
  place: ReturnType<typeof placeOf>,
  settings: StoreSettings,
): Promise<KyselyStore> {
  const opened = createKyselyStore({ db, ...place, ...settings });
  const store: KyselyStore = {
    ...opened,
    // Whoever closes the store is done with the pool.
    close: async () => {
      await opened.close();
      await db.destroy();
    },
  };
  const migrated = await store.migrate();
  if (migrated.isErr()) {
    await store.close();
    throw migrated.error.cause;
  }
  return store;
}

interface Opened {
  readonly store: KyselyStore;
  readonly db: Kysely<unknown>;
  readonly faults: StatementFaults;
}

const connections = 8;

/** The Kysely store on a database, in a schema. */
export function createKyselyHarness(database: Database, schema: string, worker: WorkerModule): Harness {
  const opened = new WeakMap<Stores['store'], Opened>();
  const openedBy = ({ store }: Stores): Opened => {
    const found = opened.get(store);
    if (found === undefined) throw new Error('The connection is not one of this harness.');
    return found;
  };
  const alone = async (work: (db: Kysely<unknown>) => Promise<void>): Promise<void> => {
    const db = connectTo(database, 1);
    await work(db);
    await db.destroy();
  };
  return {
    name: `the Kysely store on ${database.name}`,
    capabilities: { durable: true, connections: true, processes: 'shared' },
    open: async (namespace, settings) => {
      const { dialect, faults } = breakable(dialectOf(database, connections));
      const db = new Kysely<unknown>({ dialect });
      const store = await openNamespace(db, placeOf(database, schema, namespace), settings);
      opened.set(store, { store, db, faults });
      return { store, documents: store.documents, outbox: store.outbox };
    },
    destroy: (namespace) =>
      alone(async (db) => {
        const { migrations } = createKyselyMigrations(placeOf(database, schema, namespace));
        for (const migration of Object.values(migrations).toReversed()) await migration.down(db);
      }),
    worker,
    statements: (stores) => openedBy(stores).faults,
    holdLine: async (namespace, line) => {
      const db = connectTo(database, 1);
      const store = createKyselyStore({ db, ...placeOf(database, schema, namespace) });
      const trx: ControlledTransaction<unknown> = await db.startTransaction().execute();
      valueOf(await store.inTransaction(trx).load(line, call));
      return async () => {
        await trx.rollback().execute();
        await db.destroy();
      };
    },
    inTransaction: async (stores, work) => {
      const { db, store } = openedBy(stores);
      await db
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (trx) => {
          const inside = store.inTransaction(trx);
          await work({ store: inside, documents: inside.documents, outbox: store.outbox });
        });
    },
    exhaustPool: async (stores) => {
      const { db } = openedBy(stores);
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const holding: Promise<void>[] = [];
      for (let count = 0; count < connections; count += 1) {
        await new Promise<void>((taken) => {
          holding.push(
            db.connection().execute(async () => {
              taken();
              await released;
            }),
          );
        });
      }
      return async () => {
        release();
        await Promise.all(holding);
      };
    },
    isSynchronous: async (stores) => {
      const { db } = openedBy(stores);
      const question =
        database.dialect === 'postgres'
          ? sql<{ readonly value: string }>`
              SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit') AS value`
          : sql<{ readonly value: number }>`SELECT @@innodb_flush_log_at_trx_commit AS value`;
      const { rows } = await question.execute(db);
      return ['on on', 1].includes(rows[0]?.value ?? '');
    },
    prune: async (stores) => {
      valueOf(await openedBy(stores).store.prune({ documentRetentionMs: 0 }));
    },
    writeNewerSchema: (namespace) =>
      alone(async (db) => {
        const { tablePrefix } = placeOf(database, schema, namespace);
        await sql`INSERT INTO ${sql.id(schema, `${tablePrefix}schema`)} (version) VALUES (1000)`.execute(db);
      }),
  };
}
