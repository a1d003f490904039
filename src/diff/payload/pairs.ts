import type { JsonValue } from '../../internal/json.ts';
import { canonicalJson } from '../../internal/canonical-json.ts';
import { pairBy } from '../pairing.ts';
import { alternativesOf, findChildren, membersOf, type Child, type Step } from './children.ts';
import { findDiscriminatorChange } from './discriminator.ts';
import { kindOf, messageOf, valueOf, valuesOf, type Clash } from './naming.ts';
import type { Containment } from '../schema/index.ts';
import type { ChangeKind, Flow } from './payload.ts';
import { refusing, type Judge, type Refusal, type Way } from './refusals.ts';
import type { View } from './side.ts';

/** A change at one pair of schemas; where in the payload it is depends on how the pair was reached. */
export interface LocalChange {
  readonly kind: ChangeKind;
  /** The candidate refuses what the baseline takes; and the other way round. */
  readonly narrowing?: Evidence;
  readonly widening?: Evidence;
  readonly baseline?: string;
  readonly candidate?: string;
  readonly keyword: string;
  /** The member that the change is about. */
  readonly name?: string;
  readonly values: readonly [JsonValue, JsonValue];
  readonly message: string;
  /** Only to be told where nothing below the pair tells more. */
  readonly fallback?: true;
}

/** What shows a refusal: what is refused of the pair's part of the payload, or the reason why that is undecided. */
export interface Evidence {
  readonly refused?: JsonValue;
  readonly undecided?: string;
}

/** What breaks a payload that flows so. */
export function harmOf({ narrowing, widening }: LocalChange, flow: Flow): Evidence | undefined {
  return flow === 'inbound' ? narrowing : widening;
}

/** Two schemas of one part of a payload, with what differs there and the pairs below. */
export interface Pair {
  readonly baseline: View;
  readonly candidate: View;
  readonly changes: readonly LocalChange[];
  readonly children: readonly { readonly step: Step; readonly pair: Pair }[];
}

interface Work extends Pair {
  changes: readonly LocalChange[];
  children: { readonly step: Step; readonly pair: Pair }[];
}

/** Compares pairs of schemas, each once, with all the pairs that they lead to. */
export class Pairs {
  readonly #judge: Judge;
  readonly #isSame: (baseline: View, candidate: View) => boolean;
  readonly #known = new Map<string, Pair>();

  constructor(judge: Judge, isSame: (baseline: View, candidate: View) => boolean) {
    this.#judge = judge;
    this.#isSame = isSame;
  }

  of(baseline: View, candidate: View, way: Way): Pair {
    const waiting: Work[] = [];
    const start = this.#find(baseline, candidate, way, waiting);
    for (let work = waiting.pop(); work !== undefined; work = waiting.pop()) this.#examine(work, way, waiting);
    return start;
  }

  #find(baseline: View, candidate: View, { flow, text }: Way, waiting: Work[]): Pair {
    const key = [this.#judge.realmOf(flow), text, baseline.dialect, candidate.dialect, baseline.id, candidate.id].join(
      '\u0000',
    );
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const work: Work = { baseline, candidate, changes: [], children: [] };
    this.#known.set(key, work);
    waiting.push(work);
    return work;
  }

  #examine(work: Work, way: Way, waiting: Work[]): void {
    const { baseline, candidate } = work;
    if (this.#isSame(baseline, candidate)) return;
    const children = findChildren(baseline, candidate);
    const branches = this.#branches(baseline, candidate, way);
    const compared = children.filter(
      (child) => !this.#isSame(child.baseline, child.candidate) && !this.#isHidden(child, way),
    );
    work.children = [...compared, ...branches.children].map((child) => ({
      step: child.step,
      pair: this.#find(child.baseline, child.candidate, way, waiting),
    }));
    const narrowing = this.#judge.refusals(baseline, candidate, { children, alternatives: branches.narrowing }, way);
    const widening = this.#judge.refusals(candidate, baseline, { children, alternatives: branches.widening }, way);
    const clashes = toClashes(baseline, candidate, narrowing, widening);
    work.changes = [
      ...clashes.map((clash) => toChange(clash, branches.children.length > 0)),
      ...branches.changes,
      ...quietChanges(baseline, candidate, clashes),
      ...findDiscriminatorChange(baseline, candidate),
    ];
  }

  /** Members that either side keeps out of such payloads are not compared. */
  #isHidden({ step, baseline, candidate }: Child, { flow }: Way): boolean {
    const mark = this.#judge.hidingMark(flow);
    if (mark === undefined || step.kind !== 'member') return false;
    return [baseline, candidate].some((view) => view.side.partsOf(view).some(({ schema }) => schema[mark] === true));
  }

  /** Alternatives that the other side does not take: paired where they are the same one changed, else causes themselves. */
  #branches(baseline: View, candidate: View, way: Way): Branches {
    const [before, after] = [alternativesOf(baseline)?.views, alternativesOf(candidate)?.views];
    if (before === undefined || after === undefined)
      return { children: [], changes: [], narrowing: false, widening: false };
    const alike = pairBy(before, after, ({ schema }) => JSON.stringify(schema));
    const removed = this.#judge.unmatched(alike.removed, candidate, way);
    const added = this.#judge.unmatched(alike.added, baseline, way);
    const children: Child[] = [];
    const paired = new Set<View>();
    const pairUp = (one: View | undefined, other: View | undefined): boolean => {
      if (one === undefined || other === undefined) return false;
      if (paired.has(one) && paired.has(other)) return true;
      children.push({ step: { kind: 'branch' }, baseline: one, candidate: other });
      paired.add(one).add(other);
      return true;
    };
    for (const [one, other] of alike.kept) {
      if (!this.#isSame(one, other)) pairUp(one, other);
    }
    const inPlace = before.length === after.length;
    const gone = removed.filter((one) => {
      const other = after.find((view) => isSameBranch(one, view)) ?? (inPlace ? after[before.indexOf(one)] : undefined);
      return !pairUp(one, other);
    });
    const came = added.filter((other) => {
      const one =
        before.find((view) => isSameBranch(view, other)) ?? (inPlace ? before[after.indexOf(other)] : undefined);
      return !pairUp(one, other);
    });
    const changes = [
      ...gone.map((view) => this.#branchChange('one-of-branch-removed', view, [view, candidate], way)),
      ...came.map((view) => this.#branchChange('one-of-branch-added', view, [view, baseline], way)),
    ];
    // An alternative that is refused and was paired all the same is explained only if the pair is.
    return {
      children,
      changes,
      narrowing: gone.length === removed.length && this.#isExclusive(baseline, candidate, alike.kept, way),
      widening: came.length === added.length && this.#isExclusive(candidate, baseline, alike.kept.map(swap), way),
    };
  }

  /**
   * Whether values of one alternative of `sub` are in no other alternative of `sup` than its own, where `sup` takes
   * values of exactly one. Alternatives that are the same on both sides exclude what they excluded before.
   */
  #isExclusive(sub: View, sup: View, kept: readonly (readonly [View, View])[], way: Way): boolean {
    const [ours, theirs] = [alternativesOf(sub), alternativesOf(sup)];
    if (ours === undefined || theirs === undefined) return false;
    if (theirs.keyword === 'anyOf') return true;
    const own = new Map(kept);
    const isKept = (view: View): boolean =>
      ours.keyword === 'oneOf' && kept.some(([one, other]) => other === view && this.#isSame(one, other));
    return theirs.views.every((other) => {
      if (isKept(other)) return true;
      const without = sup.side.made(other.pointer, other.dialect, { not: other.schema });
      return ours.views.every(
        (one) => own.get(one) === other || this.#judge.compare(one, without, way).verdict === 'contained',
      );
    });
  }

  #branchChange(
    kind: 'one-of-branch-added' | 'one-of-branch-removed',
    branch: View,
    [sub, sup]: readonly [View, View],
    way: Way,
  ): LocalChange {
    const answer = this.#judge.compare(sub, sup, way);
    const removed = kind === 'one-of-branch-removed';
    return {
      kind,
      [removed ? 'narrowing' : 'widening']: toEvidence(answer),
      ...(removed
        ? { baseline: branch.pointer, candidate: sup.pointer }
        : { baseline: sup.pointer, candidate: branch.pointer }),
      keyword: 'oneOf',
      values: removed ? [branch.schema, null] : [null, branch.schema],
      message: `an alternative was ${removed ? 'removed' : 'added'}`,
    };
  }
}

/** What became of alternatives, and whether that explains a refusal in either direction. */
interface Branches {
  readonly children: readonly Child[];
  readonly changes: readonly LocalChange[];
  readonly narrowing: boolean;
  readonly widening: boolean;
}

function swap<T>([one, other]: readonly [T, T]): readonly [T, T] {
  return [other, one];
}

/** Whether two alternatives are the same one, changed: the same component, title or constant members. */
function isSameBranch(one: View, other: View): boolean {
  const nameOf = (view: View): JsonValue | undefined => {
    const [part] = view.side.partsOf(view);
    return part !== undefined && part.pointer !== view.pointer ? part.pointer : valueOf(view, 'title');
  };
  const [name, sameName] = [nameOf(one), nameOf(other)];
  if (name !== undefined || sameName !== undefined) return name === sameName;
  const [constants, others] = [constantsOf(one), constantsOf(other)];
  return constants !== '' && constants === others;
}

/** Members that can have one value only: what tells alternatives apart. */
function constantsOf(view: View): string {
  const constants: string[] = [];
  for (const [name, member] of membersOf(view)) {
    const list = valueOf(member, 'enum');
    const value = valueOf(member, 'const') ?? (Array.isArray(list) && list.length === 1 ? list[0] : undefined);
    if (value !== undefined) constants.push(`${name} ${JSON.stringify(value)}`);
  }
  return constants.sort().join();
}

function toClashes(
  baseline: View,
  candidate: View,
  narrowing: readonly Refusal[],
  widening: readonly Refusal[],
): readonly Clash[] {
  const pending = [...widening];
  const clashes: Clash[] = [];
  for (const refusal of narrowing) {
    const index = pending.findIndex((other) => isCounterpart(refusal, other));
    const [counterpart] = index === -1 ? [] : pending.splice(index, 1);
    clashes.push({ baseline, candidate, narrowing: refusal, widening: counterpart });
  }
  for (const refusal of pending) clashes.push({ baseline, candidate, narrowing: undefined, widening: refusal });
  return clashes;
}

/** Values that are listed are removed and added one by one; everything else that clashes both ways was changed. */
function isCounterpart(one: Refusal, other: Refusal): boolean {
  return (
    one.keyword === other.keyword && one.name === other.name && one.keyword !== 'enum' && one.keyword !== 'required'
  );
}

function toChange(clash: Clash, hasBranches: boolean): LocalChange {
  const { baseline, candidate, narrowing, widening } = clash;
  const kind = kindOf(clash);
  const { keyword = '', name } = narrowing ?? widening ?? {};
  return {
    kind,
    ...(narrowing === undefined ? {} : { narrowing: evidenceOf(narrowing) }),
    ...(widening === undefined ? {} : { widening: evidenceOf(widening) }),
    baseline: widening?.pointer ?? baseline.pointer,
    candidate: narrowing?.pointer ?? candidate.pointer,
    keyword,
    ...(name === undefined ? {} : { name }),
    values: valuesOf(clash),
    message: messageOf(clash, kind),
    ...(hasBranches && (keyword === 'anyOf' || keyword === 'oneOf') ? { fallback: true } : {}),
  };
}

function evidenceOf({ undecided, refused }: Refusal): Evidence {
  if (undecided !== undefined) return { undecided };
  return refused === undefined ? {} : { refused };
}

function toEvidence(answer: Containment): Evidence {
  if (answer.verdict === 'not_contained') return refusing(answer.witness);
  return answer.verdict === 'undecided' ? { undecided: answer.reason } : {};
}

/** What is worth telling although no value is refused: members that came or went, defaults, deprecation. */
function quietChanges(baseline: View, candidate: View, clashes: readonly Clash[]): readonly LocalChange[] {
  const told = new Set(clashes.flatMap(({ narrowing, widening }) => [narrowing?.name, widening?.name]));
  const [before, after] = [membersOf(baseline), membersOf(candidate)];
  const changes: LocalChange[] = [];
  const quiet = { baseline: baseline.pointer, candidate: candidate.pointer };
  for (const [name, member] of after) {
    if (before.has(name) || told.has(name)) continue;
    changes.push({
      ...quiet,
      kind: 'property-added',
      candidate: member.pointer,
      keyword: 'properties',
      name,
      values: [null, member.schema],
      message: `the optional member "${name}" was added`,
    });
  }
  for (const [name, member] of before) {
    if (after.has(name) || told.has(name)) continue;
    changes.push({
      ...quiet,
      kind: 'property-removed',
      baseline: member.pointer,
      keyword: 'properties',
      name,
      values: [member.schema, null],
      message: `the optional member "${name}" was removed`,
    });
  }
  const [old, now] = [valueOf(baseline, 'default'), valueOf(candidate, 'default')];
  if (canonicalJson(old ?? null) !== canonicalJson(now ?? null) || (old === undefined) !== (now === undefined)) {
    const message = `the default changed: ${JSON.stringify(old) ?? 'none'} → ${JSON.stringify(now) ?? 'none'}`;
    changes.push({
      ...quiet,
      kind: 'default-changed',
      keyword: 'default',
      values: [old ?? null, now ?? null],
      message,
    });
  }
  const deprecated = [baseline, candidate].map((view) => valueOf(view, 'deprecated') === true);
  if (deprecated[0] !== deprecated[1]) {
    const kind = deprecated[1] === true ? 'deprecated' : 'reactivated';
    const message = deprecated[1] === true ? 'it was deprecated' : 'it is no longer deprecated';
    changes.push({ ...quiet, kind, keyword: 'deprecated', values: [!!deprecated[0], !!deprecated[1]], message });
  }
  return changes;
}
