import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createServer, startUpgrade } from './support.ts';

const segments = ['contracts', 'v1', 'v2', 'activate', 'plan', 'rollback', 'events', 'compatibility-check', 'retire'];
const segment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...segments) },
  fc.constantFrom('%', '%00', '%2F', '%2e%2e', '..', '', '%ff', '%u0000', '__proto__', 'constructor', 'payments'),
  fc.string({ unit: 'binary', maxLength: 8 }).filter(isEncodable).map(encodeURIComponent),
);
const path = fc
  .tuple(
    fc.constantFrom('/platform/integrations/payments/contracts', '/platform/integrations', ''),
    fc.array(segment, { maxLength: 4 }),
  )
  .map(([base, rest]) => [base, ...rest].join('/'));
const query = fc.oneof(
  fc.constant(''),
  fc
    .array(
      fc.tuple(
        fc.constantFrom('limit', 'cursor', 'contract_type', 'types', 'x', '__proto__'),
        fc.constantFrom('1', 'openapi', '%', '', 'W10'),
      ),
    )
    .map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`),
);
const fields = [
  'contract_type',
  'contract_version',
  'document',
  'baseline_version',
  'candidate_version',
  'override',
  'plan_token',
  'diff_summary',
  '__proto__',
];
const value = fc.oneof(
  fc.constantFrom<unknown>('openapi', 'event', 'v1', 'v2', 'v3', { operations: ['pay'] }, '{"operations":[]}', null),
  fc.jsonValue({ maxDepth: 3 }),
);
const body = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom(...fields), value))
      .map((pairs) => `{${pairs.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`).join(',')}}`),
  },
  fc.constant(undefined),
  fc.string(),
  fc.json(),
  fc.constantFrom('', '{', '[[[[', '{"a":1e999}', '\ufeff{}', '{"contract_version":"\\ud800"}'),
);
const headerValue = fc.oneof(
  fc.constantFrom('', '"1"', '*', 'W/"1"', 'key', '"key"', 'gzip', 'text/plain', '0', '-1', '999999999999'),
  fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 200 }),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'if-match',
    'if-none-match',
    'idempotency-key',
    'x-request-id',
    'x-rollout-id',
    'traceparent',
    'content-length',
    'content-encoding',
  ),
  headerValue,
  { maxKeys: 4 },
);
const method = fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PURGE');

describe('any request at all', () => {
  it('is answered: with what was asked for, or with a problem that has a request_id, and never with a 500', async () => {
    const server = createServer();
    await startUpgrade(server);
    const answered = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(method, path, query, headers, body, async (verb, at, search, given, text) => {
        const bodiless = verb === 'GET' || verb === 'HEAD' || text === undefined;
        const request = new Request(`http://localhost${at}${search}`, {
          method: verb,
          headers: { 'x-actor': 'ann', 'content-type': 'application/json', ...given },
          ...(bodiless ? {} : { body: text }),
        });
        const response = await server.handler(request);
        answered.set(response.status, (answered.get(response.status) ?? 0) + 1);
        expect(response.status).not.toBe(500);
        expect(response.headers.get('x-request-id')).toBeTruthy();
        if (response.status < 400 || verb === 'HEAD') return;
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(await response.json()).toMatchObject({
          status: response.status,
          request_id: response.headers.get('x-request-id'),
          error_code: expect.any(String),
          remedy: expect.any(String),
        });
      }),
      { numRuns: 2_000 },
    );
    // A fuzzer that is always turned away at the door finds nothing.
    for (const status of [200, 400, 404, 405]) expect(answered.get(status) ?? 0).toBeGreaterThan(5);
  });
});

function isEncodable(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}
