import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A server in a process of its own. */
export interface Server {
  readonly origin: string;
  /** What it has written on stderr. */
  complaints(): string;
  stop(): Promise<void>;
}

/** Starts a program that serves, by default that of `npm start`, on a free port, and waits until it answers. */
export async function startServer(root: string, folder: string, file = 'examples/server/main.ts'): Promise<Server> {
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', file], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: folder, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const early = closed.then((code) => {
    throw new Error(`The server ended with ${code}: ${complaints}`);
  });
  await Promise.race([early, untilItAnswers(origin)]);
  return {
    origin,
    complaints: () => complaints,
    stop: async () => {
      early.catch(() => {});
      child.kill('SIGTERM');
      await closed;
    },
  };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('There is no free port.'));
      });
    });
  });
}

async function untilItAnswers(origin: string): Promise<void> {
  for (;;) {
    try {
      await fetch(origin);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
