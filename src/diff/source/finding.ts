import type { DiffReport, Finding, Place } from '../../core/report.ts';
import { canonicalJson } from '../../internal/canonical-json.ts';
import { checksumOf } from '../../internal/checksum.ts';

/** A finding before it has its fingerprint; `values` are what differs, for the fingerprint alone. */
export interface FindingDraft extends Omit<Finding, 'fingerprint' | 'occurrences'> {
  readonly occurrences?: Finding['occurrences'];
  readonly values: readonly unknown[];
}

/** Gives drafts their fingerprints, removes repetitions, sorts, and draws the verdict. */
export async function toReport(drafts: readonly FindingDraft[], ruleset_digest: string): Promise<DiffReport> {
  const findings = new Map<string, Finding>();
  for (const draft of drafts) {
    const finding = await toFinding(draft);
    findings.set(finding.fingerprint, finding);
  }
  const sorted = [...findings.values()].sort(inOrder);
  const breaking = sorted.filter(({ level }) => level === 'breaking').length;
  return {
    compatibility: breaking === 0 ? 'compatible' : 'incompatible',
    breaking_change_count: breaking,
    findings: sorted,
    ruleset_digest,
  };
}

async function toFinding({ values, ...draft }: FindingDraft): Promise<Finding> {
  const { rule, baseline, candidate } = draft;
  const identity = [rule, baseline?.pointer ?? null, candidate?.pointer ?? null, values];
  const fingerprint = await checksumOf(new TextEncoder().encode(canonicalJson(identity)));
  return { occurrences: [], ...draft, fingerprint };
}

function inOrder(one: Finding, other: Finding): number {
  return compareText(orderOf(one), orderOf(other));
}

function orderOf(finding: Finding): string {
  const places = [pointerOf(finding.baseline ?? finding.candidate), pointerOf(finding.candidate)];
  return [finding.level, ...places, finding.rule, finding.fingerprint].join('\u0000');
}

/** By code unit, which is the same in every locale. */
function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function pointerOf(place: Place | undefined): string {
  return place?.pointer ?? '';
}
