import type { SqliteHandle, SqliteStatement } from '../../../src/adapters/sqlite/index.ts';
import type { StatementFaults } from '../../../src/testing/conformance/harness.ts';

/** A handle whose statements fail when told to. */
export interface BreakableHandle extends SqliteHandle {
  readonly faults: StatementFaults;
}

/** Puts itself between a store and a connection; what it throws has no code that any driver knows. */
export function breakable(handle: SqliteHandle): BreakableHandle {
  let count = 0;
  let broken = 0;
  let failing: 'before' | 'after' = 'before';

  function execute<Value>(work: () => Value): Value {
    count += 1;
    const breaks = count === broken;
    if (breaks && failing === 'before') throw new Error('The statement was not executed.');
    const value = work();
    if (breaks) throw new Error('The answer of the statement was lost.');
    return value;
  }

  return {
    faults: {
      count: () => count,
      arm: (statement, moment) => {
        count = 0;
        broken = statement;
        failing = moment;
      },
    },
    exec: (sql) => execute(() => handle.exec(sql)),
    prepare: (sql): SqliteStatement => {
      const statement = handle.prepare(sql);
      return {
        run: (...values) => execute(() => statement.run(...values)),
        get: (...values) => execute(() => statement.get(...values)),
        all: (...values) => execute(() => statement.all(...values)),
      };
    },
    close: () => handle.close(),
  };
}
