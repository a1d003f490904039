import type { WorkerModule } from '../../../src/testing/conformance/harness.ts';
import { bundleModule } from '../bundle-module.ts';

/** A directory for databases, and a worker module that opens them. */
export interface WorkerBundle {
  readonly directory: string;
  /** The worker for a driver; with a fault, if one is named. */
  worker(driver: string, fault?: string): WorkerModule;
  dispose(): void;
}

/** Bundles the module into a directory from which drivers can be loaded. */
export async function bundleWorker(): Promise<WorkerBundle> {
  const bundle = await bundleModule(new URL('worker.ts', import.meta.url));
  return {
    directory: bundle.directory,
    worker: (DRIVER, fault) => ({
      module: bundle.path,
      env: { DIRECTORY: bundle.directory, DRIVER, ...(fault === undefined ? {} : { FAULT: fault }) },
    }),
    dispose: () => bundle.dispose(),
  };
}
