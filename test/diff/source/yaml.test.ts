import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';

import { bytesOf, keysOf, read, refusal } from './support.ts';

describe('reading YAML', () => {
  it('gives what was written, for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const expected: unknown = JSON.parse(JSON.stringify({ value }));
        expect(read(dump(expected, { lineWidth: -1 })).value).toEqual(expected);
        expect(read(`# YAML\n${JSON.stringify(expected, null, 1)}`)).toMatchObject({ format: 'yaml', value: expected });
      }),
      { numRuns: 300 },
    );
  });

  it('reads scalars by the core schema, so that dates and yes stay text', () => {
    const text =
      'a: 2024-01-02\nb: 2024-01-02T03:04:05Z\nc: yes\nd: 3.0.0\ne: 1.10\nf: 0x1F\ng: 0o17\nh: ~\ni: True\nj: 012\nk: 1_000\nl:\nm: 12:30:45';
    const texts = { a: '2024-01-02', b: '2024-01-02T03:04:05Z', c: 'yes', d: '3.0.0', k: '1_000', m: '12:30:45' };
    expect(read(text).value).toEqual({ ...texts, e: 1.1, f: 31, g: 15, h: null, i: true, j: 12, l: null });
  });

  it('makes keys the text they were written as', () => {
    const keys = ['200', '1.10', '0x1F', 'True', 'null', '1e3', '-1', '2024-01-02', '~', '12345678901234567890'];
    const { value, inexact_numbers } = read(keys.map((key) => `${key}: 1`).join('\n'));
    expect(keysOf(value).sort()).toEqual([...keys].sort());
    expect(inexact_numbers).toEqual([]);
  });

  it('reads keys that are written explicitly', () => {
    expect(read('? a\n: 1\n? b\n? "c d"\n: 2\n').value).toEqual({ a: 1, b: null, 'c d': 2 });
  });

  it('merges keys, the explicit ones winning', () => {
    const text =
      'base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\none:\n  <<: *b\n  x: 9\ntwo: {<<: [*b, *m], w: 5}\nthree:\n  y: 7\n  <<: {y: 8, v: [1]}\n';
    expect(read(text).value).toMatchObject({
      one: { x: 9, y: 2 },
      two: { w: 5, x: 1, y: 2, z: 4 },
      three: { y: 7, v: [1] },
    });
  });

  it('keeps a member named __proto__ as a member, merged ones too', () => {
    const { value } = read('__proto__: &p {polluted: true}\na:\n  <<: {__proto__: {polluted: true}}\nb: *p\n');
    expect(keysOf(value)).toEqual(['__proto__', 'a', 'b']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('names numbers that a double does not hold', () => {
    const text = 'a: 12345678901234567890\nb: [1.10, 0xFFFFFFFFFFFFFFFF, 0x1F]\nc: &n 9007199254740993\nd: *n\n';
    expect(read(text)).toMatchObject({
      value: { c: 9007199254740992, d: 9007199254740992 },
      inexact_numbers: [
        { pointer: '/a', written: '12345678901234567890' },
        { pointer: '/b/1', written: '0xFFFFFFFFFFFFFFFF' },
        { pointer: '/c', written: '9007199254740993' },
        { pointer: '/d', written: '9007199254740993' },
      ],
    });
  });

  it.each([
    ['CR LF', 'a: 1\r\nb:\r\n  - x\r\n'],
    ['a byte order mark', '\uFEFFa: 1\nb:\n  - x\n'],
    ['a directive and markers', '%YAML 1.2\n---\na: 1\nb:\n  - x\n...\n'],
    ['an old directive', '%YAML 1.1\n---\na: 1\nb:\n  - x\n'],
    ['a flow mapping', '{a: 1, b: [x], # done\n}'],
  ])('reads text with %s', (_, text) => {
    expect(read(text).value).toEqual({ a: 1, b: ['x'] });
    expect(read(bytesOf(text)).value).toEqual({ a: 1, b: ['x'] });
  });

  it.each([
    ['binary', 'a: !!binary aGVsbG8=', '2002:binary'],
    ['a timestamp', 'a: !!timestamp 2024-01-02', '2002:timestamp'],
    ['a set', 'a: !!set {b, c}', '2002:set'],
    ['an ordered map', 'a: !!omap [b: 1]', '2002:omap'],
    ['code', 'a: !!js/function "function () {}"', '2002:js/function'],
    ['an unknown tag', 'a: !include other.yaml', '!include'],
    ['infinity', 'a: .inf', 'Infinity'],
    ['no number', 'a: [.nan]', 'NaN'],
    ['a list as key', '? [a, b]\n: 1', 'key'],
    ['a mapping as key', '{a: 1}: 2', 'key'],
    ['a list as flow key', 'x: {[a]: 1}', 'key'],
    ['a list as flow key without value', 'x: {[a]}', 'key'],
    ['a block mapping as key', '? a: 1\n: 2', 'key'],
    ['an explicit list key without value', 'a: 1\n? - b\n', 'key'],
    ['an aliased list as key', 'a: &a [1]\n*a : 2', 'key'],
    ['a list as key beside a merge', 'a: &a {b: {c: 1}}\nd:\n  <<: *a\n  [x]: 1', 'key'],
    ['an alias to what contains it', 'a: &a\n  b: *a', 'alias'],
    ['an alias to a list that contains it', 'a: &a [[*a]]', 'alias'],
  ])('refuses %s by name', (_, text, name) => {
    const error = refusal(text);
    expect(error.kind).toBe('unsupported-value');
    expect(error.message).toContain(name);
  });

  it.each([
    ['in block style', 'x:\n  a: 1\n  a: 2', 3, 3, '/x/a'],
    ['in flow style', 'x: {a: 1, a: 2}', 1, 11, '/x/a'],
    ['by number and text', 'x:\n  200: 1\n  "200": 2', 3, 3, '/x/200'],
    ['by escapes', 'x:\n  a: 1\n  "\\u0061": 2', 3, 3, '/x/a'],
    ['explicitly', 'x:\n  ? a\n  : 1\n  ? a\n  : 2', 4, 5, '/x/a'],
    ['inside a list', 'x:\n  - y: 1\n  - y: 1\n    z: [{a: 1, a: 1}]', 4, 16, '/x/1/z/0/a'],
  ])('refuses keys repeated %s', (_, text, line, column, pointer) => {
    expect(refusal(text)).toMatchObject({
      kind: 'duplicate-key',
      key: pointer.split('/').at(-1),
      place: { line, column, pointer },
    });
  });

  it('refuses several documents and no document', () => {
    expect(refusal('a: 1\n---\na: 2\n').kind).toBe('several-documents');
    expect(refusal('').kind).toBe('syntax-error');
    expect(refusal('# only a comment\n').kind).toBe('syntax-error');
  });

  it.each([
    ['a tab as indentation', 'a:\n\tb: 1', 2],
    ['an unclosed double quote', 'a: 1\nb: "c\n', 3],
    ['an unclosed single quote', "a: 'b\nc: 1", 3],
    ['bad indentation', 'a: 1\n  b: 2\n', 2],
    ['an unknown alias', 'a: *nothing', 1],
    ['an unclosed flow list', 'a: [1, 2', 2],
    ['a NUL', 'a: 1\nb: \u0000', 2],
    ['a control character', 'a: "\u0007"', 1],
    ['merging what is no mapping', 'a: {<<: 5}', 1],
  ])('places %s', (_, text, line) => {
    const error = refusal(text);
    expect(error.kind).toBe('syntax-error');
    expect(error.place.line).toBe(line);
  });
});

describe('YAML that expands', () => {
  it('is refused when aliases multiply', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`,
    );
    expect(refusal(['l0: &l0 [x, x, x]', ...levels].join('\n'))).toMatchObject({ limit: { name: 'nodes' } });
  });

  it('is refused when merges multiply', () => {
    const wide = `w: &w {${Array.from({ length: 200 }, (_, at) => `k${at}: 1`).join(', ')}}`;
    const users = Array.from({ length: 100 }, (_, at) => `u${at}: {<<: *w}`);
    expect(refusal([wide, ...users].join('\n'))).toMatchObject({ limit: { name: 'merged_keys' } });
    expect(refusal(`${wide}\nu: {<<: [${Array(101).fill('*w').join(', ')}]}`)).toMatchObject({
      limit: { name: 'merged_keys' },
    });
  });

  it('is refused when there are too many values, before all are composed', () => {
    expect(refusal(`a: [${'0,'.repeat(5_000_000)}0]`)).toMatchObject({ limit: { name: 'nodes' } });
  });

  it('shares what aliases repeat', () => {
    const { value } = read('a: &a {b: [1]}\nc: [*a, *a]\n');
    expect(value).toEqual({ a: { b: [1] }, c: [{ b: [1] }, { b: [1] }] });
  });
});
