import { canonicalJson } from '../../../internal/canonical-json.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../../internal/json.ts';

/** A shape, or what holds for everything (`true`) or nothing (`false`). */
export type AnyShape = Shape | boolean;

/** The schemas of a specification (draft-07) as shapes. */
export class Grammar {
  readonly #specification: JsonObject;
  readonly #shapes = new Map<JsonObject, Shape>();

  constructor(specification: JsonObject) {
    this.#specification = specification;
  }

  /** The whole specification, or the definition with this id. */
  shapeOf(definition?: string): AnyShape {
    const schema = definition === undefined ? this.#specification : this.#definition(definition);
    return schema === undefined || this.toShape(schema, schema);
  }

  /**
   * `resource` is the schema around it that its local references are looked up in. A reference is the shape of what it
   * leads to: it says nothing else.
   */
  toShape(schema: JsonValue, resource: JsonValue): AnyShape {
    if (!isJsonObject(schema)) return schema !== false;
    if (typeof schema['$ref'] === 'string') return this.#resolve(schema['$ref'], resource);
    let shape = this.#shapes.get(schema);
    if (shape === undefined) this.#shapes.set(schema, (shape = new Shape(this, schema, resource)));
    return shape;
  }

  /** What a reference leads to; a lost one demands nothing. */
  #resolve(reference: string, resource: JsonValue): AnyShape {
    const [id = '', fragment = ''] = reference.split('#', 2);
    const base = id === '' ? resource : (this.#definition(id) ?? this.#definition(`${id}#`));
    let schema = base;
    for (const segment of fragment.split('/').slice(1)) {
      schema = isJsonObject(schema) ? ownMember(schema, segment) : undefined;
    }
    return schema === undefined || base === undefined || this.toShape(schema, base);
  }

  #definition(id: string): JsonValue | undefined {
    const definitions = ownMember(this.#specification, 'definitions');
    return isJsonObject(definitions) ? ownMember(definitions, id) : undefined;
  }
}

/** Members whose names match a pattern. */
interface PatternMembers {
  readonly names: RegExp;
  /** What every such name begins with; asked first, since it rules out almost all names. */
  readonly prefix: string;
  readonly shape: AnyShape;
}

/**
 * One schema, its keywords in the form they are asked in. Those that hold schemas are made shapes when they are first
 * needed: no document meets most of them.
 */
export class Shape {
  readonly schema: JsonObject;
  readonly types: readonly string[];
  readonly required: readonly string[];
  readonly pattern: RegExp | undefined;
  /** Whether there are keywords that apply schemas to the value itself. */
  readonly isCombined: boolean;
  /** Whether there are limits to lengths or numbers. */
  readonly isBounded: boolean;
  readonly #grammar: Grammar;
  readonly #resource: JsonValue;
  readonly #properties: JsonObject;
  readonly #members = new Map<string, AnyShape | undefined>();
  readonly #parts = new Map<string, AnyShape | undefined>();
  readonly #lists = new Map<string, readonly AnyShape[]>();
  #patterns: readonly PatternMembers[] | undefined;
  #values: ReadonlySet<string> | undefined;

  constructor(grammar: Grammar, schema: JsonObject, resource: JsonValue) {
    const { type, required, pattern, properties } = schema;
    this.schema = schema;
    this.types = type === undefined ? [] : textsOf(isJsonArray(type) ? type : [type]);
    this.required = textsOf(required);
    this.pattern = typeof pattern === 'string' ? new RegExp(pattern) : undefined;
    this.isCombined = combining.some((keyword) => schema[keyword] !== undefined);
    this.isBounded = bounding.some((keyword) => schema[keyword] !== undefined);
    this.#grammar = grammar;
    this.#resource = resource;
    this.#properties = isJsonObject(properties) ? properties : {};
  }

  /** The schema of a member of this name. */
  member(name: string): AnyShape | undefined {
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const schema = ownMember(this.#properties, name);
    if (schema === undefined) return undefined;
    const shape = this.#toShape(schema);
    this.#members.set(name, shape);
    return shape;
  }

  /** The schemas of members by what their names look like. */
  get patterns(): readonly PatternMembers[] {
    const { patternProperties } = this.schema;
    if (!isJsonObject(patternProperties)) return noPatterns;
    return (this.#patterns ??= Object.entries(patternProperties).map(([pattern, schema]) => ({
      names: new RegExp(pattern),
      prefix: prefixOf(pattern),
      shape: this.#toShape(schema),
    })));
  }

  /** The schema under a keyword. */
  part(keyword: string): AnyShape | undefined {
    const schema = this.schema[keyword];
    if (schema === undefined || isJsonArray(schema)) return undefined;
    const shape = this.#parts.get(keyword) ?? this.#toShape(schema);
    this.#parts.set(keyword, shape);
    return shape;
  }

  /** The schemas in the list under a keyword. */
  list(keyword: string): readonly AnyShape[] | undefined {
    const schemas = this.schema[keyword];
    if (!isJsonArray(schemas)) return undefined;
    const shapes = this.#lists.get(keyword) ?? schemas.map((schema) => this.#toShape(schema));
    this.#lists.set(keyword, shapes);
    return shapes;
  }

  /** Whether a value is among those that `enum` lists. */
  lists(value: JsonValue): boolean {
    const { enum: values } = this.schema;
    if (!isJsonArray(values)) return true;
    this.#values ??= new Set(values.map(textOf));
    return this.#values.has(textOf(value));
  }

  #toShape(schema: JsonValue): AnyShape {
    return this.#grammar.toShape(schema, this.#resource);
  }
}

const combining = ['allOf', 'anyOf', 'oneOf', 'not', 'if'];
const bounding = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
];
const noPatterns: readonly PatternMembers[] = [];

function textsOf(values: JsonValue | undefined): readonly string[] {
  return isJsonArray(values) ? values.filter((each) => typeof each === 'string') : [];
}

function textOf(value: JsonValue): string {
  return typeof value === 'object' ? canonicalJson(value) : JSON.stringify(value);
}

/** The literal text that a pattern demands at the beginning of a name. */
function prefixOf(pattern: string): string {
  const literal = /^\^([\w-]+)(?![?*+{|])/.exec(pattern)?.[1] ?? '';
  return pattern.includes('|') ? '' : literal;
}
