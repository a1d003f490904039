import { isJsonArray, isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import type { Part, View } from './side.ts';

/** One step from a payload into a part of it. */
export type Step =
  | { readonly kind: 'member'; readonly name: string }
  /** Any member that is not declared by name. */
  | { readonly kind: 'other-member'; readonly pattern?: string }
  | { readonly kind: 'item'; readonly index?: number }
  /** The same payload, in one of its alternatives. */
  | { readonly kind: 'branch' };

/** Two schemas of the same part of a payload. */
export interface Child {
  readonly step: Step;
  readonly baseline: View;
  readonly candidate: View;
}

/** The parts of a payload of which both schemas speak. */
export function findChildren(baseline: View, candidate: View): readonly Child[] {
  return [...members(baseline, candidate), ...otherMembers(baseline, candidate), ...items(baseline, candidate)];
}

/** The names that a schema declares, each with all that it demands of the member. */
export function membersOf(view: View): ReadonlyMap<string, View> {
  const found = new Map<string, View[]>();
  for (const part of view.side.partsOf(view)) {
    const properties = ownMember(part.schema, 'properties');
    if (!isJsonObject(properties)) continue;
    for (const name of Object.keys(properties)) {
      const member = view.side.within(view, part, ['properties', name]);
      if (member === undefined) continue;
      const same = found.get(name);
      if (same === undefined) found.set(name, [member]);
      else same.push(member);
    }
  }
  return new Map([...found].map(([name, views]) => [name, together(views)]));
}

function together(views: readonly View[]): View {
  const [first, ...others] = views;
  if (first === undefined) throw new Error('a member without a schema');
  if (others.length === 0) return first;
  return first.side.made(first.pointer, first.dialect, combined(views));
}

/** One object for the same schemas, so that they are one view. */
const combinations = new WeakMap<object, Map<string, JsonValue>>();

function combined(views: readonly View[]): JsonValue {
  const [first] = views;
  if (first === undefined) return true;
  const known = combinations.get(first.side) ?? new Map<string, JsonValue>();
  combinations.set(first.side, known);
  const key = views.map(({ id }) => id).join('\u0000');
  const schema = known.get(key) ?? { allOf: views.map((view) => view.schema) };
  known.set(key, schema);
  return schema;
}

function* members(baseline: View, candidate: View): Generator<Child> {
  const others = membersOf(candidate);
  for (const [name, member] of membersOf(baseline)) {
    const other = others.get(name);
    if (other !== undefined) yield { step: { kind: 'member', name }, baseline: member, candidate: other };
  }
}

function* otherMembers(baseline: View, candidate: View): Generator<Child> {
  const [ours, theirs] = [only(baseline, 'additionalProperties'), only(candidate, 'additionalProperties')];
  if (isSchema(ours) && isSchema(theirs)) {
    yield { step: { kind: 'other-member' }, baseline: ours, candidate: theirs };
  }
  const patterns = patternsOf(candidate);
  for (const [pattern, member] of patternsOf(baseline)) {
    const other = patterns.get(pattern);
    if (other !== undefined) yield { step: { kind: 'other-member', pattern }, baseline: member, candidate: other };
  }
}

function patternsOf(view: View): ReadonlyMap<string, View> {
  const found = new Map<string, View>();
  for (const part of view.side.partsOf(view)) {
    const patterns = ownMember(part.schema, 'patternProperties');
    if (!isJsonObject(patterns)) continue;
    for (const pattern of Object.keys(patterns)) {
      const member = view.side.within(view, part, ['patternProperties', pattern]);
      if (member !== undefined && !found.has(pattern)) found.set(pattern, member);
    }
  }
  return found;
}

function* items(baseline: View, candidate: View): Generator<Child> {
  const [ours, theirs] = [only(baseline, 'items'), only(candidate, 'items')];
  if (isSchema(ours) && isSchema(theirs)) yield { step: { kind: 'item' }, baseline: ours, candidate: theirs };
  const [first, second] = [positionsOf(baseline), positionsOf(candidate)];
  for (let index = 0; index < Math.min(first.length, second.length); index++) {
    const [one, other] = [first[index], second[index]];
    if (one !== undefined && other !== undefined) {
      yield { step: { kind: 'item', index }, baseline: one, candidate: other };
    }
  }
}

function positionsOf(view: View): readonly View[] {
  for (const part of view.side.partsOf(view)) {
    for (const keyword of ['prefixItems', 'items']) {
      const list = ownMember(part.schema, keyword);
      if (!isJsonArray(list)) continue;
      return list.flatMap((_, index) => view.side.within(view, part, [keyword, String(index)]) ?? []);
    }
  }
  return [];
}

/** The schema under a keyword, if exactly one part has it. */
function only(view: View, keyword: string): View | undefined {
  const having = view.side.partsOf(view).filter(({ schema }) => Object.hasOwn(schema, keyword));
  const [part, second] = having;
  return part === undefined || second !== undefined ? undefined : view.side.within(view, part, [keyword]);
}

/** A schema object that says something: booleans and lists are judged as a whole. */
function isSchema(view: View | undefined): view is View {
  return view !== undefined && isJsonObject(view.schema);
}

/** The alternatives of a view, where exactly one part has such a list. */
export function alternativesOf(
  view: View,
): { readonly keyword: 'anyOf' | 'oneOf'; readonly part: Part; readonly views: readonly View[] } | undefined {
  const found = view.side.partsOf(view).flatMap((part) =>
    (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
      const list = ownMember(part.schema, keyword);
      return isJsonArray(list) ? [{ keyword, part, list }] : [];
    }),
  );
  const [first, second] = found;
  if (first === undefined || second !== undefined) return undefined;
  const { keyword, part, list } = first;
  const views = list.flatMap((_, index) => view.side.within(view, part, [keyword, String(index)]) ?? []);
  return { keyword, part, views };
}
