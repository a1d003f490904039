import { canonicalJson } from '../../internal/canonical-json.ts';
import { isJsonArray, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { Comparer, Containment } from '../schema/index.ts';
import type { Evidence } from './change.ts';
import type { Child } from './children.ts';
import { membersOf } from './children.ts';
import { facetsByKey, facetsOf, isOutlined, isSilentOn, memberFacetsOf, outlineOf, type Facet } from './facets.ts';
import type { Flow } from './payload.ts';
import type { View } from './side.ts';
import { toNeutral } from './neutral.ts';
import { Samples } from './samples.ts';
import { guesses } from './showing.ts';
import { listedValues, listOfTexts, takenAsText, writable } from './text.ts';
import { isSendable, keyOfText, readingsOf, wayInto, type Way } from './way.ts';

/** A demand of one schema that values of the other do not meet. */
export interface Refusal {
  readonly keyword: string;
  readonly name?: string;
  /** Where the demand stands. */
  readonly pointer: string;
  /** A schema of the values that are refused; those of the one schema among them are still to be found. */
  readonly refused?: JsonValue;
  readonly undecided?: string;
}

/** Asks the engine, and finds out which demands of `sup` are to blame where it says no. */
export class Judge {
  readonly #comparers: Readonly<Record<Flow, Comparer>>;
  readonly #samples = new Map<string, Samples>();
  readonly #texts = new Map<string, JsonValue | undefined>();

  /** Whether members that only one schema declares are not among the undeclared ones of the other. */
  readonly isKeptApart: boolean;

  constructor(comparers: Readonly<Record<Flow, Comparer>>, undeclared: 'no-collision' | 'strict') {
    this.#comparers = comparers;
    this.isKeptApart = undeclared === 'no-collision';
  }

  /** What guesses values that travel so. */
  samples(way: Way): Samples {
    const mark = this.hidingMark(way.flow);
    const key = `${mark ?? ''} ${keyOfText(way)}`;
    let samples = this.#samples.get(key);
    if (samples === undefined) {
      samples = new Samples({ mark, way, findText: (view, demands) => this.#textOf(view, demands) });
      this.#samples.set(key, samples);
    }
    return samples;
  }

  /** A string that meets demands on strings. */
  #textOf({ side, dialect }: View, demands: JsonObject): JsonValue | undefined {
    const key = `${dialect} ${JSON.stringify(demands)}`;
    if (!this.#texts.has(key)) {
      const [some, none] = [demands, nothing].map((schema) => side.embed(schema, dialect, 'inbound'));
      const answer = some && none && this.#comparers.inbound.compare(some, none);
      const found = answer?.verdict === 'not_contained' ? answer.witness : undefined;
      this.#texts.set(key, typeof found === 'string' ? found : undefined);
    }
    return this.#texts.get(key);
  }

  /** Which flows are judged alike: all, unless members are marked as read-only or write-only. */
  realmOf(flow: Flow): Flow {
    return this.#comparers.inbound === this.#comparers.outbound ? 'inbound' : flow;
  }

  /** The mark that keeps members out of payloads that flow so. */
  hidingMark(flow: Flow): 'readOnly' | 'writeOnly' | undefined {
    if (this.#comparers.inbound === this.#comparers.outbound) return undefined;
    return flow === 'inbound' ? 'readOnly' : 'writeOnly';
  }

  compare(sub: View, sup: View, way: Way): Containment {
    const { flow, text } = way;
    const answer = this.#ask(sub, sup, flow);
    if (!this.#mayBeText(answer, sub, sup, way)) return answer;
    if (this.#areReadAs(sub, sup, sup, way)) return contained;
    const taken = text === true ? this.#takenAsText(sup, flow) : [];
    const widened =
      taken.length > 0
        ? { anyOf: [sup.schema, ...taken] }
        : text === true
          ? listOfTexts(sup, this.#taking(sup, flow))
          : undefined;
    return this.#askAsText(answer, sub, widened === undefined ? sup : made(sup, widened), way);
  }

  /** Whether values meet one demand of `sup`. */
  #meets(sub: View, demand: JsonObject, sup: View, way: Way): Containment {
    const { flow, text } = way;
    const demanded = made(sup, demand);
    const answer = this.#ask(sub, demanded, flow);
    if (!this.#mayBeText(answer, sub, sup, way)) return answer;
    // What the whole schema takes as text meets every demand of it.
    if (this.#areReadAs(sub, demanded, sup, way)) return contained;
    const taken = text === true ? this.#takenAsText(sup, flow) : [];
    return this.#askAsText(answer, sub, taken.length === 0 ? demanded : made(sup, { anyOf: [demand, ...taken] }), way);
  }

  /** Whether it is worth asking again whether values are taken, as they travel as text. */
  #mayBeText(answer: Containment, sub: View, sup: View, way: Way): boolean {
    if (answer.verdict === 'contained' || way.text === false) return false;
    return answer.verdict === 'undecided' || !isJson(answer.witness) || !this.isShown(answer.witness, sub, sup, way);
  }

  #askAsText(answer: Containment, sub: View, sup: View, way: Way): Containment {
    const asText = this.#ask(this.#sent(sub, way), sup, way.flow);
    return asText.verdict === 'undecided' ? answer : asText;
  }

  /** Those values of a view that can be sent, or more. */
  #sent(sub: View, way: Way): View {
    const writable = this.#writable(sub, way);
    return writable === true ? sub : made(sub, { allOf: [sub.schema, writable] });
  }

  #writable(sub: View, way: Way): JsonValue {
    if (way.text === false || way.xml) return true;
    return sub.side.once(`writable ${keyOfText(way)}`, sub, () => writable(sub, way.text) ?? true);
  }

  /** Whether values that are listed one by one meet a demand of `sup`, or what their texts are read as meets all of it. */
  #areReadAs(sub: View, demand: View, sup: View, way: Way): boolean {
    if (way.text !== true) return false;
    const isIn = (value: JsonValue, view: View): boolean => this.#isIn(value, view, way.flow, 'valid');
    const isTaken = (value: JsonValue): boolean => {
      if (!isSendable(value, way) || this.#isIn(value, sub, way.flow, 'invalid') || isIn(value, demand)) return true;
      const readings = readingsOf(value, true);
      if (readings.some((reading) => isIn(reading, sup))) return true;
      // What no list names under any reading is refused for that alone.
      return !isListing(demand) && isUnlisted(readings, sup) && readings.some((reading) => isIn(reading, demand));
    };
    return listedValues(sub)?.every(isTaken) ?? false;
  }

  /** Whether a value of a view that can be sent is certainly one of those that are refused. */
  isAmong(value: JsonValue, { refused = false }: Evidence, view: View, way: Way): boolean {
    const { flow } = way;
    if (!isSendable(value, way)) return false;
    const among = view.side.embed(refused, view.dialect, flow);
    return this.#comparers[flow].evaluate(among, value) === 'valid' && this.#isIn(value, view, flow, 'valid');
  }

  /** Whether a value that can be sent is certainly in the one view and not in the other, whatever it is read as. */
  isShown(value: JsonValue, sub: View, sup: View, way: Way): boolean {
    return (
      isSendable(value, way) &&
      this.#isIn(value, sub, way.flow, 'valid') &&
      readingsOf(value, way.text).every((reading) => this.#isIn(reading, sup, way.flow, 'invalid'))
    );
  }

  /**
   * An object of `sub` with what `sup` requires beside it, as far as `sub` declares it: then it is refused for what it is
   * to show, not for what happens to be missing. `except` is left out.
   */
  completed(value: JsonValue, sub: View, sup: View, way: Way, except?: string): JsonValue {
    const completed = this.#completedWithin(value, sub, sup, { way, except, depth: deepest });
    return completed !== value && this.#isIn(completed, sub, way.flow, 'valid') ? completed : value;
  }

  #completedWithin(value: JsonValue, sub: View, sup: View, { way, except, depth }: Completing): JsonValue {
    if (!isObject(value) || depth === 0) return value;
    const [declared, demanded] = [membersOf(sub), membersOf(sup)];
    const added: [string, JsonValue][] = [];
    for (const name of requiredBy(sup)) {
      const member = name === except || Object.hasOwn(value, name) ? undefined : declared.get(name);
      const sample = member && this.samples(way).inside(name).of(member);
      if (member === undefined || sample === undefined) continue;
      const other = demanded.get(name);
      const inner = { way: wayInto(way, { kind: 'member', name }), depth: depth - 1 };
      added.push([name, other === undefined ? sample : this.#completedWithin(sample, member, other, inner)]);
    }
    return added.length === 0 ? value : { ...value, ...Object.fromEntries(added) };
  }

  #isIn(value: JsonValue, view: View, flow: Flow, expected: 'valid' | 'invalid'): boolean {
    return this.#comparers[flow].evaluate(view.side.schemaAt(view, flow), value) === expected;
  }

  /** Values of a view to try before anything is proved: most of what is not contained is seen by them. */
  #instancesOf(view: View, flow: Flow): readonly JsonValue[] {
    return view.side.once(`instances ${this.realmOf(flow)}`, view, () => {
      const samples = this.samples({ flow, text: false, xml: false });
      const guesses = [0, 1, 2, 3].map((index) => samples.of(view, { index }));
      const different = new Map<string, JsonValue>();
      for (const guess of [...guesses, samples.of(view, { full: true })]) {
        if (guess !== undefined) different.set(JSON.stringify(guess), guess);
      }
      return [...different.values()].filter((value) => this.#isIn(value, view, flow, 'valid'));
    });
  }

  #ask(sub: View, sup: View, flow: Flow): Containment {
    const witness = this.#instancesOf(sub, flow).find((value) => this.#isIn(value, sup, flow, 'invalid'));
    if (witness !== undefined) return { verdict: 'not_contained', witness };
    return this.#comparers[flow].compare(sub.side.schemaAt(sub, flow), sup.side.schemaAt(sup, flow));
  }

  /** A guess that shows that values do not meet a demand. */
  #guessed({ keyword, name }: Guessed, demand: JsonObject, sub: View, sup: View, way: Way): JsonValue | undefined {
    const demanded = made(sup, demand);
    for (const guess of guesses(keyword, name, sub, sup, this.samples(way))) {
      if (guess !== undefined && this.isShown(guess, sub, demanded, way)) return guess;
    }
    return undefined;
  }

  #takenAsText(sup: View, flow: Flow): readonly JsonObject[] {
    return sup.side.once(`taken as text ${this.realmOf(flow)}`, sup, () => takenAsText(this.#taking(sup, flow)));
  }

  /** Whether a view takes every value of a schema. */
  #taking(sup: View, flow: Flow): (schema: JsonValue) => boolean {
    return (schema) => this.#ask(sup.side.made(sup.pointer, sup.dialect, schema), sup, flow).verdict === 'contained';
  }

  /** Values of `sub` under a further demand, against `sup`. */
  within(sub: View, demand: JsonValue, sup: View, way: Way): Containment {
    const { flow } = way;
    const narrowed = sub.side.embed({ allOf: [sub.schema, demand, this.#writable(sub, way)] }, sub.dialect, flow);
    return this.#comparers[flow].compare(narrowed, sup.side.schemaAt(sup, flow));
  }

  /** The demands of `sup` that values of `sub` do not meet; what is told elsewhere aside. */
  refusals(sub: View, sup: View, { children, alternatives }: Explained, way: Way): readonly Refusal[] {
    const met = facetsByKey(sub);
    const compared = new Set(children.flatMap(({ step }) => (step.kind === 'member' ? [step.name] : [])));
    const demands = [...facetsOf(sup), ...memberFacetsOf(sup, compared)];
    return demands.flatMap((facet) => {
      if (isCovered(facet, children) || (alternatives && isUnion(facet))) return [];
      if (facet.keyword === 'properties' && this.isKeptApart && isSilentOn(sub, facet.name ?? '')) return [];
      const same = met.get(`${facet.keyword} ${facet.name ?? ''}`);
      if (sub.dialect === sup.dialect && same?.text() === facet.text() && !refers(facet)) return [];
      return this.#refusalsOf(facet, sub, sup, way);
    });
  }

  #refusalsOf(facet: Facet, sub: View, sup: View, way: Way): readonly Refusal[] {
    const { keyword, name, pointer } = facet;
    const demand = facet.schema();
    const place = { keyword, pointer, ...(name === undefined ? {} : { name }) };
    if (facet.isShallow) {
      const own = withoutNames(demand);
      const refused = { not: sub.dialect === sup.dialect ? own : toNeutral(own, sup.dialect) };
      // What the value itself may be says enough: whether it can be whole is found out where a payload is made.
      const outline = outlineOf(sub);
      if (this.#guessed(facet, demand, outline, sup, way) === undefined) {
        if (this.#meets(outline, demand, sup, way).verdict === 'contained') return [];
      }
      if (isOutlined(sub)) {
        if (keyword === 'additionalProperties') return this.#undeclared(facet, outline, sup, way);
        return [{ ...place, refused }];
      }
      if (this.#guessed(facet, demand, sub, sup, way) === undefined) {
        if (this.#meets(sub, demand, sup, way).verdict === 'contained') return [];
      }
      if (keyword === 'additionalProperties') return this.#undeclared(facet, sub, sup, way);
      return [{ ...place, refused }];
    }
    const guess = this.#guessed(facet, demand, sub, sup, way);
    if (guess !== undefined) return [{ ...place, refused: { enum: [guess] } }];
    const answer = this.#meets(sub, demand, sup, way);
    if (answer.verdict === 'contained') return [];
    if (answer.verdict === 'undecided') return [{ ...place, undecided: answer.reason }];
    return [{ ...place, ...refusing(answer.witness) }];
  }

  /** A closed schema refuses members that the other one names, and those that it merely allows: each is a cause. */
  #undeclared(facet: Facet, sub: View, sup: View, way: Way): readonly Refusal[] {
    const { flow } = way;
    const { keyword, pointer } = facet;
    const schema = facet.schema();
    const known = schema.properties;
    const found: Refusal[] = [];
    const open: Record<string, JsonValue> = {};
    const refuses = (demand: JsonObject, having: JsonValue, name?: string): boolean => {
      if (this.#guessed({ keyword, name }, demand, sub, sup, way) !== undefined) return true;
      const narrowed = sub.side.embed({ allOf: [sub.schema, having] }, sub.dialect, flow);
      return this.#comparers[flow].compare(narrowed, sup.side.embed(demand, sup.dialect, flow)).verdict !== 'contained';
    };
    for (const name of membersOf(sub).keys()) {
      if (isObject(known) && Object.hasOwn(known, name)) continue;
      open[name] = {};
      const refused = { required: [name] };
      if (refuses(schema, refused, name)) found.push({ keyword, name, pointer, refused });
    }
    const others = { ...schema, properties: { ...(isObject(known) ? known : {}), ...open } };
    if (found.length === 0 || refuses(others, {})) found.push({ keyword, pointer, refused: { not: others } });
    return found;
  }

  /** What shows that `sup` does not take an alternative of `owner`; a value that no other alternative has, if possible. */
  evidenceOf(view: View, owner: View, sup: View, way: Way): Evidence {
    const answer = this.compare(view, sup, way);
    const shown = this.#shownBy(view, answer, owner, sup, way);
    return shown === undefined ? toEvidence(answer) : { refused: { enum: [shown] } };
  }

  #shownBy(view: View, answer: Containment, owner: View, sup: View, way: Way): JsonValue | undefined {
    const samples = this.samples(way);
    const found = answer.verdict === 'not_contained' && isJson(answer.witness) ? [answer.witness] : [];
    for (const choice of [undefined, { tagged: true }, { full: true }]) {
      const values = choice === undefined ? found : [samples.of(view, choice)];
      for (const value of values) if (value !== undefined && this.isShown(value, owner, sup, way)) return value;
    }
    return undefined;
  }

  /** Those of the alternatives of `owner` that `sup` does not take, as far as the rest of their owner leaves any value. */
  unmatched(alternatives: readonly View[], owner: View, sup: View, way: Way): readonly View[] {
    return alternatives.filter((view) => {
      const answer = this.compare(view, sup, way);
      if (answer.verdict === 'contained') return false;
      if (this.#shownBy(view, answer, owner, sup, way) !== undefined) return true;
      return this.within(owner, view.schema, sup, way).verdict !== 'contained';
    });
  }
}

function requiredBy(view: View): ReadonlySet<string> {
  return view.side.once('required', view, () => {
    const lists = view.side.partsOf(view).map(({ schema }) => ownMember(schema, 'required'));
    return new Set(lists.flatMap((list) => (isJsonArray(list) ? list : [])).filter((name) => typeof name === 'string'));
  });
}

const nothing: JsonObject = { not: {} };
const contained: Containment = { verdict: 'contained' };

function made(like: View, schema: JsonValue): View {
  return like.side.made(like.pointer, like.dialect, schema);
}

interface Completing {
  readonly way: Way;
  readonly except?: string | undefined;
  readonly depth: number;
}

/** Objects within objects are completed so far. */
const deepest = 6;

/** The keyword that a guess is to show refusing, and the member that it is about, if about one. */
interface Guessed {
  readonly keyword: string;
  readonly name?: string | undefined;
}

/** What is told elsewhere: the parts that are compared by themselves, and whether alternatives were matched. */
export interface Explained {
  readonly children: readonly Child[];
  readonly alternatives: boolean;
}

function toEvidence(answer: Containment): Evidence {
  if (answer.verdict === 'not_contained') return refusing(answer.witness);
  return answer.verdict === 'undecided' ? { undecided: answer.reason } : {};
}

/** A schema of one value. */
export function refusing(witness: unknown): { readonly refused?: JsonValue } {
  return isJson(witness) ? { refused: { enum: [witness] } } : {};
}

/** A demand without the names that it is read beside. */
function withoutNames(schema: JsonObject): JsonObject {
  const { properties: _, ...own } = schema;
  return own;
}

/** Whether equal texts may mean different things. */
function refers(facet: Facet): boolean {
  return facet.text().includes('Ref":') || facet.text().includes('"$ref":');
}

function isListing({ schema }: View): boolean {
  return isObject(schema) && (Object.hasOwn(schema, 'enum') || Object.hasOwn(schema, 'const'));
}

/** Whether a view has a list that has none of some values. */
function isUnlisted(values: readonly JsonValue[], view: View): boolean {
  const list = listedValues(view)?.map((value) => canonicalJson(value));
  return list !== undefined && values.every((value) => !list.includes(canonicalJson(value)));
}

function isUnion({ keyword }: Facet): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

/** Whether a demand is judged where the parts that it is about are compared. */
function isCovered({ keyword }: Facet, children: readonly Child[]): boolean {
  switch (keyword) {
    case 'items':
      return children.some(({ step }) => step.kind === 'item');
    case 'additionalProperties':
      return children.some(({ step }) => step.kind === 'other-member' && step.pattern === undefined);
    case 'patternProperties':
      return children.some(({ step }) => step.kind === 'other-member' && step.pattern !== undefined);
    default:
      return false;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJson(value: unknown): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return true;
  return typeof value === 'object' && Object.values(value).every(isJson);
}
