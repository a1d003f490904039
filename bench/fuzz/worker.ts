import { examine } from './examine.ts';
import type { Finding, Settings } from './examine.ts';
import { minimize } from './minimal.ts';
import { drawFamily } from './pairs.ts';
import type { PairOptions, Question } from './pairs.ts';
import { count, createTally } from './tally.ts';
import type { Tally } from './tally.ts';

/** A stretch of seeds for one process: `first`, `first + stride`, and so on. */
export interface Stretch {
  readonly first: number;
  readonly stride: number;
  readonly seeds: number;
  readonly seconds: number;
  readonly settings: Settings;
  readonly pairs: PairOptions;
  /** How many undecided questions of kept meaning to send along, for the engine's developer. */
  readonly undecided: number;
}

export type Report =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'undecided'; readonly question: Question; readonly reason: string }
  | { readonly kind: 'tally'; readonly tally: Tally; readonly seed: number; readonly done: boolean };

const reportEvery = 5000;

/** Fuzzes a stretch of seeds. */
export async function work(stretch: Stretch, report: (report: Report) => void): Promise<void> {
  const { first, stride, seeds, seconds, settings, pairs } = stretch;
  const deadline = performance.now() + seconds * 1000;
  const examples = new Map<string, number>();
  let tally = createTally();
  let lastReport = performance.now();
  let seed = first;
  const send = (done: boolean): void => {
    report({ kind: 'tally', tally, seed, done });
    tally = createTally();
    lastReport = performance.now();
  };
  for (let index = 0; index < seeds && performance.now() < deadline; index += 1) {
    seed = first + index * stride;
    for (const examined of await examine(drawFamily(seed, pairs), settings)) {
      const { question } = examined;
      count(tally, question, examined);
      // A flood of one kind says no more than its first few.
      for (const finding of examined.findings) {
        if (takes(examples, finding.kind, 20)) report({ kind: 'finding', finding: minimize(finding) });
      }
      const { verdict, reason } = examined;
      if (
        verdict === 'undecided' &&
        reason !== undefined &&
        takes(examples, `undecided ${reason}`, stretch.undecided)
      ) {
        report({ kind: 'undecided', question, reason });
      }
    }
    if (performance.now() - lastReport > reportEvery) send(false);
  }
  send(true);
}

function takes(examples: Map<string, number>, key: string, most: number): boolean {
  const taken = examples.get(key) ?? 0;
  examples.set(key, taken + 1);
  return taken < most;
}
