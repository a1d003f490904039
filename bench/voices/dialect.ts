export type Dialect = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12' | 'openapi-3.0';
export type Formats = 'annotate' | 'assert';

/** What an independent validator says of one instance; `unknown` where it has no say. */
export type Voice = 'valid' | 'invalid' | 'unknown';

const uris: readonly (readonly [RegExp, Dialect])[] = [
  [/^https?:\/\/json-schema\.org\/draft-04\/schema#?$/, 'draft-04'],
  [/^https?:\/\/json-schema\.org\/draft-06\/schema#?$/, 'draft-06'],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, 'draft-07'],
  [/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, '2019-09'],
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, '2020-12'],
];

/** The dialect that a schema's own root `$schema` names, else `fallback`. */
export function dialectOf(schema: unknown, fallback: Dialect): Dialect {
  if (typeof schema !== 'object' || schema === null || !('$schema' in schema)) return fallback;
  const uri = schema.$schema;
  return typeof uri === 'string' ? (uris.find(([pattern]) => pattern.test(uri))?.[1] ?? fallback) : fallback;
}

/** The canonical `$schema` of a dialect; OpenAPI 3.0 has none. */
export const metaSchemaUri: Readonly<Record<Exclude<Dialect, 'openapi-3.0'>, string>> = {
  'draft-04': 'http://json-schema.org/draft-04/schema#',
  'draft-06': 'http://json-schema.org/draft-06/schema#',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
};
