import { createServer } from 'node:http';

import { createHttpHandler, toNodeListener } from 'contract-rollout/http';

import { authenticate, port, rollout } from '../platform.ts';

const server = createServer(toNodeListener(createHttpHandler(rollout, { authenticate })));
server.listen(port, '127.0.0.1', () => console.log(server.address()));
