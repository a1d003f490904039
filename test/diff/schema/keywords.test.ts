import { describe, expect, it } from 'vitest';

import { dialectNames, dialectOf } from '../../../src/diff/schema/compile/dialect.ts';
import { dialects } from '../../../src/diff/schema/evaluate/dialects.ts';
import { evaluate } from '../../../src/diff/schema/evaluate/index.ts';
import type { Dialect } from '../../../src/diff/schema/evaluate/index.ts';
import { isJsonObject } from '../../../src/diff/schema/form/json.ts';
import { compareSchemas } from '../../../src/diff/schema/index.ts';
import { keywordCases } from './keyword-cases.ts';
import type { KeywordCase } from './keyword-cases.ts';

/** These name and find schemas; they say nothing about instances by themselves, and tests of references cover them. */
const naming = new Set(['$defs', 'definitions', '$anchor', '$dynamicAnchor', '$recursiveAnchor']);

/** Left the specification, while validators still assert it: neither reading is taken for certain. */
const contested = ['dependencies'];

/** Every keyword that either the engine or the evaluator reads. */
function keywordsOf(dialect: Dialect): readonly string[] {
  const { keywords, last } = dialects[dialect];
  const known = new Set([...Object.keys(keywords), ...Object.keys(last), ...dialectOf(dialect).keywords]);
  return [...known].filter((keyword) => !naming.has(keyword)).sort();
}

const verdict = (sub: unknown, sup: unknown, dialect: Dialect): string => compareSchemas(sub, sup, { dialect }).verdict;

/** A schema as an engine sees it that does not know the keyword. */
function forget(schema: unknown, keyword: string): unknown {
  if (Array.isArray(schema)) return schema.map((entry) => forget(entry, keyword));
  if (!isJsonObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([name]) => name !== keyword);
  return Object.fromEntries(kept.map(([name, value]) => [name, forget(value, keyword)]));
}

interface Check {
  readonly sub: unknown;
  readonly sup: unknown;
  readonly verdict: 'contained' | 'not_contained';
}

const checksOf = ({ bearing, bare, equal, widens }: KeywordCase): readonly Check[] => [
  { sub: bearing, sup: equal, verdict: 'contained' },
  { sub: equal, sup: bearing, verdict: 'contained' },
  widens
    ? { sub: bearing, sup: bare, verdict: 'not_contained' }
    : { sub: bare, sup: bearing, verdict: 'not_contained' },
];

const rows = keywordCases.flatMap((entry) =>
  entry.dialects.map((dialect): [string, Dialect, KeywordCase] => [entry.keyword, dialect, entry]),
);

describe('a contested keyword', () => {
  it.each(['2019-09', '2020-12'] as const)('decides nothing in %s', (dialect) => {
    const bearing = { type: 'object', dependencies: { a: ['b'] } };
    expect(verdict({ type: 'object' }, bearing, dialect)).toBe('undecided');
    expect(verdict(bearing, { type: 'object', dependentRequired: { a: ['b'] } }, dialect)).not.toBe('not_contained');
  });
});

describe('every keyword', () => {
  it.each(dialectNames)('of %s has a case here', (dialect) => {
    const covered = new Set(
      keywordCases.filter((entry) => entry.dialects.includes(dialect)).map(({ keyword }) => keyword),
    );
    // `format` asserts only on request and has tests of its own.
    const exempt = new Set(['format', ...(dialect.startsWith('20') ? contested : [])]);
    expect(keywordsOf(dialect).filter((keyword) => !covered.has(keyword) && !exempt.has(keyword))).toEqual([]);
  });

  it.each(rows)('%s counts on both sides in %s', (_, dialect, entry) => {
    const checks = checksOf(entry);
    expect(checks.map(({ sub, sup }) => verdict(sub, sup, dialect))).toEqual(checks.map(({ verdict }) => verdict));
  });

  it.each(rows)('%s, forgotten, would be noticed in %s', (keyword, dialect, entry) => {
    const checks = checksOf({ ...entry, bearing: forget(entry.bearing, keyword) });
    const answers = checks.map(({ sub, sup }) => verdict(sub, sup, dialect));
    expect(answers).not.toEqual(checks.map(({ verdict }) => verdict));
  });

  it.each(rows)('%s is read alike by the evaluator in %s', (_, dialect, { bearing, bare, equal, widens }) => {
    const answer = widens ? compareSchemas(bearing, bare, { dialect }) : compareSchemas(bare, bearing, { dialect });
    if (answer.verdict !== 'not_contained') throw new Error(answer.verdict);
    const [inside, outside] = widens ? [bearing, bare] : [bare, bearing];
    const judge = (schema: unknown): string => evaluate(schema, answer.witness, { dialect }).verdict;
    expect([judge(inside), judge(outside), judge(equal)]).toEqual(['valid', 'invalid', widens ? 'valid' : 'invalid']);
  });
});
