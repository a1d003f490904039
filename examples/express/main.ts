import express from 'express';

import { createHttpHandler, toNodeListener } from 'contract-rollout/http';

import { authenticate, port, rollout } from '../platform.ts';

const app = express();
// The service's own middleware may parse bodies first; then its limit is the one that counts.
app.use(express.json({ limit: '32mb' }));
app.all('/platform/integrations/{*rest}', toNodeListener(createHttpHandler(rollout, { authenticate })));

const server = app.listen(port, '127.0.0.1', () => console.log(server.address()));
