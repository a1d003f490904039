import { describe, expect, it } from 'vitest';

import { read, refusal } from './support.ts';

const spellings = [
  'http://127.0.0.1:9/x.json',
  'HTTPS://example.com/x.yaml#/a',
  '//example.com/x.json',
  'file:///etc/passwd',
  './x.json',
  '../x.json#/a',
  'x.json',
  '/etc/passwd',
  'C:\\x.json',
  'data:application/json,{}',
  'urn:example:x',
  ' #/components/schemas/A',
  '%23/components/schemas/A',
  '',
];

/** Every position holds a reference that is followed where the value stands for `REF`. */
const positions: readonly [string, object][] = [
  ['a schema', { components: { schemas: { A: { $ref: 'REF' } } } }],
  ['a list of schemas', { components: { schemas: { A: { allOf: [{ type: 'object' }, { $ref: 'REF' }] } } } }],
  ['a path item', { paths: { '/a': { $ref: 'REF' } } }],
  ['the map of paths', { paths: { $ref: 'REF' } }],
  ['a map of properties', { components: { schemas: { A: { properties: { $ref: 'REF' } } } } }],
  ['a property named example', { components: { schemas: { A: { properties: { example: { $ref: 'REF' } } } } } }],
  ['a schema named default', { components: { schemas: { default: { $ref: 'REF' } } } }],
  ['a property named properties', { components: { schemas: { A: { properties: { properties: { $ref: 'REF' } } } } } }],
  ['the default response', { paths: { '/a': { get: { responses: { default: { $ref: 'REF' } } } } } }],
  ['a header named x-a', { paths: { '/a': { get: { responses: { 200: { headers: { 'x-a': { $ref: 'REF' } } } } } } } }],
  ['a callback', { components: { callbacks: { c: { '{$request.body#/url}': { $ref: 'REF' } } } } }],
  ['an Example Object', { components: { examples: { a: { $ref: 'REF' } } } }],
  ['a dynamic reference', { components: { schemas: { A: { $dynamicRef: 'REF' } } } }],
  ['a recursive reference', { components: { schemas: { A: { items: { $recursiveRef: 'REF' } } } } }],
  ['a link', { components: { links: { l: { operationRef: 'REF' } } } }],
  ['a pattern', { components: { schemas: { A: { patternProperties: { '^x-': { $ref: 'REF' } } } } } }],
  ['definitions', { definitions: { enum: { $ref: 'REF' } } }],
];

const inSchema = (schema: object): string => JSON.stringify({ components: { schemas: { A: schema } } });
const mapping = (value: string): string => inSchema({ discriminator: { propertyName: 't', mapping: { a: value } } });
const dialect = (uri: string): string => inSchema({ $schema: uri });

describe('references to other documents', () => {
  it.each(positions)('are refused by name in %s, however spelt', (_, position) => {
    for (const spelling of spellings) {
      const text = JSON.stringify({ openapi: '3.1.0', ...position }).replace('"REF"', JSON.stringify(spelling));
      expect(refusal(text)).toMatchObject({ kind: 'external-reference', reference: spelling });
    }
  });

  it.each(positions)('are no matter in %s when they stay inside', (_, position) => {
    const text = JSON.stringify({ openapi: '3.1.0', ...position }).replace('"REF"', '"#/components/schemas/B"');
    expect(read(text).value).toBeDefined();
  });

  it('are placed', () => {
    expect(refusal('openapi: 3.0.0\npaths:\n  /a:\n    $ref: ./a.yaml\n').place).toEqual({
      pointer: '/paths/~1a/$ref',
      line: 4,
      column: 5,
    });
  });

  it('are refused in AsyncAPI payloads, headers and servers', () => {
    const parts = [
      'channels: {c: {messages: {m: {payload: {$ref: ./x.json}}}}}',
      'channels: {c: {messages: {m: {headers: {properties: {example: {$ref: ./x.json}}}}}}}',
      'servers: {default: {$ref: ./x.json}}',
      'components: {messageTraits: {default: {$ref: ./x.json}}}',
    ];
    for (const part of parts) expect(refusal(`asyncapi: 3.0.0\n${part}`).kind).toBe('external-reference');
  });

  it('are refused in a discriminator, whose values may be names of components', () => {
    for (const value of ['https://example.com/a.json', './A', 'a/b.json#/A', '/a', 'file:a']) {
      expect(refusal(mapping(value))).toMatchObject({ kind: 'external-reference', reference: value });
    }
    for (const value of ['#/components/schemas/A', 'A', 'a.b-C_1']) expect(read(mapping(value)).value).toBeDefined();
  });

  it('are refused as the dialect of a schema, unless it is a known one', () => {
    const known = [
      'http://json-schema.org/draft-07/schema#',
      'https://json-schema.org/draft/2020-12/schema',
      'https://json-schema.org/draft/2019-09/schema',
      'http://json-schema.org/draft-04/schema',
      'https://spec.openapis.org/oas/3.1/dialect/base',
    ];
    for (const uri of known) expect(read(dialect(uri)).value).toBeDefined();
    for (const uri of [
      'https://example.com/dialect',
      'http://json-schema.org.example.com/draft-07/schema#',
      './meta.json',
    ]) {
      expect(refusal(dialect(uri)).kind).toBe('external-reference');
    }
    expect(refusal('{"openapi": "3.1.0", "jsonSchemaDialect": "https://example.com/d"}').kind).toBe(
      'external-reference',
    );
  });
});

describe('what only looks like a reference', () => {
  const outside = { $ref: 'https://example.com/x.json' };
  const innocent: readonly [string, object][] = [
    ['an example', { components: { schemas: { A: { example: outside } } } }],
    ['a list of examples', { components: { schemas: { A: { examples: [outside] } } } }],
    ['the value of an Example Object', { components: { examples: { a: { value: { deep: [outside] } } } } }],
    ['a default', { components: { schemas: { A: { default: outside } } } }],
    ['an enum', { components: { schemas: { A: { enum: [outside] } } } }],
    ['a constant', { components: { schemas: { A: { const: outside } } } }],
    ['an extension', { 'x-note': outside }],
    ['a property named $ref', { components: { schemas: { A: { properties: { $ref: { type: 'string' } } } } } }],
    ['a link for readers', { externalDocs: { url: 'https://example.com' } }],
    ['an example kept elsewhere', { components: { examples: { a: { externalValue: 'https://example.com/a' } } } }],
    ['an identifier', { components: { schemas: { A: { $id: 'https://example.com/a.json' } } } }],
    ['a property named $schema', { components: { schemas: { A: { properties: { $schema: { type: 'string' } } } } } }],
    ['a required list', { components: { schemas: { A: { required: ['$ref'] } } } }],
  ];

  it.each(innocent)('is data in %s', (_, part) => {
    expect(read(JSON.stringify({ openapi: '3.1.0', ...part })).value).toMatchObject(part);
  });

  it('is data in the examples of Swagger and AsyncAPI', () => {
    const examples = { examples: { 'application/json': outside } };
    expect(read(JSON.stringify({ swagger: '2.0', responses: { a: examples } })).value).toBeDefined();
    expect(
      read(JSON.stringify({ asyncapi: '3.0.0', components: { messages: { m: { examples: [{ payload: outside }] } } } }))
        .value,
    ).toBeDefined();
  });
});
