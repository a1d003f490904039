import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { commitUpTo, idsOf, readEvents } from '../store-suite/samples.ts';
import { call, valueOf } from '../store-suite/subject.ts';
import type { WorkerInput } from './worker.ts';
import type { Workers } from './workers.ts';
import { createRandom, createWorkers } from './workers.ts';

const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const random = createRandom(seed);
const drivers = process.getBuiltinModule('node:sqlite') === undefined ? ['libsql'] : ['libsql', 'node:sqlite'];

let workers: Workers;
beforeAll(async () => {
  workers = await createWorkers();
});
afterAll(() => {
  workers.dispose();
});

describe.each(drivers as WorkerInput['driver'][])(
  `processes killed in the middle of it, by %s (CRASH_SEED=${seed})`,
  (driver) => {
    it('every acknowledged commit is there, whole, and at most one more', { timeout: 120_000 }, async () => {
      const { problems, commits } = await killWriters('commit', driver, 50);
      expect(problems).toEqual([]);
      expect(commits).toBeGreaterThan(50);
    });

    it('a writer that acknowledges too early is found out', { timeout: 120_000 }, async () => {
      const { problems } = await killWriters('commit-late', driver, 200, 1);
      expect(problems.join('\n')).toMatch(/acknowledged \d+, stored \d+/);
    });

    it('a writer that writes events apart from the commit is found out', { timeout: 120_000 }, async () => {
      const { problems } = await killWriters('events-apart', driver, 200, 1);
      expect(problems.join('\n')).toMatch(/revisions of events|commits of 2 events/);
    });

    it('a relay loses no event and keeps the order of each line', { timeout: 120_000 }, async () => {
      const { lost, disordered } = await killRelays('relay', driver, 20);
      expect({ lost, disordered }).toEqual({ lost: [], disordered: [] });
    });

    it('a relay that acknowledges before it delivers is found out', { timeout: 120_000 }, async () => {
      const { lost } = await killRelays('relay-early', driver, 200);
      expect(lost).not.toEqual([]);
    });
  },
);

/** Kills writers, each on a line of its own, and examines what they left. Ends early once there are problems enough. */
async function killWriters(task: WorkerInput['task'], driver: WorkerInput['driver'], kills: number, enough = Infinity) {
  const filename = workers.file(`${task}-${driver.replace(':', '-')}.db`);
  const problems: string[] = [];
  let commits = 0;
  for (let round = 1; round <= kills && problems.length < enough; round += 1) {
    const integration_id = `round-${round}`;
    const worker = workers.start({ task, filename, driver, integration_id });
    await worker.ready;
    await pause(random() * 40);
    worker.kill();
    await worker.ended;
    const acknowledged = Number(worker.told.at(-1)) || 0;
    // Opening must work without any cleaning up.
    const store = createSqliteStore({ filename, driver });
    const { revision, problems: found } = await examineLine(store, integration_id);
    if (revision < acknowledged || revision > acknowledged + 1) {
      found.push(`acknowledged ${acknowledged}, stored ${revision}`);
    }
    commits += revision;
    const { undelivered } = valueOf(await store.outbox.lag(call));
    if (undelivered !== commits * 2) found.push(`${commits} commits of 2 events, ${undelivered} in the outbox`);
    await store.close();
    problems.push(...found.map((problem) => `${integration_id}: ${problem}`));
  }
  return { problems, commits };
}

/** Whether head, events and commands of a line tell one story. */
async function examineLine(store: SqliteStore, integration_id: string) {
  const problems: string[] = [];
  const key = { integration_id, contract_type: 'openapi' } as const;
  const { revision, line } = valueOf(await store.load(key, call));
  if ((line?.revision ?? 0) !== revision || (line?.check_seq ?? 0) !== revision)
    problems.push('head and revision differ');
  const revisions = (await readEvents(store, { integration_id }, 1_000)).map((event) => event.revision);
  const expected = Array.from({ length: revision * 2 }, (_, index) => Math.floor(index / 2) + 1);
  if (revisions.join() !== expected.join())
    problems.push(`revisions of events up to ${revisions.at(-1)}, not ${revision}`);
  for (let each = 1; each <= revision + 1; each += 1) {
    const { command } = valueOf(await store.load(key, { ...call, command_id: `command-${each}` }));
    if ((command !== null) !== each <= revision)
      problems.push(`command ${each} of ${revision}: ${command?.command_id}`);
  }
  return { revision, problems };
}

/** Kills relays while they drain an outbox until one lost something, drains the rest, and compares what was told with what was recorded. */
async function killRelays(task: WorkerInput['task'], driver: WorkerInput['driver'], kills: number) {
  const filename = workers.file(`${task}-${driver.replace(':', '-')}.db`);
  const store = createSqliteStore({ filename, driver });
  const delivered: string[] = [];
  // Shorter than the start of the next relay, which finds the events of the dead one free again.
  const leaseMs = 50;
  const eventsOfRound = 3 * 5 * 2;
  let lostSoFar = 0;
  for (let round = 1; round <= kills && lostSoFar === 0; round += 1) {
    for (const integration_id of ['a', 'b', 'c'].map((name) => `${name}-${round}`)) {
      await commitUpTo(store, { integration_id, contract_type: 'openapi' }, 5, 2);
    }
    const worker = workers.start({ task, filename, driver, integration_id: '', leaseMs });
    await worker.ready;
    await pause(random() * 20);
    worker.kill();
    await worker.ended;
    delivered.push(...worker.told.slice(1));
    const { undelivered } = valueOf(await store.outbox.lag(call));
    // What was told and is still waiting will be told again, so this counts too few, and never too many.
    lostSoFar = Math.max(0, round * eventsOfRound - new Set(delivered).size - undelivered);
  }
  while (valueOf(await store.outbox.lag(call)).undelivered > 0) {
    const { lease_token, events } = valueOf(await store.outbox.claim(50, 60_000, call));
    if (lease_token === null) await pause(leaseMs);
    else valueOf(await store.outbox.ack(lease_token, call));
    delivered.push(...idsOf(events));
  }
  const recorded = idsOf(await readEvents(store, {}, 1_000));
  await store.close();
  const first = [...new Set(delivered)];
  return { lost: recorded.filter((event_id) => !first.includes(event_id)), disordered: findDisordered(first) };
}

/** The ids, `<line>/<revision>/<position>`, that came behind a later one of their line. */
function findDisordered(event_ids: readonly string[]): readonly string[] {
  const latest = new Map<string, string>();
  return event_ids.filter((event_id) => {
    const line = event_id.split('/', 1)[0] ?? '';
    const before = latest.get(line) ?? '';
    latest.set(line, event_id);
    return event_id < before;
  });
}
