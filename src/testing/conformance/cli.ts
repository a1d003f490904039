import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import type { Harness } from './harness.ts';
import type { CheckReport, ConformanceOptions, ConformanceReport } from './run-conformance.ts';
import { runConformance } from './run-conformance.ts';

const usage = `usage: contract-rollout-conformance HARNESS [options]
  HARNESS        a module that exports a conformance harness as "harness"
  --seed N       what chance begins with (default: a new one)
  --full         the sizes that figures are published of; takes minutes
  --only ID      run this check alone; may be given several times
  --json         print the report as JSON instead of lines
The exit code is 1 if a check failed, and 2 if none could be run.`;

const marks: Readonly<Record<CheckReport['outcome'], string>> = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' };

/** Runs the checks as a command line asks for; gives the exit code. */
export async function runCommandLine(input: readonly string[], print: (line: string) => void): Promise<number> {
  try {
    const parsed = parseArgs({
      args: [...input],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        full: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const { seed, full, only, help } = parsed.values;
    const [path] = parsed.positionals;
    if (help || path === undefined) {
      print(usage);
      return help ? 0 : 2;
    }
    if (seed !== undefined && !/^\d+$/.test(seed)) throw new TypeError(`--seed must be a number, not ${seed}.`);
    const { json } = parsed.values;
    const harness = await loadHarness(path);
    const options: ConformanceOptions = {
      effort: full ? 'full' : 'quick',
      ...(seed === undefined ? {} : { seed: Number(seed) }),
      ...(only === undefined ? {} : { only }),
      ...(json ? {} : { onCheck: (each) => print(lineOf(each)) }),
    };
    const report = await runConformance(harness, options);
    print(json ? JSON.stringify(report, null, 2) : summaryOf(report));
    return report.failed > 0 ? 1 : 0;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

async function loadHarness(path: string): Promise<Harness> {
  const module = (await import(pathToFileURL(resolve(path)).href)) as { readonly harness?: Harness };
  if (typeof module.harness?.open !== 'function') throw new TypeError(`${path} exports no "harness".`);
  return module.harness;
}

function lineOf({ id, title, outcome, reason, duration_ms }: CheckReport): string {
  const detail = outcome === 'passed' ? `${duration_ms} ms` : reason;
  return `${marks[outcome]} ${id}: ${title}\n       ${detail}`;
}

function summaryOf({ harness, seed, effort, passed, failed, skipped }: ConformanceReport): string {
  return `${harness}: ${passed} passed, ${failed} failed, ${skipped} skipped (${effort}, seed ${seed})`;
}
