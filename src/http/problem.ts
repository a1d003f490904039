import type { ErrorCode, PayloadIssue, Refusal } from '../core/error.ts';
import type { RequestRefusal } from './request-refusal.ts';
import { remedyOf } from './remedy.ts';

/** Anything that is answered with a problem. */
export type AnyRefusal = Refusal | RequestRefusal;

/** The status of each error code. */
export const statuses: Readonly<Record<ErrorCode, number>> = {
  integration_contract_not_found: 404,
  integration_contract_incompatible: 409,
  integration_contract_activation_blocked: 409,
  'INT-503-DEPENDENCY-UNAVAILABLE': 503,
  integration_contract_invalid_payload: 400,
  integration_contract_forbidden: 403,
  integration_contract_conflict: 409,
  integration_contract_revision_conflict: 412,
  integration_contract_idempotency_mismatch: 422,
};

/** Reasons for which HTTP has a status of its own. */
export const statusesOfReasons: Partial<Readonly<Record<AnyRefusal['reason'], number>>> = {
  unauthenticated: 401,
  method_not_allowed: 405,
  body_too_large: 413,
  media_type_unsupported: 415,
};

/** What each error code means, in a few words; the same for every occurrence. */
export const titles: Readonly<Record<ErrorCode, string>> = {
  integration_contract_not_found: 'Not found',
  integration_contract_incompatible: 'The version is incompatible with the active one',
  integration_contract_activation_blocked: 'A gate is closed',
  'INT-503-DEPENDENCY-UNAVAILABLE': 'A dependency is unavailable',
  integration_contract_invalid_payload: 'The request is malformed',
  integration_contract_forbidden: 'Not permitted',
  integration_contract_conflict: 'The request contradicts what is stored',
  integration_contract_revision_conflict: 'The contract line has moved',
  integration_contract_idempotency_mismatch: 'The idempotency key was used for another request',
};

/** Where a problem occurred. */
export interface Occurrence {
  readonly request_id: string;
  /** The path of the request. */
  readonly instance: string;
  /** What the `type` of every problem begins with. */
  readonly problemTypeBase: string;
}

/** A problem in the sense of RFC 9457, with the refusal's own fields beside the standard ones. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly error_code: ErrorCode;
  readonly reason: string;
  readonly retryable: boolean;
  readonly request_id: string;
  /** What would make the request succeed, for people. */
  readonly remedy: string;
  readonly issues?: readonly PayloadIssue[];
}

/** Gives a refusal the form of a problem. What a dependency said (`cause`) stays behind. */
export function toProblem(refusal: AnyRefusal, { request_id, instance, problemTypeBase }: Occurrence): Problem {
  const { error_code, reason, message, retryable, cause: _cause, ...data } = { cause: undefined, ...refusal };
  return {
    type: `${problemTypeBase}${error_code}`,
    title: titles[error_code],
    status: statusOf(refusal),
    detail: message,
    instance,
    error_code,
    reason,
    retryable,
    ...data,
    request_id,
    remedy: remedyOf(refusal),
  };
}

/** The HTTP status of a refusal. */
function statusOf({ error_code, reason }: Pick<AnyRefusal, 'error_code' | 'reason'>): number {
  return statusesOfReasons[reason] ?? statuses[error_code];
}
