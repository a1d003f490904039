import { fork } from 'node:child_process';
import { once } from 'node:events';

import type { Measured, Serving } from './http-server.ts';

/** A server in a process of its own. */
export interface HttpServer {
  readonly origin: string;
  measure(): Promise<Measured>;
  stop(): Promise<void>;
}

/** Starts a server and waits until it listens. */
export async function serve(serving: Serving): Promise<HttpServer> {
  const child = fork(new URL('http-server.ts', import.meta.url), [JSON.stringify(serving)], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  });
  const exited = once(child, 'exit');
  const ended = exited.then(([code]: unknown[]): never => {
    throw new Error(`The server ended with ${String(code)}.`);
  });
  ended.catch(() => undefined);
  const hear = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return message;
  };
  const port = await hear();
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    measure: async () => {
      child.send('measure');
      return (await hear()) as Measured;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
