import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { createRandom } from '../../src/internal/random.ts';
import { quantile } from '../statistics.ts';
import type { Measured } from './http-server.ts';
import type { Outcome, Part, Settings } from './part.ts';
import { serve } from './serve.ts';
import type { HttpServer } from './serve.ts';
import { startServer } from './servers.ts';

type Size = 'seconds' | 'connections' | 'lines' | 'rate';

/** Reads and activations over HTTP on many connections at once. */
export const http: Part<Size> = {
  about:
    'reads and activations over HTTP, while the authorizer fails now and then; no other failure, and memory is flat',
  databases: ['postgres', 'mariadb'],
  sizes: {
    seconds: [60, 'how long'],
    connections: [200, 'at the same time'],
    lines: [200, 'integrations'],
    rate: [0.002, 'how many of all questions to the authorizer go wrong, from 0 to 1'],
  },
  bugs: {
    failing: 'one of a thousand reads of the store fails besides',
    keeping: 'the server keeps what it has been sent',
  },
  run,
};

async function run({ sizes, seed, bug, database: name = 'postgres' }: Settings<Size>): Promise<Outcome> {
  const server = await startServer(name);
  try {
    const { lines, rate } = sizes;
    const http = await serve({ kind: 'load', database: server.database, lines, rate, seed, bug });
    try {
      return await load(http, sizes, seed);
    } finally {
      await http.stop();
    }
  } finally {
    await server.stop();
  }
}

async function load(server: HttpServer, sizes: Settings<Size>['sizes'], seed: number): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true, maxSockets: sizes.connections });
  const end = performance.now() + sizes.seconds * 1_000;
  const times: Record<'read' | 'activation', number[]> = { read: [], activation: [] };
  const answers: Record<string, number> = {};
  const violations: string[] = [];
  let failures = 0;

  const work = async (connection: number): Promise<void> => {
    const random = createRandom(seed + connection);
    while (performance.now() < end) {
      const path = `line-${Math.floor(random() * sizes.lines)}/contracts`;
      const kind = random() < 0.8 ? 'read' : 'activation';
      const version = random() < 0.5 ? 'v1' : 'v2';
      const [method, rest] =
        kind === 'activation'
          ? (['POST', `/${version}/activate`] as const)
          : (['GET', random() < 0.5 ? '?contract_type=openapi' : `/${version}?contract_type=openapi`] as const);
      const began = performance.now();
      const { status, body } = await send(`${server.origin}/platform/integrations/${path}${rest}`, method, agent);
      times[kind].push(performance.now() - began);
      answers[status] = (answers[status] ?? 0) + 1;
      if (status < 500 && status !== 0) continue;
      failures += 1;
      const isInjected = status === 503 && body.includes('"dependency":"authorizer"');
      if (!isInjected) violations.push(`${method} ${path}${rest} was answered with ${status} ${body.slice(0, 300)}`);
    }
  };
  const memory: Measured[] = [];
  const measure = async (): Promise<void> => {
    while (performance.now() < end) {
      memory.push(await server.measure());
      await pause((sizes.seconds * 1_000) / 20);
    }
  };
  await Promise.all([measure(), ...Array.from({ length: sizes.connections }, (_, index) => work(index))]);
  agent.destroy();
  const { injected } = await server.measure();
  if (failures > injected) violations.push(`${failures} requests failed, ${injected} faults were put in`);

  // The first third warms up: code is compiled, pools and caches fill.
  const third = Math.floor(memory.length / 3);
  const [second, last] = [memory.slice(third, 2 * third), memory.slice(2 * third)].map((part) => ({
    heap: quantile(
      part.map(({ heapMiB }) => heapMiB),
      0.5,
    ),
    rss: quantile(
      part.map(({ rssMiB }) => rssMiB),
      0.5,
    ),
  }));
  if (second !== undefined && last !== undefined && last.heap > second.heap * 1.1 + 16) {
    violations.push(`the heap grew from ${second.heap} to ${last.heap} MiB`);
  }
  const requests = times.read.length + times.activation.length;
  return {
    violations,
    figures: {
      requests,
      'requests per second': Math.round(requests / sizes.seconds),
      'p50, p99 and longest read, ms': shares(times.read),
      'p50, p99 and longest activation, ms': shares(times.activation),
      answers,
      'faults put in': injected,
      'heap of the second and last third, MiB': [second?.heap, last?.heap].map((heap) => Math.round(heap ?? 0)),
      'resident memory of the second and last third, MiB': [second?.rss, last?.rss].map((rss) => Math.round(rss ?? 0)),
    },
  };
}

function shares(times: readonly number[]): readonly number[] {
  return [0.5, 0.99, 1].map((share) => Math.round(quantile(times, share)));
}

/** Status 0: there was no answer. */
function send(url: string, method: string, agent: Agent): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve) => {
    const sent = request(url, { method, agent }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', (error) => resolve({ status: 0, body: String(error) }));
    });
    sent.on('error', (error) => resolve({ status: 0, body: String(error) }));
    sent.end();
  });
}
