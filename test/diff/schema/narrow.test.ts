import { describe, expect, it } from 'vitest';

import { createComparer } from '../../../src/diff/schema/index.ts';
import type { ComparerOptions, DialectName } from '../../../src/diff/schema/index.ts';
import { conditional } from './conditional.ts';

type Options = ComparerOptions & { readonly dialect?: DialectName };
type Case = [name: string, sub: unknown, sup: unknown, options?: Options];

const compareSchemas = (sub: unknown, sup: unknown, { dialect, ...options }: Options = {}) => {
  const comparer = createComparer(options);
  return comparer.compare(comparer.read(sub, dialect).at(''), comparer.read(sup, dialect).at(''));
};

// Nothing can be compiled with it: what is contained all the same is proved from what the schemas say.
const noBudget = { budget: 0 };
const noCollision = { undeclared: 'no-collision' } as const;
const openapi = { dialect: 'openapi-3.0' } as const;

const integer = { type: 'integer' };
const number = { type: 'number' };
const string = { type: 'string' };
const object = (properties: object, others: object = {}) => ({ type: 'object', properties, ...others });
const to = (name: string) => ({ $ref: `#/$defs/${name}` });
const defining = (definitions: object, root: object = to('a')) => ({ ...root, $defs: definitions });
/** A list whose items are the list again. */
const list = (value: object, others: object = {}) => defining({ a: object({ value, next: to('a') }, others) });

const proved: Case[] = [
  ['fewer types', { type: ['string', 'integer'] }, { type: ['number', 'string', 'null'] }],
  ['null given up', { type: 'string', maxLength: 3 }, { type: 'string', nullable: true, maxLength: 4 }, openapi],
  ['fewer values', { enum: ['a', 1, null] }, { enum: [1, 'a', null, 'b'] }],
  ['one of the values', { const: 'a' }, { enum: ['a', 'b'] }],
  ['closer bounds', { minimum: 3, maxLength: 4, minItems: 2 }, { minimum: 2.5, maxLength: 5, minItems: 1 }],
  ['excluded bounds', { exclusiveMaximum: 3 }, { exclusiveMaximum: 3.5 }],
  ['flagged bounds', { maximum: 3, exclusiveMaximum: true }, { maximum: 4, exclusiveMaximum: true }, openapi],
  ['more that is required', { required: ['a', 'b'] }, { required: ['b'] }],
  ['a narrower member', object({ a: integer }), object({ a: number })],
  ['a member less', object({ a: integer, b: string }), object({ a: number })],
  [
    'a member that was not allowed',
    object({ a: string }, { additionalProperties: false }),
    object({ a: string, b: string }),
  ],
  ['a member among others', object({}, { additionalProperties: integer }), object({ b: number })],
  ['an open member', object({ a: string }), object({ a: string, b: { description: 'anything' } })],
  [
    'narrower others',
    object({ a: string }, { additionalProperties: integer }),
    object({}, { additionalProperties: { type: ['number', 'string'] } }),
  ],
  ['narrower items', { items: integer }, { items: number }],
  [
    'narrower branches',
    { allOf: [to('a'), { maximum: 3 }], $defs: { a: integer } },
    { allOf: [to('a'), { maximum: 4 }], $defs: { a: number } },
  ],
  [
    'fewer alternatives',
    { anyOf: [to('b'), integer], $defs: { b: string } },
    { anyOf: [string, number, to('b')], $defs: { b: string } },
  ],
  ['a list', list(integer), list(number)],
  ['a reference in place of its target', defining({ a: integer }), number],
  ['a target in place of its reference', integer, defining({ a: number })],
  ['a new member', object({ a: string }), object({ a: string, b: number }), noCollision],
  [
    'a new member at every depth',
    list(integer),
    defining({ a: object({ value: number, extra: string, next: to('a') }) }),
    noCollision,
  ],
  [
    'a new member of an alternative',
    { anyOf: [string, object({ a: string })] },
    { anyOf: [string, object({ a: string, b: number })] },
    noCollision,
  ],
];

const refuted: Case[] = [
  ['more types', { type: ['string', 'number'] }, { type: ['string', 'integer'] }],
  ['a bound no longer excluded', { maximum: 3 }, { maximum: 3, exclusiveMaximum: true }, openapi],
  ['null in a dialect without it', { type: ['string', 'null'] }, { type: 'string', nullable: true }],
  ['a constant in a dialect without it', { const: 1 }, { enum: [1] }, { dialect: 'draft-04' }],
  ['an undeclared member', object({ a: string }), object({ a: string, b: string })],
  [
    'others under a name less',
    object({ a: string }, { additionalProperties: integer }),
    object({}, { additionalProperties: integer }),
  ],
  ['a branch of exactly one', { oneOf: [integer, { minimum: 5 }] }, { oneOf: [number, { minimum: 5 }] }],
  ['what must not be', { not: integer }, { not: number }],
  [
    'a condition',
    conditional({ condition: integer, yes: { minimum: 1 } }),
    conditional({ condition: number, yes: { minimum: 1 } }),
  ],
  ['contained items', { contains: integer }, { contains: integer, minContains: 2 }],
  ['positions', { prefixItems: [string], items: integer }, { items: integer }],
  ['members left over', { properties: { a: integer } }, { properties: { a: number }, unevaluatedProperties: false }],
  ['a list that ends wider', list(number), list(integer)],
  [
    'a member that a branch declares',
    { allOf: [object({ a: string }), object({ b: string })] },
    { allOf: [object({ a: string, b: number }), object({ b: string })] },
    noCollision,
  ],
  [
    'a member that only a branch declares deeper',
    { allOf: [object({ n: object({ a: string }) }), object({ n: object({ b: string }) })] },
    { allOf: [object({ n: object({ a: string, b: number }) }), object({ n: object({ b: string }) })] },
    noCollision,
  ],
  [
    'a member that another alternative declares',
    { anyOf: [object({ a: string }), object({ b: string })] },
    { anyOf: [object({ a: string, b: number }, { required: ['a'] }), object({ b: string })] },
    noCollision,
  ],
  [
    'a member of contained items',
    { items: object({}), contains: object({ b: string }, { required: ['b'] }) },
    { items: object({ b: number }) },
    noCollision,
  ],
  ['a required member', object({}, { required: ['b'] }), object({ b: number }), noCollision],
  [
    'a member that is no longer only read',
    object({ a: { type: 'string', readOnly: true } }, { required: ['a'] }),
    object({ a: string }, { required: ['a'] }),
    { direction: 'request' },
  ],
];

describe('containment from what two schemas say', () => {
  it.each(proved)('sees %s', (_, sub, sup, options) => {
    expect(compareSchemas(sub, sup, { ...options, ...noBudget })).toEqual({ verdict: 'contained' });
    expect(compareSchemas(sub, sup, options)).toEqual({ verdict: 'contained' });
  });

  it.each(refuted)('does not take for contained: %s', (_, sub, sup, options) => {
    expect(compareSchemas(sub, sup, { ...options, ...noBudget }).verdict).toBe('undecided');
    expect(compareSchemas(sub, sup, options).verdict).toBe('not_contained');
  });

  it('leaves open what leads back to itself without a step', () => {
    const loop = (end: object) => defining({ a: { allOf: [to('b')] }, b: { allOf: [to('a'), end] } });
    expect(compareSchemas(loop(integer), loop(number)).verdict).toBe('undecided');
  });

  it('goes down long chains and through large cycles', () => {
    const chain = (end: object, last: object) =>
      defining(
        Object.fromEntries(
          Array.from({ length: 3_000 }, (_, i) => [
            i === 0 ? 'a' : `d${i}`,
            i === 2_999 ? last : object({ v: end, n: to(`d${i + 1}`) }),
          ]),
        ),
      );
    expect(compareSchemas(chain(integer, string), chain(number, string))).toEqual({ verdict: 'contained' });
    expect(compareSchemas(chain(integer, to('a')), chain(number, to('a')))).toEqual({ verdict: 'contained' });
    expect(compareSchemas(chain(number, to('a')), chain(integer, to('a'))).verdict).toBe('not_contained');
  });
});
