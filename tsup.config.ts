import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    diff: 'src/diff/index.ts',
    sqlite: 'src/adapters/sqlite/index.ts',
    kysely: 'src/adapters/kysely/index.ts',
    http: 'src/http/index.ts',
    testing: 'src/testing/index.ts',
    conformance: 'src/testing/conformance/command.ts',
    // Started by file name, from whatever chunk the pool is in.
    'diff-worker': 'src/adapters/built-in/diff-worker.ts',
  },
  format: ['esm', 'cjs'],
  target: 'node20.19',
  platform: 'node',
  // tsup sets baseUrl by itself, which TypeScript 6 calls deprecated.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  clean: true,
  shims: true,
  splitting: true,
  treeshake: true,
});
