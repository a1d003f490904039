import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Folders of what keeps no state and touches nothing outside: their tests share processes, modules are loaded once.
 * Not the one that asks what is loaded when.
 */
const stateless = 'core|diff|http|internal|relay|telemetry|usecases';

function rankOf({ moduleId, project }: TestSpecification): number {
  if (/\/test\/(?:adapters\/kysely|chaos)\//.test(moduleId)) return 0;
  return project.name === 'shared' ? 2 : 1;
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
    // Without `extends`, which would set up once for each, and without `exclude`, which would replace that of a command.
    projects: [
      {
        resolve,
        test: {
          name: 'own process',
          include: ['test/*.test.ts', `test/!(${stateless})/**/*.test.ts`, 'test/**/loading.test.ts'],
          testTimeout,
        },
      },
      {
        resolve,
        test: {
          name: 'shared',
          include: [`test/@(${stateless})/**/!(loading).test.ts`],
          setupFiles: ['test/properties.ts'],
          testTimeout,
          isolate: false,
        },
      },
    ],
  },
});
