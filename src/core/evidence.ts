import type { Check, Command } from './command.ts';
import type { Comparison, Context } from './context.ts';
import type { CompatibilityEvaluated } from './event.ts';
import type { CompatibilityCheck, ContractLine, ContractVersion } from './line.ts';
import { latestCheck } from './line.ts';
import { rollbackTarget } from './rollback.ts';

/** An ordered pair of versions that a decision wants compared. */
export interface Pair {
  readonly baseline: ContractVersion;
  readonly candidate: ContractVersion;
  /** Whether the command cannot be decided without it; otherwise it only informs. */
  readonly necessary: boolean;
}

/**
 * The pairs whose comparison a command wants in its context: that of a check, the way to a rollback's target, and the
 * way back from what is, or is about to be, activated. Pairs that have no stored documents are left out, and so are
 * those known already, but for the pair of a check.
 */
export function pairsToCompare(line: ContractLine, command: Command, ruleset_digest: string | null): readonly Pair[] {
  if (ruleset_digest === null) return [];
  const unknown = (from: string, to: string, necessary: boolean) =>
    isFresh(latestCheck(line, from, to), ruleset_digest) ? [] : comparable(line, from, to, necessary);
  const current = line.active_version;
  switch (command.type) {
    case 'check': {
      const { baseline_version: baseline, candidate_version: candidate } = command;
      const wayBack = baseline === current ? unknown(candidate, baseline, false) : [];
      return [...comparable(line, baseline, candidate, true), ...wayBack];
    }
    case 'activate':
    case 'rollback': {
      const target = command.contract_version ?? rollbackTarget(line);
      if (target === undefined || current === null) return [];
      const way = command.type === 'rollback' ? unknown(current, target, true) : [];
      return [...way, ...unknown(target, current, false)];
    }
    default:
      return [];
  }
}

/** The computed outcome of an ordered pair, if the context has it. */
export function findComparison(context: Context, baseline: string, candidate: string): Comparison | undefined {
  return context.comparisons.find(
    (comparison) =>
      comparison.baseline_version === baseline &&
      comparison.candidate_version === candidate &&
      comparison.ruleset_digest === context.ruleset_digest,
  );
}

/** Whether a check can justify something now: its rules are those in force. Documents never change under a version. */
function isFresh(check: CompatibilityCheck | undefined, ruleset_digest: string | null): boolean {
  return check?.provenance === 'computed' && check.ruleset_digest === ruleset_digest;
}

/**
 * The check of an ordered pair that the gate would accept as fresh, recorded or computed just now; `undefined` where
 * there is none. What is declared stands only where nothing is computed.
 */
export function freshCheck(
  line: ContractLine,
  from: string,
  to: string,
  context: Context,
): { readonly check: CompatibilityCheck; readonly recorded: boolean } | undefined {
  const recorded = latestCheck(line, from, to);
  if (recorded !== undefined && isFresh(recorded, context.ruleset_digest)) return { check: recorded, recorded: true };
  const comparison = findComparison(context, from, to);
  if (comparison !== undefined) return { check: computedCheck(line, comparison, context), recorded: false };
  return recorded?.provenance === 'declared' ? { check: recorded, recorded: true } : undefined;
}

/** The event of a new check. Where the pair starts from the active version, the way back is recorded along with it. */
export function compatibilityEvaluated(
  line: ContractLine,
  check: CompatibilityCheck,
  context: Context,
): CompatibilityEvaluated {
  const is_current_baseline = line.active_version === check.baseline_version;
  const numbered = { ...line, check_seq: check.check_seq };
  const wayBack = is_current_baseline
    ? freshCheck(numbered, check.candidate_version, check.baseline_version, context)
    : undefined;
  return {
    type: 'platform.integration.contract.compatibility_evaluated',
    data: { ...check, is_current_baseline, reverse_check: wayBack?.recorded === false ? wayBack.check : null },
  };
}

/** The record of a computed comparison, as the line's next check. */
export function computedCheck(line: ContractLine, comparison: Comparison, context: Context): CompatibilityCheck {
  const { result, breaking_change_count, ruleset_digest, findings, report_checksum } = comparison;
  return {
    ...checkOf(line, comparison, context),
    provenance: 'computed',
    result,
    breaking_change_count,
    ruleset_digest,
    findings,
    report_checksum,
    diff_summary: null,
  };
}

/** The record of an operator's declaration, as the line's next check. */
export function declaredCheck(line: ContractLine, command: Check, count: number, context: Context): CompatibilityCheck {
  return {
    ...checkOf(line, command, context),
    provenance: 'declared',
    result: count === 0 ? 'compatible' : 'incompatible',
    breaking_change_count: count,
    ruleset_digest: null,
    findings: [],
    report_checksum: null,
    diff_summary: command.declared?.diff_summary ?? null,
  };
}

function comparable(line: ContractLine, from: string, to: string, necessary: boolean): readonly Pair[] {
  const [baseline, candidate] = [line.versions.get(from), line.versions.get(to)];
  return baseline?.document_stored && candidate?.document_stored && from !== to
    ? [{ baseline, candidate, necessary }]
    : [];
}

function checkOf(
  line: ContractLine,
  pair: { readonly baseline_version: string; readonly candidate_version: string },
  context: Context,
) {
  return {
    check_seq: line.check_seq + 1,
    baseline_version: pair.baseline_version,
    candidate_version: pair.candidate_version,
    baseline_checksum: line.versions.get(pair.baseline_version)?.checksum ?? '',
    candidate_checksum: line.versions.get(pair.candidate_version)?.checksum ?? '',
    checked_at: context.now,
    checked_by: context.actor.id,
  };
}
