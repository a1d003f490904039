import { describe, expect, it } from 'vitest';
import { Languages } from '../../../../src/diff/schema/language/index.ts';
import type { Budget, Language } from '../../../../src/diff/schema/language/index.ts';
import { budget, known } from './arbitraries.ts';

function compare(a: string, b: string, given: Budget): boolean | undefined {
  const languages = new Languages();
  const build = (source: string): Language => known(languages.ofPattern(source, given));
  return languages.isSubset(build(a), build(b), given);
}

describe('within a budget', () => {
  it.each<[string, string, boolean]>([
    ['^(a+)+$', '^a+$', true],
    ['^a+$', '^(a+)+$', true],
    ['^((a|a)*)*$', '^a*$', true],
    ['^(a|b)*a(a|b){10}$', '^[ab]{11,}$', true],
    ['^[ab]{11,}$', '^(a|b)*a(a|b){10}$', false],
    ['^(?:(?:a{1,9}){1,9}){1,9}$', '^a{1,729}$', true],
    ['^.{0,65535}$', '^[^]{0,65535}$', true],
    ['^[^]{0,65535}$', '^.{0,65535}$', false],
    ['^[a-z]{100000}$', '^[a-z0-9]{0,100000}$', true],
    ['^[a-z]{100001}$', '^[a-z0-9]{0,100000}$', false],
    ['^x[a-z]{0,65535}y$', '^[a-z]{2,65537}$', true],
    ['^x[a-z]{0,65535}y$', '^[a-z]{2,65536}$', false],
    ['^(?:[a-z]{2}){0,30000}$', '^[a-z]{0,60000}$', true],
    ['^(?:[a-z]{2}){0,30000}$', '^(?:[a-z]{4})*$', false],
    ['[0-9a-f]{200}', '[0-9a-f]{100}', true],
    ['^.{0,60}:.{1,60}$', '^.{2,120}$', false],
    ['^.{0,60}:.{1,60}$', '^.{2,121}$', true],
    ['^.{0,60}:.{1,60}$', '^.{2,121}', true],
  ])('decides %s within %s: %s', (a, b, expected) => {
    expect(compare(a, b, budget(20_000))).toBe(expected);
  });

  it.each([
    ['^(a|b)*a(a|b){25}$', '^(a|b)*b(a|b){25}$'],
    ['^(?:a{1,60}b?){1,60}$', '^(?:b{0,1}a{1,61}|b){1,119}$'],
    ['^(?=.*a.{20}$)(?=.*b.{19}$)(?=.*c.{18}$)', '^(?=.*a.{19}$)(?=.*b.{18}$)'],
  ])('gives up on %s within %s', (a, b) => {
    const given = budget(3000);
    expect(compare(a, b, given)).toBeUndefined();
    expect(given.remaining).toBeLessThan(0);
  });

  it.each([
    ['a chain of optional parts', `^${'a?b?'.repeat(10_000)}$`],
    ['a chain of assertions', `^${'(?!b)a?'.repeat(8000)}$`],
    ['a chain of word boundaries', `^${'\\ba?'.repeat(10_000)}$`],
    ['a long word', `^(?:${'ab'.repeat(40_000)}){2,3}$`],
    ['deep groups', `^${'(?:b?'.repeat(400)}a${'){2,3}'.repeat(400)}$`],
    ['deep lookahead', `^${'(?=a'.repeat(400)}${')'.repeat(400)}a$`],
    ['counts within counts', '^(?:(?:(?:a{0,100}b?){0,100}c?){0,100}d?){0,100}$'],
    ['overlapping counts', '(?:a{0,50}.{0,50}){0,50}b{30}.{30}$'],
    [
      'many lookaheads',
      `^${Array.from({ length: 26 }, (_, index) => `(?=.*[${'abcdef'[index % 6]}]{${index}})`).join('')}`,
    ],
  ])('comes to an end with %s', (_, source) => {
    const languages = new Languages();
    const given = budget(5000);
    const language = languages.ofPattern(source, given);
    const answers = [
      language && languages.accepts(language, 'aa', given),
      language && languages.isEmpty(languages.complement(language), given),
      language && languages.shortest(language, { count: 2, budget: given }),
    ];
    expect(answers.includes(undefined)).toBe(given.remaining < 0);
  });

  it('gives the same answer for the same budget', () => {
    const [first, second] = [budget(), budget()];
    compare('^(a|b)*a(a|b){6}$', '^[ab]*b$', first);
    compare('^(a|b)*a(a|b){6}$', '^[ab]*b$', second);
    expect(first).toEqual(second);
  });

  it('complements a language that needs thousands of states', () => {
    const languages = new Languages();
    const language = languages.complement(known(languages.ofPattern('^(a|b)*a(a|b){12}$', budget())));
    const letters = known(languages.ofPattern('^[ab]{13}$', budget()));
    const rest = known(languages.intersect(language, letters, budget()));
    expect(languages.shortest(rest, { count: 1, budget: budget(50_000) })).toEqual([`b${'a'.repeat(12)}`]);
  });

  it('reads ten thousand branches', () => {
    const branches = Array.from({ length: 10_000 }, (_, index) => `w${index.toString(36)}`);
    const languages = new Languages();
    const given = budget(100_000);
    const language = known(languages.ofPattern(`^(?:${branches.join('|')})$`, given));
    const listed = languages.ofWords(branches);
    expect(languages.isSubset(listed, language, given)).toBe(true);
    expect(languages.isSubset(language, known(languages.ofPattern('^w[0-9a-z]{1,3}$', given)), given)).toBe(true);
    expect(languages.isSubset(language, languages.ofWords(branches.slice(1)), given)).toBe(false);
  });

  it('skips what is periodic in a long minimum length', () => {
    const languages = new Languages();
    const threes = known(languages.ofPattern('^(?:aaa)*$', budget()));
    const isEmpty = (min: number, max: number): boolean | undefined =>
      languages.isEmpty(known(languages.intersect(threes, languages.ofLength(min, max), budget())), budget(100));
    expect(isEmpty(1_000_000, 1_000_001)).toBe(true);
    expect(isEmpty(1_000_000, 1_000_002)).toBe(false);
    expect(isEmpty(1_000_002, 1_000_002)).toBe(false);
    expect(isEmpty(1_000_003, 1_000_004)).toBe(true);
  });

  it('accepts words in linear time', () => {
    const languages = new Languages();
    const language = known(languages.ofPattern('^(a+)+$', budget()));
    const given = budget(20_000);
    expect(languages.accepts(language, `${'a'.repeat(10_000)}b`, given)).toBe(false);
    expect(given.remaining).toBeGreaterThan(0);
  });
});
