import { textOf } from '../../../src/diff/avro/value.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';

/**
 * The schema of one value: unions keep the branches it uses, and enums the symbols. An implementation that compares
 * schemas instead of messages refuses this schema exactly if it cannot read the value.
 *
 * For schemas whose named types are each used once.
 */
export function narrow(schema: JsonValue, values: readonly JsonValue[]): JsonValue {
  if (isJsonArray(schema)) return narrowUnion(schema, values);
  if (!isJsonObject(schema)) return schema;
  switch (schema.type) {
    case 'array':
      return {
        ...schema,
        items: narrow(
          schema.items ?? 'null',
          values.flatMap((value) => (isJsonArray(value) ? value : [])),
        ),
      };
    case 'map': {
      const inside = values.flatMap((value) => (isJsonObject(value) ? Object.values(value) : []));
      return { ...schema, values: narrow(schema.values ?? 'null', inside) };
    }
    case 'record':
      return {
        ...schema,
        fields: (isJsonArray(schema.fields) ? schema.fields : []).filter(isJsonObject).map(narrowField),
      };
    case 'enum': {
      const symbols = (isJsonArray(schema.symbols) ? schema.symbols : []).filter((symbol) => values.includes(symbol));
      const { default: _, ...rest } = schema;
      return { ...rest, symbols: symbols.length > 0 ? symbols : (schema.symbols ?? []) };
    }
    default:
      return schema;
  }

  function narrowField(field: JsonObject): JsonObject {
    const { default: _, ...rest } = field;
    const inside = values.flatMap((value) => (isJsonObject(value) ? [value[textOf(field.name ?? '')] ?? null] : []));
    return { ...rest, type: narrow(field.type ?? 'null', inside) };
  }
}

function narrowUnion(branches: readonly JsonValue[], values: readonly JsonValue[]): JsonValue {
  return branches.flatMap((branch) => {
    const name = textOf(isJsonObject(branch) ? (branch.name ?? branch.type ?? '') : branch);
    const inside = values.flatMap((value) => {
      if (value === null) return name === 'null' ? [null] : [];
      return isJsonObject(value) && Object.hasOwn(value, name) ? [value[name] ?? null] : [];
    });
    return inside.length > 0 ? [narrow(branch, inside)] : [];
  });
}
