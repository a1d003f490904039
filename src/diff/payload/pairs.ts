import { isJsonObject } from '../../internal/json.ts';
import { matchBranches } from './branches.ts';
import {
  hiddenChanges,
  isMarked,
  malformedChanges,
  quietChanges,
  toChange,
  type Evidence,
  type LocalChange,
} from './change.ts';
import { findExtensionChanges } from './extensions.ts';
import type { Containment } from '../schema/index.ts';
import { findChildren, type Child, type Step } from './children.ts';
import { findInnerDifferences } from './inner.ts';
import type { Sameness } from '../source/sameness.ts';
import { findDiscriminatorChange } from './discriminator.ts';
import { findHeirPairs, type HeirPair } from './heirs.ts';
import { typesOf, type Clash } from './naming.ts';
import type { Judge, Refusal } from './refusals.ts';
import type { View } from './side.ts';
import { keyOfText, wayInto, type Way } from './way.ts';

/** Two schemas of one part of a payload, with what differs there and the pairs below. */
export interface Pair {
  readonly baseline: View;
  readonly candidate: View;
  /** How this part of the payload travels. */
  readonly way: Way;
  readonly changes: readonly LocalChange[];
  readonly children: readonly { readonly step: Step; readonly pair: Pair }[];
  /** What a discriminator selects on both sides, where it is not certainly the same. */
  readonly heirs: readonly HeirPair[];
  /** Whether it or a pair below has changes, heirs or loops. */
  readonly leads: boolean;
  /** Whether it is reached from itself without a step into the payload. */
  readonly loops: boolean;
}

interface Work extends Pair {
  changes: readonly LocalChange[];
  heirs: readonly HeirPair[];
  children: readonly { readonly step: Step; readonly pair: Work }[];
  leads: boolean;
  loops: boolean;
  /** The pairs that have it as a child. */
  readonly parents: Work[];
}

/** Compares pairs of schemas, each once, with all the pairs that they lead to. */
export class Pairs {
  readonly #judge: Judge;
  readonly #sameness: Sameness;
  /** By way, baseline and candidate. */
  readonly #known = new Map<string, Map<View, Map<View, Work>>>();

  constructor(judge: Judge, sameness: Sameness) {
    this.#judge = judge;
    this.#sameness = sameness;
  }

  of(baseline: View, candidate: View, way: Way): Pair {
    const examined: Work[] = [];
    const waiting: Work[] = [];
    const start = this.#find(baseline, candidate, way, waiting);
    for (let work = waiting.pop(); work !== undefined; work = waiting.pop()) {
      this.#examine(work, waiting);
      examined.push(work);
    }
    for (const work of examined) work.loops = isLooping(work);
    for (const work of examined) {
      if (work.changes.length > 0 || work.heirs.length > 0 || work.loops) markAsLeading(work);
    }
    return start;
  }

  #find(baseline: View, candidate: View, way: Way, waiting: Work[]): Work {
    const realm = `${this.#judge.realmOf(way.flow)} ${keyOfText(way)}`;
    const byBaseline = at(this.#known, realm, () => new Map<View, Map<View, Work>>());
    const byCandidate = at(byBaseline, baseline, () => new Map<View, Work>());
    return at(byCandidate, candidate, () => {
      const nothing = { changes: [], heirs: [], children: [], leads: false, loops: false };
      const work: Work = { baseline, candidate, way, ...nothing, parents: [] };
      waiting.push(work);
      return work;
    });
  }

  readonly #isSame = (baseline: View, candidate: View): boolean =>
    baseline.stands &&
    candidate.stands &&
    baseline.dialect === candidate.dialect &&
    this.#sameness.ofSchemas(baseline.schema, candidate.schema);

  #lead(work: Work, children: readonly Child[], waiting: Work[]): void {
    work.children = children.map(({ step, baseline, candidate }) => {
      const pair = this.#find(baseline, candidate, wayInto(work.way, step), waiting);
      pair.parents.push(work);
      // What was examined before does not tell its parents any more.
      if (pair.leads) markAsLeading(work);
      return { step, pair };
    });
  }

  #examine(work: Work, waiting: Work[]): void {
    const { baseline, candidate, way } = work;
    if (this.#isSame(baseline, candidate)) return;
    if (!isSchema(baseline) || !isSchema(candidate)) {
      work.changes = malformedChanges(baseline, candidate);
      return;
    }
    work.heirs = findHeirPairs(baseline, candidate, this.#isSame);
    const inner = findInnerDifferences(baseline, candidate, this.#sameness);
    if (inner !== undefined) {
      const visible = inner.filter((child) => !this.#isHidden(child, way));
      this.#lead(work, visible, waiting);
      return;
    }
    const children = findChildren(baseline, candidate);
    const branches = matchBranches(baseline, candidate, { judge: this.#judge, isSame: this.#isSame, way });
    if (branches.whole === true) {
      this.#lead(work, branches.children, waiting);
      work.changes = [...branches.changes, ...findDiscriminatorChange(baseline, candidate, branches.changes)];
      return;
    }
    const compared = children.filter(
      (child) => !this.#isSame(child.baseline, child.candidate) && !this.#isHidden(child, way),
    );
    const narrowing = this.#judge.refusals(baseline, candidate, { children, alternatives: branches.narrowing }, way);
    const widening = this.#judge.refusals(candidate, baseline, { children, alternatives: branches.widening }, way);
    const clashes = toClashes({ baseline, candidate, text: way.text === true }, narrowing, widening);
    if (haveNoTypeInCommon(baseline, candidate)) {
      // Nothing that either schema says besides is about values of the other.
      this.#lead(work, branches.children, waiting);
      work.changes = [...clashes.map((clash) => toChange(clash, branches.children.length > 0)), ...branches.changes];
      return;
    }
    this.#lead(work, [...compared, ...branches.children], waiting);
    work.changes = [
      ...clashes.map((clash) => toChange(clash, branches.children.length > 0)),
      ...branches.changes,
      ...quietChanges(baseline, candidate, clashes),
      ...this.#hiddenChanges(baseline, candidate, way),
      ...this.#contentChanges(baseline, candidate, way),
      ...findExtensionChanges(baseline, candidate),
      ...findDiscriminatorChange(baseline, candidate, branches.changes),
    ];
  }

  #hiddenChanges(baseline: View, candidate: View, { flow }: Way): readonly LocalChange[] {
    const mark = this.#judge.hidingMark(flow);
    return mark === undefined ? [] : hiddenChanges(baseline, candidate, mark);
  }

  /** Texts that hold JSON are compared by what they hold; without a schema on one side that may be anything. */
  #contentChanges(baseline: View, candidate: View, way: Way): readonly LocalChange[] {
    const [before, after] = [baseline, candidate].map(contentOf);
    if (before === undefined || after === undefined) return [];
    if (before.schema === true && after.schema === true) return [];
    const [narrowing, widening] = [
      this.#judge.compare(before, after, { ...way, text: false }),
      this.#judge.compare(after, before, { ...way, text: false }),
    ].map((answer) => (answer.verdict === 'contained' ? undefined : toContentEvidence(answer)));
    if (narrowing === undefined && widening === undefined) return [];
    return [
      {
        kind:
          narrowing === undefined ? 'schema-widened' : widening === undefined ? 'schema-narrowed' : 'schema-changed',
        ...(narrowing === undefined ? {} : { narrowing }),
        ...(widening === undefined ? {} : { widening }),
        baseline: before.pointer,
        candidate: after.pointer,
        keyword: 'contentSchema',
        values: [before.schema, after.schema],
        message: 'what the text holds changed: "contentSchema"',
        beyondValues: true,
      },
    ];
  }

  /** Members that either side keeps out of such payloads are not compared. */
  #isHidden({ step, baseline, candidate }: Child, { flow }: Way): boolean {
    const mark = this.#judge.hidingMark(flow);
    if (mark === undefined || step.kind !== 'member') return false;
    return isMarked(baseline, mark) || isMarked(candidate, mark);
  }
}

function markAsLeading(start: Work): void {
  const waiting = [start];
  for (let work = waiting.pop(); work !== undefined; work = waiting.pop()) {
    if (work.leads) continue;
    work.leads = true;
    waiting.push(...work.parents);
  }
}

/** Whether a pair is reached from itself without a step into the payload. */
function isLooping(start: Work): boolean {
  if (start.children.every(({ step }) => step.kind !== 'branch')) return false;
  const seen = new Set<Work>();
  const waiting = [start];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    for (const { step, pair: child } of pair.children) {
      if (step.kind !== 'branch') continue;
      if (child === start) return true;
      if (!seen.has(child)) waiting.push(child);
      seen.add(child);
    }
  }
  return false;
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** The schema of what a text holds; any value where nothing is said of it. */
function contentOf(view: View): View {
  const part = view.side.partsOf(view).find(({ schema }) => Object.hasOwn(schema, 'contentSchema'));
  const content = part === undefined ? undefined : view.side.within(view, part, ['contentSchema']);
  return content ?? view.side.made(view.pointer, view.dialect, true);
}

/** Content is not part of a witness, which is JSON itself. */
function toContentEvidence(answer: Containment): Evidence {
  return answer.verdict === 'undecided' ? { undecided: answer.reason } : {};
}

/** What stands where a schema belongs may be anything in a document that breaks its specification. */
function isSchema({ schema }: View): boolean {
  return typeof schema === 'boolean' || isJsonObject(schema);
}

function isNumeric(types: ReadonlySet<string>): boolean {
  return types.has('integer') || types.has('number');
}

function haveNoTypeInCommon(baseline: View, candidate: View): boolean {
  const [before, after] = [typesOf(baseline), typesOf(candidate)];
  if (before === undefined || after === undefined) return false;
  return [...before].every((type) => !after.has(type)) && !(isNumeric(before) && isNumeric(after));
}

function toClashes(
  place: Pick<Clash, 'baseline' | 'candidate' | 'text'>,
  narrowing: readonly Refusal[],
  widening: readonly Refusal[],
): readonly Clash[] {
  const pending = [...widening];
  const clashes: Clash[] = [];
  for (const refusal of narrowing) {
    const index = pending.findIndex((other) => isCounterpart(refusal, other));
    const [counterpart] = index === -1 ? [] : pending.splice(index, 1);
    clashes.push({ ...place, narrowing: refusal, widening: counterpart });
  }
  for (const refusal of pending) clashes.push({ ...place, narrowing: undefined, widening: refusal });
  return clashes;
}

/** Values that are listed are removed and added one by one; everything else that clashes both ways was changed. */
function isCounterpart(one: Refusal, other: Refusal): boolean {
  return (
    one.keyword === other.keyword && one.name === other.name && one.keyword !== 'enum' && one.keyword !== 'required'
  );
}
