import * as fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

import type { TextNode } from '../../../src/diff/source/places.ts';
import { readPlainYaml, type PlainYaml } from '../../../src/diff/source/plain-yaml.ts';
import { YamlOutline } from '../../../src/diff/source/yaml-places.ts';
import { contractSchema, SpelledScalar } from '../../../src/diff/source/yaml-schema.ts';

const limits = { depth: 200, nodes: 100_000 };

/** As it can be compared: scalars with their spelling, which is private. */
function spelled(value: unknown): unknown {
  if (value instanceof SpelledScalar) return { spelled: String(value), value: String(value.value) };
  if (Array.isArray(value)) return value.map(spelled);
  if (typeof value !== 'object' || value === null) return typeof value === 'number' ? `number ${value}` : value;
  return Object.entries(value).map(([key, member]) => [key, spelled(member)]);
}

function placesOf(node: TextNode, path = ''): readonly string[] {
  const inner = [...node.children()].flatMap(([key, child]) => placesOf(child, `${path}/${key}`));
  return [`${path} at ${node.offset}`, ...inner];
}

function byJsYaml(text: string): { readonly value: unknown; readonly places: readonly string[] } {
  const outline = new YamlOutline();
  const value: unknown = load(text, {
    schema: contractSchema,
    maxDepth: 1000,
    listener: (event, state) => outline.note(event, state),
  });
  return { value: spelled(value), places: placesOf(outline.tree(text)) };
}

function plainly({ value, tree }: PlainYaml): ReturnType<typeof byJsYaml> {
  return { value: spelled(value), places: placesOf(tree()) };
}

/** js-yaml tells nothing of items without content, so their places cannot be compared. */
function expectSame(plain: PlainYaml, text: string): void {
  const own = plainly(plain);
  const other = byJsYaml(text);
  if (/-\s*(?:#.*)?$/m.test(text)) expect(own.value).toEqual(other.value);
  else expect(own).toEqual(other);
}

describe('plain YAML', () => {
  it.each([
    ['mappings and sequences', 'a:\n  b: 1\n  c:\n    - d\n    - e: f\n      g: h\n    -\n      i: j\nk: l\n'],
    ['sequences below their key', 'a:\n- b\n- - c\n  - d\n-   e: 1\n    f: 2\ng: h'],
    ['nothing', 'a:\nb:\n  -\n  - c\n  -\nd: # nothing\n'],
    ['comments', '# one\n\na: b # two\n  # three\nc:   # four\n  # five\n  - d # six\n\n# seven\n'],
    ['a marker and indentation', '---\n  a: b\n  c: d\n'],
    [
      'keys of every kind',
      "\"a b\": 1\n'it''s' : 2\n200: 3\n1.10: 4\n~: 5\n/x/{y}: 6\n$ref: 7\na:b: 8\ntrue: 9\nc d : 10\n",
    ],
    [
      'scalars of every kind',
      'a: 1.10\nb: 0x1F\nc: True\nd: ~\ne: 2024-01-02\nf: -1\ng: .5\nh: +.inf\ni: yes\nj: -x\nk: 1e3\n',
    ],
    ['text over several lines', 'a: b\n  c\n\n\n  d: x\n'.replace(': x', '')],
    ['text that starts below its key', 'a:\n  b c\n  - d\ne: f\n'],
    ['quoted text', 'a: "b: \\"c\\" \\\\ \\u00e9 \\xe9 \\/"\nb: \'it\'\'s # no comment\'\nc: "" # empty\nd: \'\'\n'],
    ['quoted text over several lines', "a: \"b  \n  c\n\n   d\\\n   \\  e \\  \n  f\"\nb: 'c  \n\n\n  d ''e\n  '\n"],
    ['literal text', 'a: |\n  b\n    c\n\n  d # e\n\n\nf: |-\n\n\n   g\nh: |+ # i\n  j\n\nk: l\n'],
    ['folded text', 'a: >\n  b\n  c\n\n  d\n    e\n    f\n\n  g\n\nh: >-\n  i\n\n\n  j\nk: >+\n\n  l\n\n'],
    ['literal text at the end', 'a: |+\n  b\n\n'],
    [
      'flow collections',
      'a: [b, "c", {d: e, "f":1}, [], {}, -1, g h, i:j]\nk: {l: [1,\n   2], m:\n  n}\no: [p, ] # q\n',
    ],
  ])('has %s', (_, text) => {
    const plain = readPlainYaml(text, limits);
    expect(plain).toBeDefined();
    if (plain !== undefined) expectSame(plain, text);
  });

  it.each([
    ['anchors and aliases', 'a: &x 1\nb: *x\n'],
    ['tags', 'a: !!str 1\n'],
    ['merges', 'a:\n  <<: {b: 1}\n'],
    ['explicit keys', '? a\n: b\n'],
    ['directives', '%YAML 1.2\n---\na: b\n'],
    ['several documents', 'a: b\n---\nc: d\n'],
    ['an end marker', 'a: b\n...\n'],
    ['tabs', 'a:\tb\n'],
    ['carriage returns', 'a: b\r\nc: d\r\n'],
    ['control characters', 'a: b\u0007\n'],
    ['repeated keys', 'a: 1\n"a": 2\n'],
    ['repeated keys of a flow mapping', 'a: {b: 1, b: 2}\n'],
    ['a member named __proto__', '__proto__: 1\n'],
    ['a list at the top', '- a\n'],
    ['a key without a colon', 'a: b\nc\n'],
    ['two colons', 'a: b: c\n'],
    ['wrong indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['items below a scalar', 'a: b\n  c: d\n'],
    ['an indicator of indentation', 'a: |2\n   b\n'],
    ['a comment within text', 'a: b\n  # c\n  d\n'],
    ['text after a quote', 'a: "b" c\n'],
    ['a quote that does not end', 'a: "b\n'],
    ['an unknown escape', 'a: "\\N"\n'],
    ['a flow list that does not end', 'a: [b\n'],
    ['pairs in a flow list', 'a: [b: c]\n'],
    ['a flow key without a value', 'a: {b}\n'],
    ['reserved characters', 'a: @b\n'],
  ])('has no %s', (_, text) => {
    expect(readPlainYaml(text, limits)).toBeUndefined();
  });

  it('is left to js-yaml beyond its limits', () => {
    const text = 'a:\n  - b: [1]\n';
    expect(readPlainYaml(text, { depth: 4, nodes: 4 })).toBeDefined();
    expect(readPlainYaml(text, { depth: 3, nodes: 4 })).toBeUndefined();
    expect(readPlainYaml(text, { depth: 4, nodes: 3 })).toBeUndefined();
  });

  it.each<[string, { readonly flowLevel?: number; readonly noArrayIndent?: boolean; readonly forceQuotes?: boolean }]>([
    ['in block style', {}],
    ['in flow style', { flowLevel: 1 }],
    ['without indentation', { noArrayIndent: true }],
    ['in quotes', { forceQuotes: true }],
  ])('is what js-yaml writes %s', (_, style) => {
    let read = 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const text = dump({ json: JSON.parse(JSON.stringify(json)) as unknown }, { ...style, noRefs: true });
        const plain = readPlainYaml(text, limits);
        if (plain === undefined) return;
        read++;
        expectSame(plain, text);
      }),
      { numRuns: 200 },
    );
    expect(read).toBeGreaterThan(50);
  });

  it('is read as js-yaml reads it, whatever it is put together from', () => {
    const pieces = [
      "a¦: ¦:¦- ¦-¦ ¦\n¦\n  ¦\n    ¦\n\n¦ #¦#¦'¦''¦\"¦\\¦\\\n¦|¦|-¦>¦>+¦[¦]¦{¦}¦, ¦&b ¦*b¦!¦?¦? ¦<<¦~¦1¦.5¦...¦---",
      '%¦@¦é¦\\x41¦\\ ¦b: c¦\nd: e¦\n- f¦\n  - g¦\n  h: i',
    ].flatMap((each) => each.split('¦'));
    const openings = ['', 'a: ', 'a:\n  ', 'a:\n- ', 'a: |\n  ', 'a: >\n  ', 'a: "', "a: '", 'a: [', 'a: {'];
    const text = fc
      .tuple(fc.constantFrom(...openings), fc.array(fc.constantFrom(...pieces), { maxLength: 12 }))
      .map(([opening, rest]) => opening + rest.join(''));
    let read = 0;
    fc.assert(
      fc.property(text, (each) => {
        const plain = readPlainYaml(each, limits);
        if (plain === undefined) return;
        read++;
        expectSame(plain, each);
      }),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(500);
  });
});
