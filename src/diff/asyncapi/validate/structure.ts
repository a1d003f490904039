import { canonicalJson } from '../../../internal/canonical-json.ts';
import { escapeSegment } from '../../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonArray, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import { evaluateFormat } from '../../schema/evaluate/formats.ts';
import { follow, type Located } from '../../source/resolve.ts';

/** A place where a document breaks a rule. */
export interface Violation {
  readonly rule: string;
  readonly message: string;
  readonly pointer: string;
}

/** One thing that a schema does not allow. */
interface Fault {
  readonly pointer: string;
  readonly message: string;
  /** An object that refers to another one stands where that is not foreseen. */
  readonly isReference?: true;
}

const none: readonly Fault[] = [];

/** A schema and the one around it that its local references are looked up in. */
interface SchemaPlace {
  readonly schema: JsonValue;
  readonly resource: JsonValue;
}

/**
 * Reads the published schemas of AsyncAPI (draft-07) as they are, which costs nothing before the first document:
 * compiling them to a function takes longer than everything else together. Each element is held against each schema
 * once, however many references lead to it, and references are followed on the way rather than written out.
 */
export class Structure {
  readonly #specification: JsonObject;
  readonly #root: JsonValue;
  /** `written`: references stay what they are; only whether they may stand there is of interest. */
  readonly #references: 'followed' | 'written';
  readonly #patterns = new Map<string, RegExp>();
  readonly #known = new Map<JsonValue, Map<JsonValue, readonly Fault[]>>();

  constructor(specification: JsonObject, root: JsonValue, references: 'followed' | 'written') {
    this.#specification = specification;
    this.#root = root;
    this.#references = references;
  }

  /** Holds a value of the document against the definition of that name, or the whole specification. */
  check(located: Located, definition?: string): readonly Violation[] {
    const schema = definition === undefined ? this.#specification : this.#definition(definition);
    const faults = schema === undefined ? none : this.#apply({ schema, resource: schema }, located);
    const relevant = faults.filter(({ isReference = false }) => isReference === (this.#references === 'written'));
    return relevant.map(({ pointer, message }) => ({ rule: 'asyncapi-document', message, pointer }));
  }

  #definition(id: string): JsonValue | undefined {
    const definitions = ownMember(this.#specification, 'definitions');
    return isJsonObject(definitions) ? ownMember(definitions, id) : undefined;
  }

  #apply(place: SchemaPlace, located: Located): readonly Fault[] {
    const { schema } = place;
    if (schema === true) return none;
    const target = this.#references === 'followed' ? follow(this.#root, located) : located;
    const { value, pointer } = target;
    if (schema === false) return [{ pointer, message: 'nothing may stand here' }];
    if (!isJsonObject(schema)) return none;
    if (typeof value !== 'object' || value === null) return this.#evaluate(schema, place.resource, target);
    const ofSchema = this.#known.get(schema) ?? new Map<JsonValue, readonly Fault[]>();
    this.#known.set(schema, ofSchema);
    const known = ofSchema.get(value);
    if (known !== undefined) return known;
    // What leads back to itself is right as far as the rest is.
    ofSchema.set(value, none);
    const faults = this.#evaluate(schema, place.resource, target);
    ofSchema.set(value, faults);
    return faults;
  }

  #evaluate(schema: JsonObject, resource: JsonValue, target: Located): readonly Fault[] {
    const reference = ownMember(schema, '$ref');
    if (typeof reference === 'string') {
      const found = this.#resolve(reference, resource);
      return found === undefined ? none : this.#apply(found, target);
    }
    const faults = [...this.#logic(schema, resource, target), ...general(schema, target)];
    const { value } = target;
    if (isJsonObject(value)) faults.push(...this.#members(schema, resource, { value, pointer: target.pointer }));
    else if (isJsonArray(value)) faults.push(...this.#items(schema, resource, { value, pointer: target.pointer }));
    return faults;
  }

  #resolve(reference: string, resource: JsonValue): SchemaPlace | undefined {
    const [id = '', fragment = ''] = reference.split('#', 2);
    const base = id === '' ? resource : this.#definition(id) ?? this.#definition(`${id}#`);
    if (base === undefined) return undefined;
    let schema: JsonValue | undefined = base;
    for (const segment of fragment.split('/').slice(1)) {
      schema = isJsonObject(schema) ? ownMember(schema, segment) : undefined;
    }
    return schema === undefined ? undefined : { schema, resource: base };
  }

  #logic(schema: JsonObject, resource: JsonValue, target: Located): readonly Fault[] {
    const at = (part: JsonValue): readonly Fault[] => this.#apply({ schema: part, resource }, target);
    const faults = listOf(schema.allOf).flatMap(at);
    const { oneOf, anyOf, not } = schema;
    if (isJsonArray(anyOf)) faults.push(...this.#choose(anyOf.map(at), 1, anyOf.length, target));
    if (isJsonArray(oneOf)) faults.push(...this.#choose(oneOf.map(at), 1, 1, target));
    if (not !== undefined && at(not).length === 0) faults.push({ pointer: target.pointer, message: 'is not allowed here' });
    if (schema.if !== undefined) {
      const branch = at(schema.if).length === 0 ? schema.then : schema.else;
      if (branch !== undefined) faults.push(...at(branch));
    }
    return faults;
  }

  /** Of alternatives that all fail the one says most that gets furthest. */
  #choose(branches: readonly (readonly Fault[])[], least: number, most: number, { pointer }: Located): readonly Fault[] {
    const fitting = branches.filter((faults) => faults.length === 0).length;
    if (fitting >= least && fitting <= most) return none;
    if (fitting > most) return [{ pointer, message: 'fits more than one of the alternatives' }];
    return branches.toSorted((one, other) => depthOf(other) - depthOf(one) || one.length - other.length)[0] ?? none;
  }

  #members(schema: JsonObject, resource: JsonValue, { value, pointer }: { readonly value: JsonObject; readonly pointer: string }): readonly Fault[] {
    const faults: Fault[] = [];
    const properties = objectOf(schema.properties);
    const patterns = Object.entries(objectOf(schema.patternProperties)).map(([pattern, part]) => [this.#pattern(pattern), part] as const);
    const { additionalProperties, propertyNames } = schema;
    for (const [key, member] of Object.entries(value)) {
      const located = { value: member, pointer: `${pointer}/${escapeSegment(key)}` };
      const own = ownMember(properties, key);
      const matching = patterns.filter(([pattern]) => pattern.test(key));
      for (const [, part] of matching) faults.push(...this.#apply({ schema: part, resource }, located));
      if (own !== undefined) faults.push(...this.#apply({ schema: own, resource }, located));
      else if (matching.length === 0 && additionalProperties === false) {
        const isReference = key === '$ref' ? { isReference: true as const } : {};
        faults.push({ pointer: located.pointer, message: `"${key}" is not expected here`, ...isReference });
      } else if (matching.length === 0 && additionalProperties !== undefined) {
        faults.push(...this.#apply({ schema: additionalProperties, resource }, located));
      }
      if (propertyNames !== undefined) {
        faults.push(...this.#evaluate(objectOf(propertyNames), resource, { value: key, pointer: located.pointer }));
      }
    }
    for (const name of listOf(schema.required)) {
      if (typeof name === 'string' && !Object.hasOwn(value, name)) faults.push({ pointer, message: `"${name}" is missing` });
    }
    for (const [name, dependency] of Object.entries(objectOf(schema.dependencies))) {
      if (!Object.hasOwn(value, name)) continue;
      if (!isJsonArray(dependency)) faults.push(...this.#apply({ schema: dependency, resource }, { value, pointer }));
      else if (dependency.some((other) => !Object.hasOwn(value, String(other)))) faults.push({ pointer, message: `"${name}" needs others` });
    }
    const { length } = Object.keys(value);
    faults.push(...within(length, [schema.minProperties, schema.maxProperties], pointer, 'members'));
    return faults;
  }

  #pattern(source: string): RegExp {
    const pattern = this.#patterns.get(source) ?? new RegExp(source);
    this.#patterns.set(source, pattern);
    return pattern;
  }

  #items(schema: JsonObject, resource: JsonValue, { value, pointer }: { readonly value: JsonArray; readonly pointer: string }): readonly Fault[] {
    const { items, additionalItems, contains } = schema;
    const faults = value.flatMap((item, index) => {
      const part = isJsonArray(items) ? (items[index] ?? additionalItems) : items;
      return part === undefined ? none : this.#apply({ schema: part, resource }, { value: item, pointer: `${pointer}/${index}` });
    });
    if (contains !== undefined && !value.some((item) => this.#apply({ schema: contains, resource }, { value: item, pointer }).length === 0)) {
      faults.push({ pointer, message: 'lacks an item' });
    }
    if (schema.uniqueItems === true && new Set(value.map((item) => canonicalJson(item))).size < value.length) {
      faults.push({ pointer, message: 'has the same item twice' });
    }
    faults.push(...within(value.length, [schema.minItems, schema.maxItems], pointer, 'items'));
    return faults;
  }
}

/** Keywords that look at a value by itself. */
function general(schema: JsonObject, { value, pointer }: Located): readonly Fault[] {
  const faults: Fault[] = [];
  const fail = (message: string): void => void faults.push({ pointer, message });
  const types = listOf(schema.type ?? []).map(String);
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) fail(`is not of type ${types.join(' or ')}`);
  if (schema.const !== undefined && canonicalJson(schema.const) !== canonicalJson(value)) fail(`is not ${JSON.stringify(schema.const)}`);
  if (isJsonArray(schema.enum) && !schema.enum.some((each) => canonicalJson(each) === canonicalJson(value))) fail('is none of the values allowed here');
  if (typeof value === 'string') {
    const { pattern, format } = schema;
    if (typeof pattern === 'string' && !new RegExp(pattern).test(value)) fail(`does not match ${pattern}`);
    // References may have characters that URIs have to escape.
    const isText = typeof format === 'string' && !pointer.endsWith('/$ref');
    if (isText && evaluateFormat(format, value).verdict === 'invalid') fail(`is no ${format}`);
    faults.push(...within([...value].length, [schema.minLength, schema.maxLength], pointer, 'characters'));
  }
  if (typeof value === 'number') {
    faults.push(...within(value, [schema.minimum, schema.maximum], pointer, ''));
    if (typeof schema.exclusiveMinimum === 'number' && value <= schema.exclusiveMinimum) fail('is too small');
    if (typeof schema.exclusiveMaximum === 'number' && value >= schema.exclusiveMaximum) fail('is too large');
    if (typeof schema.multipleOf === 'number' && !Number.isInteger(value / schema.multipleOf)) fail('is no multiple');
  }
  return faults;
}

function within(
  size: number,
  [least, most]: readonly [JsonValue | undefined, JsonValue | undefined],
  pointer: string,
  what: string,
): readonly Fault[] {
  if (typeof least === 'number' && size < least) return [{ pointer, message: `has less than ${least} ${what}`.trim() }];
  if (typeof most === 'number' && size > most) return [{ pointer, message: `has more than ${most} ${what}`.trim() }];
  return none;
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
  return Math.max(0, ...faults.map(({ pointer }) => pointer.split('/').length));
}

function listOf(value: JsonValue | undefined): JsonArray {
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
