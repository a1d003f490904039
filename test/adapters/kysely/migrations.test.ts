import { Kysely, Migrator as MigratorOfRoot, sql } from 'kysely';
import { createPool } from 'mysql2/promise';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';

import { createKyselyMigrations, createKyselyStore } from '../../../src/adapters/kysely/index.ts';
import { call, errorOf, valueOf } from '../../../src/testing/conformance/assertions.ts';
import { billing, commitUpTo } from '../../../src/testing/conformance/samples.ts';
import { spyOn } from './breakable-dialect.ts';
import type { Database } from './databases.ts';
import { dialectOf, mariadb, postgres } from './databases.ts';
import { useFreshStore } from './fresh-store.ts';

const { KYSELY } = process.env;
/** Since version 0.29 it has an entry of its own. */
const Migrator =
  KYSELY === undefined
    ? MigratorOfRoot
    : ((await import(`${KYSELY}/dist/migration/index.js`)) as { readonly Migrator: typeof MigratorOfRoot }).Migrator;

describe('a place for tables', () => {
  it.each(['', 'a-b', '1a', 'a b', 'a;', 'x'.repeat(33)])('has no prefix %j', (tablePrefix) => {
    expect(() => createKyselyMigrations({ dialect: 'postgres', tablePrefix })).toThrow(/tablePrefix must be/);
  });

  it('may have any name that can be quoted', () => {
    const { sql } = createKyselyMigrations({ dialect: 'postgres', schema: 'a"b', tablePrefix: 'c_' });
    expect(sql).toContain('CREATE TABLE IF NOT EXISTS "a""b"."c_lines"');
    expect(createKyselyMigrations({ dialect: 'mysql', schema: 'a`b' }).sql).toContain(
      '`a``b`.`contract_rollout_lines`',
    );
    expect(() => createKyselyMigrations({ dialect: 'mysql', schema: '' })).toThrow(/schema must be/);
  });
});

describe.each([postgres, mariadb])('migrations on $name', (database) => {
  describe.skipIf(database.url === '')('of a database', () => {
    const fresh = useFreshStore(database, { migrated: false });

    it('are asked for by every call until they were carried out', async () => {
      const { store } = fresh();
      const error = errorOf(await store.load(billing, call));
      expect(error).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed' });
      expect(String(error.cause)).toMatch(/Call migrate\(\) first/);
      valueOf(await store.migrate());
      valueOf(await store.migrate());
      await commitUpTo(store, billing, 1);
    });

    it('leave alone what is there', async () => {
      const { store, open } = fresh();
      valueOf(await store.migrate());
      await commitUpTo(store, billing, 2);
      valueOf(await open().migrate());
      expect(valueOf(await open().load(billing, call)).revision).toBe(2);
    });

    it('are objects that the Migrator of Kysely carries out and takes back', async () => {
      const { db, place, store, table } = fresh();
      const { migrations } = createKyselyMigrations(place);
      const migrator = new Migrator({
        db,
        provider: { getMigrations: async () => ({ ...migrations }) },
        migrationTableSchema: place.schema ?? '',
        migrationTableName: `${place.tablePrefix}migrations`,
        migrationLockTableName: `${place.tablePrefix}migrations_lock`,
      });
      expect((await migrator.migrateToLatest()).error).toBeUndefined();
      await commitUpTo(store, billing, 1);
      expect((await migrator.migrateDown()).error).toBeUndefined();
      await expect(sql.raw(`SELECT * FROM ${table('lines')}`).execute(db)).rejects.toThrow(/exist/);
    });

    it('are SQL that can be run again, and by several at once', async () => {
      const { place, store } = fresh();
      const script = createKyselyMigrations(place).sql;
      await runScript(database, script);
      await Promise.all([1, 2, 3, 4].map(() => runScript(database, script)));
      await commitUpTo(store, billing, 1);
      valueOf(await store.migrate());
      expect(valueOf(await store.load(billing, call)).revision).toBe(1);
    });

    it('go on where they were stopped', async () => {
      const { place, store } = fresh();
      for (const stop of [3, 6]) {
        let count = 0;
        const dialect = spyOn(dialectOf(database, 1), (connection, query) => {
          count += 1;
          return count > stop ? Promise.reject(new Error('The process ends.')) : connection.executeQuery(query);
        });
        const db = new Kysely<unknown>({ dialect });
        errorOf(await createKyselyStore({ db, ...place }).migrate());
        await db.destroy();
      }
      valueOf(await store.migrate());
      await commitUpTo(store, billing, 1);
      expect(valueOf(await store.load(billing, call)).revision).toBe(1);
    });

    it('are refused if a newer release has been there, and so is every call', async () => {
      const { db, open, store, table } = fresh();
      valueOf(await store.migrate());
      await sql.raw(`INSERT INTO ${table('schema')} (version) VALUES (1000)`).execute(db);
      for (const result of [await open().migrate(), await open().load(billing, call)]) {
        const error = errorOf<unknown, { readonly kind: string; readonly cause?: unknown }>(result);
        expect(String(error.cause)).toMatch(/schema version 1000 .* newer release/);
      }
    });
  });
});

async function runScript({ dialect, url }: Database, script: string): Promise<void> {
  if (dialect === 'postgres') {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(script);
    await client.end();
  } else {
    const pool = createPool({ uri: url, multipleStatements: true });
    await pool.query(script);
    await pool.end();
  }
}
