import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, it } from 'vitest';

import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { registerConformance } from '../../../src/testing/conformance/register-conformance.ts';
import { findDrivers } from './drivers.ts';
import { createSqliteHarness } from './harness.ts';
import { bundleWorker } from './workers.ts';

const bundle = await bundleWorker();
const temporary = mkdtempSync(join(tmpdir(), 'contract-rollout-'));
afterAll(() => {
  bundle.dispose();
  rmSync(temporary, { recursive: true });
});

for (const driver of findDrivers()) {
  // A worker process opens a database by the name of its driver.
  const named = ['libsql', 'node:sqlite'].includes(driver.name);
  const harness = named
    ? createSqliteHarness(driver, bundle.directory, bundle.worker(driver.name))
    : createSqliteHarness(driver, temporary);
  registerConformance(harness, { describe, it });

  registerConformance(
    {
      name: `the SQLite store in memory, by ${driver.name}`,
      capabilities: { durable: false, connections: false, processes: 'none' },
      open: async (_, settings) => {
        const store = createSqliteStore({ open: () => driver.open(':memory:'), ...settings });
        return { store, documents: store.documents, outbox: store.outbox };
      },
      destroy: async () => undefined,
    },
    { describe, it },
  );
}
