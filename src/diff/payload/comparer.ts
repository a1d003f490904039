import type { JsonValue } from '../../internal/json.ts';
import { createComparer, type Comparer } from '../schema/index.ts';
import type { Step } from './children.ts';
import { pathOf, payloadsWith } from './lift.ts';
import { harmOf, Pairs, type Evidence, type LocalChange, type Pair } from './pairs.ts';
import type { PayloadChange, PayloadComparer, PayloadQuestion } from './payload.ts';
import { Judge, type Way } from './refusals.ts';
import { Side, type View } from './side.ts';

export interface PayloadComparerOptions {
  /** The documents that schemas stand in. */
  readonly baseline: JsonValue;
  readonly candidate: JsonValue;
  /** Whether `readOnly` and `writeOnly` keep members out of requests and responses; as OpenAPI has it. */
  readonly marks: boolean;
  /** Default `no-collision`. */
  readonly undeclared?: 'no-collision' | 'strict';
  /** Steps that one question may take. */
  readonly budget?: number;
  /** Whether what stands at two pointers is the same, references followed; asked to save work. */
  readonly isSame?: (baselinePointer: string, candidatePointer: string) => boolean;
}

/** Compares the payload schemas of two documents by what they accept, not by how they are written. */
export function createPayloadComparer(options: PayloadComparerOptions): PayloadComparer {
  const { baseline, candidate, marks, undeclared = 'no-collision', budget, isSame } = options;
  const comparerFor = (direction: 'request' | 'response'): Comparer =>
    createComparer({
      undeclared,
      formats: 'assert',
      secondVoice: false,
      ...(marks ? { direction } : {}),
      ...(budget === undefined ? {} : { budget }),
    });
  const inbound = comparerFor('request');
  const comparers = { inbound, outbound: marks ? comparerFor('response') : inbound };
  const sides = { baseline: new Side(baseline, comparers), candidate: new Side(candidate, comparers) };
  const judge = new Judge(comparers);
  const same = (one: View, other: View): boolean =>
    one.dialect === other.dialect &&
    one.id === one.pointer &&
    other.id === other.pointer &&
    isSame?.(one.pointer, other.pointer) === true;
  const walk = new Walk(judge, new Pairs(judge, same));
  return {
    compare(question) {
      const before = sides.baseline.view(question.baseline);
      const after = sides.candidate.view(question.candidate);
      return walk.changes(before, after, question);
    },
  };
}

/** A change and how it was reached from the payload. */
interface Reached {
  readonly change: LocalChange;
  readonly steps: readonly Step[];
}

class Walk {
  readonly #judge: Judge;
  readonly #pairs: Pairs;
  /** Whole payloads that show changes, found where they were first met. */
  readonly #witnesses = new Map<Evidence, unknown>();

  constructor(judge: Judge, pairs: Pairs) {
    this.#judge = judge;
    this.#pairs = pairs;
  }

  changes(baseline: View, candidate: View, { flow, text = false }: PayloadQuestion): readonly PayloadChange[] {
    const way: Way = { flow, text };
    const root = this.#pairs.of(baseline, candidate, way);
    const [sub, sup] = flow === 'inbound' ? [baseline, candidate] : [candidate, baseline];
    const answer = this.#judge.compare(sub, sup, flow, text);
    const reached = reach(root);
    const breaking = reached.filter(({ change }) => harmOf(change, flow) !== undefined);
    const changes: PayloadChange[] = [];
    for (const each of reached) {
      const { change, steps } = each;
      const harm = harmOf(change, flow);
      if (harm === undefined) {
        changes.push(toChange(each));
        continue;
      }
      // Containment of the whole is proved: what its parts refuse cannot occur, or is taken elsewhere.
      if (answer.verdict === 'contained' && change.kind !== 'discriminator-changed') continue;
      const only = breaking.length === 1 && answer.verdict === 'not_contained';
      const witness = only ? { value: answer.witness } : this.#lift(harm, steps, [sub, sup], way);
      if (witness === 'vacuous') continue;
      changes.push(toChange(each, harm, witness));
    }
    if (answer.verdict === 'contained' || changes.some(({ breaks }) => breaks)) return changes;
    const place = { baseline: baseline.pointer, candidate: candidate.pointer };
    const kind =
      answer.verdict === 'undecided' ? 'undecided' : flow === 'inbound' ? 'schema-narrowed' : 'schema-widened';
    changes.push({
      kind,
      breaks: true,
      ...place,
      path: '',
      keyword: '',
      values: [baseline.schema, candidate.schema],
      message: answer.verdict === 'undecided' ? 'the change could not be judged' : 'the accepted values changed',
      ...(answer.verdict === 'undecided' ? { undecided: answer.reason } : { witness: answer.witness }),
    });
    return changes;
  }

  /** A whole payload with the change's witness in it; `vacuous` if no payload can have it and be refused. */
  #lift(
    harm: Evidence,
    steps: readonly Step[],
    [sub, sup]: readonly [View, View],
    { flow }: Way,
  ): { readonly value: unknown } | 'vacuous' | undefined {
    if (harm.witness === undefined) return undefined;
    if (this.#witnesses.has(harm)) return { value: this.#witnesses.get(harm) };
    if (steps.every(({ kind }) => kind === 'branch')) {
      this.#witnesses.set(harm, harm.witness.value);
      return harm.witness;
    }
    const demand = payloadsWith(steps, harm.witness.value);
    if (demand === undefined) return undefined;
    const answer = this.#judge.within(sub, demand, sup, flow);
    if (answer.verdict === 'contained') return 'vacuous';
    if (answer.verdict === 'undecided') return undefined;
    this.#witnesses.set(harm, answer.witness);
    return { value: answer.witness };
  }
}

/** All changes below a pair, each once, by the shortest way. */
function reach(root: Pair): readonly Reached[] {
  const seen = new Set<Pair>([root]);
  const found: Reached[] = [];
  let level: (readonly [Pair, readonly Step[]])[] = [[root, []]];
  while (level.length > 0) {
    const next: (readonly [Pair, readonly Step[]])[] = [];
    for (const [pair, steps] of level) {
      for (const change of pair.changes) found.push({ change, steps });
      for (const { step, pair: child } of pair.children) {
        if (seen.has(child)) continue;
        seen.add(child);
        next.push([child, [...steps, step]]);
      }
    }
    level = next;
  }
  return found;
}

function toChange({ change, steps }: Reached, harm?: Evidence, witness?: { readonly value: unknown }): PayloadChange {
  const { kind, baseline, candidate, keyword, values, message } = change;
  return {
    kind,
    breaks: harm !== undefined,
    ...(baseline === undefined ? {} : { baseline }),
    ...(candidate === undefined ? {} : { candidate }),
    path: pathOf(steps),
    keyword,
    values,
    message,
    ...(witness === undefined ? {} : { witness: witness.value }),
    ...(harm?.undecided === undefined ? {} : { undecided: harm.undecided }),
  };
}
