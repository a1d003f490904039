import { isBusy } from './failure.ts';
import type { SqliteHandle } from './handle.ts';
import { migrate } from './migrations.ts';

/** A handle that is ready for use. */
export interface OpenedDatabase {
  readonly handle: SqliteHandle;
  /** Whether commits survive the process; a database in memory does not. */
  readonly durable: boolean;
}

/** Opens a database, makes it durable and brings its schema up to date; throws, with the handle closed, if it cannot. */
export function openDatabase(open: () => SqliteHandle): OpenedDatabase {
  const handle = open();
  try {
    handle.exec(`PRAGMA busy_timeout = ${startupPatienceMs}`);
    const durable = patiently(() => makeDurable(handle));
    handle.exec('PRAGMA foreign_keys = ON');
    patiently(() => {
      migrate(handle);
    });
    handle.exec(`PRAGMA busy_timeout = ${blockingMs}`);
    return { handle, durable };
  } catch (error) {
    handle.close();
    throw error;
  }
}

const startupPatienceMs = 5_000;
/** While SQLite waits for a lock, the whole process does; beyond this the connection waits by itself. */
const blockingMs = 5;

/** A write-ahead log that is synchronised at every commit; what was set is read back. */
function makeDurable(handle: SqliteHandle): boolean {
  const journal = pragma(handle, 'journal_mode = WAL', 'journal_mode');
  handle.exec('PRAGMA synchronous = FULL');
  const synchronous = Number(pragma(handle, 'synchronous', 'synchronous'));
  const inMemory = pragma(handle, 'database_list', 'file') === '' && journal === 'memory';
  if (!inMemory && journal !== 'wal') {
    throw new Error(
      `The database has no write-ahead log (journal_mode is ${String(journal)}): a file system that ` +
        'cannot share memory between processes, or a read-only file?',
    );
  }
  // 3, EXTRA, is stricter.
  if (synchronous !== 2 && synchronous !== 3) {
    throw new Error(`The database does not synchronise commits (synchronous is ${synchronous}).`);
  }
  return !inMemory;
}

function pragma(handle: SqliteHandle, text: string, column: string): unknown {
  return (handle.prepare(`PRAGMA ${text}`).get() as Readonly<Record<string, unknown>> | undefined | null)?.[column];
}

/** Repeats what another process stands in the way of; changing to a write-ahead log does not wait by itself. */
function patiently<Value>(work: () => Value): Value {
  const deadline = performance.now() + startupPatienceMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
}
