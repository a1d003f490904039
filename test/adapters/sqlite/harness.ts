import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { SqliteHandle } from '../../../src/adapters/sqlite/index.ts';
import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';
import type { Harness, StatementFaults, Stores, WorkerModule } from '../../../src/testing/conformance/harness.ts';
import { breakable } from './breakable-handle.ts';
import type { Driver } from './drivers.ts';

/** The SQLite store in files of a directory, one for each namespace. */
export function createSqliteHarness({ name, open }: Driver, directory: string, worker?: WorkerModule): Harness {
  const handles = new WeakMap<Stores['store'], { readonly handle: SqliteHandle; readonly faults: StatementFaults }>();
  const handleOf = ({ store }: Stores) => {
    const found = handles.get(store);
    if (found === undefined) throw new Error('The connection is not one of this harness.');
    return found;
  };
  const fileOf = (namespace: string) => join(directory, `${namespace}.db`);
  return {
    name: `the SQLite store in a file, by ${name}`,
    capabilities: { durable: true, connections: true, processes: 'shared', singleWriter: true },
    open: async (namespace, settings) => {
      mkdirSync(directory, { recursive: true });
      const handle = open(fileOf(namespace));
      const { faults, ...broken } = breakable(handle);
      const store = createSqliteStore({ open: () => broken, ...settings });
      handles.set(store, { handle, faults });
      return { store, documents: store.documents, outbox: store.outbox };
    },
    destroy: async (namespace) => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${fileOf(namespace)}${suffix}`, { force: true });
    },
    ...(worker === undefined ? {} : { worker }),
    statements: (stores) => handleOf(stores).faults,
    fillDisk: async (stores) => {
      const { handle } = handleOf(stores);
      const { page_count } = handle.prepare('PRAGMA page_count').get() as { page_count: number | bigint };
      handle.exec(`PRAGMA max_page_count = ${page_count}`);
      return async () => {
        handle.exec('PRAGMA max_page_count = 1073741823');
      };
    },
    isSynchronous: async (stores) => {
      const { handle } = handleOf(stores);
      const { synchronous } = handle.prepare('PRAGMA synchronous').get() as { synchronous: number | bigint };
      const { journal_mode } = handle.prepare('PRAGMA journal_mode').get() as { journal_mode: string };
      return journal_mode === 'wal' && Number(synchronous) >= 2;
    },
    writeNewerSchema: async (namespace) => {
      const handle = open(fileOf(namespace));
      handle.exec('INSERT INTO contract_rollout_schema (version) SELECT max(version) + 1 FROM contract_rollout_schema');
      handle.close();
    },
  };
}
