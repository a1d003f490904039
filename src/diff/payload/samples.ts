import {
  isJsonArray,
  isJsonObject,
  isOfType,
  ownMember,
  type JsonObject,
  type JsonValue,
} from '../../internal/json.ts';
import { together } from './children.ts';
import { whole, type Part, type View } from './side.ts';
import { isSendable, keyOfText, wayInto, type Writing } from './way.ts';

/** Which of the values of a schema is wanted. */
export interface Choice {
  /** Of alternatives, types and listed values the one at this position, counted round; default 0. */
  readonly index?: number;
  /** A type that the value is to have. */
  readonly type?: string;
  /** Whether members are there that need not be; default no. */
  readonly full?: boolean;
  /** A member that is to be there. */
  readonly having?: string;
  /** Whether members are there that can have one value only, which tells alternatives apart; default no. */
  readonly tagged?: boolean;
}

export interface SamplesOptions {
  /** Members that carry it are left out. */
  readonly mark: 'readOnly' | 'writeOnly' | undefined;
  /** As what values travel: as text, nothing is null or empty. */
  readonly way: Writing;
  /** Finds a string that meets demands which are hard to guess. */
  readonly findText: (view: View, demands: JsonObject) => JsonValue | undefined;
}

/** A value, and how many values it is made of. */
interface Sample {
  readonly value: JsonValue;
  readonly size: number;
}

const plain: Choice = {};
const deepest = 24;
const largest = 400;
const mostParts = 40;

/**
 * Guesses small values of schemas by what they say in the open: required members, first alternatives, bounds. Nothing
 * proves that a guess is right; whoever uses one has it confirmed. Objects have only members that the schema declares.
 */
export class Samples {
  readonly #options: SamplesOptions;
  readonly #key: string;

  constructor(options: SamplesOptions) {
    this.#options = options;
    this.#key = `${options.mark ?? ''} ${keyOfText(options.way)}`;
  }

  /** What guesses values of a member. */
  inside(name: string): Samples {
    const { way } = this.#options;
    const inner = wayInto(way, { kind: 'member', name });
    return inner === way ? this : new Samples({ ...this.#options, way: inner });
  }

  /** A value, or undefined if none comes to mind. */
  of(view: View, choice: Choice = plain): JsonValue | undefined {
    return this.#sample(view, choice, deepest)?.value;
  }

  /** The types that values of a view may have, as far as it says so; undefined if it does not. */
  typesOf(view: View): readonly string[] | undefined {
    const parts = partsOf(view, 0);
    return parts && typesOf(parts, view);
  }

  #sample(view: View, choice: Choice, depth: number): Sample | undefined {
    if (depth === 0) return undefined;
    if (choice !== plain) return this.#make(view, choice, depth);
    // Kept, so that a schema is not followed in all the ways it branches.
    return view.side.once(`sample ${this.#key}`, view, () => this.#make(view, choice, depth));
  }

  #make(view: View, choice: Choice, depth: number): Sample | undefined {
    const { index = 0 } = choice;
    const parts = partsOf(view, index);
    if (parts === undefined) return undefined;
    const types = this.#worthWriting(typesOf(parts, view), 'null');
    const listed = this.#worthWriting(
      listedIn(parts)?.filter((value) => choice.type === undefined || isOfType(value, choice.type)),
      null,
    );
    if (listed !== undefined) return listed.length === 0 ? undefined : { value: at(listed, index), size: 1 };
    const type =
      choice.type ?? (types === undefined ? guessType(parts) : types.length === 0 ? undefined : at(types, index));
    switch (type) {
      case 'object':
        return this.#object(view, parts, choice, depth);
      case 'array':
        return this.#array(view, parts, depth);
      case 'string':
        return leaf(this.#string(view, parts));
      case 'integer':
      case 'number':
        return leaf(numberOf(parts));
      case 'boolean':
        return leaf(true);
      case 'null':
        return leaf(null);
      default:
        return undefined;
    }
  }

  #object(view: View, parts: readonly Part[], choice: Choice, depth: number): Sample | undefined {
    const members = membersIn(view, parts);
    const wanted = new Set(
      listsIn(parts, 'required')
        .filter((name) => typeof name === 'string')
        .toSorted(),
    );
    const optional = new Set<string>();
    if (choice.having !== undefined) wanted.add(choice.having);
    if (choice.tagged === true) for (const [name, member] of members) if (isConstant(member)) wanted.add(name);
    const least = greatest(parts, 'minProperties') ?? (this.#mayBeEmpty() ? 0 : 1);
    if (choice.full === true || wanted.size < least) for (const name of members.keys()) optional.add(name);
    const made: [string, JsonValue][] = [];
    let size = 1;
    for (const name of new Set([...wanted, ...optional])) {
      if (!wanted.has(name) && choice.full !== true && made.length >= least) break;
      const member = members.get(name);
      if (member !== undefined && this.#isHidden(member)) continue;
      const sample = member && this.inside(name).#sample(member, plain, depth - 1);
      if (sample === undefined || size + sample.size > largest) {
        if (wanted.has(name)) return undefined;
        continue;
      }
      made.push([name, sample.value]);
      size += sample.size;
    }
    if (made.length === 0 && least > 0) {
      const other = this.#other(view, parts, depth);
      if (other === undefined) return undefined;
      made.push([otherName, other.value]);
      size += other.size;
    }
    return { value: Object.fromEntries(made), size };
  }

  /** A member that is not declared. */
  #other(view: View, parts: readonly Part[], depth: number): Sample | undefined {
    const part = parts.find(({ schema }) => Object.hasOwn(schema, 'additionalProperties'));
    const stated = part && view.side.within(view, part, ['additionalProperties']);
    if (stated === undefined) return leaf('a');
    return stated.schema === false ? undefined : this.#sample(stated, plain, depth - 1);
  }

  /** Of text, what is more than nothing if possible. */
  #worthWriting<T extends JsonValue>(values: readonly T[] | undefined, nothing: T): readonly T[] | undefined {
    if (this.#mayBeEmpty()) return values;
    const others = values?.filter((value) => value !== nothing);
    return others?.length === 0 ? values : others;
  }

  #mayBeEmpty(): boolean {
    return isSendable({}, this.#options.way);
  }

  #isHidden(member: View): boolean {
    const { mark } = this.#options;
    return mark !== undefined && member.side.partsOf(member).some(({ schema }) => schema[mark] === true);
  }

  #array(view: View, parts: readonly Part[], depth: number): Sample | undefined {
    const least = greatest(parts, 'minItems') ?? (this.#mayBeEmpty() ? 0 : 1);
    const items: JsonValue[] = [];
    let size = 1;
    while (items.length < least) {
      const item = itemOf(view, parts, items.length);
      const sample = item === undefined ? leaf('a') : this.#sample(item, plain, depth - 1);
      if (sample === undefined || size + sample.size > largest) return undefined;
      items.push(sample.value);
      size += sample.size;
    }
    return { value: items, size };
  }

  #string(view: View, parts: readonly Part[]): JsonValue | undefined {
    const demands = parts.flatMap(({ schema }) => {
      const own = textual.filter((keyword) => Object.hasOwn(schema, keyword));
      return own.length === 0 ? [] : [Object.fromEntries(own.map((keyword) => [keyword, schema[keyword] ?? null]))];
    });
    if (demands.every((demand) => !Object.hasOwn(demand, 'pattern') && !Object.hasOwn(demand, 'format'))) {
      const least = greatest(parts, 'minLength') ?? 0;
      return least > largest ? undefined : 'a'.repeat(least);
    }
    return this.#options.findText(view, { type: 'string', allOf: demands });
  }
}

function isConstant(view: View): boolean {
  return listedIn(view.side.partsOf(view))?.length === 1;
}

/** A member that is made up. */
export const otherName = 'key';

const textual = ['pattern', 'format', 'minLength', 'maxLength'];

function leaf(value: JsonValue | undefined): Sample | undefined {
  return value === undefined ? undefined : { value, size: 1 };
}

function at<T>(list: readonly [T, ...T[]] | readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('an empty list');
  return found;
}

/** All that must hold together, with one alternative of each union; undefined if that is not known. */
function partsOf(view: View, index: number): readonly Part[] | undefined {
  const parts = [...view.side.partsOf(view)];
  for (const part of parts) {
    if (parts.length > mostParts || Object.hasOwn(part.schema, whole)) return undefined;
    for (const keyword of ['anyOf', 'oneOf']) {
      const list = ownMember(part.schema, keyword);
      if (!isJsonArray(list) || list.length === 0) continue;
      const alternative = view.side.within(view, part, [keyword, String(index % list.length)]);
      if (alternative !== undefined) parts.push(...view.side.partsOf(alternative));
    }
  }
  return parts;
}

function typesOf(parts: readonly Part[], { dialect }: View): readonly string[] | undefined {
  let types: readonly string[] | undefined;
  for (const { schema } of parts) {
    const stated = ownMember(schema, 'type');
    if (stated === undefined) continue;
    const own = (isJsonArray(stated) ? stated : [stated]).filter((type) => typeof type === 'string');
    if (dialect === 'openapi-3.0' && ownMember(schema, 'nullable') === true) own.push('null');
    types = types === undefined ? own : types.flatMap((type) => commonType(type, own) ?? []);
  }
  return types;
}

function commonType(type: string, types: readonly string[]): string | undefined {
  if (types.includes(type)) return type;
  if (type === 'integer' && types.includes('number')) return 'integer';
  return type === 'number' && types.includes('integer') ? 'integer' : undefined;
}

/** The type that keywords speak of where no type is stated. */
function guessType(parts: readonly Part[]): string {
  const says = (...keywords: readonly string[]): boolean =>
    parts.some(({ schema }) => keywords.some((keyword) => Object.hasOwn(schema, keyword)));
  if (says('properties', 'required', 'additionalProperties', 'minProperties')) return 'object';
  if (says('items', 'prefixItems', 'minItems')) return 'array';
  if (says('minimum', 'maximum', 'multipleOf')) return 'number';
  return 'string';
}

function listedIn(parts: readonly Part[]): readonly JsonValue[] | undefined {
  for (const { schema } of parts) {
    const list = ownMember(schema, 'enum');
    if (isJsonArray(list)) return list;
    const constant = ownMember(schema, 'const');
    if (constant !== undefined) return [constant];
  }
  return undefined;
}

function membersIn(view: View, parts: readonly Part[]): ReadonlyMap<string, View> {
  const found = new Map<string, View[]>();
  for (const part of parts) {
    const properties = ownMember(part.schema, 'properties');
    if (!isJsonObject(properties)) continue;
    for (const name of Object.keys(properties)) {
      const member = view.side.within(view, part, ['properties', name]);
      if (member !== undefined) found.set(name, [...(found.get(name) ?? []), member]);
    }
  }
  return new Map([...found].map(([name, views]) => [name, together(views)]));
}

function itemOf(view: View, parts: readonly Part[], index: number): View | undefined {
  for (const part of parts) {
    for (const keyword of ['prefixItems', 'items'] as const) {
      const stated = ownMember(part.schema, keyword);
      if (isJsonArray(stated) && index < stated.length) return view.side.within(view, part, [keyword, String(index)]);
      if (isJsonObject(stated)) return view.side.within(view, part, [keyword]);
    }
  }
  return undefined;
}

function listsIn(parts: readonly Part[], keyword: string): readonly JsonValue[] {
  return parts.flatMap(({ schema }) => {
    const list = ownMember(schema, keyword);
    return isJsonArray(list) ? list : [];
  });
}

function numbersIn(parts: readonly Part[], keyword: string): readonly number[] {
  return parts.map(({ schema }) => ownMember(schema, keyword)).filter((value) => typeof value === 'number');
}

function greatest(parts: readonly Part[], keyword: string): number | undefined {
  const numbers = numbersIn(parts, keyword);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

/** Zero if that will do, else the bound that is nearest to it. */
function numberOf(parts: readonly Part[]): number {
  const step = greatest(parts, 'multipleOf') ?? 1;
  const above = numbersIn(parts, 'exclusiveMinimum').map((bound) => (Math.floor(bound / step) + 1) * step);
  const strict = parts.some(({ schema }) => ownMember(schema, 'exclusiveMinimum') === true);
  const from = numbersIn(parts, 'minimum').map(
    (bound) => (strict ? Math.floor(bound / step) + 1 : Math.ceil(bound / step)) * step,
  );
  const least = Math.max(...above, ...from, -Infinity);
  const below = numbersIn(parts, 'exclusiveMaximum').map((bound) => (Math.ceil(bound / step) - 1) * step);
  const to = numbersIn(parts, 'maximum').map((bound) => Math.floor(bound / step) * step);
  const most = Math.min(...below, ...to, Infinity);
  // Zero may come out with a sign, which is no number of JSON's.
  return Math.max(Math.min(0, most), least) + 0;
}
