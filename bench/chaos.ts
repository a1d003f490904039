import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';

import type { Progress, Stretch } from './chaos/worker.ts';

const usage = `usage: npm run chaos -- simulate [options]
  --schedules N  how many schedules (default 1000000); each has the seed of the one before, plus one
  --seed N       the first seed (default: a new one)
  --workers N    processes (default 1)
  --rate N       how many of all calls go wrong, from 0 to 1 (default 0.08)
  --bug          the negative control: a store that forgets the results of commands, which must be found
The exit code is 1 if an invariant was broken (with --bug: if none was). A seed that broke one is printed with the
schedule that leads to it; --schedules 1 --seed N shows it again.`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    schedules: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000_000)) },
    workers: { type: 'string', default: '1' },
    rate: { type: 'string', default: '0.08' },
    bug: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Schedules between two reports of a worker; a report is a line of the progress. */
const stretchLength = 1_000;

async function simulate(): Promise<number> {
  const [schedules, seed, workers, rate] = [options.schedules, options.seed, options.workers, options.rate].map(Number);
  if (![schedules, seed, workers, rate].every(Number.isFinite)) throw new TypeError(usage);
  const total = { schedules: 0, calls: 0, faults: 0, kills: 0, commits: 0, activations: 0, violations: 0 };
  const started = performance.now();
  let next = 0;
  console.log(`seed ${seed}, ${schedules} schedules, ${workers} processes, rate ${rate}`);

  const take = (): Stretch | undefined => {
    if (next >= (schedules ?? 0) || (options.bug && total.violations > 0)) return undefined;
    const length = Math.min(stretchLength, (schedules ?? 0) - next);
    const stretch = { seed: (seed ?? 0) + next, schedules: length, rate: rate ?? 0, bug: options.bug };
    next += length;
    return stretch;
  };
  const tell = (progress: Progress): void => {
    for (const name of Object.keys(total) as (keyof typeof total)[]) {
      total[name] += name === 'violations' ? progress.violations.length : progress[name];
    }
    for (const violation of progress.violations.slice(0, 3)) {
      console.log(`seed ${violation.seed}: ${violation.invariant}, ${violation.message}`);
      console.log(violation.trace.map((step) => `  ${step}`).join('\n'));
    }
    if (total.schedules % (stretchLength * 20) === 0) console.log(`${total.schedules} schedules …`);
  };

  await Promise.all(Array.from({ length: workers ?? 1 }, () => work(take, tell)));
  const seconds = (performance.now() - started) / 1_000;
  console.log(JSON.stringify({ ...total, seed, seconds: Math.round(seconds) }));
  return total.violations > 0 === options.bug ? 0 : 1;
}

/** Gives a process one stretch after the other. */
function work(take: () => Stretch | undefined, tell: (progress: Progress) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('./chaos/worker.ts', import.meta.url), { execArgv: process.execArgv });
    const giveNext = (): void => {
      const stretch = take();
      if (stretch === undefined) child.disconnect();
      else child.send(stretch);
    };
    child.on('message', (progress: Progress) => {
      tell(progress);
      giveNext();
    });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A worker ended with ${code}.`))));
    giveNext();
  });
}

if (options.help || positionals[0] !== 'simulate') console.log(usage);
else process.exitCode = await simulate();
