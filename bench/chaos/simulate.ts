import { fork } from 'node:child_process';

import type { Outcome, Part, Settings } from './part.ts';
import type { Progress, Stretch } from './simulate-worker.ts';

/** Schedules between two reports of a worker. */
const stretchLength = 1_000;

/** Whole rollouts in memory under seeded schedules, with faults at every call of a port. */
export const simulate: Part<'schedules' | 'workers' | 'rate'> = {
  about: 'whole rollouts under seeded schedules, with faults at every call of a port',
  sizes: {
    schedules: [1_000_000, 'how many; each has the seed of the one before, plus one'],
    workers: [1, 'processes'],
    rate: [0.08, 'how many of all calls go wrong, from 0 to 1'],
  },
  bugs: { forgetful: 'the store forgets the results of commands' },
  run,
};

async function run({ sizes, seed, bug, say }: Settings<'schedules' | 'workers' | 'rate'>): Promise<Outcome> {
  const { schedules, workers, rate } = sizes;
  const total = { schedules: 0, calls: 0, faults: 0, kills: 0, commits: 0, activations: 0 };
  const violations: string[] = [];
  let next = 0;

  const take = (): Stretch | undefined => {
    if (next >= schedules || (bug !== undefined && violations.length > 0)) return undefined;
    const length = Math.min(stretchLength, schedules - next);
    const stretch = { seed: seed + next, schedules: length, rate, bug: bug !== undefined };
    next += length;
    return stretch;
  };
  const tell = (progress: Progress): void => {
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += progress[name];
    for (const { seed, invariant, message, trace } of progress.violations) {
      violations.push([`seed ${seed}: ${invariant}, ${message}`, ...trace].join('\n  '));
    }
    if (total.schedules % (stretchLength * 20) === 0)
      say(`${total.schedules} schedules, ${violations.length} violations`);
  };

  await Promise.all(Array.from({ length: workers }, () => work(take, tell)));
  return { violations, figures: total };
}

/** Gives a process one stretch after the other. */
function work(take: () => Stretch | undefined, tell: (progress: Progress) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('simulate-worker.ts', import.meta.url), { execArgv: process.execArgv });
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
