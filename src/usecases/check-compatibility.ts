import { latestCheck } from '../core/line.ts';
import { invariant } from '../internal/invariant.ts';
import type { Execution } from './execute.ts';
import type { LineInput } from './line-input.ts';
import { commandResult, findEvent } from './outputs.ts';
import type { CheckResult } from './results.ts';
import { checkResultSchema } from './results.ts';

/** An ordered pair to check, and what the operator says of it. */
export interface CheckCompatibilityInput extends LineInput {
  readonly baseline_version: string;
  readonly candidate_version: string;
  /** Where the documents are stored it must agree with the comparison; where they are not, it is the evidence. */
  readonly breaking_change_count?: number | undefined;
  /** A list of breaking changes, `{ breaking_changes: [] }`, `{ breaking_change_count }`, or text beside a count. */
  readonly diff_summary?: unknown;
}

/** Prepares a check. */
export function checkCompatibility(input: CheckCompatibilityInput): Execution<CheckResult> {
  const { baseline_version, candidate_version, breaking_change_count, diff_summary } = input;
  const declared = {
    ...(breaking_change_count === undefined ? {} : { breaking_change_count }),
    ...(diff_summary === undefined ? {} : { diff_summary }),
  };
  return {
    input,
    command: {
      type: 'check',
      baseline_version,
      candidate_version,
      ...(Object.keys(declared).length === 0 ? {} : { declared }),
    },
    output: checkResultSchema,
    toOutput: (line, outcome) => {
      const event = findEvent(outcome.events, 'platform.integration.contract.compatibility_evaluated');
      invariant(event, 'a check records its evidence');
      const { reverse_check: _, ...check } = event.data;
      const wayBack = latestCheck(line, candidate_version, baseline_version);
      const counts = wayBack?.provenance === 'declared' || wayBack?.ruleset_digest === check.ruleset_digest;
      return {
        ...commandResult(line, outcome),
        ...check,
        rollback_ready: wayBack !== undefined && counts ? wayBack.result === 'compatible' : null,
      };
    },
  };
}
