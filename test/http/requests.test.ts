import { describe, expect, it } from 'vitest';

import { recorded, stored } from '../usecases/support.ts';
import { check, contractsPath, create, createServer, startUpgrade, toGot, toRequest } from './support.ts';

const candidate = { contract_type: 'openapi', contract_version: 'v1', document: { operations: [] } };

describe('paths', () => {
  it.each(['a/b', 'a%2Fb', '50%', 'ü €', ':v1', '*', '1.0.0+build', "it's", '#?&', 'V1'])(
    'carry the version %j, decoded exactly once',
    async (version) => {
      const server = createServer();
      const segment = encodeURIComponent(version);
      await create(server, version, 'pay');
      expect(await server.send('GET', `/${segment}`)).toMatchObject({
        status: 200,
        body: { contract_version: version },
      });
      expect(await server.send('POST', `/${segment}/activate`)).toMatchObject({ body: { active_version: version } });
    },
  );

  it('follow the Location of a created version back to it', async () => {
    const server = createServer();
    const { headers } = await create(server, 'a/b c', 'pay');
    const location = new URL(headers.get('location') ?? '', `http://localhost${contractsPath}`);
    expect(await server.send('GET', `${location.pathname}${location.search}`)).toMatchObject({
      body: { contract_version: 'a/b c' },
    });
  });

  it('tell versions apart by case', async () => {
    const server = createServer();
    await create(server, 'v1', 'pay');
    expect(await server.send('GET', '/V1')).toMatchObject({ status: 404, body: { reason: 'target_missing' } });
  });

  it('carry an integration with a slash', async () => {
    const server = createServer();
    server.catalog.set('team/payments', 'active');
    const path = '/platform/integrations/team%2Fpayments/contracts';
    expect(await server.send('POST', path, { body: candidate })).toMatchObject({
      status: 201,
      body: { integration_id: 'team/payments' },
    });
  });

  it.each(['/%', '/%zz', '/%E0%A4%A', '/%ff', '?cursor=%ff'])('refuse the encoding of %s', async (path) => {
    const server = createServer();
    expect(await server.send('GET', path)).toMatchObject({ status: 400, body: { reason: 'path_malformed' } });
  });

  it('route equal spellings alike, and fixed segments before versions', async () => {
    const server = createServer();
    await startUpgrade(server);
    const spelled = await toGot(await server.handler(toRequest('GET', '/%65vents')));
    expect(spelled.body.items).toHaveLength(3);
    expect(await server.send('GET', '/rollback')).toMatchObject({ status: 405 });
    expect(await server.send('POST', '/rollback/activate')).toMatchObject({
      status: 400,
      body: { issues: [{ pointer: '/contract_version', message: 'is a reserved word' }] },
    });
  });

  it.each([
    ['/platform/integrations'],
    ['/platform/integrations/payments'],
    ['/platform/integrations/payments/contracts/'],
    ['/platform/integrations/payments/contracts/v1/unknown'],
    ['/platform/integrations//contracts'],
  ])('unknown to any route are a problem: %s', async (path) => {
    expect(await createServer().send('GET', path)).toMatchObject({
      status: 404,
      body: { error_code: 'integration_contract_not_found', reason: 'route_missing' },
    });
  });

  it.each([
    ['DELETE', '/v1', 'GET, HEAD'],
    ['PUT', '', 'POST, GET, HEAD'],
    ['GET', '/v1/activate', 'POST'],
    ['OPTIONS', '/compatibility-check', 'POST'],
  ])('refuse %s of %s and say what they allow', async (method, path, allow) => {
    const got = await createServer().send(method, path);
    expect(got).toMatchObject({ status: 405, body: { reason: 'method_not_allowed' } });
    expect(got.headers.get('allow')).toBe(allow);
  });

  it('may stand below a base path', async () => {
    const server = createServer({}, { basePath: '/api/v1' });
    const at = (path: string) => new Request(`http://localhost${path}`, { headers: { 'x-actor': 'ann' } });
    expect((await server.handler(at(`/api/v1${contractsPath}?contract_type=openapi`))).status).toBe(200);
    expect((await server.handler(at(contractsPath))).status).toBe(404);
    const document = await toGot(await server.handler(at('/api/v1/platform/integrations/openapi.json')));
    expect(document.body).toMatchObject({ servers: [{ url: '/api/v1' }] });
  });
});

describe('HEAD', () => {
  it('answers like GET, without a body', async () => {
    const server = createServer();
    await startUpgrade(server);
    const response = await server.handler(toRequest('HEAD', '/v1'));
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe('"3"');
    expect(await response.text()).toBe('');
  });
});

describe('query strings', () => {
  it.each([
    ['GET', '?statuss=active', '/statuss', 'is not a known query parameter'],
    ['GET', '?limit=1&limit=2', '/limit', 'is given more than once'],
    ['GET', '?limit=0', '/limit', expect.any(String)],
    ['GET', '?limit=201', '/limit', expect.any(String)],
    ['GET', '?limit=1e2', '/limit', expect.any(String)],
    ['GET', '?limit=', '/limit', expect.any(String)],
    ['GET', '?contract_type=soap', '/contract_type', expect.any(String)],
    ['GET', '/events?types=unknown', '/types/0', expect.any(String)],
    ['POST', '/v1/activate?dry_run=true', '/dry_run', 'is not a known query parameter'],
  ])('%s %s is refused by name', async (method, path, pointer, message) => {
    const server = createServer();
    await startUpgrade(server);
    expect(await server.send(method, path)).toMatchObject({
      status: 400,
      body: { error_code: 'integration_contract_invalid_payload', issues: [{ pointer, message }] },
    });
  });

  it('may name several types of events', async () => {
    const server = createServer();
    await startUpgrade(server);
    const types = ['activated', 'superseded'].map((name) => `types=platform.integration.contract.${name}`);
    expect((await server.send('GET', `/events?${types.join('&')}`)).body.items).toHaveLength(1);
  });
});

describe('bodies', () => {
  it.each([
    ['status', 'active'],
    ['is_backward_compatible', true],
    ['__proto__', { contract_version: 'v9' }],
  ])('with the unknown field %s are refused by its name', async (name, value) => {
    const server = createServer();
    const body = `{"contract_type":"openapi","contract_version":"v1","document":{},${JSON.stringify(name)}:${JSON.stringify(value)}}`;
    expect(await server.send('POST', '', { body })).toMatchObject({
      status: 400,
      body: { reason: 'invalid_field', issues: [{ pointer: `/${name}`, message: 'is not a known field' }] },
    });
    expect((await stored(server.store)).revision).toBe(0);
  });

  it('lacking a field are told which', async () => {
    expect(await createServer().send('POST', '', { body: { contract_type: 'openapi' } })).toMatchObject({
      status: 400,
      body: { detail: '/contract_version: is required.', issues: [{ pointer: '/contract_version' }] },
    });
  });

  it.each([[''], ['/compatibility-check']])('are required where fields are: POST %s', async (path) => {
    const got = await createServer().send('POST', path);
    expect(got).toMatchObject({ status: 400, body: { reason: 'body_required' } });
  });

  it.each([['/v2/plan'], ['/v2/retire'], ['/rollback/plan'], ['/v2/deprecate']])(
    'may be left out where they are not: POST %s',
    async (path) => {
      const server = createServer();
      await startUpgrade(server);
      const got = await server.send('POST', path);
      expect(got.body.reason).not.toBe('body_required');
      expect(got.status).toBe(path === '/rollback/plan' ? 409 : 200);
    },
  );

  it.each([
    ['no Content-Type', {}],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text', { 'content-type': 'text/plain;charset=UTF-8' }],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }],
    ['a content encoding', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('with %s are refused, and told what to send', async (_, headers) => {
    const server = createServer();
    const request = new Request(`http://localhost${contractsPath}`, {
      method: 'POST',
      headers: { 'x-actor': 'ann', ...headers },
      // Bytes, because a string would bring a Content-Type of its own.
      body: new TextEncoder().encode(JSON.stringify(candidate)),
    });
    expect(await toGot(await server.handler(request))).toMatchObject({
      status: 415,
      body: { reason: 'media_type_unsupported', remedy: expect.stringContaining('application/json') },
    });
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/x+json',
  ])('are taken as %s', async (type) => {
    const got = await createServer().send('POST', '', { body: candidate, headers: { 'content-type': type } });
    expect(got.status).toBe(201);
  });

  it.each([
    ['{"a":\n 1,}', { line: 2, column: 4 }],
    ['{"contract_version": ', { line: 1, column: 22 }],
  ])('that are no JSON are told where: %j', async (body, place) => {
    expect(await createServer().send('POST', '', { body })).toMatchObject({
      status: 400,
      body: { reason: 'body_malformed', issues: [place] },
    });
  });

  it('that are no UTF-8 are refused', async () => {
    const request = new Request(`http://localhost${contractsPath}`, {
      method: 'POST',
      headers: { 'x-actor': 'ann', 'content-type': 'application/json' },
      body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    });
    expect(await toGot(await createServer().handler(request))).toMatchObject({
      status: 400,
      body: { detail: 'The body is not UTF-8.' },
    });
  });

  it.each(['[]', 'null', '1', '"text"'])('that are %s instead of an object are refused', async (body) => {
    expect(await createServer().send('POST', '', { body })).toMatchObject({ status: 400 });
  });

  it.each([
    [
      'document',
      `{"contract_type":"openapi","contract_version":"v1","document":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
    ],
    [
      'diff_summary',
      `{"baseline_version":"v1","candidate_version":"v2","diff_summary":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    ],
  ])('nested without end are refused: %s', async (field, body) => {
    const path = field === 'document' ? '' : '/compatibility-check';
    expect(await createServer().send('POST', path, { body })).toMatchObject({
      status: 400,
      body: { reason: 'body_malformed' },
    });
  });

  it.each([
    ['a field', '{"contract_version":"x",\n "contract_version":"v1"}', 'contract_version', { line: 2, column: 2 }],
    ['a document', '{"document":{"operations":["pay"],"operations":[]}}', 'operations', { line: 1, column: 35 }],
    ['another spelling', '{"document":{"a":[{}],"\\u0061":1}}', 'a', { line: 1, column: 23 }],
    ['the root', '[{"a":{"b":"\\","}}, {"a":1,"b":2,"a":3}]', 'a', { line: 1, column: 34 }],
  ])('that say something twice in %s are refused: one of the two would be lost', async (_, body, key, place) => {
    const server = createServer();
    const detail = `The body has "${key}" twice in one object, at line ${place.line}, column ${place.column}.`;
    const refused = await server.send('POST', '', { body });
    expect(refused).toMatchObject({ status: 400, body: { reason: 'body_malformed', detail, issues: [place] } });
    expect((await stored(server.store)).revision).toBe(0);
  });

  it('may use a name again in other objects, and as a value', async () => {
    const server = createServer();
    const document = {
      operations: ['pay', 'operations'],
      a: [{ a: 'a' }, { a: { a: '","a":"' } }],
      b: { a: ['a', 'a'] },
    };
    const body = { contract_type: 'openapi', contract_version: 'v1', document };
    expect(await server.send('POST', '', { body })).toMatchObject({ status: 201 });
  });

  it('keep a member __proto__ of a document as a member', async () => {
    const server = createServer();
    const document = '{"operations":["pay"],"__proto__":{"operations":[]}}';
    const body = `{"contract_type":"openapi","contract_version":"v1","document":${document}}`;
    expect(await server.send('POST', '', { body })).toMatchObject({ status: 201 });
    const { checksum } = (await stored(server.store)).versions.get('v1') ?? {};
    const kept = await server.store.documents.get(checksum ?? '', { signal: AbortSignal.timeout(1_000) });
    expect(new TextDecoder().decode(kept._unsafeUnwrap() ?? undefined)).toBe(document);
  });

  it('with a long summary are refused, for the line would carry it for ever', async () => {
    const server = createServer();
    await startUpgrade(server);
    const body = { baseline_version: 'v1', candidate_version: 'v2', diff_summary: 'x'.repeat(70_000) };
    expect(await server.send('POST', '/compatibility-check', { body })).toMatchObject({
      status: 400,
      body: { issues: [{ pointer: '/diff_summary' }] },
    });
  });
});

describe('the limit of bodies', () => {
  const large = JSON.stringify({ ...candidate, document: 'x'.repeat(2_000) });

  it('is told by the Content-Length already', async () => {
    const server = createServer({}, { maxBodyBytes: 1_000 });
    const headers = { 'content-length': '2000' };
    expect(await server.send('POST', '', { body: '{}', headers })).toMatchObject({
      status: 413,
      body: { reason: 'body_too_large', detail: 'The body has more than 1000 bytes.' },
    });
  });

  it.each([['none'], ['10']])('counts what comes, with Content-Length %s', async (length) => {
    const server = createServer({}, { maxBodyBytes: 1_000 });
    let sent = 0;
    let cancelled = false;
    const bytes = new TextEncoder().encode(large);
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(bytes.subarray(0, 600));
        sent += 600;
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const init = {
      method: 'POST',
      headers: {
        'x-actor': 'ann',
        'content-type': 'application/json',
        ...(length === 'none' ? {} : { 'content-length': length }),
      },
      body,
      duplex: 'half' as const,
    };
    // This endless body would never be read to its end.
    const got = await toGot(await server.handler(new Request(`http://localhost${contractsPath}`, init)));
    expect(got).toMatchObject({ status: 413, body: { reason: 'body_too_large' } });
    expect(cancelled).toBe(true);
    expect(sent).toBeLessThan(5_000);
  });

  it('lets a body of exactly that size through', async () => {
    const body = JSON.stringify(candidate);
    expect(await createServer({}, { maxBodyBytes: body.length }).send('POST', '', { body })).toMatchObject({
      status: 201,
    });
    expect(await createServer({}, { maxBodyBytes: body.length - 1 }).send('POST', '', { body })).toMatchObject({
      status: 413,
    });
  });
});

describe('entity tags', () => {
  it('are the revision, and If-Match expects it', async () => {
    const server = createServer();
    await startUpgrade(server);
    const { headers } = await server.send('GET', '');
    expect(headers.get('etag')).toBe('"3"');
    expect((await check(server, 'v1', 'v2')).headers.get('etag')).toBe('"4"');
    expect(await server.send('POST', '/v2/activate', { headers: { 'if-match': '"3"' } })).toMatchObject({
      status: 412,
      body: { reason: 'revision_mismatch', expected_revision: 3, revision: 4 },
    });
    expect(await server.send('POST', '/v2/activate', { headers: { 'if-match': '"4"' } })).toMatchObject({
      status: 200,
    });
  });

  it('expect nothing with *', async () => {
    const server = createServer();
    await startUpgrade(server);
    expect(await server.send('POST', '/v2/retire', { headers: { 'if-match': '*' } })).toMatchObject({ status: 200 });
  });

  it.each(['W/"3"', '"abc"', '"03"', '"99999999999999999999"'])(
    'that can never be current do not match: %s',
    async (tag) => {
      const server = createServer();
      await startUpgrade(server);
      expect(await server.send('POST', '/v2/retire', { headers: { 'if-match': tag } })).toMatchObject({
        status: 412,
        body: { reason: 'entity_tag_unmatched' },
      });
    },
  );

  it.each(['3', '"3', '"3", "4"', 'W/3', ''])('that are malformed are refused: %j', async (tag) => {
    const server = createServer();
    await startUpgrade(server);
    expect(await server.send('POST', '/v2/retire', { headers: { 'if-match': tag } })).toMatchObject({
      status: 400,
      body: { reason: 'header_malformed' },
    });
  });

  it.each([
    ['"3"', 304],
    ['W/"3"', 304],
    ['"1", W/"3"', 304],
    ['*', 304],
    ['"2"', 200],
    ['nonsense', 200],
  ])('spare a reader what it has: If-None-Match %s', async (tag, status) => {
    const server = createServer();
    await startUpgrade(server);
    for (const path of ['', '/v1']) {
      const got = await server.send('GET', path, { headers: { 'if-none-match': tag } });
      expect(got.status).toBe(status);
      expect(got.headers.get('etag')).toBe('"3"');
    }
  });

  it('are not given for audit events, which refusals add to without a revision', async () => {
    const server = createServer();
    await startUpgrade(server);
    expect((await server.send('GET', '/events')).headers.get('etag')).toBeNull();
  });
});

describe('idempotency keys', () => {
  it.each(['"a b"', '"a\\"b"', 'bare-key_1', '"\\\\"'])('are taken as %s', async (key) => {
    const server = createServer();
    const got = await server.send('POST', '', { body: candidate, headers: { 'idempotency-key': key } });
    expect(got.status).toBe(201);
    const [event] = await recorded(server.store);
    expect(event?.command_id).toBe(key.startsWith('"') ? key.slice(1, -1).replaceAll(/\\(.)/g, '$1') : key);
  });

  it.each(['', '""', '"open', 'a b', 'a, b', '"a", "b"', '"a\\x"', `"${'k'.repeat(129)}"`, '"a";p=1', 'ü'])(
    'are refused as %j',
    async (key) => {
      const server = createServer();
      expect(await server.send('POST', '', { body: candidate, headers: { 'idempotency-key': key } })).toMatchObject({
        status: 400,
        body: { reason: 'header_malformed' },
      });
      expect((await stored(server.store)).revision).toBe(0);
    },
  );
});
