import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../shared/corpus/real-pairs', import.meta.url));
const pair = process.env['PAIR'] ?? 'deepgram-ws-adjacent';
const rounds = Number(process.env['ROUNDS'] ?? 5);
const tools = ['contract-rollout', 'js-yaml alone', '@asyncapi/parser alone', '@asyncapi/diff'] as const;

/** In ms: by the clock until the first answer, then of the processor. */
interface Measured {
  readonly start: number;
  readonly load: number;
  readonly first: number;
  readonly cold: number;
  readonly warm: number;
}

/** Prints how long a comparison of event contracts takes beside the tools that others use. */
export async function benchAsyncApi(): Promise<void> {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    console.log(`\nNo pairs to compare in ${folder}.`);
    return;
  }
  const pairs = JSON.parse(readFileSync(manifest, 'utf8')) as readonly (Record<string, string> & { bytes: number })[];
  const found = pairs.find(({ id }) => id === pair);
  if (found === undefined) throw new Error(`There is no pair "${pair}".`);
  const files = [found['baseline'], found['candidate']].map((file) => join(folder, file ?? ''));
  const best = new Map<string, Measured>();
  // In turns, so that whatever else the machine does meets all of them.
  for (let round = 0; round < rounds; round++) {
    for (const tool of tools) {
      const measured = await measure(tool, files);
      best.set(tool, least(measured, best.get(tool) ?? measured));
    }
  }
  const own = best.get('contract-rollout') ?? { cold: 1, warm: 1 };
  console.log(`\n${pair} (${(found.bytes / 1e3).toFixed(0)} kB), ms, the least of ${rounds} fresh processes`);
  console.table(
    [...best].map(([tool, { start, load, first, cold, warm }]) => ({
      tool,
      'process start': Number(start.toFixed(0)),
      import: Number(load.toFixed(0)),
      'first call': Number(first.toFixed(0)),
      'cold processor': Number(cold.toFixed(0)),
      '/ ours': Number((cold / own.cold).toFixed(2)),
      'warm processor': Number(warm.toFixed(1)),
      '/ ours ': Number((warm / own.warm).toFixed(2)),
    })),
  );
  console.log('Cold: import and first call, of which V8 spends much in threads that optimise; warm: the later calls.');
}

function least(one: Measured, other: Measured): Measured {
  return {
    start: Math.min(one.start, other.start),
    load: Math.min(one.load, other.load),
    first: Math.min(one.first, other.first),
    cold: Math.min(one.cold, other.cold),
    warm: Math.min(one.warm, other.warm),
  };
}

function measure(tool: string, files: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('asyncapi/tool.mjs', import.meta.url), [tool, ...files], { execArgv: [] });
    child
      .once('message', (message) => resolve(message as Measured))
      .once('exit', (code) => reject(new Error(`${tool} ended with ${code}.`)));
  });
}
