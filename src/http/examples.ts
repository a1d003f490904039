import type { ErrorCode } from '../core/error.ts';
import {
  activationBlocked,
  conflict,
  dependencyUnavailable,
  forbidden,
  idempotencyMismatch,
  incompatible,
  invalidPayload,
  notFound,
  revisionConflict,
} from '../core/error.ts';
import type { CompatibilityCheck, ContractVersion } from '../core/line.ts';
import { viewPermission, operatePermission } from '../core/permission.ts';
import type { AnyRefusal } from './problem.ts';

const checksum = (digit: string): string => `sha256:${digit.repeat(64)}`;
const request_id = '019bd1c6-2e0a-7d5c-9f4e-5b8a3c2d1e0f';

const line = { integration_id: 'payments', contract_type: 'openapi' } as const;

const version: ContractVersion = {
  contract_version: 'v2',
  status: 'candidate',
  checksum: checksum('b'),
  document_stored: true,
  schema_ref: null,
  created_seq: 2,
  created_at: '2026-03-02T10:00:00.000Z',
  created_by: 'ann',
  deprecation: null,
  retired_at: null,
};

const check: CompatibilityCheck = {
  check_seq: 1,
  baseline_version: 'v1',
  candidate_version: 'v2',
  baseline_checksum: checksum('a'),
  candidate_checksum: checksum('b'),
  provenance: 'computed',
  result: 'incompatible',
  breaking_change_count: 1,
  ruleset_digest: checksum('c'),
  findings: [
    {
      rule: 'request-parameter-became-required',
      level: 'breaking',
      direction: 'request',
      baseline: { pointer: '/paths/~1payments/get/parameters/0', line: 12, column: 11 },
      candidate: { pointer: '/paths/~1payments/get/parameters/0', line: 12, column: 11 },
      message: 'The query parameter "currency" became required.',
      because: 'A request without it was valid against the baseline and is refused by the candidate.',
      remedy: 'Keep it optional, with a default.',
      occurrences: [{ operation: 'GET /payments', pointer: '/paths/~1payments/get/parameters/0' }],
      fingerprint: '5d41402abc4b2a76',
    },
  ],
  report_checksum: checksum('d'),
  diff_summary: null,
  checked_at: '2026-03-02T10:01:00.000Z',
  checked_by: 'ann',
};

const activation = {
  activation_seq: 2,
  contract_version: 'v2',
  baseline_version: 'v1',
  kind: 'activation',
  justification: { kind: 'check', check_seq: 1 },
  activated_at: '2026-03-02T10:02:00.000Z',
  activated_by: 'ann',
} as const;

const commit = (revision: number, active_version: string) => ({
  ...line,
  revision,
  active_version,
  changed: true,
  event_ids: ['019bd1c6-2e0b-7a11-8c22-0d3e4f5a6b7c'],
  request_id,
});

const plan = {
  ...line,
  revision: 4,
  active_version: 'v1',
  operation: 'activate',
  contract_version: 'v2',
  baseline_version: 'v1',
  allowed: false,
  changed: true,
  gates: [
    { gate: 'integration-active', outcome: 'pass' },
    {
      gate: 'compatibility-check-present',
      outcome: 'block',
      error_code: 'integration_contract_activation_blocked',
      reason: 'missing_compatibility_check',
      message: 'Nobody has checked "v2" against the active "v1".',
      remedy: 'Run a compatibility check with baseline_version "v1" and candidate_version "v2".',
    },
  ],
  events: [],
  rollback_ready: true,
  override_binding: { baseline_checksum: checksum('a'), candidate_checksum: checksum('b') },
  plan_token: 'eyJvcGVyYXRpb24iOiJhY3RpdmF0ZSJ9',
  request_id,
} as const;

const event = {
  event_id: '019bd1c6-2e0b-7a11-8c22-0d3e4f5a6b7c',
  schema_version: 1,
  ...line,
  revision: 2,
  position: 0,
  recorded_at: '2026-03-02T10:00:00.000Z',
  actor: { id: 'ann' },
  command_id: 'create-v2',
  request_id,
  request_id_generated: false,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  rollout_id: 'payments-v2',
  type: 'platform.integration.contract.created',
  data: version,
} as const;

const rollbackTo = { ...activation, contract_version: 'v1', baseline_version: 'v2', kind: 'rollback' } as const;

/** A request (where there is a body) and an answer of each operation, as the OpenAPI document shows them. */
export const operationExamples: Readonly<Record<string, { readonly request?: unknown; readonly answer: unknown }>> = {
  createVersion: {
    request: {
      contract_type: 'openapi',
      contract_version: 'v2',
      document: { openapi: '3.1.0', info: { title: 'Payments', version: '2' }, paths: {} },
    },
    answer: { ...commit(3, 'v1'), ...version },
  },
  listVersions: {
    answer: { ...line, revision: 3, active_version: 'v1', rollback_target: null, items: [version], next: null },
  },
  checkCompatibility: {
    request: { contract_type: 'openapi', baseline_version: 'v1', candidate_version: 'v2' },
    answer: { ...commit(4, 'v1'), ...check, is_current_baseline: true, rollback_ready: true },
  },
  listCompatibilityChecks: { answer: { items: [check], next: null } },
  listEvents: { answer: { items: [event], next: null } },
  rollBack: {
    request: { contract_type: 'openapi' },
    answer: { ...commit(6, 'v1'), ...rollbackTo, status: 'active', rollback_ready: true },
  },
  planRollback: {
    request: { contract_type: 'openapi' },
    answer: { ...plan, operation: 'rollback', contract_version: 'v1', active_version: 'v2', baseline_version: 'v2' },
  },
  getVersion: { answer: { ...line, revision: 3, active_version: 'v1', ...version, rollback_target: null } },
  activateVersion: {
    request: { contract_type: 'openapi', baseline_version: 'v1' },
    answer: { ...commit(5, 'v2'), ...activation, status: 'active', rollback_ready: true },
  },
  planActivation: { request: { contract_type: 'openapi' }, answer: plan },
  retireVersion: {
    request: { contract_type: 'openapi' },
    answer: { ...commit(4, 'v1'), ...version, status: 'retired', retired_at: '2026-03-02T10:03:00.000Z' },
  },
  deprecateVersion: {
    request: { contract_type: 'openapi', sunset_at: '2026-09-01T00:00:00Z', successor: 'v3' },
    answer: {
      ...commit(6, 'v3'),
      ...version,
      status: 'superseded',
      deprecation: {
        deprecated_at: '2026-03-02T10:04:00.000Z',
        sunset_at: '2026-09-01T00:00:00.000Z',
        successor: 'v3',
      },
    },
  },
};

/** A refusal of each error code, as the OpenAPI document shows it. */
export const refusalExamples: Readonly<Record<ErrorCode, AnyRefusal>> = {
  integration_contract_not_found: notFound('target_missing', 'v9'),
  integration_contract_incompatible: incompatible(check),
  integration_contract_activation_blocked: activationBlocked(
    'missing_compatibility_check',
    'compatibility-check-present',
    'Nobody has checked "v2" against the active "v1".',
    {
      contract_version: 'v2',
      baseline_version: 'v1',
      remedy: 'Run a compatibility check with baseline_version "v1" and candidate_version "v2".',
    },
  ),
  'INT-503-DEPENDENCY-UNAVAILABLE': dependencyUnavailable('contract_store', 'timed_out'),
  integration_contract_invalid_payload: invalidPayload('invalid_field', '/contract_version: is required.', [
    { pointer: '/contract_version', message: 'is required' },
  ]),
  integration_contract_forbidden: forbidden('permission_denied', [viewPermission, operatePermission]),
  integration_contract_conflict: conflict(
    'version_exists',
    'Version "v2" exists with other content; a version never changes.',
    'v2',
  ),
  integration_contract_revision_conflict: revisionConflict('revision_mismatch', 4, 5),
  integration_contract_idempotency_mismatch: idempotencyMismatch('activate-v2'),
};

/** The `request_id` of every example. */
export const exampleRequestId = request_id;
