import type { RefusalReason } from '../core/error.ts';
import type { AnyRefusal } from './problem.ts';
import type { RequestReason } from './request-refusal.ts';

const correctIssues = 'Correct what "issues" names, then send the request again.';
const listVersions = 'List the versions (GET …/contracts) and name one of them, or create it first.';

/** What helps against each reason, unless the refusal itself knows better. */
export const remedies: Readonly<Record<RefusalReason | RequestReason, string>> = {
  integration_missing: 'Correct the integration id in the path, or add the integration to the platform catalog.',
  baseline_missing: listVersions,
  candidate_missing: listVersions,
  target_missing: listVersions,
  breaking_changes: 'Correct the candidate as "findings" says, create it as a new version, and check that one.',
  missing_compatibility_check: 'Check the pair of active version and target (POST …/contracts/compatibility-check).',
  stale_compatibility_check: 'Run the compatibility check again (POST …/contracts/compatibility-check).',
  retired_version: 'Create a new version with the same document.',
  baseline_version_mismatch: 'Look up the active version, check against it, and name it as the baseline.',
  baseline_version_without_active_contract: 'Leave baseline_version out for the first activation.',
  integration_not_active: 'Make the integration active in the platform catalog, then activate the version.',
  active_version_not_retirable: 'Activate another version first.',
  frozen: 'Try again when the freeze is over.',
  approval_missing: 'Get the approval that the gate asks for, then try again.',
  policy_denied: 'Do what the gate asks for, then try again; a plan (POST …/plan) shows every gate at once.',
  policy_evaluation_failed: 'Correct the gate in the policy; until then it stays closed.',
  no_rollback_target: 'Name a contract_version that was active before, or activate a version.',
  invalid_field: correctIssues,
  invalid_document: 'Correct the document where "issues" points, then create the version again.',
  document_too_large: 'Make the document smaller, or split it into several contracts.',
  contract_type_required: 'Say which contract line is meant: contract_type is "openapi" or "event".',
  contract_type_unsupported: 'Use a contract type that has a differ, or configure one for this type.',
  same_version: 'Name two different versions.',
  declared_evidence_missing: 'Add breaking_change_count, or a diff_summary that can be counted.',
  declared_evidence_invalid: correctIssues,
  declared_count_mismatch: 'Leave breaking_change_count and diff_summary out, or correct them as "issues" says.',
  override_not_bound: 'Ask for a plan and put the checksums of its override_binding into the override.',
  sunset_before_deprecation: 'Choose a sunset_at that is not before deprecated_at.',
  history_inconsistent: correctIssues,
  too_many_versions: 'Start a new contract line; versions are never removed.',
  permission_denied: 'Ask for one of the permissions that "permissions" lists.',
  override_denied: 'Ask for one of the permissions that "permissions" lists, or leave the override out.',
  unauthenticated: 'Send credentials as WWW-Authenticate says.',
  version_exists: 'Choose another contract_version; the content of a version never changes.',
  version_retired: 'Nothing is left to do: the version is out of use.',
  integration_retired: 'Make the integration active in the platform catalog first.',
  command_in_flight: 'Wait, then repeat the request with the same Idempotency-Key to get its result.',
  contention: 'Repeat the request.',
  override_used: 'Write a new override, with an override_id of its own.',
  line_not_empty: 'A history can only be taken over by a line without versions.',
  revision_mismatch: 'Read the line again, decide again, and send its new ETag as If-Match.',
  plan_outdated: 'Make a new plan, decide again, and send its plan_token.',
  other_payload: 'Use a new Idempotency-Key for a new request.',
  failed: 'Nothing was changed: repeat the request.',
  timed_out: 'Nothing was changed: repeat the request.',
  malformed_answer: 'Nothing was changed: repeat the request; if it goes on, the dependency needs a look.',
  route_missing: 'Compare the path with the OpenAPI document.',
  method_not_allowed: 'Use one of the methods that the header Allow lists.',
  path_malformed: 'Percent-encode each segment of the path once, as UTF-8; "a/b" is "a%2Fb".',
  header_malformed: 'Correct the header, or leave it out.',
  entity_tag_unmatched: 'Send the ETag of an earlier answer as it was, without W/.',
  body_required: 'Send a JSON object, with Content-Type: application/json.',
  body_malformed: 'Send one JSON object in UTF-8.',
  body_too_large: 'Send less, or create the version by schema_ref and schema_checksum.',
  media_type_unsupported: 'Send JSON, uncompressed, with Content-Type: application/json.',
};

/** What would make the request succeed, for people. */
export function remedyOf(refusal: AnyRefusal): string {
  if ('remedy' in refusal && refusal.remedy !== undefined) return refusal.remedy;
  if ('outcome' in refusal && refusal.outcome === 'unknown') {
    return 'Repeat the request with the same Idempotency-Key: it yields the first result if there was one. Without a key, first look at the line.';
  }
  return remedies[refusal.reason];
}
