import { canonicalJson } from '../../../internal/canonical-json.ts';
import { escapeSegment } from '../../../internal/json-pointer.ts';
import {
  isJsonArray,
  isJsonObject,
  ownMember,
  type JsonArray,
  type JsonObject,
  type JsonValue,
} from '../../../internal/json.ts';
import { evaluateFormat } from '../../schema/evaluate/formats.ts';
import { findTarget, referenceOf, type Located } from '../../source/resolve.ts';

/** A place where a document breaks a rule. */
export interface Violation {
  readonly rule: string;
  readonly message: string;
  readonly pointer: string;
}

/** A value on its way through the document; the pointer is put together where something is wrong. */
interface Spot {
  readonly value: JsonValue;
  readonly where: Where;
}

type Where = string | { readonly inside: Where; readonly key: string | number };

/** One thing that a schema does not allow. */
interface Fault {
  readonly where: Where;
  readonly message: string;
  /** An object that refers to another one stands where that is not foreseen; what it refers to may be right. */
  readonly isReference?: true;
}

const none: readonly Fault[] = [];

/** A schema and the one around it that its local references are looked up in. */
interface SchemaPlace {
  readonly schema: JsonValue;
  readonly resource: JsonValue;
}

/** Longer chains of references to references are left as they are. */
const longestChain = 32;

/**
 * Reads the published schemas of AsyncAPI (draft-07) as they are, which costs nothing before the first document:
 * compiling them to a function takes longer than everything else together. Each element is held against each schema
 * once, however many references lead to it, and references are followed on the way rather than written out.
 */
export class Structure {
  readonly #specification: JsonObject;
  readonly #root: JsonValue;
  readonly #patterns = new Map<string, RegExp>();
  readonly #known = new Map<JsonValue, Map<JsonValue, readonly Fault[]>>();
  /** While it is asked whether a reference may stand somewhere, it is not followed. */
  #isFollowing = true;

  constructor(specification: JsonObject, root: JsonValue) {
    this.#specification = specification;
    this.#root = root;
  }

  /** Holds a value of the document against the definition of that name, or the whole specification. */
  check({ value, pointer }: Located, definition?: string): readonly Violation[] {
    const schema = definition === undefined ? this.#specification : this.#definition(definition);
    if (schema === undefined) return [];
    const faults = this.#apply({ schema, resource: schema }, { value, where: pointer });
    return faults.map(({ where, message }) => ({ rule: 'asyncapi-document', message, pointer: pointerOf(where) }));
  }

  #definition(id: string): JsonValue | undefined {
    const definitions = ownMember(this.#specification, 'definitions');
    return isJsonObject(definitions) ? ownMember(definitions, id) : undefined;
  }

  #apply(place: SchemaPlace, spot: Spot): readonly Fault[] {
    const { schema, resource } = place;
    if (schema === true) return none;
    if (schema === false) return [{ where: spot.where, message: 'Nothing may stand here.' }];
    if (!isJsonObject(schema)) return none;
    const target = this.#isFollowing ? this.#follow(spot) : spot;
    if (target === spot) return this.#evaluateOnce(schema, resource, spot);
    return [...this.#evaluateReference(schema, resource, spot), ...this.#evaluateOnce(schema, resource, target)];
  }

  #follow(spot: Spot): Spot {
    let current = spot;
    for (let hops = 0; hops < longestChain; hops++) {
      const reference = referenceOf(current.value);
      const target = reference === undefined ? undefined : findTarget(this.#root, reference);
      if (target === undefined) return current;
      current = { value: target.value, where: target.pointer };
    }
    return spot;
  }

  /** Whether the reference itself may stand there. */
  #evaluateReference(schema: JsonObject, resource: JsonValue, spot: Spot): readonly Fault[] {
    this.#isFollowing = false;
    const faults = this.#evaluateOnce(schema, resource, spot);
    this.#isFollowing = true;
    return faults.filter(({ isReference }) => isReference);
  }

  #evaluateOnce(schema: JsonObject, resource: JsonValue, spot: Spot): readonly Fault[] {
    const { value } = spot;
    if (typeof value !== 'object' || value === null) return this.#evaluate(schema, resource, spot);
    let ofSchema = this.#known.get(schema);
    if (ofSchema === undefined) this.#known.set(schema, (ofSchema = new Map()));
    const known = ofSchema.get(value);
    if (known !== undefined) return known;
    // What leads back to itself is right as far as the rest is.
    ofSchema.set(value, none);
    const faults = this.#evaluate(schema, resource, spot);
    ofSchema.set(value, faults);
    return faults;
  }

  #evaluate(schema: JsonObject, resource: JsonValue, spot: Spot): readonly Fault[] {
    const reference = schema.$ref;
    if (typeof reference === 'string') {
      const found = this.#resolve(reference, resource);
      return found === undefined ? none : this.#apply(found, spot);
    }
    const faults: Fault[] = [];
    this.#logic(schema, resource, spot, faults);
    general(schema, spot, faults);
    const { value } = spot;
    if (isJsonObject(value)) this.#members(schema, resource, { value, where: spot.where }, faults);
    else if (isJsonArray(value)) this.#items(schema, resource, { value, where: spot.where }, faults);
    return faults;
  }

  #resolve(reference: string, resource: JsonValue): SchemaPlace | undefined {
    const [id = '', fragment = ''] = reference.split('#', 2);
    const base = id === '' ? resource : (this.#definition(id) ?? this.#definition(`${id}#`));
    if (base === undefined) return undefined;
    let schema: JsonValue | undefined = base;
    for (const segment of fragment.split('/').slice(1)) {
      schema = isJsonObject(schema) ? ownMember(schema, segment) : undefined;
    }
    return schema === undefined ? undefined : { schema, resource: base };
  }

  #logic(schema: JsonObject, resource: JsonValue, spot: Spot, faults: Fault[]): void {
    const { allOf, oneOf, anyOf, not } = schema;
    const at = (part: JsonValue): readonly Fault[] => this.#apply({ schema: part, resource }, spot);
    if (isJsonArray(allOf)) for (const part of allOf) faults.push(...at(part));
    if (isJsonArray(anyOf)) faults.push(...choose(anyOf.map(at), anyOf.length, spot));
    if (isJsonArray(oneOf)) faults.push(...choose(oneOf.map(at), 1, spot));
    if (not !== undefined && fits(at(not))) faults.push({ where: spot.where, message: 'This is not allowed here.' });
    if (schema.if !== undefined) {
      const branch = fits(at(schema.if)) ? schema.then : schema.else;
      if (branch !== undefined) faults.push(...at(branch));
    }
  }

  #members(schema: JsonObject, resource: JsonValue, { value, where }: SpotOf<JsonObject>, faults: Fault[]): void {
    const { properties, patternProperties, additionalProperties, propertyNames, required, dependencies } = schema;
    const declared = isJsonObject(properties) ? properties : {};
    const patterns = isJsonObject(patternProperties) ? Object.entries(patternProperties) : [];
    for (const [key, member] of Object.entries(value)) {
      const spot = { value: member, where: { inside: where, key } };
      let isKnown = false;
      const own = ownMember(declared, key);
      if (own !== undefined) {
        isKnown = true;
        faults.push(...this.#apply({ schema: own, resource }, spot));
      }
      for (const [pattern, part] of patterns) {
        if (!this.#pattern(pattern).test(key)) continue;
        isKnown = true;
        faults.push(...this.#apply({ schema: part, resource }, spot));
      }
      if (!isKnown && additionalProperties === false) {
        const reference = key === '$ref' ? { isReference: true as const } : {};
        faults.push({ where: spot.where, message: `"${key.slice(0, 120)}" is not expected here.`, ...reference });
      } else if (!isKnown && additionalProperties !== undefined) {
        faults.push(...this.#apply({ schema: additionalProperties, resource }, spot));
      }
      if (isJsonObject(propertyNames))
        faults.push(...this.#evaluate(propertyNames, resource, { value: key, where: spot.where }));
    }
    for (const name of isJsonArray(required) ? required : []) {
      if (typeof name === 'string' && !Object.hasOwn(value, name))
        faults.push({ where, message: `"${name}" is missing.` });
    }
    for (const [name, dependency] of isJsonObject(dependencies) ? Object.entries(dependencies) : []) {
      if (!Object.hasOwn(value, name)) continue;
      if (!isJsonArray(dependency)) faults.push(...this.#apply({ schema: dependency, resource }, { value, where }));
      else if (!dependency.every((other) => typeof other === 'string' && Object.hasOwn(value, other)))
        faults.push({ where, message: `"${name}" needs other members.` });
    }
    within(Object.keys(value).length, [schema.minProperties, schema.maxProperties], { where, what: 'members' }, faults);
  }

  #items(schema: JsonObject, resource: JsonValue, { value, where }: SpotOf<JsonArray>, faults: Fault[]): void {
    const { items, additionalItems, contains } = schema;
    value.forEach((item, key) => {
      const part = isJsonArray(items) ? (items[key] ?? additionalItems) : items;
      if (part !== undefined)
        faults.push(...this.#apply({ schema: part, resource }, { value: item, where: { inside: where, key } }));
    });
    if (
      contains !== undefined &&
      !value.some((item) => fits(this.#apply({ schema: contains, resource }, { value: item, where })))
    ) {
      faults.push({ where, message: 'An item is missing.' });
    }
    if (schema.uniqueItems === true && new Set(value.map((item) => canonicalJson(item))).size < value.length) {
      faults.push({ where, message: 'The list has the same item twice.' });
    }
    within(value.length, [schema.minItems, schema.maxItems], { where, what: 'items' }, faults);
  }

  #pattern(source: string): RegExp {
    const pattern = this.#patterns.get(source) ?? new RegExp(source);
    this.#patterns.set(source, pattern);
    return pattern;
  }
}

interface SpotOf<T> {
  readonly value: T;
  readonly where: Where;
}

/** References that are not foreseen are reported, but do not decide which schema is meant. */
function fits(faults: readonly Fault[]): boolean {
  return faults.every(({ isReference }) => isReference);
}

/** Of alternatives that all fail the one says most that gets furthest. */
function choose(branches: readonly (readonly Fault[])[], most: number, { where }: Spot): readonly Fault[] {
  const fitting = branches.filter(fits);
  if (fitting.length > most) return [{ where, message: 'This fits more than one of the alternatives.' }];
  if (fitting.length > 0) return fitting.toSorted((one, other) => one.length - other.length)[0] ?? none;
  return branches.toSorted((one, other) => depthOf(other) - depthOf(one) || one.length - other.length)[0] ?? none;
}

/** Keywords that look at a value by itself. */
function general(schema: JsonObject, { value, where }: Spot, faults: Fault[]): void {
  const fail = (message: string): void => void faults.push({ where, message });
  const { type } = schema;
  if (type !== undefined && !typesOf(type).some((each) => isOfType(value, each)))
    fail(`This is not of type ${typesOf(type).join(' or ')}.`);
  if (schema.const !== undefined && canonicalJson(schema.const) !== canonicalJson(value))
    fail(`This is not ${JSON.stringify(schema.const)}.`);
  if (
    isJsonArray(schema.enum) &&
    !schema.enum.some((each) => each === value || canonicalJson(each) === canonicalJson(value))
  ) {
    fail(`This is none of ${JSON.stringify(schema.enum)}.`);
  }
  if (typeof value === 'string') {
    const { pattern, format } = schema;
    if (typeof pattern === 'string' && !new RegExp(pattern).test(value)) fail(`This does not match ${pattern}.`);
    // References may have characters that URIs have to escape.
    const isText = typeof format === 'string' && !(typeof where === 'object' && where.key === '$ref');
    if (isText && evaluateFormat(format, value).verdict === 'invalid') fail(`This is no ${format}.`);
    within(Array.from(value).length, [schema.minLength, schema.maxLength], { where, what: 'characters' }, faults);
  }
  if (typeof value === 'number') {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
    const isTooSmall =
      (typeof minimum === 'number' && value < minimum) ||
      (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum);
    const isTooLarge =
      (typeof maximum === 'number' && value > maximum) ||
      (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum);
    if (isTooSmall) fail('The number is too small.');
    if (isTooLarge) fail('The number is too large.');
    if (typeof multipleOf === 'number' && !Number.isInteger(value / multipleOf))
      fail(`The number is no multiple of ${multipleOf}.`);
  }
}

function within(
  size: number,
  [least, most]: readonly [JsonValue | undefined, JsonValue | undefined],
  { where, what }: { readonly where: Where; readonly what: string },
  faults: Fault[],
): void {
  if (typeof least === 'number' && size < least)
    faults.push({ where, message: `There are less than ${least} ${what}.` });
  if (typeof most === 'number' && size > most) faults.push({ where, message: `There are more than ${most} ${what}.` });
}

function isOfType(value: JsonValue, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return isJsonArray(value);
    case 'object':
      return isJsonObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function depthOf(faults: readonly Fault[]): number {
  return Math.max(0, ...faults.map(({ where }) => pointerOf(where).split('/').length));
}

function pointerOf(where: Where): string {
  return typeof where === 'string' ? where : `${pointerOf(where.inside)}/${escapeSegment(String(where.key))}`;
}

function typesOf(type: JsonValue): readonly string[] {
  return (isJsonArray(type) ? type : [type]).filter((each) => typeof each === 'string');
}
