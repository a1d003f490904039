import { describe, expect, it } from 'vitest';

import { assertSafeBetterSqlite3 } from '../../../src/adapters/sqlite/drivers.ts';
import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';

describe('choosing a driver', () => {
  it('takes one that is installed', async () => {
    const store = createSqliteStore({ filename: ':memory:' });
    await store.close();
    expect(store.durable).toBe(false);
  });

  it('says what to do about one that is asked for and not there', () => {
    expect(() => createSqliteStore({ filename: ':memory:', driver: 'better-sqlite3' })).toThrow(
      /better-sqlite3: it cannot be loaded/,
    );
  });

  it.runIf(process.getBuiltinModule('node:sqlite') === undefined)('says that Node.js has none of its own', () => {
    expect(() => createSqliteStore({ filename: ':memory:', driver: 'node:sqlite' })).toThrow(/does not have it/);
  });

  it.each([
    ['13.0.0', 9],
    ['13.2.0', 9],
    ['14.0.0-beta.1', 9],
    ['13.2.0', Number.NaN],
  ])('refuses better-sqlite3 %s with Node-API %d, where loading it would end the process', (version, nodeApi) => {
    expect(() => assertSafeBetterSqlite3(version, nodeApi)).toThrow(/would crash this process.*better-sqlite3@12/s);
  });

  it.each([
    ['12.11.0', 9],
    ['9.6.0', 8],
    ['13.2.0', 10],
  ])('takes better-sqlite3 %s with Node-API %d', (version, nodeApi) => {
    expect(() => assertSafeBetterSqlite3(version, nodeApi)).not.toThrow();
  });
});
