import { canonicalJson } from '../../internal/canonical-json.ts';
import type { JsonValue } from '../../internal/json.ts';
import { pairBy } from '../pairing.ts';
import { toEvidence, type LocalChange } from './change.ts';
import { alternativesOf, membersOf, type Child } from './children.ts';
import { valueOf } from './naming.ts';
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
  const removed = judge.unmatched(alike.removed, baseline, candidate, way);
  const added = judge.unmatched(alike.added, candidate, baseline, way);

  const children: Child[] = alike.kept
    .filter(([one, other]) => !isSame(one, other))
    .map(([one, other]) => ({ step: { kind: 'branch' }, baseline: one, candidate: other }));
  const paired = new Set<View>();
  const pairUp = (one: View | undefined, other: View | undefined): boolean => {
    if (one === undefined || other === undefined) return false;
    if (paired.has(one) && paired.has(other)) return true;
    children.push({ step: { kind: 'branch' }, baseline: one, candidate: other });
    paired.add(one).add(other);
    return true;
  };
  const inPlace = before.views.length === after.views.length;
  const counterpart = (view: View, own: Union, others: Union): View | undefined =>
    others.views.find((other) => isSameBranch(view, other)) ??
    (inPlace ? others.views[own.views.indexOf(view)] : undefined);
  const gone = removed.filter((view) => !pairUp(view, counterpart(view, before, after)));
  const came = added.filter((view) => !pairUp(counterpart(view, after, before), view));
  // Alternatives that take the same values may still say something else about them.
  for (const view of alike.removed) {
    const other = removed.includes(view) ? undefined : counterpart(view, before, after);
    if (other === undefined || paired.has(view) || paired.has(other) || !alike.added.includes(other)) continue;
    if (areEqual(view, other, matching)) pairUp(view, other);
  }
  const back: Twins = alike.kept.map(([one, other]) => [other, one]);
  return {
    children,
    changes: [
      ...gone.map((view) => toChange('one-of-branch-removed', view, candidate, matching)),
      ...came.map((view) => toChange('one-of-branch-added', view, baseline, matching)),
    ],
    // An alternative that is refused and was paired all the same is explained only if the pair is.
    narrowing: gone.length === removed.length && isExclusive(before, after, alike.kept, matching),
    widening: came.length === added.length && isExclusive(after, before, back, matching),
  };
}

function areEqual(one: View, other: View, { judge, way }: Matching): boolean {
  return [judge.compare(one, other, way), judge.compare(other, one, way)].every(
    ({ verdict }) => verdict === 'contained',
  );
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
    return sub.views.every((one) => own.get(one) === other || judge.compare(one, without, way).verdict === 'contained');
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
  const [constants, others] = [constantsOf(one), constantsOf(other)];
  return constants !== '' && constants === others;
}

function nameOf(view: View): JsonValue | undefined {
  const [part] = view.side.partsOf(view);
  return part !== undefined && part.pointer !== view.pointer ? part.pointer : valueOf(view, 'title');
}

/** Members that can have one value only: what tells alternatives apart. */
function constantsOf(view: View): string {
  const constants: string[] = [];
  for (const [name, member] of membersOf(view)) {
    const list = valueOf(member, 'enum');
    const value = valueOf(member, 'const') ?? (Array.isArray(list) && list.length === 1 ? list[0] : undefined);
    if (value !== undefined) constants.push(`${name} ${JSON.stringify(value)}`);
  }
  return constants.toSorted().join();
}
