import { isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { View } from './side.ts';

/** Every text that JSON has for a number, and those of the booleans. */
const numberTexts: JsonObject = { type: 'string', pattern: '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?$' };
const booleanTexts: JsonObject = { type: 'string', enum: ['true', 'false'] };

/**
 * What a schema takes where values travel as text: numbers and booleans are texts like any other, so a schema that takes
 * all of their texts takes them. Undefined where that adds nothing.
 */
export function asText(view: View, holdsAll: (schema: JsonValue) => boolean): JsonValue | undefined {
  const more: JsonObject[] = [];
  if (holdsAll(numberTexts)) more.push({ type: 'number' });
  if (holdsAll(booleanTexts)) more.push({ type: 'boolean' });
  if (more.length > 0) return { anyOf: [view.schema, ...more] };
  return withItems(view, holdsAll);
}

/** A list whose items travel as text. */
function withItems(view: View, holdsAll: (schema: JsonValue) => boolean): JsonValue | undefined {
  const [part, second] = view.side.partsOf(view);
  if (part === undefined || second !== undefined) return undefined;
  const items = ownMember(part.schema, 'items');
  if (!isJsonObject(items)) return undefined;
  const list = (schema: JsonObject): JsonObject => ({ ...part.schema, items: schema });
  const more: JsonObject[] = [];
  if (holdsAll(list(numberTexts))) more.push({ type: 'number' });
  if (holdsAll(list(booleanTexts))) more.push({ type: 'boolean' });
  return more.length === 0 ? undefined : list({ anyOf: [items, ...more] });
}
