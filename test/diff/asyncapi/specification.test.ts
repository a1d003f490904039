import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { describe, expect, it } from 'vitest';

import { versions } from '../../../src/diff/asyncapi/validate/specification.ts';

const { resolve } = createRequire(import.meta.url);

/** What a validator of draft-07 has to know, and this one does. */
const known = new Set(
  (
    '$ref $id $schema definitions title description default example examples $comment ' +
    'allOf anyOf oneOf not if then else type const enum pattern format ' +
    'properties patternProperties additionalProperties propertyNames required ' +
    'items additionalItems uniqueItems minItems maxItems minLength maxLength ' +
    'minimum maximum exclusiveMinimum exclusiveMaximum'
  ).split(' '),
);

const maps = new Set(['properties', 'patternProperties', 'definitions']);
const data = new Set(['default', 'example', 'examples', 'const', 'enum']);

function* keywordsOf(schema: unknown): Generator<string> {
  if (Array.isArray(schema)) for (const item of schema) yield* keywordsOf(item);
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
  for (const [keyword, value] of Object.entries(schema)) {
    yield keyword;
    if (data.has(keyword)) continue;
    if (maps.has(keyword)) for (const member of Object.values(value as object)) yield* keywordsOf(member);
    else yield* keywordsOf(value);
  }
}

describe('the published schema of a version', () => {
  it.each(versions)('of %s has only keywords that are looked at', (version) => {
    const schema: unknown = JSON.parse(readFileSync(resolve(`@asyncapi/specs/schemas/${version}.json`), 'utf8'));
    expect([...new Set(keywordsOf(schema))].filter((keyword) => !known.has(keyword))).toEqual([]);
  });
});
