import { createRequire } from 'node:module';

import Libsql from 'libsql';

import type { SqliteHandle } from '../../../src/adapters/sqlite/index.ts';

type DatabaseClass = new (filename: string) => SqliteHandle;

/** A driver that this process can use. */
export interface Driver {
  readonly name: string;
  readonly open: (filename: string) => SqliteHandle;
}

/**
 * libsql, which is a development dependency; node:sqlite, where Node.js has it; and better-sqlite3, where the variable
 * BETTER_SQLITE3 holds the path of its package.
 */
export function findDrivers(): readonly Driver[] {
  const drivers: Driver[] = [
    { name: 'libsql', open: (filename: string) => new Libsql(filename) },
    { name: 'libsql giving bigints', open: (filename: string) => new Libsql(filename).defaultSafeIntegers() },
  ];
  const builtIn = process.getBuiltinModule('node:sqlite') as { readonly DatabaseSync: DatabaseClass } | undefined;
  if (builtIn !== undefined) drivers.push(driver('node:sqlite', builtIn.DatabaseSync));
  const path = process.env['BETTER_SQLITE3'];
  if (path !== undefined) drivers.push(driver('better-sqlite3', createRequire(import.meta.url)(path) as DatabaseClass));
  return drivers;
}

function driver(name: string, Database: DatabaseClass): Driver {
  return { name, open: (filename) => new Database(filename) };
}
