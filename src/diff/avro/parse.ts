import { err, ok, type Result } from 'neverthrow';

import type { Place } from '../../core/report.ts';
import { isBoundedJson } from '../../internal/bounded-json.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { SchemaFault } from '../payload/difference.ts';
import { locate, parseDocument } from '../source/parse-document.ts';
import { createDefaultJudge, type DefaultJudge } from './default-value.ts';
import type { AvroLimits } from './limits.ts';
import { logicalTypeOf } from './logical-type.ts';
import { namespaceOf, nameOf, type AvroField, type AvroNamed, type AvroType, type PrimitiveName } from './model.ts';

const primitives: ReadonlySet<string> = new Set<PrimitiveName>([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);
const simpleName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const fullName = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** Attributes with a meaning in Avro; the rest is metadata. */
const typeKeywords: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    record: ['type', 'name', 'namespace', 'doc', 'aliases', 'fields'],
    enum: ['type', 'name', 'namespace', 'doc', 'aliases', 'symbols', 'default'],
    fixed: ['type', 'name', 'namespace', 'doc', 'aliases', 'size', 'logicalType', 'precision', 'scale'],
    array: ['type', 'items'],
    map: ['type', 'values'],
    primitive: ['type', 'logicalType', 'precision', 'scale'],
    field: ['name', 'type', 'doc', 'aliases', 'default', 'order'],
  }).map(([kind, keywords]) => [kind, new Set(keywords)]),
);

/** Reads an Avro schema from a bounded JSON value. */
export function parseAvro(value: JsonValue, limits: AvroLimits): Result<AvroType, SchemaFault> {
  try {
    const reader = new AvroReader(limits);
    const type = reader.read(value, '', '');
    reader.judgeDefaults();
    return ok(type);
  } catch (error) {
    if (error instanceof AvroFault) return err(error.fault);
    throw error;
  }
}

/** A schema as a bounded JSON value. */
export interface AvroSource {
  readonly value: JsonValue;
  /** The place of a pointer into the value: where the schema is text, the text's own with line and column. */
  readonly placeOf: (pointer: string) => Place;
}

/** Reads what a document gives as schema: a JSON value, or JSON text; other text names a type. */
export function readAvroSource(schema: JsonValue, limits: AvroLimits): Result<AvroSource, SchemaFault> {
  if (typeof schema === 'string' && /^\s*["[{]/.test(schema)) {
    const { bytes, depth, nodes } = limits;
    return parseDocument(schema, { bytes, depth, nodes })
      .map((document) => ({
        value: document.value,
        placeOf: (pointer: string) => ({ pointer: '', ...locate(document, pointer) }),
      }))
      .mapErr(({ message, place, ...error }): SchemaFault => {
        const inText = { ...place, pointer: '' };
        return error.kind === 'limit-exceeded'
          ? { kind: error.kind, limit: error.limit, message, place: inText }
          : { kind: 'invalid-schema', message, place: inText };
      });
  }
  const unbounded = { depth: Infinity, values: Infinity, characters: Infinity };
  // Counted in this order, a circular value ends at the number of its values.
  if (!isBoundedJson(schema, { ...unbounded, values: limits.nodes })) {
    return err(exceeds('nodes', limits, `has more than ${limits.nodes} values, or something that is not JSON`, ''));
  }
  if (!isBoundedJson(schema, { ...unbounded, depth: limits.depth })) {
    return err(exceeds('depth', limits, `nests more than ${limits.depth} levels deep`, ''));
  }
  if (!isBoundedJson(schema, { ...unbounded, characters: limits.bytes })) {
    return err(exceeds('bytes', limits, `has more than ${limits.bytes} characters`, ''));
  }
  return ok({ value: schema, placeOf: (pointer) => ({ pointer }) });
}

function exceeds(name: keyof AvroLimits, limits: AvroLimits, how: string, pointer: string): SchemaFault {
  const limit = { name, value: limits[name] };
  return { kind: 'limit-exceeded', limit, message: `The Avro schema ${how}.`, place: { pointer } };
}

/** Ends the reading of a schema; never leaves this file. */
class AvroFault extends Error {
  readonly fault: SchemaFault;

  constructor(fault: SchemaFault) {
    super(fault.message);
    this.fault = fault;
  }
}

function refuse(message: string, pointer: string): never {
  throw new AvroFault({ kind: 'invalid-schema', message, place: { pointer } });
}

/** `namespace` is that of the enclosing definition. */
class AvroReader {
  readonly #types = new Map<string, AvroNamed>();
  readonly #limits: AvroLimits;
  readonly #judge: DefaultJudge = createDefaultJudge();

  constructor(limits: AvroLimits) {
    this.#limits = limits;
  }

  /** To be called once the schema is read, when records that hold themselves are complete. */
  judgeDefaults(): void {
    const pointer = this.#judge.judgeAll(this.#limits.nodes);
    if (pointer === undefined) return;
    const how = `has a default that stands for more than ${this.#limits.nodes} values`;
    throw new AvroFault(exceeds('nodes', this.#limits, how, pointer));
  }

  read(schema: JsonValue, pointer: string, namespace: string): AvroType {
    if (typeof schema === 'string') return this.#reference(schema, pointer, namespace);
    if (isJsonArray(schema)) return this.#union(schema, pointer, namespace);
    if (!isJsonObject(schema)) refuse('An Avro schema is a name, a list or an object.', pointer);
    const type = ownMember(schema, 'type');
    if (type === undefined) refuse('The schema has no "type".', pointer);
    if (typeof type !== 'string') return this.#wrapped(schema, type, pointer, namespace);
    switch (type) {
      case 'record':
      case 'enum':
      case 'fixed':
        return this.#named(schema, type, pointer, namespace);
      case 'array': {
        const items = this.read(this.#due(schema, 'items', pointer), `${pointer}/items`, namespace);
        return { kind: 'array', items, pointer, metadata: metadataOf(schema, 'array') };
      }
      case 'map': {
        const values = this.read(this.#due(schema, 'values', pointer), `${pointer}/values`, namespace);
        return { kind: 'map', values, pointer, metadata: metadataOf(schema, 'map') };
      }
      default: {
        const named = this.#reference(type, pointer, namespace);
        return this.#withLogical(named, schema);
      }
    }
  }

  /** `{ "type": { … } }` is how some tools write a schema; its own attributes count where the inner one has none. */
  #wrapped(schema: JsonObject, type: JsonValue, pointer: string, namespace: string): AvroType {
    return this.#withLogical(this.read(type, `${pointer}/type`, namespace), schema);
  }

  #withLogical(type: AvroType, schema: JsonObject): AvroType {
    // A named type is shared by all who refer to it, and a logical type beside a reference has no effect.
    if (type.logical !== undefined || !primitives.has(type.kind)) return type;
    const logical = logicalTypeOf(schema, type.kind);
    return { ...type, metadata: metadataOf(schema, 'primitive'), ...(logical === undefined ? {} : { logical }) };
  }

  #reference(name: string, pointer: string, namespace: string): AvroType {
    if (isPrimitive(name)) return { kind: name, pointer, metadata: {} };
    const found = this.#types.get(qualify(name, namespace)) ?? this.#types.get(name);
    return found ?? refuse(`The type ${quote(name)} is not defined before it is used.`, pointer);
  }

  #union(schemas: readonly JsonValue[], pointer: string, namespace: string): AvroType {
    if (schemas.length > this.#limits.branches) {
      const how = `has a union of more than ${this.#limits.branches} branches`;
      throw new AvroFault(exceeds('branches', this.#limits, how, pointer));
    }
    const branches = schemas.map((schema, index) => this.read(schema, `${pointer}/${index}`, namespace));
    const seen = new Set<string>();
    for (const [index, branch] of branches.entries()) {
      if (branch.kind === 'union') refuse('A union directly inside a union is not Avro.', `${pointer}/${index}`);
      const name = nameOf(branch);
      if (seen.has(name)) refuse(`The union has ${quote(name)} twice.`, `${pointer}/${index}`);
      seen.add(name);
    }
    return { kind: 'union', branches, pointer, metadata: {} };
  }

  #named(schema: JsonObject, kind: AvroNamed['kind'], pointer: string, enclosing: string): AvroNamed {
    const written = this.#name(schema, pointer, fullName);
    const given = ownMember(schema, 'namespace');
    if (given !== undefined && (typeof given !== 'string' || (given !== '' && !fullName.test(given)))) {
      refuse('The namespace is not a sequence of names.', `${pointer}/namespace`);
    }
    const name = written.includes('.') ? written : qualify(written, given ?? enclosing);
    const namespace = namespaceOf(name);
    if (primitives.has(name)) refuse(`A type cannot be called ${quote(name)}.`, `${pointer}/name`);
    if (this.#types.has(name)) refuse(`The type ${quote(name)} is defined twice.`, pointer);
    if (this.#types.size >= this.#limits.types) {
      throw new AvroFault(exceeds('types', this.#limits, `defines more than ${this.#limits.types} types`, pointer));
    }
    const doc = ownMember(schema, 'doc');
    const aliases = this.#aliases(schema, pointer, fullName).map((alias) => qualify(alias, namespace));
    const metadata = metadataOf(schema, kind);
    const shared = { name, aliases, pointer, metadata, ...(doc === undefined ? {} : { doc }) };
    if (kind === 'enum') return this.#define({ ...shared, kind, ...this.#symbols(schema, pointer) });
    if (kind === 'fixed') {
      const size = ownMember(schema, 'size');
      if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || size > largestFixed) {
        refuse(`The size of a fixed type is a whole number up to ${largestFixed}.`, pointer);
      }
      const logical = logicalTypeOf(schema, kind, size);
      return this.#define({ ...shared, kind, size, ...(logical === undefined ? {} : { logical }) });
    }
    const fields: AvroField[] = [];
    const record = this.#define({ ...shared, kind, fields });
    this.#fields(schema, pointer, namespace, fields);
    return record;
  }

  #define<Type extends AvroNamed>(type: Type): Type {
    this.#types.set(type.name, type);
    return type;
  }

  #symbols(schema: JsonObject, pointer: string): { symbols: readonly string[]; default?: string } {
    const symbols = this.#due(schema, 'symbols', pointer);
    if (!isJsonArray(symbols)) refuse('The symbols of an enum are a list.', `${pointer}/symbols`);
    if (symbols.length > this.#limits.symbols) {
      const how = `has an enum of more than ${this.#limits.symbols} symbols`;
      throw new AvroFault(exceeds('symbols', this.#limits, how, `${pointer}/symbols`));
    }
    const names = symbols.map((symbol, index) => {
      if (typeof symbol === 'string' && simpleName.test(symbol)) return symbol;
      return refuse('A symbol of an enum is a name.', `${pointer}/symbols/${index}`);
    });
    if (new Set(names).size < names.length) refuse('The enum has a symbol twice.', `${pointer}/symbols`);
    const fallback = ownMember(schema, 'default');
    if (fallback === undefined) return { symbols: names };
    if (typeof fallback !== 'string' || !names.includes(fallback)) {
      refuse('The default of an enum is one of its symbols.', `${pointer}/default`);
    }
    return { symbols: names, default: fallback };
  }

  #fields(schema: JsonObject, pointer: string, namespace: string, fields: AvroField[]): void {
    const list = this.#due(schema, 'fields', pointer);
    if (!isJsonArray(list)) refuse('The fields of a record are a list.', `${pointer}/fields`);
    if (list.length > this.#limits.fields) {
      const how = `has a record of more than ${this.#limits.fields} fields`;
      throw new AvroFault(exceeds('fields', this.#limits, how, `${pointer}/fields`));
    }
    const seen = new Set<string>();
    for (const [index, field] of list.entries()) {
      const at = `${pointer}/fields/${index}`;
      if (!isJsonObject(field)) refuse('A field of a record is an object.', at);
      const name = this.#name(field, at, simpleName);
      if (seen.has(name)) refuse(`The record has the field ${quote(name)} twice.`, at);
      seen.add(name);
      const type = this.read(this.#due(field, 'type', at), `${at}/type`, namespace);
      const value = ownMember(field, 'default');
      const doc = ownMember(field, 'doc');
      fields.push({
        name,
        type,
        aliases: this.#aliases(field, at, simpleName),
        order: ownMember(field, 'order') ?? 'ascending',
        metadata: metadataOf(field, 'field'),
        pointer: at,
        ...(value === undefined ? {} : { default: this.#judge.add(type, value, at) }),
        ...(doc === undefined ? {} : { doc }),
      });
    }
  }

  #aliases(schema: JsonObject, pointer: string, pattern: RegExp): readonly string[] {
    const aliases = ownMember(schema, 'aliases') ?? [];
    if (!isJsonArray(aliases)) refuse('Aliases are a list.', `${pointer}/aliases`);
    return aliases.map((alias, index) => {
      if (typeof alias === 'string' && pattern.test(alias)) return alias;
      return refuse('An alias is a name.', `${pointer}/aliases/${index}`);
    });
  }

  #name(schema: JsonObject, pointer: string, pattern: RegExp): string {
    const name = ownMember(schema, 'name');
    if (typeof name !== 'string' || !pattern.test(name)) refuse('The name is missing or not a name of Avro.', pointer);
    if (name.length > this.#limits.name_length) {
      const how = `has a name of more than ${this.#limits.name_length} characters`;
      throw new AvroFault(exceeds('name_length', this.#limits, how, pointer));
    }
    return name;
  }

  #due(schema: JsonObject, key: string, pointer: string): JsonValue {
    return ownMember(schema, key) ?? refuse(`The schema has no ${quote(key)}.`, pointer);
  }
}

/** A larger one is no payload, and a witness of it would fill the memory. */
const largestFixed = 1_000_000;

function isPrimitive(name: string): name is PrimitiveName {
  return primitives.has(name);
}

function qualify(name: string, namespace: string): string {
  return namespace === '' || name.includes('.') ? name : `${namespace}.${name}`;
}

function metadataOf(schema: JsonObject, kind: string): JsonObject {
  const known = typeKeywords.get(kind);
  return Object.fromEntries(Object.entries(schema).filter(([key]) => known?.has(key) !== true));
}

function quote(name: string): string {
  return JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);
}
