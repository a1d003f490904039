import { describe, expect, it } from 'vitest';

import { bytesOf, read, refusal } from './support.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string, mark: boolean): Uint8Array => {
  const units = [...(mark ? [0xfeff] : []), ...Array.from(text, (character) => character.charCodeAt(0))];
  return new Uint8Array(new Uint16Array(units).buffer);
};

describe('what is neither text nor bytes', () => {
  it('is a mistake of the caller, who is told what to do', () => {
    // @ts-expect-error -- an object is no text
    expect(() => read({ openapi: '3.1.0' })).toThrow(/as text or as bytes .*JSON\.stringify/);
  });
});

describe('encodings', () => {
  it.each(['{"a": "é 😀 \uFFFD"}', 'a: é 😀 \uFFFD'])('reads UTF-8 with and without byte order mark: %s', (text) => {
    const expected = { a: 'é 😀 \uFFFD' };
    expect(read(text).value).toEqual(expected);
    expect(read(bytesOf(text)).value).toEqual(expected);
    expect(read(bytesOf(`\uFEFF${text}`)).value).toEqual(expected);
    expect(read(`\uFEFF${text}`).value).toEqual(expected);
  });

  it.each([
    ['Latin-1', latin('{\n"a": "b\xE9"}'), 2, 8],
    ['an overlong form', latin('a: b\nc: \xC0\xAF'), 2, 4],
    ['an encoded surrogate', latin('a: \xED\xA0\x80'), 1, 4],
    ['a character cut short', latin('a: é\n\xF0\x9F\x98'), 1, 4],
    ['a cut at the end', latin('a: b\nc: \xF0\x9F\x98'), 2, 4],
    ['half a character before ASCII', latin('{"a": "\xC3("}'), 1, 8],
  ])('refuses %s and places it', (_, bytes, line, column) => {
    expect(refusal(bytes)).toMatchObject({ kind: 'invalid-encoding', place: { line, column } });
  });

  it('refuses UTF-16, marked or not', () => {
    expect(refusal(utf16('{"a": 1}', true))).toMatchObject({ kind: 'invalid-encoding' });
    expect(refusal(utf16('{"a": 1}', false)).kind).toBe('syntax-error');
  });

  it('refuses half of a surrogate pair, raw or escaped, in values and keys', () => {
    expect(refusal('{"a": "\uD800"}')).toMatchObject({ kind: 'invalid-encoding', place: { line: 1, column: 8 } });
    expect(refusal('{"a": ["\\ud800x"]}')).toMatchObject({ kind: 'invalid-encoding', place: { pointer: '/a/0' } });
    expect(refusal('{"\\uDC00": 1}').kind).toBe('invalid-encoding');
    expect(refusal('a: "\\uD83D"').kind).toBe('invalid-encoding');
    expect(refusal('a: "\\U0000D83D"').kind).toBe('invalid-encoding');
    expect(read('{"a": "\\ud83d\\ude00", "\\uD83D\\uDE00": 1}').value).toEqual({ a: '😀', '😀': 1 });
  });
});
