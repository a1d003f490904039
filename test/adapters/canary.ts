import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A server and a file that must not be touched, and every spelling that could lead to them. */
export interface Canary {
  readonly references: readonly string[];
  /** Requests that reached the server. */
  readonly hits: () => number;
  readonly secret: string;
  readonly close: () => Promise<void>;
}

export async function createCanary(): Promise<Canary> {
  let hits = 0;
  const server = createServer((_, response) => {
    hits++;
    response.end('{"type": "string"}');
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const folder = await mkdtemp(join(tmpdir(), 'canary-'));
  const file = join(folder, 'schema.json');
  const secret = 'canary-secret-value';
  await writeFile(file, JSON.stringify({ type: 'string', enum: [secret] }));
  await readFile(file);
  const host = `127.0.0.1:${port}/x.json`;
  return {
    references: [`http://${host}`, `HTTP://${host}#/a`, `//${host}`, file, pathToFileURL(file).href, `${file}#/enum`],
    hits: () => hits,
    secret,
    close: async () => {
      await rm(folder, { recursive: true });
      await new Promise((done) => {
        server.close(done);
      });
    },
  };
}
