import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/report.ts';
import { diffAsyncApi, diffOpenApi } from '../../../src/diff/index.ts';
import type { JsonObject, JsonValue } from '../../../src/internal/json.ts';
import { changesOf, told } from './support.ts';

const text = { type: 'string' };
const pet = '#/components/schemas/Pet';
const toPet = { $ref: pet };
const toCat = { $ref: '#/components/schemas/Cat' };
const toDog = { $ref: '#/components/schemas/Dog' };

function petWith(discriminator: JsonValue = { propertyName: 'kind' }): JsonObject {
  return { type: 'object', required: ['kind'], properties: { kind: text }, discriminator };
}

function madeOf(parent: JsonValue, own: JsonObject = {}): JsonObject {
  return { allOf: [parent, { type: 'object', ...own }] };
}

/** Orders of pets, of which nothing but the discriminator leads to cats. */
function orders(schemas: JsonObject, pets: JsonValue = { $ref: pet }): JsonObject {
  const Order = { type: 'object', properties: { pets: { type: 'array', items: pets } } };
  return { components: { schemas: { Order, Pet: petWith(), ...schemas } } };
}

function changes(baseline: JsonObject, candidate: JsonObject, flow: 'inbound' | 'outbound' = 'inbound') {
  return changesOf({ baseline, candidate, flow, dialect: 'openapi-3.0', pointer: '/components/schemas/Order' });
}

const strings = { properties: { lives: text } };
const numbers = { properties: { lives: { type: 'integer' } } };
const required = { ...strings, required: ['lives'] };
const mapped = (mapping: JsonValue): JsonObject => ({ Pet: petWith({ propertyName: 'kind', mapping }) });

describe('what only a discriminator leads to', () => {
  const pairs: readonly (readonly [name: string, JsonObject, JsonObject, inbound: string[], outbound: string[]])[] = [
    [
      'changes',
      orders({ Cat: madeOf(toPet, strings) }),
      orders({ Cat: madeOf(toPet, numbers) }),
      ['breaks type-changed@/pets/items/lives'],
      ['breaks type-changed@/pets/items/lives'],
    ],
    [
      'asks for more',
      orders({ Cat: madeOf(toPet, strings) }),
      orders({ Cat: madeOf(toPet, required) }),
      ['breaks property-became-required@/pets/items'],
      ['tells property-became-required@/pets/items'],
    ],
    [
      'changes two generations on, beside what did not',
      orders({ Dog: madeOf(toPet), Cat: madeOf(toPet), Kitten: madeOf(toCat, strings) }),
      orders({ Dog: madeOf(toPet), Cat: madeOf(toPet), Kitten: madeOf(toCat, numbers) }),
      ['breaks type-changed@/pets/items/lives'],
      ['breaks type-changed@/pets/items/lives'],
    ],
    [
      'is named in the mapping alone',
      orders({ ...mapped({ cat: 'Cat' }), Cat: { type: 'object', ...strings } }),
      orders({ ...mapped({ cat: 'Cat' }), Cat: { type: 'object', ...required } }),
      ['breaks property-became-required@/pets/items'],
      ['tells property-became-required@/pets/items'],
    ],
    [
      'changes where what selects it is wrapped',
      orders({ Cat: madeOf(toPet, strings) }, { nullable: true, allOf: [{ $ref: pet }] }),
      orders({ Cat: madeOf(toPet, required) }, { nullable: true, allOf: [{ $ref: pet }] }),
      ['breaks property-became-required@/pets/items'],
      ['tells property-became-required@/pets/items'],
    ],
    [
      'comes',
      orders({}),
      orders({ Cat: madeOf(toPet) }),
      ['tells discriminator-changed@/pets/items'],
      ['breaks discriminator-changed@/pets/items'],
    ],
    [
      'goes',
      orders({ Cat: madeOf(toPet) }),
      orders({}),
      ['breaks discriminator-changed@/pets/items'],
      ['tells discriminator-changed@/pets/items'],
    ],
    [
      'is called otherwise on the wire',
      orders({ Cat: madeOf(toPet) }),
      orders({ ...mapped({ cat: 'Cat' }), Cat: madeOf(toPet) }),
      ['breaks discriminator-changed@/pets/items'],
      ['breaks discriminator-changed@/pets/items'],
    ],
    [
      'is called otherwise in the document only',
      orders({ Cat: madeOf(toPet, { properties: { kind: { enum: ['cat'] } } }) }),
      orders({ Feline: madeOf(toPet, { properties: { kind: { enum: ['cat'] } } }) }),
      [],
      [],
    ],
    [
      'is called otherwise in the document only, and asks for more',
      orders({ ...mapped({ cat: 'Cat' }), Cat: madeOf(toPet, strings) }),
      orders({ ...mapped({ cat: 'Feline' }), Feline: madeOf(toPet, required) }),
      ['breaks property-became-required@/pets/items', 'tells discriminator-changed@/pets/items'],
      ['tells discriminator-changed@/pets/items', 'tells property-became-required@/pets/items'],
    ],
    [
      'is no matter to those who are told of another',
      orders({ ...mapped({ c: 'Cat', d: 'Dog' }), Cat: madeOf(toPet), Dog: madeOf(toPet, strings) }, toCat),
      orders({ ...mapped({ c: 'Cat', d: 'Dog' }), Cat: madeOf(toPet), Dog: madeOf(toPet, required) }, toCat),
      [],
      [],
    ],
    [
      'is what is sent, and is called otherwise on the wire',
      orders({ Cat: madeOf(toPet) }, toCat),
      orders({ ...mapped({ cat: 'Cat' }), Cat: madeOf(toPet) }, toCat),
      ['breaks discriminator-changed@/pets/items'],
      ['breaks discriminator-changed@/pets/items'],
    ],
    [
      'is no matter where alternatives are listed',
      orders({
        Pet: { oneOf: [toDog], discriminator: { propertyName: 'kind' } },
        Cat: madeOf(toPet, strings),
        Dog: strings,
      }),
      orders({
        Pet: { oneOf: [toDog], discriminator: { propertyName: 'kind' } },
        Cat: madeOf(toPet, required),
        Dog: strings,
      }),
      [],
      [],
    ],
  ];

  it.each(pairs)('%s', (_, baseline, candidate, inbound, outbound) => {
    expect(told(changes(baseline, candidate, 'inbound'))).toEqual(inbound);
    expect(told(changes(baseline, candidate, 'outbound'))).toEqual(outbound);
  });

  it('is shown by itself, as it is selected', () => {
    const baseline = orders({ ...mapped({ cat: 'Cat' }), Cat: madeOf(toPet, strings) });
    const candidate = orders({ ...mapped({ cat: 'Cat' }), Cat: madeOf(toPet, required) });
    expect(changes(baseline, candidate).map(({ witness }) => witness)).toEqual([{ kind: 'cat' }]);
  });

  it('tells once what it is made of', () => {
    const parent = (member: JsonValue): JsonObject => ({
      ...petWith(),
      properties: { kind: text, name: member, ...(member === text ? {} : { age: text }) },
    });
    const heirs = { Cat: madeOf(toPet, strings), Dog: madeOf(toPet) };
    const [baseline, candidate] = [text, { type: 'integer' }].map((name) => orders({ ...heirs, Pet: parent(name) }));
    expect(told(changes(baseline ?? {}, candidate ?? {}))).toEqual([
      'breaks type-changed@/pets/items/name',
      'tells property-added@/pets/items',
    ]);
  });
});

describe('heirs in documents', () => {
  const info = { title: 'pets', version: '1' };

  function swagger(cat: JsonObject): JsonObject {
    const toPet = { $ref: '#/definitions/Pet' };
    const parameters = [{ in: 'body', name: 'pet', schema: toPet }];
    const post = { consumes: ['application/json'], parameters, responses: { 204: { description: 'done' } } };
    const definitions = { Pet: petWith('kind'), Cat: madeOf(toPet, cat) };
    return { swagger: '2.0', info, paths: { '/pets': { post } }, definitions };
  }

  function openApi(openapi: string, cat: JsonObject): JsonObject {
    const requestBody = { content: { 'application/json': { schema: toPet } } };
    const post = { requestBody, responses: { 204: { description: 'done' } } };
    return {
      openapi,
      info,
      paths: { '/pets': { post } },
      components: { schemas: { Pet: petWith(), Cat: madeOf(toPet, cat) } },
    };
  }

  function asyncApi(cat: JsonObject): JsonObject {
    const channels = { pets: { publish: { operationId: 'take', message: { payload: toPet } } } };
    const components = { schemas: { Pet: petWith('kind'), Cat: madeOf(toPet, cat) } };
    return { asyncapi: '2.6.0', info, channels, components };
  }

  const rulesOf = (findings: readonly Finding[]): readonly string[] => findings.map(({ rule }) => rule);

  it.each([
    ['Swagger 2.0', swagger],
    ['OpenAPI 3.0', (cat: JsonObject) => openApi('3.0.3', cat)],
    ['OpenAPI 3.1', (cat: JsonObject) => openApi('3.1.0', cat)],
  ] as const)('are compared in %s', async (_, documentOf) => {
    const [baseline, candidate] = [strings, required].map((cat) => JSON.stringify(documentOf(cat)));
    const report = (await diffOpenApi(baseline ?? '', candidate ?? ''))._unsafeUnwrap();
    expect(rulesOf(report.findings)).toEqual(['request-property-became-required']);
    expect(report.findings.map(({ witness }) => witness)).toEqual([{ kind: 'Cat' }]);
  });

  it('are compared in AsyncAPI, and in use', async () => {
    const [baseline, candidate] = [strings, required].map((cat) => JSON.stringify(asyncApi(cat)));
    const report = (await diffAsyncApi(baseline ?? '', candidate ?? ''))._unsafeUnwrap();
    expect(rulesOf(report.findings)).toEqual(['message-payload-property-became-required']);
  });
});
