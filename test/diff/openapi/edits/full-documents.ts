import type { JsonObject } from '../../../../src/internal/json.ts';

/** Documents that use every field that their version of the specification has for what an exchange looks like. */

const schemaFields = {
  type: 'object',
  required: ['name'],
  minProperties: 4,
  maxProperties: 9,
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 9, default: 'a' },
    code: { type: 'string', pattern: '^[a-z]+$' },
    kind: { enum: ['cat', 'dog'] },
    size: { type: 'integer', minimum: 1, maximum: 8 },
    step: { type: 'integer', multipleOf: 2 },
    short: { type: 'integer', format: 'int32' },
    tags: { type: 'array', minItems: 1, maxItems: 3, uniqueItems: true, items: { type: 'string' } },
    id: { type: 'string', readOnly: true },
    wrapped: { type: 'string', xml: { name: 'w', namespace: 'urn:a', prefix: 'p', attribute: true, wrapped: true } },
  },
  additionalProperties: { type: 'string' },
} as const;

const exclusive: JsonObject = {
  type: 'number',
  minimum: 0,
  exclusiveMinimum: true,
  maximum: 9,
  exclusiveMaximum: true,
};

const words = { type: 'array', items: { type: 'string' } };

const described = { description: 'Text.' };

export const swagger: JsonObject = {
  swagger: '2.0',
  info: { title: 'Full', version: '1' },
  host: 'a.test',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  produces: ['application/json', 'application/xml'],
  security: [{ key: [] }],
  securityDefinitions: {
    key: { type: 'apiKey', name: 'X-Key', in: 'header' },
    basic: { type: 'basic' },
    auth: {
      type: 'oauth2',
      flow: 'accessCode',
      authorizationUrl: 'https://a.test/auth',
      tokenUrl: 'https://a.test/token',
      scopes: { read: 'Read.' },
    },
  },
  definitions: {
    Pet: {
      ...schemaFields,
      discriminator: 'kind',
      properties: { ...schemaFields.properties, score: exclusive },
      allOf: [{ $ref: '#/definitions/Base' }],
    },
    Base: { properties: { base: { type: 'boolean' } } },
  },
  parameters: { Limit: { name: 'limit', in: 'query', type: 'integer', minimum: 1, maximum: 10 } },
  responses: { Problem: { ...described, schema: { $ref: '#/definitions/Base' } } },
  paths: {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
      get: {
        operationId: 'getPet',
        tags: ['pets'],
        deprecated: true,
        schemes: ['wss'],
        produces: ['text/xml', 'application/xml'],
        security: [{ auth: ['read'] }, { basic: [] }],
        parameters: [
          { $ref: '#/parameters/Limit' },
          {
            name: 'names',
            in: 'query',
            type: 'array',
            items: { type: 'string', pattern: '^[ab]', minLength: 3, maxLength: 9 },
            collectionFormat: 'pipes',
            minItems: 1,
            maxItems: 4,
            uniqueItems: true,
            allowEmptyValue: true,
          },
          {
            name: 'steps',
            in: 'header',
            required: true,
            type: 'number',
            minimum: 0,
            maximum: 4,
            exclusiveMinimum: true,
            exclusiveMaximum: true,
          },
          { name: 'step', in: 'query', type: 'integer', multipleOf: 2 },
          { name: 'short', in: 'query', type: 'integer', format: 'int32' },
          { name: 'sort', in: 'query', type: 'string', enum: ['up', 'down'], default: 'up' },
        ],
        responses: {
          200: {
            ...described,
            schema: { $ref: '#/definitions/Pet' },
            headers: { 'X-Rate': { type: 'array', items: { type: 'integer' }, collectionFormat: 'ssv' } },
          },
          404: { $ref: '#/responses/Problem' },
          default: { ...described, schema: { $ref: '#/definitions/Base' } },
        },
      },
      put: {
        consumes: ['text/csv', 'text/plain'],
        parameters: [{ name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/Pet' } }],
        responses: { 204: described },
      },
      post: {
        consumes: ['multipart/form-data', 'multipart/x-form'],
        parameters: [
          { name: 'file', in: 'formData', type: 'file' },
          { name: 'note', in: 'formData', type: 'string', required: true, maxLength: 5 },
        ],
        responses: { 204: described },
      },
    },
    '/plain': {
      post: {
        parameters: [{ name: 'body', in: 'body', schema: { type: 'string' } }],
        responses: { 200: { ...described, schema: { type: 'string' } } },
      },
    },
  },
};

const reference = { $ref: '#/components/schemas/Pet' };
const flow = {
  authorizationUrl: 'https://a.test/auth',
  tokenUrl: 'https://a.test/token',
  refreshUrl: 'https://a.test/refresh',
  scopes: { read: 'Read.' },
};

function common(schemas: JsonObject): JsonObject {
  return {
    info: { title: 'Full', version: '1' },
    servers: [{ url: 'https://{region}.a.test/v1', variables: { region: { enum: ['eu', 'us'], default: 'eu' } } }],
    security: [{ key: [] }],
    paths: {
      '/pets/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: words, style: 'label', explode: true }],
        post: {
          operationId: 'postPet',
          tags: ['pets'],
          deprecated: true,
          security: [{ auth: ['read'] }, { bearer: [] }, { open: [] }],
          servers: [{ url: 'https://b.test/v1' }],
          parameters: [
            { $ref: '#/components/parameters/Limit' },
            {
              name: 'filter',
              in: 'query',
              required: true,
              deprecated: true,
              allowEmptyValue: true,
              allowReserved: true,
              style: 'spaceDelimited',
              explode: true,
              schema: words,
            },
            { name: 'deep', in: 'query', content: { 'application/json': { schema: reference } } },
          ],
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: reference },
              'application/x-www-form-urlencoded': {
                schema: {
                  type: 'object',
                  properties: { list: { type: 'array', items: { type: 'string' } }, json: { type: 'object' } },
                },
                encoding: {
                  list: { style: 'pipeDelimited', explode: true, allowReserved: true },
                  json: { contentType: 'application/vnd.a+json' },
                },
              },
              'multipart/form-data': {
                schema: { type: 'object', properties: { part: { type: 'string' } } },
                encoding: {
                  part: {
                    contentType: 'text/csv',
                    headers: { 'X-Part': { required: true, schema: { type: 'string' } } },
                  },
                },
              },
            },
          },
          responses: {
            200: {
              ...described,
              headers: {
                'X-Rate': {
                  required: true,
                  deprecated: true,
                  style: 'simple',
                  explode: true,
                  schema: { type: 'object', additionalProperties: { type: 'integer' } },
                },
                'X-Json': { content: { 'application/json': { schema: { type: 'integer' } } } },
              },
              content: { 'application/json': { schema: reference }, 'application/xml': { schema: reference } },
              links: {
                next: {
                  operationId: 'postPet',
                  parameters: { id: '$response.body#/name' },
                  requestBody: '$request.body',
                  server: { url: 'https://c.test' },
                },
                again: { operationRef: '#/paths/~1pets~1{id}/post' },
              },
            },
            '4XX': { $ref: '#/components/responses/Problem' },
            default: { ...described, content: { 'application/json': { schema: { type: 'string' } } } },
          },
          callbacks: {
            done: {
              '{$request.body#/name}': {
                post: {
                  requestBody: { required: true, content: { 'application/json': { schema: reference } } },
                  responses: { 200: described },
                },
              },
            },
          },
        },
      },
      '/inherits': { get: { responses: { 204: described } } },
      '/elsewhere': { servers: [{ url: 'https://a.test/v2' }], get: { responses: { 204: described } } },
    },
    components: {
      schemas,
      parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer' } } },
      responses: { Problem: { ...described, content: { 'application/problem+json': { schema: { type: 'object' } } } } },
      securitySchemes: {
        key: { type: 'apiKey', name: 'X-Key', in: 'header' },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        open: { type: 'openIdConnect', openIdConnectUrl: 'https://a.test/.well-known' },
        auth: {
          type: 'oauth2',
          flows: {
            authorizationCode: flow,
            implicit: { ...flow },
            password: { ...flow },
            clientCredentials: { ...flow },
          },
        },
      },
    },
  };
}

const combined = {
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
  discriminator: { propertyName: 'is', mapping: { c: '#/components/schemas/Cat', d: '#/components/schemas/Dog' } },
};
const kinds = {
  Cat: { type: 'object', required: ['is'], properties: { is: { enum: ['c'] } } },
  Dog: { type: 'object', required: ['is'], properties: { is: { enum: ['d'] } } },
};

export const openapi30: JsonObject = {
  openapi: '3.0.4',
  ...common({
    ...kinds,
    Pet: {
      ...schemaFields,
      properties: {
        ...schemaFields.properties,
        score: exclusive,
        secret: { type: 'string', writeOnly: true },
        nothing: { type: 'string', nullable: true },
        old: { type: 'string', deprecated: true },
        either: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
        other: { allOf: [{ type: 'integer' }, { minimum: 4 }] },
        never: { type: 'string', not: { enum: ['x'] } },
        union: combined,
      },
    },
  }),
};

const modern: JsonObject = {
  ...kinds,
  Pet: {
    ...schemaFields,
    patternProperties: { '^x_': { type: 'integer' } },
    propertyNames: { maxLength: 12 },
    dependentRequired: { name: ['kind'] },
    dependentSchemas: { kind: { required: ['size'] } },
    properties: {
      ...schemaFields.properties,
      score: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 9 },
      secret: { type: 'string', writeOnly: true },
      nothing: { type: ['string', 'null'] },
      old: { type: 'string', deprecated: true },
      either: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      other: { allOf: [{ type: 'integer' }, { minimum: 4 }] },
      never: { type: 'string', not: { const: 'x' } },
      choice: { if: { type: 'string' }, else: { type: 'integer' } },
      tuple: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
      some: { type: 'array', contains: { const: 7 }, minContains: 2, maxContains: 3 },
      closed: { type: 'object', unevaluatedProperties: false },
      rest: { type: 'array', prefixItems: [{ type: 'string' }], unevaluatedItems: false },
      text: {
        type: 'string',
        contentEncoding: 'base64',
        contentMediaType: 'application/json',
        contentSchema: { type: 'object', required: ['a'] },
      },
      union: combined,
      node: { $ref: '#/components/schemas/Node' },
    },
  },
  Node: { $defs: { leaf: { type: 'string' } }, $ref: '#/components/schemas/Node/$defs/leaf' },
};

function since31(openapi: string): JsonObject {
  const document = common(modern);
  return {
    openapi,
    ...document,
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths: { ...Object(document.paths), '/shared': { $ref: '#/components/pathItems/Shared' } },
    webhooks: {
      changed: {
        post: {
          requestBody: { content: { 'application/json': { schema: reference } } },
          responses: { 200: described },
        },
      },
    },
    components: {
      ...Object(document.components),
      pathItems: { Shared: { get: { security: [{ tls: [] }], responses: { 200: described } } } },
      securitySchemes: { ...Object(Object(document.components).securitySchemes), tls: { type: 'mutualTLS' } },
    },
  };
}

export const openapi31: JsonObject = since31('3.1.1');

const modernPaths = {
  '/streams': {
    query: {
      security: [{ device: ['read'] }],
      parameters: [
        { name: 'all', in: 'querystring', content: { 'application/json': { schema: { type: 'object' } } } },
        { name: 'crumb', in: 'cookie', style: 'cookie', schema: { type: 'string' } },
      ],
      requestBody: {
        content: {
          'multipart/mixed': {
            schema: { type: 'array', items: { type: 'string' } },
            prefixEncoding: [{ contentType: 'text/csv' }],
            itemEncoding: { contentType: 'application/json' },
          },
        },
      },
      responses: {
        200: {
          summary: 'Text.',
          content: {
            'application/jsonl': { itemSchema: { type: 'object', required: ['a'] } },
            'text/plain': { $ref: '#/components/mediaTypes/Text' },
          },
        },
      },
    },
    additionalOperations: { COPY: { responses: { 204: described } } },
  },
};

export const openapi32: JsonObject = {
  ...since31('3.2.0'),
  $self: 'https://a.test/openapi',
  paths: { ...Object(openapi31.paths), ...modernPaths },
  servers: [
    { name: 'main', url: 'https://{region}.a.test/v1', variables: { region: { enum: ['eu', 'us'], default: 'eu' } } },
  ],
  components: {
    ...Object(openapi31.components),
    mediaTypes: { Text: { schema: { type: 'string' } } },
    securitySchemes: {
      ...Object(Object(openapi31.components).securitySchemes),
      device: {
        type: 'oauth2',
        deprecated: true,
        oauth2MetadataUrl: 'https://a.test/.well-known/oauth',
        flows: {
          deviceAuthorization: {
            deviceAuthorizationUrl: 'https://a.test/device',
            tokenUrl: 'https://a.test/token',
            scopes: { read: 'Read.' },
          },
        },
      },
    },
  },
};
