import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createFixedClock } from '../../../src/adapters/memory/fixed-clock.ts';
import type { SqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { registerCases } from '../register-cases.ts';
import { commandRetentionMs, failureLimit, start } from '../store-suite/subject.ts';
import { storeCases } from '../store-suite.ts';
import { breakable } from './breakable-handle.ts';
import { findDrivers } from './drivers.ts';

for (const { name, open } of findDrivers()) {
  registerCases(`the SQLite store in a file, by ${name}`, storeCases, () => {
    const directory = mkdtempSync(join(tmpdir(), 'contract-rollout-'));
    const clock = createFixedClock(start);
    const handle = breakable(open(join(directory, 'test.db')));
    const stores: SqliteStore[] = [];
    const connect = (openHandle = () => open(join(directory, 'test.db'))): SqliteStore => {
      const store = createSqliteStore({ open: openHandle, clock, commandRetentionMs, failureLimit });
      stores.push(store);
      return store;
    };
    const store = connect(() => handle);
    return {
      subject: {
        store,
        documents: store.documents,
        outbox: store.outbox,
        clock,
        faults: handle.faults,
        connect: () => {
          const other = connect();
          return { store: other, documents: other.documents, outbox: other.outbox };
        },
      },
      dispose: async () => {
        await Promise.all(stores.map((each) => each.close()));
        rmSync(directory, { recursive: true });
      },
    };
  });

  registerCases(`the SQLite store in memory, by ${name}`, storeCases, () => {
    const clock = createFixedClock(start);
    const store = createSqliteStore({ open: () => open(':memory:'), clock, commandRetentionMs, failureLimit });
    return {
      subject: { store, documents: store.documents, outbox: store.outbox, clock },
      dispose: () => store.close(),
    };
  });
}
