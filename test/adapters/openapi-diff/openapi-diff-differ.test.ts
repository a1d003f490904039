import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createOpenApiDiffDiffer } from '../../../src/adapters/openapi-diff/create-openapi-diff-differ.ts';
import { diffReportSchema, type DiffReport } from '../../../src/core/report.ts';
import type { DiffError } from '../../../src/ports/contract-differ.ts';
import { createCanary, type Canary } from '../canary.ts';

const differ = createOpenApiDiffDiffer();
const options = { signal: new AbortController().signal };

type Json = Record<string, unknown>;

const encode = (document: Json | string): Uint8Array =>
  new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document));

async function diff(baseline: Json | string, candidate: Json | string): Promise<DiffReport> {
  const result = await differ.diff(encode(baseline), encode(candidate), options);
  return diffReportSchema.parse(result.unwrapOr(undefined));
}

async function diffError(baseline: Json | string, candidate: Json | string): Promise<DiffError | undefined> {
  const result = await differ.diff(encode(baseline), encode(candidate), options);
  return result.isErr() ? result.error : undefined;
}

const user = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, age: { type: 'integer' } } };
const lax = { type: user.type, properties: user.properties };
const json = (schema: unknown): Json => ({ content: { 'application/json': { schema } } });
const schemaOf = (schema: unknown): Json => ({ components: { schemas: { User: schema } } });

/** An OpenAPI 3.0 document with one operation, from parts that a case replaces. */
function api(operation: Json = {}, root: Json = {}, item: Json = {}): Json {
  const reference = { $ref: '#/components/schemas/User' };
  return {
    openapi: '3.0.3',
    info: { title: 'Users', version: '1' },
    paths: {
      '/users/{id}': {
        ...item,
        post: {
          operationId: 'update',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: { required: true, ...json(reference) },
          responses: { 200: { description: 'ok', ...json(reference) } },
          ...operation,
        },
      },
    },
    ...schemaOf(user),
    ...root,
  };
}

/** Schemas that inherit from one with a discriminator; nothing refers to them. */
function variants(cat: Json): Json {
  const pet = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { type: 'string' } },
    discriminator: { propertyName: 'kind' },
  };
  const parts = [{ $ref: '#/components/schemas/Pet' }, { type: 'object', ...cat }];
  return { components: { schemas: { User: user, Pet: pet, Cat: { allOf: parts }, Tiger: { allOf: parts } } } };
}

const response = (value: Json, status = '200'): Json => ({ responses: { [status]: { description: 'ok', ...value } } });
const body = (schema: unknown): Json => ({ requestBody: { required: true, ...json(schema) } });
const parameters = (...list: unknown[]): Json => ({
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }, ...list],
});
const query = (extra: Json = {}): Json => ({ name: 'q', in: 'query', schema: { type: 'string' }, ...extra });

describe('openapi-diff behind the port', () => {
  const compatible: readonly [string, Json, Json][] = [
    ['the same document', api(), api()],
    ['another order of members', { a: 1, ...api() }, { ...api(), a: 1 }],
    [
      'documentation',
      api({ summary: 'a', tags: ['x'], deprecated: false, 'x-internal': 1 }),
      api(
        { description: 'b', operationId: 'other', deprecated: true, externalDocs: { url: 'https://example.com' } },
        { tags: [] },
      ),
    ],
    ['examples', api(body({ ...user, example: { id: '1' } })), api(body({ ...user, example: { id: 2 } }))],
    ['the version of the contract', api(), api({}, { info: { title: 'Other', version: '2' } })],
    ['a patch of the specification', api(), api({}, { openapi: '3.0.1' })],
    ['an added path', api(), { ...api(), paths: { ...(api()['paths'] as Json), '/orders': { get: response({}) } } }],
    ['an added operation', api(), api({}, {}, { get: { ...parameters(), ...response({}) } })],
    ['an unused component', api(), api({}, { components: { schemas: { User: user, Other: { enum: [1] } } } })],
    ['an inlined reference', api(), api(body(user))],
    [
      'reordered parameters',
      api(parameters(query(), query({ name: 'r' }))),
      api(parameters(query({ name: 'r' }), query())),
    ],
    [
      'a reordered enum',
      api(parameters(query({ schema: { enum: ['a', 'b'] } }))),
      api(parameters(query({ schema: { enum: ['b', 'a'] } }))),
    ],
    ['a wider request body', api(body({ ...user, required: ['id'] })), api(body(lax))],
    ['a narrower response', api(response(json(user))), api(response(json({ ...user, required: ['id', 'age'] })))],
    [
      'an added response header',
      api(response({})),
      api(response({ headers: { 'X-Rate': { schema: { type: 'integer' } } } })),
    ],
  ];

  it.each(compatible)('calls %s compatible', async (_, baseline, candidate) => {
    const report = await diff(baseline, candidate);
    expect(report.findings.filter(({ level }) => level === 'breaking')).toEqual([]);
    expect(report.compatibility).toBe('compatible');
  });

  const breaking: readonly [string, string, Json, Json][] = [
    ['a removed path', 'path-removed', api(), { ...api(), paths: {} }],
    ['a removed operation', 'operation-removed', api({}, {}, { get: { ...parameters(), ...response({}) } }), api()],
    [
      'a removed status',
      'response-status-removed',
      api({ responses: { 200: { description: '' }, 404: { description: '' } } }),
      api(response({})),
    ],
    [
      'a request body that requires more',
      'request-body-narrowed',
      api(),
      api(body({ ...user, required: ['id', 'age'] })),
    ],
    ['a response that may lack more', 'response-body-widened', api(response(json(user))), api(response(json(lax)))],
    [
      'a property of another type',
      'request-body-narrowed',
      api(),
      api({}, schemaOf({ ...user, properties: { id: { type: 'string' }, age: { type: 'boolean' } } })),
    ],
    [
      'a lower maximum',
      'request-body-narrowed',
      api(body({ type: 'integer', maximum: 9 })),
      api(body({ type: 'integer', maximum: 8 })),
    ],
  ];

  it.each(breaking)('finds %s', async (_, rule, baseline, candidate) => {
    const report = await diff(baseline, candidate);
    expect(report.compatibility).toBe('incompatible');
    const found = report.findings.find((finding) => finding.rule === rule);
    expect(found).toMatchObject({ level: 'breaking' });
    expect(found?.undecided).toBeUndefined();
  });

  // The package says nothing to any of these.
  const undecided: readonly [string, string, Json, Json][] = [
    [
      'a new required query parameter',
      '/paths/~1users~1{id}/post/parameters/1',
      api(parameters()),
      api(parameters(query({ required: true }))),
    ],
    [
      'a parameter that became required',
      '/paths/~1users~1{id}/post/parameters/1/required',
      api(parameters(query())),
      api(parameters(query({ required: true }))),
    ],
    [
      'a parameter of another type',
      '/paths/~1users~1{id}/post/parameters/1/schema/type',
      api(parameters(query())),
      api(parameters(query({ schema: { type: 'integer' } }))),
    ],
    [
      'a parameter of the path item',
      '/paths/~1users~1{id}/parameters',
      api(),
      api({}, {}, { parameters: [query({ required: true })] }),
    ],
    [
      'a body that became required',
      '/paths/~1users~1{id}/post/requestBody/required',
      api({ requestBody: json(user) }),
      api(body(user)),
    ],
    ['a new body', '/paths/~1users~1{id}/post/requestBody', api({ requestBody: undefined }), api()],
    [
      'a media type gone',
      '/paths/~1users~1{id}/post/requestBody/content/text~1plain',
      api({ requestBody: { content: { 'application/json': {}, 'text/plain': {} } } }),
      api({ requestBody: { content: { 'application/json': {} } } }),
    ],
    [
      'another schema in another media type',
      '/components/schemas/User/type',
      api(
        { requestBody: { content: { 'text/plain': { schema: { $ref: '#/components/schemas/User' } } } } },
        schemaOf({ type: 'string' }),
      ),
      api(
        { requestBody: { content: { 'text/plain': { schema: { $ref: '#/components/schemas/User' } } } } },
        schemaOf({ type: 'integer' }),
      ),
    ],
    ['security of an operation', '/paths/~1users~1{id}/post/security', api(), api({ security: [{ key: [] }] })],
    [
      'another scheme, named like documentation',
      '/security/0/x-key',
      api({}, { security: [{ title: [] }] }),
      api({}, { security: [{ 'x-key': [] }] }),
    ],
    [
      'a changed security scheme',
      '/components/securitySchemes/key/in',
      api(
        {},
        {
          components: { schemas: { User: user }, securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'k' } } },
        },
      ),
      api(
        {},
        {
          components: {
            schemas: { User: user },
            securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'k' } },
          },
        },
      ),
    ],
    [
      'another server',
      '/servers/0/url',
      api({}, { servers: [{ url: '/v1' }] }),
      api({}, { servers: [{ url: '/v2' }] }),
    ],
    [
      'an enum value gone',
      '/paths/~1users~1{id}/post/requestBody/content/application~1json/schema/enum',
      api(body({ type: 'string', enum: ['a', 'b'] })),
      api(body({ type: 'string', enum: ['a'] })),
    ],
    [
      'a pattern',
      '/components/schemas/User/properties/id/pattern',
      api(),
      api({}, schemaOf({ ...user, properties: { ...user.properties, id: { type: 'string', pattern: '^a' } } })),
    ],
    [
      'null no longer allowed',
      '/paths/~1users~1{id}/post/requestBody/content/application~1json/schema/nullable',
      api(body({ type: 'string', nullable: true })),
      api(body({ type: 'string', nullable: false })),
    ],
    [
      'a property named description',
      '/components/schemas/User/properties/description/format',
      api({}, schemaOf({ ...user, properties: { description: { type: 'string', format: 'date' } } })),
      api({}, schemaOf({ ...user, properties: { description: { type: 'string', format: 'uuid' } } })),
    ],
    [
      'a new property with a pattern',
      '/components/schemas/User/properties/name',
      api(),
      api({}, schemaOf({ ...user, properties: { ...user.properties, name: { type: 'string', pattern: '^a' } } })),
    ],
    [
      'a change beside oneOf',
      '/paths/~1users~1{id}/post/requestBody/content/application~1json/schema/type',
      api(body({ type: 'string', oneOf: [{ pattern: 'a' }, {}] })),
      api(body({ type: 'integer', oneOf: [{ pattern: 'a' }, {}] })),
    ],
    [
      'a property declared before an open pattern',
      '/components/schemas/User/properties/name',
      api({}, schemaOf({ type: 'object', properties: {}, additionalProperties: { type: 'string', pattern: 'a' } })),
      api(
        {},
        schemaOf({
          type: 'object',
          properties: { name: { type: 'string' } },
          additionalProperties: { type: 'string', pattern: 'a' },
        }),
      ),
    ],
    [
      'a response header that changed',
      '/paths/~1users~1{id}/post/responses/200/headers/a/schema/type',
      api(response({ headers: { a: { schema: { type: 'string' } } } })),
      api(response({ headers: { a: { schema: { type: 'integer' } } } })),
    ],
    [
      'a new status',
      '/paths/~1users~1{id}/post/responses/201',
      api(response({})),
      api({ responses: { 200: { description: '' }, 201: { description: '' } } }),
    ],
    [
      'a path that another path already answers',
      '/paths/~1users~1me',
      api(),
      { ...api(), paths: { ...(api()['paths'] as Json), '/users/me': { get: response({}) } } },
    ],
    [
      'a link',
      '/paths/~1users~1{id}/post/responses/200/links/a/operationId',
      api(response({ links: { a: { operationId: 'a' } } })),
      api(response({ links: { a: { operationId: 'b' } } })),
    ],
    [
      'a variant that only a discriminator reaches',
      '/components/schemas/Cat/allOf/1/required',
      api({}, variants({})),
      api({}, variants({ required: ['claws'] })),
    ],
    [
      'a variant of another name',
      '/paths/~1users~1{id}/post/requestBody/content/application~1json/schema/oneOf/0/$ref',
      api(
        body({ oneOf: [{ $ref: '#/components/schemas/Cat' }], discriminator: { propertyName: 'kind' } }),
        variants({}),
      ),
      api(
        body({ oneOf: [{ $ref: '#/components/schemas/Tiger' }], discriminator: { propertyName: 'kind' } }),
        variants({}),
      ),
    ],
    [
      'a callback',
      '/paths/~1users~1{id}/post/callbacks',
      api(),
      api({ callbacks: { c: { '{$url}': { post: response({}) } } } }),
    ],
  ];

  it.each(undecided)('leaves %s undecided', async (_, pointer, baseline, candidate) => {
    const report = await diff(baseline, candidate);
    expect(report.compatibility).toBe('incompatible');
    const pointers = report.findings
      .filter((finding) => finding.undecided !== undefined)
      .map((finding) => finding.candidate?.pointer ?? finding.baseline?.pointer);
    expect(pointers.some((found) => found !== undefined && found !== '' && pointer.startsWith(found))).toBe(true);
  });

  it.each([
    ['OpenAPI 3.1', 'openapi-version-not-judged', api({}, { openapi: '3.1.0' }), api(body(true), { openapi: '3.1.0' })],
    ['another version', 'specification-version-changed', api(), api({}, { openapi: '3.1.0' })],
    [
      'recursive schemas',
      'recursive-reference',
      api({}, schemaOf({ properties: { a: { $ref: '#/components/schemas/User' } } })),
      api({}, schemaOf({ type: 'object', properties: { a: { $ref: '#/components/schemas/User' } } })),
    ],
    [
      'documents its validator refuses',
      'documents-not-judged',
      api({}, schemaOf({ type: 'strang' })),
      api({}, schemaOf({ type: 'integer' })),
    ],
    [
      'dangling references',
      'documents-not-judged',
      api({}, { components: {} }),
      api(body({ type: 'string' }), { components: {} }),
    ],
    [
      'references in data',
      'reference-in-data',
      api(body({ type: 'object', default: { $ref: 'x.json' } })),
      api(body({ type: 'array', items: {}, default: { $ref: 'x.json' } })),
    ],
    [
      'numbers too long for a double',
      'number-not-exact',
      JSON.stringify(api(body({ type: 'integer', maximum: 7 }))).replace('7', '12345678901234567890'),
      JSON.stringify(api(body({ type: 'integer', maximum: 7 }))).replace('7', '12345678901234567891'),
    ],
  ])('leaves %s undecided as a pair', async (_, rule, baseline, candidate) => {
    const report = await diff(baseline, candidate);
    expect(report.compatibility).toBe('incompatible');
    expect(report.findings.find((finding) => finding.rule === rule)?.undecided).toBeDefined();
  });

  it('judges Swagger 2.0', async () => {
    const swagger = (schema: unknown, extra: Json = {}): Json => ({
      swagger: '2.0',
      info: { title: 'a', version: '1' },
      paths: {
        '/a': { post: { parameters: [{ in: 'body', name: 'b', schema }], responses: { 200: { description: '' } } } },
      },
      ...extra,
    });
    expect((await diff(swagger(user), swagger(lax))).compatibility).toBe('compatible');
    const narrowed = await diff(swagger(user), swagger({ ...user, required: ['id', 'age'] }));
    expect(narrowed.findings).toMatchObject([{ rule: 'request-body-narrowed', direction: 'request' }]);
    expect((await diff(swagger(user), swagger(user, { consumes: ['text/xml'] }))).compatibility).toBe('incompatible');
  });

  it('places findings in both documents and gives the same report every time', async () => {
    const baseline = `openapi: 3.0.0\ninfo: {title: a, version: "1"}\npaths:\n  /a.b:\n    get: &get\n      responses: {200: {description: ok}}\n  /c:\n    get: *get\n`;
    const candidate = baseline
      .replace('  /a.b:\n    get: &get', '  /c:\n    get: &get')
      .replace('  /c:\n    get: *get\n', '');
    const report = await diff(baseline, candidate);
    expect(report.findings).toMatchObject([
      { rule: 'path-removed', baseline: { pointer: '/paths/~1a.b', line: 4, column: 3 } },
    ]);
    expect(await diff(baseline, candidate)).toEqual(report);
  });

  it('refuses documents it cannot read, naming the side, the place and the limit', async () => {
    expect(await diffError('{', api())).toMatchObject({ kind: 'invalid_document', side: 'baseline' });
    expect(await diffError(api(), 'openapi: 3.0.0\nopenapi: 3.0.0\n')).toMatchObject({
      side: 'candidate',
      problems: [{ rule: 'duplicate-key', pointer: '/openapi', line: 2, column: 1 }],
    });
    const small = createOpenApiDiffDiffer({ limits: { nodes: 3 } });
    const result = await small.validate(encode(api()), options);
    expect(result._unsafeUnwrapErr()).toMatchObject({
      problems: [{ rule: 'limit-exceeded', limit: { name: 'nodes', value: 3 } }],
    });
  });

  it('validates single documents', async () => {
    expect((await differ.validate(encode(api()), options))._unsafeUnwrap()).toEqual({
      specification: 'openapi 3.0.3',
      title: 'Users',
    });
    expect((await differ.validate(encode('{"openapi": "3.1.0", "info": {}}'), options)).isOk()).toBe(true);
    for (const [text, rule] of [
      ['asyncapi: 3.0.0', 'not-openapi'],
      ['openapi: 4.0.0', 'unsupported-version'],
      ['openapi: 3.0.0\ninfo: {}', 'missing-member'],
    ]) {
      const error = (await differ.validate(encode(text ?? ''), options))._unsafeUnwrapErr();
      expect(error).toMatchObject({ kind: 'invalid_document', problems: [{ rule }] });
    }
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort();
    const result = await differ.diff(encode(api()), encode(api()), { signal: controller.signal });
    expect(result._unsafeUnwrapErr().kind).toBe('timeout');
  });

  it('survives references that chain and circle without end', async () => {
    const chain = (length: number, last: Json): Json => {
      const schemas: Json = { User: { properties: { a: { $ref: '#/components/schemas/S0' } } } };
      for (let at = 0; at < length; at++) {
        schemas[`S${at}`] =
          at === length - 1 ? last : { properties: { a: { $ref: `#/components/schemas/S${at + 1}` } } };
      }
      return api({}, { components: { schemas } });
    };
    expect((await diff(chain(20_000, user), chain(20_000, { type: 'string' }))).compatibility).toBe('incompatible');
    const circle = { $ref: '#/components/schemas/User' };
    expect((await diff(chain(97, circle), chain(101, circle))).compatibility).toBe('incompatible');
    const doubling = (type: string): Json => {
      const schemas: Json = { User: { type } };
      for (let at = 0; at < 40; at++) {
        const next = { $ref: `#/components/schemas/${at === 0 ? 'User' : `S${at - 1}`}` };
        schemas[`S${at}`] = { properties: { a: next, b: next } };
      }
      return api(body({ $ref: '#/components/schemas/S39' }), { components: { schemas } });
    };
    const report = await diff(doubling('string'), doubling('integer'));
    expect(report.findings.some(({ rule }) => rule === 'too-large')).toBe(true);
  });
});

describe('openapi-diff and the world outside', () => {
  let canary: Canary;
  beforeAll(async () => {
    canary = await createCanary();
  });
  afterAll(() => canary.close());

  it('never loads what a document refers to', async () => {
    for (const reference of canary.references) {
      const hostile: readonly Json[] = [
        api(body({ $ref: reference })),
        api(body({ type: 'object', default: { $ref: reference } })),
        api(body({ type: 'object', example: { $ref: reference } })),
        api({ 'x-note': { $ref: reference } }, schemaOf({ type: 'object' })),
        api(body({ type: 'object', enum: [{ $ref: reference }] })),
        api(body({ type: 'object', externalDocs: { url: reference } })),
        api(body({ type: 'object', properties: { $ref: { type: 'string' } } })),
      ];
      for (const document of hostile) {
        const result = await differ.diff(encode(api()), encode(document), options);
        expect(JSON.stringify(result)).not.toContain(canary.secret);
      }
    }
    expect(canary.hits()).toBe(0);
  });
});
