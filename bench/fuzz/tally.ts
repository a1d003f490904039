import type { Examined } from './examine.ts';
import type { Question } from './pairs.ts';

/** What a run has seen so far; plain data, so that worker processes can send it. */
export interface Tally {
  questions: number;
  readonly verdicts: Record<string, number>;
  /** Reasons of `undecided`, by relation and reason. */
  readonly reasons: Record<string, number>;
  instances: number;
  hits: number;
  /** `undecided` although a sampled instance refutes. */
  missed: number;
  milliseconds: number;
  slowest: number;
  readonly findings: Record<string, number>;
}

export const createTally = (): Tally => ({
  questions: 0,
  verdicts: {},
  reasons: {},
  instances: 0,
  hits: 0,
  missed: 0,
  milliseconds: 0,
  slowest: 0,
  findings: {},
});

function bump(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by;
}

export function count(tally: Tally, question: Question, examined: Examined): void {
  tally.questions += 1;
  bump(tally.verdicts, `${question.relation} ${examined.verdict}`);
  if (examined.reason !== undefined) bump(tally.reasons, examined.reason.replaceAll(/[#"'].*$/g, '…').slice(0, 70));
  tally.instances += examined.tried;
  tally.hits += examined.hits;
  tally.missed += examined.missed ? 1 : 0;
  tally.milliseconds += examined.milliseconds;
  tally.slowest = Math.max(tally.slowest, examined.milliseconds);
  for (const { kind } of examined.findings) bump(tally.findings, kind);
}

export function add(into: Tally, from: Tally): void {
  into.questions += from.questions;
  into.instances += from.instances;
  into.hits += from.hits;
  into.missed += from.missed;
  into.milliseconds += from.milliseconds;
  into.slowest = Math.max(into.slowest, from.slowest);
  for (const part of ['verdicts', 'reasons', 'findings'] as const) {
    for (const [key, value] of Object.entries(from[part])) bump(into[part], key, value);
  }
}

const list = (counts: Readonly<Record<string, number>>, most: number): string[] =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([key, value]) => `  ${String(value).padStart(9)}  ${key}`);

export function renderTally(tally: Tally, seconds: number): string {
  const { questions, instances, hits, missed, milliseconds, slowest } = tally;
  const rate = (questions / seconds).toFixed(0);
  const each = (milliseconds / Math.max(1, questions)).toFixed(3);
  return [
    `${questions} questions in ${seconds.toFixed(0)} s (${rate}/s); engine ${each} ms each, slowest ${slowest.toFixed(0)} ms`,
    `${instances} attacking instances, ${hits} of them valid under sub; ${missed} undecided although refuted by one`,
    ...list(tally.verdicts, 20),
    ...(Object.keys(tally.reasons).length > 0 ? ['undecided because', ...list(tally.reasons, 12)] : []),
    ...(Object.keys(tally.findings).length > 0 ? ['FINDINGS', ...list(tally.findings, 12)] : ['no findings']),
  ].join('\n');
}
