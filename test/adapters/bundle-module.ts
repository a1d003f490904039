import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'tsup';

const worker = fileURLToPath(new URL('../../src/adapters/built-in/diff-worker.ts', import.meta.url));

/** A module bundled into a directory of its own, from which packages can be loaded. */
export interface BundledModule {
  readonly directory: string;
  readonly path: string;
  dispose(): void;
}

/** Bundles a module, so that starting it in a process is cheap; if it `compares` in threads, with what they run. */
export async function bundleModule(module: URL, { compares = false } = {}): Promise<BundledModule> {
  const directory = mkdtempSync(fileURLToPath(new URL('../../node_modules/.contract-rollout-', import.meta.url)));
  await build({
    entry: { module: fileURLToPath(module), ...(compares ? { 'diff-worker': worker } : {}) },
    outDir: directory,
    format: 'esm',
    target: 'node20',
    outExtension: () => ({ js: '.mjs' }),
    skipNodeModulesBundle: true,
    noExternal: [/^zod$/],
    config: false,
    silent: true,
    clean: false,
  });
  return {
    directory,
    path: join(directory, 'module.mjs'),
    dispose: () => {
      rmSync(directory, { recursive: true });
    },
  };
}
