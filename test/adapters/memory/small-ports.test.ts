import { ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import { createMemoryApprovals } from '../../../src/adapters/memory/approval-source.ts';
import { createMemoryCatalog } from '../../../src/adapters/memory/integration-catalog.ts';
import { createStaticAuthorizer } from '../../../src/adapters/memory/static-authorizer.ts';
import type { AuthorizationRequest } from '../../../src/ports/authorizer.ts';

const call = { signal: new AbortController().signal };

describe('the static authorizer', () => {
  const grants = { ada: ['platform.member_admin.operate'], bob: ['platform.member_admin.view'] } as const;

  it('allows whoever holds one of the permissions', async () => {
    const decision = await createStaticAuthorizer({ grants }).authorize(request({ id: 'ada' }), call);
    expect(decision).toEqual(ok({ allow: true }));
  });

  it('does not take a text for a list of permissions', () => {
    const odd = { ada: 'platform.member_admin.operate' } as unknown as typeof grants;
    expect(() => createStaticAuthorizer({ grants: odd })).toThrow('the grants of "ada" must be a list');
  });

  it.each(['bob', 'eve', '__proto__', 'constructor'])('denies %s', async (id) => {
    const decision = await createStaticAuthorizer({ grants }).authorize(request({ id }), call);
    expect(decision).toEqual(ok({ allow: false, reason: expect.any(String) }));
  });

  it('believes what an actor says of itself only when told to', async () => {
    const actor = { id: 'eve', attributes: { permissions: ['platform.member_admin.operate'] } };
    const careful = await createStaticAuthorizer({ grants }).authorize(request(actor), call);
    const trusting = await createStaticAuthorizer({ grants, trustAttributes: true }).authorize(request(actor), call);
    expect(careful).toEqual(ok({ allow: false, reason: expect.any(String) }));
    expect(trusting).toEqual(ok({ allow: true }));
  });
});

describe('the catalog in memory', () => {
  it('tells lifecycles, follows changes, and knows nothing of other names', async () => {
    const catalog = createMemoryCatalog({ integrations: { billing: 'active' } });
    catalog.set('billing', 'paused');
    catalog.set('__proto__', 'draft');
    expect(await catalog.find('billing', call)).toEqual(ok({ lifecycle: 'paused' }));
    expect(await catalog.find('__proto__', call)).toEqual(ok({ lifecycle: 'draft' }));
    expect(await catalog.find('constructor', call)).toEqual(ok(null));
    catalog.delete('billing');
    expect(await catalog.find('billing', call)).toEqual(ok(null));
  });
});

describe('approvals in memory', () => {
  it('belong to one version of one line', async () => {
    const approvals = createMemoryApprovals();
    const line = { integration_id: 'billing', contract_type: 'openapi' } as const;
    const approval = { approved_by: 'ada', approved_at: '2026-01-01T00:00:00.000Z', checksum: 'sha256:00' };
    approvals.approve(line, 'v2', approval);
    expect(await approvals.find(line, 'v2', call)).toEqual(ok([approval]));
    expect(await approvals.find(line, 'v1', call)).toEqual(ok([]));
    expect(await approvals.find({ ...line, contract_type: 'event' }, 'v2', call)).toEqual(ok([]));
  });
});

function request(actor: AuthorizationRequest['actor']): AuthorizationRequest {
  return {
    actor,
    action: 'activate',
    permissions: ['platform.member_admin.operate'],
    resource: { type: 'integration_contract', id: 'billing' },
  };
}
