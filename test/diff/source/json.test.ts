import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseDocument } from '../../../src/diff/source/parse-document.ts';
import { bytesOf, keysOf, read, refusal } from './support.ts';

describe('reading JSON', () => {
  it('gives what was written, for any JSON value', () => {
    const strings = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }),
        strings,
        fc.constantFrom(0, 1, 4),
        (value, key, indent) => {
          const given = { [key]: value, rest: [value] };
          const text = JSON.stringify(given, null, indent);
          const expected: unknown = JSON.parse(text);
          expect(read(text).value).toEqual(expected);
          expect(read(bytesOf(text)).value).toEqual(expected);
          expect(read(JSON.stringify(value)).value).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads bytes at any offset of their buffer', () => {
    const text = JSON.stringify({ a: [1, 2, { b: 'c' }] }, null, 8);
    for (const offset of [0, 1, 2, 3]) {
      const buffer = new Uint8Array(offset + text.length);
      buffer.set(bytesOf(text), offset);
      expect(read(buffer.subarray(offset)).value).toEqual({ a: [1, 2, { b: 'c' }] });
    }
  });

  it('keeps a member named __proto__ as a member', () => {
    const { value } = read('{"__proto__": {"polluted": true}, "constructor": 1}');
    expect(keysOf(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    ['a trailing comma in an object', '{"a": 1,}', 1, 9],
    ['a trailing comma in a list', '{"a": [1,\n2,]}', 2, 3],
    ['an unclosed string', '{"a": "b', 1, 7],
    ['a line break in a string', '{"a": "b\n"}', 1, 9],
    ['a bad escape', '{"a": "\\x41"}', 1, 8],
    ['a missing comma', '{"a": 1\r\n"b": 2}', 2, 1],
    ['a misspelt literal', '{"a": flase}', 1, 7],
    ['a leading zero', '{"a": 01}', 1, 7],
    ['a missing value', '{"a": }', 1, 7],
    ['a missing colon', '{"a" 1}', 1, 6],
    ['an unquoted second key', '{"a": 1, b: 2}', 1, 10],
    ['text after the end', '{"a": 1} x', 1, 10],
    ['an end too early', '{"a": [1, 2', 1, 12],
    ['the wrong closing bracket', '{"a": [1, 2}', 1, 12],
    ['a comment', '{"a": 1} // no', 1, 10],
    ['NUL', '{"a": 1\u0000}', 1, 8],
  ])('places %s', (_, text, line, column) => {
    const error = refusal(text);
    expect(error.kind).toBe('syntax-error');
    expect(error.place).toMatchObject({ line, column });
  });

  it('names the member in which the syntax breaks', () => {
    expect(refusal('{"a": {"b/c": [1, tru]}}').place.pointer).toBe('/a/b~1c/1');
  });

  it('agrees with JSON.parse on what is JSON, for damaged text', () => {
    const damaged = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', '"', ',', '}', '\\', '1', '\n', 'e', ' '))
      .map(([json, pick, put]) => {
        const at = pick % (json.length + 1);
        return `{"a":${json.slice(0, at)}${put}${json.slice(at + 1)}}`;
      });
    fc.assert(
      // What JSON.parse takes may still be refused for repeated keys, never for its syntax.
      fc.property(damaged, (text) => {
        expect(isSyntaxRefused(text)).toBe(!isJson(text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('repeated keys in JSON', () => {
  it.each([
    ['spelt alike', '{"x": {"a": 1,\n "a": 2}}'],
    ['spelt with an escape', '{"x": {"a": 1,\n "\\u0061": 2}}'],
    ['with equal values', '{"x": {"a": 1,\n "a": 1}}'],
    ['named __proto__', '{"x": {"__proto__": 1,\n "__proto__": 2}}'],
    ['behind a long string', `{"x": {"a": "${'\\\\'.repeat(40)}\\"",\n "a": 2}}`],
  ])('are refused when %s', (_, text) => {
    const error = refusal(text);
    expect(error).toMatchObject({ kind: 'duplicate-key', place: { line: 2, column: 2 } });
    expect(error.place.pointer.startsWith('/x/')).toBe(true);
  });

  it('are no repetition in different objects, or in texts that look like keys', () => {
    expect(read('{"a": {"a": 1}, "b": [{"a": 1}, {"a": "\\"a\\": 1, \\"a\\": 2"}]}').value).toBeDefined();
  });

  it('are found wherever they are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, pick) => {
        const entries = Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
        const again = entries[pick % entries.length] ?? '';
        expect(refusal(`{"outer":[{${[...entries, again].join(',')}}]}`).kind).toBe('duplicate-key');
      }),
    );
  });
});

describe('numbers in JSON', () => {
  it('names those that a double does not hold', () => {
    const document = read('{"a": [1, 12345678901234567890], "b": {"/": 0.1000000000000000055511151231257827}}');
    expect(document.inexact_numbers).toEqual([
      { pointer: '/a/1', written: '12345678901234567890' },
      { pointer: '/b/~1', written: '0.1000000000000000055511151231257827' },
    ]);
  });

  it.each([
    '0.1',
    '1.10',
    '1e3',
    '1E-7',
    '123456789012345.0',
    '9007199254740991',
    '100000000000000000000',
    '-0',
    '5e-324',
  ])('takes %s as exact', (written) => {
    const document = read(`{"a": ${written}}`);
    expect(document.inexact_numbers).toEqual([]);
    expect(document.value).toEqual({ a: Number(written) });
  });

  it('refuses what is beyond a double', () => {
    expect(refusal('{"a": [1e999]}')).toMatchObject({
      kind: 'unsupported-value',
      place: { pointer: '/a/0', line: 1, column: 8 },
    });
    expect(refusal(`{"a": ${'9'.repeat(400)}}`).kind).toBe('unsupported-value');
    expect(refusal(`{"a": ${'9'.repeat(4_000_000)}}`).kind).toBe('syntax-error');
    expect(refusal(`{"a": 0.${'9'.repeat(4_000_000)}}`).kind).toBe('syntax-error');
  });

  it('names a number that underflows', () => {
    expect(read('{"a": 1e-999}').inexact_numbers).toEqual([{ pointer: '/a', written: '1e-999' }]);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isSyntaxRefused(text: string): boolean {
  return parseDocument(text).match(
    () => false,
    (error) => error.kind === 'syntax-error',
  );
}
