import type { DiffReport, Finding } from '../../../src/core/report.ts';
import { diffOpenApi } from '../../../src/diff/index.ts';
import type { JsonObject } from '../../../src/internal/json.ts';
import { Random } from '../random.ts';
import { readApi } from './api.ts';
import { findBreach } from './exchange.ts';
import type { Question } from './questions.ts';
import { reorder } from './rewrites.ts';
import { refuteWitness } from './witness.ts';

export type Fault = 'unsound' | 'false witness' | 'missed break' | 'broke what is the same' | 'order matters' | 'threw';

/** An answer that was shown to be wrong. */
export interface Failure {
  readonly fault: Fault;
  readonly question: Question;
  readonly detail: string;
}

export interface Examined {
  readonly verdict: DiffReport['compatibility'] | 'refused';
  /** Findings with a witness, and how many of them were confirmed. */
  readonly witnesses: number;
  readonly confirmed: number;
  readonly undecided: number;
  readonly failures: readonly Failure[];
}

export interface ExamineSettings {
  /** How often every operation is played. */
  readonly rounds: number;
  /** Looks for this fault alone. */
  readonly only?: Fault;
}

/** Compares two documents and tries to prove the report wrong. */
export async function examine(question: Question, { rounds, only }: ExamineSettings): Promise<Examined> {
  const none = { witnesses: 0, confirmed: 0, undecided: 0 };
  const { baseline, candidate, relation, seed } = question;
  const fail = (fault: Fault, detail: string): Failure => ({ fault, question, detail });
  let report: DiffReport | undefined;
  try {
    report = await compare(baseline, candidate);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...none, verdict: 'refused', failures: [fail('threw', detail)] };
  }
  if (report === undefined) return { ...none, verdict: 'refused', failures: [] };
  const looksFor = (fault: Fault): boolean => only === undefined || only === fault;
  const failures: Failure[] = [];
  const { compatibility, findings } = report;
  const breaking = findings.filter(({ level }) => level === 'breaking');
  if (compatibility === 'compatible') {
    const breach = looksFor('unsound')
      ? findBreach(readApi(baseline), readApi(candidate), new Random(seed ^ 0x9e3779b9), rounds)
      : undefined;
    if (breach !== undefined) failures.push(fail('unsound', `${breach.what}: ${JSON.stringify(breach.sent)}`));
    if (relation === 'breaks') failures.push(fail('missed break', 'reported compatible'));
  } else if (relation === 'same') {
    failures.push(fail('broke what is the same', breaking.map(describe).join('; ')));
  }
  const witnessed = looksFor('false witness') ? breaking.filter((finding) => 'witness' in finding) : [];
  const verdicts = witnessed.map((finding) => refuteWitness(finding, readApi(baseline), readApi(candidate)));
  for (const [index, verdict] of verdicts.entries()) {
    const finding = witnessed[index];
    if (verdict.refuted && finding !== undefined)
      failures.push(fail('false witness', `${describe(finding)}: ${verdict.why}`));
  }
  if (looksFor('order matters')) {
    const shuffled = await compare(shuffle(baseline, seed), shuffle(candidate, seed + 1));
    if (keyOf(shuffled) !== keyOf(report)) failures.push(fail('order matters', difference(report, shuffled)));
  }
  return {
    verdict: compatibility,
    witnesses: witnessed.length,
    confirmed: verdicts.filter(({ refuted }) => !refuted).length,
    undecided: breaking.filter(({ undecided }) => undecided !== undefined).length,
    failures,
  };
}

async function compare(baseline: JsonObject, candidate: JsonObject): Promise<DiffReport | undefined> {
  const result = await diffOpenApi(JSON.stringify(baseline), JSON.stringify(candidate));
  return result.isOk() ? result.value : undefined;
}

function shuffle(document: JsonObject, seed: number): JsonObject {
  const shuffled = reorder(document, new Random(seed));
  return Object(shuffled);
}

/** What stays equal when maps are reordered: everything but lines and columns. */
function keyOf(report: DiffReport | undefined): string {
  return JSON.stringify(
    report?.findings.map(({ rule, level, fingerprint, baseline, candidate, occurrences, undecided }) => [
      rule,
      level,
      fingerprint,
      baseline?.pointer,
      candidate?.pointer,
      occurrences,
      undecided,
    ]),
  );
}

function difference(one: DiffReport, other: DiffReport | undefined): string {
  const prints = (report: DiffReport | undefined): ReadonlySet<string> =>
    new Set(
      report?.findings.map((finding) => JSON.stringify([finding.fingerprint, finding.level, finding.occurrences])),
    );
  const [known, now] = [prints(one), prints(other)];
  const listed = (report: DiffReport | undefined, rest: ReadonlySet<string>): string =>
    (report?.findings ?? [])
      .filter((finding) => !rest.has(JSON.stringify([finding.fingerprint, finding.level, finding.occurrences])))
      .map((finding) => `${describe(finding)} ${JSON.stringify(finding.occurrences)}`)
      .join('; ');
  return `${listed(one, now)} BECAME ${listed(other, known)}`;
}

function describe({ rule, baseline, candidate, message, witness, undecided }: Finding): string {
  const place = `${baseline?.pointer ?? '-'} → ${candidate?.pointer ?? '-'}`;
  const shown = witness === undefined ? '' : ` witness ${JSON.stringify(witness)}`;
  return `[${rule}] ${place} ${message}${shown}${undecided === undefined ? '' : ` undecided: ${undecided}`}`;
}
