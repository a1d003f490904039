import { describe, expect, it } from 'vitest';

import { createMemoryStore } from '../../src/adapters/memory/contract-store.ts';
import { createFixedClock } from '../../src/adapters/memory/fixed-clock.ts';
import { createSqliteStore } from '../../src/adapters/sqlite/index.ts';
import { brokenStores } from './broken-stores.ts';
import { breakable } from './sqlite/breakable-handle.ts';
import { findDrivers } from './sqlite/drivers.ts';
import type { StoreSubject } from './store-suite/subject.ts';
import { commandRetentionMs, failureLimit, start } from './store-suite/subject.ts';
import { storeCases } from './store-suite.ts';

describe('the store suite', () => {
  it.each(brokenStores)('finds that $fault', async ({ foundBy, spoil }) => {
    const storeCase = storeCases.find(({ name }) => name === foundBy);
    await expect(storeCase?.run(soundSubject())).resolves.toBeUndefined();
    await expect(storeCase?.run(spoil(soundSubject()))).rejects.toBeInstanceOf(Error);
  });

  it.each(storeCases.filter(({ needs }) => needs === 'faults'))(
    'without transactions finds out: $name',
    async (storeCase) => {
      const store = createSubjectWithoutTransactions();
      await expect(storeCase.run(store)).rejects.toBeInstanceOf(Error);
      await store.store.close();
    },
  );

  it('has no case that finds nothing', () => {
    const finding = new Set(brokenStores.map(({ foundBy }) => foundBy));
    const idle = storeCases.filter(({ name, needs }) => needs !== 'faults' && !finding.has(name));
    expect(idle.map(({ name }) => name)).toEqual([]);
  });
});

function soundSubject(): StoreSubject {
  const clock = createFixedClock(start);
  const store = createMemoryStore({ clock, commandRetentionMs, failureLimit });
  const stores = { store, documents: store.documents, outbox: store.outbox };
  return { ...stores, clock, connect: () => ({ ...stores, store: { ...store, close: async () => undefined } }) };
}

/** A store on a connection that ignores the bounds of transactions. */
function createSubjectWithoutTransactions(): StoreSubject {
  const clock = createFixedClock(start);
  const [driver] = findDrivers();
  if (driver === undefined) throw new Error('There is no driver.');
  const handle = driver.open(':memory:');
  const ignoring = {
    exec: (sql: string) => (sql === 'ROLLBACK' ? undefined : handle.exec(sql)),
    prepare: (sql: string) =>
      handle.prepare(sql === 'BEGIN IMMEDIATE' || sql === 'COMMIT' ? 'PRAGMA user_version = 0' : sql),
    close: () => handle.close(),
  };
  const { faults, ...broken } = breakable(ignoring);
  const store = createSqliteStore({ open: () => broken, clock, commandRetentionMs, failureLimit });
  return { store, documents: store.documents, outbox: store.outbox, clock, faults };
}
