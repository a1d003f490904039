import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';

import { fuzzDocuments } from './fuzz/contracts/run.ts';
import type { Finding } from './fuzz/examine.ts';
import { add, createTally, renderTally } from './fuzz/tally.ts';
import { drawFamily } from './fuzz/pairs.ts';
import type { Options, PairOptions } from './fuzz/pairs.ts';
import type { Report, Stretch } from './fuzz/worker.ts';

const usage = `usage: npm run fuzz -- [options], or npm run fuzz -- documents [options] (see there: --help)
  --seed N          the first seed (default 1); the same seed asks the same questions
  --seeds N         how many seeds, about twelve questions each (default: as many as fit)
  --seconds N       stop after so long (default 60)
  --workers N       processes (default 1)
  --profile NAME    common | exotic | references | focused (default: mixed)
  --dialect NAME    one dialect (default: mixed)
  --formats MODE    annotate | assert (default: mixed)
  --undeclared MODE strict | no-collision (default: mixed)
  --attacks N       instances drawn per schema (default 12)
  --deep N          one seed in N gets 50 times as many (default 100)
  --ajv N           one seed in N has instances judged by Ajv too (default 10, 0: never)
  --hyperjump N     one seed in N has them judged by Hyperjump too (default 100, 0: never)
  --slow MS         report answers that take longer (default 2000)
  --undecided N     print N undecided questions of each reason
  --show            print the questions of --seed and do nothing else`;

const [what, ...rest] = process.argv.slice(2);
if (what === 'documents') {
  await fuzzDocuments(rest);
  process.exit();
}

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: 'Infinity' },
    seconds: { type: 'string', default: '60' },
    workers: { type: 'string', default: '1' },
    profile: { type: 'string' },
    dialect: { type: 'string' },
    formats: { type: 'string' },
    undeclared: { type: 'string' },
    attacks: { type: 'string', default: '12' },
    deep: { type: 'string', default: '100' },
    ajv: { type: 'string', default: '10' },
    hyperjump: { type: 'string', default: '100' },
    slow: { type: 'string', default: '2000' },
    undecided: { type: 'string', default: '0' },
    show: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const isOneOf = <T extends string>(value: string | undefined, list: readonly T[]): T | undefined => {
  const found = list.find((entry) => entry === value);
  if (value !== undefined && found === undefined) throw new TypeError(`${value} is none of ${list.join(', ')}`);
  return found;
};

const pairs: PairOptions = {
  profile: isOneOf(options.profile, ['common', 'exotic', 'references', 'focused']),
  dialect: isOneOf(options.dialect, ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12', 'openapi-3.0']),
  formats: isOneOf(options.formats, ['annotate', 'assert']),
  undeclared: isOneOf(options.undeclared, ['strict', 'no-collision']),
};

const workers = Number(options.workers);
const total = createTally();
const start = performance.now();

const stretchOf = (worker: number): Stretch => ({
  first: Number(options.seed) + worker,
  stride: workers,
  seeds: Math.min(Number(options.seeds) / workers, Number.MAX_SAFE_INTEGER),
  seconds: Number(options.seconds),
  settings: {
    attacks: Number(options.attacks),
    deepEvery: Number(options.deep),
    ajvEvery: Number(options.ajv),
    hyperjumpEvery: Number(options.hyperjump),
    slow: Number(options.slow),
  },
  pairs,
  undecided: Number(options.undecided),
});

const nameOf = ({ dialect, formats, undeclared }: Options): string =>
  [dialect, ...(formats === 'assert' ? ['formats'] : []), ...(undeclared === 'strict' ? [] : [undeclared])].join(', ');

function printFinding({ kind, question, instance, detail }: Finding): void {
  const { seed, options: asked, relation, how, sub, sup } = question;
  console.log(`\n${kind.toUpperCase()} seed ${seed} [${nameOf(asked)}] ${relation} ${how}\n  ${detail}`);
  console.log(`  sub      ${JSON.stringify(sub)}\n  sup      ${JSON.stringify(sup)}`);
  if (instance !== undefined) console.log(`  instance ${JSON.stringify(instance)}`);
}

function receive(report: Report): void {
  if (report.kind === 'finding') printFinding(report.finding);
  if (report.kind === 'tally') add(total, report.tally);
  if (report.kind === 'undecided') {
    const { options: asked, relation, how, seed, sub, sup } = report.question;
    console.log(`undecided, ${report.reason}: seed ${seed} [${nameOf(asked)}] ${relation} ${how}`);
    console.log(`  sub ${JSON.stringify(sub)}\n  sup ${JSON.stringify(sup)}`);
  }
}

function runProcess(worker: number): Promise<void> {
  return new Promise((resolve) => {
    const child = fork(new URL('./fuzz/process.ts', import.meta.url));
    let lastSeed = stretchOf(worker).first;
    let done = false;
    child.on('message', (report: Report) => {
      if (report.kind === 'tally') [lastSeed, done] = [report.seed, report.done];
      receive(report);
    });
    child.on('exit', () => {
      if (!done && process.listenerCount('SIGINT') > 0) {
        console.log(`a process died after seed ${lastSeed}`);
        process.exitCode = 1;
      }
      resolve();
    });
    child.send(stretchOf(worker));
  });
}

if (options.help) {
  console.log(usage);
} else if (options.show) {
  for (const { options: asked, relation, how, sub, sup } of drawFamily(Number(options.seed), pairs)) {
    console.log(`[${nameOf(asked)}] ${relation} ${how}\n  sub ${JSON.stringify(sub)}\n  sup ${JSON.stringify(sup)}`);
  }
} else {
  console.log(`seed ${options.seed}, ${workers} ${workers === 1 ? 'process' : 'processes'}`);
  const finish = (): void => {
    console.log(`\n${renderTally(total, (performance.now() - start) / 1000)}`);
    if (Object.keys(total.findings).length > 0) process.exitCode = 1;
  };
  // Interrupted, the processes die of the same signal, and what they have told so far still counts.
  process.once('SIGINT', finish);
  await Promise.all(Array.from({ length: workers }, (_, worker) => runProcess(worker)));
  if (process.listenerCount('SIGINT') > 0) finish();
}
