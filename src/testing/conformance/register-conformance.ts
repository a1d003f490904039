import { reasonToSkip } from './check.ts';
import type { Harness } from './harness.ts';
import { runCheck } from './run-check.ts';
import type { ConformanceOptions } from './run-conformance.ts';
import { newSeed, selectChecks } from './run-conformance.ts';

/** The part of a test runner that is used: vitest, jest and node:test fit as they are. */
export interface TestRunner {
  readonly describe: (title: string, register: () => void) => unknown;
  readonly it: Registration & { readonly skip: Registration };
}

/** Registers a test. node:test takes no timeout this way, and has none by default. */
export type Registration = (title: string, run: () => Promise<void>, timeoutMs?: number) => unknown;

/**
 * Registers the checks with a test runner, each as a test of its own; those that do not apply are skipped, with the
 * reason in their title.
 */
export function registerConformance(
  harness: Harness,
  { describe, it }: TestRunner,
  options: Omit<ConformanceOptions, 'onCheck'> = {},
): void {
  const { seed = newSeed(), effort = 'quick' } = options;
  const timeoutMs = effort === 'full' ? 30 * 60_000 : 120_000;
  describe(`${harness.name} (seed ${seed})`, () => {
    for (const check of selectChecks(options.only)) {
      const skipped = reasonToSkip(harness, check);
      const run = (): Promise<void> => runCheck(harness, check, { seed, effort });
      if (skipped === undefined) it(check.title, run, timeoutMs);
      else it.skip(`${check.title} (${skipped})`, run, timeoutMs);
    }
  });
}
