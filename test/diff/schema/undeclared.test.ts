import { describe, it } from 'vitest';

import { conditional } from './conditional.ts';
import { expectContained, expectNotContained, expectWitness } from './containment.ts';

const options = { undeclared: 'no-collision' } as const;
const string = { type: 'string' };
const plain = { type: 'object', properties: { a: string } };
const more = { type: 'object', properties: { a: string, b: { type: 'number' } } };

const tree = (extra: object) => ({
  $ref: '#/$defs/t',
  $defs: { t: { type: 'object', properties: { child: { $ref: '#/$defs/t' }, ...extra } } },
});

describe('undeclared members without collisions', () => {
  it('are not those that only the second schema declares', () => {
    expectContained(plain, more, options);
    expectContained(more, plain, options);
    expectWitness(plain, more, { b: null });
  });

  it('are looked for through references, combinations and patterns', () => {
    expectContained(plain, { $ref: '#/$defs/m', $defs: { m: more } }, options);
    expectContained(plain, { allOf: [plain, { properties: { b: string } }] }, options);
    expectContained({ anyOf: [plain, string] }, { anyOf: [more, string] }, options);
    expectContained({ oneOf: [plain, string] }, { oneOf: [more, string] }, options);
    expectContained(plain, { dependentSchemas: { a: { properties: { b: string } } } }, options);
    expectContained(plain, { ...plain, patternProperties: { '^x-': string } }, options);
    expectNotContained(plain, { ...plain, patternProperties: { '^a': { maxLength: 1 } } }, options);
  });

  it('are looked for at every depth', () => {
    expectContained({ properties: { n: plain } }, { properties: { n: more } }, options);
    expectContained({ type: 'array', items: plain }, { items: more }, options);
    expectContained(tree({}), tree({ name: string }), options);
    expectNotContained(tree({ name: {} }), tree({ name: string }), options);
  });

  it('are sent where the second schema only denies them or asks about them', () => {
    const named = { properties: { b: string }, required: ['b'] };
    expectWitness(plain, { not: named }, { b: 'a' }, options);
    expectWitness(plain, conditional({ condition: named, yes: { required: ['a'] } }), { b: 'a' }, options);
    expectContained(plain, { ...more, ...conditional({ condition: named, yes: { required: ['a'] } }) }, options);
  });

  it('may still be sent where they are refused', () => {
    expectWitness(plain, { ...plain, additionalProperties: false }, { b: null }, options);
    expectContained({ ...plain, additionalProperties: false }, plain, options);
  });

  it('are absent where they are required', () => {
    expectWitness(plain, { ...more, required: ['b'] }, {}, options);
  });

  it('do not include what the first schema speaks of in any way', () => {
    expectWitness({ type: 'object', required: ['b'] }, more, { b: null }, options);
    expectWitness({ const: { b: 'x' } }, more, { b: 'x' }, options);
    expectNotContained({ type: 'object', propertyNames: { enum: ['b'] } }, more, options);
    expectNotContained({ type: 'object', patternProperties: { '^b': string } }, more, options);
  });

  it('are not those that another alternative of the first schema declares', () => {
    const inside = (properties: object) => ({ properties: { image: { properties } } });
    const branch = (kind: string, properties: object) => ({
      type: 'object',
      properties: { kind: { enum: [kind] }, image: { properties } },
      required: ['kind'],
    });
    const bounded = inside({ url: string });
    for (const keyword of ['anyOf', 'oneOf']) {
      const sub = { [keyword]: [branch('a', {}), branch('b', { url: {} })] };
      expectWitness(sub, bounded, { kind: 'b', image: { url: null } }, options);
      expectContained({ [keyword]: [branch('a', {}), branch('b', { url: string })] }, bounded, options);
    }
    const deep = (properties: object) => ({ type: 'object', properties: { v: { type: 'object', properties } } });
    expectWitness(
      { anyOf: [deep({}), deep({ url: {} })] },
      { properties: { v: { properties: { url: string } } } },
      { v: { url: null } },
      options,
    );
  });

  it('are not those that an alternative speaks of, though a wider one stands beside it', () => {
    for (const speaking of [
      { required: ['b'] },
      { dependentRequired: { b: [] } },
      { const: { b: 1 } },
      { propertyNames: { enum: ['b'] } },
    ]) {
      expectWitness({ type: 'object', anyOf: [speaking, {}] }, { properties: { b: string } }, { b: null }, options);
    }
    const asked = { required: ['b'], anyOf: [{ required: ['a'] }, { required: ['b'] }] };
    expectNotContained({ type: 'object', ...asked }, plain, options);
  });

  it('are not those of a part that an alternative speaks of, though the others imply it', () => {
    const inside = (url: object) => ({ properties: { image: { properties: { url } } } });
    const image = { required: ['image'] };
    const speaking = inside({});
    for (const sub of [
      { anyOf: [speaking, {}] },
      { anyOf: [{ not: image }, speaking, image] },
      { allOf: [image, { anyOf: [image, speaking] }] },
      { anyOf: [image, { allOf: [image, speaking] }] },
      { anyOf: [inside({ type: 'number' }), { not: inside({ type: 'number' }) }] },
      { if: speaking },
      { allOf: [{ anyOf: [speaking, true] }] },
      { anyOf: [{ const: { image: { url: 1 } } }, {}] },
      { anyOf: [{ properties: { image: { required: ['url'] } } }, {}] },
      { anyOf: [{ patternProperties: { '^i': { properties: { url: {} } } } }, {}] },
    ]) {
      expectNotContained({ type: 'object', ...sub }, inside(string), options);
    }
    const items = { properties: { url: {} } };
    for (const sub of [{ anyOf: [{ items }, {}] }, { contains: items, minContains: 0 }]) {
      expectNotContained({ type: 'array', ...sub }, { items: { properties: { url: string } } }, options);
    }
  });

  it('are not those of several alternatives that a value may fit together', () => {
    const data = (properties: object, others: object = {}) => ({
      properties: { data: { type: 'object', properties, ...others } },
    });
    const sup = data({ a: {}, b: {} }, { not: { required: ['a', 'b'] } });
    expectWitness(
      { type: 'object', anyOf: [data({ a: {} }), data({ b: {} })] },
      sup,
      { data: { a: null, b: null } },
      options,
    );
    expectContained({ type: 'object', anyOf: [data({ a: {} }), data({ c: {} })] }, sup, options);
  });

  it('are told apart below alternatives of both schemas', () => {
    const kinds = (extra: object) => ({
      oneOf: [
        { properties: { kind: { enum: ['text'] }, text: string, ...extra }, required: ['kind', 'text'] },
        {
          properties: {
            kind: { enum: ['image'] },
            image: { type: 'object', properties: { url: string }, required: ['url'] },
          },
          required: ['kind', 'image'],
        },
      ],
    });
    expectContained({ type: 'object', ...kinds({}) }, kinds({ more: string }), options);
  });

  it('leave the rest of a comparison as it is', () => {
    expectWitness({ properties: { a: string } }, { properties: { a: { type: 'number' } } }, { a: 'a' }, options);
    expectWitness({}, more, null, options);
    expectWitness({ properties: { n: {} } }, { properties: { n: more } }, { n: null }, options);
  });

  it('give witnesses that keep to it', () => {
    expectWitness({ type: 'object', minProperties: 1 }, { ...more, additionalProperties: false }, { c: null }, options);
  });
});
