import { setTimeout as pause } from 'node:timers/promises';

import { err, ok } from 'neverthrow';

import { createKyselyStore } from '../../src/adapters/kysely/index.ts';
import type { LineKey } from '../../src/core/line.ts';
import type { AuditSink } from '../../src/ports/audit-sink.ts';
import { limitLag } from '../../src/relay/limit-lag.ts';
import { createRelay } from '../../src/relay/relay.ts';
import { call, valueOf } from '../../src/testing/conformance/assertions.ts';
import { idsOf, readEvents, smallChange } from '../../src/testing/conformance/samples.ts';
import { connectTo } from '../../test/adapters/kysely/databases.ts';
import type { Outcome, Part, Settings } from './part.ts';
import { startServer } from './servers.ts';

type Size = 'seconds' | 'writers' | 'relays' | 'limit';

/** A sink that is down while lines are written to, until the limit of the lag closes them. */
export const sink: Part<Size> = {
  about: 'a sink that takes nothing for a third of the time, under load, with a limit of the lag',
  databases: ['postgres', 'mariadb'],
  sizes: {
    seconds: [30, 'how long; the sink is down in the second third, and then until the limit is reached'],
    writers: [8, 'each on a line of its own'],
    relays: [2, 'at the same time'],
    limit: [1_000, 'undelivered events from which on no commit is taken'],
  },
  bugs: { dropping: 'the sink says that it took the events while it is down' },
  run,
};

async function run({ sizes, bug, database: name = 'postgres' }: Settings<Size>): Promise<Outcome> {
  const server = await startServer(name);
  const db = connectTo(server.database, sizes.writers + sizes.relays * 2 + 2);
  try {
    const store = createKyselyStore({ db, dialect: server.database.dialect });
    valueOf(await store.migrate());
    const limited = limitLag(store, store.outbox, { undelivered: sizes.limit, measuredEveryMs: 50 });
    const third = (sizes.seconds * 1_000) / 3;
    let phase: 0 | 1 | 2 | 3 = 0;
    const committed = [0, 0, 0];
    const refused = [0, 0, 0];
    const violations: string[] = [];
    const delivered: string[] = [];
    let events = 0;
    let failedAt = 0;
    let untilClosed: number | undefined;

    const received: AuditSink = {
      deliver: async (batch) => {
        if (phase !== 1) {
          delivered.push(...idsOf(batch));
          return ok(undefined);
        }
        if (bug === 'dropping') return ok(undefined);
        await pause(5);
        return err({ kind: 'unavailable', cause: new Error('The sink is down.') });
      },
    };
    const relays = Array.from({ length: sizes.relays }, () =>
      createRelay({ outbox: store.outbox, sinks: [received], pollMs: 20, backoffMs: 50, longestBackoffMs: 500 }),
    );
    for (const relay of relays) relay.start();

    const write = async (key: LineKey): Promise<number> => {
      let revision = 0;
      for (let at = phase; at < 3; at = phase) {
        const result = await limited.commit(key, revision, smallChange(key, revision + 1, `c${revision}`), call);
        if (result.isOk()) {
          revision += 1;
          committed[at] = (committed[at] ?? 0) + 1;
          events += 2;
          continue;
        }
        // Acknowledgements come after deliveries, and the lag is measured before that.
        const behind = events - new Set(delivered).size;
        if (result.error.kind !== 'unavailable' || (at === 1 && behind < sizes.limit)) {
          violations.push(`a commit was refused (${result.error.kind}) while ${behind} events waited`);
        }
        if (at === 1) untilClosed ??= Math.round(performance.now() - failedAt);
        refused[at] = (refused[at] ?? 0) + 1;
        await pause(20);
      }
      return revision;
    };
    const keys = Array.from({ length: sizes.writers }, (_, index) => keyOf(index));
    const written = Promise.all(keys.map(write));
    await pause(third);
    phase = 1;
    failedAt = performance.now();
    await pause(third);
    // Whether it gets there in that time is a question of the machine.
    while (untilClosed === undefined && bug === undefined && performance.now() - failedAt < longestMs) await pause(20);
    phase = 2;
    await pause(third);
    phase = 3;
    const revisions = await written;
    await Promise.all(relays.map((relay) => relay.stop()));
    const drained = await createRelay({ outbox: store.outbox, sinks: [received] }).drain();
    if (drained.failure !== null) violations.push(`what was left was not delivered: ${drained.failure}`);
    if (untilClosed === undefined && bug === undefined)
      violations.push('the limit was never reached, so that nothing was shown');

    const first = [...new Set(delivered)];
    for (const [index, key] of keys.entries()) {
      const { integration_id } = key;
      const recorded = idsOf(await readEvents(store, { integration_id }, 1_000));
      if (recorded.length !== 2 * (revisions[index] ?? 0)) violations.push(`${integration_id} lacks events`);
      const got = first.filter((event_id) => event_id.startsWith(`${integration_id}/`));
      const lost = recorded.length - got.length;
      if (lost > 0) violations.push(`${lost} events of ${integration_id} were not delivered`);
      else if (got.join() !== recorded.join()) violations.push(`${integration_id} was delivered out of order`);
    }
    return {
      violations,
      figures: {
        committed,
        refused,
        'ms from the failure of the sink to the limit': untilClosed ?? null,
        events,
        delivered: first.length,
        duplicates: delivered.length - first.length,
      },
    };
  } finally {
    await db.destroy();
    await server.stop();
  }
}

/** Until the limit must have been reached. */
const longestMs = 120_000;

function keyOf(index: number): LineKey {
  return { integration_id: `line-${index}`, contract_type: 'openapi' };
}
