import { describe, expect, it } from 'vitest';

import { createEvaluator } from '../../../src/diff/schema/evaluate/index.ts';
import { createComparer } from '../../../src/diff/schema/index.ts';

/** All instances of a small world: two names, three numbers, two strings, two levels. */
const numbers = [0, 1, 2];
const scalars: readonly unknown[] = [null, true, false, 0.5, ...numbers, '', 'x', 'xy'];
const few: readonly unknown[] = [null, 0, 1, 2, '', 'x'];
const pairsOf = <T>(list: readonly T[]): readonly (readonly [T, T])[] =>
  list.flatMap((a) => list.map((b) => [a, b] as const));

const arrays: readonly unknown[] = [[], ...few.map((a) => [a]), ...pairsOf(few), [0, 1, 2], [0, 0, 0], [[]], [{}]];
const objects: readonly unknown[] = [
  {},
  ...few.flatMap((a) => [{ a }, { b: a }]),
  ...pairsOf(few).map(([a, b]) => ({ a, b })),
  { c: 0 },
  { a: 0, c: 0 },
  { a: 0, b: 0, c: 0 },
  { a: {} },
  { a: { a: 0 } },
  { a: [] },
];
const world: readonly unknown[] = [...scalars, ...arrays, ...objects];

/** All schemas of the world up to a size: an assertion, its negation, and two of them joined. */
const numeric = numbers.flatMap((n) => [{ minimum: n }, { exclusiveMaximum: n }, { const: n }]);
const assertions: readonly object[] = [
  ...['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'].map((type) => ({ type })),
  ...numeric,
  { multipleOf: 2 },
  { enum: ['x', 0] },
  { minLength: 1 },
  { maxLength: 1 },
  { pattern: '^x' },
  { minItems: 1 },
  { maxItems: 1 },
  { uniqueItems: true },
  { items: { type: 'number' } },
  { prefixItems: [{ const: 0 }] },
  { contains: { const: 0 } },
  { minProperties: 1 },
  { maxProperties: 1 },
  { required: ['a'] },
  { required: ['b'] },
  { properties: { a: { type: 'number' } } },
  { properties: { a: { const: 0 } } },
  { additionalProperties: false },
  { additionalProperties: { type: 'number' } },
  { propertyNames: { enum: ['a', 'b'] } },
  { dependentRequired: { a: ['b'] } },
  { patternProperties: { '^a': { type: 'string' } } },
];
const plain: readonly object[] = [{}, { not: {} }, ...assertions];
const negated = assertions.map((schema) => ({ not: schema }));

/** Every `step`th of the joined pairs: all of them would be millions of questions. */
function joined(step: number): readonly object[] {
  const parts = [...assertions, ...negated.slice(0, 20)];
  return pairsOf(parts)
    .filter((_, index) => index % step === 0)
    .map(([a, b], index) => ({ [index % 2 === 0 ? 'allOf' : 'anyOf']: [a, b] }));
}

interface Member {
  readonly pointer: string;
  readonly schema: object;
  readonly accepts: readonly boolean[];
}

function findWorld(schemas: readonly object[]): readonly Member[] {
  return schemas.map((schema, index) => {
    const judge = createEvaluator(schema);
    return {
      pointer: `/$defs/${index}`,
      schema,
      accepts: world.map((instance) => judge(instance).verdict === 'valid'),
    };
  });
}

/** Answers that the finite check contradicts, and those that were not given. */
function findErrors(subs: readonly Member[], sups: readonly Member[], all: readonly Member[]): readonly unknown[] {
  const comparer = createComparer();
  const document = comparer.read({ $defs: all.map(({ schema }) => schema) });
  return subs.flatMap((sub) =>
    sups.flatMap((sup): readonly unknown[] => {
      const answer = comparer.compare(document.at(sub.pointer), document.at(sup.pointer));
      const counterexample = sub.accepts.findIndex((accepted, index) => accepted && !sup.accepts[index]);
      const isRight =
        answer.verdict === 'contained'
          ? counterexample === -1
          : answer.verdict === 'not_contained' && refutes(answer.witness, sub, sup);
      return isRight ? [] : [{ sub: sub.schema, sup: sup.schema, answer, counterexample: world[counterexample] }];
    }),
  );
}

// Witnesses may lie outside of the world, so they are judged one by one.
const judges = new Map<object, ReturnType<typeof createEvaluator>>();

function judgeOf(schema: object): ReturnType<typeof createEvaluator> {
  const known = judges.get(schema) ?? createEvaluator(schema);
  judges.set(schema, known);
  return known;
}

const refutes = (witness: unknown, sub: Member, sup: Member): boolean =>
  judgeOf(sub.schema)(witness).verdict === 'valid' && judgeOf(sup.schema)(witness).verdict === 'invalid';

describe('in a small world', { timeout: 120_000 }, () => {
  it('every pair of assertions and negations is answered as the finite check says', () => {
    const members = findWorld([...plain, ...negated]);
    expect(findErrors(members, members, members)).toEqual([]);
  });

  it('so is every pair of an assertion and two of them joined, both ways', () => {
    const members = findWorld([...plain, ...joined(61)]);
    const simple = members.slice(0, plain.length);
    const complex = members.slice(plain.length);
    expect(findErrors(complex, simple, members)).toEqual([]);
    expect(findErrors(simple, complex, members)).toEqual([]);
  });

  it('so are pairs of joined ones', () => {
    const members = findWorld(joined(89));
    expect(findErrors(members, members, members)).toEqual([]);
  });
});
