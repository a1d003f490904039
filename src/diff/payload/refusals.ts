import { canonicalJson } from '../../internal/canonical-json.ts';
import type { JsonValue } from '../../internal/json.ts';
import type { Comparer, Containment } from '../schema/index.ts';
import type { Child } from './children.ts';
import { alternativesOf, membersOf } from './children.ts';
import { facetsOf, type Facet } from './facets.ts';
import type { Flow } from './payload.ts';
import type { View } from './side.ts';
import { asText } from './text.ts';

/** A demand of one schema that values of the other do not meet. */
export interface Refusal {
  readonly keyword: string;
  readonly name?: string;
  /** Where the demand stands. */
  readonly pointer: string;
  /** A value of the one schema that the demand refuses. */
  readonly witness?: unknown;
  readonly undecided?: string;
}

/** Asks the engine, and finds out which demands of `sup` are to blame where it says no. */
export class Judge {
  readonly #comparers: Readonly<Record<Flow, Comparer>>;

  constructor(comparers: Readonly<Record<Flow, Comparer>>) {
    this.#comparers = comparers;
  }

  /** Which flows are judged alike: all, unless members are marked as read-only or write-only. */
  realmOf(flow: Flow): Flow {
    return this.#comparers.inbound === this.#comparers.outbound ? 'inbound' : flow;
  }

  compare(sub: View, sup: View, flow: Flow, text: boolean): Containment {
    const answer = this.#comparers[flow].compare(sub.side.schemaAt(sub, flow), sup.side.schemaAt(sup, flow));
    if (answer.verdict === 'contained' || !text) return answer;
    const widened = asText(sup, (schema) => this.#holdsAll(schema, sup, flow));
    if (widened === undefined) return answer;
    return this.#comparers[flow].compare(sub.side.schemaAt(sub, flow), sup.side.embed(widened, sup.dialect, flow));
  }

  /** Whether a schema takes every value of another one. */
  #holdsAll(schema: JsonValue, sup: View, flow: Flow): boolean {
    const inside = sup.side.embed(schema, sup.dialect, flow);
    return this.#comparers[flow].compare(inside, sup.side.schemaAt(sup, flow)).verdict === 'contained';
  }

  /** Values of `sub` under a further demand, against `sup`. */
  within(sub: View, demand: JsonValue, sup: View, flow: Flow): Containment {
    const narrowed = sub.side.embed({ allOf: [sub.schema, demand] }, sub.dialect, flow);
    return this.#comparers[flow].compare(narrowed, sup.side.schemaAt(sup, flow));
  }

  /** The demands of `sup` that values of `sub` do not meet; what is told elsewhere aside. */
  refusals(sub: View, sup: View, { children, alternatives }: Explained, { flow, text }: Way): readonly Refusal[] {
    const met = new Set(facetsOf(sub).map(spell));
    return facetsOf(sup).flatMap((facet) => {
      if (isCovered(facet, children) || (alternatives && isUnion(facet))) return [];
      return met.has(spell(facet)) && !refers(facet) ? [] : this.#refusalsOf(facet, sub, sup, { flow, text });
    });
  }

  #refusalsOf(facet: Facet, sub: View, sup: View, way: Way): readonly Refusal[] {
    const { keyword, name, pointer } = facet;
    const demand = sup.side.made(pointer, sup.dialect, facet.schema);
    const answer = this.compare(sub, demand, way.flow, way.text);
    if (answer.verdict === 'contained') return [];
    const place = { keyword, pointer, ...(name === undefined ? {} : { name }) };
    if (keyword === 'additionalProperties' && answer.verdict === 'not_contained') {
      return this.#undeclared(facet, sub, sup, answer.witness, way);
    }
    if (answer.verdict === 'undecided') return [{ ...place, undecided: answer.reason }];
    return [{ ...place, witness: answer.witness }];
  }

  /** A closed schema refuses members that the other one names, and those that it merely allows: each is a cause. */
  #undeclared(facet: Facet, sub: View, sup: View, witness: unknown, way: Way): readonly Refusal[] {
    const { keyword, pointer } = facet;
    const known = facet.schema.properties;
    const found: Refusal[] = [];
    const open: Record<string, JsonValue> = {};
    for (const name of membersOf(sub).keys()) {
      if (isObject(known) && Object.hasOwn(known, name)) continue;
      open[name] = {};
      const having = sub.side.embed({ allOf: [sub.schema, { required: [name] }] }, sub.dialect, way.flow);
      const demand = sup.side.embed(facet.schema, sup.dialect, way.flow);
      const answer = this.#comparers[way.flow].compare(having, demand);
      if (answer.verdict === 'not_contained') found.push({ keyword, name, pointer, witness: answer.witness });
    }
    const properties = { ...(isObject(known) ? known : {}), ...open };
    const demand = sup.side.embed({ ...facet.schema, properties }, sup.dialect, way.flow);
    const rest = this.#comparers[way.flow].compare(sub.side.schemaAt(sub, way.flow), demand);
    if (rest.verdict === 'not_contained') found.push({ keyword, pointer, witness: rest.witness });
    if (rest.verdict === 'undecided') found.push({ keyword, pointer, undecided: rest.reason });
    return found.length === 0 ? [{ keyword, pointer, witness }] : found;
  }

  /** The alternatives of `sub` that `sup` does not take. */
  unmatched(sub: View, sup: View, { flow, text }: Way): readonly View[] {
    const [ours, theirs] = [alternativesOf(sub), alternativesOf(sup)];
    if (ours === undefined || theirs === undefined) return [];
    return ours.views.filter((view) => this.compare(view, sup, flow, text).verdict !== 'contained');
  }
}

/** Which way a payload travels, and as what. */
export interface Way {
  readonly flow: Flow;
  readonly text: boolean;
}

/** What is told elsewhere: the parts that are compared by themselves, and whether alternatives were matched. */
export interface Explained {
  readonly children: readonly Child[];
  readonly alternatives: boolean;
}

const spellings = new WeakMap<Facet, string>();

/** The same for demands that say the same, but for what references lead to. */
function spell(facet: Facet): string {
  const known = spellings.get(facet);
  if (known !== undefined) return known;
  const text = `${facet.keyword} ${facet.name ?? ''} ${canonicalJson(facet.schema)}`;
  spellings.set(facet, text);
  return text;
}

function refers(facet: Facet): boolean {
  return spell(facet).includes('Ref":') || spell(facet).includes('"$ref":');
}

function isUnion({ keyword }: Facet): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

/** Whether a demand is judged where the parts that it is about are compared. */
function isCovered({ keyword, name }: Facet, children: readonly Child[]): boolean {
  switch (keyword) {
    case 'properties':
      return children.some(({ step }) => step.kind === 'member' && step.name === name);
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

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
