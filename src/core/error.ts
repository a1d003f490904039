import type { CompatibilityCheck, ContractType } from './line.ts';
import type { Finding } from './report.ts';

/** What was not there. */
export interface NotFound extends Refused {
  readonly error_code: 'integration_contract_not_found';
  readonly reason: 'integration_missing' | 'baseline_missing' | 'candidate_missing' | 'target_missing';
  readonly contract_version?: string;
}

/** The latest check that counts says that the target breaks the active version's counterparties. */
export interface Incompatible extends Refused {
  readonly error_code: 'integration_contract_incompatible';
  readonly reason: 'breaking_changes';
  readonly baseline_version: string;
  readonly candidate_version: string;
  /** Sequence number of the check on its line. */
  readonly check_seq: number;
  readonly breaking_change_count: number;
  /** The first few findings; the whole report is stored under `report_checksum`. */
  readonly findings: readonly Finding[];
  readonly report_checksum: string | null;
  /** What would open the gate. */
  readonly remedy?: string;
}

/** Why a version may not become active, or may not be taken away. */
export type BlockedReason = (typeof blockedReasons)[number];

export const blockedReasons = [
  'missing_compatibility_check',
  'stale_compatibility_check',
  'retired_version',
  'baseline_version_mismatch',
  'baseline_version_without_active_contract',
  'integration_not_active',
  'active_version_not_retirable',
  'frozen',
  'approval_missing',
  'policy_denied',
  'policy_evaluation_failed',
  'no_rollback_target',
] as const;

/** A gate is closed. */
export interface ActivationBlocked extends Refused {
  readonly error_code: 'integration_contract_activation_blocked';
  readonly reason: BlockedReason;
  /** Name of the gate that blocks; the plan lists all of them. */
  readonly gate: string;
  /** What would open the gate. */
  readonly remedy?: string;
  readonly contract_version?: string;
  readonly baseline_version?: string | null;
}

/** What was wrong with the call itself. */
export type InvalidPayloadReason =
  | 'invalid_field'
  | 'invalid_document'
  | 'document_too_large'
  | 'contract_type_required'
  | 'contract_type_unsupported'
  | 'same_version'
  | 'declared_evidence_missing'
  | 'declared_evidence_invalid'
  | 'declared_count_mismatch'
  | 'override_not_bound'
  | 'sunset_before_deprecation'
  | 'history_inconsistent'
  | 'too_many_versions';

/** The call is malformed, or names something that cannot be. */
export interface InvalidPayload extends Refused {
  readonly error_code: 'integration_contract_invalid_payload';
  readonly reason: InvalidPayloadReason;
  /** Each thing that is wrong, with its place. */
  readonly issues: readonly PayloadIssue[];
}

/** One thing wrong with a payload. */
export interface PayloadIssue {
  /** JSON Pointer (RFC 6901) into the input, or into the document where `line` is given. */
  readonly pointer: string;
  readonly message: string;
  /** The rule that is violated: `duplicate-key`, `external-reference`, `limit-exceeded`. */
  readonly rule?: string;
  readonly line?: number;
  readonly column?: number;
  readonly limit?: { readonly name: string; readonly value: number };
}

/** The actor may not do this; the same answer whether or not the integration exists. */
export interface Forbidden extends Refused {
  readonly error_code: 'integration_contract_forbidden';
  readonly reason: 'permission_denied' | 'override_denied' | 'unauthenticated';
  /** Any one of these permissions would have sufficed. */
  readonly permissions: readonly string[];
}

/** What is stored contradicts what was asked. */
export interface Conflict extends Refused {
  readonly error_code: 'integration_contract_conflict';
  readonly reason:
    | 'version_exists'
    | 'version_retired'
    | 'integration_retired'
    | 'command_in_flight'
    | 'contention'
    | 'override_used'
    | 'line_not_empty';
  readonly contract_version?: string;
}

/** The line moved since the caller looked at it; look again, then decide again. */
export interface RevisionConflict extends Refused {
  readonly error_code: 'integration_contract_revision_conflict';
  readonly reason: 'revision_mismatch' | 'plan_outdated';
  readonly expected_revision: number;
  readonly revision: number;
}

/** The command id was used before, for something else. */
export interface IdempotencyMismatch extends Refused {
  readonly error_code: 'integration_contract_idempotency_mismatch';
  readonly reason: 'other_payload';
  readonly command_id: string;
}

/** A dependency failed; nothing was decided on its silence. */
export interface DependencyUnavailable extends Refused {
  readonly error_code: 'INT-503-DEPENDENCY-UNAVAILABLE';
  readonly reason: 'failed' | 'timed_out' | 'malformed_answer';
  /** The port: `contract_store`, `document_store`, `authorizer`, … */
  readonly dependency: string;
  /**
   * `nothing_changed`, or `unknown` where a commit was sent and its answer was lost: retrying with the same command id
   * is safe and yields the first result if there was one.
   */
  readonly outcome: 'nothing_changed' | 'unknown';
  /** What the dependency said, for logs; never part of an HTTP response. */
  readonly cause?: unknown;
}

/** What every refusal carries. */
interface Refused {
  /** For people; code, reason and data are the API. */
  readonly message: string;
  /** Whether the same call can succeed later without anybody changing anything. */
  readonly retryable: boolean;
}

/** A refusal as the decider gives it, before the call's `request_id` is known. */
export type Refusal =
  | NotFound
  | Incompatible
  | ActivationBlocked
  | InvalidPayload
  | Forbidden
  | Conflict
  | RevisionConflict
  | IdempotencyMismatch
  | DependencyUnavailable;

/** The closed set of error codes. */
export type ErrorCode = Refusal['error_code'];

/** Every `reason` of every code. */
export type RefusalReason = Refusal['reason'];

/** A refusal of a use case: code, reason, typed data, and the `request_id` it is logged under. */
export type RolloutError = Refusal & { readonly request_id: string };

const notFoundMessages: Record<NotFound['reason'], string> = {
  integration_missing: 'The integration is not in the catalog.',
  baseline_missing: 'The baseline version does not exist on this contract line.',
  candidate_missing: 'The candidate version does not exist on this contract line.',
  target_missing: 'The version does not exist on this contract line.',
};

export function notFound(reason: NotFound['reason'], contract_version?: string): NotFound {
  return {
    error_code: 'integration_contract_not_found',
    reason,
    message: notFoundMessages[reason],
    retryable: false,
    ...(contract_version === undefined ? {} : { contract_version }),
  };
}

export function incompatible(check: CompatibilityCheck, remedy?: string): Incompatible {
  const { baseline_version, candidate_version, check_seq, breaking_change_count, findings, report_checksum } = check;
  const changes = breaking_change_count === 1 ? '1 breaking change' : `${breaking_change_count} breaking changes`;
  return {
    error_code: 'integration_contract_incompatible',
    reason: 'breaking_changes',
    message: `Version "${candidate_version}" has ${changes} against the active version "${baseline_version}".`,
    retryable: false,
    baseline_version,
    candidate_version,
    check_seq,
    breaking_change_count,
    findings,
    report_checksum,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

export function activationBlocked(
  reason: BlockedReason,
  gate: string,
  message: string,
  data: Pick<ActivationBlocked, 'remedy' | 'contract_version' | 'baseline_version'> = {},
): ActivationBlocked {
  return { error_code: 'integration_contract_activation_blocked', reason, gate, message, retryable: false, ...data };
}

export function invalidPayload(
  reason: InvalidPayloadReason,
  message: string,
  issues: readonly PayloadIssue[] = [],
): InvalidPayload {
  return { error_code: 'integration_contract_invalid_payload', reason, message, retryable: false, issues };
}

export function forbidden(reason: Forbidden['reason'], permissions: readonly string[]): Forbidden {
  const message = {
    permission_denied: 'The actor lacks the permission for this operation.',
    override_denied: 'The actor lacks the permission to override a compatibility check.',
    unauthenticated: 'The request names no actor.',
  }[reason];
  return { error_code: 'integration_contract_forbidden', reason, message, retryable: false, permissions };
}

export function conflict(reason: Conflict['reason'], message: string, contract_version?: string): Conflict {
  return {
    error_code: 'integration_contract_conflict',
    reason,
    message,
    retryable: reason === 'contention' || reason === 'command_in_flight',
    ...(contract_version === undefined ? {} : { contract_version }),
  };
}

export function revisionConflict(
  reason: RevisionConflict['reason'],
  expected_revision: number,
  revision: number,
): RevisionConflict {
  return {
    error_code: 'integration_contract_revision_conflict',
    reason,
    message: `The contract line stands at revision ${revision}, not at the expected ${expected_revision}.`,
    retryable: false,
    expected_revision,
    revision,
  };
}

export function idempotencyMismatch(command_id: string): IdempotencyMismatch {
  return {
    error_code: 'integration_contract_idempotency_mismatch',
    reason: 'other_payload',
    message: 'The idempotency key was used before with another payload.',
    retryable: false,
    command_id,
  };
}

export function dependencyUnavailable(
  dependency: string,
  reason: DependencyUnavailable['reason'],
  details: { readonly outcome?: DependencyUnavailable['outcome']; readonly cause?: unknown } = {},
): DependencyUnavailable {
  const happened = {
    failed: 'failed',
    timed_out: 'did not answer in time',
    malformed_answer: 'gave an answer that cannot be trusted',
  }[reason];
  const outcome = details.outcome ?? 'nothing_changed';
  const consequence = outcome === 'unknown' ? 'whether the change was stored is unknown' : 'nothing was changed';
  return {
    error_code: 'INT-503-DEPENDENCY-UNAVAILABLE',
    reason,
    message: `The dependency ${dependency} ${happened}; ${consequence}.`,
    retryable: true,
    dependency,
    outcome,
    ...(details.cause === undefined ? {} : { cause: details.cause }),
  };
}

/** The payload issue of a contract type without a differ. */
export function unsupportedContractType(contract_type: ContractType): InvalidPayload {
  return invalidPayload('contract_type_unsupported', `No differ is configured for contract type "${contract_type}".`, [
    { pointer: '/contract_type', message: `"${contract_type}" has no differ.` },
  ]);
}

/** The refusal of new versions for an integration that is gone. */
export function integrationRetired(): Conflict {
  return conflict('integration_retired', 'The integration is retired and takes no new versions.');
}
