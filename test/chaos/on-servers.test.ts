import { describe, expect, it } from 'vitest';

import { commits } from '../../bench/chaos/commits.ts';
import { http } from '../../bench/chaos/http.ts';
import { kills } from '../../bench/chaos/kills.ts';
import type { Part, ServerName } from '../../bench/chaos/part.ts';
import { processes } from '../../bench/chaos/processes.ts';
import { canStart } from '../../bench/chaos/servers.ts';
import { sink } from '../../bench/chaos/sink.ts';

/** For a busy machine; each takes a few seconds. */
const timeout = 300_000;

/** A short run of a part; what is not set is as it usually is. */
async function run<Size extends string>(
  part: Part<Size>,
  database: ServerName,
  sizes: Partial<Record<Size, number>>,
  bug?: string,
) {
  const usual = Object.fromEntries(
    Object.entries<readonly [number, string]>(part.sizes).map(([size, [number]]) => [size, number]),
  ) as Record<Size, number>;
  return part.run({ sizes: { ...usual, ...sizes }, seed: 1, bug, database, say: () => undefined });
}

const kept = { violations: [] };

describe.each(['postgres', 'mariadb'] as const)('on a %s of its own', (database) => {
  describe.skipIf(!canStart(database))('that is started here', { timeout }, () => {
    it('histories of clients are strictly serializable while connections and processes are ended', async () => {
      const sizes = { seconds: 2, clients: 2, killMs: 1_000 };
      const outcome = await run(processes, database, sizes);
      expect(outcome).toMatchObject(kept);
      expect(outcome.figures['terminations']).toBeGreaterThan(0);
    });
  });
});

describe.skipIf(!canStart('postgres'))('on a server that is started here', { timeout }, () => {
  it('a command is applied once, wherever its COMMIT is cut', async () => {
    expect(await run(commits, 'postgres', { commands: 12 })).toMatchObject({ ...kept, figures: { commits: 12 } });
  });

  it('a store that forgets the results of commands is found to apply one twice', async () => {
    const { violations } = await run(commits, 'postgres', { commands: 6 }, 'forgetful');
    expect(violations.join()).toContain('was applied 2 times');
  });

  it('a server that is killed has everything that it has acknowledged', async () => {
    const outcome = await run(kills, 'postgres', { full: 0, writers: 0, relays: 0 });
    expect(outcome).toMatchObject({ ...kept, figures: { 'killed-server': 'passed' } });
  });

  it('a sink that is down loses nothing, and closes writes only when too much waits', async () => {
    const outcome = await run(sink, 'postgres', { seconds: 1.5, writers: 4, limit: 40 });
    expect(outcome).toMatchObject(kept);
  });

  it('a sink that only says that it took the events is found to lose some', async () => {
    const { violations } = await run(sink, 'postgres', { seconds: 1.5, writers: 2 }, 'dropping');
    expect(violations.join()).toContain('were not delivered');
  });

  it('requests fail only where a fault was put in', async () => {
    const outcome = await run(http, 'postgres', { seconds: 2, connections: 20, lines: 10, rate: 0.01 });
    expect(outcome).toMatchObject(kept);
    expect(outcome.figures['faults put in']).toBeGreaterThan(0);
  });
});
