import { canonicalJson } from '../../internal/canonical-json.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { membersOf } from './children.ts';
import { findTarget } from '../source/resolve.ts';
import { hasRefSiblings, whole, type Part, type View } from './side.ts';

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

/** The demands of a view that can be judged one by one, besides those on members. */
export function facetsOf(view: View): readonly Facet[] {
  return view.side.once('facets', view, findFacets);
}

function findFacets(view: View): readonly Facet[] {
  if (view.schema === false)
    return [
      facet(
        { keyword: 'false', pointer: view.pointer },
        () => '',
        () => ({ not: {} }),
      ),
    ];
  const parts = view.side.partsOf(view);
  if (parts.some(({ schema }) => isIncomplete(view, schema))) return [wholeOf(view)];
  return parts.flatMap((part) => [
    ...valueFacets(view, part),
    ...requiredFacets(view, part),
    ...restFacets(view, part),
    ...itemFacets(part),
  ]);
}

/** The same by what they are about. */
export function facetsByKey(view: View): ReadonlyMap<string, Facet> {
  return view.side.once(
    'facets by key',
    view,
    () => new Map(facetsOf(view).map((each) => [`${each.keyword} ${each.name ?? ''}`, each])),
  );
}

/** The demands of a view on members that are declared by name, but for some. */
export function memberFacetsOf(view: View, besides: ReadonlySet<string>): readonly Facet[] {
  const parts = view.side.partsOf(view);
  if (parts.some(({ schema }) => isIncomplete(view, schema))) return [];
  return parts.flatMap((part) => [...memberFacets(view, part, besides)]);
}

/** Declared names say which members are not among the undeclared ones, whatever the demand. */
function namesIn(view: View): JsonObject {
  return view.side.once('names', view, () => openMembers(view, view.side.partsOf(view), 'properties'));
}

/** Parts that could not all be collected, and references that lead nowhere: only the engine knows what to say of them. */
export function isIncomplete({ side, dialect }: View, schema: JsonObject): boolean {
  if (Object.hasOwn(schema, whole)) return true;
  const reference = ownMember(schema, '$ref');
  if (reference === undefined) return false;
  return typeof reference !== 'string' || findTarget(side.root, reference) === undefined || !hasRefSiblings(dialect);
}

/** Keywords by which a schema may speak of members other than by declaring them. */
const speaking = [
  'anyOf',
  'oneOf',
  'not',
  'if',
  'dependencies',
  'dependentSchemas',
  'dependentRequired',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
  '$dynamicRef',
  '$recursiveRef',
  'enum',
  'const',
];

/** Whether a view certainly says nothing of a member; no if that is hard to tell. */
export function isSilentOn(view: View, name: string): boolean {
  const parts = view.side.once('plain parts', view, () => {
    const all = view.side.partsOf(view);
    const isPlain = all.every(
      ({ schema }) => !isIncomplete(view, schema) && !speaking.some((keyword) => Object.hasOwn(schema, keyword)),
    );
    return isPlain ? all : [];
  });
  return (
    parts.length > 0 &&
    parts.every(({ schema }) => {
      const [properties, required] = [ownMember(schema, 'properties'), ownMember(schema, 'required')];
      const isDeclared = isJsonObject(properties) && Object.hasOwn(properties, name);
      return !isDeclared && !(isJsonArray(required) && required.includes(name));
    })
  );
}

function wholeOf({ schema, pointer }: View): Facet {
  const demand = (): JsonObject => (isJsonObject(schema) ? schema : { not: {} });
  return facet({ keyword: '', pointer }, () => schema, demand);
}

interface About {
  readonly keyword: string;
  readonly name?: string;
  readonly pointer: string;
}

/** `own` is what tells demands of one keyword apart. */
function facet(about: About, own: () => JsonValue, schema: () => JsonObject, isShallow = false): Facet {
  let text: string | undefined;
  let made: JsonObject | undefined;
  return {
    ...about,
    text: () => (text ??= canonicalJson(own())),
    schema: () => (made ??= schema()),
    isShallow: isShallow || shallow.has(about.keyword),
  };
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

/** A view without what it demands of parts: every value of the view is a value of its outline. */
export function outlineOf(view: View): View {
  return view.side.once('outline', view, () => {
    const parts = view.side.partsOf(view).map((part) => ({
      ...pick(part.schema, [...shallow]),
      properties: openMembers(view, [part], 'properties'),
      patternProperties: openMembers(view, [part], 'patternProperties'),
      ...(ownMember(part.schema, 'additionalProperties') === false ? { additionalProperties: false } : {}),
    }));
    return view.side.made(view.pointer, view.dialect, parts.length === 1 ? (parts[0] ?? {}) : { allOf: parts });
  });
}

/** What else than its outline may say what a value itself is. */
const beyondOutline = ['anyOf', 'oneOf', 'not', 'if', ...indivisible];

/** Whether the outline of a view has all that the view says of the value itself. */
export function isOutlined(view: View): boolean {
  return view.side.once('outlined', view, () => {
    const parts = view.side.partsOf(view);
    return !parts.some(
      ({ schema }) => isIncomplete(view, schema) || beyondOutline.some((keyword) => Object.hasOwn(schema, keyword)),
    );
  });
}

function* valueFacets(view: View, { pointer, schema }: Part): Generator<Facet> {
  for (const [keyword, ...companions] of alone) {
    const value = ownMember(schema, keyword);
    // `exclusiveMinimum: true` belongs to the bound beside it.
    if (value === undefined || (keyword.startsWith('exclusive') && typeof value === 'boolean')) continue;
    const own = pick(schema, [keyword, ...companions]);
    const demand = (): JsonObject => ({ ...own, properties: namesIn(view) });
    yield facet({ keyword, pointer }, () => own, demand);
  }
  for (const keyword of indivisible) {
    if (!Object.hasOwn(schema, keyword)) continue;
    const demand = (): JsonObject => schema;
    yield facet({ keyword, pointer }, demand, demand);
  }
}

function* requiredFacets(view: View, part: Part): Generator<Facet> {
  const required = ownMember(part.schema, 'required');
  if (!isJsonArray(required)) return;
  for (const name of new Set(required)) {
    if (typeof name !== 'string') continue;
    const about = { keyword: 'required', name, pointer: part.pointer };
    const demand = (): JsonObject => ({ required: [name], properties: namesIn(view) });
    yield facet(about, () => marksAt(view, name), demand);
  }
}

function* memberFacets(view: View, part: Part, besides: ReadonlySet<string>): Generator<Facet> {
  const properties = ownMember(part.schema, 'properties');
  if (!isJsonObject(properties)) return;
  for (const name of Object.keys(properties)) {
    if (besides.has(name)) continue;
    const own = pick(properties, [name]);
    const about = { keyword: 'properties', name, pointer: part.pointer };
    const demand = (): JsonObject => ({ properties: { ...namesIn(view), ...own } });
    yield facet(about, () => own, demand);
  }
}

function* restFacets(view: View, part: Part): Generator<Facet> {
  const { pointer, schema } = part;
  const patterns = ownMember(schema, 'patternProperties');
  if (isJsonObject(patterns)) {
    const demand = (): JsonObject => ({ properties: namesIn(view), patternProperties: patterns });
    yield facet({ keyword: 'patternProperties', pointer }, () => patterns, demand);
  }
  const others = ownMember(schema, 'additionalProperties');
  if (others === undefined || others === true) return;
  const own = (): JsonValue => [
    others,
    keysOf(ownMember(schema, 'properties')).toSorted(),
    keysOf(patterns).toSorted(),
  ];
  const demand = (): JsonObject => ({
    properties: openMembers(view, [part], 'properties'),
    ...(patterns === undefined ? {} : { patternProperties: openMembers(view, [part], 'patternProperties') }),
    additionalProperties: others,
  });
  yield facet({ keyword: 'additionalProperties', pointer }, own, demand, others === false);
}

function* itemFacets({ pointer, schema }: Part): Generator<Facet> {
  if (!Object.hasOwn(schema, 'items') && !Object.hasOwn(schema, 'prefixItems')) return;
  const own = pick(schema, ['items', 'prefixItems', 'additionalItems']);
  const demand = (): JsonObject => own;
  yield facet({ keyword: 'items', pointer }, demand, demand);
}

function pick(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(
    keywords.filter((key) => Object.hasOwn(schema, key)).map((key) => [key, schema[key] ?? null]),
  );
}

function keysOf(value: JsonValue | undefined): readonly string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

/** The marks of a declared member; null for one that is not declared. */
function marksAt(view: View, name: string): JsonValue {
  const member = membersOf(view).get(name);
  return member === undefined ? null : marksOf(member.schema, () => member);
}

/** Declarations that demand nothing of members, but keep their names and whether they are sent at all. */
function openMembers(view: View, parts: readonly Part[], keyword: string): JsonObject {
  const open = new Map<string, JsonObject>();
  for (const part of parts) {
    const members = ownMember(part.schema, keyword);
    if (!isJsonObject(members)) continue;
    for (const [name, member] of Object.entries(members)) {
      open.set(
        name,
        marksOf(member, () => view.side.within(view, part, [keyword, name])),
      );
    }
  }
  return Object.fromEntries(open);
}

const unmarked: JsonObject = {};

function marksOf(schema: JsonValue, viewed: () => View | undefined): JsonObject {
  if (!isJsonObject(schema)) return unmarked;
  const isAlone = !Object.hasOwn(schema, '$ref') && !Object.hasOwn(schema, 'allOf');
  const member = isAlone ? undefined : viewed();
  const parts = member === undefined ? [schema] : member.side.partsOf(member).map((part) => part.schema);
  const marks = ['readOnly', 'writeOnly'].filter((mark) => parts.some((part) => ownMember(part, mark) === true));
  return marks.length === 0 ? unmarked : Object.fromEntries(marks.map((mark) => [mark, true]));
}
