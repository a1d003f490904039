import { describe, expect, it } from 'vitest';

import { alignBasePaths } from '../../../../src/diff/openapi/read/base-paths.ts';
import type { ApiModel, OperationEntry, Server } from '../../../../src/diff/openapi/model.ts';
import { firstOf, modelOf, openapi, operationOf, swaggerOperationOf, type Document } from './support.ts';

const urls = (servers: readonly Server[]): readonly string[] => servers.map(({ url }) => url);
const at = (...names: readonly string[]): Document => ({ servers: names.map((url) => ({ url })) });

describe('servers', () => {
  it('are those of the operation, else of the path item, else of the document, else the one that has the document', () => {
    const read = (operation: Document, item: Document, document: Document): readonly string[] =>
      urls(firstOf(modelOf(openapi('3.0.0', { paths: { '/x': { get: operation, ...item } }, ...document }))).servers);
    expect(read(at('https://o'), at('https://i'), at('https://d'))).toEqual(['https://o']);
    expect(read({}, at('https://i'), at('https://d'))).toEqual(['https://i']);
    expect(read({}, {}, at('https://d', 'https://e'))).toEqual(['https://d', 'https://e']);
    expect(read(at(), {}, at('https://d'))).toEqual(['https://d']);
    expect(read({}, {}, {})).toEqual(['']);
  });

  it('are written without trailing slash, case of the host and the usual port', () => {
    const read = (url: string): readonly string[] => urls(operationOf('3.0.0', {}, at(url)).servers);
    expect(read('HTTPS://API.Example.com/V1/')).toEqual(['https://api.example.com/V1']);
    expect(read('/')).toEqual(['']);
    expect(read('https://a:443/v1')).toEqual(['https://a/v1']);
    expect(read('ws://[::1]:80')).toEqual(['ws://[::1]']);
    expect(read('https://a:80')).toEqual(['https://a:80']);
    expect(read('https://{Region}.example.com/v1')).toEqual(['https://{Region}.example.com/v1']);
  });

  it('have variables with the values that are listed', () => {
    const variables = { region: { enum: ['eu', 'us'], default: 'eu' }, port: { default: '443' } };
    const { servers } = operationOf('3.0.0', {}, { servers: [{ url: 'https://{region}.a:{port}', variables }] });
    expect(servers).toEqual([
      {
        pointer: '/servers/0',
        url: 'https://{region}.a:{port}',
        variables: { region: ['eu', 'us'], port: [] },
        defaults: { region: 'eu', port: '443' },
      },
    ]);
  });

  it('of Swagger 2.0 are made of schemes, host and base path', () => {
    const read = (rest: Document, operation: Document = {}): readonly string[] =>
      urls(swaggerOperationOf(operation, rest).servers);
    const host = 'a.example';
    expect(read({ host, basePath: '/v1', schemes: ['https', 'http'] })).toEqual([
      'https://a.example/v1',
      'http://a.example/v1',
    ]);
    expect(read({ host, schemes: ['https'] }, { schemes: ['wss'] })).toEqual(['wss://a.example']);
    expect(read({ host, basePath: 'v1' })).toEqual(['//a.example/v1']);
    expect(read({ basePath: '/v1' })).toEqual(['/v1']);
    expect(read({})).toEqual(['']);
  });

  it('of webhooks are those that these state', () => {
    const model = modelOf(
      openapi('3.1.0', { ...at('https://d'), webhooks: { a: { post: {} }, b: { post: at('https://b') } } }),
    );
    expect(model.webhooks.map((entry) => urls(entry.read().servers))).toEqual([[], ['https://b']]);
  });
});

describe('base paths', () => {
  const basePathOf = (...names: readonly string[]): string | undefined =>
    modelOf(openapi('3.0.0', { paths: { '/x': { get: {} } }, ...at(...names) })).operations[0]?.basePath;

  it('are what the URLs of all servers end with', () => {
    expect(basePathOf('https://a/v1', 'https://b/v1/', '/v1')).toBe('/v1');
    expect(basePathOf('https://a/v1', 'https://b/v2')).toBeUndefined();
    expect(basePathOf('https://a')).toBeUndefined();
    expect(basePathOf('https://a/{version}')).toBeUndefined();
    expect(basePathOf('v1')).toBeUndefined();
  });

  const api = (server: string, ...paths: readonly string[]): ApiModel =>
    modelOf(openapi('3.0.0', { ...at(server), paths: Object.fromEntries(paths.map((path) => [path, { get: {} }])) }));
  const brief = ({ operations }: { readonly operations: readonly OperationEntry[] }): readonly string[] =>
    operations.map((entry) => {
      const { path, servers } = entry.read();
      expect(path).toBe(entry.path);
      return `${urls(servers).join(' ')} ${path}`;
    });
  const align = (baseline: ApiModel, candidate: ApiModel): readonly (readonly string[])[] => {
    const aligned = alignBasePaths(baseline, candidate);
    return [brief(aligned.baseline), brief(aligned.candidate)];
  };

  it('move into the paths where that makes URLs equal', () => {
    const [one, other] = [api('https://a/v1', '/x', '/y/{id}'), api('https://a', '/v1/x', '/v1/y/{key}')];
    const before = ['https://a /v1/x', 'https://a /v1/y/{id}'];
    const after = ['https://a /v1/x', 'https://a /v1/y/{key}'];
    expect(align(one, other)).toEqual([before, after]);
    expect(align(other, one)).toEqual([after, before]);
    expect(align(api('https://a/v1/z', '/x'), api('https://a/v1', '/z/x'))).toEqual([
      ['https://a /v1/z/x'],
      ['https://a /v1/z/x'],
    ]);
  });

  it('stay where they are equal, or where it is the server that changed', () => {
    const one = api('https://a/v1', '/x');
    for (const other of [api('https://a/v1', '/x'), api('https://a/v2', '/x'), api('https://a', '/x')]) {
      expect(alignBasePaths(one, other)).toEqual({ baseline: one, candidate: other });
    }
  });

  it('move for the operations alone that have a counterpart', () => {
    expect(align(api('https://a/v1', '/x', '/y'), api('https://a', '/v1/x'))).toEqual([
      ['https://a /v1/x', 'https://a/v1 /y'],
      ['https://a /v1/x'],
    ]);
  });
});
