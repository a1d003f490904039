import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Tests of what keeps no state and touches nothing outside share their processes, so that modules are loaded once; not
 * the one that asks what is loaded when.
 */
const pure = 'test/{core,diff,http,internal,relay,telemetry,usecases}/**/!(loading).test.ts';

function rankOf({ moduleId, project }: TestSpecification): number {
  if (/\/test\/(?:adapters\/kysely|chaos)\//.test(moduleId)) return 0;
  return project.name === 'pure' ? 2 : 1;
}

/** What waits for others comes first, what only computes last: then nobody waits alone. */
class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

const resolve = {
  alias: [
    { find: /^contract-rollout$/, replacement: at('./src/index.ts') },
    { find: /^contract-rollout\/(sqlite|kysely)$/, replacement: at('./src/adapters/$1/index.ts') },
    { find: /^contract-rollout\/(diff|http|testing)$/, replacement: at('./src/$1/index.ts') },
    // Another version than the one that is installed here.
    ...(process.env['KYSELY'] === undefined
      ? []
      : [{ find: /^kysely$/, replacement: `${process.env['KYSELY']}/dist/index.js` }]),
  ],
};
const testTimeout = 30_000;

export default defineConfig({
  test: {
    globalSetup: ['test/databases.ts'],
    // Many tests wait for databases and other processes; meanwhile the processors have others to do.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: WaitingFirst },
    // Without `extends`, which would set up once for each.
    projects: [
      { resolve, test: { name: 'own process', include: ['test/**/*.test.ts'], exclude: [pure], testTimeout } },
      { resolve, test: { name: 'pure', include: [pure], isolate: false, testTimeout } },
    ],
  },
});
