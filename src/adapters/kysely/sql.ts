import type { Kysely } from 'kysely';
import { CompiledQuery } from 'kysely';

import type { Dialect, SqlValue } from './dialect.ts';

/** Where the tables are. */
export interface TablePlace {
  /** Default: wherever the connection creates and finds tables. */
  readonly schema?: string | undefined;
  /** What the names of the tables begin with: letters, digits and underscores, at most 32. Default: `contract_rollout_`. */
  readonly tablePrefix?: string | undefined;
}

/** Turns a statement as it is written here, with `{table}` and `?`, into one for a database. */
export type Texts = (text: string) => string;

/** @throws TypeError if the prefix or the schema is impossible */
export function createTexts(dialect: Dialect, place: TablePlace): Texts {
  const { schema, tablePrefix = 'contract_rollout_' } = place;
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,31}$/.test(tablePrefix)) {
    throw new TypeError(`tablePrefix must be 1 to 32 letters, digits and underscores, not "${tablePrefix}".`);
  }
  if (schema === '' || schema?.includes('\0') === true) throw new TypeError('schema must be the name of a schema.');
  const known = new Map<string, string>();
  const toTable = (name: string): string =>
    (schema === undefined ? '' : `${dialect.quote(schema)}.`) + dialect.quote(tablePrefix + name);

  function compile(text: string): string {
    let position = 0;
    return text.replaceAll(/\{(\w+)\}|\[(\w+)\]|\?/g, (_, table?: string, index?: string) => {
      if (table !== undefined) return toTable(table);
      // Indexes live in the schema of their table and are named without it.
      if (index !== undefined) return dialect.quote(tablePrefix + index);
      position += 1;
      return dialect.placeholder(position);
    });
  }

  return (text) => {
    let compiled = known.get(text);
    if (compiled === undefined) {
      compiled = compile(text);
      // Lists of parameters have many lengths; what is kept stays small.
      if (known.size < 200) known.set(text, compiled);
    }
    return compiled;
  };
}

/** Sends statements on one connection, or on any. */
export interface Sql {
  /** The rows that a statement gives. */
  all<Row>(text: string, ...values: readonly SqlValue[]): Promise<readonly Row[]>;
  /** The number of rows that a statement changes. */
  run(text: string, ...values: readonly SqlValue[]): Promise<number>;
}

/** Sends them through an instance of Kysely without plugins, which would rename columns. */
export function createSql(plain: Kysely<unknown>, texts: Texts): Sql {
  return {
    all: async <Row>(text: string, ...values: readonly SqlValue[]) =>
      (await plain.executeQuery<Row>(CompiledQuery.raw(texts(text), [...values]))).rows,
    run: async (text, ...values) =>
      Number((await plain.executeQuery(CompiledQuery.raw(texts(text), [...values]))).numAffectedRows ?? 0),
  };
}

/** Sends statements once something else has come about, and none if it does not. */
export function createSqlAfter(ready: Promise<void>, sql: Sql): Sql {
  return {
    all: async (...statement) => {
      await ready;
      return sql.all(...statement);
    },
    run: async (...statement) => {
      await ready;
      return sql.run(...statement);
    },
  };
}

/** A list of as many parameters. */
export function listOf(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
