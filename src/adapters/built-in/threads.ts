import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { Piscina } from 'piscina';

import type { Answer } from './diff-worker.ts';
import type { Task } from './task.ts';

/** How long a thread without work is kept, in milliseconds. */
const idleTimeout = 60_000;

/** Worker threads that are started when they are needed. */
export interface Threads {
  /**
   * Has a task done by a thread that does nothing else meanwhile. Aborting `stop` ends the thread.
   *
   * @throws what ended the thread, the reason of `stop` if that was it
   */
  run(task: Task, stop: AbortController): Promise<Answer>;
  /** Ends the threads. */
  end(): Promise<void>;
}

export function createThreads(count: number, heapMiB: number): Threads {
  const running = new Set<AbortController>();
  let started: Promise<Piscina> | undefined;

  const start = async (): Promise<Piscina> => {
    const { Piscina } = await import('piscina');
    const pool = new Piscina({
      ...workerFile(),
      name: 'answer',
      minThreads: 0,
      maxThreads: count,
      idleTimeout,
      // A thread that waits without blocking lets what libraries left behind come to its end.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: heapMiB },
    });
    // A thread that fails before it has a task, as when it cannot start, would leave its task waiting for ever.
    pool.on('error', (cause: unknown) => {
      for (const stop of running) stop.abort(cause);
    });
    return pool;
  };

  return {
    run: async (task, stop) => {
      const pool = await (started ??= start());
      running.add(stop);
      try {
        const { message, transferList } = toMessage(task);
        const answer: unknown = await pool.run(message, { signal: stop.signal, transferList });
        return JSON.parse(String(answer)) as Answer;
      } catch (cause) {
        throw stop.signal.aborted ? stop.signal.reason : cause;
      } finally {
        running.delete(stop);
      }
    },
    end: async () => {
      await (await started)?.destroy();
    },
  };
}

/** Documents are copied once and handed over, since the thread cannot read the caller's memory. */
function toMessage(task: Task): { readonly message: Task; readonly transferList: ArrayBuffer[] } {
  const transferList: ArrayBuffer[] = [];
  const copy = (document: string | Uint8Array): Uint8Array => {
    const bytes = typeof document === 'string' ? new TextEncoder().encode(document) : new Uint8Array(document);
    transferList.push(bytes.buffer);
    return bytes;
  };
  const message =
    'document' in task
      ? { ...task, document: copy(task.document) }
      : { ...task, baseline: copy(task.baseline), candidate: copy(task.candidate) };
  return { message, transferList };
}

/** The worker's file lies beside this one, in the same form: source, ES module or CommonJS. */
function workerFile(): { readonly filename: string; readonly execArgv?: string[] } {
  const own = import.meta.url;
  const form = own.slice(own.lastIndexOf('.'));
  const filename = fileURLToPath(new URL(`./diff-worker${form}`, own));
  if (form !== '.ts') return { filename };
  // Run from its source, a thread of Node.js 20 has to be told first how TypeScript is read.
  const tsx = pathToFileURL(createRequire(own).resolve('tsx'));
  const api = new URL('./esm/api/index.mjs', tsx).href;
  return { filename, execArgv: ['--import', `data:text/javascript,import { register } from '${api}'; register()`] };
}
