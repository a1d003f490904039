import { availableParallelism } from 'node:os';

import { err, ok, type Result } from 'neverthrow';

import type { DiffReport } from '../../core/report.ts';
import type { CallOptions } from '../../ports/call-options.ts';
import type { DiffError, DifferUnavailableReason, DocumentSummary } from '../../ports/contract-differ.ts';
import { assertOptions, engines } from './engines.ts';
import type { DiffTask, Task, ValidateTask } from './task.ts';
import { createThreads } from './threads.ts';
import { createWaitingLine } from './waiting-line.ts';

/** How threads compare. */
export interface DiffPoolOptions {
  /** Threads at most; each is started when it is needed, and ends when it was idle for a minute. Default: one less than
   * the machine has processors, from 1 to 4. */
  readonly threads?: number;
  /** How long a task may run, in milliseconds, not counting its time in line. Default 30 000. */
  readonly deadlineMs?: number;
  /** The heap of a thread, in MiB; the bytes of documents are outside of it. Default 1 024, at least 64. */
  readonly heapMiB?: number;
  /** How many tasks may wait for a thread. Default 16. */
  readonly queueLimit?: number;
}

/**
 * Compares documents in worker threads, so that the event loop goes on.
 *
 * Answers are those of `diffOpenApi` and `diffAsyncApi`, or say why there is none: `timeout` where a task ran into the
 * deadline or its signal was aborted, `unavailable` with `queue_full`, `out_of_memory`, `worker_died`, `closed` or
 * `failed`. A thread that did not answer is ended and replaced; other tasks do not notice.
 */
export interface DiffPool {
  /** Rejects with a TypeError for impossible options, as `diffOpenApi` does. */
  diff(task: DiffTask, call?: Partial<CallOptions>): Promise<Result<DiffReport, DiffError>>;
  /** Whether a document can be compared, within its limits. */
  validate(task: ValidateTask, call?: Partial<CallOptions>): Promise<Result<DocumentSummary, DiffError>>;
  /** Takes no more tasks, waits for those it has taken, and ends the threads. */
  close(): Promise<void>;
}

/**
 * Creates a pool of worker threads for `createOpenApiDiffer({ pool })` and
 * `createAsyncApiDiffer({ pool })`, or to be asked directly. Nothing is started
 * before the first task, and an idle pool does not keep the process alive.
 *
 * @throws TypeError for impossible options
 */
export function createDiffPool(options: DiffPoolOptions = {}): DiffPool {
  const { threads: count = defaultThreads(), deadlineMs = 30_000, heapMiB = 1_024, queueLimit = 16 } = options;
  assertCount('threads', count, 1);
  assertCount('deadlineMs', deadlineMs, 1, longestTimer);
  assertCount('heapMiB', heapMiB, leastHeapMiB);
  assertCount('queueLimit', queueLimit, 0);

  const threads = createThreads(count, heapMiB);
  const line = createWaitingLine(count, queueLimit);
  const late: DiffError = { kind: 'timeout', message: `The task did not end within ${deadlineMs} ms.` };
  const taken = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** What the thread answers is what the engine gave, so its type is that of the task. */
  const perform = async <Value>(task: Task, signal: AbortSignal): Promise<Result<Value, DiffError>> => {
    const turn = await line.enter(signal);
    if (turn === 'aborted') return err(stopped);
    if (turn === 'full') return err(unavailable('queue_full', `${queueLimit} tasks are waiting already.`));
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(late), deadlineMs);
    const abort = (): void => stop.abort(stopped);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      const answer = await threads.run(task, stop);
      if ('value' in answer) return ok(answer.value as Value);
      if ('error' in answer) return err(answer.error as DiffError);
      return err(unavailable('failed', 'The comparison failed.', answer.failure));
    } catch (cause) {
      if (cause === stopped) return err(stopped);
      if (cause === late) return err(late);
      if (isOutOfMemory(cause)) {
        return err(unavailable('out_of_memory', `The task needs a heap of more than ${heapMiB} MiB.`, cause));
      }
      return err(unavailable('worker_died', 'The thread ended before the task was done.', cause));
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      line.leave();
    }
  };

  const take = async <Value>(task: Task, signal = new AbortController().signal): Promise<Result<Value, DiffError>> => {
    assertOptions(engines[task.contract_type], task.options ?? {});
    if (closing !== undefined) return err(unavailable('closed', 'The pool is closed.'));
    const performed = perform<Value>(task, signal);
    taken.add(performed);
    try {
      return await performed;
    } finally {
      taken.delete(performed);
    }
  };

  return {
    diff: (task, call = {}) => take(task, call.signal),
    validate: (task, call = {}) => take(task, call.signal),
    close: () => (closing ??= Promise.allSettled(taken).then(() => threads.end())),
  };
}

/** With less, a thread cannot load what compares. */
const leastHeapMiB = 64;
/** A longer timer fires at once. */
const longestTimer = 2 ** 31 - 1;

const stopped: DiffError = { kind: 'timeout', message: 'The task was stopped before it was done.' };

function defaultThreads(): number {
  return Math.min(Math.max(availableParallelism() - 1, 1), 4);
}

function assertCount(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new TypeError(`createDiffPool: ${name} must be an integer from ${least} to ${most}, not ${value}.`);
}

function unavailable(reason: DifferUnavailableReason, message: string, cause?: unknown): DiffError {
  return { kind: 'unavailable', reason, message, ...(cause === undefined ? {} : { cause }) };
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
