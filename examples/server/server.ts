import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';

import { ok } from 'neverthrow';

import type { IntegrationCatalog } from 'contract-rollout';
import {
  createAsyncApiDiffer,
  createDiffPool,
  createMemoryCatalog,
  createOpenApiDiffer,
  createRollout,
  createStaticAuthorizer,
} from 'contract-rollout';
import type { HttpHandlerOptions } from 'contract-rollout/http';
import { createHttpHandler, toNodeListener } from 'contract-rollout/http';
import type { SqliteStore } from 'contract-rollout/sqlite';
import { createSqliteStore } from 'contract-rollout/sqlite';

import type { Settings } from './settings.ts';
import { messageOf, SetupProblem } from './settings.ts';

/** A server that runs. */
export interface RunningServer {
  readonly origin: string;
  readonly file: string;
  /** Waits for the requests that are being answered, then closes the pool and the store. */
  stop(): Promise<void>;
}

/** How long requests have to end when the server stops, in milliseconds. */
const grace = 10_000;

/** Starts the server, on this machine only. */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const file = join(settings.dataDir, 'contracts.sqlite');
  const store = openStore(settings.dataDir, file);
  // Large documents are compared beside the thread that answers requests.
  const pool = createDiffPool();
  const rollout = createRollout({
    store,
    documents: store.documents,
    catalog: toCatalog(settings.integrations),
    authorizer: createStaticAuthorizer({ grants: {}, trustAttributes: true }),
    differs: { openapi: createOpenApiDiffer({ pool }), event: createAsyncApiDiffer({ pool }) },
  });
  const onError: HttpHandlerOptions['onError'] = (error, { request_id }) => console.error(request_id, error);
  const server = createServer(toNodeListener(createHttpHandler(rollout, { authenticate, onError })));
  try {
    await listen(server, settings.port);
  } catch (error) {
    await store.close();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  return {
    origin: `http://127.0.0.1:${port}`,
    file,
    stop: async () => {
      await close(server);
      await pool.close();
      await store.close();
    },
  };
}

function openStore(dataDir: string, filename: string): SqliteStore {
  try {
    mkdirSync(dataDir, { recursive: true });
    return createSqliteStore({ filename });
  } catch (error) {
    throw new SetupProblem(`DATA_DIR: nothing can be kept in "${dataDir}": ${messageOf(error)}`);
  }
}

function toCatalog(integrations: Settings['integrations']): IntegrationCatalog {
  return integrations === undefined
    ? { find: async () => ok({ lifecycle: 'active' }) }
    : createMemoryCatalog({ integrations });
}

/** Takes the caller's word for who it is and what it may do: good for trying out, and for nothing else. */
const authenticate: HttpHandlerOptions['authenticate'] = ({ headers }) => {
  const id = headers.get('x-actor');
  if (id === null || id === '') return null;
  const permissions = (headers.get('x-permissions') ?? '').split(',').map((permission) => permission.trim());
  return { id, attributes: { permissions } };
};

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const problems: Readonly<Record<string, string>> = {
        EADDRINUSE: `PORT: ${port} is in use; choose another one.`,
        EACCES: `PORT: ${port} needs privileges that this process does not have; choose another one.`,
      };
      const problem = problems[error.code ?? ''];
      reject(problem === undefined ? error : new SetupProblem(problem));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection that is kept alive becomes idle only after its request.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
