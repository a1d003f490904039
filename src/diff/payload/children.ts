import { canonicalJson } from '../../internal/canonical-json.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { dialectOf } from '../schema/compile/dialect.ts';
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
  return view.side.once('members', view, findMembers);
}

function findMembers(view: View): ReadonlyMap<string, View> {
  const names = new Set(view.side.partsOf(view).flatMap(({ schema }) => namesIn(schema)));
  const members = new Map<string, View>();
  for (const name of names) {
    const member = memberOf(view, name);
    if (member !== undefined) members.set(name, member);
  }
  return members;
}

function namesIn(schema: JsonObject): readonly string[] {
  const properties = ownMember(schema, 'properties');
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

/** All that a schema demands of the member, if it declares it. */
export function memberOf(view: View, name: string): View | undefined {
  const views: View[] = [];
  for (const part of view.side.partsOf(view)) {
    const properties = ownMember(part.schema, 'properties');
    if (!isJsonObject(properties) || !Object.hasOwn(properties, name)) continue;
    const member = view.side.within(view, part, ['properties', name]);
    if (member !== undefined) views.push(member);
  }
  return views.length === 0 ? undefined : together(views);
}

export function together(views: readonly View[]): View {
  const [first, ...others] = views;
  if (first === undefined) throw new Error('a member without a schema');
  return others.length === 0 ? first : first.side.together(first, others);
}

/** What is met first shows a change, so that must not depend on the order of the document. */
function byName([one]: readonly [string, View], [other]: readonly [string, View]): number {
  return one < other ? -1 : 1;
}

function* members(baseline: View, candidate: View): Generator<Child> {
  const others = membersOf(candidate);
  for (const [name, member] of [...membersOf(baseline)].sort(byName)) {
    const other = others.get(name);
    if (other !== undefined) yield { step: { kind: 'member', name }, baseline: member, candidate: other };
  }
}

/** Only where both sides name the same members: else a member that one side names meets what the other asks of the rest. */
function* otherMembers(baseline: View, candidate: View): Generator<Child> {
  const [ours, theirs] = [patternsOf(baseline), patternsOf(candidate)];
  const samePatterns = hasSameKeys(ours, theirs);
  const [rest, otherRest] = [only(baseline, 'additionalProperties'), only(candidate, 'additionalProperties')];
  const sameNames = samePatterns && hasSameKeys(membersOf(baseline), membersOf(candidate));
  if (sameNames && baseline.side.partsOf(baseline).length === 1 && candidate.side.partsOf(candidate).length === 1) {
    if (isSchema(rest) && isSchema(otherRest)) {
      yield { step: { kind: 'other-member' }, baseline: rest, candidate: otherRest };
    }
  }
  if (!samePatterns) return;
  for (const [pattern, member] of ours) {
    const other = theirs.get(pattern);
    if (other !== undefined) yield { step: { kind: 'other-member', pattern }, baseline: member, candidate: other };
  }
}

function hasSameKeys(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}

function patternsOf(view: View): ReadonlyMap<string, View> {
  if (!knows(view, 'patternProperties')) return new Map();
  const found = new Map<string, View[]>();
  for (const part of view.side.partsOf(view)) {
    const patterns = ownMember(part.schema, 'patternProperties');
    if (!isJsonObject(patterns)) continue;
    for (const pattern of Object.keys(patterns)) {
      const member = view.side.within(view, part, ['patternProperties', pattern]);
      if (member !== undefined) found.set(pattern, [...(found.get(pattern) ?? []), member]);
    }
  }
  return new Map([...found].map(([pattern, views]) => [pattern, together(views)]));
}

/** Only where both sides say something of the same positions. */
function* items(baseline: View, candidate: View): Generator<Child> {
  const [ours, theirs] = [listOf(baseline), listOf(candidate)];
  if (ours === undefined || theirs === undefined) return;
  if (ours.positions.length !== theirs.positions.length) return;
  if (isSchema(ours.rest) && isSchema(theirs.rest)) {
    yield { step: { kind: 'item' }, baseline: ours.rest, candidate: theirs.rest };
  } else if (textOf(ours.rest) !== textOf(theirs.rest)) {
    return;
  }
  for (const [index, one] of ours.positions.entries()) {
    const other = theirs.positions[index];
    if (other !== undefined) yield { step: { kind: 'item', index }, baseline: one, candidate: other };
  }
}

function textOf(view: View | undefined): string {
  return view === undefined ? '' : canonicalJson(view.schema);
}

/** What a view says of items, where one part says it: of the first positions, and of all others. */
function listOf(view: View): { readonly positions: readonly View[]; readonly rest: View | undefined } | undefined {
  const keywords = ['items', 'prefixItems', 'additionalItems'].filter((keyword) => knows(view, keyword));
  const [part, second] = view.side
    .partsOf(view)
    .filter(({ schema }) => keywords.some((keyword) => Object.hasOwn(schema, keyword)));
  if (part === undefined || second !== undefined) return undefined;
  const [prefix, list] = [ownMember(part.schema, 'prefixItems'), ownMember(part.schema, 'items')];
  const inside = (...steps: readonly string[]): View | undefined => view.side.within(view, part, steps);
  const positions = (keyword: string, entries: readonly JsonValue[]): readonly View[] =>
    entries.flatMap((_, index) => inside(keyword, String(index)) ?? []);
  if (knows(view, 'prefixItems')) {
    return { positions: isJsonArray(prefix) ? positions('prefixItems', prefix) : [], rest: inside('items') };
  }
  if (!isJsonArray(list)) return { positions: [], rest: inside('items') };
  return {
    positions: positions('items', list),
    rest: knows(view, 'additionalItems') ? inside('additionalItems') : undefined,
  };
}

/** Whether a keyword means anything in the dialect of a view. */
function knows({ dialect }: View, keyword: string): boolean {
  return dialectOf(dialect).keywords.has(keyword);
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
