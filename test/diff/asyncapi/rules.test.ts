import { describe, expect, it } from 'vitest';

import type { Finding } from '../../../src/core/report.ts';
import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import { asyncApiRules } from '../../../src/diff/asyncapi/rules/catalogue.ts';
import { schemaPrefixes } from '../../../src/diff/asyncapi/rules/schemas.ts';
import { levelOf } from '../../../src/diff/findings.ts';
import type { RuleInfo } from '../../../src/diff/rule.ts';
import { edited, eventsV3 } from './documents.ts';
import { examples, type Example } from './examples.ts';
import { schemaExamples } from './schema-examples.ts';

async function findingsOf(baseline: string, candidate: string): Promise<readonly Finding[]> {
  const result = await diffAsyncApi(baseline, candidate);
  if (result.isErr()) throw new Error(JSON.stringify(result.error.problems));
  return result.value.findings;
}

async function meets(
  { rule, direction, document = eventsV3, both = {} }: Example,
  edits: Example['fires'],
): Promise<readonly Finding[]> {
  const findings = await findingsOf(edited(document, both), edited(document, both, edits));
  return findings.filter((finding) => finding.rule === rule && finding.direction === direction);
}

function statedLevel(rule: string, direction: Finding['direction']): string | undefined {
  const info = asyncApiRules.find(({ id }) => id === rule);
  return info === undefined ? undefined : levelOf(info, direction);
}

describe.each(examples)('$rule', (example) => {
  it('is found once, with its level and its places', async () => {
    const found = await meets(example, example.fires);
    expect(found.map(({ level }) => level)).toEqual([statedLevel(example.rule, example.direction)]);
    expect(found.every(({ baseline, candidate }) => baseline !== undefined || candidate !== undefined)).toBe(true);
  });

  it('is not found in what only looks like it', async () => {
    expect(await meets(example, example.near)).toEqual([]);
  });
});

/** Where schemas of each kind stand, and which way what they describe travels. */
const places: Readonly<
  Record<(typeof schemaPrefixes)[number], readonly [pointer: string, direction: Finding['direction']][]>
> = {
  'message-payload': [
    ['/components/messages/Placed/payload', 'send'],
    ['/components/messages/Place/payload', 'receive'],
  ],
  'message-headers': [
    ['/components/messages/Placed/headers', 'send'],
    ['/components/messages/Place/headers', 'receive'],
  ],
  'kafka-message-key': [
    ['/components/messages/Placed/bindings/kafka/key', 'send'],
    ['/components/messages/Place/bindings/kafka/key', 'receive'],
  ],
  'ws-query': [['/channels/events/bindings/ws/query', 'receive']],
  'ws-headers': [['/channels/events/bindings/ws/headers', 'receive']],
  'http-query': [
    ['/operations/sendEvents/bindings/http/query', 'send'],
    ['/operations/onCommand/bindings/http/query', 'receive'],
  ],
  'http-headers': [
    ['/components/messages/Placed/bindings/http/headers', 'send'],
    ['/components/messages/Place/bindings/http/headers', 'receive'],
  ],
  'mqtt-correlation-data': [
    ['/components/messages/Placed/bindings/mqtt/correlationData', 'send'],
    ['/components/messages/Place/bindings/mqtt/correlationData', 'receive'],
  ],
};

describe.each(schemaPrefixes)('schemas of %s', (prefix) => {
  it.each(places[prefix])('at %s are judged as what travels by %s', async (pointer, direction) => {
    const before = { type: 'object', properties: { a: { type: 'object', properties: { b: { type: 'string' } } } } };
    const after = { type: 'object', properties: { a: { type: 'object', properties: { b: { type: 'integer' } } } } };
    const findings = await findingsOf(edited(eventsV3, { [pointer]: before }), edited(eventsV3, { [pointer]: after }));
    const found = findings.filter(({ level }) => level !== 'info');
    expect(found.map(({ rule, level }) => [rule, level, found[0]?.direction])).toEqual([
      [`${prefix}-type-changed`, 'breaking', direction],
    ]);
  });
});

describe.each(schemaExamples)(
  'message-payload-$suffix',
  ({ suffix, baseline, candidate, near, direction = 'receive' }) => {
    const pointer = `/components/messages/${direction === 'send' ? 'Placed' : 'Place'}/payload`;
    const payloadIs = (schema: unknown): string => edited(eventsV3, { [pointer]: schema });

    it('is found, breaking where the catalogue says so', async () => {
      const findings = await findingsOf(payloadIs(baseline), payloadIs(candidate));
      const found = findings.filter(({ rule }) => rule === `message-payload-${suffix}`);
      expect(found.map(({ level }) => level)).toEqual([statedLevel(`message-payload-${suffix}`, direction)]);
    });

    it('is not found in what only looks like it', async () => {
      const findings = await findingsOf(payloadIs(baseline), payloadIs(near));
      expect(findings.filter(({ rule }) => rule === `message-payload-${suffix}`)).toEqual([]);
    });
  },
);

describe('the catalogue of event contracts', () => {
  it('has an example for every rule of its own', () => {
    const shown = new Set([
      ...examples.map(({ rule }) => rule),
      ...schemaExamples.flatMap(({ suffix }) => schemaPrefixes.map((prefix) => `${prefix}-${suffix}`)),
      // Shown in the tests of other languages and of whole documents.
      ...schemaPrefixes.map((prefix) => `${prefix}-undecided`),
      'document-invalid',
      'number-not-exact',
    ]);
    // Payload formats show their rules themselves.
    const own = asyncApiRules.filter(({ area }) => area !== 'avro' && area !== 'protobuf');
    expect(own.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  it('has each id once', () => {
    const ids = asyncApiRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says why each rule has its level, and what undoes a break', () => {
    const isBreaking = ({ level }: RuleInfo): boolean =>
      typeof level === 'string' ? level === 'breaking' : Object.values(level).includes('breaking');
    const silent = asyncApiRules.filter(
      (rule) =>
        !/[.?]$/.test(rule.because) ||
        !rule.source.startsWith('https:') ||
        (isBreaking(rule) && rule.remedy === undefined && rule.area !== 'avro' && rule.area !== 'protobuf'),
    );
    expect(silent).toEqual([]);
  });
});
