import type { JsonValue } from '../../internal/json.ts';
import { canonicalJson } from '../../internal/canonical-json.ts';
import { alternativesOf, findChildren, membersOf, type Child, type Step } from './children.ts';
import { findDiscriminatorChange } from './discriminator.ts';
import { kindOf, messageOf, valueOf, valuesOf, type Clash } from './naming.ts';
import type { Containment } from '../schema/index.ts';
import type { ChangeKind, Flow } from './payload.ts';
import type { Judge, Refusal, Way } from './refusals.ts';
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
}

/** What shows a refusal: a value of the pair's part of the payload, or nothing but the reason why it is undecided. */
export interface Evidence {
  readonly witness?: { readonly value: unknown };
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
    const structural = findChildren(baseline, candidate).filter(
      (child) => !this.#isSame(child.baseline, child.candidate),
    );
    const branches = this.#branches(baseline, candidate, way);
    const children = [...findChildren(baseline, candidate), ...branches.children];
    work.children = [...structural, ...branches.children].map((child) => ({
      step: child.step,
      pair: this.#find(child.baseline, child.candidate, way, waiting),
    }));
    const narrowing = this.#judge.refusals(baseline, candidate, { children, alternatives: branches.narrowing }, way);
    const widening = this.#judge.refusals(candidate, baseline, { children, alternatives: branches.widening }, way);
    const explained = children.length > 0 || branches.changes.length > 0;
    const clashes = toClashes(baseline, candidate, [narrowing, widening], explained);
    work.changes = [
      ...clashes.map(toChange),
      ...branches.changes,
      ...quietChanges(baseline, candidate, clashes),
      ...findDiscriminatorChange(baseline, candidate),
    ];
  }

  /** Alternatives that the other side does not take: paired where they are the same one changed, else causes themselves. */
  #branches(baseline: View, candidate: View, way: Way): Branches {
    const removed = this.#judge.unmatched(baseline, candidate, way);
    const added = this.#judge.unmatched(candidate, baseline, way);
    const [before, after] = [alternativesOf(baseline)?.views ?? [], alternativesOf(candidate)?.views ?? []];
    const children: Child[] = [];
    const paired = new Set<View>();
    const pairUp = (one: View | undefined, other: View | undefined): boolean => {
      if (one === undefined || other === undefined) return false;
      if (paired.has(one) && paired.has(other)) return true;
      children.push({ step: { kind: 'branch' }, baseline: one, candidate: other });
      paired.add(one).add(other);
      return true;
    };
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
    return { children, changes, narrowing: removed.length > 0, widening: added.length > 0 };
  }

  #branchChange(
    kind: 'one-of-branch-added' | 'one-of-branch-removed',
    branch: View,
    [sub, sup]: readonly [View, View],
    way: Way,
  ): LocalChange {
    const answer = this.#judge.compare(sub, sup, way.flow, way.text);
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
  [narrowing, widening]: readonly [readonly Refusal[], readonly Refusal[]],
  explained: boolean,
): readonly Clash[] {
  const pending = [...widening];
  const clashes: Clash[] = [];
  for (const refusal of narrowing) {
    const index = pending.findIndex((other) => isCounterpart(refusal, other));
    const [counterpart] = index === -1 ? [] : pending.splice(index, 1);
    clashes.push({ baseline, candidate, narrowing: refusal, widening: counterpart });
  }
  for (const refusal of pending) clashes.push({ baseline, candidate, narrowing: undefined, widening: refusal });
  // What is below explains a refusal that no demand of its own explains.
  return explained ? clashes.filter((clash) => !isUnexplained(clash)) : clashes;
}

function isUnexplained({ narrowing, widening }: Clash): boolean {
  return [narrowing, widening].every((refusal) => refusal === undefined || refusal.keyword === '');
}

/** Values that are listed are removed and added one by one; everything else that clashes both ways was changed. */
function isCounterpart(one: Refusal, other: Refusal): boolean {
  return (
    one.keyword === other.keyword && one.name === other.name && one.keyword !== 'enum' && one.keyword !== 'required'
  );
}

function toChange(clash: Clash): LocalChange {
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
  };
}

function evidenceOf({ undecided, witness }: Refusal): Evidence {
  return undecided === undefined ? { witness: { value: witness } } : { undecided };
}

function toEvidence(answer: Containment): Evidence {
  if (answer.verdict === 'not_contained') return { witness: { value: answer.witness } };
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
