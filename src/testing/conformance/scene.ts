import type { MemoryCatalog } from '../../adapters/memory/integration-catalog.ts';
import { createMemoryCatalog } from '../../adapters/memory/integration-catalog.ts';
import { createStaticAuthorizer } from '../../adapters/memory/static-authorizer.ts';
import type { LineKey } from '../../core/line.ts';
import type { RolloutOptions } from '../../create-rollout.ts';
import { createRollout } from '../../create-rollout.ts';
import type { ContractStore } from '../../ports/contract-store.ts';
import { createOperationsDiffer, documentOf } from '../operations-differ.ts';
import { valueOf, within } from './assertions.ts';
import type { Subject } from './check.ts';

/** A rollout on a store under examination; everything else is in memory. */
export interface Scene {
  readonly rollout: ReturnType<typeof createRollout>;
  readonly options: RolloutOptions;
  readonly catalog: MemoryCatalog;
}

/** The line that a scene rolls out. */
export const payments: LineKey = { integration_id: 'payments', contract_type: 'openapi' };

/** Who may do everything. */
export const ann = { actor: { id: 'ann' } };

/** How long a port may take here, in milliseconds: a call that is meant to hang costs that much. */
const patience = { port_ms: 5_000, diff_ms: 5_000 };

export function createScene({ store, documents, clock }: Subject, change: Partial<RolloutOptions> = {}): Scene {
  const catalog = createMemoryCatalog({ integrations: { payments: 'active' } });
  const options: RolloutOptions = {
    store,
    documents,
    catalog,
    authorizer: createStaticAuthorizer({
      grants: { ann: ['platform.member_admin.operate', 'platform.integration_contract.override'] },
    }),
    differs: { openapi: createOperationsDiffer(), event: createOperationsDiffer() },
    clock,
    deadlines: patience,
    ...change,
  };
  return { rollout: createRollout(options), options, catalog };
}

/** Stores whose first commits wait until as many of them have come, so that all are decided on the same revision. */
export function createMeeting(count: number): (store: ContractStore) => ContractStore {
  let arrived = 0;
  let open: (() => void) | undefined;
  const everybody = new Promise<void>((resolve) => {
    open = resolve;
  });
  return (store) => ({
    ...store,
    commit: async (...parameters) => {
      arrived += 1;
      if (arrived >= count) open?.();
      await within(10_000, `${count} commits to meet`, everybody);
      return store.commit(...parameters);
    },
  });
}

/** The same options with some of them changed, as a rollout. */
export function vary({ options }: Scene, change: Partial<RolloutOptions>): Scene['rollout'] {
  return createRollout({ ...options, ...change });
}

/** v1 is active, v2 and v3 are candidates checked against it: v2 is compatible, v3 is not. */
export async function prepareUpgrade({ rollout }: Scene): Promise<void> {
  await create(rollout, 'v1', 'pay', 'refund');
  valueOf(await rollout.activate({ ...payments, contract_version: 'v1' }, ann));
  await create(rollout, 'v2', 'pay', 'refund', 'void');
  await create(rollout, 'v3', 'pay');
  for (const candidate_version of ['v2', 'v3']) {
    valueOf(await rollout.checkCompatibility({ ...payments, baseline_version: 'v1', candidate_version }, ann));
  }
}

export async function create(rollout: Scene['rollout'], contract_version: string, ...operations: string[]) {
  return valueOf(
    await rollout.createVersion({ ...payments, contract_version, document: documentOf(...operations) }, ann),
  );
}
