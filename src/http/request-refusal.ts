import type { ErrorCode, PayloadIssue } from '../core/error.ts';

/** Why a request is refused before any use case sees it. */
export type RequestReason =
  | 'route_missing'
  | 'method_not_allowed'
  | 'path_malformed'
  | 'header_malformed'
  | 'entity_tag_unmatched'
  | 'body_required'
  | 'body_malformed'
  | 'body_too_large'
  | 'media_type_unsupported';

/** A refusal that only HTTP knows; its error code is one of the closed set. */
export interface RequestRefusal {
  readonly error_code: ErrorCode;
  readonly reason: RequestReason;
  readonly message: string;
  readonly retryable: false;
  readonly issues?: readonly PayloadIssue[];
  /** The methods that the path knows, with `method_not_allowed`. */
  readonly allow?: readonly string[];
}

/** The error code of each reason. */
export const requestErrorCodes: Readonly<Record<RequestReason, ErrorCode>> = {
  route_missing: 'integration_contract_not_found',
  method_not_allowed: 'integration_contract_invalid_payload',
  path_malformed: 'integration_contract_invalid_payload',
  header_malformed: 'integration_contract_invalid_payload',
  entity_tag_unmatched: 'integration_contract_revision_conflict',
  body_required: 'integration_contract_invalid_payload',
  body_malformed: 'integration_contract_invalid_payload',
  body_too_large: 'integration_contract_invalid_payload',
  media_type_unsupported: 'integration_contract_invalid_payload',
};

export function requestRefusal(
  reason: RequestReason,
  message: string,
  data: Pick<RequestRefusal, 'issues' | 'allow'> = {},
): RequestRefusal {
  const error_code = requestErrorCodes[reason];
  const issues = error_code === 'integration_contract_invalid_payload' ? { issues: [] } : {};
  return { error_code, reason, message, retryable: false, ...issues, ...data };
}

/** The refusal of a header's value. */
export function malformedHeader(name: string, expectation: string): RequestRefusal {
  return requestRefusal('header_malformed', `The header ${name} ${expectation}.`);
}
