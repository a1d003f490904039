import { describe, expect, it } from 'vitest';

import { attack } from '../../bench/fuzz/attack.ts';
import { examine } from '../../bench/fuzz/examine.ts';
import { drawFamily, drawQuestions } from '../../bench/fuzz/pairs.ts';
import type { PairOptions } from '../../bench/fuzz/pairs.ts';
import { shrink } from '../../bench/fuzz/shrink.ts';
import { createComparer } from '../../src/diff/schema/index.ts';
import type { SchemaAt } from '../../src/diff/schema/index.ts';

const options = { dialect: '2020-12', formats: 'annotate', undeclared: 'strict' } as const;

const hasMinimum = (value: unknown): boolean => JSON.stringify(value).includes('"minimum"');

/** An engine that reads the schemas of one side without some keywords. */
const careless =
  (side: 'sub' | 'sup', isIgnored: (keyword: string, value: unknown) => boolean) =>
  (options: Parameters<typeof createComparer>[0]) => {
    const comparer = createComparer({ ...options, secondVoice: false });
    const careful = new Map<SchemaAt, SchemaAt>();
    const forget = (_: string, value: unknown): unknown => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).filter((entry) => !isIgnored(...entry)));
    };
    return {
      read: (document: unknown, dialect: Parameters<typeof comparer.read>[1]) => {
        const read = comparer.read(document, dialect);
        const forgetful = comparer.read(JSON.parse(JSON.stringify(document, forget)), dialect);
        const at = (pointer: string): SchemaAt => {
          const place = read.at(pointer);
          careful.set(place, forgetful.at(pointer));
          return place;
        };
        return { ...read, at };
      },
      compare: (sub: SchemaAt, sup: SchemaAt) => {
        const [ours, theirs] = [careful.get(sub) ?? sub, careful.get(sup) ?? sup];
        return side === 'sub' ? comparer.compare(ours, sup) : comparer.compare(sub, theirs);
      },
    };
  };

async function findingsOf(settings: Partial<Parameters<typeof examine>[1]>, pairs: PairOptions): Promise<string[]> {
  const kinds: string[] = [];
  for (let seed = 1; seed <= 400 && kinds.length === 0; seed += 1) {
    const sparing = { attacks: 12, deepEvery: 0, ajvEvery: 0, hyperjumpEvery: 0, slow: Infinity, ...settings };
    const examined = await examine(drawFamily(seed, pairs), sparing);
    kinds.push(...examined.flatMap(({ findings }) => findings.map(({ kind }) => kind)));
  }
  return kinds;
}

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

  it.each(['required', 'anyOf', 'minimum', 'items', 'additionalProperties', 'enum', 'not'])(
    'finds out an engine that ignores %s where it matters',
    async (keyword) => {
      expect(await findingsOf({ engine: careless('sup', (each) => each === keyword) }, {})).toContain('unsound');
    },
  );

  it('finds out an engine that keeps apart what another alternative speaks of', async () => {
    const isMoot = (keyword: string, value: unknown): boolean =>
      keyword === 'anyOf' && Array.isArray(value) && value.some((each) => JSON.stringify(each) === '{}');
    expect(await findingsOf({ engine: careless('sub', isMoot) }, { undeclared: 'strict' })).toEqual([]);
    expect(await findingsOf({ engine: careless('sub', isMoot) }, { undeclared: 'no-collision' })).toEqual(['unsound']);
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
