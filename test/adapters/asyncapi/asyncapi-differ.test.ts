import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAsyncApiDiffer } from '../../../src/adapters/asyncapi/create-asyncapi-differ.ts';
import { createValidator } from '../../../src/adapters/asyncapi/validator.ts';
import { diffReportSchema, type DiffReport } from '../../../src/core/report.ts';
import type { DiffError } from '../../../src/ports/contract-differ.ts';
import { createCanary, type Canary } from '../canary.ts';

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

describe('equal event contracts', () => {
  it.each([
    ['the same', contract('{type: string}')],
    ['documentation', contract('{type: string, description: x, examples: [a]}', 'x-note: 1')],
    ['another version of the contract', contract('{type: string}').replace('1.0.0', '2.0.0')],
  ])('are compatible: %s', async (_, candidate) => {
    const report = await diff(contract('{type: string}'), candidate);
    expect(report).toMatchObject({ compatibility: 'compatible', findings: [] });
  });

  it('may be written in another order and in JSON', async () => {
    const json = JSON.stringify({
      operations: { place: { channel: { $ref: '#/channels/orders' }, action: 'send' } },
      channels: { orders: { messages: { placed: { payload: { type: 'string' } } }, address: 'orders' } },
      asyncapi: '3.0.0',
      info: {},
    });
    expect((await diff(contract('{type: string}'), json)).compatibility).toBe('compatible');
  });
});

describe('other event contracts', () => {
  it('are undecided at every place that differs', async () => {
    const report = await diff(contract('{type: string, minLength: 1}'), contract('{type: integer, maximum: 2}'));
    expect(report.findings.map(({ baseline, candidate }) => [baseline?.pointer, candidate?.pointer])).toEqual([
      [undefined, '/channels/orders/messages/placed/payload/maximum'],
      ['/channels/orders/messages/placed/payload/minLength', undefined],
      ['/channels/orders/messages/placed/payload/type', '/channels/orders/messages/placed/payload/type'],
    ]);
    expect(report.findings.every(({ level, undecided }) => level === 'breaking' && undecided !== undefined)).toBe(true);
    expect(report.findings[2]?.candidate).toMatchObject({ line: 8, column: 19 });
  });

  it.each([
    [
      'a property named like documentation',
      '{properties: {description: {type: string}}}',
      '{properties: {description: {type: integer}}}',
    ],
    [
      'required properties that depend on one named title',
      '{dependentRequired: {title: [a]}}',
      '{dependentRequired: {title: [b]}}',
    ],
    ['long numbers', '{maximum: 12345678901234567890}', '{maximum: 12345678901234567891}'],
    ['a default', '{default: {title: a}}', '{default: {title: b}}'],
    ['a header named x-a', '{properties: {x-a: {type: string}}}', '{properties: {x-a: {type: integer}}}'],
  ])('are told apart by %s', async (_, before, after) => {
    expect((await diff(contract(before), contract(after))).compatibility).toBe('incompatible');
  });
});

describe('validating event contracts', () => {
  it('accepts what the parser accepts', async () => {
    const result = await differ.validate(encode(contract('{type: string}')), options);
    expect(result.unwrapOr(undefined)).toEqual({ specification: 'asyncapi 3.0.0', title: 'Orders' });
  });

  it.each([
    ['what the parser refuses', contract('{type: string}').replace('action: send', 'action: fly'), undefined],
    [
      'a document that claims to be parsed',
      '{"asyncapi": "3.0.0", "x-parser-spec-parsed": true, "x-parser-spec-stringified": true}',
      'reserved-extension',
    ],
    ['text that the parser replaces', contract('{description: "$ref:$.info.title"}'), 'reserved-text'],
    ['references that leave the document', contract('{$ref: ./x.json}'), 'external-reference'],
    ['such references in data', contract('{default: {$ref: ./x.json}}'), 'external-reference'],
    ['another kind of document', 'openapi: 3.0.0', 'not-asyncapi'],
    ['repeated keys', contract('{type: string, type: string}'), 'duplicate-key'],
  ])('refuses %s', async (_, text, rule) => {
    const error = await validationError(text);
    expect(error?.kind).toBe('invalid_document');
    const problems = error?.kind === 'invalid_document' ? error.problems : [];
    expect(problems[0]).toMatchObject({ ...(rule === undefined ? {} : { rule }), line: expect.any(Number) });
  });

  it('refuses references that multiply, before the parser sees them', async () => {
    const schemas = Array.from({ length: 24 }, (_, at) => {
      const next = at === 23 ? '{type: string}' : `{$ref: '#/components/schemas/s${at + 1}'}`;
      return `    s${at}: {properties: {a: ${next}, b: ${next}}}`;
    });
    const text = contract("{$ref: '#/components/schemas/s0'}", `components:\n  schemas:\n${schemas.join('\n')}`);
    expect(await validationError(text)).toMatchObject({ problems: [{ limit: { name: 'expanded_nodes' } }] });
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort();
    const result = await differ.validate(encode(contract('{}')), { signal: controller.signal });
    expect(result.isErr() && result.error.kind).toBe('timeout');
  });
});

describe('AsyncAPI documents and the world outside', () => {
  let canary: Canary;
  beforeAll(async () => {
    canary = await createCanary();
  });
  afterAll(() => canary.close());

  it('are never left, even if the parser itself is given references', async () => {
    const validator = createValidator();
    for (const reference of [...canary.references, 'ftp://127.0.0.1/x', 'data:application/json,{}']) {
      const payload = { $ref: reference };
      const result = await validator({
        asyncapi: '3.0.0',
        info: { title: 'a', version: '1' },
        channels: { c: { address: 'c', messages: { m: { payload, examples: [{ payload }] } } } },
      });
      expect(JSON.stringify(result)).not.toContain(canary.secret);
    }
    expect(canary.hits()).toBe(0);
  });
});
