import { describe, expect, it } from 'vitest';

import { avroRules } from '../../../src/diff/avro/index.ts';
import type { PayloadDirection } from '../../../src/diff/payload/difference.ts';
import type { JsonValue } from '../../../src/internal/json.ts';
import { differences, enumOf, field, findings, record } from './support.ts';

interface RuleCase {
  readonly name: string;
  readonly baseline: JsonValue;
  readonly candidate: JsonValue;
  readonly send: readonly string[];
  readonly receive: readonly string[];
}

const id = field('id', 'string');
const long = (logicalType: string): JsonValue => ({ type: 'long', logicalType });
const decimal = (precision: number, scale: number): JsonValue => ({
  type: 'bytes',
  logicalType: 'decimal',
  precision,
  scale,
});
const fixed = (size: number): JsonValue => ({ type: 'fixed', name: 'F', size });
const named = (name: string, rest: { readonly [key: string]: JsonValue } = {}): JsonValue => ({
  type: 'record',
  name,
  fields: [id],
  ...rest,
});
const both = (...found: readonly string[]): Pick<RuleCase, 'send' | 'receive'> => ({ send: found, receive: found });

const cases: readonly RuleCase[] = [
  {
    name: 'a field added with default',
    baseline: record(id),
    candidate: record(id, field('x', 'int', 0)),
    ...both('avro-field-added info'),
  },
  {
    name: 'a field added without default',
    baseline: record(id),
    candidate: record(id, field('x', 'int')),
    send: ['avro-field-added-without-default info'],
    receive: ['avro-field-added-without-default breaking'],
  },
  {
    name: 'a field removed',
    baseline: record(id, field('x', 'int')),
    candidate: record(id),
    send: ['avro-field-removed breaking'],
    receive: ['avro-field-removed info'],
  },
  {
    name: 'a field with default removed',
    baseline: record(id, field('x', ['null', 'int'], null)),
    candidate: record(id),
    send: ['avro-field-removed-with-default warning'],
    receive: ['avro-field-removed-with-default info'],
  },
  {
    name: 'a field renamed with alias',
    baseline: record(field('a', 'int')),
    candidate: record({ ...field('b', 'int'), aliases: ['a'] }),
    send: ['avro-field-renamed-with-alias breaking'],
    receive: ['avro-field-renamed-with-alias info'],
  },
  {
    name: 'a field with default renamed with alias',
    baseline: record(field('a', 'int', 0)),
    candidate: record({ ...field('b', 'int', 0), aliases: ['a'] }),
    send: ['avro-field-renamed-with-alias breaking'],
    receive: ['avro-field-renamed-with-alias info'],
  },
  {
    name: 'a field renamed back',
    baseline: record({ ...field('b', 'int'), aliases: ['a'] }),
    candidate: record(field('a', 'int')),
    send: ['avro-field-renamed-with-alias info'],
    receive: ['avro-field-renamed-with-alias breaking'],
  },
  {
    name: 'a field renamed without alias',
    baseline: record(field('a', 'int')),
    candidate: record(field('b', 'int')),
    send: ['avro-field-removed breaking', 'avro-field-added-without-default info'],
    receive: ['avro-field-added-without-default breaking', 'avro-field-removed info'],
  },
  {
    name: 'a default added',
    baseline: record(field('x', 'int')),
    candidate: record(field('x', 'int', 0)),
    ...both('avro-field-default-added info'),
  },
  {
    name: 'a default removed',
    baseline: record(field('x', 'int', 0)),
    candidate: record(field('x', 'int')),
    send: ['avro-field-default-removed info'],
    receive: ['avro-field-default-removed warning'],
  },
  {
    name: 'a default changed',
    baseline: record(field('x', 'int', 0)),
    candidate: record(field('x', 'int', 1)),
    send: ['avro-field-default-changed info'],
    receive: ['avro-field-default-changed warning'],
  },
  {
    name: 'a default of another type',
    baseline: record(id),
    candidate: record(id, field('x', 'int', 'zero')),
    send: ['avro-field-added info', 'avro-default-invalid breaking'],
    receive: ['avro-field-added-without-default breaking', 'avro-default-invalid breaking'],
  },
  {
    name: 'a default that fits the second branch only',
    baseline: record(id),
    candidate: record(id, field('x', ['string', 'null'], null)),
    send: ['avro-field-added info', 'avro-default-invalid breaking'],
    receive: ['avro-undecided breaking', 'avro-default-invalid breaking'],
  },
  {
    name: 'a default that was invalid before',
    baseline: record(field('x', 'int', 'zero')),
    candidate: record(field('x', 'int', 'zero'), field('y', 'int', 1)),
    ...both('avro-field-added info'),
  },
  {
    name: 'fields in another order',
    baseline: record(id, field('x', 'int')),
    candidate: record(field('x', 'int'), id),
    ...both('avro-field-reordered info'),
  },
  {
    name: 'another sort order',
    baseline: record(id),
    candidate: record({ ...id, order: 'descending' }),
    ...both('avro-sort-order-changed info'),
  },
  {
    name: 'symbols in another order',
    baseline: enumOf(['A', 'B']),
    candidate: enumOf(['B', 'A']),
    ...both('avro-sort-order-changed info'),
  },
  {
    name: 'an alias added',
    baseline: record(id),
    candidate: record({ ...id, aliases: ['key'] }),
    ...both('avro-alias-added info'),
  },
  {
    name: 'an alias removed',
    baseline: named('R', { aliases: ['Old'] }),
    candidate: named('R'),
    send: ['avro-alias-removed info'],
    receive: ['avro-alias-removed warning'],
  },
  {
    name: 'the name as its own alias',
    baseline: record(id),
    candidate: record({ ...id, aliases: ['id'] }),
    ...both(),
  },
  ...(
    [
      ['int', 'long', 'info'],
      ['int', 'float', 'warning'],
      ['int', 'double', 'info'],
      ['long', 'float', 'warning'],
      ['long', 'double', 'warning'],
      ['float', 'double', 'info'],
    ] as const
  ).flatMap(([narrow, wide, level]): readonly RuleCase[] => [
    {
      name: `${narrow} promoted to ${wide}`,
      baseline: narrow,
      candidate: wide,
      send: ['avro-type-promoted breaking'],
      receive: [`avro-type-promoted ${level}`],
    },
    {
      name: `${wide} demoted to ${narrow}`,
      baseline: wide,
      candidate: narrow,
      send: [`avro-type-demoted ${level}`],
      receive: ['avro-type-demoted breaking'],
    },
  ]),
  {
    name: 'string to bytes, which only bytes that are UTF-8 survive',
    baseline: 'string',
    candidate: 'bytes',
    send: ['avro-type-promoted warning'],
    receive: ['avro-type-promoted info'],
  },
  {
    name: 'bytes to string',
    baseline: 'bytes',
    candidate: 'string',
    send: ['avro-type-demoted info'],
    receive: ['avro-type-demoted warning'],
  },
  { name: 'string to int', baseline: 'string', candidate: 'int', ...both('avro-type-changed breaking') },
  {
    name: 'a type changed inside a list of maps',
    baseline: { type: 'array', items: { type: 'map', values: 'boolean' } },
    candidate: { type: 'array', items: { type: 'map', values: 'string' } },
    ...both('avro-type-changed breaking'),
  },
  {
    name: 'a list instead of one value',
    baseline: record(field('x', 'string')),
    candidate: record(field('x', { type: 'array', items: 'string' })),
    ...both('avro-type-changed breaking'),
  },
  {
    name: 'a symbol added',
    baseline: enumOf(['A']),
    candidate: enumOf(['A', 'B']),
    send: ['avro-enum-symbol-added breaking'],
    receive: ['avro-enum-symbol-added info'],
  },
  {
    name: 'a symbol added to an enum with default',
    baseline: enumOf(['A'], { default: 'A' }),
    candidate: enumOf(['A', 'B'], { default: 'A' }),
    send: ['avro-enum-symbol-added-with-default warning'],
    receive: ['avro-enum-symbol-added-with-default info'],
  },
  {
    name: 'a symbol removed',
    baseline: enumOf(['A', 'B']),
    candidate: enumOf(['A']),
    send: ['avro-enum-symbol-removed info'],
    receive: ['avro-enum-symbol-removed breaking'],
  },
  {
    name: 'a symbol removed from an enum with default',
    baseline: enumOf(['A', 'B'], { default: 'A' }),
    candidate: enumOf(['A'], { default: 'A' }),
    send: ['avro-enum-symbol-removed-with-default info'],
    receive: ['avro-enum-symbol-removed-with-default warning'],
  },
  {
    name: 'a symbol added where only the field has a default',
    baseline: record(field('x', enumOf(['A']), 'A')),
    candidate: record(field('x', enumOf(['A', 'B']), 'A')),
    send: ['avro-enum-symbol-added breaking'],
    receive: ['avro-enum-symbol-added info'],
  },
  {
    name: 'an enum default added',
    baseline: enumOf(['A']),
    candidate: enumOf(['A'], { default: 'A' }),
    ...both('avro-enum-default-added info'),
  },
  {
    name: 'an enum default removed',
    baseline: enumOf(['A'], { default: 'A' }),
    candidate: enumOf(['A']),
    send: ['avro-enum-default-removed info'],
    receive: ['avro-enum-default-removed warning'],
  },
  {
    name: 'an enum default changed',
    baseline: enumOf(['A', 'B'], { default: 'A' }),
    candidate: enumOf(['A', 'B'], { default: 'B' }),
    send: ['avro-enum-default-changed info'],
    receive: ['avro-enum-default-changed warning'],
  },
  {
    name: 'a branch added',
    baseline: ['null', 'string'],
    candidate: ['null', 'string', 'boolean'],
    send: ['avro-union-branch-added breaking'],
    receive: ['avro-union-branch-added info'],
  },
  {
    name: 'a branch removed',
    baseline: ['null', 'string', 'boolean'],
    candidate: ['null', 'string'],
    send: ['avro-union-branch-removed info'],
    receive: ['avro-union-branch-removed breaking'],
  },
  {
    name: 'a type that became nullable',
    baseline: record(field('x', 'string')),
    candidate: record(field('x', ['null', 'string'])),
    send: ['avro-union-branch-added breaking'],
    receive: ['avro-union-branch-added info'],
  },
  {
    name: 'a type that is no longer nullable',
    baseline: record(field('x', ['null', 'string'])),
    candidate: record(field('x', 'string')),
    send: ['avro-union-branch-removed info'],
    receive: ['avro-union-branch-removed breaking'],
  },
  {
    name: 'a branch added that another branch reads',
    baseline: ['null', 'long'],
    candidate: ['null', 'long', 'int'],
    ...both('avro-union-branch-added info'),
  },
  {
    name: 'a branch promoted',
    baseline: ['null', 'int'],
    candidate: ['null', 'long'],
    send: ['avro-type-promoted breaking'],
    receive: ['avro-type-promoted info'],
  },
  {
    name: 'a branch of another type',
    baseline: ['null', 'int'],
    candidate: ['null', 'boolean'],
    ...both('avro-type-changed breaking'),
  },
  { name: 'branches in another order', baseline: ['null', 'int'], candidate: ['int', 'null'], ...both() },
  {
    name: 'a string where bytes come first in the union',
    baseline: ['string', 'bytes'],
    candidate: ['bytes', 'string'],
    ...both('avro-undecided breaking'),
  },
  { name: 'a record renamed', baseline: named('A'), candidate: named('B'), ...both('avro-name-changed breaking') },
  {
    name: 'a record renamed in a union',
    baseline: ['null', named('A')],
    candidate: ['null', named('B')],
    ...both('avro-name-changed breaking'),
  },
  {
    name: 'a record renamed with alias',
    baseline: named('A'),
    candidate: named('B', { aliases: ['A'] }),
    send: ['avro-name-changed-with-alias breaking'],
    receive: ['avro-name-changed-with-alias info'],
  },
  {
    name: 'a record renamed with alias in a union',
    baseline: ['null', named('A')],
    candidate: ['null', named('B', { aliases: ['A'] })],
    send: ['avro-name-changed-with-alias breaking'],
    receive: ['avro-name-changed-with-alias info'],
  },
  {
    name: 'an alias in another namespace than the old name',
    baseline: named('A', { namespace: 'a' }),
    candidate: named('B', { namespace: 'b', aliases: ['A'] }),
    ...both('avro-name-changed breaking'),
  },
  {
    name: 'another namespace, inherited by a type inside',
    baseline: record(field('x', enumOf(['A']))),
    candidate: { ...record(field('x', enumOf(['A']))), namespace: 'm' },
    ...both('avro-namespace-changed warning'),
  },
  {
    name: 'another namespace, with an alias for the old name',
    baseline: named('A', { namespace: 'a' }),
    candidate: named('A', { namespace: 'b', aliases: ['a.A'] }),
    send: ['avro-namespace-changed warning'],
    receive: ['avro-namespace-changed info'],
  },
  {
    name: 'two types with one name in different namespaces',
    baseline: [named('a.A'), named('b.A')],
    candidate: [named('b.A'), named('a.A')],
    ...both(),
  },
  {
    name: 'a type that two types of the reader could match',
    baseline: [named('a.A'), named('b.A')],
    candidate: [named('c.A'), named('d.A')],
    send: [
      'avro-undecided breaking',
      'avro-undecided breaking',
      'avro-union-branch-removed info',
      'avro-namespace-changed warning',
      'avro-namespace-changed warning',
    ],
    receive: [
      'avro-undecided breaking',
      'avro-undecided breaking',
      'avro-union-branch-added info',
      'avro-namespace-changed warning',
      'avro-namespace-changed warning',
    ],
  },
  {
    name: 'milliseconds to microseconds',
    baseline: long('timestamp-millis'),
    candidate: long('timestamp-micros'),
    ...both('avro-logical-type-changed breaking'),
  },
  {
    name: 'another scale',
    baseline: decimal(9, 2),
    candidate: decimal(9, 3),
    ...both('avro-logical-type-changed breaking'),
  },
  {
    name: 'another precision',
    baseline: decimal(9, 2),
    candidate: decimal(12, 2),
    ...both('avro-logical-type-changed breaking'),
  },
  {
    name: 'a scale of zero written out',
    baseline: { type: 'bytes', logicalType: 'decimal', precision: 4 },
    candidate: decimal(4, 0),
    ...both(),
  },
  {
    name: 'a logical type removed',
    baseline: { type: 'int', logicalType: 'date' },
    candidate: 'int',
    ...both('avro-logical-type-changed breaking'),
  },
  {
    name: 'a logical type that does not fit its type, which has no effect',
    baseline: 'string',
    candidate: { type: 'string', logicalType: 'date' },
    ...both(),
  },
  {
    name: 'a decimal that its bytes cannot hold, which is no decimal',
    baseline: { type: 'fixed', name: 'F', size: 2, logicalType: 'decimal', precision: 5 },
    candidate: { type: 'fixed', name: 'F', size: 2 },
    ...both(),
  },
  {
    name: 'a promotion that also changes the logical type',
    baseline: { type: 'int', logicalType: 'time-millis' },
    candidate: long('time-micros'),
    send: ['avro-type-promoted breaking'],
    receive: ['avro-type-promoted info', 'avro-logical-type-changed breaking'],
  },
  { name: 'another size', baseline: fixed(4), candidate: fixed(8), ...both('avro-fixed-size-changed breaking') },
  {
    name: 'another documentation and an attribute',
    baseline: named('A', { doc: 'one' }),
    candidate: named('A', { doc: 'two', 'x-owner': 'us' }),
    ...both('avro-metadata-changed info'),
  },
  {
    name: 'two fields of the writer for one of the reader',
    baseline: record(field('a', 'int'), field('b', 'int')),
    candidate: record({ ...field('b', 'int'), aliases: ['a'] }),
    send: ['avro-field-removed breaking', 'avro-alias-added info'],
    receive: ['avro-undecided breaking', 'avro-alias-added info', 'avro-field-removed info'],
  },
  {
    name: 'a change in a record that holds itself',
    baseline: record(id, field('next', ['null', 'R'], null)),
    candidate: record(id, field('next', ['null', 'R'], null), field('x', 'int')),
    send: ['avro-field-added-without-default info'],
    receive: ['avro-field-added-without-default breaking'],
  },
];

describe.each(cases)('$name', ({ baseline, candidate, ...expected }) => {
  it.each(['send', 'receive'] as const)('%s', async (direction) => {
    expect(await findings(baseline, candidate, direction)).toEqual(expected[direction]);
  });
});

it.each(cases)('$name: each schema has no difference to itself', async ({ baseline, candidate }) => {
  for (const schema of [baseline, candidate]) {
    // Another order of members keeps the two from being one text.
    const turned = JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    );
    expect(await differences(schema, turned, 'send')).toEqual([]);
  }
});

it('every rule has a case that meets it', () => {
  const met = new Set(cases.flatMap(({ send, receive }) => [...send, ...receive]).map((found) => found.split(' ')[0]));
  expect(avroRules.map((rule) => rule.id).filter((rule) => !met.has(rule))).toEqual([]);
});

it('the level of a rule is met in each direction, unless it is one that the facts decide', () => {
  const decidedByFacts = new Set(['avro-name-changed-with-alias', 'avro-field-renamed-with-alias']);
  for (const { id: rule, levels } of avroRules) {
    if (decidedByFacts.has(rule)) continue;
    for (const direction of ['send', 'receive'] satisfies PayloadDirection[]) {
      const met = cases.flatMap((one) => one[direction]);
      expect(met).toContain(`${rule} ${levels[direction]}`);
    }
  }
});

it('breaking differences of what is read carry a witness', async () => {
  for (const { name, baseline, candidate } of cases) {
    for (const direction of ['send', 'receive'] as const) {
      for (const found of await differences(baseline, candidate, direction)) {
        if (found.level !== 'breaking' || /undecided|default-invalid/.test(found.rule)) continue;
        expect(found.witness, `${name}, ${direction}`).toBeDefined();
      }
    }
  }
});
