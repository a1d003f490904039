import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createComparer } from '../../../src/diff/schema/index.ts';
import type { ComparerOptions, Containment, DialectName } from '../../../src/diff/schema/index.ts';
import { conditional } from './conditional.ts';

type Definitions = Readonly<Record<string, object>>;

const integer = { type: 'integer' };
const number = { type: 'number' };
const to = (name: string) => ({ $ref: `#/$defs/${name}` });
const object = (properties: object, others: object = {}) => ({ type: 'object', properties, ...others });

const many = 400;

/** Definitions in rings of four, and a root that speaks of one of each ring. */
const rings = (edits: Definitions = {}, prefix = 'd') => ({
  ...object(Object.fromEntries(Array.from({ length: many / 4 }, (_, i) => [`p${i}`, to(`${prefix}${i * 4}`)]))),
  $defs: {
    ...Object.fromEntries(
      Array.from({ length: many }, (_, i) => {
        const next = to(`${prefix}${i - (i % 4) + ((i + 1) % 4)}`);
        return [`${prefix}${i}`, object({ value: { ...integer, maximum: i }, next })];
      }),
    ),
    ...edits,
  },
});

const compare = (
  sub: unknown,
  sup: unknown,
  { dialect, ...options }: ComparerOptions & { dialect?: DialectName } = {},
): Containment => {
  const comparer = createComparer(options);
  return comparer.compare(comparer.read(sub, dialect).at(''), comparer.read(sup, dialect).at(''));
};

const edited = (value: object) => ({ d18: object({ value, next: to('d19') }) });
const copy = (value: object): object => structuredClone(value);
const contained = { verdict: 'contained' };

describe('definitions that two documents have in common', () => {
  // A budget that does not suffice for reading all definitions.
  const scarce = { budget: 30 };

  it('are not compiled', () => {
    expect(compare(rings(), copy(rings()), scarce)).toEqual(contained);
    expect(compare(rings(edited(number)), rings(), scarce)).toEqual({ verdict: 'undecided', reason: 'out of budget' });
  });

  it('are not compiled where something else changed', () => {
    const looser = rings(edited({ ...integer, maximum: 19 }));
    const enough = { budget: 90 };
    expect(compare(rings(), looser, enough)).toEqual(contained);
    expect(compare(looser, rings(), enough)).toMatchObject({ verdict: 'not_contained' });
    expect(compare(looser, rings({}, 'renamed'), enough)).toMatchObject({ verdict: 'undecided' });
  });

  it('may be annotated differently', () => {
    const described = rings({
      d18: {
        description: 'Changed.',
        ...object({ value: { ...integer, maximum: 18, title: 'Value' }, next: to('d19') }),
      },
    });
    expect(compare(rings(), described, scarce)).toEqual(contained);
    expect(compare(described, rings(), scarce)).toEqual(contained);
  });

  it('are recognised under other names too, by what they say', () => {
    expect(compare(rings(), rings({}, 'renamed'))).toEqual(contained);
    expect(compare(rings(edited(number)), rings({}, 'renamed'))).toMatchObject({ verdict: 'not_contained' });
  });

  it('are the same from pointer to pointer, in both directions', () => {
    const comparer = createComparer();
    const [old, changed] = [comparer.read(rings()), comparer.read(rings(edited(number)))];
    for (const [name, verdict] of [
      ['d0', 'contained'],
      ['d17', 'not_contained'],
      ['d18', 'not_contained'],
      ['d40', 'contained'],
    ] as const) {
      const pointer = `/$defs/${name}`;
      expect(comparer.compare(changed.at(pointer), old.at(pointer)).verdict).toBe(verdict);
      expect(comparer.compare(old.at(pointer), changed.at(pointer))).toEqual(contained);
    }
    expect(comparer.compare(old.at('/$defs/d40'), changed.at('/$defs/d44')).verdict).toBe('contained');
    expect(comparer.compare(changed.at('/$defs/d44'), old.at('/$defs/d40')).verdict).toBe('not_contained');
  });

  it('are kept apart where a third document differs', () => {
    const comparer = createComparer();
    const [first, second, third] = [rings(), rings(), rings(edited(number))].map((each) => comparer.read(each).at(''));
    if (first === undefined || second === undefined || third === undefined) throw new TypeError('three documents');
    expect(comparer.compare(first, second)).toEqual(contained);
    expect(comparer.compare(third, second).verdict).toBe('not_contained');
    expect(comparer.compare(first, third)).toEqual(contained);
    expect(comparer.compare(third, first).verdict).toBe('not_contained');
  });
});

describe('definitions that only look alike', () => {
  const chain = (end: object, others: object = {}) => ({
    $ref: '#/$defs/a',
    $defs: { a: object({ x: to('b') }), b: { allOf: [to('c')] }, c: end, ...others },
  });
  const expectRefused = (sub: object, sup: object, options?: Parameters<typeof compare>[2]) => {
    expect(compare(sub, sup, options)).toMatchObject({ verdict: 'not_contained' });
  };

  it('refer to what changed', () => {
    expectRefused(chain(number), chain(integer));
    expect(compare(chain(integer), chain(number))).toEqual(contained);
  });

  it('refer to what changed in a cycle, further on', () => {
    expectRefused(rings(edited(number)), rings());
    const far = (end: object) => ({
      ...rings(),
      $ref: '#/$defs/d8/properties/next',
      $defs: { ...rings().$defs, d11: object({ value: end }) },
    });
    expectRefused(far(number), far(integer));
  });

  it('refer to a part of what changed', () => {
    const within = (value: object) => ({
      ...object({ a: { $ref: '#/$defs/outer/properties/inner' } }),
      $defs: { outer: object({ inner: { items: to('value') } }), value },
    });
    expectRefused(within(number), within(integer));
  });

  it.each([
    ['a%62', '#/$defs/a%62', 'ab'],
    ['a~1b', '#/$defs/a~1b', 'a/b'],
    ['a/b', '#/$defs/a/b', 'a'],
  ])('have the name %s, and %s leads elsewhere', (name, reference, meant) => {
    const named = (value: object) => ({
      ...object({ x: to('via') }),
      $defs: { via: { $ref: reference }, [name]: integer, [meant]: { b: value, ...value } },
    });
    expectRefused(named(number), named(integer));
  });

  it('refer to the document that changed', () => {
    const recursive = (value: object) => ({ ...object({ again: to('node'), value }), $defs: { node: { $ref: '#' } } });
    expectRefused(recursive(number), recursive(integer));
  });

  it('are written in other dialects', () => {
    const beside = { $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/b', maximum: 3 }, b: integer } };
    const comparer = createComparer();
    const [old, modern] = [comparer.read(beside, 'draft-07').at(''), comparer.read(beside, '2020-12').at('')];
    expect(comparer.compare(modern, old)).toEqual(contained);
    expect(comparer.compare(old, modern).verdict).toBe('not_contained');
  });

  it('have another base for their references', () => {
    const based = (id: string, value: object) => ({
      $ref: '#/$defs/a',
      $defs: {
        a: { $id: id, ...object({ x: { $ref: '#/$defs/value' } }), $defs: { value } },
        value: integer,
      },
    });
    expectRefused(based('https://a.example/a', number), based('https://a.example/a', integer));
    const moved = (id: object) => ({
      $ref: '#/$defs/a',
      $defs: { a: { ...id, ...object({ x: { $ref: '#/$defs/value' } }), $defs: { value: number } }, value: integer },
    });
    expectRefused(moved({ $id: 'https://a.example/a' }), moved({}));
    expect(compare(moved({}), moved({ $id: 'https://a.example/a' }))).toEqual(contained);
  });

  it('refer to anchors, which stand elsewhere', () => {
    const anchored = (names: readonly [string, string]) => ({
      ...object({ x: to('a') }),
      $defs: { a: { $ref: '#here' }, b: { $anchor: names[0], ...integer }, c: { $anchor: names[1], ...number } },
    });
    expectRefused(anchored(['there', 'here']), anchored(['here', 'there']));
  });

  it('depend on the dynamic scope', () => {
    const scoped = (items: object) => ({
      $ref: '#/$defs/list',
      $dynamicAnchor: 'element',
      ...items,
      $defs: { list: { type: ['array', 'number'], items: { $dynamicRef: '#element' } } },
    });
    expectRefused(scoped({ maximum: 3 }), scoped({ maximum: 2 }));
  });

  it('differ in a mark that the direction asks about', () => {
    const marked = (mark: object) => ({
      ...object({ x: to('a') }),
      $defs: { a: object({ id: to('id') }, { required: ['id'] }), id: { ...integer, ...mark } },
    });
    expectRefused(marked({ readOnly: true }), marked({}), { direction: 'request' });
    expect(compare(marked({ readOnly: true }), marked({}))).toEqual(contained);
  });

  it('lead nowhere', () => {
    expect(compare(chain(to('missing')), chain(to('missing'), { missing: integer }))).toMatchObject({
      verdict: 'undecided',
    });
  });
});

describe('documents that are looked at together', () => {
  const outer = (definitions: object, properties: object = { x: to('a'), y: to('b') }) => ({
    ...object(properties),
    $defs: definitions,
  });
  const base = { a: object({ n: to('b') }, { required: ['n'] }), b: { enum: [1, 2], type: 'integer' } };
  const shared = object({ n: to('b') });
  const documents = [
    outer(base),
    outer({ b: { type: 'integer', enum: [1, 2] }, a: base.a }),
    outer({ ...base, b: { enum: [1, 2, 3], type: 'integer' } }),
    outer({ ...base, b: { enum: [1], type: 'integer', minimum: true } }),
    outer({ ...base, b: true }),
    outer({ ...base, b: [base.b] }),
    outer({ ...base, c: { $id: 'https://a.example/c' } }),
    outer({ ...base, c: { $anchor: 'c', ...base.a } }, { x: { $ref: '#c' } }),
    outer({ ...base, c: { $anchor: 'c' } }, { x: { $ref: '#c' } }),
    outer({ a: shared, b: { ...object({ n: to('a') }), $defs: { a: shared } } }, { x: to('a'), y: to('b/$defs/a') }),
    outer({ a: shared, b: { ...object({ n: to('a') }), $defs: { a: number } } }, { x: to('a'), y: to('b/$defs/a') }),
    outer({ ...base, a: object({ n: { $ref: 'https://a.example/b' } }) }),
    outer({ ...base, a: object({ n: { $dynamicRef: '#b' } }), b: { $dynamicAnchor: 'b', ...base.b } }),
    outer({ ...base, a: object({ n: to('b') }, { readOnly: true }) }),
    outer({ ...base, a: object({ schemas: object({ n: to('b') }) }) }),
    outer({ a: object({ schemas: object({ n: to('b') }) }), b: number }),
    { ...outer(base), $id: 'https://a.example/' },
    ...[base.b, number].map((b) => ({
      ...outer({ a: object({ n: { $ref: 'https://a.example/#/$defs/b' } }), b }, { x: to('a') }),
      $id: 'https://a.example/',
    })),
    {},
  ];
  const pairs = documents.flatMap((sub) => documents.map((sup) => [copy(sub), copy(sup)] as const));

  it.each([{}, { direction: 'request' }, { undeclared: 'no-collision' }] as const)('mean the same (%o)', (options) => {
    for (const [sub, sup] of pairs) {
      const together = createComparer({ ...options, secondVoice: false });
      const apart = createComparer({ ...options, secondVoice: false });
      const [inside, outside] = [apart.read(sub), apart.read(sup)];
      expect([inside.isPlain, outside.isPlain]).toEqual([sub, sup].map((each) => together.read(each).isPlain));
      expect(together.compare(together.read(sub).at(''), together.read(sup).at(''))).toEqual(
        apart.compare(inside.at(''), outside.at('')),
      );
    }
  });

  it.each<[string, object, readonly [unknown, unknown], Containment['verdict']]>([
    ['for a member', object({ p: to('b') }), [integer, number], 'contained'],
    ['for what must not be', { not: to('b') }, [integer, number], 'not_contained'],
    ['for what a member must not be', object({ p: { not: to('b') } }), [integer, number], 'not_contained'],
    ['for one of two', { oneOf: [to('b'), number] }, [integer, number], 'not_contained'],
    ['for some of the items', { contains: to('b'), maxContains: 1 }, [integer, number], 'not_contained'],
    ['for a condition', conditional({ condition: to('b'), yes: { minimum: 5 } }), [integer, number], 'not_contained'],
    [
      'for what else is evaluated',
      object({ p: { ...to('b'), unevaluatedProperties: false } }),
      [object({ q: integer }), object({})],
      'not_contained',
    ],
    [
      'in another dialect',
      object({ p: { $schema: 'http://json-schema.org/draft-07/schema#', properties: { q: to('b') } } }),
      [integer, number],
      'undecided',
    ],
    ['to what only one document has', object({ p: to('b'), q: to('c') }), [integer, number], 'undecided'],
    ['to what is no object', object({ p: to('b') }), [object({ p: integer }), true], 'contained'],
    ['to what is no object either', object({ p: to('b') }), [true, object({ p: integer })], 'not_contained'],
  ])('are told apart where definitions that are alike refer to others %s', (name, a, [ours, theirs], verdict) => {
    const others = name.startsWith('to what only') ? { c: integer } : {};
    expect(compare(outer({ a, b: ours }, { x: to('a') }), outer({ a, b: theirs, ...others }, { x: to('a') }))).toEqual(
      expect.objectContaining({ verdict }),
    );
  });

  it('have the verdicts of documents that are not, whatever their definitions say of each other', () => {
    const leaf = fc.constantFrom(integer, number, true, { type: 'string', maxLength: 1 }, object({ p: integer }));
    const reference = fc.constantFrom('a', 'b', 'c', 'd', 'e').map(to);
    const definition = fc.tuple(reference, leaf, fc.nat(17)).map(([r, l, form]) => {
      const forms = [
        object({ p: r, q: l }),
        { items: r, ...object({ q: l }) },
        { additionalProperties: r, properties: { q: l } },
        { patternProperties: { '^p': r }, properties: { q: l } },
        object({ p: { type: ['array', 'object'], items: r, additionalProperties: l } }, { minProperties: 1 }),
        { allOf: [r, l] },
        { anyOf: [r, l] },
        { oneOf: [object({ p: r }), l] },
        { not: r },
        { not: { properties: { p: r } } },
        { contains: r, maxContains: 1 },
        { propertyNames: r },
        { properties: { p: { ...r, unevaluatedProperties: false } } },
        { properties: { p: r }, unevaluatedProperties: false },
        conditional({ condition: { properties: { p: r } }, yes: l }),
        { dependentSchemas: { p: object({ q: r }) } },
        { properties: { p: { $schema: 'http://json-schema.org/draft-07/schema#', ...r } } },
      ];
      return forms[form] ?? l;
    });
    const definitions = fc.record({ a: definition, b: definition, c: definition, d: definition });
    const edited = fc.record({ b: definition, d: definition, e: leaf }, { requiredKeys: [] });
    const options = fc.constantFrom({}, { undeclared: 'no-collision' } as const);
    fc.assert(
      fc.property(definitions, edited, options, (all, edits, how) => {
        const [sub, sup] = [outer(all), outer({ ...all, ...edits })];
        const together = createComparer({ ...how, secondVoice: false });
        const apart = createComparer({ ...how, secondVoice: false });
        const [inside, outside] = [apart.read(sub), apart.read(sup)];
        expect([inside.isPlain, outside.isPlain]).toEqual([true, true]);
        for (const [from, onto] of [
          [sub, sup],
          [sup, sub],
        ] as const) {
          const { verdict } = together.compare(together.read(from).at(''), together.read(onto).at(''));
          const other = apart.compare(
            (from === sub ? inside : outside).at(''),
            (onto === sub ? inside : outside).at(''),
          ).verdict;
          if (verdict !== 'undecided' && other !== 'undecided') expect(verdict).toBe(other);
        }
      }),
      { numRuns: 300 },
    );
  });
});
