import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** An example in a process of its own. */
export interface Example {
  /** What it has written so far. */
  output(): string;
  /** Waits for a text and gives what stands in its first group. */
  wrote(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** How it ended: the exit code, or the signal. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts an example, by default from source. */
export function startExample(
  name: string,
  environment: Readonly<Record<string, string>>,
  command: readonly string[] = ['--import', 'tsx', `examples/${name}/main.ts`],
): Example {
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const take = (text: string): void => {
    output += text;
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  return {
    output: () => output,
    wrote: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output);
          if (found === null) return;
          listeners.delete(look);
          resolve(found[1] ?? '');
        };
        listeners.add(look);
        look();
        ended.then((how) => reject(new Error(`Ended with ${how} before it wrote ${pattern}: ${output}`)), reject);
      }),
    kill: (signal) => child.kill(signal),
    ended,
  };
}
