import { setImmediate as onceSent, setTimeout as pause } from 'node:timers/promises';

import type { Kysely } from 'kysely';
import type { Result } from 'neverthrow';
import { err } from 'neverthrow';

import { isAborted, whenAborted } from '../../internal/lazy-signal.ts';
import type { CallOptions } from '../../ports/call-options.ts';
import type { StoreUnavailable } from '../../ports/contract-store.ts';
import type { Dialect } from './dialect.ts';
import type { FailureKind } from './failure.ts';
import { failureKindOf, unavailable } from './failure.ts';
import type { Sql, Texts } from './sql.ts';
import { createSql, createSqlAfter } from './sql.ts';

/** What a call does with the database: to completion, or to a refusal, or to a throw. */
export type Work<Value, Failure> = (sql: Sql) => Promise<Result<Value, Failure>>;

type Answer<Value, Failure> = Promise<Result<Value, Failure | StoreUnavailable>>;

/** How the ports reach the database. Nothing is thrown or rejected. */
export interface Session {
  readonly dialect: Dialect;
  /** How long a commit waits for the lock of its line; `undefined` where that is left to the host. */
  readonly lockWaitMs: number | undefined;
  /** Whether a line that was read stays locked until the transaction ends. */
  readonly holdsLines: boolean;
  /** Runs statements that read, each for itself. */
  read<Value, Failure>(options: CallOptions, work: Work<Value, Failure>): Answer<Value, Failure>;
  /** Runs statements that can be repeated, each a transaction of its own. */
  send<Value, Failure>(options: CallOptions, work: Work<Value, Failure>): Answer<Value, Failure>;
  /** Runs work in a transaction; a refusal or a throw rolls it back, and what gave way to others is tried again. */
  write<Value, Failure>(
    options: CallOptions,
    work: Work<Value, Failure>,
    again?: readonly FailureKind[],
  ): Answer<Value, Failure>;
  /** Waits for calls in flight; later ones are unavailable. */
  close(): Promise<void>;
}

/** What a session works with. */
export interface SessionOptions {
  readonly db: Kysely<unknown>;
  readonly dialect: Dialect;
  readonly texts: Texts;
  readonly lockWaitMs: number;
  /** Throws unless the tables are those that this release knows. */
  readonly assertSchema: (sql: Sql) => Promise<void>;
}

/** How far a call has come: an answer that is lost after `sent` leaves open what happened. */
interface Progress {
  sent: boolean;
}

const tries = 5;
const longestPauseMs = 20;

/** A session that takes connections of its own from the host's pool. */
export function createSession({ db, dialect, texts, lockWaitMs, assertSchema }: SessionOptions): Session {
  const plain = db.withoutPlugins();
  const anyConnection = createSql(plain, texts);
  const inFlight = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  async function transact<Value, Failure>(
    work: Work<Value, Failure>,
    options: CallOptions,
    progress: Progress,
  ): Answer<Value, Failure> {
    return plain.connection().execute(async (connection) => {
      const sql = createSql(connection, texts);
      let result: Result<Value, Failure>;
      try {
        const begun = begin(sql);
        // What the work does before its first statement is done while the database begins.
        const working = onceSent().then(() => work(createSqlAfter(begun, sql)));
        [result] = await Promise.all([working, begun]);
        if (result.isOk() && isAborted(options)) throw options.signal.reason;
      } catch (error) {
        await tryRollback(sql);
        throw error;
      }
      if (result.isErr()) {
        await tryRollback(sql);
        return result;
      }
      progress.sent = true;
      try {
        await sql.run('COMMIT');
      } catch (error) {
        // The transaction may still be open, and the connection goes back to the pool.
        await tryRollback(sql);
        progress.sent = failureKindOf(error) === 'lost';
        throw error;
      }
      return result;
    });
  }

  async function begin(sql: Sql): Promise<void> {
    for (const statement of dialect.begin) await sql.run(statement);
  }

  async function run<Value, Failure>(
    attempt: (progress: Progress) => Answer<Value, Failure>,
    options: CallOptions,
    progress: Progress,
    again: readonly FailureKind[],
  ): Answer<Value, Failure> {
    for (let count = 1; ; count += 1) {
      if (isAborted(options)) return err(unavailable(options.signal.reason));
      try {
        progress.sent = false;
        await assertSchema(anyConnection);
        return await attempt(progress);
      } catch (error) {
        if (progress.sent && failureKindOf(error) === 'lost') return err(unavailable(error, 'unknown'));
        if (count === tries || !again.includes(failureKindOf(error))) return err(unavailable(error));
      }
      progress.sent = false;
      // Unequal pauses, so that two transactions do not meet again and again.
      await pause(Math.random() * longestPauseMs * count);
    }
  }

  /** Answers when the call is aborted, while what it began is still being rolled back. */
  async function enter<Value, Failure>(
    options: CallOptions,
    attempt: (progress: Progress) => Answer<Value, Failure>,
    again: readonly FailureKind[] = ['conflict'],
  ): Answer<Value, Failure> {
    if (closing !== undefined) return err(unavailable(new Error('The store is closed.')));
    const progress: Progress = { sent: false };
    const running = run(attempt, options, progress, again);
    inFlight.add(running);
    void running.then(() => inFlight.delete(running));
    return answerBeforeAbort(running, options, progress);
  }

  return {
    dialect,
    lockWaitMs,
    holdsLines: false,
    read: (options, work) => enter(options, () => work(anyConnection)),
    send: (options, work) =>
      enter(options, (progress) =>
        work({
          all: (...statement) => anyConnection.all(...statement),
          run: (...statement) => {
            progress.sent = true;
            return anyConnection.run(...statement);
          },
        }),
      ),
    write: (options, work, again) => enter(options, (progress) => transact(work, options, progress), again),
    close: () => (closing ??= Promise.allSettled(inFlight).then(() => undefined)),
  };
}

/** What runs never rejects. */
function answerBeforeAbort<Value, Failure>(
  running: Answer<Value, Failure>,
  options: CallOptions,
  progress: Progress,
): Answer<Value, Failure> {
  return new Promise((resolve) => {
    const forget = whenAborted(options, () => {
      resolve(err(unavailable(options.signal.reason, progress.sent ? 'unknown' : 'nothing_changed')));
    });
    void running.then(resolve).finally(forget);
  });
}

async function tryRollback(sql: Sql): Promise<void> {
  try {
    await sql.run('ROLLBACK');
  } catch {
    // The connection is gone, and the transaction with it; the first error is the one to tell.
  }
}
