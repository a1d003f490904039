import { canonicalJson } from '../../../internal/canonical-json.ts';
import { escapeSegment } from '../../../internal/json-pointer.ts';
import {
  isJsonArray,
  isJsonObject,
  isOfType,
  type JsonArray,
  type JsonObject,
  type JsonValue,
} from '../../../internal/json.ts';
import { evaluateFormat } from '../../schema/evaluate/formats.ts';
import { findTarget, referenceOf, type Located } from '../../source/resolve.ts';
import type { AnyShape, Grammar, Shape } from './grammar.ts';

/** A place where a document breaks a rule. */
export interface Violation {
  readonly rule: string;
  readonly message: string;
  readonly pointer: string;
}

/** How a value was reached; the pointer is put together where something is wrong. */
type Where = string | { readonly inside: Where; readonly key: string | number };

/** One thing that a schema does not allow. */
interface Fault {
  readonly where: Where;
  readonly message: string;
  /** An object that refers to another one stands where that is not foreseen; what it refers to may be right. */
  readonly isReference?: true;
}

const none: readonly Fault[] = [];

/** Longer chains of references to references are left as they are. */
const longestChain = 32;

/**
 * Holds a document against the published schemas of AsyncAPI as they are: compiling them to a function takes longer
 * than everything else together. Each element is held against each schema once, however many references lead to it,
 * and references are followed on the way rather than written out.
 */
export class Structure {
  readonly #grammar: Grammar;
  readonly #root: JsonValue;
  readonly #known = new Map<Shape, Map<JsonValue, readonly Fault[]>>();
  readonly #targets = new Map<string, Located | undefined>();
  /** Where a reference may stand. */
  readonly #welcoming = new Set<Shape>();
  /** While it is asked whether a reference may stand somewhere, it is not followed. */
  #isFollowing = true;

  constructor(grammar: Grammar, root: JsonValue) {
    this.#grammar = grammar;
    this.#root = root;
  }

  /** Holds a value of the document against the definition of that name, or the whole specification. */
  check({ value, pointer }: Located, definition?: string): readonly Violation[] {
    const faults = this.#apply(this.#grammar.shapeOf(definition), value, pointer);
    return faults.map(({ where, message }) => ({ rule: 'asyncapi-document', message, pointer: pointerOf(where) }));
  }

  #apply(shape: AnyShape, value: JsonValue, where: Where): readonly Fault[] {
    if (shape === true) return none;
    if (shape === false) return [{ where, message: 'Nothing may stand here.' }];
    const target = this.#isFollowing ? this.#follow(value) : undefined;
    if (target === undefined) return this.#evaluateOnce(shape, value, where);
    return together(
      this.#evaluateReference(shape, value, where),
      this.#evaluateOnce(shape, target.value, target.pointer),
    );
  }

  /** Where a reference leads; `undefined` for anything else, and for what leads nowhere or in a circle. */
  #follow(value: JsonValue): Located | undefined {
    let found: Located | undefined;
    for (let hops = 0; hops < longestChain; hops++) {
      const reference = referenceOf(found === undefined ? value : found.value);
      if (reference === undefined) return found;
      if (!this.#targets.has(reference)) this.#targets.set(reference, findTarget(this.#root, reference));
      const target = this.#targets.get(reference);
      if (target === undefined) return found;
      found = target;
    }
    return undefined;
  }

  /** Whether the reference itself may stand there, which depends on what stands beside it only. */
  #evaluateReference(shape: Shape, value: JsonValue, where: Where): readonly Fault[] {
    const isAlone = isJsonObject(value) && Object.keys(value).length === 1;
    if (isAlone && this.#welcoming.has(shape)) return none;
    this.#isFollowing = false;
    const faults = this.#evaluateOnce(shape, value, where).filter(({ isReference }) => isReference);
    this.#isFollowing = true;
    if (isAlone && faults.length === 0) this.#welcoming.add(shape);
    return faults;
  }

  #evaluateOnce(shape: Shape, value: JsonValue, where: Where): readonly Fault[] {
    if (typeof value !== 'object' || value === null) return this.#evaluate(shape, value, where);
    let ofShape = this.#known.get(shape);
    if (ofShape === undefined) this.#known.set(shape, (ofShape = new Map()));
    const known = ofShape.get(value);
    if (known !== undefined) return known;
    // What leads back to itself is right as far as the rest is.
    ofShape.set(value, none);
    const faults = this.#evaluate(shape, value, where);
    if (faults.length > 0) ofShape.set(value, faults);
    return faults;
  }

  #evaluate(shape: Shape, value: JsonValue, where: Where): readonly Fault[] {
    const faults = shape.isCombined ? [...this.#combine(shape, value, where)] : [];
    general(shape, value, where, faults);
    if (isJsonObject(value)) this.#members(shape, value, where, faults);
    else if (isJsonArray(value)) this.#items(shape, value, where, faults);
    return faults.length === 0 ? none : faults;
  }

  #combine(shape: Shape, value: JsonValue, where: Where): readonly Fault[] {
    const at = (part: AnyShape): readonly Fault[] => this.#apply(part, value, where);
    let faults = none;
    for (const part of shape.list('allOf') ?? []) faults = together(faults, at(part));
    const [any, one] = [shape.list('anyOf'), shape.list('oneOf')];
    if (any !== undefined && !any.some((part) => at(part).length === 0)) {
      faults = together(faults, choose(any.map(at), any.length, where));
    }
    if (one !== undefined) faults = together(faults, choose(one.map(at), 1, where));
    const [not, condition] = [shape.part('not'), shape.part('if')];
    if (not !== undefined && fits(at(not)))
      faults = together(faults, [{ where, message: 'This is not allowed here.' }]);
    if (condition !== undefined) {
      const branch = shape.part(fits(at(condition)) ? 'then' : 'else');
      if (branch !== undefined) faults = together(faults, at(branch));
    }
    return faults;
  }

  #members(shape: Shape, value: JsonObject, where: Where, faults: Fault[]): void {
    const others = shape.part('additionalProperties') ?? true;
    const names = shape.part('propertyNames') ?? true;
    for (const key of Object.keys(value)) {
      const member = value[key] ?? null;
      const inside = { inside: where, key };
      const declared = shape.member(key);
      let isKnown = declared !== undefined;
      if (declared !== undefined) add(faults, this.#apply(declared, member, inside));
      for (const pattern of shape.patterns) {
        if (!key.startsWith(pattern.prefix) || !pattern.names.test(key)) continue;
        isKnown = true;
        add(faults, this.#apply(pattern.shape, member, inside));
      }
      if (!isKnown && others === false) {
        const reference = key === '$ref' ? { isReference: true as const } : {};
        faults.push({ where: inside, message: `"${key.slice(0, 120)}" is not expected here.`, ...reference });
      } else if (!isKnown && others !== true) {
        add(faults, this.#apply(others, member, inside));
      }
      if (typeof names === 'object') add(faults, this.#evaluate(names, key, inside));
    }
    for (const name of shape.required) {
      if (!Object.hasOwn(value, name)) faults.push({ where, message: `"${name}" is missing.` });
    }
  }

  #items(shape: Shape, value: JsonArray, where: Where, faults: Fault[]): void {
    const { items, uniqueItems } = shape.schema;
    const [single, several, others] = [shape.part('items'), shape.list('items'), shape.part('additionalItems')];
    if (items !== undefined) {
      value.forEach((item, key) => {
        const part = several === undefined ? single : (several[key] ?? others);
        if (part !== undefined) add(faults, this.#apply(part, item, { inside: where, key }));
      });
    }
    if (uniqueItems === true && new Set(value.map((item) => canonicalJson(item))).size < value.length) {
      faults.push({ where, message: 'The list has the same item twice.' });
    }
  }
}

function add(faults: Fault[], more: readonly Fault[]): void {
  for (const fault of more) faults.push(fault);
}

function together(one: readonly Fault[], other: readonly Fault[]): readonly Fault[] {
  if (one.length === 0) return other;
  return other.length === 0 ? one : [...one, ...other];
}

/** References that are not foreseen are reported, but do not decide which schema is meant. */
function fits(faults: readonly Fault[]): boolean {
  return faults.every(({ isReference }) => isReference);
}

/** Of alternatives that all fail the one says most that gets furthest. */
function choose(branches: readonly (readonly Fault[])[], most: number, where: Where): readonly Fault[] {
  const fitting = branches.filter(fits);
  if (fitting.length > most) return [{ where, message: 'This fits more than one of the alternatives.' }];
  if (fitting.length > 0) return fitting.toSorted((one, other) => one.length - other.length)[0] ?? none;
  return branches.toSorted((one, other) => depthOf(other) - depthOf(one) || one.length - other.length)[0] ?? none;
}

/** Keywords that look at a value by itself. */
function general(shape: Shape, value: JsonValue, where: Where, faults: Fault[]): void {
  const fail = (message: string): void => void faults.push({ where, message });
  const { types, schema } = shape;
  if (types.length > 0 && !types.some((each) => isOfType(value, each)))
    fail(`This is not of type ${types.join(' or ')}.`);
  const { const: only } = schema;
  if (only !== undefined && only !== value && canonicalJson(only) !== canonicalJson(value))
    fail(`This is not ${JSON.stringify(only)}.`);
  if (!shape.lists(value)) fail(`This is none of ${JSON.stringify(schema.enum)}.`);
  if (typeof value === 'string') {
    const { pattern } = shape;
    const { format } = schema;
    if (pattern?.test(value) === false) fail(`This does not match ${pattern.source}.`);
    // References may have characters that URIs have to escape.
    const isText = typeof format === 'string' && !(typeof where === 'object' && where.key === '$ref');
    if (isText && evaluateFormat(format, value).verdict === 'invalid') fail(`This is no ${format}.`);
  }
  if (shape.isBounded) bounds(schema, value, fail);
}

function bounds(schema: JsonObject, value: JsonValue, fail: (message: string) => void): void {
  if (typeof value === 'string') within(Array.from(value).length, [schema.minLength, schema.maxLength], fail);
  if (isJsonArray(value)) within(value.length, [schema.minItems, schema.maxItems], fail);
  if (typeof value !== 'number') return;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const isTooSmall =
    (typeof minimum === 'number' && value < minimum) ||
    (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum);
  const isTooLarge =
    (typeof maximum === 'number' && value > maximum) ||
    (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum);
  if (isTooSmall) fail('The number is too small.');
  if (isTooLarge) fail('The number is too large.');
}

function within(
  size: number,
  [least, most]: readonly [JsonValue | undefined, JsonValue | undefined],
  fail: (message: string) => void,
): void {
  if (typeof least === 'number' && size < least) fail(`This is shorter than ${least}.`);
  if (typeof most === 'number' && size > most) fail(`This is longer than ${most}.`);
}

function depthOf(faults: readonly Fault[]): number {
  return faults.reduce((deepest, { where }) => Math.max(deepest, stepsTo(where)), 0);
}

function stepsTo(where: Where): number {
  return typeof where === 'string' ? where.split('/').length : stepsTo(where.inside) + 1;
}

function pointerOf(where: Where): string {
  return typeof where === 'string' ? where : `${pointerOf(where.inside)}/${escapeSegment(String(where.key))}`;
}
