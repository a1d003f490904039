import { describe, expect, it } from 'vitest';

import { compareProtobuf } from '../../../src/diff/protobuf/index.ts';
import { differences, findings, proto3, refusal } from './support.ts';

const many = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(' ');

describe('a definition beyond the limits', () => {
  it.each<readonly [string, string, string]>([
    ['characters', `// ${'x'.repeat(1_048_576)}`, 'characters'],
    ['words', many(100_001, () => ';'), 'tokens'],
    ['nesting', `syntax = "proto3"; ${'message A { '.repeat(31)}`, 'depth'],
    ['nesting without end', 'message A{'.repeat(30_000), 'depth'],
    ['types', many(5001, (index) => `message T${index} {}`), 'types'],
    ['fields', proto3(`bool a = 1; oneof o { ${many(500, (index) => `bool f${index} = ${index + 2};`)} }`), 'fields'],
    ['extensions', many(501, (index) => `extend M { optional bool f${index} = ${index + 100}; }`), 'fields'],
    ['values', `enum E { ${many(20_001, (index) => `V${index} = ${index};`)} }`, 'enum_values'],
    ['name', proto3(`int32 ${'x'.repeat(1025)} = 1;`), 'name_length'],
  ])('is refused by the name of the limit: %s', async (_, definition, limit) => {
    expect(await refusal(definition)).toMatchObject({
      kind: 'limit-exceeded',
      side: 'candidate',
      limit: { name: limit },
    });
  });

  it('is refused by a limit of the caller', async () => {
    const baseline = proto3('int32 a = 1;');
    const candidate = proto3('message T { message U { int32 a = 1; } } T t = 1;');
    expect((await compareProtobuf({ baseline, candidate, direction: 'send' }, { depth: 3 })).isOk()).toBe(true);
    const result = await compareProtobuf({ baseline, candidate, direction: 'send' }, { depth: 2 });
    expect(result._unsafeUnwrapErr()).toMatchObject({ limit: { name: 'depth', value: 2 } });
  });
});

describe('a text that is not Protobuf', () => {
  it.each<readonly [string, string, object]>([
    ['a slip', 'syntax = "proto3";\nmessage M {\n  int32 a 1;\n}', { line: 3 }],
    ['a type that is not defined', proto3('Foo a = 1;'), {}],
    ['a number twice', proto3('int32 a = 1; int32 b = 1;'), {}],
    ['a name twice', proto3('int32 a = 1; int32 a = 2;'), {}],
    ['the number zero', proto3('int32 a = 0;'), { line: 4, column: 1 }],
    ['a number of the implementation', proto3('int32 a = 19500;'), { line: 4, column: 1 }],
    ['an unknown syntax', 'syntax = "proto4"; message M {}', {}],
    ['a name that gets lost', 'syntax = "proto3"; message __proto__ { int32 a = 1; }', { line: 1, column: 28 }],
    ['a type name that gets lost', proto3('a.__proto__.b a = 1;'), { line: 4, column: 1 }],
    ['an unfinished string', 'syntax = "proto3', {}],
    ['an unfinished comment', 'syntax = "proto3"; /* message M {}', {}],
    ['something else', '{"type": "record"}', {}],
  ])('is refused: %s', async (_, definition, place) => {
    expect(await refusal(definition)).toMatchObject({ kind: 'invalid-schema', side: 'candidate', place });
  });

  it('has no difference to itself', async () => {
    expect(await differences({ baseline: 'nonsense', candidate: 'nonsense // really', direction: 'send' })).toEqual([]);
  });
});

describe('a definition made to confuse', () => {
  it('may use the names of JavaScript', async () => {
    const definition = (type: string): string => `syntax = "proto3"; message hasOwnProperty {
      message toString { ${type} valueOf = 1; }
      toString constructor = 1; map<string, toString> prototype = 2; toString fields = 3; int32 name = 4;
      enum constructor2 { toString2 = 0; } oneof nested { int32 get = 5; int32 add = 6; } int32 length = 7;
    }`;
    const found = await differences({
      baseline: definition('int32'),
      candidate: definition('string'),
      direction: 'send',
    });
    expect(found).toMatchObject([
      { rule: 'protobuf-field-type-changed', witness: { hex: '0a030a0161', json: { constructor: { valueOf: 'a' } } } },
    ]);
  });

  it('names the imports that are never loaded', async () => {
    const importing = (path: string, type = 'int32'): string =>
      `syntax = "proto3"; import "${path}"; message M { ${type} a = 1; }`;
    for (const path of ['/etc/passwd', 'file:///etc/passwd', 'https://example.com/x.proto', '../x.proto', 'get']) {
      const [found, more] = await differences({
        baseline: importing(path),
        candidate: importing(path, 'int64'),
        direction: 'receive',
      });
      expect(more).toBeUndefined();
      expect(found).toMatchObject({ rule: 'protobuf-undecided', level: 'breaking', values: [path] });
      expect(found?.undecided).toContain(JSON.stringify(path));
    }
    const unknown = importing('google/protobuf/nothing.proto');
    expect(await findings({ baseline: unknown, candidate: `${unknown} message N {}`, direction: 'send' })).toEqual([
      'protobuf-undecided breaking',
    ]);
  });

  it('knows the types that come with Protobuf', async () => {
    const common = `import "google/protobuf/timestamp.proto"; import "google/protobuf/any.proto"; import public "google/protobuf/wrappers.proto";`;
    const definition = (type: string): string =>
      `syntax = "proto3"; ${common} message M { google.protobuf.Any a = 1; google.protobuf.Timestamp b = 2; ${type} c = 3; }`;
    const [one, other] = [definition('google.protobuf.Int32Value'), definition('google.protobuf.Int64Value')];
    expect(await findings({ baseline: one, candidate: other, direction: 'receive' })).toEqual([
      'protobuf-field-type-changed breaking',
    ]);
  });

  it('ends where messages hold each other in rings of unlike length', async () => {
    const ring = (length: number): string =>
      `syntax = "proto3"; message M { T0 t = 1; } ${many(length, (index) => `message T${index} { T${(index + 1) % length} next = 1; }`)}`;
    const found = await findings({ baseline: ring(40), candidate: ring(41), direction: 'send' });
    expect(new Set(found)).toEqual(new Set(['protobuf-message-renamed info']));
  });

  it('gets no witness where a message requires itself', async () => {
    const definition = (type: string): string =>
      `syntax = "proto2"; message M { required M m = 1; optional ${type} a = 2; }`;
    const [found] = await differences({
      baseline: definition('int32'),
      candidate: definition('string'),
      direction: 'send',
    });
    expect(found).toMatchObject({ rule: 'protobuf-field-type-changed', level: 'breaking' });
    expect(found).not.toHaveProperty('witness');
  });
});
