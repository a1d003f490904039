import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { SqliteDriver } from '../../../src/adapters/sqlite/index.ts';
import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { serveConformance } from '../../../src/testing/conformance/worker.ts';
import { spoilWorker } from '../../testing/conformance/broken-workers.ts';

const { DIRECTORY = '', DRIVER, FAULT } = process.env;

await serveConformance(async (namespace, settings) => {
  // Two of these cannot exist at the same time, nor one after the other.
  if (FAULT === 'a namespace is created without a lock') mkdirSync(join(DIRECTORY, `${namespace}.lock`));
  const driver = DRIVER as SqliteDriver;
  const store = createSqliteStore({ filename: join(DIRECTORY, `${namespace}.db`), driver, ...settings });
  return spoilWorker(FAULT, { store, documents: store.documents, outbox: store.outbox });
});
