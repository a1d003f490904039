import { afterAll, describe, it } from 'vitest';

import { registerConformance } from '../../../src/testing/conformance/register-conformance.ts';
import { bundleModule } from '../bundle-module.ts';
import type { Database } from './databases.ts';
import { createNamespace } from './databases.ts';
import { createKyselyHarness } from './harness.ts';

/** Registers the conformance checks on a database, or skips them if it is not there. */
export async function registerOn(database: Database): Promise<void> {
  const { dialect: DIALECT, url: URL } = database;
  const there = URL !== '';
  const bundle = there ? await bundleModule(new globalThis.URL('worker.ts', import.meta.url)) : undefined;
  const namespace = there ? await createNamespace(database) : undefined;
  const schema = namespace?.schema ?? '';
  afterAll(async () => {
    bundle?.dispose();
    await namespace?.dispose();
  }, 120_000);
  const harness = createKyselyHarness(database, schema, {
    module: bundle?.path ?? '',
    env: { DIALECT, URL, SCHEMA: schema },
  });
  registerConformance(harness, { describe: there ? describe : describe.skip, it });
}
