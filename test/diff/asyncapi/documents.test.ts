import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import type { DiffOptions } from '../../../src/diff/diff-options.ts';
import type { Problem } from '../../../src/diff/source/problem.ts';
import { createCanary, type Canary } from '../../adapters/canary.ts';
import { edited, eventsV2, eventsV3, type Edits } from './documents.ts';

async function problemsOf(candidate: string, options?: DiffOptions): Promise<readonly Problem[]> {
  const result = await diffAsyncApi(edited(eventsV3), candidate, options);
  return result.isErr() ? result.error.problems : [];
}

/** One violation each of what the specification demands, with the rule that names it. */
const violations: readonly (readonly [rule: string, pointer: string, document: object, edits: Edits])[] = [
  ['asyncapi-document', '/info', eventsV3, { '/info/title': undefined }],
  ['asyncapi-document', '/operations/sendEvents/action', eventsV3, { '/operations/sendEvents/action': 'fly' }],
  ['asyncapi-document', '/info/$ref', eventsV3, { '/info': { $ref: '#/components/schemas/Unused' } }],
  [
    'asyncapi-document',
    '/components/schemas/Unused/maxLength',
    eventsV3,
    {
      '/channels/idle/messages/ping': { $ref: '#/components/schemas/Unused' },
      '/components/schemas/Unused': { maxLength: 1 },
    },
  ],
  [
    'asyncapi-document',
    '/components/messages/Place/payload/type',
    eventsV3,
    { '/components/messages/Place/payload/type': 'text' },
  ],
  [
    'invalid-ref',
    '/channels/idle/messages/ping/$ref',
    eventsV3,
    { '/channels/idle/messages/ping': { $ref: '#/components/messages/None' } },
  ],
  ['channel-parameters', '/channels/events/parameters', eventsV3, { '/channels/events/address': 'events.{shop}' }],
  ['channel-parameters', '/channels/events/parameters/tenant', eventsV3, { '/channels/events/address': 'events' }],
  [
    'operation-messages',
    '/operations/sendEvents/messages/0',
    eventsV3,
    { '/operations/sendEvents/messages': [{ $ref: '#/components/messages/Placed' }] },
  ],
  [
    'operation-channel',
    '/operations/sendEvents/channel',
    eventsV3,
    {
      '/components/channels/c': { address: 'c' },
      '/operations/sendEvents/channel': { $ref: '#/components/channels/c' },
    },
  ],
  [
    'channel-servers',
    '/channels/events/servers/0',
    eventsV3,
    {
      '/components/servers/s': { host: 'x', protocol: 'kafka' },
      '/channels/events/servers': [{ $ref: '#/components/servers/s' }],
    },
  ],
  ['channel-query-or-fragment', '/channels/idle?', eventsV3, { '/channels/idle?': { address: 'x' } }],
  [
    'asyncapi-document',
    '/channels/open/publish/message/payload/type',
    eventsV2,
    { '/channels/open/publish/message/payload/type': 'text' },
  ],
  ['security-scheme', '/servers/main/security/0/none', eventsV2, { '/servers/main/security/0': { none: [] } }],
  [
    'server-variables',
    '/servers/main/variables',
    eventsV2,
    { '/servers/main/url': 'kafka://{host}', '/servers/main/variables': { port: { default: '1' } } },
  ],
  ['channel-servers', '/channels/open/servers/0', eventsV2, { '/channels/open/servers': ['none'] }],
  [
    'operation-id-uniqueness',
    '/channels/open/publish/operationId',
    eventsV2,
    { '/channels/open/publish/operationId': 'sendEvents' },
  ],
  [
    'message-id-uniqueness',
    '/channels/open/publish/message/messageId',
    eventsV2,
    { '/channels/open/publish/message/messageId': 'placed' },
  ],
  [
    'message-examples',
    '/channels/open/publish/message/examples/0/payload',
    eventsV2,
    { '/channels/open/publish/message/examples': [{ payload: 1 }] },
  ],
  [
    'schema-examples',
    '/components/schemas/A/default',
    eventsV2,
    { '/components/schemas/A': { type: 'string', default: 1 } },
  ],
  ['tags-uniqueness', '/tags/1', eventsV2, { '/tags': [{ name: 'a' }, { name: 'a' }] }],
];

describe('documents that break their specification', () => {
  it.each(violations)('are refused by %s at %s', async (rule, pointer, document, edits) => {
    expect(await problemsOf(edited(document, edits))).toContainEqual(
      expect.objectContaining({ rule, pointer, line: expect.any(Number) }),
    );
  });

  it.each(violations)(
    'are compared where that is asked for, and never compatible: %s at %s',
    async (rule, pointer, document, edits) => {
      const result = await diffAsyncApi(edited(document, edits), edited(document, edits), { invalid: 'compare' });
      const report = result._unsafeUnwrap();
      expect(report.compatibility).toBe('incompatible');
      expect(report.findings).toContainEqual(
        expect.objectContaining({
          rule: 'document-invalid',
          undecided: rule,
          baseline: expect.objectContaining({ pointer }),
        }),
      );
    },
  );

  it('are right without the violation', async () => {
    for (const document of [eventsV2, eventsV3]) {
      expect((await diffAsyncApi(edited(document), edited(document))).isOk()).toBe(true);
    }
  });
});

describe('documents that are not read', () => {
  it.each([
    ['another kind of document', 'openapi: 3.0.0', 'not-asyncapi'],
    ['an older version', edited(eventsV3, { '/asyncapi': '1.2.0' }), 'unsupported-version'],
    ['a release candidate', edited(eventsV3, { '/asyncapi': '2.0.0-rc2' }), 'unsupported-version'],
    ['a version to come', edited(eventsV3, { '/asyncapi': '4.0.0' }), 'unsupported-version'],
    ['a document that claims to be parsed', edited(eventsV3, { '/x-parser-spec-parsed': true }), 'reserved-extension'],
    ['text that the parser replaces', edited(eventsV3, { '/info/description': '$ref:$.info.title' }), 'reserved-text'],
    [
      'references in data',
      edited(eventsV3, { '/components/schemas/Unused/default': { $ref: './x.json' } }),
      'external-reference',
    ],
    ['repeated keys', '{"asyncapi": "3.0.0", "asyncapi": "3.0.0"}', 'duplicate-key'],
    ['nesting without end', `{"asyncapi": "3.0.0", "x-a": ${'['.repeat(3000)}${']'.repeat(3000)}}`, 'limit-exceeded'],
    [
      'aliases that multiply',
      `a: &a [x, x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o'].map((name, at, all) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${at === 0 ? 'a' : all[at - 1]}`).join(', ')}]`).join('\n')}`,
      'limit-exceeded',
    ],
    ['numbers without value', 'asyncapi: 3.0.0\nx-a: .inf', 'unsupported-value'],
  ])('are refused with a reason: %s', async (_, text, rule) => {
    expect(await problemsOf(text)).toMatchObject([{ rule }]);
  });

  it('are refused where their references multiply', async () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 24 }, (_, at) => {
        const next = at === 23 ? { type: 'string' } : { $ref: `#/components/schemas/s${at + 1}` };
        return [`/components/schemas/s${at}`, { properties: { a: next, b: next } }];
      }),
    );
    const text = edited(eventsV3, schemas, {
      '/components/messages/Place/payload': { $ref: '#/components/schemas/s0' },
    });
    expect(await problemsOf(text)).toMatchObject([{ limit: { name: 'expanded_nodes' } }]);
  });

  it('say on which side they stand', async () => {
    const result = await diffAsyncApi('x: 1', edited(eventsV3));
    expect(result.isErr() && result.error).toMatchObject({ kind: 'invalid_document', side: 'baseline' });
  });
});

describe('numbers that a double does not hold', () => {
  it('are not taken for equal', async () => {
    const maximum = (digits: string): string =>
      edited(eventsV3, { '/components/messages/Place/payload': { type: 'integer', maximum: 1 } }).replace(
        '"maximum":1',
        `"maximum":${digits}`,
      );
    const result = await diffAsyncApi(maximum('12345678901234567890'), maximum('12345678901234567891'));
    expect(result._unsafeUnwrap().findings).toMatchObject([{ rule: 'number-not-exact', level: 'breaking' }]);
  });
});

describe('names that mean something to JavaScript', () => {
  it('are names like any other', async () => {
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
      const text = edited(eventsV3).replace('"idle":', `"${name}":`);
      const result = (await diffAsyncApi(edited(eventsV3), text))._unsafeUnwrap();
      expect([name, ...result.findings.map(({ rule }) => rule)]).toEqual([name, 'channel-id-changed']);
    }
  });
});

describe('references that lead in a circle', () => {
  it.each([
    [
      'payloads',
      {
        '/components/schemas/A': { $ref: '#/components/schemas/B' },
        '/components/schemas/B': { $ref: '#/components/schemas/A' },
        '/components/messages/Place/payload': { $ref: '#/components/schemas/A' },
      },
    ],
    [
      'schemas of trees',
      {
        '/components/schemas/A': { type: 'object', properties: { child: { $ref: '#/components/schemas/A' } } },
        '/components/messages/Place/payload': { $ref: '#/components/schemas/A' },
      },
    ],
    [
      'messages',
      {
        '/components/messages/A': { $ref: '#/components/messages/B' },
        '/components/messages/B': { $ref: '#/components/messages/A' },
        '/channels/idle/messages/ping': { $ref: '#/components/messages/A' },
      },
    ],
  ])('end: %s', async (_, edits) => {
    const text = edited(eventsV3, edits);
    expect(await diffAsyncApi(text, text, { invalid: 'compare' })).toBeDefined();
  });
});

describe('the world outside', () => {
  let canary: Canary;
  beforeAll(async () => {
    canary = await createCanary();
  });
  afterAll(() => canary.close());

  it('is never touched', async () => {
    for (const reference of canary.references) {
      for (const pointer of [
        '/components/messages/Place/payload',
        '/channels/idle/messages/ping',
        '/channels/idle',
        '/components/schemas/Unused/examples/0',
      ]) {
        const result = await diffAsyncApi(edited(eventsV3), edited(eventsV3, { [pointer]: { $ref: reference } }), {
          invalid: 'compare',
        });
        expect(result.isErr() && result.error.problems[0]?.rule).toBe('external-reference');
        expect(JSON.stringify(result)).not.toContain(canary.secret);
      }
    }
    expect(canary.hits()).toBe(0);
  });
});
