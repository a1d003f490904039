import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../shared/corpus/real-pairs', import.meta.url));
const only = process.env['PAIR'] ?? '';
const rounds = process.env['ROUNDS'] ?? '3';
/** Milliseconds after which a tool is given up. */
const patience = Number(process.env['PATIENCE'] ?? 60_000);

interface Measured {
  readonly first: number;
  readonly later: number;
  /** Of reading both texts. */
  readonly floor: number;
  /** MiB. */
  readonly resident: number;
  readonly findings: number;
  readonly breaking: number;
  readonly undecided?: number;
}

/**
 * Prints how long comparisons of published documents take, in processor time and as a multiple of reading both texts in
 * the same process, beside the package `openapi-diff`.
 */
export async function benchOpenApi(): Promise<void> {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    console.log(`\nNo pairs to compare in ${folder}.`);
    return;
  }
  const pairs = JSON.parse(readFileSync(manifest, 'utf8')) as readonly (Record<string, string> & { bytes: number })[];
  console.log(
    `\nOpenAPI pairs, processor time, the least of ${rounds} calls after the first; PAIR=text for some of them`,
  );
  const rows: Record<string, unknown>[] = [];
  for (const pair of pairs) {
    if (!(pair['format'] ?? '').match(/openapi|swagger/u) || !(pair['id'] ?? '').includes(only)) continue;
    const files = [pair['baseline'], pair['candidate']].map((file) => join(folder, file ?? ''));
    const [own, other] = [await measure('contract-rollout', files), await measure('openapi-diff', files)];
    rows.push({
      pair: pair['id'],
      MB: Number((pair.bytes / 1e6).toFixed(1)),
      'reading ms': rounded(own?.floor),
      'first ms': rounded(own?.first),
      'later ms': rounded(own?.later),
      '/ reading': own && Number((own.later / own.floor).toFixed(1)),
      MiB: rounded(own?.resident),
      findings: own?.findings,
      breaking: own?.breaking,
      undecided: own?.undecided,
      'openapi-diff': other === undefined ? 'fails' : Number((other.later / (own?.later ?? Number.NaN)).toFixed(1)),
    });
  }
  console.table(rows);
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}

/** Undefined if the tool fails, or takes longer than it may. */
function measure(tool: string, files: readonly string[]): Promise<Measured | undefined> {
  return new Promise((resolve) => {
    const child = fork(new URL('openapi/tool.mjs', import.meta.url), [tool, rounds, ...files], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      timeout: patience,
      killSignal: 'SIGKILL',
    });
    child.once('message', (message) => resolve(message as Measured)).once('exit', () => resolve(undefined));
  });
}
