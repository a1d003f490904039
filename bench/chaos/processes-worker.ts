import { openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import { Kysely } from 'kysely';
import { ok } from 'neverthrow';

import { createKyselyStore } from '../../src/adapters/kysely/index.ts';
import { createStaticAuthorizer } from '../../src/adapters/memory/static-authorizer.ts';
import type { RolloutError } from '../../src/core/error.ts';
import { createRollout } from '../../src/create-rollout.ts';
import { createRandom } from '../../src/internal/random.ts';
import type { ContractStore } from '../../src/ports/contract-store.ts';
import { monotonicMs } from '../../src/testing/conformance/history.ts';
import { createOperationsDiffer, documentOf } from '../../src/testing/operations-differ.ts';
import { spyOn } from '../../test/adapters/kysely/breakable-dialect.ts';
import type { Database } from '../../test/adapters/kysely/databases.ts';
import { dialectOf } from '../../test/adapters/kysely/databases.ts';
import type { Told } from './told.ts';

/** What a process of clients is told when it is started. */
export interface Errand {
  readonly database: Pick<Database, 'dialect' | 'url'>;
  readonly name: string;
  readonly clients: number;
  readonly seed: number;
  readonly bug: string | undefined;
  /** Where it writes down what it does, before and after; that survives its being killed. */
  readonly journal: string;
  /** Lines at the same time; there are other ones every so many milliseconds since `since`. */
  readonly lines: number;
  readonly since: number;
  readonly generationMs: number;
}

const errand = JSON.parse(process.argv[2] ?? '') as Errand;
const journal = openSync(errand.journal, 'a');
const tell = (told: Told): void => void writeSync(journal, `${JSON.stringify(told)}\n`);

const db = new Kysely<unknown>({ dialect: dialectWith(errand.bug) });
const kept = createKyselyStore({ db, dialect: errand.database.dialect });
const rollout = createRollout({
  store: errand.bug === 'cached' ? caching(kept) : kept,
  documents: kept.documents,
  catalog: { find: async () => ok({ lifecycle: 'active' }) },
  authorizer: createStaticAuthorizer({ grants: { ann: ['platform.member_admin.operate'] } }),
  differs: { openapi: createOperationsDiffer(), event: undefined },
});

/** Each goes with every other one, so that what is activated does not depend on which is active. */
const versions = ['v1', 'v2', 'v3'];
const document = documentOf('pay', 'refund');
const actor = { id: 'ann' };

/** The lines whose versions this process has created. */
const prepared = new Set<string>();

for (let client = 0; client < errand.clients; client += 1) void work(`${errand.name}-${client}`, client);

async function work(name: string, client: number): Promise<void> {
  const random = createRandom(errand.seed + client);
  const pick = (): string => versions[Math.floor(random() * versions.length)] ?? 'v1';
  for (let nth = 1; ; nth += 1) {
    const generation = Math.floor((Date.now() - errand.since) / errand.generationMs);
    const integration_id = `line-${generation}-${Math.floor(random() * errand.lines)}`;
    const key = { integration_id, contract_type: 'openapi' } as const;
    const give = (what: string, carryOut: (call: Call) => Answer) =>
      perform({ op: `${name}-${nth}-${what}`, line: integration_id }, carryOut);
    if (!prepared.has(integration_id)) {
      prepared.add(integration_id);
      for (const contract_version of versions) {
        await give(`create-${contract_version}`, (call) =>
          rollout.createVersion({ ...key, contract_version, document }, call),
        );
      }
      continue;
    }
    const [kind, contract_version, other] = [random(), pick(), pick()];
    if (kind < 0.4) await give('activate', (call) => rollout.activate({ ...key, contract_version }, call));
    else if (kind < 0.5) await give('roll-back', (call) => rollout.rollback(key, call));
    else if (kind < 0.65) {
      const pair = { baseline_version: other, candidate_version: contract_version };
      await give('check', (call) => rollout.checkCompatibility({ ...key, ...pair }, call));
    } else await give('read', (call) => rollout.list(key, call));
  }
}

interface Call {
  readonly actor: { readonly id: string };
  readonly command_id: string;
}

type Answer = ReturnType<(typeof rollout)['createVersion' | 'checkCompatibility' | 'activate' | 'rollback' | 'list']>;

/** Gives a command, and gives it again as long as it may be repeated. */
async function perform(
  { op, line }: { readonly op: string; readonly line: string },
  carryOut: (call: Call) => Answer,
): Promise<void> {
  tell({ op, line, invoked: monotonicMs() });
  let open = false;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await carryOut({ actor, command_id: op });
    const completed = monotonicMs();
    if (answer.isOk()) {
      const { revision, active_version } = answer.value;
      const changed = 'changed' in answer.value && answer.value.changed;
      tell({ op, line, completed, revision, active_version, changed });
      return;
    }
    open ||= isOpen(answer.error);
    if (!answer.error.retryable || attempt === 20) {
      tell({ op, line, completed, refused: answer.error.reason, open });
      return;
    }
    await pause(Math.random() * 20);
  }
}

function isOpen(error: RolloutError): boolean {
  return error.error_code === 'INT-503-DEPENDENCY-UNAVAILABLE' && error.outcome === 'unknown';
}

/** With the bug `unlocked` a commit neither locks its line nor compares the revision when it writes. */
function dialectWith(bug: string | undefined) {
  const dialect = dialectOf(errand.database, errand.clients + 1);
  if (bug !== 'unlocked') return dialect;
  return spyOn(dialect, (connection, query) => {
    const sql = query.sql
      .replace(/^(SELECT revision [^]*) FOR UPDATE$/, '$1')
      .replace(/AND revision = (\$\d+|\?)/, 'AND (revision = $1 OR true)');
    return connection.executeQuery({ ...query, sql });
  });
}

/** With the bug `cached` a read may be as old as 30 ms. */
function caching(store: ContractStore): ContractStore {
  const heads = new Map<string, { readonly at: number; readonly head: ReturnType<typeof store.load> }>();
  return {
    ...store,
    load: (line, options) => {
      const known = heads.get(line.integration_id);
      if (known !== undefined && performance.now() - known.at < 30) return known.head;
      const head = store.load(line, options);
      heads.set(line.integration_id, { at: performance.now(), head });
      return head;
    },
  };
}
