import { isJsonArray, ownMember, type JsonValue } from '../../internal/json.ts';
import { canonicalJson } from '../../internal/canonical-json.ts';
import { pairBy } from '../pairing.ts';
import { findValue } from '../source/resolve.ts';
import { toEvidence, type LocalChange } from './change.ts';
import { alternativesOf, membersOf, type Child } from './children.ts';
import { typesOf, valueOf } from './naming.ts';
import type { Judge, Way } from './refusals.ts';
import type { View } from './side.ts';

/** What became of alternatives. */
export interface Branches {
  /** Alternatives that are the same one, changed. */
  readonly children: readonly Child[];
  /** Alternatives that came or went. */
  readonly changes: readonly LocalChange[];
  /** Whether these explain all that a union refuses: of the candidate what the baseline takes, and the other way round. */
  readonly narrowing: boolean;
  readonly widening: boolean;
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
  if (before === undefined || after === undefined) return unmatched;
  const { judge, isSame, way } = matching;
  const alike = pairBy(before.views, after.views, ({ schema }) => canonicalJson(schema));
  const twins = findTwins(alike.removed, alike.added);
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
      ...gone.map((view) => toChange('one-of-branch-removed', view, candidate, matching)),
      ...came.map((view) => toChange('one-of-branch-added', view, baseline, matching)),
    ],
    // What a twin refuses is told where the twins are compared.
    narrowing: isExclusive(before, after, kept, matching),
    widening: isExclusive(after, before, back, matching),
  };
}

/** Alternatives that are the same one, changed: by what names them, else by their order if as many came as went. */
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
  const [left, right] = [removed, added].map((views) => views.filter((view) => !taken.has(view)));
  if (left === undefined || right === undefined || left.length !== right.length) return twins;
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other !== undefined && areAlike(one, other)) pairUp(one, other);
  }
  return twins;
}

/** Whether a name is that of a component which the other document does not have: it may have been renamed. */
function isMissing(name: JsonValue | undefined, { side }: View): boolean {
  return typeof name === 'string' && name.startsWith('/') && findValue(side.root, name) === undefined;
}

/** Whether nothing in the open says that two alternatives are different ones. */
function areAlike(one: View, other: View): boolean {
  const [name, otherName] = [nameOf(one), nameOf(other)];
  const isNamed = name !== undefined || otherName !== undefined;
  if (isNamed && !(isMissing(name, other) && isMissing(otherName, one))) return false;
  if (commonConstants(one, other) === 'different') return false;
  const [types, otherTypes] = [one, other].map((view) => [...(typesOf(view) ?? [])].toSorted().join());
  return types === otherTypes;
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
        judge.compare(one, without, way).verdict === 'contained',
    );
  });
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
    return otherValues !== undefined && isRequired(one, name) && [...values].every((value) => !otherValues.has(value));
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

function toChange(
  kind: 'one-of-branch-added' | 'one-of-branch-removed',
  branch: View,
  other: View,
  { judge, way }: Matching,
): LocalChange {
  const removed = kind === 'one-of-branch-removed';
  return {
    kind,
    [removed ? 'narrowing' : 'widening']: toEvidence(judge.compare(branch, other, way)),
    baseline: removed ? branch.pointer : other.pointer,
    candidate: removed ? other.pointer : branch.pointer,
    keyword: 'oneOf',
    values: removed ? [branch.schema, null] : [null, branch.schema],
    message: `an alternative was ${removed ? 'removed' : 'added'}`,
  };
}

/** Whether two alternatives are the same one, changed: the same component, title or constant members. */
function isSameBranch(one: View, other: View): boolean {
  const [name, sameName] = [nameOf(one), nameOf(other)];
  if (name !== undefined || sameName !== undefined) return name === sameName;
  return commonConstants(one, other) === 'equal';
}

function nameOf(view: View): JsonValue | undefined {
  const [part] = view.side.partsOf(view);
  return part !== undefined && part.pointer !== view.pointer ? part.pointer : valueOf(view, 'title');
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
