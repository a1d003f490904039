import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { build } from 'tsup';

import type { WorkerInput } from './worker.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Starts worker processes from a script that was bundled once, so that starting one is cheap. */
export interface Workers {
  start(input: WorkerInput): Worker;
  /** A file for a database. */
  file(name: string): string;
  dispose(): void;
}

/** A worker process. */
interface Worker {
  /** What it told so far, line by line. */
  readonly told: readonly string[];
  /** When it told something for the first time. */
  readonly ready: Promise<unknown>;
  /** Its exit code, `null` if it was killed; when everything it told has arrived. */
  readonly ended: Promise<number | null>;
  /** Ends it as a crash does: nothing in it runs any more. */
  kill(): void;
}

/** Bundles the script into a directory from which drivers can be loaded. */
export async function createWorkers(): Promise<Workers> {
  const directory = mkdtempSync(here('../../../node_modules/.contract-rollout-'));
  await build({
    entry: { worker: here('./worker.ts') },
    outDir: directory,
    format: 'esm',
    target: 'node20',
    outExtension: () => ({ js: '.mjs' }),
    noExternal: [/./],
    external: [/^node:/],
    config: false,
    silent: true,
    clean: false,
  });
  return {
    start: (input) => startWorker(join(directory, 'worker.mjs'), input),
    file: (name) => join(directory, name),
    dispose: () => {
      rmSync(directory, { recursive: true });
    },
  };
}

function startWorker(script: string, input: WorkerInput): Worker {
  const child = spawn(process.execPath, [script, JSON.stringify(input)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const told: string[] = [];
  lines.on('line', (line) => told.push(line));
  return {
    told,
    ready: once(lines, 'line'),
    ended: Promise.all([once(child, 'close'), once(lines, 'close')]).then(() => child.exitCode),
    kill: () => child.kill('SIGKILL'),
  };
}

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
