import { describe, expect, it } from 'vitest';

import { diffAsyncApi } from '../../../src/diff/asyncapi/diff-asyncapi.ts';
import { edited, eventsV3 } from './documents.ts';

const timeout = 60_000;
const sound = edited(eventsV3);
const times = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const yaml = (payload: string): string =>
  `asyncapi: 3.0.0
info: { title: Hostile, version: 1.0.0 }
channels: { a: { address: a, messages: { m: { payload: { $ref: '#/components/schemas/S' } } } } }
components:
  schemas:
    S: ${payload}
`;

const withSchemas = (schemas: object, payload: object): string =>
  edited(eventsV3, { '/components/schemas': schemas, '/components/messages/Place/payload': payload });

/** Aliases of aliases: ten times as many values with each level. */
const aliasBomb = yaml(
  `{ default: { l0: &l0 [x, x], ${times(9)
    .map(
      (level) =>
        `l${level + 1}: &l${level + 1} [${times(10)
          .map(() => `*l${level}`)
          .join(', ')}]`,
    )
    .join(', ')} } }`,
);

const referenceBomb = withSchemas(
  Object.fromEntries(
    times(25).map((level) => [
      `S${level}`,
      level === 24
        ? { type: 'string' }
        : {
            type: 'object',
            properties: {
              a: { $ref: `#/components/schemas/S${level + 1}` },
              b: { $ref: `#/components/schemas/S${level + 1}` },
            },
          },
    ]),
  ),
  { $ref: '#/components/schemas/S0' },
);

const nested = (depth: number): string => `{"asyncapi":"3.0.0","x-deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('documents that mean harm', () => {
  it.each([
    ['aliases that multiply', aliasBomb, 'limit-exceeded'],
    ['references that multiply', referenceBomb, 'limit-exceeded'],
    ['JSON that nests 10 000 times', nested(10_000), 'limit-exceeded'],
    ['JSON that nests 100 000 times', nested(100_000), 'limit-exceeded'],
    ['YAML that nests 3 000 times', yaml('{ not: '.repeat(3_000) + '{}' + ' }'.repeat(3_000)), 'limit-exceeded'],
    ['200 000 values in a list', withSchemas({}, { enum: times(200_000) }), 'limit-exceeded'],
    [
      '40 000 schemas of several members',
      withSchemas(
        Object.fromEntries(
          times(40_000).map((each) => [
            `S${each}`,
            { type: 'object', properties: { a: { type: 'string' }, b: { maxLength: 3 } } },
          ]),
        ),
        {},
      ),
      'limit-exceeded',
    ],
    ['a key that is there twice, in YAML', `${yaml('{}')}info: { title: Other, version: 2.0.0 }\n`, 'duplicate-key'],
    [
      'a key that is there twice, in JSON',
      sound.replace('{', '{"info":{"title":"Other","version":"2.0.0"},'),
      'duplicate-key',
    ],
    ['several documents', `${yaml('{}')}---\n${yaml('{}')}`, 'several-documents'],
    ['binary data', yaml('{ default: !!binary aGVsbG8= }'), 'unsupported-value'],
    ['code', yaml('{ default: !!js/function "function () {}" }'), 'unsupported-value'],
    [
      'a claim to be parsed',
      edited(eventsV3, { '/x-parser-spec-parsed': true, '/x-parser-spec-stringified': true }),
      'reserved-extension',
    ],
    ['text that the parser replaces', edited(eventsV3, { '/info/description': '$ref:$.info.title' }), 'reserved-text'],
    ['text that the parser turns into a circle', edited(eventsV3, { '/info/description': '$ref:$' }), 'reserved-text'],
    ['a version that does not exist', edited(eventsV3, { '/asyncapi': '3.0.1' }), 'unsupported-version'],
    ['no bytes', '', 'syntax-error'],
  ])('are refused: %s', { timeout }, async (_, document, rule) => {
    for (const options of [{}, { invalid: 'compare' }] as const) {
      const result = await diffAsyncApi(sound, document, options);
      if (result.isOk()) throw new Error(result.value.compatibility);
      const { kind, side, problems } = result.error;
      expect({ kind, side, rules: problems.map((problem) => problem.rule) }).toEqual({
        kind: 'invalid_document',
        side: 'candidate',
        rules: [rule],
      });
    }
  });

  it.each([
    [
      'a pattern that takes exponential time elsewhere',
      { type: 'string', pattern: '^(a+)+$' },
      { type: 'string', pattern: '^(a+)+b$' },
    ],
    ['numbers at the end of what doubles hold', { const: 1 }, { const: 9_007_199_254_740_992 }],
    [
      'names that objects have',
      { properties: { ['__proto__']: { type: 'string' } } },
      {
        properties: { constructor: { type: 'string' }, hasOwnProperty: { type: 'string' } },
        required: ['constructor'],
      },
    ],
    ['a list of 4 000 alternatives', { type: 'string' }, { anyOf: times(4_000).map((each) => ({ const: each })) }],
    ['4 000 values', { type: 'integer' }, { enum: times(4_000) }],
  ])('are compared, and what they break is found: %s', { timeout }, async (_, baseline, candidate) => {
    const result = await diffAsyncApi(withSchemas({}, baseline), withSchemas({}, candidate));
    expect(result.map(({ compatibility }) => compatibility).unwrapOr('compatible')).toBe('incompatible');
  });

  it('are read however long their lists are', { timeout }, async () => {
    const long = edited(eventsV3, { '/x-list': times(150_000) });
    const limits = { bytes: 10_000_000, nodes: 1_000_000 };
    const result = await diffAsyncApi(long, long, { limits });
    expect(result.map(({ findings }) => findings.length).unwrapOr(-1)).toBe(0);
  });
});
