import type { EventDirection } from '../../../src/diff/asyncapi/model.ts';

/** Two schemas of a received (or sent) payload between which a change is found, and one where it is not. */
interface SchemaExample {
  readonly suffix: string;
  readonly direction?: EventDirection;
  readonly baseline: unknown;
  readonly candidate: unknown;
  readonly near: unknown;
}

const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const text = { type: 'string' };
const member = (schema: unknown): object => object({ a: schema });

export const schemaExamples: readonly SchemaExample[] = [
  {
    suffix: 'property-added',
    baseline: object({ a: text }),
    candidate: object({ a: text, b: text }),
    near: object({ a: text }),
  },
  {
    suffix: 'property-added-to-closed',
    direction: 'send',
    baseline: object({ a: text }, { additionalProperties: false }),
    candidate: object({ a: text, b: text }, { additionalProperties: false }),
    near: object({ a: { ...text, maxLength: 3 } }, { additionalProperties: false }),
  },
  {
    suffix: 'required-property-added',
    baseline: object({ a: text }),
    candidate: object({ a: text, b: text }, { required: ['b'] }),
    near: object({ a: text, b: text }),
  },
  {
    suffix: 'property-removed',
    baseline: object({ a: text, b: text }),
    candidate: object({ a: text }),
    near: object({ b: text, a: text }),
  },
  {
    suffix: 'property-removed-from-closed',
    baseline: object({ a: text, b: text }, { additionalProperties: false }),
    candidate: object({ a: text }, { additionalProperties: false }),
    near: object({ a: text }),
  },
  {
    suffix: 'required-property-removed',
    direction: 'send',
    baseline: object({ a: text, b: text }, { required: ['b'] }),
    candidate: object({ a: text }),
    near: object({ a: text, b: text }),
  },
  {
    suffix: 'property-became-required',
    baseline: object({ a: text }),
    candidate: object({ a: text }, { required: ['a'] }),
    near: object({ a: text }, { required: [] }),
  },
  {
    suffix: 'property-became-optional',
    direction: 'send',
    baseline: object({ a: text }, { required: ['a'] }),
    candidate: object({ a: text }),
    near: object({ a: text, b: text }, { required: ['a'] }),
  },
  {
    suffix: 'type-changed',
    baseline: member(text),
    candidate: member({ type: 'integer' }),
    near: member({ type: ['string'] }),
  },
  {
    suffix: 'type-widened',
    direction: 'send',
    baseline: member({ type: 'integer' }),
    candidate: member({ type: 'number' }),
    near: member({ type: ['integer'] }),
  },
  {
    suffix: 'type-narrowed',
    baseline: member({ type: 'number' }),
    candidate: member({ type: 'integer' }),
    near: member({ type: ['integer', 'number'] }),
  },
  {
    suffix: 'enum-value-added',
    direction: 'send',
    baseline: member({ enum: ['x'] }),
    candidate: member({ enum: ['x', 'y'] }),
    near: member({ enum: ['x', 'x'].slice(1) }),
  },
  {
    suffix: 'enum-value-removed',
    baseline: member({ enum: ['x', 'y'] }),
    candidate: member({ enum: ['x'] }),
    near: member({ enum: ['y', 'x'] }),
  },
  {
    suffix: 'enum-added',
    baseline: member(text),
    candidate: member({ type: 'string', enum: ['x'] }),
    near: member({ type: 'string', title: 'x' }),
  },
  {
    suffix: 'enum-removed',
    direction: 'send',
    baseline: member({ type: 'string', enum: ['x'] }),
    candidate: member(text),
    near: member({ enum: ['x'] }),
  },
  {
    suffix: 'const-changed',
    baseline: member({ const: 'x' }),
    candidate: member({ const: 'y' }),
    near: member({ enum: ['x'] }),
  },
  {
    suffix: 'constraint-tightened',
    baseline: member({ type: 'string', maxLength: 3 }),
    candidate: member({ type: 'string', maxLength: 2 }),
    near: member({ type: 'string', maxLength: 4 }),
  },
  {
    suffix: 'constraint-loosened',
    direction: 'send',
    baseline: member({ type: 'string', maxLength: 3 }),
    candidate: member({ type: 'string', maxLength: 4 }),
    near: member({ type: 'string', maxLength: 2 }),
  },
  {
    suffix: 'pattern-changed',
    baseline: member({ type: 'string', pattern: '^a' }),
    candidate: member({ type: 'string', pattern: '^b' }),
    near: member({ type: 'string', pattern: '^a', minLength: 1 }),
  },
  {
    suffix: 'format-added',
    baseline: member(text),
    candidate: member({ type: 'string', format: 'date' }),
    near: member({ type: 'string', format: 'a-name-nobody-knows' }),
  },
  {
    suffix: 'format-removed',
    direction: 'send',
    baseline: member({ type: 'string', format: 'date' }),
    candidate: member(text),
    near: member({ type: 'string', format: 'date', title: 'x' }),
  },
  {
    suffix: 'format-changed',
    baseline: member({ type: 'string', format: 'date' }),
    candidate: member({ type: 'string', format: 'date-time' }),
    near: member({ type: 'string', format: 'date', title: 'x' }),
  },
  {
    suffix: 'format-widened',
    direction: 'send',
    baseline: member({ type: 'integer', format: 'int32' }),
    candidate: member({ type: 'integer', format: 'int64' }),
    near: member({ type: 'integer', format: 'int32', title: 'x' }),
  },
  {
    suffix: 'format-narrowed',
    baseline: member({ type: 'integer', format: 'int64' }),
    candidate: member({ type: 'integer', format: 'int32' }),
    near: member({ type: 'integer', format: 'int64', title: 'x' }),
  },
  {
    suffix: 'default-changed',
    baseline: member({ type: 'string', default: 'x' }),
    candidate: member({ type: 'string', default: 'y' }),
    near: member({ type: 'string', default: 'x', title: 'y' }),
  },
  {
    suffix: 'additional-properties-closed',
    baseline: object({ a: text }, { additionalProperties: true }),
    candidate: object({ a: text }, { additionalProperties: false }),
    near: object({ a: text }),
  },
  {
    suffix: 'additional-properties-opened',
    direction: 'send',
    baseline: object({ a: text }, { additionalProperties: false }),
    candidate: object({ a: text }, { additionalProperties: true }),
    near: object({ a: text }),
  },
  {
    suffix: 'undeclared-properties-refused',
    baseline: object({ a: text }),
    candidate: object({ a: text }, { additionalProperties: false }),
    near: object({ a: text }, { additionalProperties: true }),
  },
  {
    suffix: 'undeclared-properties-allowed',
    direction: 'send',
    baseline: object({ a: text }, { additionalProperties: false }),
    candidate: object({ a: text }),
    near: object({ a: text }, { additionalProperties: true }),
  },
  {
    suffix: 'one-of-branch-added',
    direction: 'send',
    baseline: member({ oneOf: [text] }),
    candidate: member({ oneOf: [text, { type: 'integer' }] }),
    near: member({ anyOf: [text] }),
  },
  {
    suffix: 'one-of-branch-removed',
    baseline: member({ oneOf: [text, { type: 'integer' }] }),
    candidate: member({ oneOf: [text] }),
    near: member({ oneOf: [{ type: 'integer' }, text] }),
  },
  {
    suffix: 'discriminator-changed',
    baseline: object({ a: text, b: text }, { discriminator: 'a', required: ['a', 'b'] }),
    candidate: object({ a: text, b: text }, { discriminator: 'b', required: ['a', 'b'] }),
    near: object({ a: text, b: text }, { discriminator: 'a', required: ['b', 'a'] }),
  },
  {
    suffix: 'schema-narrowed',
    baseline: member(text),
    candidate: member({ type: 'string', not: { const: 'x' } }),
    near: member({ type: 'string', not: false }),
  },
  {
    suffix: 'schema-widened',
    direction: 'send',
    baseline: member({ type: 'string', not: { const: 'x' } }),
    candidate: member(text),
    near: member({ not: { const: 'x' }, type: 'string' }),
  },
  {
    suffix: 'schema-changed',
    baseline: { type: 'array', contains: { const: 1 } },
    candidate: { type: 'array', contains: { const: 2 } },
    near: { type: 'array', contains: { enum: [1] } },
  },
];
