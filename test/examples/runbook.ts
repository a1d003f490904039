import { readFileSync } from 'node:fs';

/** An answer over the network. */
interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Send = (method: string, path: string, body?: unknown) => Promise<Answered>;

const permissions = 'platform.member_admin.operate';

/** Sends requests of one operator to the contracts of one integration. */
export function createSender(origin: string): Send {
  return async (method, path, body) => {
    const response = await fetch(`${origin}/platform/integrations/payments/contracts${path}`, {
      method,
      headers: {
        'x-actor': 'ann',
        'x-permissions': permissions,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status, headers } = response;
    return { status, headers, body: (await response.json()) as Answered['body'] };
  };
}

/** A version of the example contract: v2 breaks v1, v3 does not. */
export function versionOf(contract_version: 'v1' | 'v2' | 'v3') {
  const file = new URL(`../../examples/documents/payments-api/${contract_version}.yaml`, import.meta.url);
  return { contract_type: 'openapi', contract_version, document: readFileSync(file, 'utf8') };
}

type Step = (send: Send) => Promise<readonly unknown[]>;

/** The steps of the runbook, each with what must come of it. */
export const steps: readonly { readonly name: string; readonly run: Step; readonly expected: readonly unknown[] }[] = [
  {
    name: 'create v1',
    run: async (send) => outline(await send('POST', '', versionOf('v1')), 'status'),
    expected: [201, 'candidate'],
  },
  {
    name: 'activate v1',
    run: async (send) => outline(await send('POST', '/v1/activate'), 'active_version'),
    expected: [200, 'v1'],
  },
  {
    name: 'create v2',
    run: async (send) => outline(await send('POST', '', versionOf('v2')), 'status'),
    expected: [201, 'candidate'],
  },
  {
    name: 'activate v2 unchecked',
    run: async (send) => outline(await send('POST', '/v2/activate'), 'error_code', 'reason'),
    expected: [409, 'integration_contract_activation_blocked', 'missing_compatibility_check'],
  },
  {
    name: 'check v1 → v2',
    run: async (send) =>
      outline(
        await send('POST', '/compatibility-check', { baseline_version: 'v1', candidate_version: 'v2' }),
        'result',
        'provenance',
      ),
    expected: [200, 'incompatible', 'computed'],
  },
  {
    name: 'activate v2',
    run: async (send) => outline(await send('POST', '/v2/activate'), 'error_code'),
    expected: [409, 'integration_contract_incompatible'],
  },
  {
    name: 'create v3',
    run: async (send) => outline(await send('POST', '', versionOf('v3')), 'status'),
    expected: [201, 'candidate'],
  },
  {
    name: 'check v1 → v3',
    run: async (send) =>
      outline(
        await send('POST', '/compatibility-check', { baseline_version: 'v1', candidate_version: 'v3' }),
        'result',
      ),
    expected: [200, 'compatible'],
  },
  {
    name: 'activate v3',
    run: async (send) => outline(await send('POST', '/v3/activate', { baseline_version: 'v1' }), 'active_version'),
    expected: [200, 'v3'],
  },
  {
    name: 'list',
    run: async (send) => {
      const answered = await send('GET', '');
      const items = answered.body['items'] as readonly { contract_version: string; status: string }[];
      return [
        ...outline(answered, 'active_version'),
        ...items.map(({ contract_version, status }) => `${contract_version} ${status}`),
      ];
    },
    expected: [200, 'v3', 'v1 superseded', 'v2 candidate', 'v3 active'],
  },
];

function outline({ status, body }: Answered, ...members: readonly string[]): readonly unknown[] {
  return [status, ...members.map((member) => body[member])];
}
