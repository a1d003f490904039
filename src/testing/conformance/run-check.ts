import { createFixedClock } from '../../adapters/memory/fixed-clock.ts';
import { createRandom } from '../../internal/random.ts';
import type { Check, Effort, Subject } from './check.ts';
import { commandRetentionMs, failureLimit, start } from './check.ts';
import type { Harness, Stores } from './harness.ts';
import type { Worker } from './workers.ts';
import { startWorker } from './workers.ts';

/** What a run of checks depends on besides the harness. */
export interface RunSettings {
  readonly seed: number;
  readonly effort: Effort;
}

/** Runs a check on a namespace of its own and removes everything afterwards; rejects, naming the seed, if it fails. */
export async function runCheck(harness: Harness, check: Check, { seed, effort }: RunSettings): Promise<void> {
  const clock = createFixedClock(start);
  const settings = { clock, commandRetentionMs, failureLimit };
  const namespaces: string[] = [];
  const opened: Stores[] = [];
  const workers: Worker[] = [];

  const newNamespace = (): string => {
    const name = `conformance_${process.pid}_${unique()}`;
    namespaces.push(name);
    return name;
  };
  const namespace = newNamespace();
  const connect = async (name = namespace): Promise<Stores> => {
    const stores = await harness.open(name, settings);
    opened.push(stores);
    return stores;
  };

  try {
    const stores = await connect();
    const subject: Subject = {
      ...stores,
      harness,
      stores,
      namespace,
      clock,
      random: createRandom(seed),
      seed,
      effort,
      connect,
      newNamespace,
      start: (task) => {
        if (harness.worker === undefined) throw new TypeError('The harness has no worker module.');
        const worker = startWorker(harness.worker, task);
        workers.push(worker);
        return worker;
      },
    };
    await check.run(subject);
  } catch (cause) {
    const message = (cause instanceof Error ? cause.message : String(cause)).trim();
    throw new Error(`${check.id}: ${message} (seed ${seed})`, { cause });
  } finally {
    for (const worker of workers) worker.kill();
    await Promise.all(workers.map(({ ended }) => ended));
    // That closing works is a check of its own; here it must not hide why another one failed.
    await Promise.allSettled(opened.map(({ store }) => store.close()));
    for (const name of namespaces) await harness.destroy(name);
  }
}

function unique(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 12);
}
