import { isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { View } from './side.ts';

/** Every text that JSON has for a number, and those of the booleans. */
const texts: readonly (readonly [type: 'number' | 'boolean', texts: JsonObject])[] = [
  ['number', { type: 'string', pattern: '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$' }],
  ['boolean', { type: 'string', enum: ['true', 'false'] }],
];

/**
 * The types whose values a schema takes where values travel as text, because it takes all of their texts: `1` is a
 * string like any other.
 */
export function typesTakenAsText(takes: (schema: JsonValue) => boolean): readonly JsonObject[] {
  return texts.filter(([, schema]) => takes(schema)).map(([type]) => ({ type }));
}

/** A list of texts, with what it takes besides strings; undefined where that is nothing, or the view is no plain list. */
export function listOfTexts(view: View, takes: (schema: JsonValue) => boolean): JsonValue | undefined {
  const [part, second] = view.side.partsOf(view);
  if (part === undefined || second !== undefined) return undefined;
  const items = ownMember(part.schema, 'items');
  if (!isJsonObject(items)) return undefined;
  const list = (schema: JsonObject): JsonObject => ({ ...part.schema, items: schema });
  const taken = typesTakenAsText((schema) => isJsonObject(schema) && takes({ type: 'array', items: schema }));
  return taken.length === 0 ? undefined : list({ anyOf: [items, ...taken] });
}
