import { describe, expect, it } from 'vitest';

import { evaluate } from '../../../../src/diff/schema/evaluate/index.ts';
import { conditional } from '../conditional.ts';
import type { Dialect, EvaluateOptions } from '../../../../src/diff/schema/evaluate/index.ts';

const judge = (schema: unknown, instance: unknown, options: EvaluateOptions = {}): string =>
  evaluate(schema, instance, options).verdict;

type Row = readonly [schema: unknown, valid: readonly unknown[], invalid: readonly unknown[]];

const rows: readonly Row[] = [
  [true, [null, 1], []],
  [{ not: {} }, [], [null, 1]],
  [{ type: 'integer' }, [1, -0, 1e300], [1.5, '1', null]],
  [{ type: ['string', 'null'] }, ['', null], [0, [], {}]],
  [{ enum: [1, { a: [1, 2] }] }, [1, { a: [1, 2] }], [{ a: [2, 1] }, true]],
  [{ const: { a: 1, b: 2 } }, [{ b: 2, a: 1 }], [{ a: 1 }, { a: 1, b: 2, c: 3 }]],
  [{ const: 0 }, [-0], [false, null]],
  [{ multipleOf: 0.3 }, [33, 0.9, -0.3, 0, 'text'], [0.4, 1e-7]],
  [{ multipleOf: 1e-300 }, [1e300, 5e-300], [5e-301]],
  [{ exclusiveMinimum: 1, maximum: 3 }, [1.1, 3], [1, 3.1]],
  [{ minLength: 1, maxLength: 1 }, ['😀', 'é', '\ud800'], ['', 'ab']],
  [{ pattern: '^.$' }, ['😀', 7], ['\n', '\u2028', '']],
  [{ pattern: 'b' }, ['abc'], ['ac']],
  [
    { uniqueItems: true },
    [[], [1, '1', true, [1]]],
    [
      [1, 1],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
  ],
  [{ prefixItems: [{ type: 'string' }], items: false }, [[], ['a'], 'text'], [['a', 1], [1]]],
  [{ contains: { type: 'string' }, minContains: 2, maxContains: 2 }, [['a', 1, 'b']], [['a'], ['a', 'b', 'c']]],
  [{ contains: { type: 'string' }, minContains: 0 }, [[], [1]], []],
  [{ minContains: 3 }, [[]], []],
  [{ prefixItems: [true], contains: { const: 1 }, unevaluatedItems: false }, [[2, 1], [1]], [[2], [2, 1, 3]]],
  [{ required: ['toString'] }, [{ toString: 1 }, 5], [{}]],
  [{ properties: { __proto__: { type: 'string' } } }, [{}], []],
  [{ patternProperties: { '^a': { type: 'string' } } }, [{ ab: '', b: 1 }], [{ ab: 1 }]],
  [
    { properties: { a: {} }, patternProperties: { '^b': {} }, additionalProperties: false },
    [{ a: 1, bc: 2 }],
    [{ c: 1 }],
  ],
  [{ propertyNames: { maxLength: 1 } }, [{ a: 1 }], [{ ab: 1 }]],
  [{ dependentRequired: { a: ['b'] } }, [{ b: 1 }, { a: 1, b: 1 }], [{ a: 1 }]],
  [{ dependentSchemas: { a: { maxProperties: 1 } } }, [{ a: 1 }, { b: 1, c: 1 }], [{ a: 1, b: 1 }]],
  [{ oneOf: [{ type: 'number' }, { minimum: 2 }] }, [1], [3]],
  [conditional({ condition: { type: 'string' }, yes: { minLength: 1 }, no: { minimum: 1 } }), ['a', 1], ['', 0]],
  [conditional({ yes: false, no: false }), [1], []],
  [
    {
      allOf: [{ properties: { a: {} } }],
      ...conditional({ condition: { required: ['b'] }, yes: { properties: { b: {} } } }),
      unevaluatedProperties: false,
    },
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ c: 1 }],
  ],
  // What a failed branch or a negation evaluates does not count.
  [
    { anyOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, true], unevaluatedProperties: false },
    [{ a: '' }, {}],
    [{ a: 1 }],
  ],
  [{ not: { not: { properties: { a: {} } } }, unevaluatedProperties: false }, [{}], [{ a: 1 }]],
  // Beside each other is not within each other.
  [{ allOf: [{ properties: { a: {} } }, { unevaluatedProperties: false }] }, [{}], [{ a: 1 }]],
  [{ $ref: '#/$defs/a~1b%25/0', $defs: { 'a/b%': [{ type: 'string' }] } }, ['x'], [1]],
  [{ $ref: '#name', $defs: { x: { $anchor: 'name', type: 'string' } } }, ['x'], [1]],
  [
    {
      $id: 'https://example.com/root',
      $ref: 'item',
      $defs: { x: { $id: 'item', $ref: '#/$defs/y', $defs: { y: { type: 'string' } } } },
    },
    ['x'],
    [1],
  ],
  [
    {
      $id: 'https://example.com/tree',
      $dynamicAnchor: 'node',
      properties: { data: true, children: { items: { $dynamicRef: '#node' } } },
    },
    [{ children: [{ children: [] }] }],
    [],
  ],
  [
    {
      $id: 'https://example.com/strict',
      $ref: 'tree',
      $dynamicAnchor: 'node',
      unevaluatedProperties: false,
      $defs: {
        tree: {
          $id: 'tree',
          $dynamicAnchor: 'node',
          properties: { data: true, children: { items: { $dynamicRef: '#node' } } },
        },
      },
    },
    [{ children: [{ data: 1 }] }],
    [{ children: [{ daat: 1 }] }, { daat: 1 }],
  ],
  // A plain anchor of that name does not start a dynamic reference.
  [
    {
      $id: 'https://example.com/plain',
      $dynamicAnchor: 'node',
      type: 'object',
      properties: { a: { $ref: 'inner' } },
      $defs: { i: { $id: 'inner', $dynamicRef: '#node', $defs: { n: { $anchor: 'node', type: 'string' } } } },
    },
    [{ a: 'x' }],
    [{ a: {} }],
  ],
];

describe('evaluating an instance', () => {
  it.each(rows)('%j', (schema, valid, invalid) => {
    expect(valid.map((instance) => judge(schema, instance))).toEqual(valid.map(() => 'valid'));
    expect(invalid.map((instance) => judge(schema, instance))).toEqual(invalid.map(() => 'invalid'));
  });

  it.each<[Dialect, unknown, unknown, string]>([
    ['draft-04', { minimum: 1, exclusiveMinimum: true }, 1, 'invalid'],
    ['draft-04', { const: 1, contains: false, propertyNames: false, if: true, else: false }, [2], 'valid'],
    ['draft-07', { $ref: '#/definitions/a', minimum: 5, definitions: { a: {} } }, 1, 'valid'],
    ['2019-09', { $ref: '#/$defs/a', minimum: 5, $defs: { a: {} } }, 1, 'invalid'],
    ['draft-07', { $ref: '#a', definitions: { a: { $id: '#a', type: 'string' } } }, 1, 'invalid'],
    ['draft-06', conditional({ condition: true, yes: false }), 1, 'valid'],
    ['draft-07', { items: [{ type: 'string' }], additionalItems: false }, ['a', 1], 'invalid'],
    ['draft-07', { items: { type: 'string' }, additionalItems: false }, ['a', 'b'], 'valid'],
    ['2020-12', { prefixItems: [true], additionalItems: false }, [1, 2], 'valid'],
    ['2019-09', { prefixItems: [false], $dynamicRef: '#/$defs/no', $defs: { no: false } }, [1], 'valid'],
    ['2020-12', { $recursiveRef: '#/nowhere' }, 1, 'valid'],
    ['draft-07', { dependencies: { a: ['b'] } }, { a: 1 }, 'invalid'],
    ['openapi-3.0', { type: 'string', nullable: true }, null, 'valid'],
    ['openapi-3.0', { type: 'string', nullable: true, enum: ['a'] }, null, 'invalid'],
    ['openapi-3.0', { nullable: true, minLength: 1 }, null, 'valid'],
    ['openapi-3.0', { allOf: [{ type: 'string' }], nullable: true }, null, 'invalid'],
    ['openapi-3.0', { maximum: 3, exclusiveMaximum: true }, 3, 'invalid'],
    ['openapi-3.0', { items: [{ type: 'string' }] }, [1, 2], 'invalid'],
    ['openapi-3.0', { items: [{ type: 'string' }] }, ['a', 2], 'valid'],
    ['openapi-3.0', { const: 1, patternProperties: { '': false }, if: false, else: false }, { a: 1 }, 'valid'],
    [
      'openapi-3.0',
      { properties: {}, patternProperties: { '^a': {} }, additionalProperties: false },
      { a: 1 },
      'invalid',
    ],
  ])('reads keywords as %s does: %j of %j is %s', (dialect, schema, instance, verdict) => {
    expect(judge(schema, instance, { dialect })).toBe(verdict);
  });

  it('follows $recursiveRef to the outermost schema that allows it', () => {
    const schema = {
      $id: 'https://example.com/strict',
      $recursiveAnchor: true,
      $ref: 'tree',
      unevaluatedProperties: false,
      $defs: { tree: { $id: 'tree', $recursiveAnchor: true, properties: { next: { $recursiveRef: '#' } } } },
    };
    expect(judge(schema, { next: { next: {} } }, { dialect: '2019-09' })).toBe('valid');
    expect(judge(schema, { next: { other: 1 } }, { dialect: '2019-09' })).toBe('invalid');
  });

  it('takes the dialect from the root, and a dialect given wins', () => {
    const schema = { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 1, exclusiveMinimum: true };
    expect(judge(schema, 1)).toBe('invalid');
    expect(judge({ $schema: 'https://example.com/mine' }, 1)).toBe('unknown');
  });

  it('resolves references within the document that the schema stands in', () => {
    const document = { components: { schemas: { a: { type: 'string' } } } };
    expect(judge({ $ref: '#/components/schemas/a' }, 1, { document })).toBe('invalid');
    expect(judge({ $ref: 'https://example.com/a' }, 1, { lookup: () => ({ type: 'string' }) })).toBe('invalid');
  });
});

describe('what is left unknown', () => {
  it.each<[string, unknown, unknown, EvaluateOptions]>([
    ['a reference that leads nowhere', { $ref: '#/$defs/none' }, 1, {}],
    ['a remote reference', { $ref: 'https://example.com/a' }, 1, {}],
    ['a loop without a step', { $ref: '#' }, 1, {}],
    ['a negated loop without a step', { not: { $ref: '#' } }, 1, {}],
    ['two schemas with one identifier', { $ref: 'x', $defs: { a: { $id: 'x' }, b: { $id: 'x' } } }, 1, {}],
    ['a malformed keyword', { minimum: '1' }, 1, {}],
    ['a type of no dialect', { type: 'file' }, 1, {}],
    ['an array of items where the dialect has none', { items: [{}] }, [1], {}],
    [
      'another dialect within',
      { $defs: { a: { $id: 'x', $schema: 'http://json-schema.org/draft-07/schema#' } }, $ref: 'x' },
      1,
      {},
    ],
    ['dependencies after draft 07', { dependencies: { a: ['b'] } }, { a: 1 }, {}],
    [
      'contains and unevaluatedItems in 2019-09',
      { contains: {}, unevaluatedItems: false },
      [1],
      { dialect: '2019-09' },
    ],
    ['a pattern that is not regular', { pattern: '^(a+)+\\1$' }, 'aaa', {}],
    ['too many steps', { allOf: [{ type: 'string' }, {}] }, 'a', { maxSteps: 2 }],
    ['too deep', { items: { items: {} } }, [[1]], { maxDepth: 1 }],
  ])('%s', (_, schema, instance, options) => {
    expect(judge(schema, instance, options)).toBe('unknown');
  });

  it('does not outweigh what is certain', () => {
    const unclear = { $ref: '#/$defs/none' };
    expect(judge({ allOf: [unclear, { type: 'string' }] }, 1)).toBe('invalid');
    expect(judge({ anyOf: [unclear, { type: 'number' }] }, 1)).toBe('valid');
    expect(judge({ oneOf: [unclear, { type: 'number' }, {}] }, 1)).toBe('invalid');
    expect(judge(conditional({ condition: unclear, yes: { type: 'string' }, no: false }), 1)).toBe('invalid');
    expect(judge({ contains: unclear, maxContains: 0 }, [])).toBe('invalid');
  });

  it('spreads to unevaluated members', () => {
    const unclear = { $ref: '#/$defs/none' };
    const schema = { anyOf: [unclear, {}], unevaluatedProperties: false };
    expect(judge(schema, { a: 1 })).toBe('unknown');
    expect(judge(schema, {})).toBe('valid');
  });

  it('keeps to linear time on patterns that backtracking cannot finish', () => {
    expect(judge({ pattern: '^(a+)+$' }, `${'a'.repeat(5000)}b`)).toBe('invalid');
    expect(judge({ pattern: '^(a|a)*$' }, 'a'.repeat(5000))).toBe('valid');
  });

  it('judges a part once by each schema, however many ways lead to both', () => {
    const twice = { properties: { a: { $ref: '#' } } };
    const schema = { allOf: [twice, twice], maxProperties: 1 };
    const nest = (innermost: object): unknown => {
      let instance: unknown = innermost;
      for (let depth = 0; depth < 40; depth += 1) instance = { a: instance };
      return instance;
    };
    expect(judge(schema, nest({}))).toBe('valid');
    expect(judge(schema, nest({ b: 1, c: 1 }))).toBe('invalid');
  });

  it('ends on instances and schemas that nest without end', () => {
    let instance: unknown = 1;
    for (let depth = 0; depth < 5000; depth += 1) instance = [instance];
    expect(judge({ items: { $ref: '#' } }, instance)).toBe('unknown');
    for (let depth = 0; depth < 20_000; depth += 1) instance = [instance];
    expect(judge({ const: 1 }, instance)).toBe('unknown');
    let schema: unknown = true;
    for (let depth = 0; depth < 20_000; depth += 1) schema = { not: schema };
    expect(judge(schema, 1)).toBe('unknown');
  });
});
