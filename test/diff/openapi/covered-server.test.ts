import { describe, expect, it } from 'vitest';

import { isServerCovered } from '../../../src/diff/openapi/covered-server.ts';
import type { Server } from '../../../src/diff/openapi/model.ts';
import { diffOpenApi } from '../../../src/diff/openapi/diff-openapi.ts';
import { operation, type Json } from './rules/documents.ts';

/** A server whose variables take the listed values, or any, the first by default. */
function server(url: string, listed: Readonly<Record<string, readonly string[]>> = {}, defaults = {}): Server {
  return { pointer: '/servers/0', url, variables: listed, defaults };
}

const covered = (one: Server, ...others: readonly Server[]): boolean => isServerCovered(one, others);

describe('a server is covered', () => {
  it('by a template whose variables make its URL', () => {
    const old = server('https://upload.a.test/v2');
    expect(covered(old, server('https://{host}/v2'))).toBe(true);
    expect(covered(old, server('https://{host}/v2', { host: ['upload.a.test', 'b.test'] }))).toBe(true);
    expect(covered(old, server('https://{host}/v2', { host: ['b.test'] }, { host: 'b.test' }))).toBe(false);
    expect(covered(old, server('https://{host}/v3'))).toBe(false);
    expect(covered(old, server('https://{host}/2'))).toBe(false);
    expect(covered(old, server('https://upload.a.test{rest}/v2'))).toBe(false);
    expect(covered(server('https://a.test:8443'), server('https://{sub}.test:{port}'))).toBe(true);
  });

  it('by a template with any value only where that has no slash, or is the default', () => {
    const old = server('https://a.test/eu/v2');
    expect(covered(old, server('https://{host}/v2'))).toBe(false);
    expect(covered(old, server('https://{host}/v2', {}, { host: 'a.test/eu' }))).toBe(true);
    expect(covered(old, server('{base}/v2', {}, { base: 'https://a.test/eu' }))).toBe(true);
    expect(covered(old, server('{base}/v2', {}, { base: 'https://b.test/eu' }))).toBe(false);
  });

  it('if every one of its URLs is', () => {
    const old = server('https://{region}.a.test', { region: ['eu', 'us'] });
    const [eu, us] = [server('https://eu.a.test'), server('https://us.a.test')];
    expect(covered(old, eu, us)).toBe(true);
    expect(covered(old, eu)).toBe(false);
    expect(covered(old, eu, server('https://{place}.a.test', { place: ['us'] }))).toBe(true);
    expect(covered(old, server('https://{place}.a.test'))).toBe(true);
    const open = server('https://{region}.a.test', {}, { region: 'eu' });
    expect(covered(open, server('https://{place}.a.test'))).toBe(true);
    expect(covered(open, server('https://{place}.a.test', { place: ['eu'] }))).toBe(false);
    expect(covered(open, eu)).toBe(false);
  });

  it('by no template that asks for one value in two places', () => {
    expect(covered(server('https://a.test/b'), server('https://{x}.test/{x}'))).toBe(false);
  });

  it('not if that takes too long to tell', () => {
    const values = Array.from({ length: 40 }, (_, index) => String(index));
    const many = server('https://{a}.{b}', { a: values, b: values });
    expect(covered(many, server('https://{x}.{y}'))).toBe(false);
    expect(covered(server('https://{a}', { a: values }), server('https://{x}'))).toBe(true);
    const templates = Array.from({ length: 101 }, (_, index) => server(`https://{x}/${index}`));
    expect(covered(server('https://a.test/1'), ...templates)).toBe(false);
  });
});

it('a server that became a value of a template was not removed', async () => {
  const serving = (server: Json): string => JSON.stringify(operation({}, { servers: [server] }));
  const url = 'https://{host}/v2';
  const rulesFor = async (host: Json): Promise<readonly string[]> => {
    const template = serving({ url, variables: { host } });
    const result = await diffOpenApi(serving({ url: 'https://A.test/v2' }), template);
    return result._unsafeUnwrap().findings.map(({ rule }) => rule);
  };
  expect(await rulesFor({ default: 'a.test' })).toEqual(['server-added']);
  expect(await rulesFor({ default: 'b.test', enum: ['b.test'] })).toEqual(['server-removed', 'server-added']);
});
