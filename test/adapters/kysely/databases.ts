import type { Dialect } from 'kysely';
import { Kysely, MysqlDialect, PostgresDialect, sql } from 'kysely';
import { createPool } from 'mysql2';
import { Pool } from 'pg';

import type { SqlDialect } from '../../../src/adapters/kysely/index.ts';

/** A database on which the tests run. */
export interface Database {
  readonly name: 'PostgreSQL' | 'MariaDB';
  readonly dialect: SqlDialect;
  /** Empty if there is none; its tests are skipped then. */
  readonly url: string;
}

/** The one that DATABASE_URL names. */
export const postgres: Database = {
  name: 'PostgreSQL',
  dialect: 'postgres',
  url: process.env['DATABASE_URL'] ?? '',
};

/** The one that MYSQL_URL names. */
export const mariadb: Database = { name: 'MariaDB', dialect: 'mysql', url: process.env['MYSQL_URL'] ?? '' };

/** A dialect with a pool of its own. */
export function dialectOf({ dialect, url }: Pick<Database, 'dialect' | 'url'>, connections = 8): Dialect {
  return dialect === 'postgres'
    ? new PostgresDialect({ pool: createPostgresPool(url, connections) })
    : new MysqlDialect({ pool: createPool({ uri: url, connectionLimit: connections }) });
}

function createPostgresPool(connectionString: string, max: number): Pool {
  const pool = new Pool({ connectionString, max });
  // Without a listener an error of a connection that is in use would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return pool;
}

/** An instance as a host would make it. */
export function connectTo(database: Pick<Database, 'dialect' | 'url'>, connections?: number): Kysely<unknown> {
  return new Kysely({ dialect: dialectOf(database, connections) });
}

/** A schema, or on MariaDB a database, that nothing else uses. */
export interface Namespace {
  readonly schema: string;
  readonly dispose: () => Promise<void>;
}

const begin = 'contract_rollout_test_';
const dayMs = 24 * 60 * 60 * 1000;
let namespaces = 0;

/** Creates a namespace, and removes those that tests have left behind for a day. */
export async function createNamespace(database: Database): Promise<Namespace> {
  const db = connectTo(database, 1);
  namespaces += 1;
  const schema = `${begin}${Date.now()}_${process.pid}_${namespaces}`;
  for (const left of await findLeft(db)) await drop(db, database, left);
  await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(db);
  return {
    schema,
    dispose: async () => {
      await drop(db, database, schema);
      await db.destroy();
    },
  };
}

async function findLeft(db: Kysely<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{
    readonly name: string;
  }>`SELECT schema_name AS name FROM information_schema.schemata`.execute(db);
  return rows.map(({ name }) => name).filter((name) => Number(createdAt(name)) < Date.now() - dayMs);
}

function createdAt(name: string): string | undefined {
  return name.startsWith(begin) ? name.slice(begin.length).split('_', 1)[0] : undefined;
}

async function drop(db: Kysely<unknown>, { dialect }: Database, schema: string): Promise<void> {
  const cascade = dialect === 'postgres' ? sql`CASCADE` : sql``;
  await sql`DROP SCHEMA IF EXISTS ${sql.id(schema)} ${cascade}`.execute(db);
}
