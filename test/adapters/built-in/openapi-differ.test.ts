import { ok, type Result } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import { createOpenApiDiffer } from '../../../src/adapters/built-in/create-openapi-differ.ts';
import { createFixedClock } from '../../../src/adapters/memory/fixed-clock.ts';
import type { DiffReport } from '../../../src/core/report.ts';
import { diffOpenApi } from '../../../src/diff/openapi/diff-openapi.ts';
import type { ContractDiffer } from '../../../src/ports/contract-differ.ts';
import { taking } from './documents.ts';

const call = { signal: new AbortController().signal };
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const before = taking({ type: 'number' });
const after = taking({ type: 'integer' });

function diff(differ: ContractDiffer, signal = call.signal): ReturnType<ContractDiffer['diff']> {
  return differ.diff(encode(before), encode(after), { signal });
}

function compatibility(report: Result<DiffReport, unknown>): unknown {
  return report.map((value) => value.compatibility);
}

describe('the differ of OpenAPI contracts', () => {
  it('gives the report of diffOpenApi, under the digest that it states', async () => {
    const differ = createOpenApiDiffer();
    const report = await diff(differ);
    expect(report).toEqual(await diffOpenApi(before, after));
    const { compatibility, findings, ruleset_digest } = report._unsafeUnwrap();
    expect(compatibility).toBe('incompatible');
    expect(findings[0]?.witness).toEqual(0.5);
    expect(ruleset_digest).toBe(differ.ruleset_digest);
  });

  it('says what a document is', async () => {
    const validated = await createOpenApiDiffer().validate(encode(before), call);
    expect(validated).toEqual(ok({ specification: 'openapi 3.0.3', title: 'Payments' }));
  });

  it('refuses a document that it cannot compare, and one over its limits', async () => {
    const event = await createOpenApiDiffer().validate(encode('{"asyncapi":"3.0.0"}'), call);
    expect(event._unsafeUnwrapErr()).toMatchObject({
      kind: 'invalid_document',
      problems: [{ rule: 'unknown-specification' }],
    });
    const long = await createOpenApiDiffer({ limits: { bytes: 10 } }).validate(encode(before), call);
    expect(long._unsafeUnwrapErr()).toMatchObject({ problems: [{ limit: { name: 'bytes', value: 10 } }] });
  });

  it.each([
    ['openapi: 3.0.3', /no "paths"\.$/],
    ['openapi: 3.0.3\nwebhooks: {}', /no "paths"\.$/],
    ['swagger: "2.0"', /no "paths"\.$/],
    ['openapi: 3.1.0', /no "paths", no "webhooks", no "components"\.$/],
  ])('refuses to call %j a version of an API', async (document, message) => {
    const validated = await createOpenApiDiffer().validate(encode(document), call);
    expect(validated._unsafeUnwrapErr()).toMatchObject({
      message: expect.stringMatching(message),
      problems: [{ rule: 'missing-member' }],
    });
  });

  it.each(['openapi: 3.0.3\npaths: {}', 'openapi: 3.1.0\nwebhooks: {}', 'openapi: 3.2.0\ncomponents: {}'])(
    'takes %j, which describes something',
    async (document) => {
      expect((await createOpenApiDiffer().validate(encode(document), call)).isOk()).toBe(true);
    },
  );

  it('changes its digest with what decides a verdict, and not with what does not', () => {
    const digest = createOpenApiDiffer().ruleset_digest;
    expect(createOpenApiDiffer({ mode: 'backward', limits: { depth: 10 } }).ruleset_digest).toBe(digest);
    expect(createOpenApiDiffer({ mode: 'full' }).ruleset_digest).not.toBe(digest);
    expect(createOpenApiDiffer({ levels: { 'server-removed': 'info' } }).ruleset_digest).not.toBe(digest);
  });

  it('counts a waiver until it expires; then its digest is another, so that checks made under it are stale', async () => {
    const [finding] = (await diff(createOpenApiDiffer()))._unsafeUnwrap().findings;
    const clock = createFixedClock('2026-03-02T10:00:00.000Z');
    const waiver = { fingerprint: finding?.fingerprint ?? '', reason: 'Nobody', expires_at: '2026-03-02T11:00:00Z' };
    const differ = createOpenApiDiffer({ accept: [waiver], clock });
    const digest = differ.ruleset_digest;
    const waived = await diff(differ);
    expect(compatibility(waived)).toEqual(ok('compatible'));
    expect(waived._unsafeUnwrap().ruleset_digest).toBe(digest);

    clock.advance(3_600_000);
    const expired = await diff(differ);
    expect(compatibility(expired)).toEqual(ok('incompatible'));
    expect(differ.ruleset_digest).not.toBe(digest);
    expect(expired._unsafeUnwrap().ruleset_digest).toBe(differ.ruleset_digest);
  });

  it('takes the time from its clock: what has passed its sunset may go', async () => {
    const get = { deprecated: true, 'x-sunset': '2026-03-02', responses: { 200: { description: '' } } };
    const api = { openapi: '3.0.3', info: { title: 'A', version: '1' } };
    const at = async (moment: string) =>
      compatibility(
        await createOpenApiDiffer({ clock: createFixedClock(moment) }).diff(
          encode(JSON.stringify({ ...api, paths: { '/a': { get, put: { responses: {} } } } })),
          encode(JSON.stringify({ ...api, paths: { '/a': { put: { responses: {} } } } })),
          call,
        ),
      );
    expect(await at('2026-03-01T10:00:00.000Z')).toEqual(ok('incompatible'));
    expect(await at('2026-03-03T10:00:00.000Z')).toEqual(ok('compatible'));
  });

  it('has no verdict once nobody waits for it', async () => {
    expect((await diff(createOpenApiDiffer(), AbortSignal.abort()))._unsafeUnwrapErr()).toMatchObject({
      kind: 'timeout',
    });
  });

  it('has no verdict without a time', async () => {
    const differ = createOpenApiDiffer({ clock: { now: () => Number.NaN } });
    expect((await diff(differ))._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', reason: 'failed' });
  });

  it.each([
    ['a rule that there is not', { levels: { 'server-remove': 'info' } }, /Did you mean "server-removed"\?/],
    ['a waiver that never expires', { accept: [{ fingerprint: '', reason: '', expires_at: 'never' }] }, /expires_at/],
    ['a limit that is no count', { limits: { depth: -1 } }, /"depth"/],
  ] as const)('refuses %s when it is made', (_, options, message) => {
    expect(() => createOpenApiDiffer(options)).toThrow(TypeError);
    expect(() => createOpenApiDiffer(options)).toThrow(message);
  });
});
