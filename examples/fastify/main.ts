import fastify from 'fastify';

import { createHttpHandler, toNodeListener } from 'contract-rollout/http';

import { authenticate, port, rollout } from '../platform.ts';

const app = fastify();
const listener = toNodeListener(createHttpHandler(rollout, { authenticate }));
await app.register(async (scope) => {
  // Fastify leaves the body alone in this scope; the handler reads it, and has a limit of its own.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
  scope.all('/platform/integrations/*', (request, reply) => {
    void reply.hijack();
    return listener(request.raw, reply.raw);
  });
});

await app.listen({ port, host: '127.0.0.1' });
console.log(app.server.address());
