import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAsyncApiDiffer } from '../../../src/adapters/built-in/create-asyncapi-differ.ts';
import { diffReportSchema, type DiffReport } from '../../../src/core/report.ts';
import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import type { DiffError } from '../../../src/ports/contract-differ.ts';
import { createCanary, type Canary } from '../canary.ts';
import { createReferenceParser } from './reference-parser.ts';

const differ = createAsyncApiDiffer();
const options = { signal: new AbortController().signal };
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const contract = (payload: string, extra = ''): string => `asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders:
    address: orders
    messages:
      placed:
        payload: ${payload}
operations:
  place: {action: send, channel: {$ref: '#/channels/orders'}}
${extra}`;

async function diff(baseline: string, candidate: string): Promise<DiffReport> {
  const result = await differ.diff(encode(baseline), encode(candidate), options);
  return diffReportSchema.parse(result.unwrapOr(undefined));
}

async function validationError(text: string): Promise<DiffError | undefined> {
  const result = await differ.validate(encode(text), options);
  return result.isErr() ? result.error : undefined;
}

describe('the differ of event contracts', () => {
  it('judges as diffAsyncApi does, under the same digest', async () => {
    const [baseline, candidate] = [contract('{type: string}'), contract('{type: integer}')];
    const report = await diff(baseline, candidate);
    expect(report).toEqual((await diffAsyncApi(baseline, candidate))._unsafeUnwrap());
    expect(report).toMatchObject({ compatibility: 'incompatible', ruleset_digest: differ.ruleset_digest });
    expect(await diff(baseline, baseline)).toMatchObject({ compatibility: 'compatible', findings: [] });
  });

  it('takes options, which are part of the digest', async () => {
    const lenient = createAsyncApiDiffer({ levels: { 'message-payload-type-changed': 'warning' } });
    expect(lenient.ruleset_digest).not.toBe(differ.ruleset_digest);
    const result = await lenient.diff(encode(contract('{type: string}')), encode(contract('{type: integer}')), options);
    expect(result._unsafeUnwrap().compatibility).toBe('compatible');
    expect(() => createAsyncApiDiffer({ levels: { 'no-such-rule': 'info' } })).toThrow(TypeError);
  });

  it('says which side cannot be read', async () => {
    const result = await differ.diff(encode(contract('{type: string}')), encode('openapi: 3.0.0'), options);
    expect(result.isErr() && result.error).toMatchObject({ kind: 'invalid_document', side: 'candidate' });
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort();
    const [document, call] = [encode(contract('{}')), { signal: controller.signal }];
    const results = [await differ.validate(document, call), await differ.diff(document, document, call)];
    expect(results.map((result) => result.isErr() && result.error.kind)).toEqual(['timeout', 'timeout']);
  });
});

describe('validating event contracts', () => {
  it('tells what the document is', async () => {
    const result = await differ.validate(encode(contract('{type: string}')), options);
    expect(result.unwrapOr(undefined)).toEqual({ specification: 'asyncapi 3.0.0', title: 'Orders' });
  });

  it.each([
    [
      'what breaks the specification',
      contract('{type: string}').replace('action: send', 'action: fly'),
      'asyncapi-document',
    ],
    ['references that leave the document', contract('{$ref: ./x.json}'), 'external-reference'],
    ['another kind of document', 'openapi: 3.0.0', 'not-asyncapi'],
    ['repeated keys', contract('{type: string, type: string}'), 'duplicate-key'],
  ])('refuses %s', async (_, text, rule) => {
    expect(await validationError(text)).toMatchObject({
      kind: 'invalid_document',
      problems: [{ rule, line: expect.any(Number) }],
    });
  });
});

describe('the parser that serves as a reference', () => {
  let canary: Canary;
  beforeAll(async () => {
    canary = await createCanary();
  });
  afterAll(() => canary.close());

  it('never leaves the document, even where that is asked for', { timeout: 60_000 }, async () => {
    const parse = createReferenceParser();
    for (const reference of [...canary.references, 'ftp://127.0.0.1/x', 'data:application/json,{}']) {
      const payload = { $ref: reference };
      const result = await parse({
        asyncapi: '3.0.0',
        info: { title: 'a', version: '1' },
        channels: { c: { address: 'c', messages: { m: { payload, examples: [{ payload }] } } } },
      });
      expect(JSON.stringify(result)).not.toContain(canary.secret);
    }
    expect(canary.hits()).toBe(0);
  });
});
