import { describe, expect, it } from 'vitest';

import { diffReportSchema, type DiffReport, type Finding } from '../../../src/core/report.ts';
import type { DiffOptions } from '../../../src/diff/diff-options.ts';
import { diffOpenApi } from '../../../src/diff/openapi/diff-openapi.ts';
import { api, ok, operation, webhook, type Json } from './rules/documents.ts';

const now = '2030-07-01T00:00:00Z';

async function diff(baseline: Json | string, candidate: Json | string, options: DiffOptions = {}): Promise<DiffReport> {
  const [before, after] = [baseline, candidate].map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  return diffReportSchema.parse((await diffOpenApi(before ?? '', after ?? '', options))._unsafeUnwrap());
}

async function rulesOf(
  baseline: Json | string,
  candidate: Json | string,
  options?: DiffOptions,
): Promise<readonly string[]> {
  return (await diff(baseline, candidate, options)).findings.map(({ rule }) => rule);
}

function answer(schema: Json, members: Json = {}): Json {
  return { ...members, responses: { 200: { description: 'Done.', content: { 'application/json': { schema } } } } };
}

const required = { name: 'q', in: 'query', required: true, schema: { type: 'string' } };
const pet = { type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 10 } } };
const reference = { $ref: '#/components/schemas/Pet' };

/** A document of which every kind of element is a part. */
const full = api(
  {
    '/pets/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: answer(reference, { parameters: [required], security: [{ key: [] }] }),
      put: { ...answer(reference), requestBody: { content: { 'application/json': { schema: reference } } } },
    },
  },
  {
    components: {
      schemas: { Pet: pet },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    },
    servers: [{ url: 'https://a.test' }],
  },
);

/** The same document with the members of every object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

function edited(from: string, to: string): Json {
  return JSON.parse(JSON.stringify(full).replaceAll(from, to));
}

function only({ findings }: DiffReport): Finding {
  expect(findings).toHaveLength(1);
  return findings[0] ?? expect.fail('no finding');
}

describe('comparing OpenAPI documents', () => {
  it('finds nothing between a document and itself, in either direction', async () => {
    expect((await diff(full, full, { mode: 'full' })).findings).toEqual([]);
  });

  it('finds nothing between a document and itself where two of its operations have one URL', async () => {
    const twice = api({
      '/pets': { servers: [{ url: 'https://a.test/v1' }], get: answer({ type: 'string' }) },
      '/v1/pets': { servers: [{ url: 'https://a.test' }], get: answer({ type: 'integer' }) },
    });
    expect(await rulesOf(twice, twice, { mode: 'full' })).toEqual([]);
  });

  it('finds what an operation inherits beside what differs in itself', async () => {
    const document = (type: string, required: boolean): Json =>
      api({ '/pets': { parameters: [{ ...parameter, required }], get: answer({ type }) } });
    const parameter = { name: 'q', in: 'query', schema: { type: 'string' } };
    expect(await rulesOf(document('number', false), document('number', true))).toEqual([
      'request-parameter-became-required',
    ]);
    expect(await rulesOf(document('number', false), document('string', true))).toEqual([
      'response-body-type-changed',
      'request-parameter-became-required',
    ]);
  });

  it('does not depend on the order of members, nor do fingerprints', async () => {
    const candidate = edited('"maxLength":10', '"maxLength":5');
    const expected = await diff(full, candidate);
    expect(expected.breaking_change_count).toBeGreaterThan(0);
    const turned = await diff(reversed(full) as Json, reversed(candidate) as Json);
    expect(turned.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      expected.findings.map(({ fingerprint }) => fingerprint),
    );
    expect((await diff(full, reversed(full) as Json)).findings).toEqual([]);
  });

  it('finds nothing where a reference is replaced by what it leads to', async () => {
    expect(await rulesOf(full, edited(JSON.stringify(reference), JSON.stringify(pet)))).toEqual([]);
  });

  it('finds nothing in documentation', async () => {
    expect(await rulesOf(full, edited('"maxLength":10', '"description":"A name.","maxLength":10'))).toEqual([]);
    expect(await rulesOf(operation({}), operation({ summary: 'A thing.' }))).toEqual([]);
  });

  it('reads YAML and says where things stand', async () => {
    const text = 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\npaths:\n  /a:\n    get: {responses: {}}\n';
    const finding = only(
      await diff(text, text.replace('/a', '/b')).then((report) => ({
        ...report,
        findings: report.findings.slice(0, 1),
      })),
    );
    expect(finding).toMatchObject({
      rule: 'api-removed-without-deprecation',
      baseline: { pointer: '/paths/~1a/get', line: 5 },
    });
  });

  it('counts one cause once and lists the operations that meet it', async () => {
    const candidate = edited('"maxLength":10', '"maxLength":20');
    const report = await diff(full, candidate);
    const breaking = report.findings.filter(({ level }) => level === 'breaking');
    expect(breaking).toHaveLength(1);
    expect(breaking[0]).toMatchObject({
      rule: 'response-property-max-length-increased',
      witness: { name: expect.any(String) },
    });
    expect(breaking[0]?.occurrences.map(({ operation }) => operation)).toEqual(['GET /pets/{id}', 'PUT /pets/{id}']);
  });

  it('is shown by a payload of the operation that leads the others, where the message places it', async () => {
    const list = { type: 'object', properties: { list: { type: 'array', items: reference } } };
    const shops = (most: number): Json =>
      api(
        { '/a': { get: answer(list) }, '/b': { get: answer(reference) } },
        {
          components: {
            schemas: { Pet: { type: 'object', properties: { name: { type: 'string', maxLength: most } } } },
          },
        },
      );
    const finding = only(await diff(shops(5), shops(9)));
    expect(finding).toMatchObject({
      message: '/name: "maxLength" changed: 5 → 9',
      witness: { name: 'aaaaaa' },
      occurrences: [{ operation: 'GET /b' }, { operation: 'GET /a' }],
    });
  });

  it('notices what operations inherit', async () => {
    expect(await rulesOf(full, edited('https://a.test', 'https://b.test'))).toEqual(['server-removed', 'server-added']);
    expect(await rulesOf(full, edited('X-Key', 'X-Other'))).toEqual(['api-security-credential-changed']);
    const item = (parameters: readonly Json[]): Json => api({ '/a': { parameters, get: ok } });
    expect(await rulesOf(item([]), item([required]))).toEqual(['new-required-request-parameter']);
  });

  it('notices a security scheme that is named by a reference', async () => {
    const keyed = (name: string): Json => ({
      ...api({ '/a': { get: { security: [{ '#/components/x-schemes/key': [] }], ...ok } } }),
      openapi: '3.2.0',
      components: { 'x-schemes': { key: { type: 'apiKey', in: 'header', name } } },
    });
    expect(await rulesOf(keyed('X-Key'), keyed('X-Other'))).toContain('api-security-credential-changed');
    expect(await rulesOf(keyed('X-Key'), keyed('X-Key'))).toEqual([]);
  });

  it('turns the direction for webhooks and callbacks', async () => {
    const body = (schema: Json): Json => ({
      requestBody: { required: true, content: { 'application/json': { schema } } },
    });
    const grown = { ...pet, required: ['name', 'id'], properties: { ...pet.properties, id: { type: 'string' } } };
    expect((await diff(operation(body(pet)), operation(body(grown)))).compatibility).toBe('incompatible');
    expect((await diff(webhook(body(pet)), webhook(body(grown)))).compatibility).toBe('compatible');
    expect((await diff(webhook(body(grown)), webhook(body(pet)))).compatibility).toBe('incompatible');
    const url = '{$request.query.url}';
    const callback = (schema: Json): Json =>
      operation({ callbacks: { done: { [url]: { post: { ...ok, ...body(schema) } } } } });
    const report = await diff(callback(grown), callback(pet));
    expect(report.compatibility).toBe('incompatible');
    expect(report.findings[0]?.occurrences[0]?.operation).toBe(`GET /things/{id} callback POST done ${url}`);
  });

  it('compares callbacks that refer to each other in circles', async () => {
    const circle = (schema: Json): Json =>
      operation(
        { callbacks: { again: { $ref: '#/components/callbacks/again' } } },
        {
          components: {
            callbacks: {
              again: {
                '{$url}': {
                  post: {
                    ...ok,
                    requestBody: { content: { 'application/json': { schema } } },
                    callbacks: { again: { $ref: '#/components/callbacks/again' } },
                  },
                },
              },
            },
          },
        },
      );
    const report = await diff(circle({ type: 'string' }), circle({ type: 'integer' }));
    expect(report.compatibility).toBe('incompatible');
  });
});

describe('matching parameters', () => {
  const named = (name: string, place: string): Json =>
    operation({ parameters: [{ name, in: place, required: true, schema: { type: 'string' } }] });

  it('takes names that differ in case for others, but in headers', async () => {
    for (const place of ['query', 'cookie']) {
      expect(await rulesOf(named('q', place), named('Q', place))).toEqual([
        'new-required-request-parameter',
        'request-parameter-removed',
      ]);
    }
    expect(await rulesOf(named('q', 'header'), named('Q', 'header'))).toEqual([]);
    expect(await rulesOf(named('X-Q', 'header'), named('x-q', 'query'))).toContain(
      'request-parameter-location-changed',
    );
  });
});

describe('matching the parts of a form', () => {
  const part = (contentType: string): Json => ({
    'multipart/form-data': {
      schema: { type: 'object', properties: { a: { type: 'string' } } },
      encoding: { a: { contentType } },
    },
  });
  const sent = (contentType: string): Json => operation({ requestBody: { content: part(contentType) } });
  const got = (contentType: string): Json =>
    operation({ responses: { 200: { description: 'Done.', content: part(contentType) } } });

  it('lets who reads them take more types, and who writes them use fewer', async () => {
    for (const more of ['image/jpeg, image/png', 'image/*']) {
      expect(await rulesOf(sent('image/png'), sent(more))).toEqual([]);
      expect(await rulesOf(sent(more), sent('image/png'))).toEqual(['request-body-encoding-changed']);
      expect(await rulesOf(got(more), got('image/png'))).toEqual([]);
      expect(await rulesOf(got('image/png'), got(more))).toEqual(['response-body-encoding-changed']);
    }
  });
});

describe('adding an alternative', () => {
  const named = (kind: string, members: Json = {}): Json => ({
    type: 'object',
    properties: { kind: { enum: [kind] }, [kind]: { type: 'string', pattern: `^a.*${kind}$` } },
    ...members,
  });
  const body = (...oneOf: readonly Json[]): Json =>
    operation({ requestBody: { content: { 'application/json': { schema: { oneOf } } } } });

  it('costs no proof where it alone demands the member that tells it from the others', async () => {
    const [before, after] = [
      body(named('a'), named('b')),
      body(named('a'), named('b'), named('c', { required: ['kind'] })),
    ];
    expect(await rulesOf(before, after, { budget: 1 })).toEqual(['request-body-one-of-added']);
    const optional = body(named('a'), named('b'), named('c'));
    expect(await rulesOf(before, optional)).not.toEqual(['request-body-one-of-added']);
  });
});

describe('a form with an object in it', () => {
  const form = (properties: Json, encoding: Json): Json => {
    const media = { schema: { type: 'object', properties }, encoding };
    return operation({ requestBody: { content: { 'application/x-www-form-urlencoded': media } } });
  };
  const deep = { filter: { style: 'deepObject', explode: true } };
  const object = { type: 'object', properties: { a: { type: 'string' } } };

  it('takes texts for numbers all the same', async () => {
    const filter = { type: 'object' };
    const [whole, text] = ['integer', 'string'].map((type) => form({ count: { type }, filter }, {}));
    if (whole === undefined || text === undefined) throw new Error('two documents');
    expect((await diff(whole, text)).compatibility).toBe('compatible');
    expect((await diff(text, whole)).compatibility).toBe('incompatible');
  });

  it('shows what can be sent: members within a member that is no JSON', async () => {
    const strict = { ...object, required: ['a'] };
    const witnesses = async (encoding: Json): Promise<readonly unknown[]> => {
      const report = await diff(form({ filter: object }, encoding), form({ filter: strict }, encoding));
      return report.findings.filter(({ level }) => level === 'breaking').map(({ witness }) => witness);
    };
    expect(await witnesses({})).toEqual([{ filter: {} }]);
    expect(await witnesses(deep)).toEqual([{ filter: { key: 'a' } }]);
  });
});

describe('matching operations', () => {
  it('ignores the names of path parameters, and checks a literal path against the template that takes it', async () => {
    expect(await rulesOf(api({ '/a/{x}': { get: ok } }), api({ '/a/{y}': { get: ok } }))).toEqual([]);
    const id = (schema: Json): Json => ({
      get: { ...ok, parameters: [{ name: 'id', in: 'path', required: true, schema }] },
    });
    const baseline = (schema: Json): Json => api({ '/a/{id}': id(schema), '/a/me': { get: ok } });
    const text = { type: 'string' };
    expect(await rulesOf(baseline(text), api({ '/a/{id}': id(text) }))).toEqual(['path-covered-by-template']);
    const number = { type: 'integer' };
    expect((await diff(baseline(number), api({ '/a/{id}': id(number) }))).compatibility).toBe('incompatible');
  });

  it('warns of a literal path only where the template took its requests', async () => {
    const id = (schema: Json): Json => ({
      get: { ...ok, parameters: [{ name: 'id', in: 'path', required: true, schema }] },
    });
    const shadowing = (schema: Json): Promise<readonly string[]> =>
      rulesOf(api({ '/a/{id}': id(schema) }), api({ '/a/{id}': id(schema), '/a/me': { get: ok } }));
    expect(await shadowing({ type: 'string' })).toContain('path-shadows-template');
    expect(await shadowing({ type: 'integer' })).not.toContain('path-shadows-template');
  });

  it('takes trailing slashes and case for other paths', async () => {
    for (const path of ['/a/', '/A']) {
      expect((await diff(api({ '/a': { get: ok } }), api({ [path]: { get: ok } }))).compatibility).toBe('incompatible');
    }
  });

  it('follows a base path from the servers into the paths', async () => {
    const baseline = api({ '/a': { get: ok } }, { servers: [{ url: 'https://a.test/v1' }] });
    expect(await rulesOf(baseline, api({ '/v1/a': { get: ok } }, { servers: [{ url: 'https://a.test' }] }))).toEqual(
      [],
    );
    expect(await rulesOf(baseline, api({ '/v1/a': { get: ok } }, { servers: [{ url: 'https://b.test' }] }))).toContain(
      'server-removed',
    );
  });
});

describe('operations of one URL path on several servers', () => {
  const on = (url: string, parameters: readonly Json[] = []): Json => ({
    servers: [{ url }],
    get: { parameters, responses: { 204: { description: 'done' } } },
  });
  const baseline = api({ '/a': on('https://a.test/v1'), '/v1/a': on('https://b.test') });

  it('are told apart by their servers', async () => {
    const swapped = api({ '/v1/a': on('https://a.test'), '/a': on('https://b.test/v1') });
    expect(await rulesOf(baseline, swapped)).toEqual([]);
  });

  it('are compared each with its own', async () => {
    const changed = api({ '/v1/a': on('https://a.test'), '/a': on('https://b.test/v1', [required]) });
    const finding = only(await diff(baseline, changed));
    expect(finding.rule).toBe('new-required-request-parameter');
    expect(finding.candidate?.pointer).toBe('/paths/~1a/get/parameters/0');
  });
});

describe('options of a comparison', () => {
  const [small, large] = [operation({}), operation({ parameters: [required] })];

  it('judge the way back, or both ways', async () => {
    expect((await diff(large, small, { mode: 'backward' })).compatibility).toBe('compatible');
    const forward = await diff(large, small, { mode: 'forward' });
    const finding = only(forward);
    expect(finding).toMatchObject({ rule: 'new-required-request-parameter', level: 'breaking' });
    expect(finding.baseline?.pointer).toBe('/paths/~1things~1{id}/get/parameters/0');
    expect(finding.candidate).toBeUndefined();
    const both = await diff(large, small, { mode: 'full' });
    expect(both.findings.map(({ rule }) => rule)).toEqual([
      'new-required-request-parameter',
      'request-parameter-removed',
    ]);
  });

  it('replace levels by id or alias, and refuse ids that no rule has', async () => {
    const levels = { 'new-required-request-default-parameter-to-existing-path': 'info' } as const;
    const report = await diff(small, large, { levels });
    expect(report.compatibility).toBe('compatible');
    expect(only(report)).toMatchObject({ level: 'info', default_level: 'breaking' });
    await expect(diff(small, large, { levels: { 'new-requird-request-parameter': 'info' } })).rejects.toThrow(
      'Did you mean "new-required-request-parameter"?',
    );
  });

  it('accept a break until a date, and need to know the time for that', async () => {
    const { fingerprint } = only(await diff(small, large));
    const accept = [{ fingerprint, reason: 'No client calls it yet.', expires_at: '2030-12-31T00:00:00Z' }];
    const accepted = await diff(small, large, { accept, now });
    expect(accepted.compatibility).toBe('compatible');
    expect(only(accepted).accepted).toMatchObject({ reason: 'No client calls it yet.' });
    expect((await diff(small, large, { accept, now: '2031-01-01T00:00:00Z' })).compatibility).toBe('incompatible');
    await expect(diff(small, large, { accept })).rejects.toThrow('needs "now"');
    await expect(diff(small, large, { now: 'tomorrow' })).rejects.toThrow('RFC 3339');
  });

  it('are part of the digest, as far as they decide', async () => {
    const digest = async (options: DiffOptions): Promise<string> => (await diff(small, small, options)).ruleset_digest;
    const plain = await digest({});
    expect(await digest({ mode: 'backward', now })).toBe(plain);
    for (const options of [
      { mode: 'full' },
      { undeclared: 'strict' },
      { levels: { 'server-removed': 'info' } },
    ] as const) {
      expect(await digest(options)).not.toBe(plain);
    }
  });

  it('refuse a document that breaks its specification, or compare it and block', async () => {
    const broken = operation({ parameters: [{ in: 'query' }] });
    const refused = await diffOpenApi(JSON.stringify(small), JSON.stringify(broken));
    expect(refused._unsafeUnwrapErr()).toMatchObject({ kind: 'invalid_document', side: 'candidate' });
    const report = await diff(small, broken, { invalid: 'compare' });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: 'document-invalid', level: 'breaking', undecided: expect.any(String) }),
    );
  });

  it('add what openapi-diff calls breaking, or that it said nothing', async () => {
    const version = { openapi: '3.0.3' };
    const baseline = api({ '/a': { get: ok }, '/b': { get: ok } }, version);
    const candidate = api({ '/a': { get: ok } }, version);
    expect(await rulesOf(baseline, candidate, { secondOpinion: true })).toEqual([
      'openapi-diff-path-remove',
      'api-removed-without-deprecation',
    ]);
    expect(await rulesOf(small, small, { secondOpinion: true })).toEqual(['openapi-diff-unavailable']);
  });
});

describe('a parameter without a schema', () => {
  const parameter = (members: Json): Json => operation({ parameters: [{ name: 'q', in: 'query', ...members }] });

  it('is some text', async () => {
    const [open, text, number] = [{}, { schema: { type: 'string' } }, { schema: { type: 'integer' } }].map(parameter);
    expect((await diff(open ?? {}, text ?? {})).compatibility).toBe('compatible');
    expect((await diff(open ?? {}, number ?? {})).compatibility).toBe('incompatible');
    expect((await diff(number ?? {}, open ?? {})).compatibility).toBe('compatible');
  });
});

describe('references that lead through others', () => {
  const through = (name: Json): Json => ({
    ...api({ '/a': { get: answer({ $ref: '#/components/schemas/Alias/properties/name' }) } }),
    components: {
      schemas: { Alias: { $ref: '#/components/schemas/Pet' }, Pet: { type: 'object', properties: { name } } },
    },
  });

  it('are compared by what they lead to', async () => {
    const report = await diff(through({ type: 'string' }), through({ type: 'integer' }));
    expect(only(report).rule).toBe('response-body-type-changed');
    expect((await diff(through({ type: 'string' }), through({ type: 'string' }))).findings).toEqual([]);
  });
});

describe('members of forms', () => {
  const form = (schema: Json, media: Json = {}): Json => ({
    ...api({
      '/a': { post: { requestBody: { content: { 'multipart/form-data': { schema, ...media } } }, ...ok } },
    }),
    openapi: '3.2.0',
    components: { schemas: { Form: { properties: { x: { type: 'string' } } } } },
  });
  const encoded = { encoding: { x: { contentType: 'application/json' } } };
  const holder = { properties: { x: { type: 'string' } } };

  it.each([
    ['an alternative', { oneOf: [holder] }],
    ['a condition', { if: holder }],
    ['a component, beside what else is said', { $ref: '#/components/schemas/Form', minProperties: 1 }],
  ])('are written as stated, or by their type, where %s names them', async (_, schema) => {
    expect(only(await diff(form(schema, encoded), form(schema))).rule).toBe('request-body-encoding-changed');
  });

  it('are themselves written as their own encoding says', async () => {
    const nested = (contentType: string): Json => ({
      encoding: { x: { contentType: 'multipart/mixed', encoding: { y: { contentType } } } },
    });
    const report = await diff(form(holder, nested('text/csv')), form(holder, nested('text/plain')));
    expect(only(report).rule).toBe('request-body-encoding-changed');
    expect((await diff(form(holder, nested('text/csv')), form(holder, nested('text/csv')))).findings).toEqual([]);
  });
});

describe('Swagger 2.0', () => {
  const swagger = (operation: Json, members: Json = {}): Json => ({
    swagger: '2.0',
    info: { title: 'A', version: '1' },
    paths: { '/a': { post: { ...operation, ...ok } } },
    ...members,
  });

  it('names schemes of a host that it does not name', async () => {
    const base = { basePath: '/v1' };
    const [secure, plain] = [swagger({ schemes: ['https'] }, base), swagger({}, { ...base, schemes: ['http'] })];
    expect(await rulesOf(secure, plain)).toEqual(['server-variable-value-removed', 'server-variable-value-added']);
    expect((await diff(plain, swagger({}, { ...base, schemes: ['http', 'https'] }))).compatibility).toBe('compatible');
    expect((await diff(plain, swagger({}, base))).compatibility).toBe('compatible');
  });

  it('lets members of forms be empty', async () => {
    const member = { name: 'x', in: 'formData', type: 'integer' };
    const [strict, lenient] = [member, { ...member, allowEmptyValue: true }].map((parameter) =>
      swagger({ parameters: [parameter] }),
    );
    const report = await diff(lenient ?? {}, strict ?? {});
    expect(report.findings).toMatchObject([{ level: 'breaking', direction: 'request' }]);
    expect((await diff(strict ?? {}, lenient ?? {})).compatibility).toBe('compatible');
  });
});

describe('references that name an anchor', () => {
  const named = (type: string, members: Json = {}): Json => ({
    ...api({ '/a': { get: answer({ $ref: '#pet' }) } }, { components: { schemas: { Pet: { $anchor: 'pet', type } } } }),
    openapi: '3.1.0',
    ...members,
  });

  it('are compared by what stands there, wherever that is', async () => {
    expect(only(await diff(named('string'), named('integer'))).rule).toBe('response-body-type-changed');
    expect((await diff(named('string'), named('string', { servers: [{ url: 'https://a.test' }] }))).compatibility).toBe(
      'compatible',
    );
  });

  it('are undecided where two schemas have it, or none and what they mean differs', async () => {
    const twice = (type: string): Json => ({
      ...named(type),
      components: { schemas: { Pet: { $anchor: 'pet', type }, Other: { $anchor: 'pet' } } },
    });
    expect(only(await diff(twice('string'), twice('integer'))).undecided).toContain('leads nowhere');
    const own = (type: string): Json => ({
      ...named('string'),
      paths: { '/a': { get: answer({ $ref: '#/components/schemas/Own' }) } },
      components: { schemas: { Own: { $id: 'https://a.test/own', $ref: '#pet' }, Pet: { $anchor: 'pet', type } } },
    });
    expect(only(await diff(own('string'), own('integer'))).undecided).toContain('leads nowhere');
  });
});

describe('what cannot be decided', () => {
  it('is one finding for all uses of a reference that leads nowhere', async () => {
    const uses = (schema: Json): Json => api({ '/a': { get: answer(schema) }, '/b': { get: answer(schema) } });
    const { findings } = await diff(uses({ $ref: '#/definitions/error' }), uses({ type: 'string' }));
    const [finding, ...others] = findings.filter(({ level }) => level === 'breaking');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ undecided: expect.stringContaining('#/definitions/error') });
    expect(finding?.occurrences.map(({ operation }) => operation)).toEqual(['GET /a', 'GET /b']);
  });

  it('is breaking: numbers that only look equal', async () => {
    const bounded = (maximum: string): string =>
      JSON.stringify(operation(answer({ type: 'integer', maximum: 0 }))).replace('"maximum":0', `"maximum":${maximum}`);
    const report = await diff(bounded('9007199254740993'), bounded('9007199254740992'));
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: 'number-not-exact', level: 'breaking', undecided: expect.any(String) }),
    );
    expect(await rulesOf(bounded('9007199254740993'), bounded('9007199254740993'))).toEqual([]);
  });

  it('is undecided: what only the rounding of a number shows', async () => {
    const body = (schema: Json, minimum: string): string =>
      JSON.stringify(operation({ ...ok, requestBody: { content: { 'application/json': { schema } } } })).replace(
        '"minimum":0',
        `"minimum":${minimum}`,
      );
    const bounded = { type: 'integer', minimum: 0, maximum: 5 };
    const typed = body({ type: 'integer', format: 'int64', maximum: 5 }, '');
    const [rounded] = (await diff(body(bounded, '-9223372036854775808'), typed)).findings;
    expect(rounded).toMatchObject({ level: 'breaking', undecided: expect.stringContaining('not read exactly') });
    expect(rounded).not.toHaveProperty('witness');
    const exact = only(await diff(body(bounded, '-9223372036854776000'), typed));
    expect(exact).toMatchObject({ level: 'breaking', witness: expect.any(Number) });
    expect(exact).not.toHaveProperty('undecided');
  });

  it('is breaking: a member that no rule knows, in any element', async () => {
    const at = (parameter: Json, response: Json, scheme: Json): Json =>
      operation(
        {
          parameters: [{ ...required, ...parameter }],
          responses: { 200: { description: 'Done.', ...response } },
          security: [{ key: [] }],
        },
        { components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'K', ...scheme } } } },
      );
    const plain = at({}, {}, {});
    for (const candidate of [at({ units: 'm' }, {}, {}), at({}, { units: 'm' }, {}), at({}, {}, { units: 'm' })]) {
      const finding = only(await diff(plain, candidate));
      expect(finding).toMatchObject({
        rule: 'unknown-member-changed',
        level: 'breaking',
        undecided: expect.stringContaining('units'),
      });
    }
  });

  it('reads keywords however they are escaped', async () => {
    const [open, marked] = [{ type: 'string' }, { type: 'string', writeOnly: true }].map((name) =>
      JSON.stringify(api({ '/pets': { get: answer({ type: 'object', required: ['name'], properties: { name } }) } })),
    );
    const plain = await rulesOf(open ?? '', marked ?? '');
    expect(plain).not.toEqual([]);
    expect(await rulesOf(open ?? '', (marked ?? '').replace('writeOnly', String.raw`write\u004fnly`))).toEqual(plain);
  });
});
