import { serve } from '@hono/node-server';
import { Hono } from 'hono';

import { createHttpHandler } from 'contract-rollout/http';

import { authenticate, port, rollout } from '../platform.ts';

const handler = createHttpHandler(rollout, { authenticate });
const app = new Hono();
app.all('/platform/integrations/*', ({ req }) => handler(req.raw));

serve({ fetch: app.fetch, port, hostname: '127.0.0.1', overrideGlobalObjects: false }, console.log);
