import { describe, expect, it } from 'vitest';

import { diffOpenApi } from '../../../../src/diff/openapi/diff-openapi.ts';
import { openApiRules } from '../../../../src/diff/openapi/rules/catalogue.ts';
import { exchanges } from '../../../../src/diff/openapi/rules/exchange.ts';
import { judgeSchemaChange, schemaSubjects } from '../../../../src/diff/openapi/rules/schemas.ts';
import type { ChangeKind, PayloadChange } from '../../../../src/diff/payload/payload.ts';
import { exchangesOf, type Json } from './documents.ts';

const known = new Map(openApiRules.map((rule) => [rule.id, rule]));

/** What a member `p` was and is, by what the id says of it after its subject; `*` stands for request or response. */
const examples: Readonly<Record<string, readonly [baseline: Json, candidate: Json]>> = {
  'property-type-changed': [{ type: 'string' }, { type: 'boolean' }],
  'property-type-generalized': [{ type: 'integer' }, { type: 'number' }],
  'property-type-specialized': [{ type: 'number' }, { type: 'integer' }],
  'property-became-nullable': [{ type: 'string' }, { type: ['string', 'null'] }],
  'property-became-not-nullable': [{ type: ['string', 'null'] }, { type: 'string' }],
  'property-enum-value-added': [{ enum: ['a'] }, { enum: ['a', 'b'] }],
  'property-enum-value-removed': [{ enum: ['a', 'b'] }, { enum: ['a'] }],
  'property-became-enum': [{ type: 'string' }, { type: 'string', enum: ['a'] }],
  'property-enum-removed': [{ type: 'string', enum: ['a'] }, { type: 'string' }],
  'property-const-changed': [{ const: 'a' }, { const: 'b' }],
  'property-max-set': [{ type: 'integer' }, { type: 'integer', maximum: 9 }],
  'property-max-unset': [{ type: 'integer', maximum: 9 }, { type: 'integer' }],
  'property-max-increased': [
    { type: 'integer', maximum: 8 },
    { type: 'integer', maximum: 9 },
  ],
  'property-max-decreased': [
    { type: 'integer', maximum: 9 },
    { type: 'integer', maximum: 8 },
  ],
  'property-min-length-increased': [
    { type: 'string', minLength: 1 },
    { type: 'string', minLength: 2 },
  ],
  'property-min-length-decreased': [
    { type: 'string', minLength: 2 },
    { type: 'string', minLength: 1 },
  ],
  'property-pattern-added': [{ type: 'string' }, { type: 'string', pattern: '^a+$' }],
  'property-pattern-removed': [{ type: 'string', pattern: '^a+$' }, { type: 'string' }],
  'property-unique-items-set': [{ type: 'array' }, { type: 'array', uniqueItems: true }],
  'property-unique-items-unset': [{ type: 'array', uniqueItems: true }, { type: 'array' }],
  'property-format-added': [{ type: 'string' }, { type: 'string', format: 'uuid' }],
  'property-format-removed': [{ type: 'string', format: 'uuid' }, { type: 'string' }],
  'property-default-value-changed': [
    { type: 'string', default: 'a' },
    { type: 'string', default: 'b' },
  ],
};

/** Words that say the change lets more values through. */
const widening = /generalized|nullable$|value-added|enum-removed|unset|increased|pattern-removed|format-removed/;
const narrowing = /specialized|not-nullable|value-removed|became-enum|-set$|decreased|pattern-added|format-added/;

/** Which way each example goes; lower bounds go the other way than their words. */
function effectOf(id: string): 'widens' | 'narrows' | 'changes' | 'nothing' {
  if (id.includes('default')) return 'nothing';
  if (id.endsWith('-changed')) return 'changes';
  const isLower = id.includes('min-');
  if (narrowing.test(id)) return isLower ? 'widens' : 'narrows';
  if (widening.test(id)) return isLower ? 'narrows' : 'widens';
  return 'changes';
}

function body(p: Json): Json {
  return { content: { 'application/json': { schema: { type: 'object', properties: { p } } } } };
}

const parts = {
  request: (p: Json): Json => ({ requestBody: { required: true, ...body(p) } }),
  response: (p: Json): Json => ({ responses: { 200: { description: 'Done.', ...body(p) } } }),
};

async function found(baseline: Json, candidate: Json): Promise<ReadonlyMap<string, string>> {
  const result = await diffOpenApi(JSON.stringify(baseline), JSON.stringify(candidate));
  return new Map(result._unsafeUnwrap().findings.map(({ rule, level }) => [rule, level]));
}

const cases = exchangesOf.flatMap(({ prefix, document }) =>
  (['request', 'response'] as const).flatMap((message) =>
    Object.entries(examples).map(([suffix, [baseline, candidate]]) => {
      const isInbound = (message === 'request') === (prefix === '');
      return {
        id: `${prefix}${message}-${suffix}`,
        isInbound,
        wrap: (p: Json) => document(parts[message](p)),
        baseline,
        candidate,
      };
    }),
  ),
);

describe('schema rules', () => {
  it.each(cases)(
    '$id fires with the level that its direction gives it',
    async ({ id, isInbound, wrap, baseline, candidate }) => {
      expect(known.has(id)).toBe(true);
      const effect = effectOf(id);
      const breaks = effect === 'changes' || effect === (isInbound ? 'narrows' : 'widens');
      const level = (await found(wrap(baseline), wrap(candidate))).get(id);
      expect(level).toBe(breaks ? 'breaking' : effect === 'nothing' ? 'warning' : 'info');
      expect((await found(wrap(baseline), wrap({ ...baseline, description: 'The same.' }))).has(id)).toBe(false);
    },
  );

  const kinds: readonly ChangeKind[] = [
    'property-added',
    'property-added-to-closed',
    'required-property-added',
    'property-removed',
    'property-removed-from-closed',
    'required-property-removed',
    'property-became-required',
    'property-became-optional',
    'constraint-tightened',
    'constraint-loosened',
    'constraint-changed',
    'discriminator-changed',
    'schema-changed',
    'undecided',
  ];

  it.each(kinds)('of the kind %s are in the catalogue for every payload', (kind) => {
    const keywords = ['maximum', 'minLength', 'multipleOf', 'uniqueItems', 'pattern', 'contains'];
    for (const subject of exchanges.flatMap(schemaSubjects)) {
      for (const keyword of keywords) {
        for (const values of [
          [null, 1],
          [1, null],
          [1, 2],
          [2, 1],
          [false, true],
          ['a', 'b'],
        ] as const) {
          const change: PayloadChange = { kind, breaks: true, path: '/p', keyword, values, message: '' };
          const { rule, level } = judgeSchemaChange(subject, change);
          expect(known.get(rule.id)).toEqual(rule);
          expect(level).toBe('breaking');
        }
      }
    }
  });

  it('name members as other tools do', () => {
    for (const id of [
      'new-required-request-property',
      'new-optional-request-property',
      'request-property-removed',
      'request-property-became-required',
      'response-required-property-removed',
      'response-optional-property-removed',
      'response-property-became-optional',
      'request-property-max-length-decreased',
      'request-parameter-pattern-added',
      'response-body-type-changed',
    ]) {
      expect(known.has(id)).toBe(true);
    }
  });

  it.each(exchangesOf)('say that a schema came or went $prefix', async ({ prefix, document }) => {
    const typed = { 'application/json': { schema: { type: 'string' } } };
    const open = { 'application/json': {} };
    for (const message of ['request', 'response'] as const) {
      const wrap = (content: Json): Json =>
        document(
          message === 'request'
            ? { requestBody: { content } }
            : { responses: { 200: { description: 'Done.', content } } },
        );
      const isInbound = (message === 'request') === (prefix === '');
      const id = `${prefix}${message}-body-media-type-schema`;
      expect((await found(wrap(open), wrap(typed))).get(`${id}-added`)).toBe(isInbound ? 'breaking' : 'info');
      expect((await found(wrap(typed), wrap(open))).get(`${id}-removed`)).toBe(isInbound ? 'info' : 'breaking');
      expect((await found(wrap(open), wrap(open))).size).toBe(0);
    }
  });
});
