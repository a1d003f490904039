import { createServer } from 'node:http';

import * as yaml from 'js-yaml';
import { err, ok } from 'neverthrow';

import { createDiffPool } from '../../src/adapters/built-in/create-diff-pool.ts';
import { createAsyncApiDiffer } from '../../src/adapters/built-in/create-asyncapi-differ.ts';
import { createOpenApiDiffer } from '../../src/adapters/built-in/create-openapi-differ.ts';
import { createKyselyStore } from '../../src/adapters/kysely/index.ts';
import { createStaticAuthorizer } from '../../src/adapters/memory/static-authorizer.ts';
import { createSqliteStore } from '../../src/adapters/sqlite/index.ts';
import type { RolloutOptions } from '../../src/create-rollout.ts';
import { createRollout } from '../../src/create-rollout.ts';
import { createHttpHandler, toNodeListener } from '../../src/http/index.ts';
import { createRandom } from '../../src/internal/random.ts';
import type { Authorizer } from '../../src/ports/authorizer.ts';
import type { ContractDiffer } from '../../src/ports/contract-differ.ts';
import { valueOf } from '../../src/testing/conformance/assertions.ts';
import { createOperationsDiffer, documentOf } from '../../src/testing/operations-differ.ts';
import type { Database } from '../../test/adapters/kysely/databases.ts';
import { connectTo } from '../../test/adapters/kysely/databases.ts';

/** What to serve, from a process of its own. */
export type Serving = { readonly seed: number; readonly bug: string | undefined } & (
  | { readonly kind: 'documents'; readonly file: string; readonly deadlineMs: number }
  | {
      readonly kind: 'load';
      readonly database: Database;
      /** Integrations with two versions that go with each other, the first one active. */
      readonly lines: number;
      /** How many of all questions to the authorizer go wrong, from 0 to 1. */
      readonly rate: number;
    }
);

/** What a server says of itself when it is asked. */
export interface Measured {
  readonly heapMiB: number;
  readonly rssMiB: number;
  /** Faults that were put in so far. */
  readonly injected: number;
}

const serving = JSON.parse(process.argv[2] ?? '') as Serving;
const grants = { ann: ['platform.member_admin.operate'] } as const;
let injected = 0;
/** Before that nothing goes wrong. */
let ready = false;
/** With the bug `keeping` every request is kept. */
const kept: unknown[] = [];

const rollout = createRollout(serving.kind === 'documents' ? forDocuments(serving) : await forLoad(serving));
if (serving.kind === 'load') await prepare(serving.lines);
const handler = createHttpHandler(rollout, { authenticate: () => ({ id: 'ann' }) });
const server = createServer(
  toNodeListener(async (request: Request) => {
    if (serving.bug === 'keeping') kept.push(await request.clone().text(), Buffer.alloc(20_000, 1).toString());
    return handler(request);
  }),
);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const measured: Measured = { heapMiB: heapUsed / 2 ** 20, rssMiB: rss / 2 ** 20, injected };
  process.send?.(measured);
});
process.once('disconnect', () => process.exit());

function forDocuments({ file, deadlineMs, bug }: Extract<Serving, { kind: 'documents' }>): RolloutOptions {
  const store = createSqliteStore({ filename: file });
  const pool = createDiffPool({ threads: 1, deadlineMs, heapMiB: 256 });
  const differs = { openapi: createOpenApiDiffer({ pool }), event: createAsyncApiDiffer({ pool }) };
  const naive = createNaiveDiffer();
  return {
    ...outside(createStaticAuthorizer({ grants })),
    store,
    documents: store.documents,
    differs: bug === 'naive' ? { openapi: naive, event: naive } : differs,
    deadlines: { diff_ms: 10 * deadlineMs },
  };
}

async function forLoad({ database, rate, seed, bug }: Extract<Serving, { kind: 'load' }>): Promise<RolloutOptions> {
  const store = createKyselyStore({ db: connectTo(database, 20), dialect: database.dialect });
  valueOf(await store.migrate());
  const random = createRandom(seed);
  const authorizer = createStaticAuthorizer({ grants });
  const faulty: Authorizer = {
    authorize: async (request, options) => {
      if (ready && random() < rate) {
        injected += 1;
        throw new Error('The authorizer was made to fail.');
      }
      return authorizer.authorize(request, options);
    },
  };
  return {
    ...outside(faulty),
    documents: store.documents,
    differs: { openapi: createOperationsDiffer(), event: undefined },
    store: {
      ...store,
      load: async (line, options) =>
        bug === 'failing' && ready && random() < 0.001
          ? err({ kind: 'unavailable', outcome: 'nothing_changed', cause: new Error('Nobody put this in.') })
          : store.load(line, options),
    },
  };
}

function outside(authorizer: Authorizer): Pick<RolloutOptions, 'authorizer' | 'catalog'> {
  return { authorizer, catalog: { find: async () => ok({ lifecycle: 'active' }) } };
}

async function prepare(lines: number): Promise<void> {
  const to = { actor: { id: 'ann' } };
  for (let line = 0; line < lines; line += 1) {
    const key = { integration_id: `line-${line}`, contract_type: 'openapi' } as const;
    for (const contract_version of ['v1', 'v2']) {
      valueOf(await rollout.createVersion({ ...key, contract_version, document: documentOf('pay') }, to));
    }
    valueOf(await rollout.activate({ ...key, contract_version: 'v1' }, to));
    valueOf(await rollout.checkCompatibility({ ...key, baseline_version: 'v1', candidate_version: 'v2' }, to));
    valueOf(await rollout.checkCompatibility({ ...key, baseline_version: 'v2', candidate_version: 'v1' }, to));
  }
  ready = true;
}

/** The bug `naive`: documents are read and their references followed wherever they lead, in the thread that answers. */
function createNaiveDiffer(): ContractDiffer {
  const differ = createOperationsDiffer();
  const walk = (root: unknown, value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const { $ref } = value as { readonly $ref?: unknown };
    if (typeof $ref === 'string') {
      const steps = $ref.slice(2).split('/');
      return walk(
        root,
        steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], root),
      );
    }
    return Object.values(value).reduce<number>((sum, each) => sum + walk(root, each), 1);
  };
  return {
    ...differ,
    validate: async (document) => {
      const root = yaml.load(new TextDecoder().decode(document));
      return ok({ specification: `naive ${walk(root, root)}` });
    },
  };
}
