import { createMemoryCatalog, createMemoryStore, createRollout, createStaticAuthorizer } from 'contract-rollout';
import type { HttpHandlerOptions } from 'contract-rollout/http';

const store = createMemoryStore();

/** Stands for what a service has already: who may do what, which integrations there are, a store. */
export const rollout = createRollout({
  store,
  documents: store.documents,
  catalog: createMemoryCatalog({ integrations: { payments: 'active' } }),
  authorizer: createStaticAuthorizer({ grants: { ann: ['platform.member_admin.operate'] } }),
});

/** Stands for the service's own authentication, which would verify a token here. */
export const authenticate: HttpHandlerOptions['authenticate'] = (request) => {
  const id = request.headers.get('x-actor');
  return id === null ? null : { id };
};

/** Where to listen; 0 takes a free port. */
export const port = Number(process.env['PORT'] ?? 3000);
