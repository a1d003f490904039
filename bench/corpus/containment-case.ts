import { readdirSync, readFileSync } from 'node:fs';

import { dialectOf, metaSchemaUri } from '../voices/dialect.ts';
import type { Dialect } from '../voices/dialect.ts';

/** One pair of schemas with its known answer, as the corpus stores it. */
export interface ContainmentCase {
  readonly id: string;
  readonly draft: Exclude<Dialect, 'openapi-3.0'>;
  readonly sub: unknown;
  readonly sup: unknown;
  readonly subset: boolean;
  readonly witness?: unknown;
  readonly format?: 'assertion' | 'annotation';
  readonly ajv?: 'uncompilable' | 'diverges';
}

export interface SourcedCase {
  readonly source: string;
  readonly entry: ContainmentCase;
}

/** Every case of a folder, by file name and in the file's order. */
export function readCases(folder: string): readonly SourcedCase[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return files.flatMap((file) => {
    const source = file.replace(/\.json$/, '');
    const cases: readonly ContainmentCase[] = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
    return cases.map((entry) => ({ source, entry }));
  });
}

export const formatsOf = (entry: ContainmentCase): 'assert' | 'annotate' =>
  entry.format === 'assertion' ? 'assert' : 'annotate';

const hasRootDialect = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && '$schema' in schema;

/**
 * The pair as a caller would hand it over. Where a root `$schema` stands on one side only, the other side gets the
 * case's own, since a pair may mix two drafts and the option names one.
 */
export function toQuestion(entry: ContainmentCase): {
  readonly sub: unknown;
  readonly sup: unknown;
  readonly options: { readonly dialect?: Dialect; readonly formats: 'assert' | 'annotate' };
} {
  const formats = formatsOf(entry);
  if (!hasRootDialect(entry.sub) && !hasRootDialect(entry.sup)) {
    return { sub: entry.sub, sup: entry.sup, options: { dialect: entry.draft, formats } };
  }
  if (dialectOf(entry.sub, entry.draft) === dialectOf(entry.sup, entry.draft)) {
    return { sub: entry.sub, sup: entry.sup, options: { dialect: dialectOf(entry.sub, entry.draft), formats } };
  }
  const withDialect = (schema: unknown): unknown =>
    typeof schema !== 'object' || hasRootDialect(schema) ? schema : { $schema: metaSchemaUri[entry.draft], ...schema };
  return { sub: withDialect(entry.sub), sup: withDialect(entry.sup), options: { formats } };
}
