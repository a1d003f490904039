import { readFileSync } from 'node:fs';

import { afterAll, describe, expect, it } from 'vitest';

import { registerConformance, runConformance } from 'contract-rollout/testing';

import { harness } from '../../examples/journal-store/harness.ts';
import { bundleModule } from '../adapters/bundle-module.ts';

describe('the example of an adapter', () => {
  it('has fewer than 120 lines', () => {
    const source = readFileSync(new URL('../../examples/journal-store/journal-store.ts', import.meta.url), 'utf8');
    expect(source.split('\n').length).toBeLessThan(120);
  });

  it('passes a check with its worker as it stands there, run from source', { timeout: 60_000 }, async () => {
    expect(await runConformance(harness, { only: ['reopening'] })).toMatchObject({ passed: 1, failed: 0 });
  });
});

// Most checks with workers start many: bundled, each is there in a fraction of the time.
const bundle = await bundleModule(new URL('../../examples/journal-store/worker.ts', import.meta.url));
afterAll(() => bundle.dispose());
registerConformance({ ...harness, worker: { module: bundle.path } }, { describe, it });
