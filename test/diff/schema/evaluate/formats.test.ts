import { describe, expect, it } from 'vitest';

import { evaluate } from '../../../../src/diff/schema/evaluate/index.ts';
import { Languages } from '../../../../src/diff/schema/language/index.ts';
import type { Language } from '../../../../src/diff/schema/language/index.ts';

const formats =
  'date time date-time duration email idn-email hostname idn-hostname ipv4 ipv6 uri iri uri-reference iri-reference uri-template uuid json-pointer byte regex'.split(
    ' ',
  );
/** Corners of a format from which words are taken. */
const corners = ['', '[0-9]', '-', '^.{3,7}$', ':', '/', 'é', '@', '%', ' '];

const languages = new Languages();
const budget = { remaining: 1e8 };

function wordsOf(language: Language): readonly string[] {
  return corners.flatMap((corner) => {
    const part = languages.ofPattern(corner, budget);
    const words = part && languages.intersect(language, part, budget);
    return (words && languages.shortest(words, { count: 4, budget: { remaining: 1e6 } })) ?? [];
  });
}

const judge = (format: string, instance: unknown): string =>
  evaluate({ format }, instance, { formats: 'assert' }).verdict;

describe('evaluating formats', () => {
  it.each(formats)('is certain of the words that containment takes for certain: %s', (format) => {
    const bounds = languages.ofFormat(format, budget);
    if (bounds === undefined) throw new Error(`no bounds of ${format}`);
    const inside = wordsOf(bounds.atLeast);
    expect(inside.length).toBeGreaterThan(3);
    expect(inside.filter((word) => judge(format, word) !== 'valid')).toEqual([]);
    const outside = wordsOf(languages.complement(bounds.atMost));
    expect(outside.filter((word) => judge(format, word) !== 'invalid')).toEqual([]);
  });

  it.each([
    ['date', '2024-02-30'],
    ['time', '12:00:00'],
    ['date-time', '1990-12-31T23:59:60Z'],
    ['ipv4', '01.02.03.04'],
    ['ipv6', 'fe80::1%eth0'],
    ['hostname', 'xn--nxasmq6b'],
    ['hostname', 'under_score'],
    ['email', '"quoted"@example.com'],
    ['uuid', 'urn:uuid:00000000-0000-4000-8000-000000000000'],
    ['uri', 'http://exa mple.com'],
    ['int32', 1.5],
  ])('is unknown where validators differ: %s %j', (format, instance) => {
    expect(judge(format, instance)).toBe('unknown');
  });

  it.each([
    ['int32', 2 ** 31, 'invalid'],
    ['int32', -(2 ** 31), 'valid'],
    ['int64', 2 ** 63, 'invalid'],
    ['int64', 2 ** 62, 'valid'],
    ['int32', 'text', 'valid'],
    ['ipv4', 1, 'valid'],
    ['no-such-format', 'anything', 'valid'],
    ['ipv6', '1::2::3', 'invalid'],
    ['ipv6', '1:2:3:4:5:6:7:8:9', 'invalid'],
    ['ipv6', '::ffff:1.2.3.4', 'valid'],
    ['date', '2024-13-01', 'unknown'],
    ['relative-json-pointer', '1/a', 'valid'],
    ['relative-json-pointer', 'a', 'invalid'],
  ])('%s of %j is %s', (format, instance, verdict) => {
    expect(judge(format, instance)).toBe(verdict);
  });

  it('is not asked when formats are annotations', () => {
    expect(evaluate({ format: 'ipv4' }, 'x')).toEqual({ verdict: 'valid' });
  });
});
