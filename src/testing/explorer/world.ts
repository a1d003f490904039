import { ok } from 'neverthrow';

import { createFixedClock } from '../../adapters/memory/fixed-clock.ts';
import type { FixedClock } from '../../adapters/memory/fixed-clock.ts';
import { createMemoryCatalog } from '../../adapters/memory/integration-catalog.ts';
import { createMemoryStore } from '../../adapters/memory/contract-store.ts';
import { createSequentialIds } from '../../adapters/memory/sequential-ids.ts';
import { createStaticAuthorizer } from '../../adapters/memory/static-authorizer.ts';
import type { ContractLine, LineKey } from '../../core/line.ts';
import { toContractLine } from '../../core/line.ts';
import { createRollout } from '../../create-rollout.ts';
import { invariant } from '../../internal/invariant.ts';
import type { AuditSink } from '../../ports/audit-sink.ts';
import type { Authorizer } from '../../ports/authorizer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractDiffer } from '../../ports/contract-differ.ts';
import type { Change, ContractStore } from '../../ports/contract-store.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { IdGenerator } from '../../ports/id-generator.ts';
import type { IntegrationCatalog } from '../../ports/integration-catalog.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { Stores } from '../conformance/harness.ts';
import { createOperationsDiffer, documentOf } from '../operations-differ.ts';
import type { Truth } from './auditor.ts';

/** The ports of one client: what stands between its use cases and the outside. */
export interface ExploredPorts {
  readonly store: ContractStore;
  readonly documents: DocumentStore;
  readonly outbox: Outbox;
  readonly authorizer: Authorizer;
  readonly catalog: IntegrationCatalog;
  readonly differ: ContractDiffer;
  readonly sink: AuditSink;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** The line that is explored, and one whose integration may not activate. */
export const lineKeys: readonly LineKey[] = [
  { integration_id: 'payments', contract_type: 'openapi' },
  { integration_id: 'paused', contract_type: 'openapi' },
];

/** The operations of each version: v2 and v4 extend v1, v3 takes something away, v5 is like v1. */
export const versions: Readonly<Record<string, readonly string[]>> = {
  v1: ['pay', 'refund'],
  v2: ['pay', 'refund', 'void'],
  v3: ['pay'],
  v4: ['pay', 'refund', 'list'],
  v5: ['pay', 'refund'],
};

/** A rollout without deadlines that could pass: time is the explorer's. */
export function createRolloutOn(ports: Omit<ExploredPorts, 'outbox' | 'sink'>) {
  const { differ, ...rest } = ports;
  return createRollout({
    ...rest,
    differs: { openapi: differ, event: undefined },
    deadlines: { port_ms: longestMs, diff_ms: longestMs },
  });
}

/** Longer than any exploration; a call that hangs is played by one that rejects. */
export const longestMs = 3_600_000;

export const truth: Truth = {
  isCompatible: (baseline_version, candidate_version) => {
    const candidate = versions[candidate_version] ?? [];
    return (versions[baseline_version] ?? []).every((operation) => candidate.includes(operation));
  },
  isPermitted: (actor_id) => actor_id === 'ann',
  isActive: (integration_id) => integration_id === 'payments',
  ruleset_digest: 'operations-1',
};

/** Everything outside, sound. */
export function createOutside(stores: Stores, clock: FixedClock): Omit<ExploredPorts, 'sink' | 'ids'> {
  return {
    ...stores,
    authorizer: createStaticAuthorizer({
      grants: { ann: ['platform.member_admin.operate'], vic: ['platform.member_admin.view'] },
    }),
    catalog: createMemoryCatalog({ integrations: { payments: 'active', paused: 'paused' } }),
    differ: createOperationsDiffer(truth.ruleset_digest),
    clock,
  };
}

/** The history with which every schedule begins. */
export interface Beginning {
  readonly line: ContractLine;
  readonly changes: readonly Change[];
  readonly documents: readonly (readonly [checksum: string, bytes: Uint8Array])[];
}

/** How a line begins: v1 active (if it may be), v2, v3 and v4 candidates; nothing is checked. */
export async function createBeginning(key: LineKey): Promise<Beginning> {
  const clock = createFixedClock(begin);
  const store = createMemoryStore({ clock });
  const changes: Change[] = [];
  const documents: [string, Uint8Array][] = [];
  const outside = createOutside({ store, documents: store.documents, outbox: store.outbox }, clock);
  const rollout = createRolloutOn({
    ...outside,
    ids: createSequentialIds('begin'),
    documents: {
      get: (checksum, options) => store.documents.get(checksum, options),
      put: (checksum, bytes, options) => {
        documents.push([checksum, bytes]);
        return store.documents.put(checksum, bytes, options);
      },
    },
    store: {
      ...store,
      commit: (line, expected, change, options) => {
        changes.push(change);
        return store.commit(line, expected, change, options);
      },
    },
    // The paused integration has been active before.
    catalog: { find: async () => ok({ lifecycle: 'active' }) },
  });
  const ann = { actor: { id: 'ann' } };
  for (const contract_version of ['v1', 'v2', 'v3', 'v4']) {
    const document = documentOf(...(versions[contract_version] ?? []));
    (await rollout.createVersion({ ...key, contract_version, document }, ann))._unsafeUnwrap();
    if (contract_version === 'v1') (await rollout.activate({ ...key, contract_version }, ann))._unsafeUnwrap();
  }
  const last = changes.at(-1);
  invariant(last, 'a beginning has commits');
  return { line: toContractLine(last.line), changes, documents };
}

/** When every schedule begins. */
export const begin = '2026-03-01T08:00:00.000Z';
