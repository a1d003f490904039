import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'tsup';

import type { WorkerModule } from '../../../src/testing/conformance/harness.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A directory for databases, and a worker module that opens them, bundled so that starting one is cheap. */
export interface WorkerBundle {
  readonly directory: string;
  /** The worker for a driver; with a fault, if one is named. */
  worker(driver: string, fault?: string): WorkerModule;
  dispose(): void;
}

/** Bundles the module into a directory from which drivers can be loaded. */
export async function bundleWorker(): Promise<WorkerBundle> {
  const directory = mkdtempSync(here('../../../node_modules/.contract-rollout-'));
  await build({
    entry: { worker: here('./worker.ts') },
    outDir: directory,
    format: 'esm',
    target: 'node20',
    outExtension: () => ({ js: '.mjs' }),
    noExternal: [/^neverthrow$/, /^zod$/],
    config: false,
    silent: true,
    clean: false,
  });
  return {
    directory,
    worker: (DRIVER, fault) => ({
      module: join(directory, 'worker.mjs'),
      env: { DIRECTORY: directory, DRIVER, ...(fault === undefined ? {} : { FAULT: fault }) },
    }),
    dispose: () => {
      rmSync(directory, { recursive: true });
    },
  };
}
