import { describe, expect, it } from 'vitest';

import { isWrittenDifferently, type ValueKind } from '../../../src/diff/openapi/written.ts';
import { diffOpenApi } from '../../../src/diff/openapi/diff-openapi.ts';
import { operation, type Json } from './rules/documents.ts';

/** Whether two serializations differ for values of these kinds on both sides. */
function differ(baseline: string, candidate: string, ...kinds: readonly ValueKind[]): boolean {
  const possible = kinds.length === 0 ? {} : { kinds: new Set(kinds) };
  return isWrittenDifferently({ serialization: baseline, ...possible }, { serialization: candidate, ...possible });
}

describe('values are written alike', () => {
  it('if they are scalars, in whatever style that writes name and value', () => {
    for (const style of ['form', 'deepObject', 'spaceDelimited', 'pipeDelimited']) {
      expect(differ('form explode', style, 'scalar')).toBe(false);
      expect(differ('form explode', style, 'scalar', 'object')).toBe(true);
      expect(differ('form explode', style)).toBe(true);
    }
    expect(differ('simple', 'label', 'scalar')).toBe(true);
    expect(differ('form', 'form reserved', 'scalar')).toBe(true);
    expect(differ('form', 'content application/json', 'scalar')).toBe(true);
    expect(differ('content text/csv', 'content text/plain', 'scalar')).toBe(true);
  });

  it('exploded or not, if they have no parts or those are separated by commas', () => {
    expect(differ('matrix explode', 'matrix', 'scalar')).toBe(false);
    expect(differ('simple explode', 'simple', 'scalar', 'array')).toBe(false);
    expect(differ('simple explode', 'simple', 'object')).toBe(true);
    expect(differ('form explode', 'form', 'array')).toBe(true);
  });

  it('if no kind of value is possible on both sides', () => {
    const [object, list] = [new Set(['object'] as const), new Set(['array', 'scalar'] as const)];
    const [deep, form] = [{ serialization: 'deepObject' }, { serialization: 'form explode' }];
    expect(isWrittenDifferently({ ...deep, kinds: object }, { ...form, kinds: list })).toBe(false);
    expect(isWrittenDifferently(deep, { ...form, kinds: list })).toBe(true);
    expect(isWrittenDifferently({ ...deep, kinds: object }, form)).toBe(true);
  });
});

const text = { type: 'string' };
const object = { type: 'object' };
const deep = { style: 'deepObject', explode: true };

async function breaking(baseline: Json, candidate: Json): Promise<readonly string[]> {
  const result = await diffOpenApi(JSON.stringify(baseline), JSON.stringify(candidate));
  return result._unsafeUnwrap().findings.flatMap(({ rule, level }) => (level === 'breaking' ? [rule] : []));
}

describe('deepObject', () => {
  const form = (schema: Json, encoding?: Json): Json => {
    const media = {
      schema: { type: 'object', properties: { m: schema } },
      ...(encoding && { encoding: { m: encoding } }),
    };
    return operation({ requestBody: { content: { 'application/x-www-form-urlencoded': media } } });
  };
  const query = (schema: Json, style: Json = {}): Json =>
    operation({ parameters: [{ name: 'q', in: 'query', schema, ...style }] });

  it('came or went unnoticed where only scalars are possible', async () => {
    const scalar = {
      anyOf: [
        { type: 'string', maxLength: 500 },
        { type: 'string', maxLength: 5000 },
      ],
    };
    expect(await breaking(form(scalar, deep), form(text))).toEqual([]);
    expect(await breaking(form(text), form(text, deep))).toEqual([]);
    expect(await breaking(query(text, deep), query(text))).toEqual([]);
    expect(await breaking(query(text), query({ anyOf: [text, object] }, deep))).toEqual([]);
  });

  it('is told where objects are possible on both sides, or it is not known what is', async () => {
    expect(await breaking(form(object, deep), form(object))).toEqual(['request-body-encoding-changed']);
    expect(await breaking(query(object, deep), query(object))).toEqual(['request-parameter-serialization-changed']);
    expect(await breaking(query({}, deep), query({}))).toEqual(['request-parameter-serialization-changed']);
  });

  it('went with the objects that the type no longer allows, which is told once', async () => {
    const either = { anyOf: [object, text] };
    expect(await breaking(form(either, deep), form(text))).toEqual(['request-property-one-of-removed']);
    expect(await breaking(query(object, deep), query(text))).toEqual(['request-parameter-type-changed']);
  });
});
