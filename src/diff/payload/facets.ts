import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { Part, Side, View } from './side.ts';

/** One demand of a schema: a keyword with those that it is read together with. A schema is all of its demands. */
export interface Facet {
  readonly keyword: string;
  /** The member that the demand is about, where it is about one: an entry of `required`. */
  readonly name?: string;
  readonly pointer: string;
  /** A schema of this demand alone. */
  readonly schema: JsonObject;
}

/** Keywords that demand something by themselves, with the ones that belong to them. */
const alone: readonly (readonly [keyword: string, ...companions: string[]])[] = [
  ['type', 'nullable'],
  ['enum'],
  ['const'],
  ['multipleOf'],
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
  ['exclusiveMinimum'],
  ['exclusiveMaximum'],
  ['minLength'],
  ['maxLength'],
  ['pattern'],
  ['format'],
  ['minItems'],
  ['maxItems'],
  ['uniqueItems'],
  ['contains', 'minContains', 'maxContains'],
  ['minProperties'],
  ['maxProperties'],
  ['propertyNames'],
  ['dependentRequired'],
  ['dependentSchemas'],
  ['dependencies'],
  ['anyOf'],
  ['oneOf'],
  ['not'],
  ['if', 'then', 'else'],
];

/** Keywords whose meaning depends on all that stands beside them, and references that lead nowhere or are dynamic. */
const indivisible = ['unevaluatedProperties', 'unevaluatedItems', '$dynamicRef', '$recursiveRef'];

const known = new WeakMap<Side, Map<string, readonly Facet[]>>();

/** The demands of a view that can be judged one by one; members and items are compared as views of their own. */
export function facetsOf(view: View): readonly Facet[] {
  const ofSide = known.get(view.side) ?? new Map<string, readonly Facet[]>();
  known.set(view.side, ofSide);
  const key = `${view.dialect} ${view.id}`;
  const facets = ofSide.get(key) ?? findFacets(view);
  ofSide.set(key, facets);
  return facets;
}

function findFacets(view: View): readonly Facet[] {
  const parts = view.side.partsOf(view);
  const declared = openMembers(view, parts, 'properties');
  if (view.schema === false) return [{ keyword: 'false', pointer: view.pointer, schema: { not: {} } }];
  return parts.flatMap((part) => [...facetsOfPart(view, part, declared)]);
}

function* facetsOfPart(view: View, part: Part, declared: JsonObject): Generator<Facet> {
  const { pointer, schema } = part;
  for (const [keyword, ...companions] of alone) {
    const value = ownMember(schema, keyword);
    if (value === undefined || isFlag(keyword, value)) continue;
    yield { keyword, pointer, schema: { ...pick(schema, [keyword, ...companions]), properties: declared } };
  }
  const required = ownMember(schema, 'required');
  if (isJsonArray(required)) {
    for (const name of required) {
      if (typeof name !== 'string') continue;
      yield { keyword: 'required', name, pointer, schema: { required: [name], properties: declared } };
    }
  }
  const properties = ownMember(schema, 'properties');
  for (const name of isJsonObject(properties) ? Object.keys(properties) : []) {
    const member = isJsonObject(properties) ? pick(properties, [name]) : {};
    yield { keyword: 'properties', name, pointer, schema: { properties: { ...declared, ...member } } };
  }
  const own = openMembers(view, [part], 'properties');
  const patterns = ownMember(schema, 'patternProperties');
  if (isJsonObject(patterns)) {
    yield { keyword: 'patternProperties', pointer, schema: { properties: declared, patternProperties: patterns } };
  }
  if (Object.hasOwn(schema, 'additionalProperties')) {
    const patternProperties = openMembers(view, [part], 'patternProperties');
    const open = Object.keys(patternProperties).length === 0 ? {} : { patternProperties };
    const alike = pick(schema, ['additionalProperties']);
    yield { keyword: 'additionalProperties', pointer, schema: { properties: own, ...open, ...alike } };
  }
  for (const keyword of indivisible) {
    if (Object.hasOwn(schema, keyword)) yield { keyword, pointer, schema };
  }
  if (Object.hasOwn(schema, 'items') || Object.hasOwn(schema, 'prefixItems')) {
    yield { keyword: 'items', pointer, schema: pick(schema, ['items', 'prefixItems', 'additionalItems']) };
  }
}

/** `exclusiveMinimum: true` belongs to the bound beside it. */
function isFlag(keyword: string, value: JsonValue): boolean {
  return keyword.startsWith('exclusive') && typeof value === 'boolean';
}

function pick(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(
    keywords.filter((key) => Object.hasOwn(schema, key)).map((key) => [key, schema[key] ?? null]),
  );
}

/** Declarations that demand nothing of members, but keep their names and whether they are sent at all. */
function openMembers(view: View, parts: readonly Part[], keyword: string): JsonObject {
  const open = new Map<string, JsonObject>();
  for (const part of parts) {
    const members = ownMember(part.schema, keyword);
    if (!isJsonObject(members)) continue;
    for (const name of Object.keys(members)) open.set(name, marksOf(view.side.within(view, part, [keyword, name])));
  }
  return Object.fromEntries(open);
}

function marksOf(member: View | undefined): JsonObject {
  const marks: Record<string, JsonValue> = {};
  for (const { schema } of member?.side.partsOf(member) ?? []) {
    for (const mark of ['readOnly', 'writeOnly']) if (ownMember(schema, mark) === true) marks[mark] = true;
  }
  return marks;
}
