import { describe, it } from 'vitest';

import { conditional } from './conditional.ts';
import { expectContained, expectEqual, expectNotContained, expectUndecided, expectWitness } from './containment.ts';

const integer = { type: 'integer' };
const string = { type: 'string' };

const union = (...types: string[]) => ({
  oneOf: ['a', 'b', 'c'].map((tag, index) => ({
    type: 'object',
    properties: { tag: { const: tag }, value: { type: types[index] } },
    required: ['tag'],
  })),
});

describe('containment of combined schemas', () => {
  it('splits questions by JSON type', () => {
    expectContained({ type: ['string', 'null'] }, { anyOf: [{ type: 'null' }, string] });
    expectContained({ type: ['integer', 'string'] }, { type: ['number', 'string'] });
    expectEqual({ type: ['integer', 'number'] }, { type: 'number' });
    expectWitness({}, string, null);
    expectContained(
      { minLength: 3 },
      { anyOf: [{ type: ['null', 'boolean', 'number', 'array', 'object'] }, { minLength: 2 }] },
    );
  });

  it('spreads alternatives over each other', () => {
    expectContained({ anyOf: [{ const: 1 }, { const: 2 }] }, { anyOf: [{ maximum: 1 }, { minimum: 2 }] });
    expectContained({ type: 'integer' }, { anyOf: [{ maximum: 0 }, { minimum: 1 }] });
    expectWitness({ type: 'number' }, { anyOf: [{ maximum: 0 }, { minimum: 1 }] }, 0.5);
    expectEqual(
      { allOf: [{ anyOf: [integer, string] }, { anyOf: [{ minimum: 1 }, { minLength: 2 }] }] },
      { anyOf: [{ ...integer }, { ...string }] },
    );
  });

  it('combines what several branches say of one member', () => {
    const kinds = [1, 2, 3].map((kind) => ({ properties: { kind: { const: kind } }, required: ['kind'] }));
    expectEqual(
      { type: 'object', anyOf: kinds },
      { type: 'object', properties: { kind: { enum: [1, 2, 3] } }, required: ['kind'] },
    );
    expectContained({ type: 'object', allOf: [kinds[0], kinds[1]] }, false);
  });

  it('does not take oneOf for anyOf', () => {
    expectWitness({ const: 'a' }, { oneOf: [string, {}] }, 'a');
    expectContained({ const: 1 }, { oneOf: [string, {}] });
    expectWitness({ oneOf: [string, integer] }, { oneOf: [string, {}] }, 'a');
    expectContained({ oneOf: [integer, { minimum: 5 }], type: 'number' }, { not: { type: 'integer', minimum: 5 } });
    expectEqual({ oneOf: [string, string] }, false);
    expectEqual({ oneOf: [string, string, integer] }, integer);
  });

  it('finds widened and narrowed branches of tagged unions', () => {
    expectContained(union('string', 'integer', 'integer'), union('string', 'number', 'integer'));
    expectWitness(union('string', 'number', 'integer'), union('string', 'integer', 'integer'), {
      tag: 'b',
      value: 0.5,
    });
  });

  it('negates every keyword', () => {
    for (const schema of [
      { type: 'integer' },
      { multipleOf: 3 },
      { minLength: 2 },
      { pattern: '^a' },
      { enum: [1, 'a', null, [1], { a: 1 }] },
      { items: integer, minItems: 1 },
      { prefixItems: [integer], items: string },
      { contains: integer, minContains: 2, maxContains: 3 },
      { uniqueItems: true },
      { properties: { a: integer }, additionalProperties: string, required: ['a'] },
      { patternProperties: { '^a': integer }, minProperties: 2 },
      { propertyNames: { maxLength: 3 } },
      { dependentSchemas: { a: { required: ['b'] } } },
      { oneOf: [integer, { minimum: 3 }, string] },
      conditional({ condition: integer, yes: { minimum: 3 }, no: string }),
    ]) {
      expectEqual({ not: { not: schema } }, schema);
      expectContained({ allOf: [schema, { not: schema }] }, false);
      expectContained(true, { anyOf: [schema, { not: schema }] });
    }
  });

  it('reads conditions', () => {
    const even = conditional({ condition: { minimum: 10 }, yes: { multipleOf: 2 }, no: { multipleOf: 3 } });
    expectContained({ const: 12 }, even);
    expectContained({ ...even, type: 'integer', minimum: 10 }, { multipleOf: 2 });
    expectWitness({ type: 'integer' }, even, 1);
    expectEqual(conditional({ yes: false, no: false }), true);
    expectEqual({ if: { minimum: 10 } }, true);
  });

  it('takes constants apart', () => {
    expectContained({ const: { a: [1, 'x'] } }, { properties: { a: { prefixItems: [integer, string], maxItems: 2 } } });
    expectContained({ enum: [{ a: 1 }, { a: 2 }] }, { required: ['a'], properties: { a: { maximum: 2 } } });
    expectContained(
      { type: 'object', properties: { a: { const: 1 } }, required: ['a'], additionalProperties: false },
      { const: { a: 1 } },
    );
    expectNotContained({ const: { a: 1, b: 2 } }, { const: { a: 1 } });
  });
});

describe('what is not modelled', () => {
  it('is equal to itself and otherwise undecided', () => {
    const opaque = { type: 'number', multipleOf: -1 };
    expectContained(opaque, opaque);
    expectContained({ properties: { a: opaque } }, { properties: { a: { ...opaque } } });
    expectUndecided(opaque, { maximum: 0 }, /multipleOf/u);
    expectUndecided({ minimum: 1 }, { anyOf: [opaque, { minimum: 2 }] }, /multipleOf/u);
  });

  it('does not hide what is certain beside it', () => {
    expectContained({ allOf: [{ type: 'frobnicated' }, integer] }, { type: 'number' });
    expectContained(integer, { anyOf: [{ type: 'frobnicated' }, integer] });
    expectContained({ type: 'object', required: ['a'], properties: { a: false, b: { type: 'frobnicated' } } }, false);
  });

  it('is never ignored, whatever is wrong with a keyword', () => {
    for (const wrong of [
      { minLength: '3' },
      { minLength: -1 },
      { required: 'a' },
      { properties: [] },
      { items: [true] },
      { enum: 'a' },
      { pattern: 1 },
      { allOf: {} },
      { uniqueItems: 'yes' },
      { exclusiveMinimum: true },
      { $ref: '#/nowhere' },
      { $ref: 'https://elsewhere.example/schema' },
      { not: 3 },
    ]) {
      expectUndecided(true, wrong, /./u);
      expectContained(wrong, structuredClone(wrong));
    }
  });

  it('ignores annotations and unknown keywords, as the specifications say', () => {
    expectEqual({ title: 'a', description: 'b', 'x-internal': true, default: 3, examples: [], ...integer }, integer);
    expectEqual({ contentEncoding: 'base64', contentMediaType: 'image/png' }, true);
  });
});
