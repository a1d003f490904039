import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';

import { toPointer } from '../../../src/internal/json-pointer.ts';
import type { JsonValue } from '../../../src/internal/json.ts';
import { locate, placeOf, type SourceDocument } from '../../../src/diff/source/parse-document.ts';
import type { TextPosition } from '../../../src/diff/source/text-lines.ts';
import { read } from './support.ts';

const yaml = `# a comment: with a colon
openapi: 3.0.0   # and another
paths:
  /a/{b}:
    get: {summary: "x", "tags": [t1,
      t2], empty, last: 1}
    ? post
    :
      - one
      # in between
      -   two: 2
          three: *x
`.replace('*x', '3');

describe('places', () => {
  it.each([
    ['', 2, 1],
    ['/openapi', 2, 1],
    ['/paths', 3, 1],
    ['/paths/~1a~1{b}', 4, 3],
    ['/paths/~1a~1{b}/get/summary', 5, 11],
    ['/paths/~1a~1{b}/get/tags/0', 5, 34],
    ['/paths/~1a~1{b}/get/tags/1', 6, 7],
    ['/paths/~1a~1{b}/get/empty', 6, 12],
    ['/paths/~1a~1{b}/get/last', 6, 19],
    ['/paths/~1a~1{b}/post', 7, 7],
    ['/paths/~1a~1{b}/post/0', 9, 9],
    ['/paths/~1a~1{b}/post/1', 11, 11],
    ['/paths/~1a~1{b}/post/1/three', 12, 11],
  ])('of YAML: %s', (pointer, line, column) => {
    expect(locate(read(yaml), pointer)).toEqual({ line, column });
  });

  it('of what is missing, merged or aliased are those of the nearest ancestor in the text', () => {
    const document = read('a: &a\n  b: {c: 1}\nd:\n  <<: *a\n  e: *a\n');
    expect(locate(document, '/a/b/x/y')).toEqual({ line: 2, column: 3 });
    expect(locate(document, '/d/b')).toEqual({ line: 3, column: 1 });
    expect(locate(document, '/d/e/b/c')).toEqual({ line: 5, column: 3 });
  });

  it('of JSON are found whatever the layout', () => {
    const document = read('\r\n {"a" : [ 1,"]",{"b\\u002fc":\n null}, []] ,\r"d":{}}');
    expect(locate(document, '')).toEqual({ line: 2, column: 2 });
    expect(locate(document, '/a/1')).toEqual({ line: 2, column: 13 });
    expect(locate(document, '/a/2/b~1c')).toEqual({ line: 2, column: 18 });
    expect(locate(document, '/a/3')).toEqual({ line: 3, column: 9 });
    expect(locate(document, '/d')).toEqual({ line: 4, column: 1 });
  });

  it('are undefined for text that is no pointer', () => {
    expect(locate(read('{}'), 'a')).toBeUndefined();
    expect(locate(read('{}'), '/~2')).toBeUndefined();
  });

  it('come with the pointer for findings', () => {
    expect(placeOf(read('{"a": 1}'), '/a')).toEqual({ pointer: '/a', line: 1, column: 2 });
  });

  it('lead to the very key or item, in any document', () => {
    const value = fc.dictionary(
      fc.string({ unit: fc.constantFrom('a', '~', '/', '"', '1', ' ', 'é', '#', ':') }),
      fc.jsonValue({ maxDepth: 4 }),
    );
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        for (const document of [read(text), read(dump(JSON.parse(text))), read(`# flow style\n${text}`)]) {
          const members = [...membersOf(document.value)];
          const found = members.map((path) => keyAt(textAt(document, locate(document, toPointer(path)))));
          expect(found).toEqual(members.map((path) => path.at(-1)));
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** The paths of all members of objects, which are the values that have a key to point at. */
function* membersOf(value: JsonValue, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (!Array.isArray(value)) yield [...path, key];
    yield* membersOf(child, [...path, key]);
  }
}

function textAt(document: SourceDocument, position: TextPosition | undefined): string {
  if (position === undefined) return '';
  return (document.text.split('\n')[position.line - 1] ?? '').slice(position.column - 1);
}

/** The key that text starts with, quoted or not. */
function keyAt(text: string): string {
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(text)?.[0];
  if (quoted !== undefined) return String(JSON.parse(quoted));
  const single = /^'((?:[^']|'')*)'/.exec(text)?.[1];
  return single?.replaceAll("''", "'") ?? /^(?:\? )?(.*?)(?::(?: |$)|$)/.exec(text)?.[1] ?? '';
}
