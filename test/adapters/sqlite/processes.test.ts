import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SqliteStore } from '../../../src/adapters/sqlite/index.ts';
import { createSqliteStore } from '../../../src/adapters/sqlite/index.ts';
import type { LineKey } from '../../../src/core/line.ts';
import { readEvents } from '../store-suite/samples.ts';
import { call, valueOf } from '../store-suite/subject.ts';
import type { WorkerInput } from './worker.ts';
import type { Workers } from './workers.ts';
import { createWorkers } from './workers.ts';

const drivers = process.getBuiltinModule('node:sqlite') === undefined ? ['libsql'] : ['libsql', 'node:sqlite'];
const key: LineKey = { integration_id: 'contended', contract_type: 'openapi' };
const commits = 150;

let workers: Workers;
beforeAll(async () => {
  workers = await createWorkers();
});
afterAll(() => {
  workers.dispose();
});

describe.each(drivers as WorkerInput['driver'][])('four processes on one new file, by %s', (driver) => {
  it('create it at once, lose no update, and show no reader half a commit', { timeout: 60_000 }, async () => {
    const filename = workers.file(`${driver.replace(':', '-')}.db`);
    const input = { task: 'compete', filename, driver, integration_id: key.integration_id, commits } as const;
    const running = Array.from({ length: 4 }, () => workers.start(input));
    const store = createSqliteStore({ filename, driver });
    const ended = Promise.all(running.map(({ ended }) => ended));
    const observed = [];
    while (!(await Promise.race([ended.then(() => true), pause(5, false)]))) observed.push(await observe(store));
    expect(await ended).toEqual([0, 0, 0, 0]);
    expect(running.map(({ told }) => told)).toEqual(running.map(() => ['ready', `${commits}`]));

    const { revision, line } = valueOf(await store.load(key, call));
    expect({ revision, updates: line?.check_seq }).toEqual({ revision: 4 * commits, updates: 4 * commits });
    const events = await readEvents(store, {}, 1_000);
    expect(events.map(({ revision, position }) => `${revision}/${position}`)).toEqual(
      Array.from({ length: 8 * commits }, (_, index) => `${Math.floor(index / 2) + 1}/${index % 2}`),
    );
    expect(valueOf(await store.outbox.lag(call)).undelivered).toBe(8 * commits);
    expect(observed.filter(({ torn }) => torn)).toEqual([]);
    const revisions = observed.map(({ revision }) => revision);
    expect(revisions).toEqual([...revisions].sort((left, right) => left - right));
    await store.close();
  });
});

/** What a reader sees: the events of at least the revision that it saw before, two of each. */
async function observe(store: SqliteStore): Promise<{ readonly revision: number; readonly torn: boolean }> {
  const { revision, line } = valueOf(await store.load(key, call));
  const { length } = await readEvents(store, {}, 1_000);
  const whole = (line?.revision ?? 0) === revision && (line?.check_seq ?? 0) === revision;
  return { revision, torn: !whole || length < revision * 2 || length % 2 !== 0 };
}
