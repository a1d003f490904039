import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach } from 'vitest';

import type { KyselyStore, KyselyStoreOptions } from '../../../src/adapters/kysely/index.ts';
import { createKyselyStore } from '../../../src/adapters/kysely/index.ts';
import { valueOf } from '../../../src/testing/conformance/assertions.ts';
import type { Database, Namespace } from './databases.ts';
import { connectTo, createNamespace } from './databases.ts';

/** What the tests of a database work with; the tables are other ones in every test. */
export interface Fresh {
  readonly db: Kysely<unknown>;
  readonly place: Pick<KyselyStoreOptions<unknown>, 'dialect' | 'schema' | 'tablePrefix'>;
  /** The full name of a table, for statements of the test's own. */
  readonly table: (name: string) => string;
  readonly store: KyselyStore;
  /** Another store on the same tables. */
  readonly open: (options?: Partial<KyselyStoreOptions<unknown>>) => KyselyStore;
}

/** Creating and dropping many tables takes its time on a busy machine. */
const patienceMs = 120_000;

/** Prepares a store before each test, with its tables unless they are not wanted. */
export function useFreshStore(database: Database, { migrated = true } = {}): () => Fresh {
  let namespace: Namespace;
  let db: Kysely<unknown>;
  let fresh: Fresh;
  let count = 0;
  beforeAll(async () => {
    namespace = await createNamespace(database);
    db = connectTo(database);
  }, patienceMs);
  afterAll(async () => {
    await db.destroy();
    await namespace.dispose();
  }, patienceMs);
  beforeEach(async () => {
    count += 1;
    const place = { dialect: database.dialect, schema: namespace.schema, tablePrefix: `t${count}_` };
    const quote = database.dialect === 'postgres' ? '"' : '`';
    const open = (options: Partial<KyselyStoreOptions<unknown>> = {}) =>
      createKyselyStore({ db, ...place, ...options });
    fresh = {
      db,
      place,
      table: (name) => `${quote}${place.schema}${quote}.${quote}${place.tablePrefix}${name}${quote}`,
      store: open(),
      open,
    };
    if (migrated) valueOf(await fresh.store.migrate());
  }, patienceMs);
  return () => fresh;
}
