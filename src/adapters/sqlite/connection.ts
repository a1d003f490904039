import { setTimeout as pause } from 'node:timers/promises';

import type { Result } from 'neverthrow';
import { err } from 'neverthrow';

import { isAborted } from '../../internal/lazy-signal.ts';
import type { CallOptions } from '../../ports/call-options.ts';
import type { StoreUnavailable } from '../../ports/contract-store.ts';
import { isBusy, isNoTransaction, unavailable } from './failure.ts';
import type { SqliteHandle, SqliteStatement } from './handle.ts';

/** Gives the prepared statement of a text, prepared once. */
export type Sql = (text: string) => SqliteStatement;

/** What a call does with the database, synchronously: to completion, or to a refusal, or to a throw. */
type Work<Value, Failure> = (sql: Sql) => Result<Value, Failure>;

/** A connection on which calls run one after another. */
export interface Connection {
  /** Runs one statement that reads; several would not see one state. */
  read<Value, Failure>(
    options: CallOptions,
    work: Work<Value, Failure>,
  ): Promise<Result<Value, Failure | StoreUnavailable>>;
  /** Runs work in a transaction that holds the write lock from its start; a refusal or a throw rolls it back. */
  write<Value, Failure>(
    options: CallOptions,
    work: Work<Value, Failure>,
  ): Promise<Result<Value, Failure | StoreUnavailable>>;
  close(): Promise<void>;
}

/** Takes a configured handle over. A lock of another process is waited for without holding up this one. */
export function createConnection(handle: SqliteHandle, busyTimeoutMs: number): Connection {
  const statements = new Map<string, SqliteStatement>();
  const inFlight = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  /** A transaction may still be open that must be rolled back before anything is read or written. */
  let stuck = false;

  function sql(text: string): SqliteStatement {
    let statement = statements.get(text);
    if (statement === undefined) {
      statement = handle.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  }

  function rollBack(): void {
    stuck = true;
    try {
      handle.exec('ROLLBACK');
    } catch (error) {
      // After a full disk, for instance, SQLite has rolled back by itself.
      if (!isNoTransaction(error)) throw error;
    }
    stuck = false;
  }

  function begin(): void {
    try {
      sql('BEGIN IMMEDIATE').run();
    } catch (error) {
      stuck = !isBusy(error);
      throw error;
    }
  }

  function transact<Value, Failure>(work: Work<Value, Failure>): Result<Value, Failure | StoreUnavailable> {
    begin();
    let result: Result<Value, Failure>;
    try {
      result = work(sql);
    } catch (error) {
      rollBack();
      throw error;
    }
    if (result.isErr()) {
      rollBack();
      return result;
    }
    try {
      sql('COMMIT').run();
    } catch (error) {
      if (isBusy(error)) {
        rollBack();
        throw error;
      }
      // Its frames may be in the log all the same, and count when the database is opened the next time.
      stuck = true;
      return err(unavailable(error, 'unknown'));
    }
    return result;
  }

  async function run<Value, Failure>(
    options: CallOptions,
    attempt: () => Result<Value, Failure | StoreUnavailable>,
  ): Promise<Result<Value, Failure | StoreUnavailable>> {
    const deadline = performance.now() + busyTimeoutMs;
    for (;;) {
      if (isAborted(options)) return err(unavailable(options.signal.reason));
      try {
        if (stuck) rollBack();
        return attempt();
      } catch (error) {
        // Whatever throws has not reached COMMIT, or was told that COMMIT did not begin.
        if (!isBusy(error) || performance.now() >= deadline) return err(unavailable(error));
      }
      // Unequal pauses, so that two processes do not meet again and again.
      await pause(1 + Math.random() * longestPauseMs);
    }
  }

  async function enter<Value, Failure>(
    options: CallOptions,
    attempt: () => Result<Value, Failure | StoreUnavailable>,
  ): Promise<Result<Value, Failure | StoreUnavailable>> {
    if (closing !== undefined) return err(unavailable(new Error('The store is closed.')));
    const running = run(options, attempt);
    inFlight.add(running);
    try {
      return await running;
    } finally {
      inFlight.delete(running);
    }
  }

  async function close(): Promise<void> {
    await Promise.allSettled(inFlight);
    statements.clear();
    try {
      handle.close();
    } catch {
      // Whoever opened the handle has closed it already.
    }
  }

  return {
    read: (options, work) => enter(options, () => work(sql)),
    write: (options, work) => enter(options, () => transact(work)),
    close: () => (closing ??= close()),
  };
}

const longestPauseMs = 10;
