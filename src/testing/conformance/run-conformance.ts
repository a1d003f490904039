import type { Check, Effort } from './check.ts';
import { reasonToSkip } from './check.ts';
import { conformanceChecks } from './conformance-checks.ts';
import type { Harness } from './harness.ts';
import { runCheck } from './run-check.ts';

/** Which checks to run, and how; everything has a default. */
export interface ConformanceOptions {
  /** Decides everything that is random, but not how processes and connections interleave. Default: a new one. */
  readonly seed?: number;
  /** Default `quick`. `full` kills 200 writers, 50 relays and 20 servers, and takes minutes. */
  readonly effort?: Effort;
  /** Ids of the checks to run. Default: all. */
  readonly only?: readonly string[];
  /** Called after each check. */
  readonly onCheck?: (report: CheckReport) => void;
}

/** What became of all checks. */
export interface ConformanceReport {
  readonly harness: string;
  readonly seed: number;
  readonly effort: Effort;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly checks: readonly CheckReport[];
}

/** What became of a check. */
export interface CheckReport {
  readonly id: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed, with the seed, or was skipped; `null` if it passed. */
  readonly reason: string | null;
  readonly duration_ms: number;
}

/**
 * Runs the checks one after the other and reports; a check that fails is an entry of the report, not a rejection.
 *
 * @throws TypeError if `only` names no check
 */
export async function runConformance(harness: Harness, options: ConformanceOptions = {}): Promise<ConformanceReport> {
  const { seed = newSeed(), effort = 'quick', onCheck } = options;
  const checks: CheckReport[] = [];
  for (const check of selectChecks(options.only)) {
    const report = await reportOn(harness, check, { seed, effort });
    checks.push(report);
    onCheck?.(report);
  }
  const count = (outcome: CheckReport['outcome']): number => checks.filter((each) => each.outcome === outcome).length;
  return {
    harness: harness.name,
    seed,
    effort,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    checks,
  };
}

/** A seed for a run that names none. */
export function newSeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}

/** The checks with these ids, or all. */
export function selectChecks(only: readonly string[] | undefined): readonly Check[] {
  if (only === undefined) return conformanceChecks;
  return only.map((id) => {
    const found = conformanceChecks.find((check) => check.id === id);
    if (found === undefined) throw new TypeError(`There is no conformance check "${id}".`);
    return found;
  });
}

async function reportOn(
  harness: Harness,
  check: Check,
  settings: { readonly seed: number; readonly effort: Effort },
): Promise<CheckReport> {
  const { id, title } = check;
  const skipped = reasonToSkip(harness, check);
  if (skipped !== undefined) return { id, title, outcome: 'skipped', reason: skipped, duration_ms: 0 };
  const started = performance.now();
  const duration = (): number => Math.round(performance.now() - started);
  try {
    await runCheck(harness, check, settings);
    return { id, title, outcome: 'passed', reason: null, duration_ms: duration() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { id, title, outcome: 'failed', reason, duration_ms: duration() };
  }
}
