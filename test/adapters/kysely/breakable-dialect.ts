import type { CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely';

import type { StatementFaults } from '../../../src/testing/conformance/harness.ts';

/** A dialect whose statements fail when told to. */
export interface BreakableDialect {
  readonly dialect: Dialect;
  readonly faults: StatementFaults;
}

/** Puts itself between a store and its connections; what it throws has no code that any driver knows. */
export function breakable(dialect: Dialect): BreakableDialect {
  let count = 0;
  let broken = 0;
  let failing: 'before' | 'after' = 'before';

  async function execute<Value>(work: () => Promise<Value>): Promise<Value> {
    count += 1;
    const breaks = count === broken;
    if (breaks && failing === 'before') throw new Error('The statement was not executed.');
    const value = await work();
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
    dialect: spyOn(dialect, (connection, query) => execute(() => connection.executeQuery(query))),
  };
}

/** A dialect whose statements pass through a function. */
export function spyOn(
  dialect: Dialect,
  execute: (connection: DatabaseConnection, query: CompiledQuery) => Promise<unknown>,
): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => spyOnDriver(dialect.createDriver(), execute),
  };
}

function spyOnDriver(
  driver: Driver,
  execute: (connection: DatabaseConnection, query: CompiledQuery) => Promise<unknown>,
): Driver {
  const real = new WeakMap<DatabaseConnection, DatabaseConnection>();
  return {
    init: () => driver.init(),
    acquireConnection: async () => {
      const connection = await driver.acquireConnection();
      const spied: DatabaseConnection = {
        executeQuery: async <R>(query: CompiledQuery) =>
          (await execute(connection, query)) as Awaited<ReturnType<typeof connection.executeQuery<R>>>,
        streamQuery: (query, size) => connection.streamQuery(query, size),
      };
      real.set(spied, connection);
      return spied;
    },
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => driver.commitTransaction(connection),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    releaseConnection: (connection) => driver.releaseConnection(real.get(connection) ?? connection),
    destroy: () => driver.destroy(),
  };
}
