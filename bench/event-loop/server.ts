import { createServer } from 'node:http';

import {
  createDiffPool,
  createMemoryCatalog,
  createMemoryStore,
  createOpenApiDiffer,
  createRollout,
  createStaticAuthorizer,
} from 'contract-rollout';
import { createHttpHandler, toNodeListener } from 'contract-rollout/http';

/** Serves the runbook from a process of its own, comparing in a pool or in the thread that answers. */
const pool = process.argv[2] === 'pool' ? createDiffPool({ deadlineMs: 600_000 }) : undefined;
const store = createMemoryStore();
const rollout = createRollout({
  store,
  documents: store.documents,
  catalog: createMemoryCatalog({ integrations: { github: 'active' } }),
  authorizer: createStaticAuthorizer({ grants: { bench: ['platform.member_admin.operate'] } }),
  differs: { openapi: createOpenApiDiffer(pool === undefined ? {} : { pool }) },
  deadlines: { port_ms: 60_000, diff_ms: 600_000 },
});
const authenticate = () => ({ id: 'bench' });
const server = createServer(toNodeListener(createHttpHandler(rollout, { authenticate })));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.once('disconnect', () => process.exit());
