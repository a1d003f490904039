import { describe, expect, it } from 'vitest';

import type { OperationEntry } from '../../../../src/diff/openapi/model.ts';
import { firstOf, modelOf, openapi, problemsOf, type Document } from './support.ts';

const brief = (entries: readonly OperationEntry[]): readonly string[] =>
  entries.map(({ method, path, pointer }) => `${method} ${path} ${pointer}`);
const list = (version: string, members: Document): readonly string[] =>
  brief(modelOf(openapi(version, members)).operations);

describe('path items', () => {
  it('list their operations, and none of their other members', () => {
    const item = { get: {}, post: {}, summary: 'Things', 'x-get': {}, parameters: [], servers: [] };
    expect(list('3.0.0', { paths: { '/a~b/{c}': item, 'x-paths': { get: {} }, '/empty': null } })).toEqual([
      'GET /a~b/{c} /paths/~1a~0b~1{c}/get',
      'POST /a~b/{c} /paths/~1a~0b~1{c}/post',
    ]);
  });

  it('keep operations with the same URLs, in order', () => {
    expect(list('3.0.0', { paths: { '/a/{x}': { get: {} }, '/a/{y}': { get: {} } } })).toEqual([
      'GET /a/{x} /paths/~1a~1{x}/get',
      'GET /a/{y} /paths/~1a~1{y}/get',
    ]);
  });

  it('may have methods of any name since 3.2', () => {
    const item = { query: {}, additionalOperations: { LINK: {}, Copy: {} } };
    expect(list('3.2.0', { paths: { '/x': item } })).toEqual([
      'QUERY /x /paths/~1x/query',
      'Copy /x /paths/~1x/additionalOperations/Copy',
      'LINK /x /paths/~1x/additionalOperations/LINK',
    ]);
  });

  it('may be references, whose operations stand where they lead', () => {
    const shared = { get: {}, parameters: [{ name: 'a', in: 'query' }] };
    const members = {
      paths: { '/x/{id}': { $ref: '#/components/pathItems/P' }, '/y': { $ref: '#/paths/~1x~1{id}' } },
      components: { pathItems: { P: shared } },
    };
    expect(list('3.1.0', members)).toEqual([
      'GET /x/{id} /components/pathItems/P/get',
      'GET /y /components/pathItems/P/get',
    ]);
    const { operations } = modelOf(openapi('3.1.0', members));
    expect(operations.map(({ pathItem }) => pathItem)).toEqual(['/paths/~1x~1{id}', '/paths/~1y']);
    const names = operations.map((entry) => entry.read().parameters.map(({ name }) => name));
    expect(names).toEqual([['a', 'id'], ['a']]);
  });

  it('may add to what they refer to, and state parameters and servers in its place', () => {
    const operation = firstOf(
      modelOf(
        openapi('3.1.0', {
          paths: {
            '/x': {
              $ref: '#/components/pathItems/P',
              parameters: [{ name: 'a', in: 'query', required: true }],
              servers: [{ url: 'https://own' }],
            },
          },
          components: {
            pathItems: {
              P: { get: {}, parameters: [{ name: 'a', in: 'query' }], servers: [{ url: 'https://shared' }] },
            },
          },
        }),
      ),
    );
    expect(operation).toMatchObject({ parameters: [{ name: 'a', required: true }], servers: [{ url: 'https://own' }] });
  });

  it('are refused where both they and what they refer to have a method', () => {
    const paths = { '/x': { $ref: '#/components/pathItems/P', get: {}, put: {} } };
    expect(problemsOf(openapi('3.1.0', { paths, components: { pathItems: { P: { get: {} } } } }))).toEqual([
      'conflicting-path-item /paths/~1x/get',
    ]);
  });

  it('are refused for parameters of their own beside a reference that others share', () => {
    const reference = { $ref: '#/components/pathItems/P' };
    const broken = { ...reference, parameters: {} };
    for (const paths of [
      { '/x': broken, '/y': reference },
      { '/y': reference, '/x': broken },
    ]) {
      expect(problemsOf(openapi('3.1.0', { paths, components: { pathItems: { P: { get: {} } } } }))).toEqual([
        'wrong-type /paths/~1x/parameters',
      ]);
    }
  });

  it('are refused where they lead nowhere, in a circle or to no object', () => {
    const problems = (item: unknown, pathItems: Document = {}): readonly string[] =>
      problemsOf(openapi('3.1.0', { paths: { '/x': item }, components: { pathItems } }));
    const reference = { $ref: '#/components/pathItems/P' };
    expect(problems(reference)).toEqual(['dangling-reference /paths/~1x/$ref']);
    expect(problems(reference, { P: reference })).toEqual(['circular-reference /components/pathItems/P/$ref']);
    expect(problems(reference, { P: [] })).toEqual(['wrong-type /components/pathItems/P']);
    expect(problems('x')).toEqual(['wrong-type /paths/~1x']);
    expect(problems({ get: [] })).toEqual(['wrong-type /paths/~1x/get']);
  });
});

describe('webhooks', () => {
  it('are listed by name, whatever they are called in', () => {
    const model = modelOf(
      openapi('3.1.0', {
        webhooks: { created: { post: { operationId: 'created' } }, shared: { $ref: '#/components/pathItems/P' } },
        components: { pathItems: { P: { put: {} } } },
      }),
    );
    expect(brief(model.webhooks)).toEqual([
      'POST created /webhooks/created/post',
      'PUT shared /components/pathItems/P/put',
    ]);
    expect(model.operations).toEqual([]);
    expect(brief(modelOf(openapi('3.0.0', { 'x-webhooks': { created: { post: {} } } })).webhooks)).toEqual([
      'POST created /x-webhooks/created/post',
    ]);
  });
});

describe('callbacks', () => {
  const callbacksOf = (operation: Document, rest: Document = {}): readonly OperationEntry[] =>
    firstOf(modelOf(openapi('3.0.0', { paths: { '/x': { post: operation } }, ...rest }))).callbacks;

  it('have the operations that the API calls, by name and expression', () => {
    const callback = { '{$request.body#/url}': { post: { operationId: 'called' } }, 'x-note': 'none' };
    const [entry, ...others] = callbacksOf({ callbacks: { done: callback } });
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      method: 'POST',
      path: 'done {$request.body#/url}',
      pointer: '/paths/~1x/post/callbacks/done/{$request.body#~1url}/post',
    });
    expect(entry?.read()).toMatchObject({ operationId: 'called', parameters: [], servers: [] });
  });

  it('may lead to themselves', () => {
    const callbacks = { again: { $ref: '#/components/callbacks/C' } };
    const components = { callbacks: { C: { '{$url}': { post: { callbacks } } } } };
    const [entry] = callbacksOf({ callbacks }, { components });
    const [again] = entry?.read().callbacks ?? [];
    expect(again).toMatchObject({ path: 'again {$url}', pointer: entry?.pointer });
  });
});

describe('operations', () => {
  it('have id, tags and what they say of their future', () => {
    const operation = {
      operationId: 'a',
      tags: ['x', 'y'],
      deprecated: true,
      'x-sunset': '2030-01-01',
      'x-stability-level': 'draft',
    };
    expect(firstOf(modelOf(openapi('3.0.0', { paths: { '/x': { get: operation } } })))).toMatchObject({
      method: 'GET',
      path: '/x',
      pointer: '/paths/~1x/get',
      operationId: 'a',
      tags: ['x', 'y'],
      lifecycle: { deprecated: true, sunset: '2030-01-01', stability: 'draft' },
    });
  });

  it('are read once', () => {
    const [entry] = modelOf(openapi('3.0.0', { paths: { '/x': { get: {} } } })).operations;
    expect(entry?.read()).toBe(entry?.read());
  });
});
