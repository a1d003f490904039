import { describe, expect, it } from 'vitest';

import { protobufRules } from '../../../src/diff/protobuf/index.ts';
import { differences, findings, proto2, proto3 } from './support.ts';

interface RuleCase {
  readonly name: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly send: readonly string[];
  readonly receive: readonly string[];
  /** Where JSON differs from the binary encoding. */
  readonly json?: { readonly send: readonly string[]; readonly receive: readonly string[] };
}

type Expected = Pick<RuleCase, 'send' | 'receive'>;

const both = (...found: readonly string[]): Expected => ({ send: found, receive: found });
const breaksOnSend = (rule: string): Expected => ({ send: [`${rule} breaking`], receive: [`${rule} info`] });
const breaksOnReceive = (rule: string): Expected => ({ send: [`${rule} info`], receive: [`${rule} breaking`] });

const fieldType = (before: string, after: string): Pick<RuleCase, 'name' | 'baseline' | 'candidate'> => ({
  name: `${before} to ${after}`,
  baseline: proto3(`${before} a = 1;`, 'enum E { ZERO = 0; ONE = 1; }'),
  candidate: proto3(`${after} a = 1;`, 'enum E { ZERO = 0; ONE = 1; }'),
});
const enumOf = (values: string, syntax = 'proto3'): string =>
  `syntax = "${syntax}"; package p; message M { ${syntax === 'proto2' ? 'optional ' : ''}E e = 1; } enum E { ${values} }`;

const cases: readonly RuleCase[] = [
  {
    name: 'a field added',
    baseline: proto3('int32 a = 1;'),
    candidate: proto3('int32 a = 1; string b = 2;'),
    ...both('protobuf-field-added info'),
    json: { send: ['protobuf-field-added warning'], receive: ['protobuf-field-added info'] },
  },
  {
    name: 'a required field added',
    baseline: proto2('optional int32 a = 1;'),
    candidate: proto2('optional int32 a = 1; required int32 b = 2;'),
    ...breaksOnReceive('protobuf-field-required-added'),
  },
  {
    name: 'a field that became required',
    baseline: proto2('optional int32 a = 1;'),
    candidate: proto2('required int32 a = 1;'),
    ...breaksOnReceive('protobuf-field-required-added'),
  },
  {
    name: 'a field that is no longer required',
    baseline: proto2('required int32 a = 1;'),
    candidate: proto2('optional int32 a = 1;'),
    ...breaksOnSend('protobuf-field-required-removed'),
  },
  {
    name: 'a field removed',
    baseline: proto3('int32 a = 1; int32 b = 2;'),
    candidate: proto3('int32 a = 1;'),
    ...both('protobuf-field-removed breaking'),
  },
  {
    name: 'a field removed and reserved',
    baseline: proto3('int32 a = 1; int32 b = 2;'),
    candidate: proto3('int32 a = 1; reserved 2 to 4; reserved "b";'),
    ...both('protobuf-field-removed-reserved warning'),
  },
  {
    name: 'a field removed with its number reserved, but not its name',
    baseline: proto3('int32 a = 1; int32 b = 2;'),
    candidate: proto3('int32 a = 1; reserved 2;'),
    ...both('protobuf-field-removed-reserved warning'),
    json: both('protobuf-field-removed breaking'),
  },
  {
    name: 'a field removed with its name reserved, but not its number',
    baseline: proto3('int32 a = 1; int32 b = 2;'),
    candidate: proto3('int32 a = 1; reserved 1000; reserved "b";'),
    ...both('protobuf-field-removed breaking'),
  },
  {
    name: 'a required field removed and reserved',
    baseline: proto2('optional int32 a = 1; required int32 b = 2;'),
    candidate: proto2('optional int32 a = 1; reserved 2; reserved "b";'),
    send: ['protobuf-field-removed-reserved breaking'],
    receive: ['protobuf-field-removed-reserved warning'],
  },
  {
    name: 'another number',
    baseline: proto3('int32 a = 1;'),
    candidate: proto3('int32 a = 2;'),
    ...both('protobuf-field-number-changed breaking'),
    json: both('protobuf-field-number-changed info'),
  },
  {
    name: 'two fields that change places',
    baseline: proto3('int32 a = 1; int32 b = 2;'),
    candidate: proto3('int32 b = 1; int32 a = 2;'),
    ...both('protobuf-field-number-changed breaking', 'protobuf-field-number-changed breaking'),
    json: both('protobuf-field-number-changed info', 'protobuf-field-number-changed info'),
  },
  ...[
    ['int32', 'int64'],
    ['uint32', 'uint64'],
    ['uint32', 'int64'],
  ].flatMap(([narrow = '', wide = '']): readonly RuleCase[] => [
    { ...fieldType(narrow, wide), ...breaksOnSend('protobuf-field-type-widened') },
    { ...fieldType(wide, narrow), ...breaksOnReceive('protobuf-field-type-narrowed') },
  ]),
  ...[
    ['bool', 'int32'],
    ['bool', 'uint64'],
    ['E', 'int32'],
    ['E', 'int64'],
    ['string', 'bytes'],
  ].flatMap(([narrow = '', wide = '']): readonly RuleCase[] => [
    {
      ...fieldType(narrow, wide),
      ...breaksOnSend('protobuf-field-type-widened'),
      json: both('protobuf-field-type-changed breaking'),
    },
    {
      ...fieldType(wide, narrow),
      ...breaksOnReceive('protobuf-field-type-narrowed'),
      json: both('protobuf-field-type-changed breaking'),
    },
  ]),
  {
    ...fieldType('sint32', 'sint64'),
    ...breaksOnSend('protobuf-field-type-widened'),
  },
  {
    ...fieldType('float', 'double'),
    ...both('protobuf-field-type-changed breaking'),
    json: breaksOnSend('protobuf-field-type-widened'),
  },
  ...[
    ['int32', 'sint32'],
    ['uint32', 'fixed32'],
    ['int64', 'sfixed64'],
  ].map(([one = '', other = '']): RuleCase => ({
    ...fieldType(one, other),
    ...both('protobuf-field-type-changed breaking'),
    json: both('protobuf-field-type-changed info'),
  })),
  { ...fieldType('int32', 'uint32'), ...both('protobuf-field-type-changed breaking') },
  { ...fieldType('int32', 'string'), ...both('protobuf-field-type-changed breaking') },
  { ...fieldType('string', 'M'), ...both('protobuf-field-type-changed breaking') },
  {
    name: 'a message instead of a Timestamp',
    baseline: `syntax = "proto3"; package p; import "google/protobuf/timestamp.proto"; message M { google.protobuf.Timestamp t = 1; }`,
    candidate: proto3('T t = 1;', 'message T { int64 seconds = 1; int32 nanos = 2; }'),
    ...both('protobuf-field-type-changed breaking'),
  },
  {
    name: 'keys of another type',
    baseline: proto3('map<int32, string> a = 1;'),
    candidate: proto3('map<int64, string> a = 1;'),
    ...breaksOnSend('protobuf-field-type-widened'),
  },
  {
    name: 'values of another type',
    baseline: proto3('map<int32, string> a = 1;'),
    candidate: proto3('map<int32, bool> a = 1;'),
    ...both('protobuf-field-type-changed breaking'),
  },
  {
    name: 'a group instead of a message',
    baseline: proto2('optional G g = 1; message G { optional int32 x = 1; }'),
    candidate: proto2('optional group G = 1 { optional int32 x = 1; }'),
    ...both('protobuf-field-type-changed breaking'),
    json: both(),
  },
  {
    name: 'another name',
    baseline: proto3('int32 trip_id = 1;'),
    candidate: proto3('int32 ride_id = 1;'),
    ...both('protobuf-field-renamed info'),
    json: both('protobuf-json-name-changed breaking'),
  },
  {
    name: 'another name that is the same in JSON',
    baseline: proto3('int32 trip_id = 1;'),
    candidate: proto3('int32 ride_id = 1 [json_name = "tripId"];'),
    ...both('protobuf-field-renamed info'),
  },
  {
    name: 'another name in JSON only',
    baseline: proto3('int32 trip_id = 1;'),
    candidate: proto3('int32 trip_id = 1 [json_name = "trip"];'),
    ...both('protobuf-json-name-changed info'),
    json: both('protobuf-json-name-changed breaking'),
  },
  {
    name: 'a list instead of one value',
    baseline: proto3('int32 a = 1;'),
    candidate: proto3('repeated int32 a = 1;'),
    ...both('protobuf-cardinality-changed breaking'),
  },
  {
    name: 'a list of messages instead of a map',
    baseline: proto3('map<string, int32> a = 1;'),
    candidate: proto3('repeated Entry a = 1; message Entry { string key = 1; int32 value = 2; }'),
    ...both('protobuf-cardinality-changed breaking'),
  },
  {
    name: 'two fields moved into a new oneof',
    baseline: proto3('int32 a = 1; int32 b = 2;'),
    candidate: proto3('oneof x { int32 a = 1; int32 b = 2; }'),
    ...both('protobuf-oneof-changed breaking'),
  },
  {
    name: 'one field moved into an existing oneof',
    baseline: proto3('oneof x { int32 a = 1; int32 b = 2; } int32 c = 3;'),
    candidate: proto3('oneof x { int32 a = 1; int32 b = 2; int32 c = 3; }'),
    ...both('protobuf-oneof-changed breaking', 'protobuf-oneof-changed breaking'),
  },
  {
    name: 'a oneof dissolved',
    baseline: proto3('oneof x { int32 a = 1; int32 b = 2; }'),
    candidate: proto3('int32 a = 1; int32 b = 2;'),
    ...both('protobuf-oneof-changed breaking'),
  },
  {
    name: 'a oneof of another name',
    baseline: proto3('oneof x { int32 a = 1; int32 b = 2; }'),
    candidate: proto3('oneof y { int32 a = 1; int32 b = 2; }'),
    ...both(),
  },
  {
    name: 'a member added to a oneof',
    baseline: proto3('oneof x { int32 a = 1; }'),
    candidate: proto3('oneof x { int32 a = 1; int32 b = 2; }'),
    send: ['protobuf-oneof-member-added warning'],
    receive: ['protobuf-oneof-member-added info'],
  },
  {
    name: 'an optional field of proto3',
    baseline: proto3('int32 a = 1;'),
    candidate: proto3('optional int32 a = 1;'),
    ...both('protobuf-presence-changed warning'),
  },
  {
    name: 'an optional message of proto3, which has presence anyway',
    baseline: proto3('M a = 1;'),
    candidate: proto3('optional M a = 1;'),
    ...both(),
  },
  {
    name: 'another default',
    baseline: proto2('optional int32 a = 1 [default = 1];'),
    candidate: proto2('optional int32 a = 1 [default = 2];'),
    ...both('protobuf-default-changed warning'),
  },
  {
    name: 'another packing',
    baseline: proto3('repeated int32 a = 1;'),
    candidate: proto3('repeated int32 a = 1 [packed = false];'),
    ...both('protobuf-packing-changed info'),
    json: both(),
  },
  {
    name: 'an option of somebody else',
    baseline: proto3('string a = 1;'),
    candidate: proto3('string a = 1 [(validate.rules).string = { min_len: 1, in: ["x"] }];'),
    ...both('protobuf-option-changed warning'),
  },
  {
    name: 'a deprecated field',
    baseline: proto3('string a = 1;'),
    candidate: proto3('string a = 1 [deprecated = true];'),
    ...both(),
  },
  {
    name: 'a value added',
    baseline: enumOf('A = 0;'),
    candidate: enumOf('A = 0; B = 1;'),
    send: ['protobuf-enum-value-added warning'],
    receive: ['protobuf-enum-value-added info'],
    json: breaksOnSend('protobuf-enum-value-added'),
  },
  {
    name: 'a value added to a closed enum',
    baseline: enumOf('A = 0;', 'proto2'),
    candidate: enumOf('A = 0; B = 1;', 'proto2'),
    ...breaksOnSend('protobuf-enum-value-added'),
  },
  {
    name: 'a value removed',
    baseline: enumOf('A = 0; B = 1;'),
    candidate: enumOf('A = 0;'),
    ...breaksOnReceive('protobuf-enum-value-removed'),
  },
  {
    name: 'two values that change places',
    baseline: enumOf('A = 0; B = 1; C = 2;'),
    candidate: enumOf('A = 0; B = 2; C = 1;'),
    ...both('protobuf-enum-value-renumbered breaking'),
    json: both('protobuf-enum-value-renumbered info'),
  },
  {
    name: 'a value of another name',
    baseline: enumOf('A = 0; B = 1;'),
    candidate: enumOf('A = 0; C = 1;'),
    ...both('protobuf-enum-value-renamed info'),
    json: both('protobuf-json-name-changed breaking'),
  },
  {
    name: 'a second name for a value',
    baseline: enumOf('option allow_alias = true; A = 0; B = 1;'),
    candidate: enumOf('option allow_alias = true; A = 0; B = 1; C = 1;'),
    ...both(),
    json: breaksOnSend('protobuf-enum-value-added'),
  },
  {
    name: 'another first value, which is the default',
    baseline: enumOf('A = 0; B = 1;', 'proto2'),
    candidate: enumOf('B = 1; A = 0;', 'proto2'),
    ...both('protobuf-default-changed warning'),
  },
  {
    name: 'an enum that closed',
    baseline: `edition = "2023"; package p; message M { E e = 1; } enum E { A = 0; }`,
    candidate: `edition = "2023"; package p; message M { E e = 1; } enum E { option features.enum_type = CLOSED; A = 0; }`,
    ...both('protobuf-enum-openness-changed warning'),
  },
  {
    name: 'reservations given up',
    baseline: proto3('int32 a = 1; reserved 2, 4 to 6; reserved "b";'),
    candidate: proto3('int32 a = 1; reserved 2; reserved 4, 5, 6;'),
    ...both('protobuf-reservation-removed warning'),
  },
  {
    name: 'reservations written in another way',
    baseline: proto3('int32 a = 1; reserved 4 to 6;'),
    candidate: proto3('int32 a = 1; reserved 4, 5, 6;'),
    ...both(),
  },
  {
    name: 'reservations of an enum given up',
    baseline: enumOf('A = 0; reserved 3;'),
    candidate: enumOf('A = 0;'),
    ...both('protobuf-reservation-removed warning'),
  },
  {
    name: 'another name of the payload',
    baseline: proto3('int32 a = 1;'),
    candidate: proto3('int32 a = 1;').replace('message M', 'message N'),
    ...both('protobuf-message-renamed info'),
  },
  {
    name: 'another package',
    baseline: proto3('T t = 1;', 'message T { int32 a = 1; }'),
    candidate: proto3('T t = 1;', 'message T { int32 a = 1; }').replace('package p', 'package q'),
    ...both('protobuf-package-changed warning'),
  },
  {
    name: 'another syntax, with what comes with it',
    baseline: proto2('optional int32 a = 1;'),
    candidate: proto3('int32 a = 1;'),
    ...both('protobuf-syntax-changed warning', 'protobuf-presence-changed warning'),
  },
  {
    name: 'a change in a message that holds itself, inside another one',
    baseline: proto3('repeated T t = 1;', 'message T { T next = 1; int32 a = 2; }'),
    candidate: proto3('repeated T t = 1;', 'message T { T next = 1; int64 a = 2; }'),
    ...breaksOnSend('protobuf-field-type-widened'),
  },
  {
    name: 'a change in a message that the payload does not hold',
    baseline: `// @RootNode\n${proto3('int32 a = 1;', 'message T { int32 a = 1; }').replace('message M', '// @RootNode\nmessage M')}`,
    candidate: proto3('int32 a = 1;', 'message T { string a = 1; }').replace('message M', '// @RootNode\nmessage M'),
    ...both(),
  },
  {
    name: 'an extension removed',
    baseline: proto2('optional int32 a = 1; extensions 100 to 199;', 'extend M { optional string x = 100; }'),
    candidate: proto2('optional int32 a = 1; extensions 100 to 199;'),
    ...both('protobuf-field-removed breaking'),
  },
  {
    name: 'a payload that cannot be told from other messages',
    baseline: proto3('int32 a = 1;', 'message N { int32 a = 1; }'),
    candidate: proto3('int32 a = 1;', 'message O { int32 a = 1; }'),
    ...both('protobuf-undecided breaking'),
  },
];

describe.each(cases)('$name', ({ baseline, candidate, json, ...binary }) => {
  it.each(['send', 'receive'] as const)('%s', async (direction) => {
    expect(await findings({ baseline, candidate, direction })).toEqual(binary[direction]);
  });

  it.each(['send', 'receive'] as const)('%s as JSON', async (direction) => {
    const expected = (json ?? binary)[direction];
    expect(await findings({ baseline, candidate, direction, encoding: 'json' })).toEqual(expected);
  });
});

it('a definition has no difference to itself, with another service and other comments', async () => {
  for (const { baseline, candidate } of cases) {
    for (const definition of [baseline, candidate]) {
      const other = `${definition}\nservice S { rpc Call(M) returns (M) { option (x) = { get: "/" }; } }`.replace(
        'message N',
        'message M',
      );
      if (!/message M[ {]/.test(definition) || definition.includes('message N')) continue;
      expect(await differences({ baseline: definition, candidate: other, direction: 'send' })).toEqual([]);
    }
  }
});

it('every rule has a case that meets it', () => {
  const met = new Set(cases.flatMap(({ send, receive }) => [...send, ...receive]).map((found) => found.split(' ')[0]));
  expect(protobufRules.map((rule) => rule.id).filter((rule) => !met.has(rule))).toEqual([]);
});

it('the level of every rule is met in each direction', () => {
  for (const { id, levels } of protobufRules) {
    for (const direction of ['send', 'receive'] as const) {
      const met = cases.flatMap((one) => [...one[direction], ...(one.json?.[direction] ?? [])]);
      expect(met).toContain(`${id} ${levels[direction]}`);
    }
  }
});

it('breaking differences carry a witness', async () => {
  for (const { name, baseline, candidate } of cases) {
    for (const direction of ['send', 'receive'] as const) {
      for (const encoding of ['binary', 'json'] as const) {
        for (const found of await differences({ baseline, candidate, direction, encoding })) {
          if (found.level !== 'breaking' || found.undecided !== undefined || name === 'keys of another type') continue;
          expect(found.witness, `${name}, ${direction}, ${encoding}`).toBeDefined();
        }
      }
    }
  }
});

it('places have the line and column of the declaration', async () => {
  const [found] = await differences({
    baseline:
      'syntax = "proto3";\n// { message X {\nmessage M {\n  message T {\n    /* } */ string x = 1;\n  }\n  T t = 2;\n}\n',
    candidate: 'syntax = "proto3";\nmessage M {\n  message T { int32 x = 1; }\n  T t = 2;\n}\n',
    direction: 'send',
  });
  expect(found).toMatchObject({
    baseline: { pointer: '', line: 5, column: 13 },
    candidate: { pointer: '', line: 3, column: 15 },
  });
});
