import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Rollout } from 'contract-rollout';
import { createMemoryCatalog, createRollout, createStaticAuthorizer } from 'contract-rollout';
import { createSqliteStore } from 'contract-rollout/sqlite';

/** The integration whose contracts are rolled out. */
export const integration_id = 'payments';
/** Does the work of a rollout. */
export const operator = { id: 'dana' };
/** May override an incompatible check besides. */
export const incidentLead = { id: 'robin' };

/** Sets a rollout up on a database in a temporary folder, and removes the folder however the play ends. */
export async function withStage(play: (rollout: Rollout) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'contract-rollout-demo-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

  const store = createSqliteStore({ filename: join(folder, 'contracts.db'), driver: 'libsql' });
  try {
    const rollout = createRollout({
      store,
      documents: store.documents,
      catalog: createMemoryCatalog({ integrations: { [integration_id]: 'active' } }),
      authorizer: createStaticAuthorizer({
        grants: {
          [operator.id]: ['platform.member_admin.operate'],
          [incidentLead.id]: ['platform.member_admin.operate', 'platform.integration_contract.override'],
        },
      }),
      // Documents of many megabytes take their time.
      deadlines: { port_ms: 60_000, diff_ms: 300_000 },
    });
    await play(rollout);
  } finally {
    await store.close();
    remove();
  }
}
