import { createRequire } from 'node:module';

import type { SqliteHandle } from './handle.ts';

/** The drivers that are known by name. */
export type SqliteDriver = 'better-sqlite3' | 'libsql' | 'node:sqlite';

/** Opens a database file with the driver asked for, or with the first of the order that can be loaded. */
export function openWithDriver(filename: string, driver: SqliteDriver | undefined): SqliteHandle {
  if (driver !== undefined) {
    if (!driverOrder.includes(driver)) {
      throw new TypeError(
        `createSqliteStore: options.driver must be one of ${driverOrder.join(', ')}, not "${driver}".`,
      );
    }
    return openers[driver]()(filename);
  }
  const failures: unknown[] = [];
  for (const candidate of driverOrder) {
    let open: Opener;
    try {
      open = openers[candidate]();
    } catch (failure) {
      failures.push(failure);
      continue;
    }
    return open(filename);
  }
  throw new AggregateError(
    failures,
    `No SQLite driver can be loaded. Install one of them: "npm install better-sqlite3" (version 12 for Node.js before ` +
      `22.14) or "npm install libsql"; Node.js 22.13 and later brings its own. Tried: ${failures.map(messageOf).join(' ')}`,
  );
}

type Opener = (filename: string) => SqliteHandle;

// What somebody installed is what they want. node:sqlite comes last because Node.js 22 prints a warning when it is loaded.
const driverOrder: readonly SqliteDriver[] = ['better-sqlite3', 'libsql', 'node:sqlite'];

/** Each loads its driver, or throws an error that says why it cannot be used here. */
const openers: Readonly<Record<SqliteDriver, () => Opener>> = {
  'better-sqlite3': () => {
    assertSafeBetterSqlite3(versionOfPackage('better-sqlite3'), Number(process.versions['napi']));
    return openerOf(loadPackage('better-sqlite3'));
  },
  libsql: () => openerOf(loadPackage('libsql')),
  'node:sqlite': () => {
    const builtIn = process.getBuiltinModule('node:sqlite') as { readonly DatabaseSync: DatabaseClass } | undefined;
    if (builtIn === undefined) throw new Error(`node:sqlite: Node.js ${process.versions.node} does not have it.`);
    return openerOf(builtIn.DatabaseSync);
  },
};

type DatabaseClass = new (filename: string) => SqliteHandle;

/** better-sqlite3 13 does not fail on a Node.js without Node-API 10, it ends the process with a segmentation fault. */
export function assertSafeBetterSqlite3(version: string, nodeApi: number): void {
  if (Number.parseInt(version, 10) < 13 || nodeApi >= 10) return;
  throw new Error(
    `better-sqlite3: version ${version} needs Node.js 22.14 or later and would crash this process ` +
      `(Node.js ${process.versions.node}). Install better-sqlite3@12 or libsql, or update Node.js.`,
  );
}

function openerOf(Database: DatabaseClass): Opener {
  return (filename) => new Database(filename);
}

const load = createRequire(import.meta.url);

function versionOfPackage(name: string): string {
  return (explainMissing(name, () => load(`${name}/package.json`)) as { readonly version: string }).version;
}

function loadPackage(name: string): DatabaseClass {
  return explainMissing(name, () => load(name)) as DatabaseClass;
}

function explainMissing(name: string, work: () => unknown): unknown {
  try {
    return work();
  } catch (cause) {
    throw new Error(`${name}: it cannot be loaded (${messageOf(cause).split('\n', 1)[0]}).`, { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
