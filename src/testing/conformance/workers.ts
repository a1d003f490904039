import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { WorkerModule } from './harness.ts';

/** What a worker process does, until it ends or is killed. */
export type WorkerTask =
  /** Opens the namespace, says so, and closes it again. */
  | { readonly kind: 'open'; readonly namespace: string }
  /** Commits to one line for ever, and tells each revision once it is acknowledged. */
  | { readonly kind: 'commit'; readonly namespace: string; readonly integration_id: string }
  /** Commits a number of times against others that do the same, and tells every read and commit with its times. */
  | { readonly kind: 'compete'; readonly namespace: string; readonly integration_id: string; readonly commits: number }
  /** Claims, tells the ids of the events and then acknowledges, for ever. */
  | { readonly kind: 'relay'; readonly namespace: string; readonly leaseMs: number };

/** How many events a relay claims at once. */
export const claimed = 2;

/** A worker process. */
export interface Worker {
  /** What it told so far, line by line. */
  readonly told: readonly string[];
  /** When it has opened the namespace; rejects if it ends before. */
  readonly ready: Promise<void>;
  /** Its exit code, `null` if it was killed; when everything it told has arrived. */
  readonly ended: Promise<number | null>;
  /** Ends it as a crash does: nothing in it runs any more. */
  kill(): void;
}

/** Starts a worker process. */
export function startWorker({ module, execArgv = [], env = {} }: WorkerModule, task: WorkerTask): Worker {
  const path = module instanceof URL || module.startsWith('file:') ? fileURLToPath(module) : module;
  const child = spawn(process.execPath, [...execArgv, path, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  const lines = createInterface(child.stdout);
  const told: string[] = [];
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(() => child.exitCode);
  const ready = new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line === 'ready') resolve();
      else told.push(line);
    });
    child.once('close', (code) => {
      reject(new Error(`The worker ended with ${code} before it was ready: ${complaints}`));
    });
  });
  // Whoever only waits for the end is told by the exit code.
  ready.catch(() => undefined);
  return { told, ready, ended, kill: () => child.kill('SIGKILL') };
}
