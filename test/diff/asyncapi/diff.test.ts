import { describe, expect, it } from 'vitest';

import type { DiffReport } from '../../../src/core/report.ts';
import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import type { DiffOptions } from '../../../src/diff/diff-options.ts';
import { edited, eventsV2, eventsV3, type Edits } from './documents.ts';

async function diff(baseline: string, candidate: string, options?: DiffOptions): Promise<DiffReport> {
  const result = await diffAsyncApi(baseline, candidate, options);
  if (result.isErr()) throw new Error(JSON.stringify(result.error.problems));
  return result.value;
}

/** Findings that matter, as `level rule direction`. */
function told({ findings }: DiffReport): readonly string[] {
  return findings
    .filter(({ level }) => level !== 'info')
    .map(({ level, rule, direction }) => `${level} ${rule} ${direction}`);
}

async function change(document: object, edits: Edits, options?: DiffOptions): Promise<readonly string[]> {
  return told(await diff(edited(document), edited(document, edits), options));
}

const message = (payload: unknown): object => ({ payload });

function v2(...edits: readonly Edits[]): string {
  return edited(eventsV2, ...edits);
}

/** What `eventsV2` says, in 3.0. */
const converted = {
  asyncapi: '3.0.0',
  info: { title: 'Shop', version: '1.0.0' },
  servers: {
    broker: {
      host: 'example.com:9092',
      pathname: '/v1',
      protocol: 'kafka',
      security: [{ type: 'symmetricEncryption' }, { type: 'X509' }],
    },
  },
  channels: {
    things: {
      address: 'events',
      messages: { placed: { contentType: 'application/json', payload: { type: 'string' } } },
    },
    doors: { address: 'open', messages: { any: { payload: { type: 'string' } } } },
  },
  operations: {
    sendEvents: { action: 'send', channel: { $ref: '#/channels/things' } },
    onOpen: { action: 'receive', channel: { $ref: '#/channels/doors' } },
  },
};

describe('documents of different versions', () => {
  it('are compared by what they mean', async () => {
    const report = await diff(v2(), edited(converted));
    expect(told(report)).toEqual([]);
    expect(report.compatibility).toBe('compatible');
  });

  it('have the same direction where publish became receive and subscribe became send', async () => {
    const swapped = { '/operations/sendEvents/action': 'receive', '/operations/onOpen/action': 'send' };
    expect(told(await diff(v2(), edited(converted, swapped)))).toEqual([
      'breaking operation-action-changed send',
      'breaking operation-action-changed receive',
    ]);
  });

  it('are turned round for documents that take the view of a client', async () => {
    const narrowed = { '/channels/open/publish/message/payload/maxLength': 3 };
    expect(told(await diff(v2(), v2(narrowed)))).toEqual(['breaking message-payload-constraint-tightened receive']);
    expect(told(await diff(v2(), v2(narrowed), { perspective: 'client' }))).toEqual([]);
  });
});

describe('traits', () => {
  const trait = (type: string): Edits => ({
    '/components/messages/Place/traits': [{ headers: { type: 'object', properties: { id: { type } } } }],
  });

  it('give way to what they are applied to in 3.x', async () => {
    const own = { '/components/messages/Place/headers': { type: 'object', properties: { id: { type: 'string' } } } };
    expect(told(await diff(edited(eventsV3, own), edited(eventsV3, own, trait('integer'))))).toEqual([]);
    expect(told(await diff(edited(eventsV3, own), edited(eventsV3, trait('integer'))))).toEqual([
      'breaking message-headers-type-changed receive',
    ]);
  });

  it('override what they are applied to in 2.x, and take away what they set to null', async () => {
    const place = '/channels/open/publish/message';
    const own = {
      [`${place}/headers`]: { type: 'object', properties: { id: { type: 'string' } } },
      [`${place}/contentType`]: 'a/b',
    };
    const overridden = { [`${place}/traits`]: [{ headers: { properties: { id: { type: 'integer' } } } }] };
    expect(told(await diff(v2(own), v2(own, overridden)))).toEqual(['breaking message-headers-type-changed receive']);
    expect(told(await diff(v2(own), v2(own, { [`${place}/traits`]: [{ name: 'x' }, { name: 'y' }] })))).toEqual([]);
  });

  it('merge headers that refer to components', async () => {
    const parts = {
      '/components/schemas/Own': { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      '/components/schemas/Common': { type: 'object', properties: { tenant: { type: 'string' } } },
      '/components/messages/Placed/headers': { $ref: '#/components/schemas/Own' },
      '/components/messages/Placed/traits': [{ headers: { $ref: '#/components/schemas/Common' } }],
    };
    const changed = { '/components/schemas/Common/properties/tenant/type': 'integer' };
    expect(told(await diff(edited(eventsV3, parts), edited(eventsV3, parts, changed)))).toEqual([
      'breaking message-headers-type-changed send',
    ]);
  });

  it('that refer to themselves without end are undecided', async () => {
    const schema = (name: string): object => ({
      type: 'object',
      properties: { next: { $ref: `#/components/schemas/${name}` } },
    });
    const circular = {
      '/components/schemas/A': schema('A'),
      '/components/schemas/B': schema('B'),
      '/components/messages/Placed/headers': { $ref: '#/components/schemas/A' },
      '/components/messages/Placed/traits': [{ headers: { $ref: '#/components/schemas/B' } }],
    };
    const [same, other] = [edited(eventsV3, circular), edited(eventsV3, circular, { '/info/title': 'x' })];
    expect(told(await diff(same, same))).toEqual([]);
    expect((await diff(same, other)).findings).toContainEqual(
      expect.objectContaining({ rule: 'message-headers-undecided', level: 'breaking' }),
    );
  });
});

describe('replies', () => {
  it('travel against their operation', async () => {
    const total = { '/channels/answers/messages/answer/payload/properties': { total: { type: 'integer' } } };
    const required = { '/channels/answers/messages/answer/payload/required': ['total'] };
    expect(told(await diff(edited(eventsV3, total), edited(eventsV3, total, required)))).toEqual([]);
    const back = await diff(edited(eventsV3, total, required), edited(eventsV3, total));
    expect(told(back)).toEqual(['breaking message-payload-property-became-optional send']);
  });
});

describe('channels that nothing else says the direction of', () => {
  const catalogue = { ...eventsV3, operations: undefined };

  it('are judged in both directions', async () => {
    const edits = { '/components/messages/Place/payload/properties/order/type': 'integer' };
    expect((await change(catalogue, edits)).toSorted()).toEqual([
      'breaking message-payload-type-changed receive',
      'breaking message-payload-type-changed send',
    ]);
  });

  it('are no operations where some were described before', async () => {
    const used = { '/channels/idle': undefined };
    const findings = told(await diff(edited(eventsV3, used), edited(catalogue, used)));
    expect(findings.filter((each) => !each.startsWith('breaking operation-removed'))).toEqual([]);
    expect(findings).toHaveLength(Object.keys(eventsV3.operations).length);
  });

  it('lose nothing when operations are described', async () => {
    const used = { '/channels/idle': undefined };
    const findings = told(await diff(edited(catalogue, used), edited(eventsV3, used)));
    expect(findings.filter((each) => each.includes('operation-'))).toEqual([]);
  });
});

describe('several operations on one channel', () => {
  const second = {
    '/operations/sendCancelled': {
      action: 'send',
      channel: { $ref: '#/channels/events' },
      messages: [{ $ref: '#/channels/events/messages/cancelled' }],
    },
    '/operations/sendEvents/messages': [{ $ref: '#/channels/events/messages/placed' }],
  };

  const plain = { '/operations/sendEvents/bindings': undefined };

  it('may be joined and split', async () => {
    expect(told(await diff(edited(eventsV3, plain), edited(eventsV3, plain, second)))).toEqual([]);
    expect(told(await diff(edited(eventsV3, plain, second), edited(eventsV3, plain)))).toEqual([]);
  });

  it('keep what was promised when they are split', async () => {
    expect(told(await diff(edited(eventsV3), edited(eventsV3, second)))).toContain('breaking mqtt-qos-decreased send');
  });

  it('take nothing away where another still receives the messages, unless it demands more', async () => {
    const again = { '/operations/again': { action: 'receive', channel: { $ref: '#/channels/commands' } } };
    expect(await change(eventsV3, again)).toEqual([]);
    const secured = edited(eventsV3, { '/operations/onCommand/security': [{ type: 'X509' }] });
    expect(told(await diff(edited(eventsV3, again), secured))).toContain('breaking security-required none');
  });

  it('are removed where their messages are', async () => {
    const candidate = edited(eventsV3, second, { '/operations/sendCancelled': undefined });
    expect(told(await diff(edited(eventsV3, second), candidate))).toEqual(['breaking operation-removed send']);
  });
});

describe('security schemes that stand where they are asked for', () => {
  it.each([
    ['name', { type: 'httpApiKey', in: 'query', name: 'key' }, { type: 'httpApiKey', in: 'query', name: 'token' }],
    ['place', { type: 'apiKey', in: 'user' }, { type: 'apiKey', in: 'password' }],
  ])('are compared: their %s', async (_, before, after) => {
    const asking = (scheme: object): object => ({
      ...converted,
      servers: { broker: { host: 'example.com', protocol: 'ws', security: [scheme] } },
    });
    expect(told(await diff(edited(asking(before)), edited(asking(after))))).toEqual([
      'breaking security-scheme-changed none',
    ]);
  });
});

describe('references that lead through others', () => {
  const moved = (messages: object = eventsV3.channels.commands.messages): Edits => ({
    '/channels/commands': { $ref: '#/components/channels/Commands' },
    '/components/channels': { Commands: { ...eventsV3.channels.commands, messages } },
    '/operations/onCommand/messages': [{ $ref: `#/channels/commands/messages/${Object.keys(messages).join('')}` }],
  });

  it('mean the same as those that name the place', async () => {
    expect(await change(eventsV3, moved())).toEqual([]);
    const other = edited(eventsV3, moved({ other: { payload: { type: 'integer' } } }));
    expect(told(await diff(edited(eventsV3, moved()), other))).toContain('breaking operation-message-removed receive');
  });

  it('are followed in schemas', async () => {
    const payload = { $ref: '#/channels/commands/messages/place/payload' };
    const through = (schema: object): string =>
      edited(eventsV3, moved({ place: { $ref: '#/components/messages/Place' } }), {
        '/channels/idle/messages/ping/payload': { type: 'object', properties: { inner: payload } },
        '/operations/onPing': { action: 'receive', channel: { $ref: '#/channels/idle' } },
        '/components/messages/Place/payload': schema,
      });
    const before = { type: 'object', properties: { a: { type: 'string' } } };
    expect(told(await diff(through(before), through(before)))).toEqual([]);
    const report = await diff(through(before), through({ ...before, required: ['a'] }));
    const occurrences = report.findings.flatMap((each) => each.occurrences.map(({ operation }) => operation));
    expect(told(report)).toEqual(['breaking message-payload-property-became-required receive']);
    expect(occurrences).toContain('onPing');
  });

  it('end where they lead through themselves', async () => {
    const circle = {
      '/channels/idle': { $ref: '#/channels/idle/messages/a' },
      '/channels/other': { $ref: '#/channels/another/b' },
      '/channels/another': { $ref: '#/channels/other/c' },
    };
    const report = await diff(edited(eventsV3, circle), edited(eventsV3, circle), { invalid: 'compare' });
    expect(report.compatibility).toBe('incompatible');
  });
});

describe('messages without any name', () => {
  const two = (one: object, other: object): Edits => ({ '/channels/open/publish/message': { oneOf: [one, other] } });
  const card = { type: 'object', properties: { card: { type: 'string' } } };
  const cash = { type: 'object', properties: { cash: { type: 'string' }, till: { type: 'string' } } };

  it('are known by their content', async () => {
    const before = v2(two(message(card), message(cash)));
    expect(told(await diff(before, v2(two(message(cash), message(card)))))).toEqual([]);
    const closed = { ...card, additionalProperties: false };
    expect(told(await diff(before, v2(two(message(cash), message(closed)))))).toEqual([
      'breaking message-payload-undeclared-properties-refused receive',
    ]);
  });
});

describe('messages whose reference leads nowhere', () => {
  const named = (...names: readonly string[]): Edits => ({
    '/channels/open/publish/message': {
      oneOf: names.map((name) => ({ name, contentType: 'text/plain', payload: { type: 'string' } })),
    },
  });
  const lost = { '/channels/open/publish/message': { oneOf: [{ $ref: '#/components/messages/Lost' }] } };

  it('may be any, so that nothing is said of those they may be', async () => {
    for (const [baseline, candidate] of [
      [v2(named('a', 'b')), v2(lost)],
      [v2(lost), v2(named('a', 'b'))],
    ] as const) {
      const report = await diff(baseline, candidate, { invalid: 'compare' });
      expect(told(report)).toEqual(['breaking document-invalid none']);
      expect(report.findings[0]?.message).toContain('#/components/messages/Lost');
    }
  });

  it('do not keep others from being compared', async () => {
    const widened = { '/channels/open/publish/message/oneOf/0/payload': { type: 'integer' } };
    const both = { '/channels/open/publish/message/oneOf/1': { $ref: '#/components/messages/Lost' } };
    const report = await diff(v2(named('a', 'b')), v2(named('a', 'b'), both, widened), { invalid: 'compare' });
    expect(told(report)).toEqual(['breaking message-payload-type-changed receive', 'breaking document-invalid none']);
  });
});

describe('payloads in other languages', () => {
  const place = '/components/messages/Place/payload';
  const as = (schemaFormat: string, schema: unknown): string => edited(eventsV3, { [place]: { schemaFormat, schema } });
  const avro = 'application/vnd.apache.avro;version=1.9.0';
  const record = (...fields: readonly object[]): object => ({ type: 'record', name: 'Order', fields });

  it('are judged by schema resolution where they are Avro, with places in the document', async () => {
    const before = as(avro, record({ name: 'id', type: 'string' }));
    const after = as(avro, record({ name: 'id', type: 'string' }, { name: 'sum', type: 'long' }));
    const report = await diff(before, after);
    expect(told(report)).toEqual(['breaking avro-field-added-without-default receive']);
    expect(report.findings[0]?.candidate?.pointer).toMatch(
      /^\/components\/messages\/Place\/payload\/schema\/fields\/1/,
    );
  });

  it('are judged by field numbers where they are Protobuf', async () => {
    const of = (text: string, contentType: string): string =>
      edited(eventsV3, {
        [place]: { schemaFormat: 'application/vnd.google.protobuf;version=3', schema: `syntax = "proto3"; ${text}` },
        '/components/messages/Place/contentType': contentType,
      });
    const judge = async (text: string, contentType: string): Promise<readonly string[]> =>
      told(await diff(of('message A { string id = 1; }', contentType), of(text, contentType)));
    expect(await judge('message A { string id = 2; }', 'application/x-protobuf')).toEqual([
      'breaking protobuf-field-number-changed receive',
    ]);
    expect(await judge('message A { string key = 1; }', 'application/x-protobuf')).toEqual([]);
    expect(await judge('message A { string key = 1; }', 'application/json')).toEqual([
      'breaking protobuf-json-name-changed receive',
    ]);
  });

  it('are equal or undecided where nothing reads them', async () => {
    const raml = 'application/raml+yaml;version=1.0';
    expect(told(await diff(as(raml, 'type: string'), as(raml, 'type: string')))).toEqual([]);
    const report = await diff(as(raml, 'type: string'), as(raml, 'type: integer'));
    expect(told(report)).toEqual(['breaking message-payload-undecided receive']);
    expect(report.findings[0]?.undecided).toBeDefined();
  });

  it('are undecided where the schema itself is wrong', async () => {
    const report = await diff(
      as(avro, record()),
      as(avro, record({ name: 'id', type: 'int' }, { name: 'id', type: 'int' })),
    );
    expect(told(report)).toEqual(['breaking message-payload-undecided receive']);
  });

  it('are read by their own dialect where they are OpenAPI schemas', async () => {
    const openapi = 'application/vnd.oai.openapi;version=3.0.3';
    const report = await diff(as(openapi, { type: 'string', nullable: true }), as(openapi, { type: 'string' }));
    expect(told(report)).toEqual(['breaking message-payload-type-narrowed receive']);
  });
});

describe('Kafka listeners of 2.x', () => {
  const groups = '/channels/events/subscribe/bindings/kafka/groupId/enum';

  it('are refused where the groups they may use are fewer', async () => {
    expect(await change(eventsV2, { [groups]: ['a'] })).toEqual(['breaking kafka-group-id-changed send']);
    expect(await change(eventsV2, { [groups]: ['a', 'b', 'c'] })).toEqual([]);
  });
});

describe('modes', () => {
  const wider = {
    '/components/messages/Place/payload/properties/note': { type: 'string' },
    '/components/messages/Place/payload/required': ['note'],
  };

  it('look forward, backward or both ways', async () => {
    expect(await change(eventsV3, wider)).toEqual(['breaking message-payload-required-property-added receive']);
    expect(await change(eventsV3, wider, { mode: 'forward' })).not.toContain(
      'breaking message-payload-required-property-added receive',
    );
    const narrower = { '/components/messages/Placed/payload/properties/order/maxLength': 3 };
    expect(await change(eventsV3, narrower)).toEqual([]);
    expect(await change(eventsV3, narrower, { mode: 'forward' })).toEqual([
      'breaking message-payload-constraint-loosened send',
    ]);
    expect(await change(eventsV3, narrower, { mode: 'full' })).toEqual([
      'breaking message-payload-constraint-loosened send',
    ]);
  });
});

describe('judging', () => {
  const breaking = { '/channels/commands/address': 'orders' };

  it('takes levels from the caller and names what is misspelt', async () => {
    const report = await diff(edited(eventsV3), edited(eventsV3, breaking), {
      levels: { 'channel-address-changed': 'info' },
    });
    expect(report).toMatchObject({
      compatibility: 'compatible',
      findings: [{ level: 'info', default_level: 'breaking' }],
    });
    const misspelt = diffAsyncApi(edited(eventsV3), edited(eventsV3), { levels: { 'channel-adress-changed': 'info' } });
    await expect(misspelt).rejects.toThrow('channel-address-changed');
  });

  it('counts an accepted break until it expires', async () => {
    const [baseline, candidate] = [edited(eventsV3), edited(eventsV3, breaking)];
    const [finding] = (await diff(baseline, candidate)).findings;
    const accept = [{ fingerprint: finding?.fingerprint ?? '', reason: 'agreed', expires_at: '2026-02-01T00:00:00Z' }];
    expect(await diff(baseline, candidate, { accept, now: '2026-01-01T00:00:00Z' })).toMatchObject({
      breaking_change_count: 0,
    });
    expect(await diff(baseline, candidate, { accept, now: '2026-03-01T00:00:00Z' })).toMatchObject({
      breaking_change_count: 1,
    });
  });

  it('has another digest for other options and the same for the same', async () => {
    const digest = async (options: DiffOptions): Promise<string> =>
      (await diff(edited(eventsV2), edited(eventsV2), options)).ruleset_digest;
    expect(await digest({})).toBe(await digest({ mode: 'backward' }));
    expect(await digest({ perspective: 'client' })).not.toBe(await digest({}));
  });
});

describe('findings', () => {
  it('name every operation that meets one cause', async () => {
    const shared = {
      '/operations/more': { action: 'send', channel: { $ref: '#/channels/idle' } },
      '/channels/idle/messages': { placed: { $ref: '#/components/messages/Placed' } },
    };
    const changed = { '/components/messages/Placed/payload/required': [] };
    const report = await diff(edited(eventsV3, shared), edited(eventsV3, shared, changed));
    expect(report.findings.map(({ occurrences }) => occurrences.map(({ operation }) => operation))).toEqual([
      ['more', 'sendEvents'],
    ]);
  });

  it('show a payload and where they stand', async () => {
    const text = `asyncapi: 3.0.0
info: {title: a, version: '1'}
channels:
  c:
    address: c
    messages:
      m:
        payload:
          type: string
          maxLength: 3
operations: {o: {action: receive, channel: {$ref: '#/channels/c'}}}
`;
    const report = await diff(text, text.replace('maxLength: 3', 'maxLength: 2'));
    expect(report.findings).toMatchObject([
      { witness: expect.stringMatching(/^.{3}$/), candidate: { pointer: '/channels/c/messages/m/payload', line: 8 } },
    ]);
  });
});
