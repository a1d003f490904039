import type { Kysely } from 'kysely';

import type { SqlDialect } from './dialect.ts';
import { dialects } from './dialect.ts';
import { failureKindOf } from './failure.ts';
import type { Sql, TablePlace, Texts } from './sql.ts';
import { createSql, createTexts } from './sql.ts';
import { stepsOf } from './steps.ts';

/** For which database, and where the tables are to be. */
export interface KyselyMigrationOptions extends TablePlace {
  /** `mysql` is MySQL and MariaDB. */
  readonly dialect: SqlDialect;
}

/** A migration as Kysely's `Migrator` takes it. */
export interface KyselyMigration {
  up<DB>(db: Kysely<DB>): Promise<void>;
  /** Drops the tables, with all that is in them. */
  down<DB>(db: Kysely<DB>): Promise<void>;
}

/** The way to the present schema, for those who do not call `migrate` of the store. */
export interface KyselyMigrations {
  /** By name, in order; add them to what the host's `MigrationProvider` gives. */
  readonly migrations: Readonly<Record<string, KyselyMigration>>;
  /** The same as SQL, for `psql`, `mariadb` or another tool; it can be run again, and by several at once. */
  readonly sql: string;
}

/**
 * Gives the migrations as objects and as text. A `schema` has to be there already.
 *
 * @throws TypeError if `tablePrefix` or `schema` is impossible
 */
export function createKyselyMigrations(options: KyselyMigrationOptions): KyselyMigrations {
  const { dialect } = options;
  const texts = createTexts(dialects[dialect], options);
  const entries = stepsOf[dialect].map(({ down }, index): readonly [string, KyselyMigration] => [
    `contract_rollout_${String(index + 1).padStart(4, '0')}`,
    {
      up: (db) => migrateTo(db as unknown as Kysely<unknown>, dialect, texts, index + 1),
      down: async (db) => {
        const sql = createSql((db as unknown as Kysely<unknown>).withoutPlugins(), texts);
        for (const statement of down) await sql.run(statement);
        if (index === 0) await sql.run('DROP TABLE IF EXISTS {schema}');
        else await sql.run('DELETE FROM {schema} WHERE version = ?', index + 1);
      },
    },
  ]);
  return { migrations: Object.fromEntries(entries), sql: toScript(dialect, texts) };
}

/** Brings the schema up to date; safe when several processes do it at once. Throws if a newer release has been there. */
export function migrate(db: Kysely<unknown>, dialect: SqlDialect, texts: Texts): Promise<void> {
  return migrateTo(db, dialect, texts, stepsOf[dialect].length);
}

async function migrateTo(given: Kysely<unknown>, dialect: SqlDialect, texts: Texts, version: number): Promise<void> {
  const db = given.withoutPlugins();
  // MySQL has no transactions around its DDL; what stops half-way is repeated.
  if (dialect === 'mysql') {
    await onOneConnection(db, async (connection) => {
      const sql = createSql(connection, texts);
      const [lock] = await sql.all<{ readonly locked: unknown }>(`SELECT ${takeMysqlLock} AS locked`);
      if (Number(lock?.locked) !== 1) throw new Error('Another process has been migrating for a minute.');
      try {
        await carryOut(sql, dialect, version);
      } finally {
        await sql.all(`SELECT ${releaseMysqlLock}`);
      }
    });
    return;
  }
  const run = async (trx: Kysely<unknown>): Promise<void> => {
    const sql = createSql(trx, texts);
    await sql.all(takePostgresLock);
    await carryOut(sql, dialect, version);
  };
  await (db.isTransaction ? run(db) : db.transaction().execute(run));
}

async function onOneConnection(db: Kysely<unknown>, run: (db: Kysely<unknown>) => Promise<void>): Promise<void> {
  await (db.isTransaction ? run(db) : db.connection().execute(run));
}

async function carryOut(sql: Sql, dialect: SqlDialect, version: number): Promise<void> {
  await sql.run(createSchemaTable);
  const present = await readVersion(sql);
  assertNotNewer(present, stepsOf[dialect].length);
  for (const [index, { up }] of stepsOf[dialect].slice(0, version).entries()) {
    if (index < present) continue;
    for (const statement of up) await sql.run(statement);
    await sql.run(noteVersion(dialect, index + 1));
  }
}

/** A check of the schema that asks the database until the answer was good, and no more then. */
export function createSchemaCheck(dialect: SqlDialect): (sql: Sql) => Promise<void> {
  const known = stepsOf[dialect].length;
  let good = false;
  return async (sql) => {
    if (good) return;
    const present = await readVersion(sql).catch((error: unknown) => {
      throw failureKindOf(error) === 'refused'
        ? new Error('The tables of contract-rollout cannot be read. Call migrate() first.', { cause: error })
        : error;
    });
    assertNotNewer(present, known);
    if (present < known) {
      throw new Error(
        `The database has schema version ${present} of contract-rollout, this release needs ${known}. Call migrate() first.`,
      );
    }
    good = true;
  };
}

function assertNotNewer(present: number, known: number): void {
  if (present <= known) return;
  throw new Error(
    `The database has schema version ${present} of contract-rollout, this release knows ${known}: ` +
      `it was written by a newer release. Update the package.`,
  );
}

async function readVersion(sql: Sql): Promise<number> {
  const [row] = await sql.all<{ readonly version: unknown }>('SELECT max(version) AS version FROM {schema}');
  return Number(row?.version ?? 0);
}

const createSchemaTable = 'CREATE TABLE IF NOT EXISTS {schema} (version int NOT NULL PRIMARY KEY)';

// Any number that others do not use by chance.
const takePostgresLock = 'SELECT pg_advisory_xact_lock(7046029254386353131)';
const takeMysqlLock = "GET_LOCK('contract-rollout migrations', 60)";
const releaseMysqlLock = "RELEASE_LOCK('contract-rollout migrations')";

function noteVersion(dialect: SqlDialect, version: number): string {
  return dialect === 'postgres'
    ? `INSERT INTO {schema} (version) VALUES (${version}) ON CONFLICT DO NOTHING`
    : `INSERT IGNORE INTO {schema} (version) VALUES (${version})`;
}

function toScript(dialect: SqlDialect, texts: Texts): string {
  const steps = [
    createSchemaTable,
    ...stepsOf[dialect].flatMap(({ up }, index) => [...up, noteVersion(dialect, index + 1)]),
  ];
  const statements =
    dialect === 'postgres'
      ? ['BEGIN', takePostgresLock, ...steps, 'COMMIT']
      : [`SELECT ${takeMysqlLock}`, ...steps, `SELECT ${releaseMysqlLock}`];
  return statements.map((statement) => `${texts(statement).replaceAll(/^ {6}/gm, '')};\n`).join('\n');
}
