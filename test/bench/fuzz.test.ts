import { describe, expect, it } from 'vitest';

import { attack } from '../../bench/fuzz/attack.ts';
import { drawQuestions } from '../../bench/fuzz/pairs.ts';
import { shrink } from '../../bench/fuzz/shrink.ts';

const options = { dialect: '2020-12', formats: 'annotate', undeclared: 'strict' } as const;

const hasMinimum = (value: unknown): boolean => JSON.stringify(value).includes('"minimum"');

describe('fuzzing', () => {
  it('asks the same questions for the same seed', () => {
    expect(drawQuestions(4711)).toEqual(drawQuestions(4711));
    expect(drawQuestions(4711)).not.toEqual(drawQuestions(4712));
  });

  it.each([
    ['an ignored keyword', { type: 'object' }, { propertyNames: { maxLength: 1 } }],
    ['open content', { type: 'object' }, { properties: { a: { type: 'string' } } }],
    ['an open tuple', { type: 'array', prefixItems: [{ type: 'string' }] }, { items: { type: 'string' } }],
    ['oneOf taken for anyOf', { type: 'string' }, { oneOf: [{ type: 'string' }, {}] }],
    ['a union that is not covered', { type: ['string', 'number'] }, { anyOf: [{ type: 'string' }, { minimum: 3 }] }],
    ['recursion', { items: { $ref: '#' } }, { items: { items: { items: { type: 'number' } } } }],
  ])('refutes %s', (_, sub, sup) => {
    expect(attack({ sub, sup, options, seed: 1 }, 500).refutation).toBeDefined();
  });

  it('refutes nothing that is contained', () => {
    expect(attack({ sub: { type: 'integer' }, sup: { type: 'number' }, options, seed: 1 }, 500)).toMatchObject({
      refutation: undefined,
      tried: 500,
    });
  });

  it('does not count collisions where undeclared members cannot collide', () => {
    const pair = { sub: { type: 'object' }, sup: { properties: { a: { type: 'string' } } }, seed: 1 };
    expect(attack({ ...pair, options: { ...options, undeclared: 'no-collision' } }, 500).refutation).toBeUndefined();
  });

  it('shrinks to the smallest value that still fails', () => {
    const start: unknown = {
      allOf: [{ type: 'string' }, { properties: { a: { minimum: 7, maximum: 9 } } }],
      title: 'x',
    };
    expect(shrink(start, (value) => value, hasMinimum)).toEqual({ minimum: 0 });
  });
});
