import { describe, expect, it } from 'vitest';

import { compareAvro } from '../../../src/diff/avro/index.ts';
import type { JsonValue } from '../../../src/internal/json.ts';
import { differences, enumOf, field, findings, record, refusal } from './support.ts';

function nested(depth: number): JsonValue {
  let schema: JsonValue = 'int';
  for (let level = 0; level < depth; level++) schema = { type: 'array', items: schema };
  return schema;
}

/** Records that each hold the one before twice, so that a value of the last has 2^count parts. */
function doubling(count: number, rest: { readonly [key: string]: JsonValue } = {}): JsonValue {
  const records = Array.from({ length: count }, (_, index) => {
    const type = index === 0 ? 'int' : `R${index - 1}`;
    const value = index === 0 ? 0 : {};
    return {
      type: 'record',
      name: `R${index}`,
      fields: [field('a', type, value), { ...field('b', type, value), ...(index === count - 1 ? rest : {}) }],
    };
  });
  return records;
}

/** Records in a ring, each holding the next, and each under the names of all records of another ring too. */
function ring(length: number, name: string, other?: { readonly length: number; readonly name: string }): JsonValue {
  const aliases = Array.from({ length: other?.length ?? 0 }, (_, index) => `${other?.name ?? ''}${index}`);
  let schema: JsonValue = `${name}0`;
  for (let index = length - 1; index >= 0; index--) {
    schema = { type: 'record', name: `${name}${index}`, aliases, fields: [field('next', ['null', schema], null)] };
  }
  return schema;
}

describe('a schema beyond the limits', () => {
  it.each<readonly [string, JsonValue, string]>([
    ['nesting', nested(300), 'depth'],
    ['values', record(...Array.from({ length: 70_000 }, (_, index) => field(`f${index}`, 'int'))), 'nodes'],
    ['fields', record(...Array.from({ length: 5001 }, (_, index) => field(`f${index}`, 'int'))), 'fields'],
    ['symbols', enumOf(Array.from({ length: 20_001 }, (_, index) => `S${index}`)), 'symbols'],
    ['branches', Array.from({ length: 1001 }, () => 'int'), 'branches'],
    ['name', { type: 'fixed', name: 'F'.repeat(2000), size: 1 }, 'name_length'],
    [
      'types',
      Array.from({ length: 6 }, (_, part) =>
        record(
          ...Array.from({ length: 900 }, (_, index) =>
            field(`f${index}`, { type: 'fixed', name: `F${part}_${index}`, size: 1 }),
          ),
        ),
      ).map((one, part) => ({ ...one, name: `R${part}` })),
      'types',
    ],
    ['default', doubling(30), 'nodes'],
  ])('is refused by the name of the limit: %s', async (_, schema, limit) => {
    expect(await refusal('int', schema)).toMatchObject({
      kind: 'limit-exceeded',
      side: 'candidate',
      limit: { name: limit },
    });
    expect(await refusal(schema, 'int')).toMatchObject({ kind: 'limit-exceeded', side: 'baseline' });
  });

  it('is refused as text as well', async () => {
    expect(await refusal('int', JSON.stringify(nested(300)))).toMatchObject({
      kind: 'limit-exceeded',
      limit: { name: 'depth' },
    });
  });

  it('is refused by a limit of the caller', async () => {
    const sides = { baseline: 'int', candidate: nested(5), direction: 'send' } as const;
    const result = await compareAvro(sides, { depth: 4 });
    expect(result._unsafeUnwrapErr()).toMatchObject({ limit: { name: 'depth', value: 4 } });
    expect((await compareAvro(sides, { depth: 5 })).isOk()).toBe(true);
  });

  it('is refused where it is no JSON', async () => {
    const circular: { items: JsonValue } = { items: 'int' };
    circular.items = circular;
    expect(await refusal('int', circular)).toMatchObject({ kind: 'limit-exceeded', limit: { name: 'nodes' } });
  });
});

describe('a schema that is not Avro', () => {
  it.each<readonly [string, JsonValue, string]>([
    ['an unknown type', record(field('x', 'integer')), '/fields/0/type'],
    ['a type used before its definition', ['E', enumOf(['A'])], '/0'],
    ['a type defined twice', record(field('x', enumOf(['A'])), field('y', enumOf(['A']))), '/fields/1/type'],
    ['a field twice', record(field('x', 'int'), field('x', 'int')), '/fields/1'],
    ['a record without name', { type: 'record', fields: [] }, ''],
    ['a name with a hyphen', { type: 'fixed', name: 'a-b', size: 1 }, ''],
    ['a type called like a primitive', { type: 'fixed', name: 'int', size: 1 }, '/name'],
    ['a symbol that is no name', enumOf(['A', '1']), '/symbols/1'],
    ['a symbol twice', enumOf(['A', 'A']), '/symbols'],
    ['an enum default that is no symbol', enumOf(['A'], { default: 'B' }), '/default'],
    ['a union in a union', ['int', ['string']], '/1'],
    ['a type twice in a union', ['int', 'string', 'int'], '/2'],
    ['a negative size', { type: 'fixed', name: 'F', size: -1 }, ''],
    ['a size of gigabytes', { type: 'fixed', name: 'F', size: 1e9 }, ''],
    ['a number', 7, ''],
    ['an alias that is no name', { ...record(), aliases: ['a b'] }, '/aliases/0'],
    ['text that is broken JSON', '{"type": "record"', ''],
    ['text with a key twice', '{"type": "int", "type": "long"}', ''],
  ])('is refused with its place: %s', async (_, schema, pointer) => {
    expect(await refusal('boolean', schema)).toMatchObject({
      kind: 'invalid-schema',
      side: 'candidate',
      place: { pointer },
    });
  });

  it('has no difference to itself', async () => {
    expect(await differences({ type: 'nonsense' }, { type: 'nonsense' }, 'send')).toEqual([]);
  });
});

describe('a schema made to confuse', () => {
  const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];

  it('may use any name of JavaScript', async () => {
    const schema = (type: JsonValue): JsonValue => ({
      type: 'record',
      name: '__proto__',
      fields: odd.map((name) => ({ name, type: name === '__proto__' ? type : enumOfName(name) })),
    });
    expect(await findings(schema('int'), schema('long'), 'receive')).toEqual(['avro-type-promoted info']);
    const [found] = await differences(schema('int'), schema('long'), 'send');
    expect(found?.witness?.json).toEqual(
      Object.fromEntries(odd.map((name) => [name, name === '__proto__' ? 2_147_483_648 : '__proto__'])),
    );
    expect(found?.witness?.hex).toBe('808080801000000000');
  });

  function enumOfName(name: string): JsonValue {
    return { type: 'enum', name, symbols: ['__proto__', 'valueOf'] };
  }

  it('as text gives what it gives as a value', async () => {
    const [baseline, candidate] = [record(field('x', 'int')), record(field('x', 'string'))];
    const inText = await differences(JSON.stringify(baseline, null, 2), JSON.stringify(candidate), 'send');
    const [asValue] = await differences(baseline, candidate, 'send');
    expect(asValue).toMatchObject({ baseline: { pointer: '/fields/0/type' } });
    expect(inText).toEqual([
      { ...asValue, baseline: { pointer: '', line: 8, column: 7 }, candidate: { pointer: '', line: 1, column: 67 } },
    ]);
    expect(await findings(' "int"', 'long', 'receive')).toEqual(['avro-type-promoted info']);
  });

  it('ends where records hold each other in rings of unlike length', async () => {
    const [baseline, candidate] = [ring(20, 'A'), ring(21, 'B', { length: 20, name: 'A' })];
    const found = await findings(baseline, candidate, 'receive');
    expect(found.filter((one) => one === 'avro-name-changed-with-alias info')).toHaveLength(20 * 21);
    expect(found.filter((one) => one.endsWith('breaking'))).toEqual([]);
  });

  it('gets no witness that has too many parts', async () => {
    const wide = (rest: { readonly [key: string]: JsonValue }): JsonValue =>
      JSON.parse(JSON.stringify(doubling(14, rest), (key, value: unknown) => (key === 'default' ? undefined : value)));
    const [found] = await differences(wide({}), wide({ type: 'string' }), 'send');
    expect(found).toMatchObject({ rule: 'avro-type-changed', level: 'breaking' });
    expect(found).not.toHaveProperty('witness');
  });

  it('counts a default that needs itself as one that does not fit', async () => {
    const endless = { type: 'record', name: 'R', fields: [field('next', 'R', {}), field('x', 'int', 0)] };
    const plain = { type: 'record', name: 'R', fields: [field('x', 'int', 0)] };
    expect(await findings(plain, endless, 'receive')).toEqual([
      'avro-field-added-without-default breaking',
      'avro-default-invalid breaking',
    ]);
  });
});
