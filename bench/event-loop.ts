import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

import { quantile } from './statistics.ts';

const pair = process.env['PAIR'] ?? 'github-year';
const folder = fileURLToPath(new URL('../../shared/corpus/real-pairs', import.meta.url));
/** Milliseconds between requests. */
const pause = 10;

interface Pair {
  readonly id: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly bytes: number;
}

/** Prints how long `GET …/contracts` takes while two large documents are compared, and while nothing else happens. */
export async function benchEventLoop(): Promise<void> {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    console.log(`\nNo pairs to compare in ${folder}.`);
    return;
  }
  const found = (JSON.parse(readFileSync(manifest, 'utf8')) as readonly Pair[]).find(({ id }) => id === pair);
  if (found === undefined) throw new Error(`There is no pair "${pair}".`);
  const rows = [];
  for (const where of ['pool', 'thread'] as const) rows.push(...(await measure(where, found)));
  console.log(`\nGET …/contracts while ${pair} (${(found.bytes / 1e6).toFixed(1)} MB) is compared`);
  console.table(rows);
}

async function measure(where: 'pool' | 'thread', { baseline, candidate }: Pair): Promise<readonly object[]> {
  const child = fork(new URL('event-loop/server.ts', import.meta.url), [where]);
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve(Number(message))).once('exit', () => reject(new Error('No server.')));
    });
    const contracts = `http://127.0.0.1:${port}/platform/integrations/github/contracts`;
    const post = async (path: string, body: object): Promise<void> => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${contracts}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(await response.text());
      await response.arrayBuffer();
    };
    for (const [contract_version, file] of [
      ['v1', baseline],
      ['v2', candidate],
    ] as const) {
      const document = readFileSync(join(folder, file), 'utf8');
      await post('', { contract_type: 'openapi', contract_version, document });
    }
    const idle = await ask(contracts, sleep(3_000));
    const start = performance.now();
    const busy = await ask(
      contracts,
      post('/compatibility-check', { baseline_version: 'v1', candidate_version: 'v2' }),
    );
    const took = performance.now() - start;
    return [
      row('idle', where, idle),
      { ...row('comparing', where, busy), 'comparison s': Number((took / 1_000).toFixed(1)) },
    ];
  } finally {
    child.kill();
  }
}

/** Asks again and again until something is done; gives the milliseconds of each answer. */
async function ask(contracts: string, until: Promise<unknown>): Promise<readonly number[]> {
  const state = { done: false };
  const done = until.finally(() => (state.done = true));
  const times: number[] = [];
  while (!state.done) {
    const start = performance.now();
    await (await fetch(`${contracts}?contract_type=openapi`)).arrayBuffer();
    times.push(performance.now() - start);
    await sleep(pause);
  }
  await done;
  return times;
}

function row(what: string, where: string, times: readonly number[]): object {
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => Number(quantile(times, share).toFixed(1)));
  return { 'compared in': where, what, requests: times.length, 'p50 ms': p50, 'p99 ms': p99, 'max ms': most };
}
