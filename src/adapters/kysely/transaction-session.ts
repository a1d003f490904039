import type { Kysely } from 'kysely';
import type { Result } from 'neverthrow';
import { err } from 'neverthrow';

import type { CallOptions } from '../../ports/call-options.ts';
import type { StoreUnavailable } from '../../ports/contract-store.ts';
import { unavailable } from './failure.ts';
import type { Session, SessionOptions, Work } from './session.ts';
import type { Sql } from './sql.ts';
import { createSql } from './sql.ts';

/**
 * A session inside a transaction of the host, whose end is the host's. Each call has a savepoint, so that a refusal leaves
 * the transaction as it was; after a failure every later call fails too, because the transaction has to be rolled back.
 */
export function createTransactionSession(
  trx: Kysely<unknown>,
  { dialect, texts, assertSchema }: SessionOptions,
): Session {
  const sql = createSql(trx.withoutPlugins(), texts);
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;
  let broken: { readonly cause: unknown } | undefined;

  async function run<Value, Failure>(
    { signal }: CallOptions,
    work: Work<Value, Failure>,
  ): Promise<Result<Value, Failure | StoreUnavailable>> {
    if (broken !== undefined) return err(unavailable(broken.cause));
    if (signal.aborted) return err(unavailable(signal.reason));
    try {
      await sql.run('SAVEPOINT contract_rollout');
      await assertSchema(sql);
      const result = await work(sql);
      if (result.isOk()) signal.throwIfAborted();
      else await sql.run('ROLLBACK TO SAVEPOINT contract_rollout');
      await sql.run('RELEASE SAVEPOINT contract_rollout');
      return result;
    } catch (cause) {
      broken = { cause };
      await tryUndo(sql);
      return err(unavailable(cause));
    }
  }

  /** One call after another: the savepoints of two would mix. */
  function inTurn<Value, Failure>(
    options: CallOptions,
    work: Work<Value, Failure>,
  ): Promise<Result<Value, Failure | StoreUnavailable>> {
    if (closed) return Promise.resolve(err(unavailable(new Error('The store is closed.'))));
    const running = turn.then(() => run(options, work));
    turn = running;
    return running;
  }

  return {
    dialect,
    lockWaitMs: undefined,
    holdsLines: true,
    read: inTurn,
    send: inTurn,
    write: inTurn,
    close: async () => {
      closed = true;
      await turn;
    },
  };
}

async function tryUndo(sql: Sql): Promise<void> {
  try {
    await sql.run('ROLLBACK TO SAVEPOINT contract_rollout');
  } catch {
    // A deadlock on MySQL has ended the whole transaction.
  }
}
