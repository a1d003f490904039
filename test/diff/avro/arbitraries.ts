import * as fc from 'fast-check';

import { textOf } from '../../../src/diff/avro/value.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';

/** Schemas from so small a world that two of them are often alike. */
export const schemas: fc.Arbitrary<JsonObject> = fc.letrec<{ type: JsonValue; record: JsonObject }>((tie) => {
  const primitive = fc.constantFrom('null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string');
  const fixed = fc.constantFrom(2, 3).map((size) => ({ type: 'fixed', name: 'F', size }));
  const symbols = fc.subarray(['A', 'B', 'C'], { minLength: 1 });
  const enumeration = fc.tuple(symbols, fc.boolean()).map(([names, withDefault]) => ({
    type: 'enum',
    name: 'E',
    symbols: names,
    ...(withDefault ? { default: names[0] ?? '' } : {}),
  }));
  const leaf: fc.Arbitrary<JsonValue> = fc.oneof({ weight: 4, arbitrary: primitive }, fixed, enumeration);
  const union: fc.Arbitrary<JsonValue> = fc
    .uniqueArray(fc.oneof(primitive, fixed, enumeration), {
      minLength: 1,
      maxLength: 3,
      selector: (branch) => (typeof branch === 'string' ? branch : branch.name),
    })
    .map((branches) => branches);
  const field = fc.record({ type: tie('type'), withDefault: fc.boolean(), alias: fc.boolean() });
  return {
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      union,
      tie('type').map((items) => ({ type: 'array', items })),
      tie('type').map((values) => ({ type: 'map', values })),
    ),
    record: fc
      .tuple(fc.subarray(['a', 'b', 'c'], { minLength: 1 }), fc.array(field, { minLength: 3, maxLength: 3 }))
      .map(([names, fields]) => ({
        type: 'record',
        name: 'R',
        fields: names.map((name, index) => {
          const { type, withDefault, alias } = fields[index] ?? { type: 'null', withDefault: false, alias: false };
          return {
            name,
            type,
            ...(withDefault ? { default: defaultOf(type) } : {}),
            ...(alias ? { aliases: [`${name}${name}`] } : {}),
          };
        }),
      }))
      .map(withNamesOnce),
  };
}).record;

/** The smallest value of a type, as a schema writes a default. */
function defaultOf(type: JsonValue): JsonValue {
  if (isJsonArray(type)) return defaultOf(type[0] ?? 'null');
  if (isJsonObject(type)) {
    if (type.type === 'array') return [];
    if (type.type === 'map') return {};
    if (type.type === 'fixed') return '\u0000'.repeat(Number(type.size));
    return isJsonArray(type.symbols) ? (type.symbols[0] ?? null) : null;
  }
  if (type === 'null') return null;
  if (type === 'boolean') return false;
  return type === 'bytes' || type === 'string' ? '' : 0;
}

/** Gives each named type inside a name of its own, by its place, so that no name is defined twice. */
function withNamesOnce(record: JsonObject): JsonObject {
  const rename = (value: JsonValue, place: string): JsonValue => {
    if (isJsonArray(value)) return value.map((item) => rename(item, place));
    if (!isJsonObject(value)) return value;
    const members = Object.entries(value).map(([key, member]) => {
      if (key === 'name' && (member === 'F' || member === 'E')) return [key, `${member}${place}`] as const;
      return [
        key,
        key === 'default' || key === 'symbols' ? member : rename(member, `${place}_${key[0] ?? ''}`),
      ] as const;
    });
    return Object.fromEntries(members);
  };
  const fields = isJsonArray(record.fields) ? record.fields : [];
  return {
    ...record,
    fields: fields.map((field) => rename(field, isJsonObject(field) ? `_${textOf(field.name ?? '')}` : '')),
  };
}

/** Values of a schema in the JSON encoding; lists and maps have at least so many items. */
export function valuesOf(type: JsonValue, items: 0 | 1): fc.Arbitrary<JsonValue> {
  if (isJsonArray(type)) {
    return fc.oneof(
      ...type.map((branch) =>
        branch === 'null'
          ? fc.constant(null)
          : valuesOf(branch, items).map((value) => ({ [branchName(branch)]: value })),
      ),
    );
  }
  if (isJsonObject(type)) {
    switch (type.type) {
      case 'array':
        return fc.array(valuesOf(type.items ?? 'null', items), { minLength: items, maxLength: 3 });
      case 'map':
        return fc.dictionary(fc.constantFrom('x', 'y'), valuesOf(type.values ?? 'null', items), {
          minKeys: items,
          noNullPrototype: true,
        });
      case 'fixed':
        return byteText(Number(type.size), Number(type.size));
      case 'enum':
        return fc.constantFrom(...(isJsonArray(type.symbols) ? type.symbols : []));
      default:
        return fc.record(
          Object.fromEntries(
            (isJsonArray(type.fields) ? type.fields : [])
              .filter(isJsonObject)
              .map((field) => [textOf(field.name ?? ''), valuesOf(field.type ?? 'null', items)]),
          ),
          { noNullPrototype: true },
        );
    }
  }
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'int':
      return fc.integer();
    case 'long':
      // Nearer to the limit of exact doubles, avsc itself reads other numbers than it wrote.
      return fc.integer({ min: -(2 ** 50), max: 2 ** 50 });
    case 'float':
      return fc.float({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
    case 'double':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
    case 'bytes':
      return byteText(0, 4);
    default:
      return fc.string({ unit: 'grapheme', maxLength: 4 });
  }
}

function byteText(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .array(fc.integer({ min: 0, max: 255 }), { minLength, maxLength })
    .map((bytes) => String.fromCharCode(...bytes));
}

function branchName(branch: JsonValue): string {
  return textOf(isJsonObject(branch) ? (branch.name ?? branch.type ?? '') : branch);
}
