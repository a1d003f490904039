import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Languages } from '../../../../src/diff/schema/language/index.ts';
import type { Language } from '../../../../src/diff/schema/language/index.ts';
import { budget, examples, known, wordsOver } from './arbitraries.ts';

function shortest(build: (languages: Languages) => Language | undefined, count: number, exclude: string[] = []) {
  const languages = new Languages();
  return languages.shortest(known(build(languages)), { count, exclude, budget: budget() });
}

const ofPattern = (source: string) => (languages: Languages) => languages.ofPattern(source, budget());

function ofLettersAndWords(languages: Languages): Language | undefined {
  return languages.union(
    languages.ofWords(['zzz', '', '\0']),
    known(languages.ofPattern('^[ab]$', budget())),
    budget(),
  );
}

function ofLongPairs(languages: Languages): Language | undefined {
  return languages.intersect(known(languages.ofPattern('^(?:ab)*$', budget())), languages.ofLength(999), budget());
}

describe('the shortest words of a language', () => {
  it('are the first ones, by length, of those that there are', () => {
    const alphabet = wordsOver(['a', 'b', 'c'], 4);
    fc.assert(
      fc.property(examples, fc.integer({ min: 1, max: 4 }), (example, count) => {
        const languages = new Languages();
        const small = known(languages.ofPattern('^[a-c]{0,4}$', budget()));
        const language = known(languages.intersect(example.build(languages), small, budget()));
        const expected = alphabet.filter((word) => example.has(word));
        expect(languages.shortest(language, { count, budget: budget() })).toEqual(expected.slice(0, count));
        const [first = ''] = expected;
        const others = languages.shortest(language, { count, exclude: [first], budget: budget() });
        expect(others).toEqual(expected.filter((word) => word !== first).slice(0, count));
        expect(languages.size(language, 10, budget())).toBe(expected.length > 10 ? Infinity : expected.length);
      }),
      { numRuns: 500 },
    );
  });

  it('are different words of the language', () => {
    fc.assert(
      fc.property(examples, fc.integer({ min: 1, max: 12 }), (example, count) => {
        const languages = new Languages();
        const language = example.build(languages);
        const found = known(languages.shortest(language, { count, budget: budget() }));
        expect(new Set(found).size).toBe(found.length);
        expect(found.filter((word) => !example.has(word))).toEqual([]);
        const size = known(languages.size(language, count, budget()));
        expect(found.length).toBe(Math.min(size, count));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, string[]]>([
    ['', ['', 'a', 'b', 'c']],
    ['^[^a-z]$', ['A', 'B', 'C', 'D']],
    ['^[^a-zA-Z]$', ['0', '1', '2', '3']],
    ['^\\W$', ['-', '.', '!', '"']],
    ['^\\s$', [' ', '\t', '\n', '\r']],
    ['^[^ -~]$', ['À', 'Á', 'Â', 'Ã']],
    ['^(?:\\u0000|é{2}|long)$', ['long', 'éé', '\0']],
    ['^[\\0\\ud800]$', ['\0', '\ud800']],
    ['^\\S+@\\S+$', ['a@a', 'a@b', 'a@c', 'a@d']],
    ['^(?:https?|ftp)://', ['ftp://', 'ftp://a', 'ftp://b', 'ftp://c']],
  ])('of %s are readable', (source, expected) => {
    expect(shortest(ofPattern(source), 4)).toEqual(expected);
  });

  it('take in single words and leave others out', () => {
    const ofSingleAndPattern = (languages: Languages): Language | undefined =>
      languages.union(known(languages.ofPattern('^a$', budget())), languages.ofWords(['b']), budget());
    expect(shortest(ofSingleAndPattern, 1)).toEqual(['a']);
    expect(shortest(ofLettersAndWords, 9)).toEqual(['', 'a', 'b', 'zzz', '\0']);
    expect(shortest(ofLettersAndWords, 2, ['', 'a'])).toEqual(['b', 'zzz']);
    expect(shortest((languages) => languages.complement(languages.ofWords(['', 'a'])), 2)).toEqual(['b', 'c']);
  });

  it('have the length asked for', () => {
    expect(shortest(ofLongPairs, 1)).toEqual(['ab'.repeat(500)]);
    expect(shortest((languages) => languages.ofLength(3, 3), 2)).toEqual(['aaa', 'aab']);
  });

  it('are counted up to a limit', () => {
    const languages = new Languages();
    const size = (source: string, limit: number): number | undefined =>
      languages.size(known(languages.ofPattern(source, budget())), limit, budget());
    expect(size('^[a-c]{2}$', 9)).toBe(9);
    expect(size('^[a-c]{2}$', 8)).toBe(Infinity);
    expect(size('^a*$', 100)).toBe(Infinity);
    expect(size('^[\\ud800-\\udbff][\\udc00-\\udfff]$', 1)).toBe(0);
    expect(size('^[\\ud800\\ud801][\\udc00\\udc01x]$', 9)).toBe(2);
    expect(size('^[^]$', 3)).toBe(Infinity);
    expect(size('^(?=a$)b', 3)).toBe(0);
  });
});
