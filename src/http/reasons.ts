import type { ErrorCode, Refusal, RefusalReason } from '../core/error.ts';
import { requestErrorCodes } from './request-refusal.ts';

type CodeOf<Reason> = {
  [Code in ErrorCode]: Reason extends Extract<Refusal, { readonly error_code: Code }>['reason'] ? Code : never;
}[ErrorCode];

const errorCodes: { readonly [Reason in RefusalReason]: CodeOf<Reason> } = {
  integration_missing: 'integration_contract_not_found',
  baseline_missing: 'integration_contract_not_found',
  candidate_missing: 'integration_contract_not_found',
  target_missing: 'integration_contract_not_found',
  breaking_changes: 'integration_contract_incompatible',
  missing_compatibility_check: 'integration_contract_activation_blocked',
  stale_compatibility_check: 'integration_contract_activation_blocked',
  retired_version: 'integration_contract_activation_blocked',
  baseline_version_mismatch: 'integration_contract_activation_blocked',
  baseline_version_without_active_contract: 'integration_contract_activation_blocked',
  integration_not_active: 'integration_contract_activation_blocked',
  active_version_not_retirable: 'integration_contract_activation_blocked',
  frozen: 'integration_contract_activation_blocked',
  approval_missing: 'integration_contract_activation_blocked',
  policy_denied: 'integration_contract_activation_blocked',
  policy_evaluation_failed: 'integration_contract_activation_blocked',
  no_rollback_target: 'integration_contract_activation_blocked',
  invalid_field: 'integration_contract_invalid_payload',
  invalid_document: 'integration_contract_invalid_payload',
  document_too_large: 'integration_contract_invalid_payload',
  contract_type_required: 'integration_contract_invalid_payload',
  contract_type_unsupported: 'integration_contract_invalid_payload',
  same_version: 'integration_contract_invalid_payload',
  declared_evidence_missing: 'integration_contract_invalid_payload',
  declared_evidence_invalid: 'integration_contract_invalid_payload',
  declared_count_mismatch: 'integration_contract_invalid_payload',
  override_not_bound: 'integration_contract_invalid_payload',
  sunset_before_deprecation: 'integration_contract_invalid_payload',
  history_inconsistent: 'integration_contract_invalid_payload',
  too_many_versions: 'integration_contract_invalid_payload',
  permission_denied: 'integration_contract_forbidden',
  override_denied: 'integration_contract_forbidden',
  unauthenticated: 'integration_contract_forbidden',
  version_exists: 'integration_contract_conflict',
  version_retired: 'integration_contract_conflict',
  integration_retired: 'integration_contract_conflict',
  command_in_flight: 'integration_contract_conflict',
  contention: 'integration_contract_conflict',
  override_used: 'integration_contract_conflict',
  line_not_empty: 'integration_contract_conflict',
  revision_mismatch: 'integration_contract_revision_conflict',
  plan_outdated: 'integration_contract_revision_conflict',
  other_payload: 'integration_contract_idempotency_mismatch',
  failed: 'INT-503-DEPENDENCY-UNAVAILABLE',
  timed_out: 'INT-503-DEPENDENCY-UNAVAILABLE',
  malformed_answer: 'INT-503-DEPENDENCY-UNAVAILABLE',
};

/** Every reason that a problem can have, with its error code. */
export const reasons: readonly (readonly [reason: string, error_code: ErrorCode])[] = [
  ...Object.entries(errorCodes),
  ...Object.entries(requestErrorCodes),
];

/** The reasons that problems of an error code can have. */
export function reasonsOf(error_code: ErrorCode): readonly string[] {
  return reasons.flatMap(([reason, code]) => (code === error_code ? [reason] : []));
}
