import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { canonicalJson } from '../../internal/canonical-json.ts';
import { parsePointer } from '../../internal/json-pointer.ts';
import { pairBy } from '../pairing.ts';
import { findValue } from '../source/resolve.ts';
import { isIncomplete } from './facets.ts';
import type { LocalChange } from './change.ts';
import { alternativesOf, findChildren, membersOf, type Child } from './children.ts';
import { messageOf, shortened, typesOf, valueOf } from './naming.ts';
import type { Judge } from './refusals.ts';
import { placeOf, type Part, type View } from './side.ts';
import type { Way } from './way.ts';

/** What became of alternatives. */
export interface Branches {
  /** Alternatives that are the same one, changed. */
  readonly children: readonly Child[];
  /** Alternatives that came or went. */
  readonly changes: readonly LocalChange[];
  /** Whether these explain all that a union refuses: of the candidate what the baseline takes, and the other way round. */
  readonly narrowing: boolean;
  readonly widening: boolean;
  /** Whether one side is itself an alternative of the other: then the alternatives explain all that differs. */
  readonly whole?: true;
}

export interface Matching {
  readonly judge: Judge;
  readonly isSame: (baseline: View, candidate: View) => boolean;
  readonly way: Way;
}

/** One side's list of alternatives. */
interface Union {
  readonly keyword: 'anyOf' | 'oneOf';
  readonly views: readonly View[];
}

type Twins = readonly (readonly [View, View])[];

const unmatched: Branches = { children: [], changes: [], narrowing: false, widening: false };

/** Matches the alternatives of two schemas; those that the other side takes in some other way are nobody's business. */
export function matchBranches(baseline: View, candidate: View, matching: Matching): Branches {
  const [before, after] = [alternativesOf(baseline), alternativesOf(candidate)];
  if (before?.views.length === 0 || after?.views.length === 0) return unmatched;
  if (before !== undefined && after !== undefined) return matchUnions(baseline, candidate, before, after, matching);
  const [one, other] = [before ?? asUnion(baseline, candidate, after), after ?? asUnion(candidate, baseline, before)];
  if (one === undefined || other === undefined) return unmatched;
  const branches = matchUnions(baseline, candidate, one, other, matching);
  return branches.narrowing && branches.widening ? { ...branches, whole: true } : unmatched;
}

/** A schema that became one of several alternatives, or was one, seen as the only one: it, or the only one of its type. */
function asUnion(view: View, other: View, union: Union | undefined): Union | undefined {
  if (union === undefined || !isUnionOnly(other, union)) return undefined;
  const isAmong = union.views.some((each) => placeOf(each) === placeOf(view) || isSameBranch(view, each));
  const isBesideNull = besidesNull(union).length === 1 && typesOf(view)?.has('null') !== true;
  const isOfOneType = union.views.filter((each) => mayShareType(each, view)).length === 1;
  return isAmong || isBesideNull || isOfOneType ? { keyword: 'anyOf', views: [view] } : undefined;
}

/** Whether the types that two views name leave values to both. */
function mayShareType(one: View, other: View): boolean {
  const [types, otherTypes] = [typesOf(one), typesOf(other)];
  if (types === undefined || otherTypes === undefined) return true;
  const bases = new Set([...otherTypes].map(baseOf));
  return [...types].some((type) => bases.has(baseOf(type)));
}

function besidesNull({ views }: Union): readonly View[] {
  return views.filter((view) => !isNull(view));
}

/** Keywords that may stand beside alternatives and demand nothing. */
const undemanding = new Set(['title', 'description', 'example', 'examples', 'deprecated', 'discriminator', 'default']);

function isUnionOnly(view: View, { keyword }: Union): boolean {
  return view.side.partsOf(view).every(({ schema }) => !isIncomplete(view, schema) && isUndemanding(schema, keyword));
}

function matchUnions(baseline: View, candidate: View, before: Union, after: Union, matching: Matching): Branches {
  const { judge, isSame, way } = matching;
  const alike = pairBy(before.views, after.views, ({ schema }) => canonicalJson(schema));
  const twins = twinsBesideNull(before, after, alike.kept) ?? findTwins(alike.removed, alike.added);
  const alone = (views: readonly View[], side: 0 | 1): readonly View[] =>
    views.filter((view) => !twins.some((twin) => twin[side] === view));
  const gone = judge.unmatched(alone(alike.removed, 0), baseline, candidate, way);
  const came = judge.unmatched(alone(alike.added, 1), candidate, baseline, way);
  const kept: Twins = [...alike.kept, ...twins];
  const back: Twins = kept.map(([one, other]) => [other, one]);
  return {
    children: kept
      .filter(([one, other]) => !isSame(one, other))
      .map(([one, other]) => ({ step: { kind: 'branch' }, baseline: one, candidate: other })),
    changes: [
      ...gone.map((view) => toChange('removed', view, [baseline, candidate], matching)),
      ...came.map((view) => toChange('added', view, [candidate, baseline], matching)),
    ],
    // What a twin refuses is told where the twins are compared.
    narrowing: gone.length > 0 || isSettled(before, after, kept, candidate, matching),
    widening: came.length > 0 || isSettled(after, before, back, baseline, matching),
  };
}

/** What two schemas take besides null, where each has one alternative for that: whatever it was, it became the other. */
function twinsBesideNull(before: Union, after: Union, kept: Twins): Twins | undefined {
  const [[one, another], [other, yetAnother]] = [besidesNull(before), besidesNull(after)];
  if (one === undefined || other === undefined || another !== undefined || yetAnother !== undefined) return undefined;
  return kept.some(([view]) => view === one) ? [] : [[one, other]];
}

/**
 * Alternatives that are the same one, changed: by what names them, else by their order if as many came as went, or as the
 * only ones of their type.
 */
function findTwins(removed: readonly View[], added: readonly View[]): Twins {
  const twins: (readonly [View, View])[] = [];
  const taken = new Set<View>();
  const pairUp = (one: View, other: View | undefined): void => {
    if (other === undefined) return;
    twins.push([one, other]);
    taken.add(one).add(other);
  };
  for (const one of removed)
    pairUp(
      one,
      added.find((other) => !taken.has(other) && isSameBranch(one, other)),
    );
  const rest = (views: readonly View[]): readonly View[] => views.filter((view) => !taken.has(view));
  const [left, right] = [rest(removed), rest(added)];
  if (left.length === right.length) {
    for (const [index, one] of left.entries()) {
      const other = right[index];
      if (other !== undefined && areAlike(one, other)) pairUp(one, other);
    }
  }
  for (const one of rest(left)) {
    const [other, another] = rest(right).filter((view) => mayShareType(one, view));
    if (other === undefined || another !== undefined || !mayBeSame(one, other)) continue;
    if (rest(left).every((view) => view === one || !mayShareType(view, other))) pairUp(one, other);
  }
  return twins;
}

/** Whether a name is that of a component which the other document does not have: it may have been renamed. */
function isMissing(name: JsonValue | undefined, { side }: View): boolean {
  return typeof name === 'string' && name.startsWith('/') && findValue(side.root, name) === undefined;
}

/** Whether nothing in the open says that two alternatives are different ones. */
function mayBeSame(one: View, other: View): boolean {
  const [name, otherName] = [nameOf(one), nameOf(other)];
  const areNamed = name !== undefined && otherName !== undefined;
  if (areNamed && !(isMissing(name, other) && isMissing(otherName, one))) return false;
  return commonConstants(one, other) !== 'different';
}

function areAlike(one: View, other: View): boolean {
  if (!mayBeSame(one, other)) return false;
  const [types, otherTypes] = [one, other].map((view) => [...(typesOf(view) ?? [])].toSorted().join());
  return types === otherTypes;
}

/** Whether twins that take each other's values, one by one, are all that it needs. */
function isSettled(sub: Union, sup: Union, kept: Twins, taker: View, matching: Matching): boolean {
  return isExclusive(sub, sup, kept, matching) && !mayMeet(sub, kept, taker, matching);
}

/**
 * Whether values of one alternative of `sub` are in no other alternative of `sup` than its own, where `sup` takes values
 * of exactly one. Alternatives that are the same on both sides exclude what they excluded before.
 */
function isExclusive(sub: Union, sup: Union, kept: Twins, { judge, isSame, way }: Matching): boolean {
  if (sup.keyword === 'anyOf') return true;
  const own = new Map(kept);
  const isKept = (view: View): boolean =>
    sub.keyword === 'oneOf' && kept.some(([one, other]) => other === view && isSame(one, other));
  return sup.views.every((other) => {
    if (isKept(other)) return true;
    const without = other.side.made(other.pointer, other.dialect, { not: other.schema });
    return sub.views.every(
      (one) =>
        own.get(one) === other ||
        areApart(one, other, judge.hidingMark(way.flow)) ||
        judge.compare(one, without, { ...way, text: false }).verdict === 'contained',
    );
  });
}

/**
 * Whether a value of one alternative may, being of another one too, have members that only this other one and whoever
 * takes the value speak of. By itself no alternative has them, where undeclared members are kept apart.
 */
function mayMeet({ views }: Union, kept: Twins, taker: View, { judge, isSame, way }: Matching): boolean {
  if (!judge.isKeptApart) return false;
  const mark = judge.hidingMark(way.flow);
  const takers = new Map(kept);
  return views.some((one) => {
    const twin = takers.get(one) ?? taker;
    if (isSame(one, twin) || isSame(twin, one)) return false;
    return views.some((other) => other !== one && !areApart(one, other, mark) && speaksOf(twin, one, other, deepest));
  });
}

const deepest = 6;

/** Whether a view speaks of members that `other` speaks of and `one` does not, here or deeper; yes if that is hard to tell. */
function speaksOf(view: View, one: View, other: View, depth: number): boolean {
  if (textOf(one) === textOf(other)) return false;
  if (depth === 0) return true;
  const [names, otherNames] = [spokenNames(one), spokenNames(other)];
  for (const name of spokenNames(view)) if (!names.has(name) && otherNames.has(name)) return true;
  const others = membersOf(other);
  return findChildren(view, one).some(({ step, baseline: inner, candidate: own }) => {
    if (step.kind !== 'member') return mayHold(other);
    if (!otherNames.has(step.name) || !mayHold(inner) || !mayHold(own)) return false;
    const counterpart = others.get(step.name);
    return counterpart === undefined || (mayHold(counterpart) && speaksOf(inner, own, counterpart, depth - 1));
  });
}

/** What is written in place of a view; equal for views of one document that say the same. */
function textOf(view: View): string {
  return view.side.once('text', view, () => canonicalJson(view.schema));
}

/** Whether values of a view may have parts. */
function mayHold(view: View): boolean {
  const types = typesOf(view);
  return types === undefined || types.has('object') || types.has('array');
}

/** The names of members that a view or anything it is put together from speaks of. */
function spokenNames(view: View): ReadonlySet<string> {
  return view.side.once('spoken names', view, () => {
    const names = new Set<string>();
    const seen = new Set<View>([view]);
    for (const each of seen) {
      for (const part of each.side.partsOf(each)) {
        for (const keyword of ['properties', 'dependentSchemas', 'dependencies']) {
          const declared = ownMember(part.schema, keyword);
          if (isJsonObject(declared)) for (const name of Object.keys(declared)) names.add(name);
        }
        const required = ownMember(part.schema, 'required');
        if (isJsonArray(required)) for (const name of required) if (typeof name === 'string') names.add(name);
        for (const inner of composedIn(each, part)) seen.add(inner);
      }
    }
    return names;
  });
}

/** The schemas in a part that speak of the same value. */
function composedIn(view: View, part: Part): readonly View[] {
  const lists = ['anyOf', 'oneOf'].flatMap((keyword) => {
    const list = ownMember(part.schema, keyword);
    return isJsonArray(list) ? list.map((_, index) => [keyword, String(index)]) : [];
  });
  const single = ['not', 'if', 'then', 'else'].map((keyword) => [keyword]);
  return [...lists, ...single].flatMap((steps) => view.side.within(view, part, steps) ?? []);
}

/** Whether no value of the one is a value of the other, as types or a member that tells them apart say in the open. */
function areApart(one: View, other: View, mark: 'readOnly' | 'writeOnly' | undefined): boolean {
  const [types, otherTypes] = [typesOf(one), typesOf(other)];
  if (types === undefined || otherTypes === undefined) return false;
  const common = [...types].filter((type) => [...otherTypes].some((each) => baseOf(each) === baseOf(type)));
  if (common.length === 0) return true;
  if (common.some((type) => type !== 'object')) return false;
  const others = tagsOf(other, mark);
  return [...tagsOf(one, mark)].some(([name, values]) => {
    const otherValues = others.get(name);
    if (otherValues === undefined || !(isRequired(one, name) || isRequired(other, name))) return false;
    return [...values].every((value) => !otherValues.has(value));
  });
}

function baseOf(type: string): string {
  return type === 'integer' ? 'number' : type;
}

function isRequired(view: View, name: string): boolean {
  return view.side.partsOf(view).some(({ schema }) => {
    const required = ownMember(schema, 'required');
    return isJsonArray(required) && required.includes(name);
  });
}

/** Members whose values are listed, each with the texts of the values. */
function tagsOf(view: View, mark: 'readOnly' | 'writeOnly' | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  return view.side.once(`tags ${mark ?? ''}`, view, () => {
    const tags = new Map<string, ReadonlySet<string>>();
    for (const [name, member] of membersOf(view)) {
      const constant = valueOf(member, 'const');
      const list = constant === undefined ? valueOf(member, 'enum') : [constant];
      if (!isJsonArray(list) || valueOf(member, 'nullable') === true) continue;
      if (mark !== undefined && valueOf(member, mark) !== undefined) continue;
      tags.set(name, new Set(list.map((value) => canonicalJson(value))));
    }
    return tags;
  });
}

/** What is told of an alternative that came or went; of null, that the value is or is not to be missing any more. */
function toChange(
  fate: 'added' | 'removed',
  branch: View,
  [owner, other]: readonly [View, View],
  { judge, way }: Matching,
): LocalChange {
  const removed = fate === 'removed';
  const [baseline, candidate] = removed ? [branch, other] : [other, branch];
  const [kind, keyword] = isNull(branch)
    ? ([removed ? 'became-not-nullable' : 'became-nullable', 'type'] as const)
    : ([`one-of-branch-${fate}`, 'oneOf'] as const);
  // Where there are alternatives that is the place; a schema that stood for the only one is met here only.
  const place = alternativesOf(other) === undefined ? other.pointer : placeOf(other);
  return {
    kind,
    [removed ? 'narrowing' : 'widening']: judge.evidenceOf(branch, owner, other, way),
    baseline: removed ? branch.pointer : place,
    candidate: removed ? place : branch.pointer,
    keyword,
    values: removed ? [branch.schema, null] : [null, branch.schema],
    message: isNull(branch)
      ? messageOf({ baseline, candidate, narrowing: undefined, widening: undefined }, kind)
      : `${alternativeInWords(branch)} was ${fate}`,
  };
}

function alternativeInWords(branch: View): string {
  const constant = valueOf(branch, 'const');
  const name = nameOf(branch);
  const isComponent = typeof name === 'string' && name !== valueOf(branch, 'title');
  const label = constant ?? (isComponent ? parsePointer(name)?.at(-1) : name);
  return label === undefined ? 'an alternative' : `the alternative ${shortened(JSON.stringify(label))}`;
}

function isNull(view: View): boolean {
  const types = typesOf(view);
  return types?.size === 1 && types.has('null');
}

/** Whether two alternatives are the same one, changed: the same component, title or constant members. */
function isSameBranch(one: View, other: View): boolean {
  const place = placeOf(one);
  if (place === placeOf(other) && (place !== one.pointer || place !== other.pointer)) return true;
  const [name, sameName] = [nameOf(one), nameOf(other)];
  if (name !== undefined || sameName !== undefined) return name === sameName;
  return commonConstants(one, other) === 'equal';
}

function nameOf(view: View): JsonValue | undefined {
  const [part, another] = view.side.partsOf(view).filter(({ schema }) => !isUndemanding(schema));
  const refers = part !== undefined && another === undefined && !`${part.pointer}/`.startsWith(`${view.pointer}/`);
  return refers ? part.pointer : valueOf(view, 'title');
}

/** Whether a schema says nothing of values but by what it refers to, and perhaps one keyword. */
function isUndemanding(schema: JsonObject, besides?: string): boolean {
  return Object.keys(schema).every(
    (key) => key === besides || key === '$ref' || key === 'allOf' || undemanding.has(key),
  );
}

/** Whether the members that have one value only on both sides have the same one: all of them, some, or no one. */
function commonConstants(one: View, other: View): 'none' | 'equal' | 'mixed' | 'different' {
  const others = constantsOf(other);
  const common = [...constantsOf(one)].filter(([name]) => others.has(name));
  if (common.length === 0) return 'none';
  const equal = common.filter(([name, value]) => others.get(name) === value).length;
  if (equal === common.length) return 'equal';
  return equal === 0 ? 'different' : 'mixed';
}

/** Members that can have one value only, with its text: what tells alternatives apart. */
function constantsOf(view: View): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const [name, member] of membersOf(view)) {
    const list = valueOf(member, 'enum');
    const value = valueOf(member, 'const') ?? (isJsonArray(list) && list.length === 1 ? list[0] : undefined);
    if (value !== undefined) constants.set(name, canonicalJson(value));
  }
  return constants;
}
