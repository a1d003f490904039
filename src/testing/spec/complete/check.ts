import type { CompatibilityEvaluated } from '../../../core/event.ts';
import type { CompatibilityCheck } from '../../../core/line.ts';
import type { Stated } from '../events.ts';
import type { Past } from '../history.ts';
import type { Impossible, StatedOf } from './basics.ts';
import { assertAgrees, defaultOperator, defaultRuleset, prefix, versionOf } from './basics.ts';

/** Completes a recorded check. */
export function evaluated(
  past: Past,
  { reverse_check, ...stated }: StatedOf<'compatibility_evaluated'>,
  impossible: Impossible,
): CompatibilityEvaluated {
  const { line } = past;
  const check = checkOf(past, stated, impossible);
  const is_current_baseline = check.baseline_version === line.active_version;
  assertAgrees(stated, { is_current_baseline }, impossible);
  const { baseline_version: candidate_version, candidate_version: baseline_version } = check;
  const next = { ...past, line: { ...line, check_seq: check.check_seq } };
  return {
    type: `${prefix}.compatibility_evaluated`,
    data: {
      ...check,
      is_current_baseline,
      reverse_check: reverse_check
        ? checkOf(next, { ...reverse_check, baseline_version, candidate_version }, impossible)
        : null,
    },
  };
}

/** Completes the check itself, as the next of the line. */
export function checkOf(
  { line, now }: Past,
  stated: Stated<CompatibilityCheck>,
  impossible: Impossible,
): CompatibilityCheck {
  const baseline = versionOf(line, stated.baseline_version, impossible);
  const candidate = versionOf(line, stated.candidate_version, impossible);
  if (baseline === candidate) impossible('a version is not compared with itself.');
  const { result } = stated;
  if (result === undefined) return impossible("state the check's result, or its breaking_change_count.");
  const breaking_change_count = stated.breaking_change_count ?? (result === 'compatible' ? 0 : 1);
  if ((result === 'compatible') !== (breaking_change_count === 0)) {
    impossible(`${breaking_change_count} breaking changes do not make it ${result}.`);
  }
  const comparable = baseline.document_stored && candidate.document_stored;
  const { provenance = comparable ? 'computed' : 'declared' } = stated;
  if (provenance === 'computed' && !comparable) impossible('nothing is computed where documents are not stored.');
  const settled = { check_seq: line.check_seq + 1 };
  assertAgrees(stated, settled, impossible);
  return {
    provenance,
    result,
    breaking_change_count,
    baseline_checksum: baseline.checksum,
    candidate_checksum: candidate.checksum,
    ruleset_digest: provenance === 'computed' ? defaultRuleset : null,
    findings: [],
    report_checksum: null,
    diff_summary: null,
    checked_at: now,
    checked_by: defaultOperator,
    ...stated,
    ...settled,
  } as CompatibilityCheck;
}
