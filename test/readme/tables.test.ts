import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { ApprovalSource } from '../../src/ports/approval-source.ts';
import type { AuditSink } from '../../src/ports/audit-sink.ts';
import type { Authorizer } from '../../src/ports/authorizer.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { ContractDiffer } from '../../src/ports/contract-differ.ts';
import type { ContractStore } from '../../src/ports/contract-store.ts';
import type { DocumentStore } from '../../src/ports/document-store.ts';
import type { IdGenerator } from '../../src/ports/id-generator.ts';
import type { IntegrationCatalog } from '../../src/ports/integration-catalog.ts';
import type { Outbox } from '../../src/ports/outbox.ts';
import type { SchemaResolver } from '../../src/ports/schema-resolver.ts';
import { compatibleWithAllLive } from '../../src/core/gates/all-live-versions.ts';
import { requireApprovals } from '../../src/core/gates/approvals.ts';
import { requireComputed } from '../../src/core/gates/computed-evidence.ts';
import { freezeWindows } from '../../src/core/gates/freeze-windows.ts';
import { maximumCheckAge } from '../../src/core/gates/maximum-check-age.ts';
import { minimumSoak } from '../../src/core/gates/minimum-soak.ts';
import { gatesOf } from '../../src/core/gates/policy.ts';
import { semverHonesty } from '../../src/core/gates/semver-honesty.ts';
import type { ErrorCode, Refusal } from '../../src/core/error.ts';
import { versionLimit } from '../../src/core/line.ts';
import { defaultDocumentLimits } from '../../src/diff/source/limits.ts';
import type { Rollout } from '../../src/usecases/rollout.ts';
import { statuses } from '../../src/http/problem.ts';

const markdown = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The rows of the table whose header begins so, as lists of cells. */
function table(header: string): readonly (readonly string[])[] {
  const [, body = ''] = markdown.split(`| ${header} |`);
  const [, , ...rows] = body.split('\n');
  const end = rows.findIndex((row) => !row.startsWith('|'));
  return rows.slice(0, end).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function words(cell: string | undefined): readonly string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

type Names<Shape> = Readonly<Record<keyof Shape, true>>;

// Each of these misses a name, or has one too many, only if it does not compile.
const reasons: { readonly [Code in ErrorCode]: Names<Record<Extract<Refusal, { error_code: Code }>['reason'], 0>> } = {
  integration_contract_not_found: {
    integration_missing: true,
    baseline_missing: true,
    candidate_missing: true,
    target_missing: true,
  },
  integration_contract_incompatible: { breaking_changes: true },
  integration_contract_activation_blocked: {
    missing_compatibility_check: true,
    stale_compatibility_check: true,
    retired_version: true,
    baseline_version_mismatch: true,
    baseline_version_without_active_contract: true,
    integration_not_active: true,
    active_version_not_retirable: true,
    frozen: true,
    approval_missing: true,
    policy_denied: true,
    policy_evaluation_failed: true,
    no_rollback_target: true,
  },
  integration_contract_invalid_payload: {
    invalid_field: true,
    invalid_document: true,
    document_too_large: true,
    contract_type_required: true,
    contract_type_unsupported: true,
    same_version: true,
    declared_evidence_missing: true,
    declared_evidence_invalid: true,
    declared_count_mismatch: true,
    override_not_bound: true,
    sunset_before_deprecation: true,
    history_inconsistent: true,
    too_many_versions: true,
  },
  integration_contract_forbidden: { permission_denied: true, override_denied: true, unauthenticated: true },
  integration_contract_conflict: {
    version_exists: true,
    version_retired: true,
    integration_retired: true,
    command_in_flight: true,
    contention: true,
    override_used: true,
    line_not_empty: true,
  },
  integration_contract_revision_conflict: { revision_mismatch: true, plan_outdated: true },
  integration_contract_idempotency_mismatch: { other_payload: true },
  'INT-503-DEPENDENCY-UNAVAILABLE': { failed: true, timed_out: true, malformed_answer: true },
};

interface Ports {
  readonly ContractStore: Names<ContractStore>;
  readonly Outbox: Names<Outbox>;
  readonly DocumentStore: Names<DocumentStore>;
  readonly AuditSink: Names<AuditSink>;
  readonly Authorizer: Names<Authorizer>;
  readonly IntegrationCatalog: Names<IntegrationCatalog>;
  readonly ContractDiffer: Names<ContractDiffer>;
  readonly ApprovalSource: Names<ApprovalSource>;
  readonly SchemaResolver: Names<SchemaResolver>;
}

const ports: Ports = {
  ContractStore: { load: true, commit: true, record: true, list: true, events: true, close: true },
  Outbox: { claim: true, ack: true, release: true, parked: true, unpark: true, lag: true },
  DocumentStore: { put: true, get: true },
  AuditSink: { deliver: true },
  Authorizer: { authorize: true },
  IntegrationCatalog: { find: true },
  ContractDiffer: { validate: true, diff: true, ruleset_digest: true },
  ApprovalSource: { find: true },
  SchemaResolver: { resolve: true },
};
const smallPorts: Names<Clock & IdGenerator> = { now: true, newId: true };

const methods: Names<Rollout> = {
  createVersion: true,
  checkCompatibility: true,
  activate: true,
  rollback: true,
  retire: true,
  deprecate: true,
  plan: true,
  list: true,
  get: true,
  checks: true,
  events: true,
  importHistory: true,
  newRequestId: true,
};

describe('the tables in the README', () => {
  it('have every error code with its status and its reasons', () => {
    const rows = table('`error_code` | HTTP').map(([code, status, listed]) => [
      words(code)[0],
      Number(status),
      words(listed),
    ]);
    const expected = Object.entries(reasons).map(([code, names]) => [
      code,
      statuses[code as ErrorCode],
      Object.keys(names),
    ]);
    expect(new Set(rows)).toEqual(new Set(expected));
  });

  it('have every gate in the order in which they run', () => {
    const gates = [
      minimumSoak({ hours: 1 }),
      maximumCheckAge({ hours: 1 }),
      requireApprovals(),
      requireComputed(),
      compatibleWithAllLive(),
      semverHonesty(),
      freezeWindows([]),
    ];
    const makers = {
      minimumSoak,
      maximumCheckAge,
      requireApprovals,
      requireComputed,
      compatibleWithAllLive,
      semverHonesty,
      freezeWindows,
    };
    const names = Object.keys(makers);
    const documented = table('Gate | Blocks').map(([gate]) => (words(gate)[0] ?? '').replace(/\(.*$/, ''));
    const expected = gatesOf({ gates }).map((gate) => names[gates.indexOf(gate)] ?? gate.name);
    expect(documented).toEqual(expected);
  });

  it('have every port with its methods', () => {
    const rows = table('Port | Methods').map(([port, listed]) => [words(port), words(listed)]);
    const expected = Object.entries(ports).map(([port, names]) => [[port], Object.keys(names)]);
    expect(rows).toEqual([...expected, [['Clock', 'IdGenerator'], Object.keys(smallPorts)]]);
  });

  it('have every method of a rollout', () => {
    const documented = table('Method | What it does').flatMap(([method]) => words(method));
    expect(documented.toSorted()).toEqual(Object.keys(methods).toSorted());
  });
});

describe('the limits in the README', () => {
  it('are those of the documents, and of the lines', () => {
    const { bytes, ...counts } = defaultDocumentLimits;
    const [, limits = ''] = markdown.split('## Limits');
    expect(limits).toContain(`${bytes / 1024 / 1024} MiB`);
    for (const count of [...Object.values(counts), versionLimit]) expect(limits).toContain(count.toLocaleString('en'));
  });
});
