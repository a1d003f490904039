import { conditional } from './conditional.ts';
import type { Dialect } from '../../../src/diff/schema/evaluate/index.ts';

/**
 * A keyword between two schemas that nothing else tells apart. An engine that forgets to read the keyword, on either
 * side, gives at least one wrong answer about them.
 */
export interface KeywordCase {
  readonly keyword: string;
  readonly dialects: readonly Dialect[];
  /** Has the keyword. */
  readonly bearing: unknown;
  /** The same without the keyword: accepts strictly more, or other, instances. */
  readonly bare: unknown;
  /** Accepts what `bearing` accepts, without the keyword. */
  readonly equal: unknown;
  /** `bearing` accepts something that `bare` does not, as where the keyword widens the effect of another. */
  readonly widens?: true;
}

const upTo07 = ['draft-04', 'draft-06', 'draft-07'] as const;
const modern = ['2019-09', '2020-12'] as const;
const from06 = ['draft-06', 'draft-07', ...modern] as const;
const from07 = ['draft-07', ...modern] as const;
const drafts = [...upTo07, ...modern] as const;
const all = [...drafts, 'openapi-3.0'] as const;
const positional = [...upTo07, '2019-09'] as const;
const flagged = ['draft-04', 'openapi-3.0'] as const;

const bare = {};
const never = { not: {} };
const objects = { type: 'object' };
const arrays = { type: 'array' };
const hasA = { required: ['a'] };
const recursive = { type: 'object', properties: { a: { $ref: '#' } }, additionalProperties: false };

export const keywordCases: readonly KeywordCase[] = [
  { keyword: 'type', dialects: all, bearing: { type: 'boolean' }, bare, equal: { enum: [true, false] } },
  { keyword: 'enum', dialects: all, bearing: { enum: [true, false] }, bare, equal: { type: 'boolean' } },
  { keyword: 'const', dialects: from06, bearing: { const: 1 }, bare, equal: { enum: [1] } },
  {
    keyword: 'nullable',
    dialects: ['openapi-3.0'],
    bearing: { type: 'boolean', nullable: true },
    bare: { type: 'boolean' },
    equal: { enum: [true, false, null] },
    widens: true,
  },
  {
    keyword: 'multipleOf',
    dialects: all,
    bearing: { enum: [1, 2, 3], multipleOf: 2 },
    bare: { enum: [1, 2, 3] },
    equal: { enum: [2] },
  },
  {
    keyword: 'minimum',
    dialects: all,
    bearing: { enum: [1, 2], minimum: 2 },
    bare: { enum: [1, 2] },
    equal: { enum: [2] },
  },
  {
    keyword: 'maximum',
    dialects: all,
    bearing: { enum: [1, 2], maximum: 1 },
    bare: { enum: [1, 2] },
    equal: { enum: [1] },
  },
  {
    keyword: 'exclusiveMinimum',
    dialects: from06,
    bearing: { type: 'integer', exclusiveMinimum: 1 },
    bare: { type: 'integer' },
    equal: { type: 'integer', minimum: 2 },
  },
  {
    keyword: 'exclusiveMaximum',
    dialects: from06,
    bearing: { type: 'integer', exclusiveMaximum: 1 },
    bare: { type: 'integer' },
    equal: { type: 'integer', maximum: 0 },
  },
  {
    keyword: 'exclusiveMinimum',
    dialects: flagged,
    bearing: { type: 'integer', minimum: 1, exclusiveMinimum: true },
    bare: { type: 'integer', minimum: 1 },
    equal: { type: 'integer', minimum: 2 },
  },
  {
    keyword: 'exclusiveMaximum',
    dialects: flagged,
    bearing: { type: 'integer', maximum: 1, exclusiveMaximum: true },
    bare: { type: 'integer', maximum: 1 },
    equal: { type: 'integer', maximum: 0 },
  },
  {
    keyword: 'minLength',
    dialects: all,
    bearing: { type: 'string', minLength: 2 },
    bare: { type: 'string' },
    equal: { type: 'string', pattern: '^[^][^]' },
  },
  {
    keyword: 'maxLength',
    dialects: all,
    bearing: { type: 'string', maxLength: 1 },
    bare: { type: 'string' },
    equal: { type: 'string', pattern: '^[^]?$' },
  },
  {
    keyword: 'pattern',
    dialects: all,
    bearing: { type: 'string', pattern: '^[^]{3,}$' },
    bare: { type: 'string' },
    equal: { type: 'string', minLength: 3 },
  },
  {
    keyword: 'minItems',
    dialects: all,
    bearing: { enum: [[], [1]], minItems: 1 },
    bare: { enum: [[], [1]] },
    equal: { enum: [[1]] },
  },
  {
    keyword: 'maxItems',
    dialects: all,
    bearing: { type: 'array', maxItems: 0, items: {} },
    bare: { type: 'array', items: {} },
    equal: { enum: [[]] },
  },
  {
    keyword: 'uniqueItems',
    dialects: all,
    bearing: {
      enum: [
        [1, 1],
        [1, 2],
      ],
      uniqueItems: true,
    },
    bare: {
      enum: [
        [1, 1],
        [1, 2],
      ],
    },
    equal: { enum: [[1, 2]] },
  },
  {
    keyword: 'items',
    dialects: all,
    bearing: { type: 'array', items: never },
    bare: arrays,
    equal: { type: 'array', maxItems: 0, items: {} },
  },
  {
    keyword: 'items',
    dialects: positional,
    bearing: { type: 'array', items: [never] },
    bare: arrays,
    equal: { type: 'array', maxItems: 0 },
  },
  {
    keyword: 'additionalItems',
    dialects: positional,
    bearing: { type: 'array', items: [{}], additionalItems: never },
    bare: { type: 'array', items: [{}] },
    equal: { type: 'array', maxItems: 1 },
  },
  {
    keyword: 'prefixItems',
    dialects: ['2020-12'],
    bearing: { type: 'array', prefixItems: [{}, never] },
    bare: arrays,
    equal: { type: 'array', maxItems: 1 },
  },
  {
    keyword: 'contains',
    dialects: from06,
    bearing: { type: 'array', contains: {} },
    bare: arrays,
    equal: { type: 'array', minItems: 1 },
  },
  {
    keyword: 'minContains',
    dialects: modern,
    bearing: { type: 'array', contains: {}, minContains: 2 },
    bare: { type: 'array', contains: {} },
    equal: { type: 'array', minItems: 2 },
  },
  {
    keyword: 'maxContains',
    dialects: modern,
    bearing: { type: 'array', contains: {}, maxContains: 2 },
    bare: { type: 'array', contains: {} },
    equal: { type: 'array', minItems: 1, maxItems: 2 },
  },
  {
    keyword: 'unevaluatedItems',
    dialects: ['2020-12'],
    bearing: { type: 'array', prefixItems: [{}], unevaluatedItems: false },
    bare: { type: 'array', prefixItems: [{}] },
    equal: { type: 'array', maxItems: 1 },
  },
  {
    keyword: 'unevaluatedItems',
    dialects: ['2019-09'],
    bearing: { type: 'array', allOf: [{ items: [{}] }], unevaluatedItems: false },
    bare: { type: 'array', allOf: [{ items: [{}] }] },
    equal: { type: 'array', maxItems: 1 },
  },
  {
    keyword: 'minProperties',
    dialects: all,
    bearing: { type: 'object', minProperties: 1 },
    bare: objects,
    equal: { type: 'object', not: { enum: [{}] } },
  },
  {
    keyword: 'maxProperties',
    dialects: all,
    bearing: { type: 'object', maxProperties: 0 },
    bare: objects,
    equal: { enum: [{}] },
  },
  {
    keyword: 'required',
    dialects: all,
    bearing: { type: 'object', required: ['a'] },
    bare: objects,
    equal: { type: 'object', not: { properties: { a: never } } },
  },
  {
    keyword: 'properties',
    dialects: all,
    bearing: { type: 'object', properties: { a: never } },
    bare: objects,
    equal: { type: 'object', not: hasA },
  },
  {
    keyword: 'patternProperties',
    dialects: drafts,
    bearing: { type: 'object', patternProperties: { '^a$': never } },
    bare: objects,
    equal: { type: 'object', properties: { a: never } },
  },
  {
    keyword: 'additionalProperties',
    dialects: all,
    bearing: { type: 'object', additionalProperties: never },
    bare: objects,
    equal: { type: 'object', maxProperties: 0 },
  },
  {
    keyword: 'propertyNames',
    dialects: from06,
    bearing: { type: 'object', propertyNames: { pattern: '^a' } },
    bare: objects,
    equal: { type: 'object', patternProperties: { '^(?!a)': never } },
  },
  {
    keyword: 'dependencies',
    dialects: upTo07,
    bearing: { type: 'object', dependencies: { b: ['a'] } },
    bare: objects,
    equal: { type: 'object', anyOf: [{ not: { required: ['b'] } }, hasA] },
  },
  {
    keyword: 'dependencies',
    dialects: upTo07,
    bearing: { type: 'object', dependencies: { b: hasA } },
    bare: objects,
    equal: { type: 'object', anyOf: [{ not: { required: ['b'] } }, hasA] },
  },
  {
    keyword: 'dependentRequired',
    dialects: modern,
    bearing: { type: 'object', dependentRequired: { b: ['a'] } },
    bare: objects,
    equal: { type: 'object', anyOf: [{ not: { required: ['b'] } }, hasA] },
  },
  {
    keyword: 'dependentSchemas',
    dialects: modern,
    bearing: { type: 'object', dependentSchemas: { b: hasA } },
    bare: objects,
    equal: { type: 'object', anyOf: [{ not: { required: ['b'] } }, hasA] },
  },
  {
    keyword: 'unevaluatedProperties',
    dialects: modern,
    bearing: { type: 'object', allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
    bare: { type: 'object', allOf: [{ properties: { a: {} } }] },
    equal: { type: 'object', properties: { a: {} }, additionalProperties: false },
  },
  { keyword: 'allOf', dialects: all, bearing: { allOf: [{ type: 'string' }] }, bare, equal: { type: 'string' } },
  { keyword: 'anyOf', dialects: all, bearing: { anyOf: [{ type: 'string' }] }, bare, equal: { type: 'string' } },
  {
    keyword: 'oneOf',
    dialects: all,
    bearing: { oneOf: [{ type: 'string' }, { type: 'string', minLength: 1 }] },
    bare,
    equal: { enum: [''] },
  },
  {
    keyword: 'not',
    dialects: all,
    bearing: { enum: [1, 2], not: { enum: [1] } },
    bare: { enum: [1, 2] },
    equal: { enum: [2] },
  },
  {
    keyword: 'then',
    dialects: from07,
    bearing: { enum: [1, 2, 'a'], ...conditional({ condition: { type: 'number' }, yes: { minimum: 2 } }) },
    bare: { enum: [1, 2, 'a'], if: { type: 'number' } },
    equal: { enum: [2, 'a'] },
  },
  {
    keyword: 'else',
    dialects: from07,
    bearing: { enum: [1, 2, 'a'], if: { type: 'string' }, else: { minimum: 2 } },
    bare: { enum: [1, 2, 'a'], if: { type: 'string' } },
    equal: { enum: [2, 'a'] },
  },
  {
    keyword: 'if',
    dialects: from07,
    bearing: { enum: [1, 2], ...conditional({ condition: { minimum: 2 }, yes: never }) },
    bare: { enum: [1, 2], ...conditional({ yes: never }) },
    equal: { enum: [1] },
  },
  {
    keyword: '$ref',
    dialects: all,
    bearing: recursive,
    bare: { type: 'object', properties: { a: {} }, additionalProperties: false },
    equal: { type: 'object', properties: { a: recursive }, additionalProperties: false, definitions: {} },
  },
  {
    keyword: '$recursiveRef',
    dialects: ['2019-09'],
    bearing: { type: 'object', properties: { a: { $recursiveRef: '#' } }, additionalProperties: false },
    bare: { type: 'object', properties: { a: {} }, additionalProperties: false },
    equal: recursive,
  },
  {
    keyword: '$dynamicRef',
    dialects: ['2020-12'],
    bearing: {
      $dynamicAnchor: 'node',
      type: 'object',
      properties: { a: { $dynamicRef: '#node' } },
      additionalProperties: false,
    },
    bare: { type: 'object', properties: { a: {} }, additionalProperties: false },
    equal: recursive,
  },
];
