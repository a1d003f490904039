import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { findTarget } from '../source/resolve.ts';
import { hasRefSiblings, whole, type Part, type Side, type View } from './side.ts';

/** One demand of a schema: a keyword with those that it is read together with. A schema is all of its demands. */
export interface Facet {
  readonly keyword: string;
  /** The member that the demand is about, where it is about one: an entry of `required`. */
  readonly name?: string;
  readonly pointer: string;
  /** The same for demands that say the same, but for what references lead to. */
  readonly text: () => string;
  /** A schema of this demand alone. */
  readonly schema: () => JsonObject;
  /** Whether it is about the value itself, not about schemas of its parts. */
  readonly isShallow: boolean;
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

/** Keywords whose meaning depends on all that stands beside them, and references that are dynamic. */
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
  if (view.schema === false) return [facet({ keyword: 'false', pointer: view.pointer }, '', () => ({ not: {} }))];
  const parts = view.side.partsOf(view);
  if (parts.some(({ schema }) => isIncomplete(view, schema))) return [wholeOf(view)];
  let declared: JsonObject | undefined;
  // Declared names say which members are not among the undeclared ones, whatever the demand.
  const names = (): JsonObject => (declared ??= openMembers(view, parts, 'properties'));
  return parts.flatMap((part) => [
    ...valueFacets(part, names),
    ...requiredFacets(view, part, names),
    ...memberFacets(view, part, names),
    ...itemFacets(part),
  ]);
}

/** Parts that could not all be collected, and references that lead nowhere: only the engine knows what to say of them. */
function isIncomplete({ side, dialect }: View, schema: JsonObject): boolean {
  if (Object.hasOwn(schema, whole)) return true;
  const reference = ownMember(schema, '$ref');
  if (reference === undefined) return false;
  return typeof reference !== 'string' || findTarget(side.root, reference) === undefined || !hasRefSiblings(dialect);
}

function wholeOf({ schema, pointer }: View): Facet {
  return facet({ keyword: '', pointer }, schema, () => (isJsonObject(schema) ? schema : { not: {} }));
}

interface About {
  readonly keyword: string;
  readonly name?: string;
  readonly pointer: string;
}

function facet(about: About, own: JsonValue, schema: () => JsonObject): Facet {
  let text: string | undefined;
  let made: JsonObject | undefined;
  return {
    ...about,
    text: () => (text ??= JSON.stringify(own)),
    schema: () => (made ??= schema()),
    isShallow: shallow.has(about.keyword) || (about.keyword === 'additionalProperties' && isClosed(own)),
  };
}

function isClosed(own: JsonValue): boolean {
  return isJsonArray(own) && own[0] === false;
}

/** Keywords that speak of a value without schemas for its parts. */
const shallow = new Set([
  'type',
  'nullable',
  'enum',
  'const',
  'multipleOf',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'required',
]);

const outlines = new WeakMap<Side, Map<string, View>>();

/** A view without what it demands of parts: every value of the view is a value of its outline. */
export function outlineOf(view: View): View {
  const ofSide = outlines.get(view.side) ?? new Map<string, View>();
  outlines.set(view.side, ofSide);
  const key = `${view.dialect} ${view.id}`;
  let outline = ofSide.get(key);
  if (outline === undefined) {
    const parts = view.side.partsOf(view).map((part) => ({
      ...pick(part.schema, [...shallow]),
      properties: openMembers(view, [part], 'properties'),
      patternProperties: openMembers(view, [part], 'patternProperties'),
      ...(ownMember(part.schema, 'additionalProperties') === false ? { additionalProperties: false } : {}),
    }));
    outline = view.side.made(view.pointer, view.dialect, parts.length === 1 ? (parts[0] ?? {}) : { allOf: parts });
    ofSide.set(key, outline);
  }
  return outline;
}

function* valueFacets({ pointer, schema }: Part, names: () => JsonObject): Generator<Facet> {
  for (const [keyword, ...companions] of alone) {
    const value = ownMember(schema, keyword);
    // `exclusiveMinimum: true` belongs to the bound beside it.
    if (value === undefined || (keyword.startsWith('exclusive') && typeof value === 'boolean')) continue;
    const own = pick(schema, [keyword, ...companions]);
    yield facet({ keyword, pointer }, own, () => ({ ...own, properties: names() }));
  }
  for (const keyword of indivisible) {
    if (Object.hasOwn(schema, keyword)) yield facet({ keyword, pointer }, schema, () => schema);
  }
}

function* requiredFacets(view: View, part: Part, names: () => JsonObject): Generator<Facet> {
  const required = ownMember(part.schema, 'required');
  if (!isJsonArray(required)) return;
  for (const name of new Set(required)) {
    if (typeof name !== 'string') continue;
    const marks = ownMember(names(), name) ?? null;
    const about = { keyword: 'required', name, pointer: part.pointer };
    yield facet(about, marks, () => ({ required: [name], properties: names() }));
  }
}

function* memberFacets(view: View, part: Part, names: () => JsonObject): Generator<Facet> {
  const { pointer, schema } = part;
  const properties = ownMember(schema, 'properties');
  if (isJsonObject(properties)) {
    for (const name of Object.keys(properties)) {
      const own = pick(properties, [name]);
      yield facet({ keyword: 'properties', name, pointer }, own, () => ({ properties: { ...names(), ...own } }));
    }
  }
  const patterns = ownMember(schema, 'patternProperties');
  if (isJsonObject(patterns)) {
    const demand = (): JsonObject => ({ properties: names(), patternProperties: patterns });
    yield facet({ keyword: 'patternProperties', pointer }, patterns, demand);
  }
  const others = ownMember(schema, 'additionalProperties');
  if (others === undefined || others === true) return;
  const own = [others, keysOf(properties).toSorted(), keysOf(patterns).toSorted()];
  yield facet({ keyword: 'additionalProperties', pointer }, own, () => ({
    properties: openMembers(view, [part], 'properties'),
    ...(patterns === undefined ? {} : { patternProperties: openMembers(view, [part], 'patternProperties') }),
    additionalProperties: others,
  }));
}

function* itemFacets({ pointer, schema }: Part): Generator<Facet> {
  if (!Object.hasOwn(schema, 'items') && !Object.hasOwn(schema, 'prefixItems')) return;
  const own = pick(schema, ['items', 'prefixItems', 'additionalItems']);
  yield facet({ keyword: 'items', pointer }, own, () => own);
}

function pick(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(
    keywords.filter((key) => Object.hasOwn(schema, key)).map((key) => [key, schema[key] ?? null]),
  );
}

function keysOf(value: JsonValue | undefined): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

/** Declarations that demand nothing of members, but keep their names and whether they are sent at all. */
function openMembers(view: View, parts: readonly Part[], keyword: string): JsonObject {
  const open = new Map<string, JsonObject>();
  for (const part of parts) {
    for (const name of keysOf(ownMember(part.schema, keyword))) {
      open.set(name, marksOf(view.side.within(view, part, [keyword, name])));
    }
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
