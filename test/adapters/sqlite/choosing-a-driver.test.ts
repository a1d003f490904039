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

describe('impossible options', () => {
  it.each([
    [undefined, /options\.filename must be the path of a file/],
    [{}, /options\.filename must be the path of a file/],
    [{ filename: 5 }, /options\.filename must be the path of a file/],
    [{ filename: ':memory:', driver: 'sqlite3' }, /options\.driver must be one of better-sqlite3, libsql, node:sqlite/],
    [
      { filename: ':memory:', commandRetentionMs: Number.NaN },
      /commandRetentionMs must be a whole number from 1, not NaN/,
    ],
    [{ filename: ':memory:', failureLimit: 0 }, /failureLimit/],
    [{ filename: ':memory:', busyTimeoutMs: -1 }, /busyTimeoutMs/],
  ])('%j are refused', (options, message) => {
    const create = () => createSqliteStore(options as never);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });
});
