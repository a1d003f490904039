import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Languages } from '../../../../src/diff/schema/language/index.ts';
import { anySources, budget, known, toRegExp, words } from './arbitraries.ts';

function accepts(source: string, word: string): boolean {
  const languages = new Languages();
  const language = known(languages.ofPattern(source, budget()));
  return known(languages.accepts(language, word, budget()));
}

const traps: { source: string; accepted: string[]; refused: string[] }[] = [
  { source: '', accepted: ['', 'a', '\n'], refused: [] },
  { source: 'a', accepted: ['a', 'xay', '\na'], refused: ['', 'b'] },
  { source: '^.$', accepted: ['a', '🐲', '\u0085', '\ud800'], refused: ['', '\n', '\r', '\u2028', '\u2029', 'ab'] },
  { source: '^.*$', accepted: ['', 'ab'], refused: ['a\n', '\na', 'a\nb'] },
  { source: '^[^]$', accepted: ['\n', '🐲'], refused: ['', '\r\n'] },
  { source: 'a$', accepted: ['a', 'ba'], refused: ['a\n', 'ab'] },
  { source: '^a|b$', accepted: ['a', 'ax', 'xb'], refused: ['xa', 'bx'] },
  { source: '^(a|b)$', accepted: ['a', 'b'], refused: ['ax', 'xb'] },
  { source: '(^a|^b)c', accepted: ['ac', 'bcx'], refused: ['xac', 'c'] },
  { source: 'a^', accepted: [], refused: ['a', 'a\n', '^'] },
  { source: '$a', accepted: [], refused: ['a', '\na', '$a'] },
  { source: 'a|', accepted: ['', 'b'], refused: [] },
  { source: '^(|ab)$', accepted: ['', 'ab'], refused: ['a'] },
  { source: '^(?:^a)*$', accepted: ['', 'a'], refused: ['aa'] },
  {
    source: '^\\s$',
    accepted: [' ', '\t', '\v', '\f', '\u00a0', '\ufeff', '\u2028', '\u3000'],
    refused: ['\u200b', '\u0085'],
  },
  { source: '^\\w$', accepted: ['a', 'Z', '_', '9'], refused: ['é', '-', 'ſ'] },
  { source: '^\\d$', accepted: ['7'], refused: ['٣'] },
  { source: '^\\p{Script=Greek}+$', accepted: ['αβγ'], refused: ['abc', ''] },
  { source: '^\\P{L}$', accepted: ['1', '\ud800', '🐲'], refused: ['a', 'é'] },
  { source: '^🐲$', accepted: ['🐲'], refused: ['\ud83d', '🐲🐲'] },
  { source: '^🐲{2}$', accepted: ['🐲🐲'], refused: ['🐲'] },
  { source: '^[🐲]$', accepted: ['🐲'], refused: ['\ud83d', '\udc32'] },
  { source: '^[\\ud800-\\udbff][\\udc00-\\udfff]$', accepted: [], refused: ['🐲', '\ud83d'] },
  { source: '^\\ud83d\\udc32$', accepted: ['🐲'], refused: ['\ud83d'] },
  { source: '^[^\\x00-\\u{ffff}]$', accepted: ['🐲'], refused: ['a', '\ud83d'] },
  { source: '^a{2,3}$', accepted: ['aa', 'aaa'], refused: ['a', 'aaaa'] },
  { source: 'a{2}', accepted: ['aa', 'baaa'], refused: ['a', 'aba'] },
  { source: '^(?:ab){2,}$', accepted: ['abab', 'ababab'], refused: ['ab', 'ababa'] },
  { source: '^(?:a{2}){1,2}$', accepted: ['aa', 'aaaa'], refused: ['aaa', 'aaaaa'] },
  { source: '^(?:a{2,3}){2}$', accepted: ['aaaa', 'aaaaa', 'aaaaaa'], refused: ['aaa', 'aaaaaaa'] },
  { source: '^(?:a{2}b|a{4}b)c?$', accepted: ['aab', 'aaaabc'], refused: ['aaab', 'ab'] },
  { source: '^(?:a{2,})*b$', accepted: ['b', 'aab', 'aaab'], refused: ['ab'] },
  { source: '^(?:a|^){2,3}$', accepted: ['', 'a', 'aaa'], refused: ['aaaa'] },
  { source: '\\bcat\\b', accepted: ['cat', 'a cat.', 'é cat'], refused: ['cats', 'tomcat', '_cat'] },
  { source: '^\\B$', accepted: [''], refused: ['a'] },
  { source: '^\\b', accepted: ['a'], refused: ['', '-a'] },
  { source: '^(?!-)[a-z-]+(?<!-)$', accepted: ['a', 'a-b'], refused: ['-a', 'a-', '-'] },
  { source: '^(?=.*\\d)(?=.*[a-z]).{2,4}$', accepted: ['a1', '1abc'], refused: ['ab', '12', 'a', 'a1bcd'] },
  { source: '^((?!foo).)*$', accepted: ['', 'fo', 'barf'], refused: ['foo', 'xfoox', 'a\n'] },
  { source: '(?<=\\$)\\d', accepted: ['$1'], refused: ['1', '1$'] },
  { source: '(?<!a)b', accepted: ['b', 'abb'], refused: ['ab', 'aab'] },
  { source: '(?<=^a+)b', accepted: ['aab'], refused: ['b', 'cab'] },
  { source: '^a+?$', accepted: ['aa'], refused: [''] },
  { source: '^(?<year>\\d{4})$', accepted: ['2024'], refused: ['24'] },
];

describe('reading a pattern', () => {
  it.each(traps)('means by $source what ECMA-262 does', ({ source, accepted, refused }) => {
    const regexp = toRegExp(source);
    for (const word of [...accepted, ...refused]) {
      expect([word, regexp.test(word)]).toEqual([word, accepted.includes(word)]);
      expect([word, accepts(source, word)]).toEqual([word, accepted.includes(word)]);
    }
  });

  it('agrees with the regular expressions of the runtime', () => {
    fc.assert(
      fc.property(anySources, fc.array(words, { minLength: 1, maxLength: 10 }), (source, list) => {
        const regexp = toRegExp(source);
        const languages = new Languages();
        const language = known(languages.ofPattern(source, budget()));
        for (const word of list) {
          expect([source, word, languages.accepts(language, word, budget())]).toEqual([
            source,
            word,
            regexp.test(word),
          ]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(['Lu', 'L', 'Script=Greek', 'Emoji', 'Cs', 'Cn', 'ASCII', 'Any', 'White_Space', 'Noncharacter_Code_Point'])(
    'knows which characters are \\p{%s}',
    (property) => {
      const languages = new Languages();
      const language = known(languages.ofPattern(`^\\p{${property}}$`, budget()));
      const regexp = new RegExp(`^\\p{${property}}$`, 'u');
      const everyOther = Array.from({ length: 6000 }, (_, index) => index * 37);
      const far = Array.from({ length: 3000 }, (_, index) => 0x10ffff - index * 293);
      const differ = [...everyOther, ...far].filter((codePoint) => {
        const char = String.fromCodePoint(codePoint);
        return languages.accepts(language, char, budget()) !== regexp.test(char);
      });
      expect(differ).toEqual([]);
    },
  );

  it.each([
    ['^[\\w-.]+$', ['a.b-c'], ['a b']],
    ['^[.-\\w]+$', ['a.b-c'], ['a b']],
    ['^[\\d-z]+$', ['1-z'], ['a']],
    ['^\\@\\-\\_\\"\\#$', ['@-_"#'], ['\\@-_"#']],
    ['^[\\@\\"]$', ['@', '"'], ['\\']],
    ['^a]$', ['a]'], ['a']],
    ['^{id}$', ['{id}'], ['id', 'd']],
    ['^x{1}}$', ['x}'], ['x']],
    ['^\\p{Lu}\\:$', ['Ä:'], ['p{Lu}:']],
    ['^\\u{41}\\:$', ['A:'], ['u:']],
  ])('takes %s, which is only valid without the u flag, at its word', (source, accepted, refused) => {
    expect(() => new RegExp(source, 'u')).toThrow(SyntaxError);
    for (const word of accepted) expect([word, accepts(source, word)]).toEqual([word, true]);
    for (const word of refused) expect([word, accepts(source, word)]).toEqual([word, false]);
  });

  it.each([
    ['(a)\\1', 'a backreference'],
    ['(?<x>a)\\k<x>', 'a named backreference'],
    ['(?<=a(?=b))b', 'lookahead within lookbehind'],
    ['(?<=\\b.)a', 'a word boundary within lookbehind'],
    ['(?i)a', 'flags of other dialects'],
    ['(?i:a)', 'inline flags'],
    ['\\Aa\\Z', 'anchors of other dialects'],
    ['a{,5}', 'a quantifier of other dialects'],
    ['[[:alpha:]]', 'a POSIX class'],
    ['[]a]', 'a class that begins with a bracket, or is empty'],
    ['[a-z&&[^b]]', 'an intersection of classes'],
    ['\\h\\@', 'an escape of other dialects'],
    ['a++', 'possessive quantifiers'],
    ['(?>a)', 'atomic groups'],
    ['(', 'an open group'],
    ['[b-a]', 'a range out of order'],
    ['\\p{Nonsense}', 'an unknown property'],
  ])('refuses %s: %s', (source) => {
    expect(new Languages().ofPattern(source, budget())).toBeUndefined();
  });

  it('refuses groups too deep to read', () => {
    const source = '('.repeat(2000) + ')'.repeat(2000);
    expect(new Languages().ofPattern(source, budget())).toBeUndefined();
  });

  it('gives the same object for the same pattern', () => {
    const languages = new Languages();
    expect(languages.ofPattern('^a+$', budget())).toBe(languages.ofPattern('^a+$', budget()));
    expect(languages.ofPattern('^a{1,}$', budget())).toBe(languages.ofPattern('^(?:a)+$', budget()));
    expect(languages.ofPattern('.*', budget())).toBe(languages.everything);
    expect(languages.ofPattern('^.*$', budget())).not.toBe(languages.everything);
  });
});
