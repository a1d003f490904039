import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import type { JsonValue } from '../../../src/internal/json.ts';
import { changesOf, told } from './support.ts';

const object = (properties: JsonValue, more: Readonly<Record<string, JsonValue>> = {}): JsonValue => ({
  type: 'object',
  properties,
  ...more,
});
const text = { type: 'string' };
const whole = { type: 'integer' };

/** Each pair with what is told of it where the payload comes in, and where it goes out. */
const cases: readonly {
  readonly name: string;
  readonly baseline: JsonValue;
  readonly candidate: JsonValue;
  readonly inbound: readonly string[];
  readonly outbound: readonly string[];
}[] = [
  {
    name: 'an optional member of an open object is added',
    baseline: object({ a: text }),
    candidate: object({ a: text, b: text }),
    inbound: ['tells property-added@'],
    outbound: ['tells property-added@'],
  },
  {
    name: 'a required member is added',
    baseline: object({ a: text }),
    candidate: object({ a: text, b: text }, { required: ['b'] }),
    inbound: ['breaks required-property-added@'],
    outbound: ['tells required-property-added@'],
  },
  {
    name: 'a required member is removed',
    baseline: object({ a: text, b: text }, { required: ['b'] }),
    candidate: object({ a: text }),
    inbound: ['tells required-property-removed@'],
    outbound: ['breaks required-property-removed@'],
  },
  {
    name: 'a member becomes required',
    baseline: object({ a: text }),
    candidate: object({ a: text }, { required: ['a'] }),
    inbound: ['breaks property-became-required@'],
    outbound: ['tells property-became-required@'],
  },
  {
    name: 'a member is added to a closed object',
    baseline: object({ a: text }, { additionalProperties: false }),
    candidate: object({ a: text, b: text }, { additionalProperties: false }),
    inbound: ['tells property-added-to-closed@'],
    outbound: ['breaks property-added-to-closed@'],
  },
  {
    name: 'an open object is closed',
    baseline: object({ a: text }),
    candidate: object({ a: text }, { additionalProperties: false }),
    inbound: ['breaks undeclared-properties-refused@'],
    outbound: ['tells undeclared-properties-refused@'],
  },
  {
    name: 'an object is closed and loses a member at once',
    baseline: object({ a: text, b: text }),
    candidate: object({ a: text }, { additionalProperties: false }),
    inbound: ['breaks property-removed-from-closed@', 'breaks undeclared-properties-refused@'],
    outbound: ['tells property-removed-from-closed@', 'tells undeclared-properties-refused@'],
  },
  {
    name: 'types change deep inside lists',
    baseline: object({ list: { type: 'array', items: object({ id: whole }) } }),
    candidate: object({ list: { type: 'array', items: object({ id: text }) } }),
    inbound: ['breaks type-changed@/list/items/id'],
    outbound: ['breaks type-changed@/list/items/id'],
  },
  {
    name: 'null becomes possible',
    baseline: object({ a: text }),
    candidate: object({ a: { type: ['string', 'null'] } }),
    inbound: ['tells became-nullable@/a'],
    outbound: ['breaks became-nullable@/a'],
  },
  {
    name: 'a list of values loses one and gains one',
    baseline: { enum: ['a', 'b'] },
    candidate: { enum: ['b', 'c'] },
    inbound: ['breaks enum-value-removed@', 'tells enum-value-added@'],
    outbound: ['breaks enum-value-added@', 'tells enum-value-removed@'],
  },
  {
    name: 'a bound moves within what another demand allows',
    baseline: { type: 'string', enum: ['a', 'bb'] },
    candidate: { type: 'string', enum: ['a', 'bb'], maxLength: 2 },
    inbound: [],
    outbound: [],
  },
  {
    name: 'a pattern is replaced by another one',
    baseline: { type: 'string', pattern: '^a' },
    candidate: { type: 'string', pattern: '^b' },
    inbound: ['breaks pattern-changed@'],
    outbound: ['breaks pattern-changed@'],
  },
  {
    name: 'an alternative is added',
    baseline: { oneOf: [text, whole] },
    candidate: { oneOf: [text, whole, { type: 'boolean' }] },
    inbound: ['tells one-of-branch-added@'],
    outbound: ['breaks one-of-branch-added@'],
  },
  {
    name: 'an alternative is added that what stands beside it excludes',
    baseline: { enum: ['a'], oneOf: [{ const: 'a' }, { const: 'b' }] },
    candidate: { enum: ['a'], oneOf: [{ const: 'a' }, { const: 'b' }, { const: 'c' }] },
    inbound: [],
    outbound: [],
  },
  {
    name: 'an alternative is tightened in its place',
    baseline: { anyOf: [{ type: 'string', title: 'Name' }, whole] },
    candidate: { anyOf: [{ type: 'string', title: 'Name', maxLength: 3 }, whole] },
    inbound: ['breaks constraint-tightened@'],
    outbound: ['tells constraint-tightened@'],
  },
  {
    name: 'a value now matches two of exactly one alternatives',
    baseline: { oneOf: [{ type: 'string', maxLength: 3 }, whole] },
    candidate: { oneOf: [{ type: 'string', maxLength: 3 }, whole, { const: 'a' }] },
    inbound: ['breaks schema-narrowed@'],
    outbound: ['tells schema-narrowed@'],
  },
  {
    name: 'the pieces of allOf are merged',
    baseline: { allOf: [object({ a: text }), { required: ['a'] }] },
    candidate: object({ a: text }, { required: ['a'] }),
    inbound: [],
    outbound: [],
  },
  {
    name: 'a shared schema changes',
    baseline: { $ref: '#/$defs/x', $defs: { x: object({ a: text, next: { $ref: '#/$defs/x' } }) } },
    candidate: { $ref: '#/$defs/x', $defs: { x: object({ a: whole, next: { $ref: '#/$defs/x' } }) } },
    inbound: ['breaks type-changed@/a'],
    outbound: ['breaks type-changed@/a'],
  },
  {
    name: 'a tuple grows stricter at one position',
    baseline: { type: 'array', prefixItems: [text, whole] },
    candidate: { type: 'array', prefixItems: [text, { type: 'integer', minimum: 1 }] },
    inbound: ['breaks constraint-tightened@/1'],
    outbound: ['tells constraint-tightened@/1'],
  },
  {
    name: 'a default changes',
    baseline: { type: 'string', default: 'a' },
    candidate: { type: 'string', default: 'b' },
    inbound: ['tells default-changed@'],
    outbound: ['tells default-changed@'],
  },
];

describe('a change is told with its place, and breaks where it harms', () => {
  it.each(cases)('$name', ({ baseline, candidate, inbound, outbound }) => {
    expect(told(changesOf({ baseline, candidate, flow: 'inbound' }))).toEqual(inbound);
    expect(told(changesOf({ baseline, candidate, flow: 'outbound' }))).toEqual(outbound);
  });
});

describe('a change that breaks comes with a whole payload', () => {
  const validator = new Ajv2020({ strict: false });
  it.each(cases)('$name', ({ baseline, candidate }) => {
    const accepts = (schema: JsonValue, value: unknown): boolean =>
      validator.validate(typeof schema === 'object' && schema !== null ? schema : {}, value);
    for (const flow of ['inbound', 'outbound'] as const) {
      const [sub, sup] = flow === 'inbound' ? [baseline, candidate] : [candidate, baseline];
      for (const change of changesOf({ baseline, candidate, flow }).filter(({ breaks }) => breaks)) {
        expect(change).toHaveProperty('witness');
        expect([accepts(sub, change.witness), accepts(sup, change.witness)]).toEqual([true, false]);
      }
    }
  });
});

describe('members that are not sent', () => {
  const marked = (mark: string): JsonValue => object({ id: { type: 'string', [mark]: true } });

  it('may change their schema in requests if they are read-only', () => {
    const candidate = object({ id: { type: 'integer', readOnly: true } });
    const asked = { baseline: marked('readOnly'), candidate, marks: true };
    expect(told(changesOf({ ...asked, flow: 'inbound' }))).toEqual([]);
    expect(told(changesOf({ ...asked, flow: 'outbound' }))).toEqual(['breaks type-changed@/id']);
  });

  it('break requests when they have to be sent from now on', () => {
    const baseline = object({ id: { type: 'string', readOnly: true } }, { required: ['id'] });
    const candidate = object({ id: text }, { required: ['id'] });
    const changes = changesOf({ baseline, candidate, marks: true, flow: 'inbound' });
    const change = changes.find(({ breaks }) => breaks);
    expect(change?.witness).toEqual({});
  });
});

describe('values that travel as text', () => {
  const asText = (baseline: JsonValue, candidate: JsonValue): readonly string[] =>
    told(changesOf({ baseline, candidate, text: true }));

  it('may be strings where they were numbers', () => {
    expect(asText(whole, text)).toEqual(['tells type-widened@']);
    expect(asText({ type: 'array', items: whole }, { type: 'array', items: text })).toEqual([
      'tells type-widened@/items',
    ]);
  });

  it('may not be shorter strings, nor numbers where they were strings', () => {
    expect(asText(whole, { type: 'string', maxLength: 3 })).toEqual(['breaks type-changed@']);
    expect(asText(text, whole)).toEqual(['breaks type-narrowed@']);
  });

  it('are held to bounds like any other', () => {
    expect(asText(whole, { type: 'integer', minimum: 3 })).toEqual(['breaks constraint-tightened@']);
    expect(asText(whole, { type: 'integer', multipleOf: 2 })).toEqual(['breaks constraint-tightened@']);
  });

  it('are the same where their texts are listed alike', () => {
    const numbers = { type: 'integer', enum: [1, 2] };
    const flags = { type: 'string', enum: ['true', 'false'] };
    expect(asText(numbers, { type: 'string', enum: ['1', '2'] })).toEqual([]);
    expect(asText({ type: 'string', enum: ['1', '2'] }, numbers)).toEqual([]);
    expect(asText({ type: 'boolean' }, flags)).toEqual([]);
    expect(asText(flags, { type: 'boolean' })).toEqual([]);
    const [removed, ...others] = changesOf({
      baseline: numbers,
      candidate: { type: 'string', enum: ['1'] },
      text: true,
    });
    expect(others).toEqual([]);
    expect(removed).toMatchObject({ kind: 'enum-value-removed', message: 'values were removed: 2', witness: 2 });
  });

  it('have to be read as the same thing by all that is demanded', () => {
    const baseline = { type: 'integer', enum: [1] };
    expect(asText(baseline, { type: 'string', enum: [1] })).toEqual(['breaks type-narrowed@']);
    expect(asText(baseline, { type: 'string', minLength: 2 })).toContain('breaks type-changed@');
  });

  it('may be strings with a pattern that all numbers of their type match', () => {
    expect(asText(whole, { type: 'string', pattern: '^-?[0-9]+$' })).toEqual(['tells type-widened@']);
    expect(asText(whole, { type: 'string', pattern: '^[0-9]+$' })).toEqual(['breaks type-changed@']);
    const natural = { type: 'integer', minimum: 0 };
    expect(asText(natural, { type: 'string', pattern: '^[0-9]+$' })).toEqual(['tells type-widened@']);
    expect(asText({ type: 'number' }, { type: 'string', pattern: '^-?[0-9]+$' })).toEqual(['breaks type-changed@']);
  });

  it('may be null, as which an empty text may be read', () => {
    const nullable = { type: ['string', 'null'] };
    const [change, ...others] = changesOf({ baseline: nullable, candidate: text, text: true });
    expect(others).toEqual([]);
    expect(change).toMatchObject({ kind: 'became-not-nullable', breaks: true, witness: null });
  });
});

describe('alternatives that are the only ones of their type', () => {
  const open = { type: 'object' };
  const pair = object({ a: text }, { required: ['a'], title: 'Pair' });

  it('are the same one, changed, if one of them has no name', () => {
    const changes = changesOf({ baseline: { anyOf: [open, text] }, candidate: { anyOf: [pair, text, whole] } });
    expect(told(changes)).toEqual(['breaks required-property-added@', 'tells one-of-branch-added@']);
    expect(changes.find(({ breaks }) => breaks)).toMatchObject({ baseline: '/anyOf/0', candidate: '/anyOf/0' });
    const named = { ...open, title: 'Open' };
    expect(
      told(changesOf({ baseline: { anyOf: [named, text] }, candidate: { anyOf: [pair, text, whole] } })),
    ).toContain('breaks one-of-branch-removed@');
  });

  it('are what the only schema of the other side became', () => {
    const closed = { type: 'object', additionalProperties: text };
    const changes = changesOf({ baseline: open, candidate: { anyOf: [{ const: '', type: 'string' }, closed] } });
    expect(told(changes)).toEqual(['breaks additional-properties-closed@', 'tells one-of-branch-added@']);
    expect(changes.find(({ breaks }) => breaks)).toMatchObject({ baseline: '', candidate: '/anyOf/1' });
  });
});

describe('what shows that an alternative was removed', () => {
  it('has the member that tells it from others, though it may be without, and all that is required now', () => {
    const tagged = (tag: string): JsonValue => object({ tag: { const: tag }, id: text }, { title: tag });
    const amount = object({ value: whole });
    const baseline = object({ v: { oneOf: ['one', 'two', 'three'].map(tagged) }, amount });
    const required = { ...Object(amount), required: ['value'] } as JsonValue;
    const candidate = object({ v: { oneOf: ['one', 'two'].map(tagged) }, amount: required }, { required: ['amount'] });
    const changes = changesOf({ baseline, candidate });
    expect(changes.find(({ kind }) => kind === 'one-of-branch-removed')?.witness).toEqual({
      v: { tag: 'three' },
      amount: { value: 0 },
    });
  });
});

describe('members of a form', () => {
  const members = new Set(['text']);
  const asForm = (baseline: JsonValue, candidate: JsonValue): readonly string[] =>
    told(changesOf({ baseline: object({ text: baseline }), candidate: object({ text: candidate }), text: members }));

  it('travel as text, each by itself', () => {
    const [baseline, candidate] = [whole, text].map((schema) => object({ json: schema, text: schema }));
    if (baseline === undefined || candidate === undefined) throw new Error('two schemas');
    expect(told(changesOf({ baseline, candidate, text: members }))).toEqual([
      'breaks type-changed@/json',
      'tells type-widened@/text',
    ]);
  });

  it('show what they refuse by values that can be written', () => {
    const open = { type: 'object' };
    const cases: readonly (readonly [JsonValue, JsonValue, unknown])[] = [
      [open, { type: 'object', additionalProperties: text }, { key: { a: 'a' } }],
      [open, object({ a: text }, { required: ['a'] }), { key: 'a' }],
      [object({ a: text, b: text }), object({ a: text, b: text }, { required: ['a'] }), { b: '' }],
      [{ anyOf: [open, whole] }, whole, { key: 'a' }],
      [{ type: 'object', additionalProperties: open }, whole, { key: { key: 'a' } }],
      [object({ a: { type: ['null', 'integer'] } }), text, { a: 0 }],
    ];
    for (const [baseline, candidate, witness] of cases) {
      const question = { baseline: object({ text: baseline }), candidate: object({ text: candidate }), text: members };
      expect(changesOf(question).filter(({ breaks }) => breaks)).toMatchObject([{ witness: { text: witness } }]);
    }
  });

  it('have no need of members within them where they cannot be without', () => {
    expect(asForm(object({ a: text }), object({ a: text }, { minProperties: 1 }))).toEqual([]);
    expect(asForm({ type: 'array', items: text }, { type: 'array', items: text, minItems: 1 })).toEqual([
      'breaks constraint-tightened@/text',
    ]);
  });
});

describe('what alternatives say of a value itself', () => {
  const inList = (schema: JsonValue): JsonValue => object({ list: { type: 'array', items: object({ v: schema }) } });
  const bounded = { type: 'number', minimum: 0, maximum: 1 };

  it('counts for the demands of the other side', () => {
    const baseline = inList({ ...bounded, type: ['number', 'null'] });
    const candidate = inList({ anyOf: [bounded, { type: 'null' }] });
    for (const flow of ['inbound', 'outbound'] as const) {
      expect(told(changesOf({ baseline, candidate, flow }))).toEqual([]);
      expect(told(changesOf({ baseline: candidate, candidate: baseline, flow }))).toEqual([]);
    }
  });

  it('leaves the demands that are not met', () => {
    const changes = changesOf({
      baseline: inList(bounded),
      candidate: inList({ anyOf: [bounded, { type: 'null' }] }),
      flow: 'outbound',
    });
    expect(told(changes)).toEqual(['breaks became-nullable@/list/items/v']);
    expect(changes[0]?.witness).toEqual({ list: [{ v: null }] });
  });
});

describe('what else the receiver wants', () => {
  it('is part of a witness, so that it is refused for what it shows', () => {
    const payload = (most: number, required: readonly string[]): JsonValue =>
      object(
        { outer: text, inner: object({ a: { type: 'string', maxLength: most }, b: text }, { required }) },
        { required: required.length === 0 ? [] : ['outer'] },
      );
    const changes = changesOf({ baseline: payload(9, []), candidate: payload(5, ['b']) });
    expect(changes.map(({ keyword, witness }) => [keyword, witness])).toEqual([
      ['required', {}],
      ['required', { inner: {}, outer: '' }],
      ['maxLength', { inner: { a: 'aaaaaa', b: '' }, outer: '' }],
    ]);
  });

  it('is left out where it is what is shown', () => {
    const [a, b] = [{ type: 'string' }, { type: 'integer' }];
    const baseline = object({ a, b });
    const candidate = object({ a, b }, { required: ['a', 'b'] });
    expect(changesOf({ baseline, candidate }).map(({ witness }) => witness)).toEqual([{ b: 0 }, { a: '' }]);
  });
});

describe('members that several schemas describe', () => {
  it('are placed at the component, whatever stands beside the reference', () => {
    const using = (most: number): JsonValue =>
      object(
        {
          plain: { $ref: '#/$defs/name' },
          described: { allOf: [{ $ref: '#/$defs/name' }, { description: 'as it is shown' }] },
        },
        { $defs: { name: { type: 'string', maxLength: most } } },
      );
    for (const flow of ['inbound', 'outbound'] as const) {
      const changes = changesOf({ baseline: using(5), candidate: using(9), flow });
      expect(changes).toHaveLength(2);
      for (const change of changes) expect(change).toMatchObject({ baseline: '/$defs/name', candidate: '/$defs/name' });
    }
  });

  it('are placed where they stand', () => {
    const parts = (most: number): JsonValue => ({ allOf: [object({ a: text }), object({ a: { maxLength: most } })] });
    const [change] = changesOf({ baseline: parts(5), candidate: parts(4) });
    expect(change?.candidate).toBe('/allOf/1/properties/a');
  });
});

describe('what is beyond values', () => {
  const pairs: readonly (readonly [name: string, JsonValue, JsonValue, readonly string[], readonly string[]])[] = [
    [
      'an extensible list loses a value',
      { type: 'string', 'x-extensible-enum': ['a', 'b'] },
      { type: 'string', 'x-extensible-enum': ['a'] },
      ['breaks extensible-enum-value-removed@'],
      ['tells extensible-enum-value-removed@'],
    ],
    [
      'an extensible list gains a value',
      { type: 'string', 'x-extensible-enum': ['a'] },
      { type: 'string', 'x-extensible-enum': ['a', 'b'] },
      ['tells extensible-enum-value-added@'],
      ['tells extensible-enum-value-added@'],
    ],
    [
      'values that senders may use are listed for the first time',
      text,
      { type: 'string', 'x-extensible-enum': ['a'] },
      ['breaks extensible-enum-value-removed@'],
      ['tells extensible-enum-value-removed@'],
    ],
    [
      'a list of values becomes extensible',
      { type: 'string', enum: ['a'] },
      { type: 'string', 'x-extensible-enum': ['a'] },
      ['tells enum-removed@'],
      ['breaks enum-removed@'],
    ],
    [
      'a format that only its users know changes',
      { type: 'integer', format: 'seconds' },
      { type: 'integer', format: 'milliseconds' },
      ['tells format-changed@'],
      ['tells format-changed@'],
    ],
    [
      'a text no longer holds base64',
      { type: 'string', format: 'byte' },
      { type: 'string', format: 'binary' },
      ['breaks format-changed@', 'tells format-widened@'],
      ['breaks format-widened@', 'tells format-changed@'],
    ],
    [
      'a member becomes less stable',
      text,
      { type: 'string', 'x-stability-level': 'beta' },
      ['breaks stability-decreased@'],
      ['breaks stability-decreased@'],
    ],
    [
      'a text holds less',
      { type: 'string', contentSchema: object({ a: text }) },
      { type: 'string', contentSchema: object({ a: text }, { required: ['a'] }) },
      ['breaks schema-narrowed@'],
      ['tells schema-narrowed@'],
    ],
    [
      'a value of the discriminator is renamed',
      { $ref: '#/$defs/x', $defs: mapped({ a: '#/$defs/a' }) },
      { $ref: '#/$defs/x', $defs: mapped({ b: '#/$defs/a' }) },
      ['breaks discriminator-changed@'],
      ['breaks discriminator-changed@'],
    ],
    [
      'the discriminator learns a value of an alternative that it knew',
      { $ref: '#/$defs/x', $defs: mapped({ a: '#/$defs/a' }) },
      { $ref: '#/$defs/x', $defs: mapped({ a: '#/$defs/a', b: '#/$defs/a' }) },
      ['tells discriminator-changed@'],
      ['breaks discriminator-changed@'],
    ],
    [
      'an alternative that is selected by its name gets another one',
      { $ref: '#/$defs/x', $defs: unmapped('a') },
      { $ref: '#/$defs/x', $defs: unmapped('b') },
      ['breaks discriminator-changed@'],
      ['breaks discriminator-changed@'],
    ],
    [
      'an alternative gets another name, by which nothing selects it',
      { $ref: '#/$defs/x', $defs: unmapped('a', { enum: ['c'] }) },
      { $ref: '#/$defs/x', $defs: unmapped('b', { enum: ['c'] }) },
      [],
      [],
    ],
  ];

  function unmapped(name: string, kind: JsonValue = text): JsonValue {
    const x = { oneOf: [{ $ref: `#/$defs/${name}` }], discriminator: { propertyName: 'kind' } };
    return { x, [name]: object({ kind }, { required: ['kind'] }) };
  }

  function mapped(mapping: JsonValue): JsonValue {
    const discriminator = { propertyName: 'kind', mapping };
    return { x: { oneOf: [{ $ref: '#/$defs/a' }], discriminator }, a: object({ kind: text }, { required: ['kind'] }) };
  }

  it.each(pairs)('%s', (_, baseline, candidate, inbound, outbound) => {
    expect(told(changesOf({ baseline, candidate, flow: 'inbound' }))).toEqual(inbound);
    expect(told(changesOf({ baseline, candidate, flow: 'outbound' }))).toEqual(outbound);
  });

  it('is how a member is written as XML, unless that is how it is written anyway', () => {
    const written = (xml: JsonValue): JsonValue => object({ a: { type: 'string', xml } });
    const from = (xml: JsonValue, before: JsonValue = object({ a: text })): readonly string[] =>
      told(changesOf({ baseline: before, candidate: written(xml), xml: true }));
    expect(from({ name: 'a', attribute: false, wrapped: false })).toEqual([]);
    expect(from({ name: 'b' })).toEqual(['breaks schema-changed@/a']);
    expect(from({ attribute: true })).toEqual(['breaks schema-changed@/a']);
    expect(from({ name: 'b' }, written({ name: 'b', attribute: false }))).toEqual([]);
  });

  it('is told of members that are no longer sent', () => {
    const marked = (mark: string): JsonValue => object({ id: { type: 'string', [mark]: true } });
    const asked = { baseline: object({ id: text }), marks: true };
    expect(told(changesOf({ ...asked, candidate: marked('readOnly') }))).toEqual(['tells became-read-only@']);
    expect(told(changesOf({ ...asked, candidate: marked('writeOnly'), flow: 'outbound' }))).toEqual([
      'tells became-write-only@',
    ]);
    expect(told(changesOf({ ...asked, candidate: marked('readOnly'), flow: 'outbound' }))).toEqual([]);
  });
});

describe('what one alternative refuses', () => {
  const known = (...names: readonly string[]): JsonValue => ({ type: 'string', enum: names });
  const model = (...names: readonly string[]): JsonValue => ({ anyOf: [text, known(...names)] });

  it('is no break if another takes it, whatever else breaks', () => {
    const candidate = object({ model: model('a') }, { required: ['id'] });
    expect(told(changesOf({ baseline: object({ model: model('a', 'b') }), candidate }))).toEqual([
      'breaks required-property-added@',
    ]);
  });

  it('is a break if no other takes it', () => {
    const holding = (list: JsonValue): JsonValue => object({ model: { anyOf: [list, { type: 'integer' }] } });
    const changes = changesOf({ baseline: holding(known('a', 'b')), candidate: holding(known('a')) });
    expect(changes).toMatchObject([{ breaks: true, kind: 'enum-value-removed', witness: { model: 'b' } }]);
  });
});

describe('a schema that becomes one of several', () => {
  const $defs = { reader: { type: 'object', required: ['label', 'id'] }, gone: { type: 'object', required: ['id'] } };
  const [reader, gone] = [{ $ref: '#/$defs/reader' }, { $ref: '#/$defs/gone' }];
  const alone = object({ item: reader }, { $defs });
  const beside = object({ item: { anyOf: [reader, gone] } }, { $defs });

  it('breaks readers by the others alone', () => {
    const changes = changesOf({ baseline: alone, candidate: beside, flow: 'outbound' });
    expect(changes).toMatchObject([
      {
        breaks: true,
        kind: 'one-of-branch-added',
        candidate: '/properties/item/anyOf/1',
        witness: { item: { id: null } },
      },
    ]);
  });

  it('breaks senders of the others when they go', () => {
    expect(told(changesOf({ baseline: beside, candidate: alone }))).toEqual(['breaks one-of-branch-removed@/item']);
  });

  it('is compared with what it was', () => {
    const changed = { $defs: { ...$defs, reader: { type: 'object', required: ['label', 'id', 'key'] } } };
    const candidate = object({ item: { anyOf: [reader, { type: 'string' }] } }, changed);
    expect(told(changesOf({ baseline: alone, candidate }))).toEqual([
      'breaks required-property-added@/item',
      'tells one-of-branch-added@/item',
    ]);
  });
});

describe('null beside one alternative', () => {
  const record = (...required: string[]): JsonValue => ({ type: 'object', properties: { id: text }, required });
  const inDocument = (v: JsonValue, kind: JsonValue, other: JsonValue = true): JsonValue =>
    object({ v }, { $defs: { kind, other } });
  const [kind, other, missing] = [{ $ref: '#/$defs/kind' }, { $ref: '#/$defs/other' }, { type: 'null' }];
  const beside = (schema: JsonValue): JsonValue => ({ oneOf: [schema, missing] });

  it('is told as such, and what is beside it is compared', () => {
    const baseline = inDocument(beside(kind), record('id'));
    const candidate = inDocument({ ...kind, description: 'who did it' }, record());
    expect(changesOf({ baseline, candidate, flow: 'outbound' })).toMatchObject([
      { breaks: false, kind: 'became-not-nullable', candidate: '/properties/v' },
      {
        breaks: true,
        kind: 'property-became-optional',
        baseline: '/$defs/kind',
        candidate: '/$defs/kind',
        witness: { v: {} },
      },
    ]);
    expect(told(changesOf({ baseline, candidate }))).toEqual([
      'breaks became-not-nullable@/v',
      'tells property-became-optional@/v',
    ]);
    expect(told(changesOf({ baseline: candidate, candidate: baseline, flow: 'outbound' }))).toEqual([
      'breaks became-nullable@/v',
      'tells property-became-required@/v',
    ]);
  });

  it('leaves one schema on each side to compare, whatever their names', () => {
    const documents = [inDocument(beside(kind), record('id'), record('no')), inDocument(other, record(), record('no'))];
    const [baseline = true, candidate = true] = documents;
    expect(told(changesOf({ baseline, candidate }))).toEqual([
      'breaks became-not-nullable@/v',
      'breaks required-property-added@/v',
      'tells property-became-optional@/v',
    ]);
  });
});

describe('alternatives that overlap', () => {
  const lengths = (...alternatives: JsonValue[]): JsonValue => ({
    oneOf: alternatives.map((each) => ({ type: 'string', ...(each as object) })),
  });

  it('may refuse what each of them takes, while both take more than before', () => {
    const baseline = lengths({ maxLength: 6 }, { minLength: 5, maxLength: 20 });
    const candidate = lengths({ maxLength: 8 }, { minLength: 5, maxLength: 25 });
    const refused = { breaks: true, keyword: 'oneOf', witness: 'aaaaaaa' };
    const told = { breaks: false, keyword: 'maxLength' };
    expect(changesOf({ baseline, candidate })).toMatchObject([refused, told, told]);
    expect(changesOf({ baseline: candidate, candidate: baseline, flow: 'outbound' })).toMatchObject([
      refused,
      told,
      told,
    ]);
  });

  it('are told of once where one was added', () => {
    const baseline = lengths({ maxLength: 6 }, { minLength: 5 });
    const candidate = lengths({ maxLength: 7 }, { minLength: 5 }, { type: 'integer' });
    const changes = changesOf({ baseline, candidate, flow: 'outbound' });
    expect(changes.filter(({ breaks }) => breaks)).toMatchObject([{ kind: 'one-of-branch-added', witness: 0 }]);
  });
});

describe('alternatives of which no type stays', () => {
  const [switched, counted, named, list] = [{ type: 'boolean' }, whole, text, { type: 'array' }];

  it('are told where each is another type now', () => {
    for (const keyword of ['anyOf', 'oneOf']) {
      const [baseline, candidate] = [{ [keyword]: [switched] }, { [keyword]: [named] }];
      for (const flow of ['inbound', 'outbound'] as const) {
        const changes = changesOf({ baseline, candidate, flow });
        expect(told(changes)).toEqual(['breaks type-changed@']);
        expect(changes[0]?.witness).toBe(flow === 'inbound' ? true : '');
      }
    }
  });

  it('are told where they all came or went', () => {
    const [baseline, candidate] = [{ anyOf: [switched, counted] }, { anyOf: [named, list] }].map((v) => object({ v }));
    const changes = changesOf({ baseline: baseline ?? {}, candidate: candidate ?? {} });
    expect(told(changes)).toEqual([
      'breaks one-of-branch-removed@/v',
      'breaks one-of-branch-removed@/v',
      'tells one-of-branch-added@/v',
      'tells one-of-branch-added@/v',
    ]);
    expect(changes.flatMap(({ witness }) => (witness === undefined ? [] : [witness]))).toEqual([{ v: true }, { v: 0 }]);
  });
});

describe('no alternatives', () => {
  it('are one cause, whatever takes their place', () => {
    const [none, some] = [object({ v: { oneOf: [] } }), object({ v: { oneOf: [{ const: 'a' }, { const: 'b' }] } })];
    expect(told(changesOf({ baseline: none, candidate: some, flow: 'outbound' }))).toEqual([
      'breaks one-of-branch-added@/v',
    ]);
  });
});

describe('a value of two alternatives', () => {
  const open = (properties: JsonValue): JsonValue => ({ type: 'object', properties });
  const flow = 'outbound';

  it('may have the members of both', () => {
    const cat = { type: 'object', properties: { a: { type: 'boolean' } }, required: ['a', 'kind'] };
    const pet = { oneOf: [cat, { type: 'object', properties: { c: { type: 'boolean' } }, required: ['kind'] }] };
    const holding = (name: string): JsonValue => ({ anyOf: [pet, open({ [name]: { type: 'array' } })] });
    expect(changesOf({ baseline: holding('a'), candidate: holding('e'), flow })).toContainEqual(
      expect.objectContaining({ breaks: true }),
    );
  });

  it('is asked about only where one side speaks of more', () => {
    const baseline = { anyOf: [open({ a: text }), open({ b: { maxLength: 3 } })] };
    const candidate = { anyOf: [open({ a: text }), open({ b: { maxLength: 2 } })] };
    expect(told(changesOf({ baseline, candidate, flow }))).toEqual(['tells constraint-tightened@/b']);
  });
});

describe('schemas of two dialects', () => {
  const dialects = { dialect: 'openapi-3.0', candidateDialect: '2020-12' } as const;

  it('are each read in their own', () => {
    const nullable = { oneOf: [{ type: 'string', nullable: true }, { type: 'array' }] };
    expect(changesOf({ ...dialects, baseline: nullable, candidate: nullable })).toMatchObject([
      { breaks: true, kind: 'became-not-nullable', witness: null },
    ]);
    const above = { oneOf: [{ minimum: 0, exclusiveMinimum: true }] };
    expect(changesOf({ ...dialects, baseline: above, candidate: { oneOf: [{ exclusiveMinimum: 0 }] } })).toEqual([]);
    expect(changesOf({ ...dialects, baseline: above, candidate: { oneOf: [{ exclusiveMinimum: 1 }] } })).toMatchObject([
      { breaks: true },
    ]);
  });

  it('differ by keywords that only one of them knows', () => {
    const positions = { prefixItems: [text] };
    const patterns = { type: 'object', patternProperties: { '^x': text } };
    for (const schema of [positions, patterns]) {
      for (const flow of ['inbound', 'outbound'] as const) {
        const changes = changesOf({ ...dialects, flow, baseline: schema, candidate: schema });
        expect(changes.map(({ breaks }) => breaks)).toEqual([flow === 'inbound']);
      }
    }
    const rest = { ...positions, items: { type: 'integer' } };
    expect(changesOf({ ...dialects, baseline: rest, candidate: rest })).toMatchObject([{ breaks: true }]);
  });
});

describe('a schema that names another dialect than its document', () => {
  const part = (declared?: string): JsonValue => ({
    properties: {
      x: { type: 'array', prefixItems: [text], ...(declared === undefined ? {} : { $schema: declared }) },
    },
  });
  const older = 'http://json-schema.org/draft-07/schema#';

  it('is undecided where it differs', () => {
    for (const [baseline, candidate] of [
      [part(older), part()],
      [part(), part(older)],
    ] as const) {
      expect(told(changesOf({ baseline, candidate }))).toContain('breaks undecided@/x');
    }
    const cycle = (declared: JsonValue): JsonValue => ({
      $defs: { node: { ...(declared as object), properties: { next: { $ref: '#/$defs/node' } }, prefixItems: [text] } },
      not: { $ref: '#/$defs/node' },
    });
    expect(told(changesOf({ baseline: cycle({ $schema: older }), candidate: cycle({}) }))).toContain(
      'breaks undecided@',
    );
  });

  it('is read where both name the same one, or that of the document', () => {
    expect(changesOf({ baseline: part(older), candidate: part(older) })).toEqual([]);
    for (const own of [
      'https://json-schema.org/draft/2020-12/schema',
      'https://spec.openapis.org/oas/3.1/dialect/base',
    ]) {
      expect(changesOf({ baseline: part(own), candidate: part() })).toEqual([]);
    }
  });
});

describe('a change of a later position', () => {
  it('is shown by a list that is made longer for it', () => {
    const list = (maxLength: number): JsonValue => ({
      type: 'array',
      minItems: 1,
      prefixItems: [text, { type: 'string', maxLength }],
    });
    expect(changesOf({ baseline: list(5), candidate: list(3) })).toMatchObject([
      { breaks: true, path: '/1', witness: [expect.any(String), 'aaaa'] },
    ]);
  });
});

describe('schemas that differ in what they refer to', () => {
  const tree = (leaf: JsonValue, extra: JsonValue = {}): JsonValue => ({
    $defs: {
      leaf,
      node: { type: 'object', properties: { leaf: { $ref: '#/$defs/leaf' }, next: { $ref: '#/$defs/node' } } },
    },
    allOf: [{ $ref: '#/$defs/node' }, { required: ['leaf'] }],
    ...(extra as object),
  });

  it('are compared there', () => {
    const changes = changesOf({ baseline: tree(text), candidate: tree({ type: 'string', maxLength: 2 }) });
    expect(changes).toMatchObject([{ breaks: true, path: '/leaf', keyword: 'maxLength', candidate: '/$defs/leaf' }]);
  });

  it('are compared in all else too', () => {
    const short = { type: 'string', maxLength: 2 };
    expect(told(changesOf({ baseline: tree(text), candidate: tree(short, { minProperties: 2 }) }))).toEqual([
      'breaks constraint-tightened@',
      'breaks constraint-tightened@/leaf',
    ]);
  });

  it('are undecided where they refer to nothing', () => {
    const [baseline, candidate] = [text, { type: 'string', maxLength: 2 }].map((leaf): JsonValue => ({
      ...(tree(leaf) as object),
      properties: { lost: { $ref: '#/$defs/lost' } },
    }));
    expect(told(changesOf({ baseline: baseline ?? null, candidate: candidate ?? null }))).toContain(
      'breaks constraint-tightened@/leaf',
    );
  });
});

describe('references that cannot be followed', () => {
  it('are undecided unless they are equal', () => {
    const dangling = { $ref: '#/nowhere' };
    expect(told(changesOf({ baseline: dangling, candidate: dangling }))).toEqual([]);
    const [change] = changesOf({ baseline: text, candidate: dangling });
    expect(change).toMatchObject({ breaks: true, kind: 'undecided' });
  });
});

describe('what is no schema', () => {
  it('is undecided unless it is equal', () => {
    const holding = (schema: JsonValue): JsonValue => ({ properties: { x: schema } });
    expect(told(changesOf({ baseline: holding('a'), candidate: holding('a') }))).toEqual([]);
    expect(told(changesOf({ baseline: holding('a'), candidate: holding('b') }))).toEqual(['breaks undecided@/x']);
    expect(told(changesOf({ baseline: holding('a'), candidate: holding({}) }))).toEqual(['breaks undecided@/x']);
  });
});

describe('schemas that are part of themselves', () => {
  it('are never called compatible where they differ', () => {
    const [change] = changesOf({
      baseline: { anyOf: [{ $ref: '#' }, text] },
      candidate: { anyOf: [{ $ref: '#' }, { type: 'string', maxLength: 3 }] },
    });
    expect(change).toMatchObject({ breaks: true, undecided: expect.any(String) });
  });
});
