import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { Samples, type Choice } from '../../../src/diff/payload/samples.ts';
import { Side } from '../../../src/diff/payload/side.ts';
import { createComparer } from '../../../src/diff/schema/index.ts';
import { isJsonObject, type JsonValue } from '../../../src/internal/json.ts';
import { changesOf, told } from './support.ts';

function sampleOf(schema: JsonValue, choice?: Choice, mark?: 'readOnly'): JsonValue | undefined {
  const comparer = createComparer();
  const side = new Side(schema, { inbound: comparer, outbound: comparer });
  return new Samples({ mark, way: { text: false, xml: false }, findText: () => 'found' }).of(
    side.view({ pointer: '', dialect: '2020-12' }),
    choice,
  );
}

const text = { type: 'string' };
const self = { $ref: '#' };
const schemas: readonly JsonValue[] = [
  {},
  text,
  { type: 'string', minLength: 3 },
  { type: 'integer', minimum: 5, multipleOf: 4 },
  { type: 'number', exclusiveMaximum: -1 },
  { type: ['null', 'boolean'] },
  { enum: [[], 'a'] },
  { const: { a: 1 } },
  { type: 'array', items: text, minItems: 2 },
  { type: 'array', prefixItems: [text, { type: 'null' }], minItems: 2 },
  { type: 'object', properties: { a: text, b: text }, required: ['b'] },
  { type: 'object', properties: { a: text, b: text }, minProperties: 1 },
  { allOf: [{ type: 'object', required: ['a'] }, { properties: { a: { minimum: 1 } } }] },
  { anyOf: [{ type: 'object', required: ['a'], properties: { a: text } }, text] },
  { type: 'object', properties: { next: { anyOf: [{ type: 'null' }, self] } }, required: ['next'] },
];

describe('guessing values of schemas', () => {
  it.each(schemas)('gives one that is valid: %j', (schema) => {
    for (const choice of [undefined, { index: 1 }, { full: true }]) {
      const value = sampleOf(schema, choice);
      expect(value).toBeDefined();
      expect(new Ajv2020({ strict: false }).validate(schema as object, value)).toBe(true);
    }
  });

  it('has only the members that are needed, unless all are asked for', () => {
    const schema = { type: 'object', properties: { a: text, b: text }, required: ['b'] };
    expect(sampleOf(schema)).toEqual({ b: '' });
    expect(sampleOf(schema, { full: true })).toEqual({ a: '', b: '' });
    expect(sampleOf(schema, { having: 'a' })).toEqual({ a: '', b: '' });
  });

  it('leaves out what is marked', () => {
    const schema = { type: 'object', properties: { id: { ...text, readOnly: true } }, required: ['id'] };
    expect(sampleOf(schema, undefined, 'readOnly')).toEqual({});
  });

  it('has strings that are hard to guess found by others', () => {
    expect(sampleOf({ type: 'string', pattern: '^f' })).toBe('found');
  });

  it('gives up where every value holds another one', () => {
    expect(sampleOf({ type: 'object', properties: { next: self }, required: ['next'] })).toBeUndefined();
  });
});

describe('schemas that mean harm', () => {
  it('are not followed in all the ways they branch', () => {
    const members = (last: JsonValue): JsonValue => ({
      type: 'object',
      properties: { a: self, b: self, c: self, d: self, e: last },
      minProperties: 1_000,
    });
    expect(isJsonObject(sampleOf(members(text)))).toBe(true);
    expect(changesOf({ baseline: members(text), candidate: members({ type: 'integer' }) })).not.toEqual([]);
  });

  it('may list very many values', () => {
    const list = (from: number): JsonValue => ({ enum: Array.from({ length: 20_000 }, (_, index) => from + index) });
    expect(told(changesOf({ baseline: list(0), candidate: list(1) }))).toEqual(
      ['breaks enum-value-removed@', 'tells enum-value-added@'].toSorted(),
    );
  });
});
