import type { FindingLevel } from '../../../src/core/report.ts';

type Schema = Readonly<Record<string, unknown>>;
type Levels = readonly [send: FindingLevel, receive: FindingLevel];

const quiet: Levels = ['info', 'info'];
const loss: Levels = ['warning', 'warning'];
const narrower: Levels = ['info', 'breaking'];
const wider: Levels = ['breaking', 'info'];
const other: Levels = ['breaking', 'breaking'];

const object = (properties: object, more: object = {}): Schema => ({ type: 'object', properties, ...more });
const text: Schema = { type: 'string' };
const whole: Schema = { type: 'integer' };
const list: Schema = { type: 'array', items: text };
const closed = { additionalProperties: false };
const four = object({ a: text, b: text, c: text, d: text });

/** A change and the change back: what each is called, and what it means where the schema is sent and received. */
type Change = readonly [suffix: string, levels: Levels, baseline: Schema, candidate: Schema];

const there: readonly Change[] = [
  ['property-added', quiet, object({ a: text }), object({ a: text, b: text })],
  ['property-removed', loss, object({ a: text, b: text }), object({ a: text })],
  ['property-added-to-closed', wider, object({ a: text }, closed), object({ a: text, b: text }, closed)],
  [
    'property-removed-from-closed',
    ['warning', 'breaking'],
    object({ a: text, b: text }, closed),
    object({ a: text }, closed),
  ],
  ['required-property-added', narrower, object({ a: text }), object({ a: text, b: text }, { required: ['b'] })],
  [
    'required-property-removed',
    ['breaking', 'warning'],
    object({ a: text, b: text }, { required: ['b'] }),
    object({ a: text }),
  ],
  ['property-became-required', narrower, object({ a: text }), object({ a: text }, { required: ['a'] })],
  ['property-became-optional', wider, object({ a: text }, { required: ['a'] }), object({ a: text })],
  ['type-changed', other, text, whole],
  ['type-changed', other, object({ a: text }), list],
  ['type-widened', wider, whole, { type: 'number' }],
  ['type-narrowed', narrower, { type: 'number' }, whole],
  ['type-widened', wider, text, { type: ['string', 'null'] }],
  ['type-narrowed', narrower, { type: ['string', 'null'] }, text],
  ['enum-value-added', wider, { enum: ['x'] }, { enum: ['x', 'y'] }],
  ['enum-value-removed', narrower, { enum: ['x', 'y'] }, { enum: ['x'] }],
  ['enum-added', narrower, text, { ...text, enum: ['x'] }],
  ['enum-removed', wider, { ...text, enum: ['x'] }, text],
  ['const-changed', other, { const: 'x' }, { const: 'y' }],
  ['pattern-changed', other, { ...text, pattern: '^a' }, { ...text, pattern: 'b$' }],
  ['format-added', narrower, text, { ...text, format: 'uuid' }],
  ['format-removed', wider, { ...text, format: 'uuid' }, text],
  ['format-changed', other, { ...text, format: 'date-time' }, { ...text, format: 'date' }],
  ['format-widened', wider, { ...whole, format: 'int32' }, { ...whole, format: 'int64' }],
  ['format-narrowed', narrower, { ...whole, format: 'int64' }, { ...whole, format: 'int32' }],
  ['format-widened', wider, { type: 'number', format: 'float' }, { type: 'number', format: 'double' }],
  ['format-narrowed', narrower, { type: 'number', format: 'double' }, { type: 'number', format: 'float' }],
  ['default-changed', loss, { ...text, default: 'x' }, { ...text, default: 'y' }],
  [
    'additional-properties-closed',
    narrower,
    object({ a: text }, { additionalProperties: true }),
    object({ a: text }, closed),
  ],
  [
    'additional-properties-opened',
    wider,
    object({ a: text }, closed),
    object({ a: text }, { additionalProperties: text }),
  ],
  ['undeclared-properties-refused', narrower, object({ a: text }), object({ a: text }, closed)],
  ['undeclared-properties-allowed', wider, object({ a: text }, closed), object({ a: text })],
  ['one-of-branch-added', wider, { oneOf: [text, whole] }, { oneOf: [text, whole, { type: 'boolean' }] }],
  ['one-of-branch-removed', narrower, { anyOf: [text, whole, { type: 'boolean' }] }, { anyOf: [text, whole] }],
  [
    'discriminator-changed',
    other,
    { ...object({ k: text, t: text }, { required: ['k', 't'] }), discriminator: 'k' },
    { ...object({ k: text, t: text }, { required: ['k', 't'] }), discriminator: 't' },
  ],
];

/** Bounds: none, the laxer, the stricter. */
const bounds: readonly (readonly [Schema, string, unknown, unknown])[] = [
  [text, 'minLength', 1, 3],
  [text, 'maxLength', 3, 2],
  [list, 'minItems', 1, 3],
  [list, 'maxItems', 3, 2],
  [four, 'minProperties', 1, 3],
  [four, 'maxProperties', 3, 2],
  [whole, 'minimum', 1, 3],
  [whole, 'maximum', 3, 2],
  [whole, 'exclusiveMinimum', 1, 3],
  [whole, 'exclusiveMaximum', 3, 2],
  [whole, 'multipleOf', 2, 4],
];

const moved: readonly Change[] = bounds.flatMap(([schema, keyword, lax, strict]): readonly Change[] => {
  const [laxer, stricter] = [
    { ...schema, [keyword]: lax },
    { ...schema, [keyword]: strict },
  ];
  return [
    ['constraint-tightened', narrower, laxer, stricter],
    ['constraint-loosened', wider, stricter, laxer],
    ['constraint-tightened', narrower, schema, stricter],
    ['constraint-loosened', wider, stricter, schema],
  ];
});

export const schemaChanges: readonly Change[] = [
  ...there,
  ...moved,
  ['constraint-tightened', narrower, list, { ...list, uniqueItems: true }],
  ['constraint-loosened', wider, { ...list, uniqueItems: true }, list],
  ['constraint-tightened', narrower, text, { ...text, pattern: '^a' }],
  ['constraint-loosened', wider, { ...text, pattern: '^a' }, text],
];

const named = { $ref: '#/components/schemas/Named' };

/** Where in a payload a schema can stand; with the component that it then is. */
export const standings: Readonly<
  Record<string, (schema: Schema) => { readonly payload: Schema; readonly named?: Schema }>
> = {
  'the payload': (schema) => ({ payload: schema }),
  'a member': (schema) => ({ payload: object({ m: schema, n: text }) }),
  'a required member': (schema) => ({ payload: object({ m: schema }, { required: ['m'] }) }),
  'the items of a list': (schema) => ({ payload: object({ m: { type: 'array', items: schema } }) }),
  'an item by position': (schema) => ({ payload: { type: 'array', items: [schema, text] } }),
  'all other members': (schema) => ({ payload: { type: 'object', additionalProperties: schema } }),
  'a part of a member': (schema) => ({ payload: object({ m: { allOf: [schema, {}] } }) }),
  'a member of an alternative': (schema) => ({
    payload: {
      oneOf: [
        object({ kind: { const: 'a' }, m: schema }, { required: ['kind', 'm'] }),
        object({ kind: { const: 'b' } }, { required: ['kind'] }),
      ],
    },
  }),
  'a component': (schema) => ({ payload: object({ m: named }), named: schema }),
  'a component of several members': (schema) => ({ payload: object({ m: named, n: named }), named: schema }),
  'a member of a component that the payload is part of': (schema) => ({
    payload: { allOf: [named, object({ n: text })] },
    named: object({ m: schema }),
  }),
  'a member of a component that refers to itself': (schema) => ({
    payload: named,
    named: object({ m: schema, next: named }),
  }),
};
