import { describe, expect, it } from 'vitest';

import { createOperationsDiffer, recorded, stored } from '../usecases/support.ts';
import { check, create, createServer, startUpgrade } from './support.ts';

describe('the runbook over HTTP', () => {
  it('creates, activates, is refused, checks, activates, lists and rolls back', async () => {
    const server = createServer();
    const first = await create(server, 'v1', 'pay');
    expect(first).toMatchObject({ status: 201, body: { contract_version: 'v1', status: 'candidate', changed: true } });
    expect(await server.send('POST', '/v1/activate')).toMatchObject({
      status: 200,
      body: { status: 'active', baseline_version: null, justification: { kind: 'first_activation' } },
    });

    await create(server, 'v2', 'refund');
    expect(await server.send('POST', '/v2/activate')).toMatchObject({
      status: 409,
      body: {
        error_code: 'integration_contract_activation_blocked',
        reason: 'missing_compatibility_check',
        gate: 'compatibility-check-present',
        remedy: expect.stringContaining('baseline_version "v1"'),
      },
    });
    expect(await check(server, 'v1', 'v2')).toMatchObject({
      status: 200,
      body: { result: 'incompatible', breaking_change_count: 1, is_current_baseline: true, provenance: 'computed' },
    });
    const refused = await server.send('POST', '/v2/activate', { body: { baseline_version: 'v1' } });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        type: 'urn:contract-rollout:problem:integration_contract_incompatible',
        error_code: 'integration_contract_incompatible',
        retryable: false,
        breaking_change_count: 1,
        findings: [{ rule: 'operation-removed', message: 'The operation "pay" is gone.' }],
        remedy: expect.stringContaining('override'),
      },
    });

    await create(server, 'v3', 'pay', 'refund');
    expect(await check(server, 'v1', 'v3')).toMatchObject({ body: { result: 'compatible', breaking_change_count: 0 } });
    expect(await server.send('POST', '/v3/activate', { body: { baseline_version: 'v1' } })).toMatchObject({
      status: 200,
      body: { active_version: 'v3', baseline_version: 'v1', rollback_ready: false },
    });
    const listed = await server.send('GET', '');
    expect(listed).toMatchObject({ status: 200, body: { active_version: 'v3', rollback_target: 'v1', next: null } });
    expect(listed.body.items?.map((version) => [version['contract_version'], version['status']])).toEqual([
      ['v1', 'superseded'],
      ['v2', 'candidate'],
      ['v3', 'active'],
    ]);
  });

  it('rolls back under an override made from the plan, and audits it', async () => {
    const server = createServer();
    await startUpgrade(server);
    await check(server, 'v1', 'v2');
    await server.send('POST', '/v2/activate');

    expect(await server.send('POST', '/rollback')).toMatchObject({
      status: 409,
      body: { error_code: 'integration_contract_incompatible' },
    });
    const plan = await server.send('POST', '/rollback/plan', { body: { contract_type: 'openapi' } });
    expect(plan).toMatchObject({
      status: 200,
      body: { operation: 'rollback', contract_version: 'v1', allowed: false },
    });
    const { plan_token, override_binding } = plan.body;
    const override = { ...(override_binding as object), justification: 'Refunds are broken for everybody.' };
    expect(await server.send('POST', '/rollback', { body: { plan_token, override } })).toMatchObject({
      status: 200,
      body: { active_version: 'v1', kind: 'rollback', justification: { kind: 'override' } },
    });
    const events = await server.send('GET', '/events?types=platform.integration.contract.override_used');
    expect(events.body.items).toHaveLength(1);
  });

  it('plans an activation, and refuses a plan that the line has overtaken', async () => {
    const server = createServer();
    await startUpgrade(server);
    const plan = await server.send('POST', '/v2/plan');
    expect(plan).toMatchObject({ status: 200, body: { allowed: false, baseline_version: 'v1' } });
    await check(server, 'v1', 'v2');
    const { plan_token } = plan.body;
    expect(await server.send('POST', '/v2/activate', { body: { plan_token } })).toMatchObject({
      status: 412,
      body: { reason: 'plan_outdated', expected_revision: 3, revision: 4 },
    });
  });

  it('deprecates and retires, and tells readers of a deprecated version', async () => {
    const server = createServer();
    await startUpgrade(server);
    expect((await server.send('GET', '/v1')).headers.get('deprecation')).toBeNull();
    const body = { deprecated_at: '2026-03-02T10:00:00Z', sunset_at: '2026-09-01T00:00:00Z', successor: 'v2' };
    expect(await server.send('POST', '/v1/deprecate', { body })).toMatchObject({ status: 200 });
    const { headers } = await server.send('GET', '/v1');
    expect(headers.get('deprecation')).toBe('@1772445600');
    expect(headers.get('sunset')).toBe('Tue, 01 Sep 2026 00:00:00 GMT');
    expect(headers.get('link')).toBe('<v2?contract_type=openapi>; rel="successor-version"');

    expect(await server.send('POST', '/v1/retire')).toMatchObject({
      status: 409,
      body: { reason: 'active_version_not_retirable', remedy: 'Activate another version first.' },
    });
    expect(await server.send('POST', '/v2/retire')).toMatchObject({ status: 200, body: { status: 'retired' } });
  });

  it('answers the same version again with 200, and other content with a conflict', async () => {
    const server = createServer();
    const first = await create(server, 'v1', 'pay');
    expect(first.headers.get('location')).toBe('contracts/v1?contract_type=openapi');
    expect(await create(server, 'v1', 'pay')).toMatchObject({ status: 200, body: { changed: false } });
    expect(await create(server, 'v1', 'other')).toMatchObject({ status: 409, body: { reason: 'version_exists' } });
  });

  it('takes a document as text, kept byte by byte, and a reference with its checksum', async () => {
    const server = createServer();
    const text = '{ "operations" : [] }\n';
    const body = { contract_type: 'openapi', contract_version: 'v1', document: text };
    expect(await server.send('POST', '', { body })).toMatchObject({ status: 201, body: { document_stored: true } });
    const { checksum } = (await stored(server.store)).versions.get('v1') ?? {};
    const kept = await server.store.documents.get(checksum ?? '', { signal: AbortSignal.timeout(1_000) });
    expect(new TextDecoder().decode(kept._unsafeUnwrap() ?? undefined)).toBe(text);

    const referenced = {
      contract_version: 'v2',
      schema_ref: 'https://schemas.example/v2.yaml',
      schema_checksum: `sha256:${'0'.repeat(64)}`,
    };
    expect(await server.send('POST', '', { body: referenced })).toMatchObject({
      status: 201,
      body: { document_stored: false, schema_ref: referenced.schema_ref },
    });
  });

  it('lists the checks of a line, by pair too', async () => {
    const server = createServer();
    await startUpgrade(server);
    await check(server, 'v1', 'v2');
    // The way back was computed along with it.
    expect((await server.send('GET', '/compatibility-checks')).body.items).toHaveLength(2);
    const filtered = await server.send('GET', '/compatibility-checks?baseline_version=v2&limit=1');
    expect(filtered.body.items).toMatchObject([{ baseline_version: 'v2', candidate_version: 'v1' }]);
  });
});

describe('S16: idempotency keys', () => {
  it('repeat the first result, and refuse another payload', async () => {
    const server = createServer();
    await startUpgrade(server);
    const headers = { 'idempotency-key': '"key-1"' };
    const body = { baseline_version: 'v1', candidate_version: 'v2' };
    const first = await server.send('POST', '/compatibility-check', { body, headers });
    // Quoted and bare are the same key.
    const again = await server.send('POST', '/compatibility-check', { body, headers: { 'idempotency-key': 'key-1' } });
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    const other = { baseline_version: 'v2', candidate_version: 'v1' };
    expect(await server.send('POST', '/compatibility-check', { body: other, headers })).toMatchObject({
      status: 422,
      body: { error_code: 'integration_contract_idempotency_mismatch', command_id: 'key-1' },
    });
  });

  it('in flight are a conflict that may be retried', async () => {
    const differ = createOperationsDiffer();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrived = (): void => undefined;
    const validating = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const validate: typeof differ.validate = async (...document) => {
      arrived();
      await held;
      return differ.validate(...document);
    };
    const server = createServer({ differs: { openapi: { ...differ, validate } }, deadlines: {} });
    const sent = {
      body: { contract_type: 'openapi', contract_version: 'v1', document: { operations: [] } },
      headers: { 'idempotency-key': 'key-1' },
    };
    const first = server.send('POST', '', sent);
    await validating;
    const second = await server.send('POST', '', sent);
    expect(second).toMatchObject({ status: 409, body: { reason: 'command_in_flight', retryable: true } });
    expect(second.headers.get('retry-after')).toBe('1');
    release();
    expect(await first).toMatchObject({ status: 201 });
    expect(await server.send('POST', '', sent)).toMatchObject({
      status: 201,
      body: { event_ids: (await first).body['event_ids'] },
    });
  });
});

describe('S17: correlation', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const body = { contract_type: 'openapi', contract_version: 'v1', document: { operations: [] } };

  it('is carried to the events and back', async () => {
    const server = createServer();
    const headers = { 'x-request-id': 'req-1', traceparent, 'x-rollout-id': 'rollout-1' };
    const got = await server.send('POST', '', { body, headers });
    expect(got.headers.get('x-request-id')).toBe('req-1');
    expect(got.body).toMatchObject({ request_id: 'req-1' });
    expect(await recorded(server.store)).toMatchObject([
      { request_id: 'req-1', request_id_generated: false, traceparent, rollout_id: 'rollout-1' },
    ]);
    expect((await server.send('GET', '/events?rollout_id=rollout-1')).body.items).toHaveLength(1);
    expect((await server.send('GET', '/events?request_id=another')).body.items).toEqual([]);
  });

  it('is made up where it is missing, and a bad traceparent harms nothing', async () => {
    const server = createServer();
    const got = await server.send('POST', '', { body, headers: { traceparent: 'nonsense' } });
    expect(got.status).toBe(201);
    const [event] = await recorded(server.store);
    expect(event).toMatchObject({
      request_id: got.headers.get('x-request-id'),
      request_id_generated: true,
      traceparent: null,
    });
  });

  it('refuses an unusable request id under a generated one', async () => {
    const server = createServer();
    const got = await server.send('POST', '', { body, headers: { 'x-request-id': 'x'.repeat(129) } });
    expect(got).toMatchObject({ status: 400, body: { reason: 'header_malformed' } });
    expect(got.headers.get('x-request-id')).toMatch(/^id-\d+$/);
    expect(await recorded(server.store)).toEqual([]);
  });
});

describe('S18: without the permission', () => {
  it('answers alike whether or not the integration exists', async () => {
    const server = createServer();
    await startUpgrade(server);
    const ask = async (integration: string) => {
      const path = `/platform/integrations/${integration}/contracts/v2/activate`;
      const { body, status } = await server.send('POST', path, { actor: 'vic', body: { contract_type: 'openapi' } });
      const { request_id: _, instance: __, ...rest } = body;
      return { status, ...rest };
    };
    expect(await ask('payments')).toMatchObject({
      status: 403,
      error_code: 'integration_contract_forbidden',
      permissions: ['platform.member_admin.operate'],
    });
    expect(await ask('payments')).toEqual(await ask('nowhere'));
    expect(await server.send('GET', '', { actor: 'vic' })).toMatchObject({ status: 200 });
  });
});

describe('S22: pages', () => {
  it('are followed by their links while versions are created, without a gap or repetition', async () => {
    const server = createServer();
    for (let index = 0; index < 30; index += 1) await create(server, `v${index}`, 'pay');
    const seen: unknown[] = [];
    let url: URL | null = new URL('http://localhost/platform/integrations/payments/contracts?limit=7&status=candidate');
    for (let created = 30; url !== null; created += 1) {
      const page = await server.send('GET', `${url.pathname}${url.search}`);
      seen.push(...(page.body.items ?? []).map((version) => version['contract_version']));
      if (created < 33) await create(server, `v${created}`, 'pay');
      const next: string | undefined = /^<(.+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
      expect(next === undefined).toBe(page.body.next === null);
      url = next === undefined ? null : new URL(next, url);
    }
    expect(seen).toEqual(Array.from({ length: 33 }, (_, index) => `v${index}`));
  });

  it('refuse a foreign cursor', async () => {
    const server = createServer();
    await startUpgrade(server);
    for (const path of ['?cursor=x', '/events?cursor=x', '/compatibility-checks?cursor=x']) {
      expect(await server.send('GET', path)).toMatchObject({ status: 400, body: { issues: [{ pointer: '/cursor' }] } });
    }
  });
});
