import { expect } from 'vitest';

import { createMemoryApprovals } from '../../src/adapters/memory/approval-source.ts';
import type { MemoryStore } from '../../src/adapters/memory/contract-store.ts';
import { createMemoryStore } from '../../src/adapters/memory/contract-store.ts';
import { createMemoryCatalog } from '../../src/adapters/memory/integration-catalog.ts';
import { createSequentialIds } from '../../src/adapters/memory/sequential-ids.ts';
import { createStaticAuthorizer } from '../../src/adapters/memory/static-authorizer.ts';
import { createFixedClock } from '../../src/adapters/memory/fixed-clock.ts';
import type { ContractLine, LineKey } from '../../src/core/line.ts';
import { emptyLine, toContractLine } from '../../src/core/line.ts';
import type { RecordedEvent } from '../../src/core/event.ts';
import { activeVersion } from '../../src/core/line.ts';
import { replay } from '../../src/core/evolve.ts';
import type { RolloutOptions } from '../../src/create-rollout.ts';
import { createRollout } from '../../src/create-rollout.ts';
import { createOperationsDiffer, documentOf } from '../../src/testing/operations-differ.ts';
import type { Rollout } from '../../src/usecases/rollout.ts';

export const payments: LineKey = { integration_id: 'payments', contract_type: 'openapi' };
export const ann = { actor: { id: 'ann' } };

export { createOperationsDiffer, documentOf };

/** A rollout on adapters in memory, and those adapters. */
export interface World {
  readonly rollout: Rollout;
  readonly store: MemoryStore;
  readonly options: RolloutOptions;
  readonly clock: ReturnType<typeof createFixedClock>;
  readonly catalog: ReturnType<typeof createMemoryCatalog>;
  readonly approvals: ReturnType<typeof createMemoryApprovals>;
}

export function createWorld(change: Partial<RolloutOptions> = {}): World {
  const clock = createFixedClock('2026-03-02T10:00:00.000Z');
  const store = createMemoryStore({ clock });
  const catalog = createMemoryCatalog({ integrations: { payments: 'active' } });
  const approvals = createMemoryApprovals();
  const options: RolloutOptions = {
    store,
    documents: store.documents,
    catalog,
    authorizer: createStaticAuthorizer({
      grants: {
        ann: [
          'platform.member_admin.operate',
          'platform.integration_contract.override',
          'platform.integration_contract.import',
        ],
        vic: ['platform.member_admin.view'],
      },
    }),
    differs: { openapi: createOperationsDiffer(), event: createOperationsDiffer() },
    approvals,
    clock,
    ids: createSequentialIds('id'),
    deadlines: { port_ms: 200, diff_ms: 200 },
    ...change,
  };
  return { rollout: createRollout(options), store, options, clock, catalog, approvals };
}

/** The line as the store has it. */
export async function stored(store: MemoryStore, key: LineKey = payments): Promise<ContractLine> {
  const { line } = (await store.load(key, { signal: AbortSignal.timeout(1_000) }))._unsafeUnwrap();
  return line === null ? emptyLine(key) : toContractLine(line);
}

/** Every event that the store has of a line, refusals included. */
export async function recorded(store: MemoryStore, key: LineKey = payments): Promise<readonly RecordedEvent[]> {
  const query = { integration_id: key.integration_id, limit: 10_000 };
  const page = await store.events(query, { signal: AbortSignal.timeout(1_000) });
  return page._unsafeUnwrap().items.filter((event) => event.contract_type !== otherType(key));
}

function otherType({ contract_type }: LineKey): string {
  return contract_type === 'openapi' ? 'event' : 'openapi';
}

/** What must hold of a line and its events at every moment. */
export async function expectInvariants(store: MemoryStore, key: LineKey = payments): Promise<ContractLine> {
  const line = await stored(store, key);
  const events = (await recorded(store, key)).filter((event) => event.contract_type === key.contract_type);
  const committed = events.filter((event) => !isRefusal(event));
  expect(new Set(committed.map((event) => event.revision)).size).toBe(line.revision);
  expect(new Set(events.map((event) => event.event_id)).size).toBe(events.length);
  expect([...line.versions.values()].filter((version) => version.status === 'active').length).toBeLessThanOrEqual(1);
  expect(activeVersion(line)?.contract_version ?? null).toBe(line.active_version);
  expect(replay(key, committed)).toEqual(line);
  for (const event of committed) {
    if (event.type !== 'platform.integration.contract.activated') continue;
    const { baseline_version, justification } = event.data;
    expect(baseline_version === null).toBe(justification.kind === 'first_activation');
  }
  return line;
}

function isRefusal(event: RecordedEvent): boolean {
  return event.type.endsWith('.activation_blocked') || event.type.endsWith('.access_denied');
}

/** v1 active, v2 created and checked against it. */
export async function prepareUpgrade({ rollout }: World): Promise<void> {
  await create(rollout, 'v1', 'pay');
  (await rollout.activate({ ...payments, contract_version: 'v1' }, ann))._unsafeUnwrap();
  await create(rollout, 'v2', 'pay', 'refund');
  await check(rollout, 'v1', 'v2');
}

export async function create(rollout: Rollout, contract_version: string, ...operations: string[]) {
  const input = { ...payments, contract_version, document: documentOf(...operations) };
  return (await rollout.createVersion(input, ann))._unsafeUnwrap();
}

export async function check(rollout: Rollout, baseline_version: string, candidate_version: string) {
  return (await rollout.checkCompatibility({ ...payments, baseline_version, candidate_version }, ann))._unsafeUnwrap();
}
