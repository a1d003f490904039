import { describe, expect, it } from 'vitest';

import { modelOf, openapi, parse, withoutPlaces, type Document } from './support.ts';

const order = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
const limit = { type: 'integer', minimum: 1 };
const names = { type: 'array', items: { type: 'string' } };
const form = {
  type: 'object',
  properties: { file: { type: 'string', format: 'binary' }, note: { type: 'string' } },
  required: ['file'],
};

const swagger: Document = {
  swagger: '2.0',
  info: { title: 'Orders', version: '7' },
  host: 'API.example.com',
  basePath: '/v1/',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json; charset=UTF-8'],
  security: [{ key: [] }],
  securityDefinitions: {
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    oauth: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://a/',
      tokenUrl: 'https://t/',
      scopes: { r: '' },
    },
  },
  paths: {
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
      get: {
        operationId: 'getOrder',
        tags: ['orders'],
        parameters: [
          { name: 'limit', in: 'query', type: 'integer', minimum: 1 },
          { name: 'names', in: 'query', type: 'array', items: { type: 'string' } },
          { name: 'all', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
          { name: 'X-Names', in: 'header', type: 'array', items: { type: 'string' }, collectionFormat: 'csv' },
        ],
        responses: {
          200: { schema: { $ref: '#/definitions/Order' }, headers: { 'X-Left': { type: 'integer', minimum: 1 } } },
          default: { description: 'failed' },
        },
      },
      put: {
        security: [{ oauth: ['r'] }, {}],
        parameters: [{ name: 'order', in: 'body', required: true, schema: { $ref: '#/definitions/Order' } }],
        responses: { 204: { description: 'done' } },
      },
      post: {
        consumes: ['multipart/form-data'],
        deprecated: true,
        'x-sunset': '2030-01-01',
        parameters: [
          { name: 'file', in: 'formData', required: true, type: 'file' },
          { name: 'note', in: 'formData', type: 'string' },
        ],
        responses: { 204: { description: 'done' } },
      },
    },
  },
  definitions: { Order: order },
};

const modern = (version: string): Document =>
  openapi(version, {
    info: { title: 'Orders', version: '7' },
    servers: [{ url: 'https://api.example.com/v1' }],
    security: [{ key: [] }],
    paths: {
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          operationId: 'getOrder',
          tags: ['orders'],
          parameters: [
            { $ref: '#/components/parameters/Limit' },
            { name: 'names', in: 'query', schema: names, explode: false },
            { name: 'all', in: 'query', schema: names, style: 'form' },
            { name: 'X-Names', in: 'header', schema: names },
            { name: 'accept', in: 'header', schema: { type: 'string' } },
          ],
          responses: {
            200: {
              content: { 'application/json; charset=UTF-8': { schema: { $ref: '#/components/schemas/Order' } } },
              headers: {
                'x-left': { $ref: '#/components/headers/Left' },
                'Content-Type': { schema: { type: 'string' } },
              },
            },
            default: { description: 'failed' },
          },
        },
        put: {
          security: [{ oauth: ['r'] }, {}],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
          responses: { 204: { description: 'done' } },
        },
        post: {
          deprecated: true,
          'x-sunset': '2030-01-01',
          requestBody: { required: true, content: { 'multipart/form-data': { schema: form } } },
          responses: { 204: { description: 'done' } },
        },
      },
    },
    components: {
      schemas: { Order: order },
      parameters: { Limit: { name: 'limit', in: 'query', schema: limit } },
      headers: { Left: { schema: limit } },
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'x-key' },
        oauth: {
          type: 'oauth2',
          flows: { authorizationCode: { tokenUrl: 'https://t/', authorizationUrl: 'https://a/', scopes: { r: '' } } },
        },
      },
    },
  });

describe('the versions of the specification', () => {
  it.each(['3.0.3', '3.1.1', '3.2.0'])('give the same model: 2.0 and %s', (version) => {
    const read = withoutPlaces(parse(modern(version)));
    expect(read).toEqual(withoutPlaces(parse(swagger)));
  });

  it('are told apart by an operation that differs', () => {
    const other = modern('3.0.3');
    const changed: unknown = JSON.parse(JSON.stringify(other).replace('"minimum":1', '"minimum":2'));
    expect(withoutPlaces(parse(changed as Document))).not.toEqual(withoutPlaces(parse(swagger)));
  });

  it('are stated by the model, with the dialect of their schemas', () => {
    const dialectOf = (document: Document): string | undefined => {
      const { operations } = modelOf(document);
      return operations[0]?.read().parameters[0]?.schema?.dialect;
    };
    expect(modelOf(swagger).specification).toBe('swagger 2.0');
    expect(modelOf(modern('3.2.0')).specification).toBe('openapi 3.2.0');
    expect(modelOf(swagger).version).toBe('7');
    expect(dialectOf(swagger)).toBe('openapi-3.0');
    expect(dialectOf(modern('3.0.0'))).toBe('openapi-3.0');
    expect(dialectOf(modern('3.1.0'))).toBe('2020-12');
    const declared = { ...modern('3.1.0'), jsonSchemaDialect: 'http://json-schema.org/draft-07/schema#' };
    expect(dialectOf(declared)).toBe('draft-07');
    const own = { ...modern('3.1.0'), jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base' };
    expect(dialectOf(own)).toBe('2020-12');
  });
});
