import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { statuses } from '../../src/http/problem.ts';
import { hostileDocuments, plainDocuments } from './hostile.ts';
import type { HostileDocument } from './hostile.ts';
import type { Outcome, Part, Settings } from './part.ts';
import type { HttpServer } from './serve.ts';
import { serve } from './serve.ts';
import { quantile } from '../statistics.ts';

type Size = 'kinds' | 'deadlineMs' | 'graceMs' | 'stallMs' | 'idleSeconds';

/** Documents that mean no good, sent to a server that has others to answer. */
export const documents: Part<Size> = {
  about:
    'hostile documents through the HTTP API, while others ask; each must end typed and in time, and nothing may stay',
  sizes: {
    kinds: [Object.keys(hostileDocuments).length, 'how many, of as many'],
    deadlineMs: [15_000, 'for one task of the pool'],
    graceMs: [15_000, 'how much longer the answer may take on a busy machine'],
    stallMs: [3_000, 'how long others may wait'],
    idleSeconds: [70, 'how long to wait before memory is measured; threads that are idle for a minute end'],
  },
  bugs: {
    naive: 'documents are read without limits, and references followed wherever they lead, in the thread that answers',
    keeping: 'the server keeps what it has been sent',
  },
  run,
};

async function run({ sizes, seed, bug, say }: Settings<Size>): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'contract-rollout-documents-'));
  const server = await serve({
    kind: 'documents',
    seed,
    bug,
    file: join(directory, 'contracts.sqlite'),
    deadlineMs: sizes.deadlineMs,
  });
  const violations: string[] = [];
  const answers: Record<string, number> = {};
  const limitMs = sizes.deadlineMs + sizes.graceMs;
  let slowest = { kind: '', ms: 0 };
  try {
    await ask(server, 'warm-up', plainDocuments.openapi, limitMs);
    const before = await server.measure();
    const others = askMeanwhile(server, sizes.stallMs);
    for (const [kind, document] of choose(sizes.kinds)) {
      const began = performance.now();
      for (const answer of await send(server, kind, document, limitMs)) {
        answers[answer.outcome] = (answers[answer.outcome] ?? 0) + 1;
        if (answer.problem !== undefined) violations.push(`${kind}: ${answer.problem}`);
      }
      const ms = Math.round(performance.now() - began);
      if (ms > slowest.ms) slowest = { kind, ms };
      // What does not answer any more answers nothing that comes after.
      if (others.stalled()) break;
    }
    const waits = await others.end();
    if (others.stalled()) violations.push(`others waited for more than ${sizes.stallMs} ms`);
    if (sizes.idleSeconds > 0) say(`waiting ${sizes.idleSeconds} s for the threads to end`);
    await pause(sizes.idleSeconds * 1_000);
    const after = others.stalled() ? before : await server.measure();
    if (after.heapMiB > before.heapMiB + 32)
      violations.push(`the heap grew from ${before.heapMiB} to ${after.heapMiB} MiB`);
    if (sizes.idleSeconds > 60 && after.rssMiB > before.rssMiB + 200) {
      violations.push(`the memory of the process grew from ${before.rssMiB} to ${after.rssMiB} MiB`);
    }
    return {
      violations,
      figures: {
        kinds: choose(sizes.kinds).length,
        answers,
        slowest,
        'others asked': waits.length,
        'their p50, p99 and longest wait, ms': [0.5, 0.99, 1].map((share) => Math.round(quantile(waits, share))),
        'heap before and after, MiB': [before, after].map(({ heapMiB }) => Math.round(heapMiB)),
        'resident before and after, MiB': [before, after].map(({ rssMiB }) => Math.round(rssMiB)),
      },
    };
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

/** So many of all kinds, evenly spread. */
function choose(count: number): readonly (readonly [string, HostileDocument])[] {
  const all = Object.entries(hostileDocuments);
  const step = Math.max(1, all.length / count);
  return all.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

interface Answer {
  /** `accepted`, or the error code with its reason. */
  readonly outcome: string;
  /** What is not as it was promised. */
  readonly problem?: string;
}

/** Creates a plain version and two hostile ones, and has those compared that were accepted. */
async function send(
  server: HttpServer,
  kind: string,
  { contract_type, make }: HostileDocument,
  limitMs: number,
): Promise<readonly Answer[]> {
  const integration = encodeURIComponent(kind);
  const post = (path: string, body: object) => request(server, `${integration}/contracts${path}`, limitMs, body);
  const answers: Answer[] = [];
  const accepted: string[] = [];
  for (const [contract_version, document] of [
    ['plain', plainDocuments[contract_type]],
    ['one', make(1)],
    ['two', make(2)],
  ] as const) {
    const answer = await post('', { contract_type, contract_version, document });
    if (answer.outcome === 'accepted') accepted.push(contract_version);
    // What is said of the plain one tells nothing of the hostile ones.
    if (contract_version !== 'plain' || answer.problem !== undefined) answers.push(answer);
  }
  for (const [at, candidate_version] of accepted.entries()) {
    const baseline_version = accepted[at - 1];
    if (baseline_version === undefined) continue;
    answers.push(await post('/compatibility-check', { contract_type, baseline_version, candidate_version }));
  }
  return answers;
}

async function request(server: HttpServer, path: string, limitMs: number, body?: object): Promise<Answer> {
  const url = `${server.origin}/platform/integrations/${path}`;
  const began = performance.now();
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(limitMs),
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { readonly error_code?: string; readonly reason?: string };
    if (response.ok) return { outcome: 'accepted' };
    const { error_code = '', reason = '' } = answer;
    const outcome = `${response.status} ${error_code} ${reason}`;
    const isTyped = Object.hasOwn(statuses, error_code) && reason !== '' && reason !== 'internal_error';
    return isTyped ? { outcome } : { outcome, problem: `the answer ${outcome} is not typed` };
  } catch (error) {
    const ms = Math.round(performance.now() - began);
    return { outcome: 'none', problem: `there was no answer after ${ms} ms: ${String(error)}` };
  }
}

function ask(server: HttpServer, integration: string, document: string, limitMs: number): Promise<Answer> {
  return request(server, `${integration}/contracts`, limitMs, {
    contract_type: 'openapi',
    contract_version: 'v1',
    document,
  });
}

/** Reads a small line again and again. */
function askMeanwhile(server: HttpServer, stallMs: number) {
  const waits: number[] = [];
  let stalled = false;
  let going = true;
  const asking = (async () => {
    while (going && !stalled) {
      const began = performance.now();
      const { problem } = await request(server, 'warm-up/contracts?contract_type=openapi', stallMs);
      if (problem !== undefined) stalled = true;
      waits.push(performance.now() - began);
      await pause(20);
    }
  })();
  return {
    stalled: () => stalled,
    end: async (): Promise<readonly number[]> => {
      going = false;
      await asking;
      return waits;
    },
  };
}
