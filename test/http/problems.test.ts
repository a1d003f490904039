import { ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import type { ErrorCode } from '../../src/core/error.ts';
import {
  activationBlocked,
  conflict,
  dependencyUnavailable,
  forbidden,
  idempotencyMismatch,
  invalidPayload,
  notFound,
  revisionConflict,
} from '../../src/core/error.ts';
import { createHttpHandler } from '../../src/http/index.ts';
import type { AnyRefusal } from '../../src/http/problem.ts';
import { statuses, titles, toProblem } from '../../src/http/problem.ts';
import { reasons, reasonsOf } from '../../src/http/reasons.ts';
import { remedies } from '../../src/http/remedy.ts';
import { requestRefusal } from '../../src/http/request-refusal.ts';
import { refusalExamples } from '../../src/http/examples.ts';
import { createWorld } from '../usecases/support.ts';
import { check, create, createServer, startUpgrade, toGot, toRequest } from './support.ts';

const occurrence = { request_id: 'req-1', instance: '/there', problemTypeBase: 'https://docs.example/problems/' };

describe('the problem of a refusal', () => {
  it.each<[AnyRefusal, number]>([
    [notFound('integration_missing'), 404],
    [refusalExamples.integration_contract_incompatible, 409],
    [activationBlocked('frozen', 'freeze-windows', 'It is Friday.'), 409],
    [dependencyUnavailable('contract_store', 'timed_out'), 503],
    [invalidPayload('same_version', 'A version is not compared with itself.'), 400],
    [forbidden('permission_denied', ['platform.member_admin.operate']), 403],
    [forbidden('unauthenticated', []), 401],
    [conflict('contention', 'The line changed.'), 409],
    [revisionConflict('revision_mismatch', 1, 2), 412],
    [idempotencyMismatch('key-1'), 422],
    [requestRefusal('route_missing', 'There is no such route.'), 404],
    [requestRefusal('method_not_allowed', 'No.', { allow: ['GET'] }), 405],
    [requestRefusal('body_too_large', 'Too long.'), 413],
    [requestRefusal('media_type_unsupported', 'A form.'), 415],
    [requestRefusal('body_malformed', 'Not JSON.'), 400],
    [requestRefusal('entity_tag_unmatched', 'No.'), 412],
  ])('%j has the status %i and keeps every field', (refusal, status) => {
    const { message, ...data } = refusal;
    expect(toProblem(refusal, occurrence)).toEqual({
      ...data,
      type: `https://docs.example/problems/${refusal.error_code}`,
      title: titles[refusal.error_code],
      status,
      detail: message,
      instance: '/there',
      request_id: 'req-1',
      remedy: expect.stringMatching(/^[A-Z].+\.$/),
    });
  });

  it('withholds what a dependency said', () => {
    const refusal = dependencyUnavailable('contract_store', 'failed', { cause: new Error('password=secret') });
    expect(refusal).toHaveProperty('cause');
    expect(JSON.stringify(toProblem(refusal, occurrence))).not.toMatch(/cause|secret/);
  });

  it('prefers the remedy that the refusal has', () => {
    const refusal = activationBlocked('frozen', 'freeze', 'It is Friday.', { remedy: 'Wait for Monday.' });
    expect(toProblem(refusal, occurrence)).toMatchObject({ remedy: 'Wait for Monday.' });
  });

  it('says how to find out what became of a commit whose answer was lost', () => {
    const refusal = dependencyUnavailable('contract_store', 'timed_out', { outcome: 'unknown' });
    expect(toProblem(refusal, occurrence)).toMatchObject({
      outcome: 'unknown',
      remedy: expect.stringContaining('same Idempotency-Key'),
    });
  });
});

describe('the tables', () => {
  it('know a remedy for every reason, and an example for every code', () => {
    expect(Object.keys(remedies).sort()).toEqual(reasons.map(([reason]) => reason).sort());
    for (const code of Object.keys(statuses) as ErrorCode[]) {
      expect(refusalExamples[code].error_code).toBe(code);
      expect(reasonsOf(code)).toContain(refusalExamples[code].reason);
    }
  });
});

describe('nobody', () => {
  it.each([[null], [undefined]])('is who authenticate calls %s: 401 with a challenge', async (nobody) => {
    const server = createServer({}, { authenticate: () => nobody, challenge: 'Basic realm="contracts"' });
    const got = await server.send('POST', '', { body: '{}' });
    expect(got).toMatchObject({
      status: 401,
      body: { error_code: 'integration_contract_forbidden', reason: 'unauthenticated' },
    });
    expect(got.headers.get('www-authenticate')).toBe('Basic realm="contracts"');
  });

  it('is turned away before the body is read', async () => {
    const server = createServer({}, { authenticate: () => null });
    const request = toRequest('POST', '', { body: 'not JSON' });
    expect((await server.handler(request)).status).toBe(401);
    expect(request.bodyUsed).toBe(false);
  });

  it('may read the OpenAPI document', async () => {
    const server = createServer({}, { authenticate: () => null });
    expect(await server.send('GET', '/platform/integrations/openapi.json')).toMatchObject({ status: 200 });
  });
});

describe('an authenticator that fails', () => {
  it.each([
    ['throws', 'failed', () => Promise.reject(new Error('ldap://secret'))],
    ['throws at once', 'failed', () => raise(new Error('ldap://secret'))],
    ['hangs', 'timed_out', () => new Promise<never>(() => undefined)],
    ['answers junk', 'malformed_answer', () => JSON.parse('{"id":7}')],
    ['answers true', 'malformed_answer', () => JSON.parse('true')],
  ])('and %s lets nobody in', async (_, reason, authenticate) => {
    const server = createServer({}, { authenticate, authenticateTimeoutMs: 20 });
    const got = await server.send('GET', '');
    expect(got).toMatchObject({
      status: 503,
      body: { error_code: 'INT-503-DEPENDENCY-UNAVAILABLE', dependency: 'authenticator', reason, retryable: true },
    });
    expect(got.headers.get('retry-after')).toBe('1');
    expect(JSON.stringify(got.body)).not.toContain('secret');
  });

  it('is told by the signal when nobody waits any longer', async () => {
    let aborted = false;
    const server = createServer(
      {},
      {
        authenticateTimeoutMs: 20,
        authenticate: (_, { signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              aborted = true;
            });
          }),
      },
    );
    await server.send('GET', '');
    expect(aborted).toBe(true);
  });
});

describe('a dependency that fails', () => {
  it('is a 503 that tells the caller its name, and the log its cause', async () => {
    const cause = new Error('connect ECONNREFUSED 10.0.0.7');
    const { store } = createWorld();
    const server = createServer({ store: { ...store, load: () => Promise.reject(cause) } });
    const got = await server.send('POST', '/v1/activate', { body: { contract_type: 'openapi' } });
    expect(got).toMatchObject({
      status: 503,
      body: { dependency: 'contract_store', outcome: 'nothing_changed', retryable: true },
    });
    expect(JSON.stringify(got.body)).not.toContain('ECONNREFUSED');
    expect(server.errors).toMatchObject([{ error_code: 'INT-503-DEPENDENCY-UNAVAILABLE', cause }]);
  });
});

describe('what nobody expected', () => {
  const brokenRollout = (error: unknown) => {
    const world = createWorld();
    const list = (() => raise(error)) as unknown as typeof world.rollout.list;
    return { ...world.rollout, list };
  };

  it.each([[new Error('secret')], ['a string']])('is a 500 without details: %s', async (error) => {
    const errors: unknown[] = [];
    const handler = createHttpHandler(brokenRollout(error), {
      authenticate: () => ({ id: 'ann' }),
      onError: (thrown, { request_id }) => {
        errors.push(thrown, request_id);
        throw new Error('The log is full.');
      },
    });
    const got = await toGot(await handler(toRequest('GET', '', { headers: { 'x-request-id': 'req-1' } })));
    expect(got).toMatchObject({
      status: 500,
      body: { type: 'about:blank', title: 'Internal Server Error', status: 500, request_id: 'req-1' },
    });
    expect(got.headers.get('content-type')).toBe('application/problem+json');
    expect(got.headers.get('x-request-id')).toBe('req-1');
    expect(JSON.stringify(got.body)).not.toMatch(/secret|a string/);
    expect(errors).toEqual([error, 'req-1']);
  });

  it('is a body that the host consumed before', async () => {
    const server = createServer();
    const request = toRequest('POST', '', { body: '{}' });
    await request.text();
    expect((await server.handler(request)).status).toBe(500);
    expect(server.errors).toMatchObject([{ message: expect.stringContaining('consumed') }]);
  });
});

describe('every gate of the runbook', () => {
  it('says what would open it', async () => {
    const server = createServer();
    await startUpgrade(server);
    await create(server, 'v3', 'other');
    await check(server, 'v1', 'v3');
    await server.send('POST', '/v2/retire');
    const activate = async (version: string, body: object = {}) =>
      (await server.send('POST', `/${version}/activate`, { body })).body;
    expect(await activate('v2')).toMatchObject({ reason: 'retired_version', remedy: expect.any(String) });
    expect(await activate('v3', { baseline_version: 'v2' })).toMatchObject({
      reason: 'baseline_version_mismatch',
      remedy: 'Check against "v1" and name it as the baseline.',
    });
    expect(await activate('v3')).toMatchObject({ reason: 'breaking_changes', remedy: expect.any(String) });
    server.catalog.set('payments', 'paused');
    expect(await activate('v3')).toMatchObject({ reason: 'integration_not_active', remedy: expect.any(String) });
    expect(await server.send('POST', '/rollback')).toMatchObject({ body: { reason: 'no_rollback_target' } });
  });
});

describe('createHttpHandler', () => {
  it.each([
    [{ authenticate: undefined }, 'authenticate'],
    [{ maxBodyBytes: 0 }, 'maxBodyBytes'],
    [{ authenticateTimeoutMs: Number.NaN }, 'authenticateTimeoutMs'],
    [{ basePath: 'api' }, 'basePath'],
    [{ basePath: '/api/' }, 'basePath'],
    [{ openApiPath: 'openapi.json' }, 'openApiPath'],
  ])('throws a TypeError for %j', (options, name) => {
    expect(() => createServer({}, options as object)).toThrow(TypeError);
    expect(() => createServer({}, options as object)).toThrow(name);
  });

  it('throws a TypeError for what is no rollout, and without options', () => {
    const { rollout } = createServer();
    const options = { authenticate: () => null };
    expect(() => createHttpHandler({} as typeof rollout, options)).toThrow('the first argument must be a rollout');
    expect(() => createHttpHandler(rollout, undefined as never)).toThrow('the second argument must be its options');
  });

  it('takes an option that is undefined as not given', async () => {
    const server = createServer({}, { maxBodyBytes: undefined, basePath: undefined } as object);
    expect((await server.handler(toRequest('GET', '?contract_type=openapi'))).status).toBe(200);
  });

  it('asks the authorizer about the actor that authenticate named', async () => {
    const asked: unknown[] = [];
    const authorizer = {
      authorize: async (question: unknown) => {
        asked.push(question);
        return ok({ allow: true as const });
      },
    };
    const actor = { id: 'zoe', type: 'user', roles: ['admin'], attributes: { team: 'payments' } };
    const server = createServer({ authorizer }, { authenticate: async () => actor });
    await server.send('GET', '?contract_type=openapi');
    expect(asked).toMatchObject([{ actor, action: 'read' }]);
  });

  it('serves no OpenAPI document where it shall not', async () => {
    const server = createServer({}, { openApiPath: null });
    expect(await server.send('GET', '/platform/integrations/openapi.json')).toMatchObject({ status: 404 });
  });
});

function raise(error: unknown): never {
  throw error;
}
