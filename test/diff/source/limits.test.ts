import { describe, expect, it } from 'vitest';

import { defaultDocumentLimits, type DocumentLimits, type LimitName } from '../../../src/diff/source/limits.ts';
import { parseDocument } from '../../../src/diff/source/parse-document.ts';
import { read, refusal } from './support.ts';

const json = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth);

describe('limits', () => {
  // Each text is within the limit as given and beyond it when it is one less.
  const cases: readonly [LimitName, number, string, string][] = [
    ['bytes', 12, '{"a": "bé"}', 'JSON'],
    ['bytes', 5, 'a: é', 'YAML'],
    ['depth', 3, '{"a": [{"b": 1}]}', 'JSON'],
    ['depth', 3, 'a:\n  - b: 1\n', 'YAML'],
    ['nodes', 5, '{"a": [1, 2], "b": 1}', 'JSON'],
    ['nodes', 5, 'a: [1, 2]\nb: 1\n', 'YAML'],
    ['nodes', 9, 'a: &x [1, 2]\nb: *x\nc: [3]\n', 'YAML with an alias'],
    ['references', 2, '{"a": {"$ref": "#/b"}, "c": {"$dynamicRef": "#d"}}', 'JSON'],
    ['references', 2, 'a: {$ref: "#/b"}\nc: {operationRef: "#/d"}', 'YAML'],
    ['key_length', 4, '{"abcd": 1}', 'JSON'],
    ['key_length', 4, 'abcd: 1', 'YAML'],
    ['enum_values', 3, '{"enum": [1, 2, 3]}', 'JSON'],
    ['aliases', 2, 'a: &x 1\nb: *x\nc: [*x]\n', 'YAML'],
    ['merged_keys', 3, 'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n', 'YAML'],
  ];

  it.each(cases)('%s at %i admits a document that has just as many (%#)', (name, value, text) => {
    expect(parseDocument(text, { [name]: value }).isOk()).toBe(true);
  });

  it.each(cases)('%s below %i refuses it, naming the limit (%#)', (name, value, text) => {
    expect(refusal(text, { [name]: value - 1 })).toMatchObject({
      kind: 'limit-exceeded',
      limit: { name, value: value - 1 },
    });
  });

  it('refuses before it parses', () => {
    const most = defaultDocumentLimits.bytes;
    expect(refusal('x'.repeat(most + 1))).toMatchObject({ limit: { name: 'bytes' } });
    expect(refusal(new Uint8Array(most + 1))).toMatchObject({ limit: { name: 'bytes' } });
    expect(refusal(`[${'0,'.repeat(most / 2 - 2)}0]`)).toMatchObject({ limit: { name: 'nodes' } });
    expect(refusal(json(most / 2))).toMatchObject({ limit: { name: 'depth' }, place: { line: 1, column: 201 } });
  });

  it.each([
    ['JSON lists', json],
    ['JSON objects', (depth: number) => json(depth, '{"a":', '}').replace(':}', ':1}')],
    ['YAML flow lists', (depth: number) => `a: ${json(depth)}`],
    ['YAML flow mappings', (depth: number) => `a: ${json(depth, '{b: ', '}')}`],
    ['YAML block lists', (depth: number) => `a:\n  ${'- '.repeat(depth)}1`],
    [
      'YAML block mappings',
      (depth: number) => Array.from({ length: Math.min(depth, 2000) }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    ],
    ['YAML explicit keys', (depth: number) => '? '.repeat(depth)],
    ['YAML flow lists that never close', (depth: number) => `a: ${'['.repeat(depth)}`],
  ])('refuses deep %s without exhausting the stack', (_, nested) => {
    for (const depth of [300, 10_000, 100_000]) {
      expect(refusal(nested(depth))).toMatchObject({ limit: { name: 'depth', value: 200 } });
    }
  });

  it('reads down to the deepest limit that can be set', () => {
    const depth = 1000;
    expect(read(json(depth), { depth }).value).toBeDefined();
    expect(read(`a: ${json(depth - 1)}`, { depth }).value).toBeDefined();
    expect(
      read(Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), { depth }).value,
    ).toBeDefined();
  });

  it('places what exceeds a limit', () => {
    const text = '{\n  "a": {\n    "enum": [1, 2]\n  }\n}';
    expect(refusal(text, { enum_values: 1 }).place).toEqual({ pointer: '/a/enum', line: 3, column: 5 });
  });

  it('throws for limits that make no sense', () => {
    const wrong: Partial<DocumentLimits>[] = [{ bytes: -1 }, { nodes: 1.5 }, { depth: Number.NaN }, { depth: 1001 }];
    for (const limits of wrong) expect(() => parseDocument('{}', limits)).toThrow(TypeError);
  });
});
