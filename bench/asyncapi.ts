import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../shared/corpus/real-pairs', import.meta.url));
const pair = process.env['PAIR'] ?? 'deepgram-ws-adjacent';
const rounds = Number(process.env['ROUNDS'] ?? 5);
const tools = ['contract-rollout', 'js-yaml alone', '@asyncapi/parser alone', '@asyncapi/diff'] as const;

interface Measured {
  readonly cold: number;
  readonly warm: number;
}

/** Prints how long a comparison of event contracts takes beside the tools that others use, in processor time. */
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
      const { cold, warm } = await measure(tool, files);
      const known = best.get(tool) ?? { cold, warm };
      best.set(tool, { cold: Math.min(cold, known.cold), warm: Math.min(warm, known.warm) });
    }
  }
  const own = best.get('contract-rollout') ?? { cold: 1, warm: 1 };
  console.log(`\n${pair} (${(found.bytes / 1e3).toFixed(0)} kB), processor time, the least of ${rounds} processes`);
  console.table(
    [...best].map(([tool, { cold, warm }]) => ({
      tool,
      'first call ms': Number(cold.toFixed(0)),
      '/ ours': Number((cold / own.cold).toFixed(2)),
      'later calls ms': Number(warm.toFixed(1)),
      '/ ours ': Number((warm / own.warm).toFixed(2)),
    })),
  );
}

function measure(tool: string, files: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('asyncapi/tool.mjs', import.meta.url), [tool, ...files], { execArgv: [] });
    child
      .once('message', (message) => resolve(message as Measured))
      .once('exit', (code) => reject(new Error(`${tool} ended with ${code}.`)));
  });
}
