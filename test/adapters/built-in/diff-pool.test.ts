import type { Worker } from 'node:worker_threads';

import { err, ok } from 'neverthrow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import type { DiffPool, DiffPoolOptions } from '../../../src/adapters/built-in/create-diff-pool.ts';
import { createDiffPool as createFromSource } from '../../../src/adapters/built-in/create-diff-pool.ts';
import { createAsyncApiDiffer } from '../../../src/adapters/built-in/create-asyncapi-differ.ts';
import { createOpenApiDiffer } from '../../../src/adapters/built-in/create-openapi-differ.ts';
import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import { diffOpenApi } from '../../../src/diff/openapi/diff-openapi.ts';
import { bundleModule } from '../bundle-module.ts';
import { large, taking } from './documents.ts';

// Every test starts threads of its own: bundled, as they are shipped, that takes a fraction of the time.
const source = new URL('../../../src/adapters/built-in/create-diff-pool.ts', import.meta.url);
const bundle = await bundleModule(source, { compares: true });
afterAll(() => bundle.dispose());
const { createDiffPool } = (await import(bundle.path)) as { createDiffPool: typeof createFromSource };

const timeout = 120_000;
const contract_type = 'openapi';
const before = taking({ type: 'number' });
const after = taking({ type: 'integer' });
const small = { contract_type, baseline: before, candidate: after } as const;
/** Takes much longer than anything that the tests do meanwhile. */
const slow = { contract_type, baseline: large(4_000, 20), candidate: large(4_000, 10) } as const;

/** Threads that were started since the test began. */
let threads: Worker[];
const count = (worker: Worker): void => {
  threads.push(worker);
};
let pools: DiffPool[];

beforeEach(() => {
  threads = [];
  pools = [];
  process.on('worker', count);
});

afterEach(async () => {
  process.off('worker', count);
  await Promise.all(threads.map((thread) => thread.terminate()));
  await Promise.all(pools.map((pool) => pool.close()));
});

/** A pool of one thread, which has done its first task. */
async function warm(options: DiffPoolOptions = {}): Promise<DiffPool> {
  const pool = createDiffPool({ threads: 1, ...options });
  pools.push(pool);
  await expectWork(pool);
  return pool;
}

/** Within every limit of a document, and more than a hundred MiB when it is read. */
function manyValues(): unknown {
  return Array.from({ length: 15_000 }, (_, index) =>
    Array.from({ length: 30 }, (_, inner) => ({ [`a${(index * 31 + inner) % 5_000}`]: `v${index}` })),
  );
}

async function expectWork(pool: DiffPool): Promise<void> {
  expect((await pool.diff(small)).map(({ compatibility }) => compatibility)).toEqual(ok('incompatible'));
}

describe('the answers of a pool', { timeout }, () => {
  let pool: DiffPool;
  beforeAll(() => {
    pool = createDiffPool({ threads: 1 });
  });
  afterAll(() => pool.close());

  it('are those of diffOpenApi, for text and for bytes', async () => {
    const expected = await diffOpenApi(before, after);
    expect(expected._unsafeUnwrap().findings[0]?.witness).toEqual(0.5);
    expect(await pool.diff(small)).toEqual(expected);
    const [baseline, candidate] = [before, after].map((text) => new TextEncoder().encode(text));
    if (baseline === undefined || candidate === undefined) throw new Error('unreachable');
    expect(await pool.diff({ contract_type, baseline, candidate })).toEqual(expected);
    // What was handed over is a copy.
    expect(new TextDecoder().decode(baseline)).toBe(before);
  });

  it('are the same from source, as the examples run', async () => {
    const fromSource = createFromSource({ threads: 1 });
    pools.push(fromSource);
    expect(await fromSource.diff(small)).toEqual(await diffOpenApi(before, after));
  });

  it('follow the options', async () => {
    const options = { mode: 'forward', levels: { 'request-body-narrowed': 'info' } } as const;
    const expected = await diffOpenApi(before, after, { mode: 'forward' });
    expect((await pool.diff({ ...small, options: { mode: 'forward' } }))._unsafeUnwrap()).toEqual(
      expected._unsafeUnwrap(),
    );
    await expect(pool.diff({ ...small, options })).rejects.toThrow(TypeError);
  });

  it('keep every character of a witness and of a name', async () => {
    const schema = (kinds: readonly string[]) => ({
      type: 'object',
      required: ['__proto__'],
      properties: { ['__proto__']: { enum: kinds } },
    });
    const kept = taking(schema(['\ud800', '\u2028"\\']));
    const narrowed = taking(schema(['\u2028"\\']));
    expect(await pool.diff({ contract_type, baseline: kept, candidate: narrowed })).toEqual(
      await diffOpenApi(kept, narrowed),
    );
  });

  it('are the errors of diffOpenApi for documents that it refuses', async () => {
    const broken = { ...small, candidate: '{"openapi":"3.0.3"' };
    const expected = await diffOpenApi(broken.baseline, broken.candidate);
    expect(expected._unsafeUnwrapErr()).toMatchObject({ kind: 'invalid_document', side: 'candidate' });
    expect(await pool.diff(broken)).toEqual(expected);
  });

  it('are those of diffAsyncApi for event contracts', async () => {
    const sending = (type: string) =>
      JSON.stringify({
        asyncapi: '3.0.0',
        info: { title: 'Orders', version: '1' },
        channels: { orders: { address: 'orders', messages: { placed: { payload: { type } } } } },
        operations: { place: { action: 'send', channel: { $ref: '#/channels/orders' } } },
      });
    const [baseline, candidate] = [sending('integer'), sending('number')];
    const expected = await diffAsyncApi(baseline, candidate);
    expect(expected._unsafeUnwrap().findings[0]?.witness).toEqual(0.5);
    expect(await pool.diff({ contract_type: 'event', baseline, candidate })).toEqual(expected);
    const call = { signal: new AbortController().signal };
    const validated = await createAsyncApiDiffer({ pool }).validate(new TextEncoder().encode(baseline), call);
    expect(validated).toEqual(ok({ specification: 'asyncapi 3.0.0', title: 'Orders' }));
  });

  it('say what a document is', async () => {
    expect(await pool.validate({ contract_type, document: before })).toEqual(
      ok({ specification: 'openapi 3.0.3', title: 'Payments' }),
    );
    const refused = await pool.validate({ contract_type, document: before, options: { limits: { depth: 2 } } });
    expect(refused._unsafeUnwrapErr()).toMatchObject({ problems: [{ limit: { name: 'depth', value: 2 } }] });
  });

  it('serve the differ', async () => {
    const differ = createOpenApiDiffer({ pool });
    const call = { signal: new AbortController().signal };
    const bytes = new TextEncoder().encode(before);
    expect(await differ.diff(bytes, new TextEncoder().encode(after), call)).toEqual(await diffOpenApi(before, after));
    expect((await differ.validate(bytes, call)).isOk()).toBe(true);
  });
});

describe('a pool', { timeout }, () => {
  it('starts no thread before its first task, and uses the thread again', async () => {
    pools.push(createDiffPool());
    expect(threads).toHaveLength(0);
    const pool = await warm();
    await expectWork(pool);
    expect(threads).toHaveLength(1);
  });

  it('ends a task that runs over its deadline, and replaces the thread', async () => {
    const pool = await warm({ deadlineMs: 1_000_000 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const asked = pool.diff(slow);
      await vi.advanceTimersByTimeAsync(999_999);
      expect(threads).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      const message = 'The task did not end within 1000000 ms.';
      expect(await asked).toEqual(err({ kind: 'timeout', message }));
      await expectWork(pool);
      expect(threads).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends the thread of a task that needs too much memory, and goes on with another', async () => {
    const pool = await warm({ heapMiB: 96 });
    const hostile = JSON.stringify({ ...JSON.parse(before), 'x-heap': manyValues() });
    const asked = await pool.diff({ contract_type, baseline: before, candidate: hostile });
    expect(asked._unsafeUnwrapErr()).toMatchObject({
      kind: 'unavailable',
      reason: 'out_of_memory',
      message: 'The task needs a heap of more than 96 MiB.',
    });
    await expectWork(pool);
    expect(threads).toHaveLength(2);
  });

  it('says so where a thread died, and goes on with another', async () => {
    const pool = await warm();
    const asked = pool.diff(slow);
    await threads[0]?.terminate();
    expect((await asked)._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', reason: 'worker_died' });
    await expectWork(pool);
    expect(threads).toHaveLength(2);
  });

  it('serves those who wait after the thread died', async () => {
    const pool = await warm();
    const dying = pool.diff(slow);
    const waiting = pool.diff(small);
    await threads[0]?.terminate();
    expect((await dying).isErr()).toBe(true);
    expect((await waiting).isOk()).toBe(true);
  });

  it('stops a task whose signal is aborted, while it runs and while it waits', async () => {
    const pool = await warm();
    const [first, second] = [new AbortController(), new AbortController()];
    const running = pool.diff(slow, { signal: first.signal });
    const waiting = pool.diff(slow, { signal: second.signal });
    const last = pool.diff(small);
    second.abort();
    const stopped = { kind: 'timeout', message: 'The task was stopped before it was done.' };
    expect(await waiting).toEqual(err(stopped));
    expect(threads).toHaveLength(1);
    first.abort();
    expect(await running).toEqual(err(stopped));
    expect((await last).isOk()).toBe(true);
    expect(threads).toHaveLength(2);
    expect(await pool.diff(small, { signal: AbortSignal.abort() })).toEqual(err(stopped));
  });

  it('keeps no more in line than it may', async () => {
    const pool = await warm({ queueLimit: 1 });
    const stop = new AbortController();
    const running = pool.diff(slow, { signal: stop.signal });
    const waiting = pool.diff(small);
    expect((await pool.diff(small))._unsafeUnwrapErr()).toEqual({
      kind: 'unavailable',
      reason: 'queue_full',
      message: '1 tasks are waiting already.',
    });
    stop.abort();
    expect((await running).isErr()).toBe(true);
    expect((await waiting).isOk()).toBe(true);
    await expectWork(pool);
  });

  it('works with as many threads as it may, and not with more', async () => {
    const pool = createDiffPool({ threads: 2 });
    pools.push(pool);
    const answers = await Promise.all([small, small, small, small].map((task) => pool.diff(task)));
    expect(answers.every((answer) => answer.isOk())).toBe(true);
    expect(threads).toHaveLength(2);
  });

  it('closes when what it has taken is done, and takes no more', async () => {
    const pool = await warm();
    const taken = [pool.diff(small), pool.diff(small)];
    const closed = pool.close();
    const late = pool.diff(small);
    for (const answer of await Promise.all(taken)) expect(answer.isOk()).toBe(true);
    expect((await late)._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', reason: 'closed' });
    await closed;
    expect(threads.map((thread) => thread.threadId)).toEqual([-1]);
    await pool.close();
  });

  it.each([
    { threads: 0 },
    { deadlineMs: 0 },
    { deadlineMs: 2 ** 31 },
    { heapMiB: 63 },
    { queueLimit: -1 },
    { queueLimit: Infinity },
  ])('refuses the option %o', (options) => {
    expect(() => createDiffPool(options)).toThrow(TypeError);
    expect(() => createDiffPool(options)).toThrow(`createDiffPool: ${Object.keys(options).join('')} must be`);
  });
});
