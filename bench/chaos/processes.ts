import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Kysely } from 'kysely';
import { sql } from 'kysely';

import type { KyselyStore } from '../../src/adapters/kysely/index.ts';
import { createKyselyStore } from '../../src/adapters/kysely/index.ts';
import { createRandom } from '../../src/internal/random.ts';
import { call, valueOf } from '../../src/testing/conformance/assertions.ts';
import { readEvents } from '../../src/testing/conformance/samples.ts';
import { bundleModule } from '../../test/adapters/bundle-module.ts';
import type { Database } from '../../test/adapters/kysely/databases.ts';
import { connectTo } from '../../test/adapters/kysely/databases.ts';
import type { Outcome, Part, Settings } from './part.ts';
import type { Errand } from './processes-worker.ts';
import { startServer } from './servers.ts';
import type { Told } from './told.ts';
import { examineLine } from './told.ts';

type Size = 'seconds' | 'processes' | 'clients' | 'lines' | 'terminateMs' | 'killMs';

/** Clients in several processes on one database, whose connections and processes are ended all the time. */
export const processes: Part<Size> = {
  about:
    'clients in several processes, while connections are terminated and processes killed; every history is checked',
  databases: ['postgres', 'mariadb'],
  sizes: {
    seconds: [60, 'how long'],
    processes: [4, 'at the same time'],
    clients: [4, 'in each process'],
    lines: [4, 'at the same time; there are other ones every ten seconds'],
    terminateMs: [200, 'milliseconds from one terminated connection to the next, on average'],
    killMs: [4_000, 'milliseconds from one killed process to the next, on average'],
  },
  bugs: {
    unlocked: 'a commit neither locks its line nor compares the revision when it writes',
    cached: 'a read may be 30 ms old',
  },
  run,
};

async function run({ sizes, seed, bug, database: name = 'postgres', say }: Settings<Size>): Promise<Outcome> {
  const server = await startServer(name);
  const db = connectTo(server.database, 4);
  const directory = mkdtempSync(join(tmpdir(), 'contract-rollout-journals-'));
  try {
    const store = createKyselyStore({ db, dialect: server.database.dialect });
    valueOf(await store.migrate());
    const counts = await disturb({ ...sizes, seed, bug, database: server.database, directory, db });
    say(`${JSON.stringify(counts)}; comparing what was told with what is there`);
    const told = readJournals(directory);
    return await examine(store, told, counts);
  } finally {
    await db.destroy();
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

interface Disturbance extends Readonly<Record<Size, number>> {
  readonly database: Database;
  readonly seed: number;
  readonly bug: string | undefined;
  readonly directory: string;
  /** Of the one who disturbs. */
  readonly db: Kysely<unknown>;
}

/** Lets the processes work, and ends their connections and themselves. */
async function disturb({ database, directory, db, seed, bug, clients, lines, ...sizes }: Disturbance) {
  const random = createRandom(seed);
  const bundle = await bundleModule(new URL('processes-worker.ts', import.meta.url));
  const since = Date.now();
  const counts = { terminations: 0, kills: 0 };
  let started = 0;

  const begin = () => {
    started += 1;
    const name = `p${started}`;
    const journal = join(directory, name);
    const errand: Errand = {
      database,
      name,
      clients,
      seed: seed + started * 1_000,
      bug,
      journal,
      lines,
      since,
      generationMs,
    };
    const child = spawn(process.execPath, [bundle.path, JSON.stringify(errand)], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    const ended = once(child, 'exit');
    return { child, ended, journal };
  };
  const unevenly = (averageMs: number): number => averageMs * (0.5 + random());

  const running = Array.from({ length: sizes.processes }, begin);
  let end = Infinity;
  const repeat = async (averageMs: number, act: () => Promise<void>): Promise<void> => {
    for (;;) {
      const wait = unevenly(averageMs);
      if (performance.now() + wait > end) return;
      await pause(wait);
      await act();
    }
  };
  try {
    await until(() => running.every(({ journal }) => existsSync(journal) && statSync(journal).size > 0));
    end = performance.now() + sizes.seconds * 1_000;
    await Promise.all([
      pause(sizes.seconds * 1_000),
      repeat(sizes.terminateMs, async () => {
        counts.terminations += await terminateConnection(db, database);
      }),
      repeat(sizes.killMs, async () => {
        const at = Math.floor(random() * running.length);
        running[at]?.child.kill('SIGKILL');
        await running[at]?.ended;
        running[at] = begin();
        counts.kills += 1;
      }),
    ]);
    if (running.some(({ child }) => child.exitCode !== null)) throw new Error('A process ended by itself.');
  } finally {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.map(({ ended }) => ended));
    bundle.dispose();
  }
  return counts;
}

/** Waits until something is the case, on the busiest machine. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('The processes do not begin to work.');
    await pause(20);
  }
}

/** Long enough that lines have a history, and short enough that they stay small. */
const generationMs = 10_000;

/** Ends the connection of a client in the middle of whatever it does; gives how many were ended. */
async function terminateConnection(db: Kysely<unknown>, { dialect }: Database): Promise<number> {
  if (dialect === 'postgres') {
    const { rows } = await sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND application_name <> 'disturber' AND pid <> pg_backend_pid()
      ORDER BY state = 'idle', random() LIMIT 1`.execute(db);
    return rows.length;
  }
  const { rows } = await sql<{ readonly id: number }>`
    SELECT id FROM information_schema.processlist
    WHERE id <> connection_id() AND user = 'root' ORDER BY command = 'Sleep', rand() LIMIT 1`.execute(db);
  for (const { id } of rows) {
    try {
      await sql.raw(`KILL CONNECTION ${id}`).execute(db);
    } catch {
      // It has ended by itself.
    }
  }
  return rows.length;
}

function readJournals(directory: string): readonly Told[] {
  return readdirSync(directory).flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .split('\n')
      // What was being written when the process was killed is no line yet.
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Told),
  );
}

async function examine(
  store: KyselyStore,
  told: readonly Told[],
  counts: Readonly<Record<string, number>>,
): Promise<Outcome> {
  const byLine = new Map<string, Told[]>();
  for (const each of told) byLine.set(each.line, [...(byLine.get(each.line) ?? []), each]);
  const violations: string[] = [];
  let commits = 0;
  for (const [integration_id, ofLine] of byLine) {
    const key = { integration_id, contract_type: 'openapi' } as const;
    const { line, revision } = valueOf(await store.load(key, call));
    const events = await readEvents(store, { integration_id }, 1_000);
    violations.push(...examineLine({ key, line, events }, ofLine));
    commits += revision;
  }
  const ended = told.filter((each) => 'completed' in each);
  return {
    violations,
    figures: {
      operations: told.length - ended.length,
      answered: ended.filter((each) => 'revision' in each).length,
      refused: ended.filter((each) => 'refused' in each).length,
      unanswered: told.length - 2 * ended.length,
      commits,
      lines: byLine.size,
      ...counts,
    },
  };
}
