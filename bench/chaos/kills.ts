import { runConformance } from '../../src/testing/conformance/run-conformance.ts';
import { bundleModule } from '../../test/adapters/bundle-module.ts';
import { createNamespace } from '../../test/adapters/kysely/databases.ts';
import { createKyselyHarness } from '../../test/adapters/kysely/harness.ts';
import type { Outcome, Part, Settings } from './part.ts';
import { startServer } from './servers.ts';

type Size = 'full' | 'writers' | 'relays' | 'servers';

/** Writers, relays and the server are killed: the checks of the conformance kit at full size. */
export const kills: Part<Size> = {
  about: 'kills 200 writers, 50 relays and 20 times the server with SIGKILL; nothing acknowledged may be gone',
  databases: ['postgres', 'mariadb'],
  sizes: {
    full: [1, '0 kills 12 writers, 5 relays and twice the server'],
    writers: [1, '0 leaves them out'],
    relays: [1, '0 leaves them out'],
    servers: [1, '0 leaves it out'],
  },
  bugs: {
    early: 'commits are acknowledged before they are sent',
    claimed: 'events are acknowledged when they are claimed',
    forgetful: 'the server acknowledges commits before they are on the disk',
  },
  run,
};

const checks = [
  ['writers', 'killed-writer'],
  ['relays', 'killed-relay'],
  ['servers', 'killed-server'],
] as const;

/** With a bug only the check that must find it is run. */
const only: Readonly<Record<string, string>> = {
  early: 'killed-writer',
  claimed: 'killed-relay',
  forgetful: 'killed-server',
};

const faults: Readonly<Record<string, string>> = {
  early: 'commits are acknowledged before they are durable',
  claimed: 'events are acknowledged when they are claimed',
};

async function run({ sizes, seed, bug, database: name = 'postgres', say }: Settings<Size>): Promise<Outcome> {
  const server = await startServer(name, { forgetful: bug === 'forgetful' });
  const bundle = await bundleModule(new URL('kills-worker.ts', import.meta.url));
  try {
    const { dialect: DIALECT, url: URL } = server.database;
    const { schema: SCHEMA } = await createNamespace(server.database);
    const env = { DIALECT, URL, SCHEMA, ...(bug === undefined ? {} : { FAULT: faults[bug] ?? '' }) };
    const harness = createKyselyHarness(server.database, SCHEMA, { module: bundle.path, env });
    const report = await runConformance(
      { ...harness, restartServer: () => server.crash() },
      {
        seed,
        effort: sizes.full > 0 ? 'full' : 'quick',
        only: bug === undefined ? checks.filter(([size]) => sizes[size] > 0).map(([, id]) => id) : [only[bug] ?? ''],
        onCheck: ({ id, outcome, duration_ms }) => say(`${id}: ${outcome} after ${Math.round(duration_ms / 1_000)} s`),
      },
    );
    const broken = report.checks.filter(({ outcome }) => outcome !== 'passed');
    return {
      violations: broken.map(({ id, reason }) => `${id}: ${reason}`),
      figures: Object.fromEntries(report.checks.map(({ id, outcome }) => [id, outcome])),
    };
  } finally {
    bundle.dispose();
    await server.stop();
  }
}
