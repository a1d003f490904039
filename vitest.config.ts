import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^contract-rollout$/, replacement: at('./src/index.ts') },
      { find: /^contract-rollout\/(sqlite|kysely)$/, replacement: at('./src/adapters/$1/index.ts') },
      { find: /^contract-rollout\/(diff|http|testing)$/, replacement: at('./src/$1/index.ts') },
      // Another version than the one that is installed here.
      ...(process.env['KYSELY'] === undefined
        ? []
        : [{ find: /^kysely$/, replacement: `${process.env['KYSELY']}/dist/index.js` }]),
    ],
  },
  test: {
    globalSetup: ['test/databases.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // The default leaves one processor free, which is half of a small machine.
    maxWorkers: '100%',
  },
});
