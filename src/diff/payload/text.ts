import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { membersOf } from './children.ts';
import { typesOf, valueOf } from './naming.ts';
import type { Text } from './payload.ts';
import type { View } from './side.ts';

/**
 * Every text that JSON has for a number, and those of integers, which OpenAPI (3.0.4, 4.4) defines to have neither
 * fraction nor exponent, and of booleans.
 */
const texts: readonly (readonly [values: JsonObject, texts: JsonObject])[] = [
  [{ type: 'number' }, { type: 'string', pattern: '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$' }],
  [{ type: 'integer' }, { type: 'string', pattern: '^(0|-?[1-9][0-9]*)$' }],
  [
    { type: 'integer', minimum: 0 },
    { type: 'string', pattern: '^(0|[1-9][0-9]*)$' },
  ],
  [{ type: 'boolean' }, { type: 'string', enum: ['true', 'false'] }],
];

/**
 * The values that a schema takes where values travel as text, because it takes all of their texts: `1` is a string like
 * any other.
 */
export function takenAsText(takes: (schema: JsonValue) => boolean): readonly JsonObject[] {
  return texts.filter(([, schema]) => takes(schema)).map(([values]) => values);
}

/** A list of texts, with what it takes besides strings; undefined where that is nothing, or the view is no plain list. */
export function listOfTexts(view: View, takes: (schema: JsonValue) => boolean): JsonValue | undefined {
  const [part, second] = view.side.partsOf(view);
  if (part === undefined || second !== undefined) return undefined;
  const items = ownMember(part.schema, 'items');
  if (!isJsonObject(items)) return undefined;
  const list = (schema: JsonObject): JsonObject => ({ ...part.schema, items: schema });
  const taken = takenAsText((schema) => isJsonObject(schema) && takes({ type: 'array', items: schema }));
  return taken.length === 0 ? undefined : list({ anyOf: [items, ...taken] });
}

/** All values of a view, where it lists them; some of these may not be values of it. */
export function listedValues(view: View): readonly JsonValue[] | undefined {
  const list = valueOf(view, 'enum');
  if (isJsonArray(list)) return list;
  const constant = valueOf(view, 'const');
  if (constant !== undefined) return [constant];
  const types = typesOf(view);
  if (types === undefined || types.size === 0) return undefined;
  const lists = [...types].map((type) => listsByType.get(type));
  return lists.every((each) => each !== undefined) ? lists.flat() : undefined;
}

const listsByType = new Map<string, readonly JsonValue[]>([
  ['boolean', [true, false]],
  ['null', [null]],
]);

/**
 * What values of a view have in common that can be written as text: neither they nor the parts that the view
 * names are objects without members, as far as that is worth saying. Undefined where all can be written.
 */
export function writable(view: View, text: Text, depth = deepest): JsonObject | undefined {
  if (text === false) return undefined;
  const properties: [string, JsonObject][] = [];
  if (depth > 0) {
    for (const [name, member] of membersOf(view)) {
      const own = writable(member, text === true || text.has(name), depth - 1);
      if (own !== undefined) properties.push([name, own]);
    }
  }
  const members = properties.length === 0 ? {} : { properties: Object.fromEntries(properties) };
  if (text !== true) return properties.length === 0 ? undefined : members;
  const types = typesOf(view);
  if (types !== undefined && [...types].every((type) => scalars.has(type))) return undefined;
  return { ...something, ...members, items: something };
}

const deepest = 3;
const scalars = new Set(['string', 'number', 'integer', 'boolean', 'null']);
const something = { minProperties: 1 };
