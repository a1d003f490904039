import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { canonicalJson } from '../../src/internal/canonical-json.ts';

describe('canonical JSON', () => {
  it('says what JSON says, with the members of every object in order', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withDate: true, withSparseArray: true }), (value) => {
        expect(canonicalJson({ value })).toBe(JSON.stringify({ value }, inOrder));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same for equal values, in whatever order their members were added', () => {
    expect(canonicalJson({ b: [{ d: 1, c: undefined, a: null }], a: '"' })).toBe('{"a":"\\"","b":[{"a":null,"d":1}]}');
    expect(canonicalJson(JSON.parse('{ "b": 1, "__proto__": { "y": 1, "x": 2 } }'))).toBe(
      '{"__proto__":{"x":2,"y":1},"b":1}',
    );
    expect(canonicalJson({ b: 1, 10: 1, '-1': 1, 9: 1, '01': 1 })).toBe('{"9":1,"10":1,"-1":1,"01":1,"b":1}');
  });
});

/** The same by a replacer, which is slow and plain. */
function inOrder(_: string, member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(member).toSorted()) copy[key] = (member as Record<string, unknown>)[key];
  return copy;
}
