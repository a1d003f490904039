import { describe, expect, it } from 'vitest';

import { createComparer } from '../../../src/diff/schema/index.ts';
import type { ComparerOptions, Explanation } from '../../../src/diff/schema/index.ts';

const string = { type: 'string' };

const ask = (schemas: readonly [sub: unknown, sup: unknown], others: object, options: ComparerOptions = {}) => {
  const comparer = createComparer(options);
  const [sub, sup] = schemas.map((schema) => {
    const document = comparer.read({ components: { schemas: { Asked: schema, ...others } } }, 'openapi-3.0');
    return document.at('/components/schemas/Asked');
  });
  if (sub === undefined || sup === undefined) throw new TypeError('two schemas');
  const result = comparer.compare(sub, sup);
  const witness = result.verdict === 'not_contained' ? result.witness : undefined;
  return { result, explanation: comparer.explain(sub, sup, witness) };
};

const node = (mark: object) => ({
  type: 'object',
  properties: { id: { type: 'integer', ...mark }, next: { $ref: '#/components/schemas/Asked' } },
  required: ['id'],
});

const definitions = (names: readonly [string, string], leaf: object) => ({
  $defs: {
    [names[0]]: { type: 'object', properties: { next: { $ref: `#/$defs/${names[1]}` }, leaf } },
    [names[1]]: { type: 'object', properties: { back: { $ref: `#/$defs/${names[0]}` } } },
  },
});

const cycle = (prefix: string, size: number) => ({
  $ref: `#/$defs/${prefix}0`,
  $defs: Object.fromEntries(
    Array.from({ length: size }, (_, i) => [
      `${prefix}${i}`,
      { properties: { next: { $ref: `#/$defs/${prefix}${(i + 1) % size}` }, [`p${i}`]: string } },
    ]),
  ),
});

describe('members that one schema hides', () => {
  it.each(['strict', 'no-collision'] as const)('are there where an alternative asks for them, %s', (undeclared) => {
    const hiding = {
      type: 'object',
      properties: { b: { type: 'integer', readOnly: true } },
      minProperties: 1,
      additionalProperties: false,
    };
    const asked = [
      { required: ['b'], maxProperties: 3 },
      { required: ['b'], minProperties: 1 },
    ];
    for (const asking of [{ required: ['b'] }, { anyOf: asked }]) {
      const parts = [hiding, asking].map((n) => ({ properties: { n } }));
      const comparer = createComparer({ direction: 'request', undeclared });
      const [sub, sup] = [{ required: ['n'], allOf: parts }, { properties: { n: string } }].map((each) =>
        comparer.read({ type: 'object', ...each }).at(''),
      );
      if (sub === undefined || sup === undefined) throw new TypeError('two schemas');
      expect(comparer.compare(sub, sup)).toEqual({ verdict: 'not_contained', witness: { n: { b: null } } });
    }
  });
});

describe('comparing documents that share objects', () => {
  it('follows the references of each', () => {
    const list = { type: 'object', properties: { a: { $ref: '#/$defs/value' }, next: { $ref: '#/$defs/list' } } };
    const comparer = createComparer();
    const [integers, numbers, strings] = ['integer', 'number', 'string'].map((type) =>
      comparer.read({ $defs: { list, value: { type } } }).at('/$defs/list'),
    );
    if (integers === undefined || numbers === undefined || strings === undefined) throw new TypeError('three');
    expect(comparer.compare(integers, numbers)).toEqual({ verdict: 'contained' });
    expect(comparer.compare(numbers, integers)).toMatchObject({ verdict: 'not_contained' });
    expect(comparer.compare(strings, integers)).toEqual({ verdict: 'not_contained', witness: { a: 'a' } });
  });
});

describe('comparing many schemas of two documents', () => {
  it('answers for each pair of pointers, in both directions', () => {
    const comparer = createComparer();
    const [old, changed] = [definitions(['a', 'b'], string), definitions(['a', 'b'], { type: ['string', 'null'] })];
    const [first, second] = [comparer.read(old), comparer.read(changed)];
    for (const pointer of ['/$defs/a', '/$defs/b']) {
      expect(comparer.compare(first.at(pointer), second.at(pointer))).toEqual({ verdict: 'contained' });
      expect(comparer.compare(second.at(pointer), first.at(pointer)).verdict).toBe('not_contained');
    }
    expect(comparer.compare(first.at('/$defs/a/properties/leaf'), second.at('/$defs/b')).verdict).toBe('not_contained');
  });

  it('recognises renamed cycles by identity: hardly a step is needed', () => {
    const comparer = createComparer({ budget: 40 });
    const [first, renamed, changed] = [cycle('a', 60), cycle('b', 60), cycle('c', 61)].map((each) =>
      comparer.read(each).at(''),
    );
    if (first === undefined || renamed === undefined || changed === undefined) throw new TypeError('three documents');
    expect(comparer.compare(first, renamed)).toEqual({ verdict: 'contained' });
    expect(comparer.compare(first, changed)).toEqual({ verdict: 'undecided', reason: 'out of budget' });
  });

  it('gives each question its own budget', () => {
    const comparer = createComparer({ budget: 200 });
    const hard = { type: 'object', anyOf: Array.from({ length: 40 }, (_, i) => ({ required: [`a${i}`] })) };
    const harder = comparer.read({
      allOf: [hard, { anyOf: hard.anyOf.map(({ required }) => ({ properties: { [required[0] ?? '']: string } })) }],
    });
    const easy = [comparer.read({ type: 'integer' }), comparer.read({ type: 'number' })] as const;
    comparer.compare(harder.at(''), harder.at('/allOf/1'));
    expect(comparer.compare(easy[0].at(''), easy[1].at(''))).toEqual({ verdict: 'contained' });
  });

  it('is undecided about pointers that lead nowhere', () => {
    const comparer = createComparer();
    const document = comparer.read({ type: 'string' });
    expect(comparer.compare(document.at('/nowhere'), document.at(''))).toMatchObject({ verdict: 'undecided' });
  });
});

describe('explaining why a witness is refused', () => {
  const others = {
    Base: {
      type: 'object',
      required: ['name'],
      properties: { name: string, tags: { type: 'array', items: { type: 'string' } } },
    },
  };
  const base = { $ref: '#/components/schemas/Base' };
  const cases: readonly [name: string, sub: unknown, sup: unknown, explanation: Explanation][] = [
    [
      'at the root',
      { type: 'object', properties: { a: string } },
      { type: 'object', properties: { a: string }, required: ['a'] },
      { instance: '', sub: '/components/schemas/Asked', sup: '/components/schemas/Asked', keyword: 'required' },
    ],
    [
      'in a member, through references and allOf',
      base,
      { allOf: [base, { properties: { name: { type: 'string', maxLength: 2 } } }] },
      {
        instance: '/name',
        sub: '/components/schemas/Base/properties/name',
        sup: '/components/schemas/Asked/allOf/1/properties/name',
        keyword: 'maxLength',
      },
    ],
    [
      'in an item of a member',
      base,
      { type: 'object', properties: { tags: { items: { type: 'string', enum: ['x'] } } } },
      {
        instance: '/tags/0',
        sub: '/components/schemas/Base/properties/tags/items',
        sup: '/components/schemas/Asked/properties/tags/items',
        keyword: 'enum',
      },
    ],
    [
      'at alternatives, of which none is the cause',
      { oneOf: [string, { type: 'integer' }] },
      { oneOf: [string, { type: 'boolean' }] },
      { instance: '', sub: '/components/schemas/Asked', sup: '/components/schemas/Asked', keyword: 'oneOf' },
    ],
    [
      'in a member that one side does not speak of',
      { type: 'object' },
      { type: 'object', properties: { a: string } },
      { instance: '/a', sub: undefined, sup: '/components/schemas/Asked/properties/a', keyword: 'type' },
    ],
  ];

  it.each(cases)('points to the keyword %s', (_, sub, sup, explanation) => {
    expect(ask([sub, sup], others).explanation).toEqual(explanation);
  });
});

describe('directions', () => {
  const plain = { type: 'object', properties: { name: string }, required: ['name'] };
  const withId = (id: object, required = ['name', 'id']) => ({
    type: 'object',
    properties: { id, name: string },
    required,
  });
  const readOnly = { type: 'integer', readOnly: true };
  const others = { Id: readOnly, Base: withId(readOnly) };

  it('leave members that are only read out of requests', () => {
    expect(ask([plain, withId(readOnly)], others, { direction: 'request' }).result.verdict).toBe('contained');
    expect(
      ask([withId(readOnly), withId({ type: 'string', readOnly: true })], others, { direction: 'request' }).result
        .verdict,
    ).toBe('contained');
    expect(ask([plain, withId(readOnly)], others, { direction: 'response' }).result).toEqual({
      verdict: 'not_contained',
      witness: { name: 'a' },
    });
  });

  it('leave members that are only written out of responses', () => {
    const secret = withId({ type: 'string', writeOnly: true });
    expect(ask([plain, secret], others, { direction: 'response' }).result.verdict).toBe('contained');
    expect(ask([plain, secret], others, { direction: 'request' }).result.verdict).toBe('not_contained');
    expect(ask([plain, secret], others).result.verdict).toBe('not_contained');
  });

  it('find the mark through references and allOf', () => {
    const byReference = withId({ $ref: '#/components/schemas/Id' });
    const apart = { allOf: [{ $ref: '#/components/schemas/Base' }, { required: ['id'] }] };
    expect(ask([plain, byReference], others, { direction: 'request' }).result.verdict).toBe('contained');
    expect(ask([plain, apart], others, { direction: 'request' }).result.verdict).toBe('contained');
  });

  it('notice that a member lost its mark', () => {
    const { result, explanation } = ask([withId(readOnly), withId({ type: 'integer' })], others, {
      direction: 'request',
    });
    expect(result).toEqual({ verdict: 'not_contained', witness: { name: 'a' } });
    expect(explanation).toMatchObject({ instance: '', keyword: 'required' });
  });

  it('notice it in a cycle too', () => {
    expect(ask([node({ readOnly: true }), node({})], {}, { direction: 'request' }).result.verdict).toBe(
      'not_contained',
    );
    expect(ask([node({ readOnly: true }), node({})], {}).result.verdict).toBe('contained');
  });
});
