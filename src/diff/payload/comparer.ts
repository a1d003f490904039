import { isJsonObject, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { createComparer, type Comparer, type Containment } from '../schema/index.ts';
import type { Step } from './children.ts';
import { pathOf, payloadsWith } from './lift.ts';
import { harmOf, xmlKeyword, type Evidence } from './change.ts';
import { Pairs, type Pair } from './pairs.ts';
import type { Flow, PayloadChange, PayloadComparer } from './payload.ts';
import {
  changesWithHeirs,
  reach,
  stepsOf,
  type Judged,
  type Reach,
  type Reached,
  type Root,
  type Trail,
} from './reach.ts';
import { isJson, Judge } from './refusals.ts';
import { createSameness, type Sameness } from '../source/sameness.ts';
import { holding, valuesShowing } from './showing.ts';
import { Side, type View } from './side.ts';
import type { Way } from './way.ts';

export interface PayloadComparerOptions {
  /** The documents that schemas stand in. */
  readonly baseline: JsonValue;
  readonly candidate: JsonValue;
  /** Whether `readOnly` and `writeOnly` keep members out of requests and responses; as OpenAPI has it. */
  readonly marks: boolean;
  /** Default `no-collision`. */
  readonly undeclared?: 'no-collision' | 'strict';
  /** Default `assert`: values in known formats are held to them. */
  readonly formats?: 'annotate' | 'assert';
  /** Steps that one question may take. */
  readonly budget?: number;
  /** What is the same in both documents, references followed; asked to save work. */
  readonly sameness?: Sameness;
}

/** Compares the payload schemas of two documents by what they accept, not by how they are written. */
export function createPayloadComparer(options: PayloadComparerOptions): PayloadComparer {
  const { baseline, candidate, marks, undeclared = 'no-collision', formats = 'assert', budget } = options;
  const { sameness = createSameness(baseline, candidate) } = options;
  const comparerFor = (direction: 'request' | 'response'): Comparer =>
    createComparer({
      undeclared,
      formats,
      secondVoice: false,
      ...(marks ? { direction } : {}),
      ...(budget === undefined ? {} : { budget }),
    });
  const inbound = comparerFor('request');
  const comparers = { inbound, outbound: marks ? comparerFor('response') : inbound };
  const sides = { baseline: new Side(baseline, comparers), candidate: new Side(candidate, comparers) };
  const judge = new Judge(comparers, undeclared);
  const walk = new Walk(judge, new Pairs(judge, sameness));
  return {
    compare(question) {
      const before = sides.baseline.view(question.baseline);
      const after = sides.candidate.view(question.candidate);
      const { flow, text = false, xml = false } = question;
      return walk.changes(before, after, { flow, text, xml });
    },
  };
}

/** A whole payload that shows a change; one of the payload at hand is made by `here`, where it is of another. */
interface Lifted {
  readonly value: unknown;
  readonly here?: () => unknown;
}

class Walk {
  readonly #judge: Judge;
  readonly #pairs: Pairs;
  /** Whole payloads that show changes, found where they were first met. */
  readonly #witnesses = new Map<Evidence, unknown>();
  readonly #parts = new Map<Evidence, Map<Pair, Containment>>();
  readonly #judged = new Map<string, Map<Pair, Judged>>();

  constructor(judge: Judge, pairs: Pairs) {
    this.#judge = judge;
    this.#pairs = pairs;
  }

  changes(baseline: View, candidate: View, way: Way): readonly PayloadChange[] {
    const start = { pair: this.#pairs.of(baseline, candidate, way), way, path: '' };
    return changesWithHeirs(start, this.#pairs, (root) => this.#judgedOnce(root));
  }

  #judgedOnce({ pair, way, selector }: Root): Judged {
    const key = `${way.flow} ${String(way.xml)} ${JSON.stringify(selector)}`;
    let answers = this.#judged.get(key);
    if (answers === undefined) this.#judged.set(key, (answers = new Map<Pair, Judged>()));
    let judged = answers.get(pair);
    if (judged === undefined) {
      const reached = reach(pair, way.flow);
      const changes = this.#changes(pair, reached, way);
      const selected = changes.map((change) => this.#selected(change, selector, pair, way));
      answers.set(pair, (judged = { changes: selected, leading: reached.leading }));
    }
    return judged;
  }

  /** A witness that is selected as it is on the wire, if that is one still. */
  #selected(change: PayloadChange, selector: JsonObject | undefined, pair: Pair, way: Way): PayloadChange {
    const { witness } = change;
    if (selector === undefined || !isJson(witness) || !isJsonObject(witness)) return change;
    const selected = { ...witness, ...selector };
    if (!this.#judge.isShown(selected, ofSub(pair, way.flow), ofSup(pair, way.flow), way)) return change;
    const { witnessHere: _, ...rest } = change;
    return { ...rest, witness: selected };
  }

  #changes(root: Pair, { reached, looping }: Reach, way: Way): readonly PayloadChange[] {
    const { baseline, candidate } = root;
    const { flow, xml } = way;
    const [sub, sup] = [ofSub(root, flow), ofSup(root, flow)];
    const changes: PayloadChange[] = [];
    const vacuous: { readonly each: Reached; readonly harm: Evidence }[] = [];
    let whole: Containment | undefined;
    const compareWhole = (): Containment => (whole ??= this.#judge.compare(sub, sup, way));
    let harmful = looping || !sub.side.isPlain(sub, flow) || !sup.side.isPlain(sup, flow);
    for (const each of reached) {
      if (each.change.keyword === xmlKeyword && !xml) continue;
      const harm = harmOf(each.change, flow);
      if (harm === undefined) {
        changes.push(toChange(each));
        continue;
      }
      harmful = true;
      const lifted = this.#lift(harm, each, [sub, sup], way);
      if (lifted === 'vacuous') {
        vacuous.push({ each, harm });
        continue;
      }
      // A payload that is refused for whatever reason shows at least that something is.
      const witness =
        lifted ?? (each.change.beyondValues === true ? undefined : this.#witnessOf(compareWhole(), [sub, sup], way));
      if (each.change.beyondValues !== true && witness === undefined) {
        if (whole?.verdict === 'contained') continue;
        const undecided = harm.undecided ?? (whole?.verdict === 'undecided' ? whole.reason : undefined);
        changes.push(toChange(each, undecided === undefined ? harm : { undecided }));
        continue;
      }
      changes.push(toChange(each, harm, witness));
    }
    // Every demand of the one schema is met by the other, all the way down: that is containment.
    if (!harmful || changes.some(({ breaks }) => breaks)) return changes;
    const answer = compareWhole();
    if (answer.verdict === 'contained') return changes;
    if (answer.verdict === 'undecided' || vacuous.length === 0) {
      return [...changes, unexplained(baseline, candidate, flow, answer)];
    }
    // No change refuses anything by itself, but together they do: what matched one alternative may match two.
    const witness = { value: answer.witness };
    return [...changes, ...vacuous.map(({ each, harm }) => toChange(each, harm, witness))];
  }

  /** A whole payload with the change's witness in it; `vacuous` if no payload can have it and be refused. */
  #lift(harm: Evidence, reached: Reached, sides: readonly [View, View], way: Way): Lifted | 'vacuous' | undefined {
    const { refused } = harm;
    if (refused === undefined) return undefined;
    if (this.#witnesses.has(harm)) {
      const value = this.#witnesses.get(harm);
      const here = (): unknown => {
        const lifted = this.#liftAnew(harm, refused, reached, sides, way);
        return lifted === undefined || lifted === 'vacuous' ? value : lifted.value;
      };
      return { value, here };
    }
    const lifted = this.#liftAnew(harm, refused, reached, sides, way);
    if (lifted !== undefined && lifted !== 'vacuous') this.#witnesses.set(harm, lifted.value);
    return lifted;
  }

  #liftAnew(
    harm: Evidence,
    refused: JsonValue,
    reached: Reached,
    [sub, sup]: readonly [View, View],
    way: Way,
  ): Lifted | 'vacuous' | undefined {
    const { flow } = way;
    const { change, trail } = reached;
    const shown = this.#show(harm, reached, [sub, sup], way);
    if (shown !== undefined) return { value: shown };
    for (const part of partsAround(trail)) {
      const found = this.#inPart(harm, refused, part, flow);
      if (found.verdict === 'undecided') return undefined;
      if (found.verdict === 'contained') {
        if (!isExample(refused) || this.#takesAlternative(part, flow)) return 'vacuous';
        continue;
      }
      const value = isJson(found.witness) ? this.#embed(found.witness, part.trail, flow) : undefined;
      if (value !== undefined && this.#judge.isShown(value, sub, sup, way)) return { value };
    }
    const demand = payloadsWith(stepsOf(trail), refused);
    if (demand === undefined) return undefined;
    const answer = this.#judge.within(sub, demand.schema, sup, way);
    // What one alternative refuses, another may take; and what is hidden is not required under any name.
    const exact = demand.exact && !change.kind.startsWith('one-of') && this.#judge.hidingMark(flow) === undefined;
    if (answer.verdict === 'contained') return exact ? 'vacuous' : undefined;
    return this.#witnessOf(answer, [sub, sup], way);
  }

  /** The engine knows nothing of text: there its witness counts if it can be sent and is read as nothing else. */
  #witnessOf(answer: Containment, [sub, sup]: readonly [View, View], way: Way): Lifted | undefined {
    if (answer.verdict !== 'not_contained') return undefined;
    const { witness } = answer;
    const counts = way.text === false || (isJson(witness) && this.#judge.isShown(witness, sub, sup, way));
    return counts ? { value: witness } : undefined;
  }

  /** Whether a part of payloads can have what is refused and be refused; asked once for all payloads that hold it. */
  #inPart(harm: Evidence, refused: JsonValue, { trail: { pair }, steps }: Part, flow: Flow): Containment {
    let answers = this.#parts.get(harm);
    if (answers === undefined) this.#parts.set(harm, (answers = new Map<Pair, Containment>()));
    let answer = answers.get(pair);
    if (answer === undefined) {
      const demand = payloadsWith(steps, refused)?.schema ?? true;
      answer = this.#judge.within(ofSub(pair, flow), demand, ofSup(pair, flow), wayOf(pair, flow));
      answers.set(pair, answer);
    }
    return answer;
  }

  /** Whether a union takes all of an alternative of its counterpart, in whatever way. */
  #takesAlternative({ trail: { pair }, alternative }: Part, flow: Flow): boolean {
    if (alternative === undefined) return false;
    const demand = ofSub(alternative, flow).schema;
    return this.#judge.within(ofSub(pair, flow), demand, ofSup(pair, flow), wayOf(pair, flow)).verdict === 'contained';
  }

  /** A payload put together from what shows the change and what is needed around it. */
  #show(
    harm: Evidence,
    { change, trail }: Reached,
    [sub, sup]: readonly [View, View],
    way: Way,
  ): JsonValue | undefined {
    const { flow } = way;
    const place = { sub: ofSub(trail.pair, flow), sup: ofSup(trail.pair, flow) };
    const placeWay = wayOf(trail.pair, flow);
    let tries = 0;
    for (const part of valuesShowing(change, harm, place, this.#judge.samples(placeWay))) {
      if (!this.#judge.isAmong(part, harm, place.sub, placeWay)) continue;
      const completed = this.#judge.completed(part, place.sub, place.sup, placeWay, change.name);
      const isWhole = this.#judge.isAmong(completed, harm, place.sub, placeWay);
      const value = this.#embed(isWhole ? completed : part, trail, flow);
      if (value !== undefined && this.#judge.isShown(value, sub, sup, way)) return value;
      if (++tries >= mostTries) return undefined;
    }
    return undefined;
  }

  /** A payload that holds a value at the end of the trail; undefined if an alternative on the way takes what is held. */
  #embed(part: JsonValue, trail: Trail, flow: Flow): JsonValue | undefined {
    let value: JsonValue | undefined = part;
    for (let { last } = trail; last !== undefined && value !== undefined; last = last.from.last) {
      const { pair } = last.from;
      const way = wayOf(pair, flow);
      value = holding(value, last.step, ofSub(pair, flow), this.#judge.samples(way));
      if (value === undefined) continue;
      value = this.#judge.completed(value, ofSub(pair, flow), ofSup(pair, flow), way);
      if (last.step.kind !== 'branch') continue;
      if (!this.#judge.isShown(value, ofSub(pair, flow), ofSup(pair, flow), way)) return undefined;
    }
    return value;
  }
}

/** The schema of a pair that payloads which flow so were made for, and the one that they have to satisfy now. */
function ofSub({ baseline, candidate }: Pair, flow: Flow): View {
  return flow === 'inbound' ? baseline : candidate;
}

function ofSup({ baseline, candidate }: Pair, flow: Flow): View {
  return flow === 'inbound' ? candidate : baseline;
}

/** How the part of a payload that a pair is about travels; a pair may be of both flows. */
function wayOf({ way }: Pair, flow: Flow): Way {
  return way.flow === flow ? way : { ...way, flow };
}

/** Whether what is refused is one value of perhaps many. */
function isExample(refused: JsonValue): boolean {
  return isJsonObject(refused) && Object.hasOwn(refused, 'enum');
}

/** A part of payloads that holds the end of a trail, and the steps from there to the end. */
interface Part {
  readonly trail: Trail;
  readonly steps: readonly Step[];
  /** The alternative that leads there, if the part is a union. */
  readonly alternative?: Pair;
}

/**
 * The end of a trail itself, and the innermost and outermost unions from which members and alternatives alone lead to it:
 * what one alternative refuses, another may take.
 */
function partsAround(end: Trail): readonly Part[] {
  const unions: Part[] = [];
  const steps: Step[] = [];
  let inner = end;
  for (let { last } = end; last?.step.kind === 'branch' || last?.step.kind === 'member'; last = last.from.last) {
    steps.unshift(last.step);
    // Alternatives of alternatives are one union.
    if (last.step.kind === 'branch' && last.from.last?.step.kind !== 'branch') {
      unions.push({ trail: last.from, steps: [...steps], alternative: inner.pair });
    }
    inner = last.from;
  }
  const [innermost, ...others] = unions;
  return [{ trail: end, steps: [] }, innermost, others.at(-1)].filter((part) => part !== undefined);
}

const mostTries = 3;

/** A refusal that no demand by itself explains. */
function unexplained(
  baseline: View,
  candidate: View,
  flow: Flow,
  answer: Exclude<Containment, { readonly verdict: 'contained' }>,
): PayloadChange {
  const undecided = answer.verdict === 'undecided';
  const place = { baseline: baseline.pointer, candidate: candidate.pointer };
  const refused = flow === 'inbound' ? 'schema-narrowed' : 'schema-widened';
  return {
    kind: undecided ? 'undecided' : refused,
    breaks: true,
    ...place,
    path: '',
    keyword: '',
    values: [baseline.schema, candidate.schema],
    message: undecided ? 'the change could not be judged' : 'the accepted values changed',
    ...(undecided ? { undecided: answer.reason } : { witness: answer.witness }),
  };
}

function toChange({ change, trail }: Reached, harm?: Evidence, witness?: Lifted): PayloadChange {
  const { kind, baseline, candidate, keyword, values, message } = change;
  return {
    kind,
    breaks: harm !== undefined,
    ...(baseline === undefined ? {} : { baseline }),
    ...(candidate === undefined ? {} : { candidate }),
    path: pathOf(stepsOf(trail)),
    keyword,
    values,
    message,
    ...(witness === undefined ? {} : { witness: witness.value }),
    ...(witness?.here === undefined ? {} : { witnessHere: witness.here }),
    ...(harm?.undecided === undefined ? {} : { undecided: harm.undecided }),
  };
}
