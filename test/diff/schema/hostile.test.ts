import { describe, expect, it } from 'vitest';

import { compareSchemas } from '../../../src/diff/schema/index.ts';
import { expectContained, expectNotContained, expectUndecided } from './containment.ts';

const nest = (depth: number, wrap: (inner: unknown) => unknown, innermost: unknown = { type: 'string' }): unknown => {
  let schema = innermost;
  for (let i = 0; i < depth; i += 1) schema = wrap(schema);
  return schema;
};

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const chain = (end: object) => ({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(
    times(3_000, (i) => [`d${i}`, i === 2_999 ? end : { properties: { x: { $ref: `#/$defs/d${i + 1}` } } }]),
  ),
});

const fan = (end: object) => ({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries(
    times(50, (i) => {
      const next = { $ref: `#/$defs/d${i + 1}` };
      return [`d${i}`, i === 49 ? end : { allOf: [next, { properties: { x: next, y: next } }] }];
    }),
  ),
});

const words = (count: number) => ({ enum: times(count, (i) => `v${i}`) });

const union = (type: string) => ({
  anyOf: times(30, (i) => ({ properties: { [`p${i}`]: { type } }, required: [`q${i}`] })),
});

describe('hostile input ends with a verdict', () => {
  it.each([
    ['members', (inner: unknown) => ({ properties: { a: inner } })],
    ['required members', (inner: unknown) => ({ type: 'object', properties: { a: inner }, required: ['a'] })],
    ['items', (inner: unknown) => ({ items: inner })],
    ['allOf', (inner: unknown) => ({ allOf: [inner] })],
    ['not', (inner: unknown) => ({ not: inner })],
    ['constants', (inner: unknown) => ({ const: [inner] })],
  ])('for deeply nested %s', (_, wrap) => {
    for (const depth of [1_000, 50_000]) {
      expectUndecided(nest(depth, wrap), nest(depth, wrap, { type: 'number' }), /too deeply/u);
    }
  });

  it('for values that contain themselves', () => {
    const schema: Record<string, unknown> = { type: 'object' };
    schema.properties = { a: schema };
    const list: unknown[] = [];
    list.push(list);
    expectUndecided(schema, { type: 'string' }, /too deeply/u);
    expectUndecided({ const: list }, { type: 'string' }, /too deeply/u);
  });

  it('for long chains of references', () => {
    expectContained(chain({ type: 'string' }), chain({ type: 'string' }));
    expectUndecided(chain({ type: 'string' }), chain({ type: 'number' }), /too deeply/u);
  });

  it('for references that fan out', () => {
    expectNotContained(fan({ type: 'object' }), fan({ type: 'object', maxProperties: 3 }));
    expectContained(fan({ type: 'object', maxProperties: 2 }), fan({ type: 'object', maxProperties: 3 }));
  });

  it('for alternatives that multiply', () => {
    const clauses = (count: number) => ({
      type: 'object',
      allOf: times(count, (i) => ({
        anyOf: times(3, (j) => ({
          properties: { [`v${(i * 7 + j * 5 + ((i * j) % 3)) % 40}`]: { const: (i + j) % 2 === 0 } },
        })),
      })),
      required: times(40, (i) => `v${i}`),
    });
    const { verdict } = compareSchemas(clauses(170), false, { budget: 20_000 });
    expect(['contained', 'not_contained', 'undecided']).toContain(verdict);
    const unevaluated = { anyOf: times(14, (i) => ({ properties: { [`p${i}`]: {} } })), unevaluatedProperties: false };
    expectUndecided(unevaluated, { maxProperties: 14 }, /too many alternatives/u);
  });

  it('for catastrophic patterns', () => {
    expectNotContained({ type: 'string', pattern: '^(a|a)*(a+)+b$' }, { pattern: '^(a+)+$' });
    expectUndecided(
      { type: 'string', pattern: '(a|b)*a(a|b){20}$' },
      { pattern: '(a|b)*b(a|b){20}$' },
      /steps|budget/u,
    );
    expectNotContained({ const: 'a'.repeat(5_000) }, { pattern: '^(a+)+b$' });
  });

  it('for many long patterns, each of which takes its share', () => {
    const letter = (index: number) => String.fromCodePoint(97 + (index % 26));
    const hard = (index: number) => ({
      type: 'string',
      allOf: times(6, (i) => ({ pattern: `${letter(i + index)}.{${10 + i + index}}${letter(i + index + 1)}` })),
    });
    expectUndecided({ anyOf: times(20, hard) }, { maxLength: 10 }, /budget/u);
  });

  it('for huge enums, lists and lengths', () => {
    expectContained(words(50_000), words(50_000));
    expectNotContained(words(50_000), words(49_999));
    expectUndecided({ type: 'string', minLength: 1e9 }, { maxLength: 5 }, /too long/u);
    expectUndecided({ type: 'object', minProperties: 1e9 }, { maxProperties: 5 }, /too many/u);
  });

  it('the same on every machine: the budget is counted in steps', () => {
    expectUndecided(union('string'), union('number'), /budget/u, { budget: 20 });
    expectNotContained(union('string'), union('number'));
  });
});
