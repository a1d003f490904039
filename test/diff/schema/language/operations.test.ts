import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Languages } from '../../../../src/diff/schema/language/index.ts';
import { budget, examples, known, words, wordsOver } from './arbitraries.ts';

const smallWords = wordsOver(['a', 'b', '-', '\n', '🐲'], 4);

describe('operations on languages', () => {
  it('accept the words that they mean', () => {
    fc.assert(
      fc.property(examples, fc.array(words, { minLength: 1, maxLength: 8 }), (example, list) => {
        const languages = new Languages();
        const language = example.build(languages);
        for (const word of list) {
          expect([word, languages.accepts(language, word, budget())]).toEqual([word, example.has(word)]);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('find a language empty only if it has no word, and else a word of it', () => {
    fc.assert(
      fc.property(examples, (example) => {
        const languages = new Languages();
        const language = example.build(languages);
        const [first] = known(languages.shortest(language, { count: 1, budget: budget() }));
        expect(languages.isEmpty(language, budget())).toBe(first === undefined);
        const found = first === undefined ? smallWords.some((word) => example.has(word)) : example.has(first);
        expect(found).toBe(first !== undefined);
      }),
      { numRuns: 600 },
    );
  });

  it('find a language within another unless a word tells them apart', () => {
    fc.assert(
      fc.property(examples, examples, (small, large) => {
        const languages = new Languages();
        const [a, b] = [small.build(languages), large.build(languages)];
        const rest = known(languages.difference(a, b, budget()));
        const [first] = known(languages.shortest(rest, { count: 1, budget: budget() }));
        expect(languages.isSubset(a, b, budget())).toBe(first === undefined);
        const parts = (word: string): boolean => small.has(word) && !large.has(word);
        expect(first === undefined ? smallWords.some(parts) : parts(first)).toBe(first !== undefined);
      }),
      { numRuns: 600 },
    );
  });

  it('keep the laws of sets', () => {
    fc.assert(
      fc.property(examples, examples, examples, (first, second, third) => {
        const languages = new Languages();
        const [a, b, c] = [first.build(languages), second.build(languages), third.build(languages)];
        const or = (x: typeof a, y: typeof a): typeof a => known(languages.union(x, y, budget()));
        const and = (x: typeof a, y: typeof a): typeof a => known(languages.intersect(x, y, budget()));
        const not = (x: typeof a): typeof a => languages.complement(x);
        const within = (x: typeof a, y: typeof a): boolean => known(languages.isSubset(x, y, budget()));
        const same = (x: typeof a, y: typeof a): boolean => within(x, y) && within(y, x);

        expect(not(not(a))).toBe(a);
        expect(and(a, b)).toBe(and(b, a));
        expect(same(not(or(a, b)), and(not(a), not(b)))).toBe(true);
        expect(same(and(a, or(b, c)), or(and(a, b), and(a, c)))).toBe(true);
        expect(within(and(a, b), a)).toBe(true);
        expect(within(a, or(a, b))).toBe(true);
        expect(languages.isEmpty(and(a, not(a)), budget())).toBe(true);
        expect(within(languages.everything, or(a, not(a)))).toBe(true);
        expect(within(a, b)).toBe(within(not(b), not(a)));
        expect(within(a, b) && within(b, c) && !within(a, c)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('give the same object for the same words and lengths', () => {
    const languages = new Languages();
    expect(languages.ofWords(['b', 'a', 'b'])).toBe(languages.ofWords(['a', 'b']));
    expect(languages.ofWords([])).toBe(languages.nothing);
    expect(languages.ofLength(0)).toBe(languages.everything);
    expect(languages.ofLength(3, 2)).toBe(languages.nothing);
    const [short, long] = [languages.ofLength(0, 2), languages.ofLength(3)];
    expect(languages.union(short, long, budget())).toBe(languages.everything);
    expect(languages.intersect(short, long, budget())).toBe(languages.nothing);
    const all = languages.union(
      languages.complement(languages.ofWords(['a'])),
      languages.ofWords(['a', 'b']),
      budget(),
    );
    expect(all).toBe(languages.everything);
  });

  it('spend next to nothing on lengths and lists of words', () => {
    const languages = new Languages();
    const list = Array.from({ length: 1000 }, (_, index) => `word-${index}`);
    const spent = budget(0);
    expect(languages.isSubset(languages.ofLength(5, 10), languages.ofLength(0, 100_000), spent)).toBe(true);
    expect(languages.isSubset(languages.ofLength(5, 10), languages.ofLength(6), spent)).toBe(false);
    expect(languages.isSubset(languages.ofWords(list), languages.ofLength(6, 8), spent)).toBe(true);
    expect(languages.isSubset(languages.ofWords(list), languages.ofWords(list.slice(1)), spent)).toBe(false);
    expect(languages.isSubset(languages.ofWords(list.slice(1)), languages.ofWords(list), spent)).toBe(true);
  });

  it('know that surrogates pair up', () => {
    const languages = new Languages();
    const pairs = known(languages.ofPattern('^[\\ud800-\\udbff][\\udc00-\\udfff]$', budget()));
    expect(languages.isEmpty(pairs, budget())).toBe(true);
    expect(languages.shortest(pairs, { count: 1, budget: budget() })).toEqual([]);
    const apart = known(languages.ofPattern('^[\\udc00-\\udfff][\\ud800-\\udbff]$', budget()));
    expect(languages.isEmpty(apart, budget())).toBe(false);
    const longer = known(languages.ofPattern('^[\\ud800-\\udfff]{2}$', budget()));
    const ends = known(languages.ofPattern('^[\\udc00-\\udfff]|[\\ud800-\\udbff]$', budget()));
    expect(languages.isSubset(longer, ends, budget())).toBe(true);
  });
});
