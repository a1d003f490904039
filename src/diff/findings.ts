import type { DiffReport, Direction, Finding, FindingLevel, Occurrence } from '../core/report.ts';
import { canonicalJson } from '../internal/canonical-json.ts';
import { checksumOf } from '../internal/checksum.ts';
import type { RuleInfo } from './rule.ts';
import { notExact } from './document-rules.ts';
import { latePlaceOf, type SourceDocument } from './source/parse-document.ts';

/** Where a finding is met. */
export interface Occurring {
  readonly direction: Direction;
  /** Absent where no single operation is affected. */
  readonly occurrence?: Occurrence;
  /** Several at once. */
  readonly occurrences?: Iterable<Occurrence>;
  /** The one that the witness is of: it leads the others, which are sorted. */
  readonly first?: Occurrence;
}

/** What a rule found; pointers of the side that has something to point at. */
export interface Found {
  readonly baseline?: string;
  readonly candidate?: string;
  readonly message: string;
  /** What differs, for the fingerprint, beyond rule, direction and places. */
  readonly values: readonly unknown[];
  readonly witness?: unknown;
  readonly undecided?: string;
  /** Replaces the level of the rule, where evidence says more than the rule. */
  readonly level?: FindingLevel;
  readonly because?: string;
  readonly remedy?: string;
}

/** A break that was looked at and accepted; it counts again once `expires_at` has passed. */
export interface Waiver {
  readonly fingerprint: string;
  readonly reason: string;
  /** RFC 3339. */
  readonly expires_at: string;
}

/** How findings are judged. */
export interface Judging {
  /** Levels by rule id, in place of the catalogue's. */
  readonly levels: ReadonlyMap<string, FindingLevel>;
  readonly accept: readonly Waiver[];
  /** Milliseconds since 1970; waivers that expire up to then do not count. */
  readonly now: number;
}

interface Collected {
  readonly rule: RuleInfo;
  readonly direction: Direction;
  readonly found: Found;
  readonly first: Occurrence | undefined;
  readonly occurrences: Map<string, Occurrence>;
}

/** Takes what rules find. */
export interface FindingSink {
  add(rule: RuleInfo, at: Occurring, found: Found): void;
}

/** Collects what rules find: one cause is one finding, wherever it is met. */
export class Findings implements FindingSink {
  readonly #collected = new Map<string, Collected>();

  add(rule: RuleInfo, { direction, occurrence, occurrences = [], first }: Occurring, found: Found): void {
    const key = JSON.stringify([rule.id, direction, found.baseline, found.candidate, found.values]);
    let collected = this.#collected.get(key);
    if (collected === undefined) {
      collected = { rule, direction, found, first, occurrences: new Map() };
      this.#collected.set(key, collected);
    }
    if (occurrence !== undefined) collected.occurrences.set(identityOf(occurrence), occurrence);
    for (const each of occurrences) collected.occurrences.set(identityOf(each), each);
  }

  /** Takes what is found when the candidate is compared with the baseline, as for the way back: sides are turned again. */
  wayBack(): FindingSink {
    return {
      add: (rule, at, { baseline, candidate, ...found }) =>
        this.add(rule, at, {
          ...found,
          ...(candidate === undefined ? {} : { baseline: candidate }),
          ...(baseline === undefined ? {} : { candidate: baseline }),
          message: `On the way back: ${found.message}`,
          values: ['way back', ...found.values],
        }),
    };
  }

  /** The report: findings with places, fingerprints and levels, sorted; and the verdict that follows from them. */
  async toReport(
    documents: { readonly baseline: SourceDocument; readonly candidate: SourceDocument },
    ruleset_digest: string,
    judging: Judging,
  ): Promise<DiffReport> {
    const findings: Finding[] = [];
    const waivers = new Map(judging.accept.map((waiver) => [waiver.fingerprint, waiver]));
    for (const collected of this.#collected.values()) {
      const fingerprint = await fingerprintOf(collected);
      findings.push(judge(toFinding(collected, fingerprint, documents), judging, waivers));
    }
    findings.sort(inOrder);
    const breaking = findings.filter(counts).length;
    return {
      compatibility: breaking === 0 ? 'compatible' : 'incompatible',
      breaking_change_count: breaking,
      findings,
      ruleset_digest,
    };
  }
}

/** Whether a finding makes the pair incompatible. */
function counts(finding: Finding): boolean {
  return finding.level === 'breaking' && finding.accepted === undefined;
}

function judge(finding: Finding, judging: Judging, waivers: ReadonlyMap<string, Waiver>): Finding {
  const level = judging.levels.get(finding.rule);
  const judged =
    level === undefined || level === finding.level ? finding : { ...finding, level, default_level: finding.level };
  const waiver = waivers.get(finding.fingerprint);
  if (judged.level !== 'breaking' || waiver === undefined || Date.parse(waiver.expires_at) <= judging.now)
    return judged;
  return { ...judged, accepted: { reason: waiver.reason, expires_at: waiver.expires_at } };
}

function toFinding(
  { rule, direction, found, first, occurrences }: Collected,
  fingerprint: string,
  { baseline, candidate }: { readonly baseline: SourceDocument; readonly candidate: SourceDocument },
): Finding {
  const { message, because = rule.because, remedy = rule.remedy } = found;
  const isRounded =
    showsRounded(found.witness, found.baseline, baseline) || showsRounded(found.witness, found.candidate, candidate);
  const { witness, undecided } = isRounded ? { undecided: notExact } : found;
  return {
    rule: rule.id,
    level: found.level ?? levelOf(rule, direction),
    direction,
    ...(found.baseline === undefined ? {} : { baseline: latePlaceOf(baseline, found.baseline) }),
    ...(found.candidate === undefined ? {} : { candidate: latePlaceOf(candidate, found.candidate) }),
    message,
    because,
    ...(remedy === undefined ? {} : { remedy }),
    ...(witness === undefined ? {} : { witness }),
    ...(undecided === undefined ? {} : { undecided }),
    occurrences: [...occurrences.values()].sort((one, other) => inOccurrenceOrder(one, other, first)),
    fingerprint,
  };
}

/** Whether what shows a finding is made of a number written at its place that a double does not hold. */
function showsRounded(witness: unknown, place: string | undefined, { inexact_numbers }: SourceDocument): boolean {
  if (witness === undefined || place === undefined) return false;
  const rounded = inexact_numbers.filter(({ pointer }) => pointer.startsWith(`${place}/`));
  return rounded.length > 0 && holdsAny(witness, new Set(rounded.map(({ written }) => Number(written))));
}

function holdsAny(value: unknown, numbers: ReadonlySet<number>): boolean {
  if (typeof value === 'number') return numbers.has(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => holdsAny(each, numbers));
}

/** A rule's level in a direction it does not know is the most severe of those it has. */
export function levelOf({ level }: RuleInfo, direction: Direction): FindingLevel {
  if (typeof level === 'string') return level;
  const levels = Object.values(level);
  return level[direction] ?? severities.find((each) => levels.includes(each)) ?? 'breaking';
}

const severities: readonly FindingLevel[] = ['breaking', 'warning', 'info'];

async function fingerprintOf({ rule, direction, found }: Collected): Promise<string> {
  const identity = [rule.id, direction, found.baseline ?? null, found.candidate ?? null, found.values];
  return checksumOf(new TextEncoder().encode(canonicalJson(identity)));
}

function inOrder(one: Finding, other: Finding): number {
  return (
    severities.indexOf(one.level) - severities.indexOf(other.level) ||
    compareText(pointerOf(one), pointerOf(other)) ||
    compareText(one.rule, other.rule) ||
    compareText(one.fingerprint, other.fingerprint)
  );
}

function inOccurrenceOrder(one: Occurrence, other: Occurrence, first: Occurrence | undefined): number {
  if (first !== undefined && identityOf(one) === identityOf(first)) return -1;
  if (first !== undefined && identityOf(other) === identityOf(first)) return 1;
  return compareText(one.operation, other.operation) || compareText(one.pointer, other.pointer);
}

function identityOf({ operation, pointer }: Occurrence): string {
  return `${operation}\u0000${pointer}`;
}

function pointerOf({ baseline, candidate }: Finding): string {
  return (baseline ?? candidate)?.pointer ?? '';
}

/** By code unit, which is the same in every locale. */
function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
