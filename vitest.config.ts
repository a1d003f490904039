import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^contract-rollout$/, replacement: at('./src/index.ts') },
      { find: /^contract-rollout\/sqlite$/, replacement: at('./src/adapters/sqlite/index.ts') },
      { find: /^contract-rollout\/(diff|http|testing)$/, replacement: at('./src/$1/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
