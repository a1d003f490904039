import { ok } from 'neverthrow';

import type { KyselyStore } from '../../src/adapters/kysely/index.ts';
import { createKyselyStore } from '../../src/adapters/kysely/index.ts';
import { createStaticAuthorizer } from '../../src/adapters/memory/static-authorizer.ts';
import { createRollout } from '../../src/create-rollout.ts';
import { createRandom } from '../../src/internal/random.ts';
import { call, valueOf } from '../../src/testing/conformance/assertions.ts';
import { readEvents } from '../../src/testing/conformance/samples.ts';
import { createOperationsDiffer, documentOf } from '../../src/testing/operations-differ.ts';
import { connectTo } from '../../test/adapters/kysely/databases.ts';
import { createSeveringProxy } from '../../test/adapters/kysely/severing-proxy.ts';
import type { Outcome, Part, Settings } from './part.ts';
import { startServer } from './servers.ts';

/** Commands whose COMMIT is cut off, on the way to the server or on the way back. */
export const commits: Part<'commands'> = {
  about:
    'commands whose connection is cut at COMMIT, before or after the server has it; each must be applied exactly once',
  databases: ['postgres', 'mariadb'],
  sizes: { commands: [400, 'how many'] },
  bugs: { forgetful: 'the store forgets the results of commands' },
  run,
};

const lines = 10;
const actor = { id: 'ann' };
const document = documentOf('pay');

async function run({ sizes, seed, bug, database: name = 'postgres' }: Settings<'commands'>): Promise<Outcome> {
  const server = await startServer(name);
  const proxy = await createSeveringProxy(server.database.url);
  const db = connectTo({ ...server.database, url: proxy.url });
  const random = createRandom(seed);
  const violations: string[] = [];
  const counts = { 'cut before': 0, 'cut after': 0, 'given again': 0, commits: 0 };
  try {
    const store = createKyselyStore({
      db,
      dialect: server.database.dialect,
      ...(bug === undefined ? {} : { commandRetentionMs: 1 }),
    });
    valueOf(await store.migrate());
    const rollout = createRolloutOn(store);
    for (let line = 0; line < lines; line += 1) await prepare(rollout, line);

    for (let nth = 0; nth < sizes.commands; nth += 1) {
      const line = keyOf(nth % lines);
      const moment = random() < 0.5 ? 'before' : 'after';
      const carryOut = drawCommand(rollout, line, nth, random());
      const command_id = `command-${nth}`;
      proxy.sever(moment);
      counts[`cut ${moment}`] += 1;
      let answer = await carryOut({ actor, command_id });
      if (proxy.isWaiting()) violations.push(`${command_id} was not cut`);
      for (let again = 1; answer.isErr() && answer.error.retryable && again <= 5; again += 1) {
        counts['given again'] += 1;
        answer = await carryOut({ actor, command_id });
      }
      const events = (await readEvents(store, line, 1_000)).filter((event) => event.command_id === command_id);
      const revisions = new Set(events.map(({ revision }) => revision));
      counts.commits += revisions.size;
      if (revisions.size !== 1) violations.push(`${command_id} was applied ${revisions.size} times`);
      if (answer.isErr()) violations.push(`${command_id} was refused: ${answer.error.message}`);
      else if (answer.value.event_ids.join() !== events.map(({ event_id }) => event_id).join()) {
        violations.push(`${command_id} was told of other events than were stored`);
      }
    }
    for (let line = 0; line < lines; line += 1) {
      const { revision } = valueOf(await store.load(keyOf(line), call));
      const expected = prepared + Math.ceil((sizes.commands - line) / lines);
      if (revision !== expected) violations.push(`line ${line} is at revision ${revision} instead of ${expected}`);
    }
    return { violations, figures: counts };
  } finally {
    await db.destroy();
    await proxy.close();
    await server.stop();
  }
}

/** Commits of each line before the first cut. */
const prepared = 5;

type Rollout = ReturnType<typeof createRolloutOn>;

function createRolloutOn(store: KyselyStore) {
  return createRollout({
    store,
    documents: store.documents,
    catalog: { find: async () => ok({ lifecycle: 'active' }) },
    authorizer: createStaticAuthorizer({ grants: { ann: ['platform.member_admin.operate'] } }),
    differs: { openapi: createOperationsDiffer(), event: undefined },
  });
}

function keyOf(line: number) {
  return { integration_id: `line-${line}`, contract_type: 'openapi' } as const;
}

/** v1 and v2, each checked against the other, v1 active. */
async function prepare(rollout: Rollout, line: number): Promise<void> {
  const key = keyOf(line);
  for (const contract_version of ['v1', 'v2']) {
    valueOf(await rollout.createVersion({ ...key, contract_version, document }, { actor }));
  }
  valueOf(await rollout.activate({ ...key, contract_version: 'v1' }, { actor }));
  for (const [baseline_version, candidate_version] of [
    ['v1', 'v2'],
    ['v2', 'v1'],
  ] as const) {
    valueOf(await rollout.checkCompatibility({ ...key, baseline_version, candidate_version }, { actor }));
  }
}

/** A command that changes its line, whatever was done before. */
function drawCommand(rollout: Rollout, key: ReturnType<typeof keyOf>, nth: number, chance: number) {
  type Call = Parameters<Rollout['activate']>[1];
  if (chance < 0.4) {
    const pair = { baseline_version: 'v1', candidate_version: 'v2' };
    return (to: Call) => rollout.checkCompatibility({ ...key, ...pair }, to);
  }
  if (chance < 0.7) {
    return (to: Call) => rollout.createVersion({ ...key, contract_version: `n${nth}`, document }, to);
  }
  return (to: Call) => rollout.deprecate({ ...key, contract_version: 'v2', sunset_at: sunsetOf(nth) }, to);
}

function sunsetOf(nth: number): string {
  return new Date(Date.UTC(2100, 0, 1, 0, nth)).toISOString();
}
