import { describe, expect, it } from 'vitest';

import { parseApi } from '../../../src/diff/openapi/parse.ts';
import { modelOf, openapi, parse, problemsOf } from './read/support.ts';

const refusalOf = (source: string | Uint8Array): { readonly message: string; readonly problems: readonly unknown[] } =>
  parseApi(source, 'candidate').match(
    () => {
      throw new Error('accepted');
    },
    (error) => error,
  );

describe('versions of the specification', () => {
  it.each([{ swagger: '2.0' }, { openapi: '3.0.4' }, { openapi: '3.1.0-rc1' }, { openapi: '3.2' }])(
    'are read: %j',
    (version) => {
      expect(modelOf({ ...version, paths: {} }).operations).toEqual([]);
    },
  );

  it.each([
    [{ swagger: '1.2' }, '/swagger'],
    [{ openapi: '2.0' }, '/openapi'],
    [{ openapi: '3.3.0' }, '/openapi'],
    [{ openapi: '4.0.0' }, '/openapi'],
    [{ openapi: '3.0.x' }, '/openapi'],
  ])('are refused: %j', (version, pointer) => {
    expect(refusalOf(JSON.stringify(version))).toEqual({
      kind: 'invalid_document',
      side: 'candidate',
      message: expect.stringContaining('only swagger 2.0, openapi 3.0, 3.1 and 3.2 are'),
      problems: [expect.objectContaining({ rule: 'unsupported-version', pointer, line: 1, column: 2 })],
    });
  });

  it.each(['{}', '[]', '1', '{"asyncapi":"3.0.0"}', '{"openapi":"3.0.0","swagger":"2.0"}', '{"openapi":3}'])(
    'have to be stated: %s',
    (source) => {
      expect(refusalOf(source).problems).toMatchObject([{ rule: 'unknown-specification', pointer: '' }]);
    },
  );

  it.each(['https://example.com/dialect', 'http://json-schema.org/draft-03/schema', 7])(
    'have schemas in a dialect that is known, which %s is not',
    (jsonSchemaDialect) => {
      const document = JSON.stringify({ openapi: '3.1.0', jsonSchemaDialect });
      const [problem] = refusalOf(document).problems;
      expect(problem).toMatchObject({ pointer: '/jsonSchemaDialect', line: 1 });
      expect(
        modelOf({ openapi: '3.0.0', ...(typeof jsonSchemaDialect === 'number' ? { jsonSchemaDialect } : {}) }),
      ).toBeDefined();
    },
  );
});

describe('documents', () => {
  it('that are no text of a document are refused as such', () => {
    expect(refusalOf('{"openapi":')).toMatchObject({ side: 'candidate', problems: [{ rule: 'syntax-error' }] });
    expect(parseApi('{"openapi":"3.0.0"}', undefined, { limits: { bytes: 3 } })._unsafeUnwrapErr()).toMatchObject({
      problems: [{ rule: 'limit-exceeded', limit: { name: 'bytes', value: 3 } }],
    });
  });

  it('in YAML are read with the places of what is wrong', () => {
    const source = ['openapi: 3.0.0', 'paths:', '  /x:', '    get:', '      parameters:', '        - in: query'].join(
      '\n',
    );
    expect(refusalOf(new TextEncoder().encode(source))).toEqual({
      kind: 'invalid_document',
      side: 'candidate',
      message: 'The candidate cannot be compared: A parameter needs a "name" and an "in".',
      problems: [
        {
          rule: 'missing-field',
          message: 'A parameter needs a "name" and an "in".',
          pointer: '/paths/~1x/get/parameters/0',
          line: 6,
          column: 11,
        },
      ],
    });
  });

  it('may lack what a comparison can do without', () => {
    expect(modelOf({ openapi: '3.1.0' })).toMatchObject({ version: '', operations: [], webhooks: [] });
    const lenient = openapi('3.0.0', {
      info: { version: 1.5 },
      paths: { '/x': { get: { tags: null, security: null } } },
    });
    const model = modelOf(lenient);
    expect(model.version).toBe('1.5');
    expect(model.operations[0]?.read()).toMatchObject({ tags: [], responses: [], security: { alternatives: [] } });
  });

  it('are refused where collections are something else', () => {
    expect(problemsOf({ openapi: '3.0.0', paths: [] })).toEqual(['wrong-type /paths']);
    expect(problemsOf({ openapi: '3.0.0', info: 'x', servers: {}, paths: { '/x': { get: {} } } })).toEqual([
      'wrong-type /info',
      'wrong-type /servers',
    ]);
    expect(problemsOf(openapi('3.0.0', { paths: { '/x': { get: { tags: [1], security: [[]] } } } }))).toEqual([
      'wrong-type /paths/~1x/get/tags/0',
      'wrong-type /paths/~1x/get/security/0',
    ]);
  });

  it('have what is wrong with them listed in the order of their operations', () => {
    const paths = { '/x': { get: { tags: {} } }, '/y': { get: { tags: {} } } };
    expect(problemsOf(openapi('3.0.0', { paths }))).toEqual(
      ['/x', '/y'].map((path) => `wrong-type /paths/${path.replace('/', '~1')}/get/tags`),
    );
  });

  it('may have names that objects have of themselves', () => {
    const source =
      '{"openapi":"3.0.0","paths":{"/x":{"get":{"security":[{"constructor":[]}],"responses":{}}}},"components":{"securitySchemes":{"__proto__":{"type":"http"}}}}';
    const { model } = parseApi(source, undefined)._unsafeUnwrap();
    expect(model.operations[0]?.read().security.alternatives).toMatchObject([
      [{ credential: 'undeclared constructor' }],
    ]);
  });

  it('are refused for what only a callback of a callback gets wrong', () => {
    const inner = { c: { '{$url}': { post: { parameters: {} } } } };
    const outer = { c: { '{$url}': { post: { callbacks: inner } } } };
    const pointer = '/paths/~1x/post/callbacks/c/{$url}/post/callbacks/c/{$url}/post/parameters';
    expect(problemsOf(openapi('3.0.0', { paths: { '/x': { post: { callbacks: outer } } } }))).toEqual([
      `wrong-type ${pointer}`,
    ]);
  });

  it('are compared as far as possible where that is asked for, with what is wrong beside the model', () => {
    const paths = { '/x': { get: { parameters: [{ in: 'query' }, { name: 'a', in: 'query' }] } }, '/y': 1 };
    const source = JSON.stringify({ openapi: '3.0.0', paths });
    const { model, problems } = parseApi(source, 'baseline', { invalid: 'compare' })._unsafeUnwrap();
    expect(problems.map(({ rule, pointer, line }) => [rule, pointer, line])).toEqual([
      ['wrong-type', '/paths/~1y', 1],
      ['missing-field', '/paths/~1x/get/parameters/0', 1],
    ]);
    expect(model.operations.map(({ read }) => read().parameters.map(({ name }) => name))).toEqual([['a']]);
    expect(parse(openapi('3.0.0', { paths: {} })).problems).toEqual([]);
  });
});

describe('hostile documents', () => {
  it('cannot make many operations out of few', () => {
    const additionalOperations = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`M${index}`, {}]));
    const paths = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`/p${index}`, { $ref: '#/components/pathItems/P' }]),
    );
    const problems = problemsOf(
      openapi('3.2.0', { paths, components: { pathItems: { P: { additionalOperations } } } }),
    );
    expect(problems).toContainEqual(expect.stringMatching(/^limit-exceeded /u));
  });

  it('get a bounded list of what is wrong', () => {
    const paths = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`/p${index}`, 1]));
    expect(problemsOf(openapi('3.0.0', { paths }))).toHaveLength(100);
  });

  it('may share what they describe among many, which is read once', () => {
    const parameters = Array.from({ length: 90 }, (_, index) => ({ name: `p${index}`, in: 'query' }));
    const headers = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`X-${index}`, {}]));
    const get = { responses: { 200: { $ref: '#/components/responses/R' } } };
    const paths = Object.fromEntries(
      Array.from({ length: 90 }, (_, index) => [`/p${index}`, { $ref: '#/components/pathItems/P' }]),
    );
    const components = { pathItems: { P: { parameters, get } }, responses: { R: { headers } } };
    const [first, second] = modelOf(openapi('3.1.0', { paths, components })).operations.map(({ read }) => read());
    expect(first?.responses[0]?.headers).toHaveLength(90);
    expect(second?.responses[0]?.headers).toBe(first?.responses[0]?.headers);
  });
});
