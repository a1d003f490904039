import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Languages } from '../../../../src/diff/schema/language/index.ts';
import type { FormatBounds } from '../../../../src/diff/schema/language/index.ts';
import { budget, known } from './arbitraries.ts';

/** Strings that are certainly of the format, that certainly are not, and that validators disagree about. */
const samples: Record<string, { valid: string[]; invalid: string[]; disputed?: string[] }> = {
  date: {
    valid: ['2024-02-29', '2000-02-29', '1999-12-31'],
    invalid: ['', '2024-2-9', '24-02-09', '2024-99-01', '2024-02-291', '2024-02-29\n'],
    disputed: ['2023-02-29', '1900-02-29', '2024-04-31', '2024-00-10', '0000-01-01'],
  },
  time: {
    valid: ['23:59:59Z', '00:00:00.123456+05:30'],
    invalid: ['1:02:03Z', '12:00', 'noon', '12:00:00 Z'],
    disputed: ['23:59:60Z', '12:00:00z', '12:00:00', '12:00:00+0530', '25:00:00Z'],
  },
  'date-time': {
    valid: ['2024-02-29T12:00:00Z', '2024-01-01T00:00:00.5-08:00'],
    invalid: ['2024-02-29', '2024-02-29 ', '12:00:00Z', '2024-02-29T12:00'],
    disputed: ['2024-02-29t12:00:00z', '2024-02-29 12:00:00Z', '1990-12-31T23:59:60Z', '2023-02-29T12:00:00Z'],
  },
  duration: {
    valid: ['P1D', 'PT5M', 'P1Y2M3DT4H5M6S', 'P3W'],
    invalid: ['', 'P', '1D', 'P1', 'PD', 'P1D2H', 'P-1D'],
    disputed: ['P1Y1D', 'PT1H1S', 'PT1.5S', 'P1W2D', 'P1YT'],
  },
  ipv4: {
    valid: ['0.0.0.0', '255.255.255.255', '10.9.99.199'],
    invalid: ['1.2.3', '1.2.3.4.5', '::1', '1.2.3.1234', '1.2.3.4 '],
    disputed: ['01.2.3.4', '256.1.1.1'],
  },
  ipv6: {
    valid: [
      '::',
      '::1',
      '1::',
      '1:2:3:4:5:6:7:8',
      'fe80::1:2',
      '::ffff:1.2.3.4',
      '1:2:3:4:5:6:1.2.3.4',
      '1::2:3:4:5:6:7',
    ],
    invalid: ['', '1.2.3.4', 'g::', 'a', '[::1]'],
    disputed: ['1:2:3:4:5:6:7', '::1::', 'fe80::1%eth0', '1:2:3:4:5:6:7:8:9'],
  },
  uuid: {
    valid: [
      '123e4567-e89b-12d3-a456-426614174000',
      '00000000-0000-0000-0000-000000000000',
      'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    ],
    invalid: ['123e4567e89b12d3a456426614174000', '123e4567-e89b-12d3-a456-42661417400g', '{}'],
    disputed: ['urn:uuid:123e4567-e89b-12d3-a456-426614174000'],
  },
  hostname: {
    valid: ['a', 'example.com', 'a-b.c1', `${'a'.repeat(63)}.com`],
    invalid: ['', 'a b', 'a/b', 'é'],
    disputed: ['-a', 'a_b', 'example.com.', '1.1.1.1', 'xn--ls8h.la', `${'a'.repeat(64)}.com`, `${'a.'.repeat(126)}aa`],
  },
  email: {
    valid: ['joe@example.com', "o'neil+tag@mail.example.org"],
    invalid: ['', 'joe', 'joe at example.com'],
    disputed: ['joe@localhost', '"a b"@example.com', 'joe@[127.0.0.1]', '@', `${'a'.repeat(65)}@example.com`],
  },
  uri: {
    valid: ['https://example.com/a?b=c#d', 'urn:isbn:123', 'mailto:joe@example.com', 'http://example.com:8080/%20'],
    invalid: ['', 'example', '//example.com', '/a', '1a:b'],
    disputed: ['http://user@example.com', 'http://[::1]/', 'http://example.com/ ', 'a:', 'http://é'],
  },
  'uri-reference': {
    valid: ['', '/a/b', '../c', '//example.com/x', '#f', 'a:b'],
    invalid: [],
    disputed: ['a b', '\\'],
  },
  'uri-template': {
    valid: ['/users/{id}', '/search{?q,page}', ''],
    invalid: ['/{', '/}', '/{a'],
    disputed: ['/{a b}', ' '],
  },
  'json-pointer': { valid: ['', '/', '/a~1b/~0'], invalid: ['a', '/~', '/~2', '#/a'] },
  'relative-json-pointer': { valid: ['0', '1/a', '2#'], invalid: ['', '/a', '-1'], disputed: ['01', '1+1/a'] },
  regex: { valid: ['', 'abc'], invalid: [], disputed: ['(', '[a-z]+'] },
  byte: { valid: ['', 'aGk=', 'aGVsbG8h', 'YQ=='], invalid: ['!', 'a b'], disputed: ['abc', 'ab\ncd', 'a-_b'] },
  binary: { valid: ['', '\0', 'é'], invalid: [] },
};

function boundsOf(languages: Languages, name: string): FormatBounds {
  return known(languages.ofFormat(name, budget()));
}

describe('the bounds of a format', () => {
  it.each(Object.entries(samples))(
    'of %s have between them what is disputed',
    (name, { valid, invalid, disputed = [] }) => {
      const languages = new Languages();
      const { atLeast, atMost } = boundsOf(languages, name);
      const judge = (word: string): [string, boolean | undefined, boolean | undefined] => [
        word,
        languages.accepts(atLeast, word, budget()),
        languages.accepts(atMost, word, budget()),
      ];
      expect(valid.map(judge)).toEqual(valid.map((word) => [word, true, true]));
      expect(invalid.map(judge)).toEqual(invalid.map((word) => [word, false, false]));
      expect(disputed.map(judge)).toEqual(disputed.map((word) => [word, false, true]));
      expect(languages.isSubset(atLeast, atMost, budget())).toBe(true);
    },
  );

  it.each(Object.keys(samples))('of %s hold what Ajv says, in both of its modes', (name) => {
    const languages = new Languages();
    const { atLeast, atMost } = boundsOf(languages, name);
    const { valid, invalid, disputed = [] } = samples[name] ?? { valid: [], invalid: [] };
    const seeds = [...valid, ...invalid, ...disputed];
    const certain = known(languages.shortest(atLeast, { count: 50, budget: budget() }));
    for (const mode of ['full', 'fast'] as const) {
      const ajv = new Ajv();
      formats.default(ajv, { mode });
      const validate = ajv.compile({ type: 'string', format: name });
      expect(certain.filter((word) => !validate(word))).toEqual([]);
      fc.assert(
        fc.property(fc.oneof(fc.constantFrom(...seeds), mutations(seeds)), (word) => {
          const certain = languages.accepts(atLeast, word, budget());
          const possible = languages.accepts(atMost, word, budget());
          const valid = validate(word);
          expect([word, certain === true && !valid, possible === false && valid]).toEqual([word, false, false]);
        }),
        { numRuns: 500 },
      );
    }
  });

  it('tell formats apart', () => {
    const languages = new Languages();
    const disjoint = (a: string, b: string): boolean | undefined => {
      const common = languages.intersect(boundsOf(languages, a).atMost, boundsOf(languages, b).atMost, budget());
      return languages.isEmpty(known(common), budget());
    };
    expect(disjoint('ipv4', 'ipv6')).toBe(true);
    expect(disjoint('date', 'date-time')).toBe(true);
    expect(disjoint('uuid', 'email')).toBe(true);
    expect(disjoint('hostname', 'ipv4')).toBe(false);
  });

  it('are known for the formats of strings alone', () => {
    const languages = new Languages();
    for (const name of ['int32', 'double', 'color', '', 'toString', '__proto__']) {
      expect(languages.ofFormat(name, budget())).toBeUndefined();
    }
  });
});

/** A string with one stretch replaced by part of another. */
function mutations(seeds: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(...Array.from('019aZz:.-+T %/@~\n{}é')),
    fc.constant(''),
    fc.constantFrom(...seeds),
  );
  return fc
    .tuple(fc.constantFrom(...seeds), fc.nat(40), fc.nat(3), piece)
    .map(([seed, at, length, part]) => seed.slice(0, at) + part + seed.slice(at + length));
}
