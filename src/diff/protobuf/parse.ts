import { err, ok, type Result } from 'neverthrow';
import type * as protobufjs from 'protobufjs';
import type { Enum, Field, IParserResult, MapField, NamespaceBase, Root, Type } from 'protobufjs';

import type { JsonValue } from '../../internal/json.ts';
import type { SchemaFault } from '../payload/difference.ts';
import type { ProtoEnum, ProtoField, ProtoFile, ProtoMessage, ProtoScalar, ProtoType, Reserved } from './model.ts';
import type { Outline } from './outline.ts';

/** The parser's package, as far as it is used; loaded only when a payload is compared. */
export type Protobufjs = Omit<typeof protobufjs, 'default'>;

/** A definition that was read, or the imports that nobody gave. */
export type Parsed = { readonly file: ProtoFile } | { readonly missing: readonly string[] };

/**
 * Parses a definition. Imports are never loaded: those that come with the parser (`google/protobuf/…`) are added, the
 * others make the definition unreadable and are named.
 */
export function parseProtobuf(protobuf: Protobufjs, text: string, outline: Outline): Result<Parsed, SchemaFault> {
  try {
    const parsed = protobuf.parse(text, new protobuf.Root(), { keepCase: true });
    const imports = [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])];
    const missing = imports.filter(
      (path) => !path.startsWith('google/protobuf/') || !Object.hasOwn(protobuf.common, path),
    );
    if (missing.length > 0) return ok({ missing });
    addCommon(protobuf, parsed.root, imports);
    parsed.root.resolveAll();
    return ok({ file: new ModelBuilder(protobuf, outline).build(parsed) });
  } catch (error) {
    if (error instanceof ModelFault) return err(error.fault);
    const why = error instanceof Error ? error.message : 'unknown failure';
    const line = /\(line (\d+)\)/.exec(why)?.[1];
    const place = { pointer: '', ...(line === undefined ? {} : { line: Number(line) }) };
    return err({ kind: 'invalid-schema', message: `The definition is not Protobuf: ${why.slice(0, 300)}.`, place });
  }
}

/** The files that come with the parser import each other only within one name, so one pass is enough. */
function addCommon(protobuf: Protobufjs, root: Root, imports: readonly string[]): void {
  for (const path of new Set(imports)) {
    const nested = protobuf.common.get(path)?.nested;
    if (nested !== undefined) root.addJSON(nested);
  }
}

/** Ends the building of a model; never leaves this file. */
class ModelFault extends Error {
  readonly fault: SchemaFault;

  constructor(message: string, outline: Outline, name: string) {
    super(message);
    this.fault = { kind: 'invalid-schema', message, place: outline.placeOf(name) };
  }
}

const largestNumber = 2 ** 29 - 1;
/** Options whose effect the model states, or that have none on messages. */
const knownOptions: ReadonlySet<string> = new Set([
  'default',
  'packed',
  'json_name',
  'proto3_optional',
  'features',
  'deprecated',
  'ctype',
  'jstype',
  'lazy',
  'weak',
]);

class ModelBuilder {
  readonly #protobuf: Protobufjs;
  readonly #outline: Outline;
  readonly #types = new Map<Type | Enum, ProtoMessage | ProtoEnum>();

  constructor(protobuf: Protobufjs, outline: Outline) {
    this.#protobuf = protobuf;
    this.#outline = outline;
  }

  build(parsed: IParserResult): ProtoFile {
    const name = parsed.package ?? '';
    const file = name === '' ? parsed.root : parsed.root.lookup(name);
    const top = this.#messagesIn(file instanceof this.#protobuf.Namespace ? file : parsed.root);
    const messages = top.map((type) => this.#message(type));
    return { package: name, syntax: this.#outline.syntax, payloads: this.#payloads(top, messages), root: parsed.root };
  }

  #messagesIn(namespace: NamespaceBase): readonly Type[] {
    const { Type } = this.#protobuf;
    return namespace.nestedArray.filter((one): one is Type => one instanceof Type && !isWellKnown(one));
  }

  /** Those that a comment names; else the only ones that no other message holds; else all. */
  #payloads(top: readonly Type[], messages: readonly ProtoMessage[]): readonly ProtoMessage[] {
    const marked = messages.filter(({ name }) => this.#outline.roots.includes(name));
    if (marked.length > 0) return marked;
    const held = new Set<unknown>();
    for (const type of top) for (const one of this.#heldBy(type)) if (one !== type) held.add(one);
    const free = messages.filter((_, index) => !held.has(top[index]));
    return free.length > 0 ? free : messages;
  }

  #heldBy(type: Type): readonly unknown[] {
    const nested = this.#messagesIn(type).flatMap((inner) => this.#heldBy(inner));
    return [...type.fieldsArray.map((field) => field.resolvedType), ...nested];
  }

  #message(type: Type): ProtoMessage {
    const known = this.#types.get(type);
    if (known?.kind === 'message') return known;
    const fields: ProtoField[] = [];
    const name = fullNameOf(type);
    const message: ProtoMessage = {
      kind: 'message',
      name,
      wellKnown: isWellKnown(type),
      fields,
      reserved: reservedOf(type.reserved),
      place: this.#outline.placeOf(name),
    };
    // Before its fields, since one may hold the message itself.
    this.#types.set(type, message);
    if (!message.wellKnown) fields.push(...type.fieldsArray.map((field) => this.#field(field, name)));
    fields.sort((one, other) => one.number - other.number);
    return message;
  }

  #field(field: Field, message: string): ProtoField {
    // Extensions come with their full name, which starts with a dot.
    const extension = field.name.startsWith('.');
    const full = extension ? field.name.slice(1) : `${message}.${field.name}`;
    const { id } = field;
    if (!Number.isSafeInteger(id) || id < 1 || id > largestNumber || (id >= 19_000 && id <= 19_999)) {
      throw new ModelFault(`The field ${full} has the number ${id}, which no field may have.`, this.#outline, full);
    }
    const options = field.options ?? {};
    const jsonName: unknown = options.json_name;
    const map = field instanceof this.#protobuf.MapField ? (field satisfies MapField) : undefined;
    const written: unknown = options.default;
    const oneof = field.partOf !== null && !field.partOf.isProto3Optional ? field.partOf.name : undefined;
    return {
      name: extension ? full : field.name,
      number: id,
      jsonName: extension ? `[${full}]` : typeof jsonName === 'string' ? jsonName : toJsonName(field.name),
      type: this.#type(field),
      cardinality: map ? 'map' : field.repeated ? 'repeated' : 'singular',
      presence: presenceOf(field, this.#protobuf),
      packed: field.repeated && field.packed,
      delimited: field.delimited,
      options: this.#otherOptions(field),
      place: this.#outline.placeOf(full),
      ...(map === undefined ? {} : { key: { kind: 'scalar', name: map.keyType } satisfies ProtoScalar }),
      ...(oneof === undefined ? {} : { oneof }),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser gives texts, numbers and booleans
      ...(written === undefined ? {} : { default: written as JsonValue }),
    };
  }

  #otherOptions(field: Field): JsonValue {
    const all: readonly Record<string, unknown>[] = field.parsedOptions ?? [];
    const entries = all.flatMap((option) => Object.entries(option)).filter(([name]) => !knownOptions.has(name));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON text has only JSON values
    return JSON.parse(JSON.stringify(entries)) as JsonValue;
  }

  #type(field: Field): ProtoType {
    const { resolvedType } = field;
    if (resolvedType === null) return { kind: 'scalar', name: field.type };
    return resolvedType instanceof this.#protobuf.Enum ? this.#enum(resolvedType) : this.#message(resolvedType);
  }

  #enum(type: Enum): ProtoEnum {
    const known = this.#types.get(type);
    if (known?.kind === 'enum') return known;
    const name = fullNameOf(type);
    const values = Object.entries(type.values).map(([value, number]) => ({
      name: value,
      number,
      place: this.#outline.placeOf(`${name}.${value}`),
    }));
    // The parser keeps the resolved features under a name of its own.
    const features: unknown = Reflect.get(type, '_features');
    const closed = isRecord(features) ? features.enum_type !== 'OPEN' : true;
    const place = this.#outline.placeOf(name);
    const built: ProtoEnum = { kind: 'enum', name, values, closed, reserved: reservedOf(type.reserved), place };
    this.#types.set(type, built);
    return built;
  }
}

function presenceOf(field: Field, { Type }: Protobufjs): ProtoField['presence'] {
  if (field.required) return 'required';
  // For a member of a oneof the parser answers with the oneof itself, not with `true`.
  return field.hasPresence || field.resolvedType instanceof Type ? 'explicit' : 'implicit';
}

function reservedOf(reserved: readonly (readonly number[] | string)[] | undefined): Reserved {
  const ranges: (readonly [number, number])[] = [];
  const names: string[] = [];
  for (const one of reserved ?? []) {
    if (typeof one === 'string') names.push(one);
    else ranges.push([one[0] ?? 0, one[1] ?? one[0] ?? 0]);
  }
  return { ranges, names };
}

function fullNameOf(type: Type | Enum): string {
  return type.fullName.slice(1);
}

function isWellKnown(type: Type): boolean {
  return type.fullName.startsWith('.google.protobuf.');
}

/** As the Protobuf compiler derives it: underscores go, and the letter after one becomes a capital. */
function toJsonName(name: string): string {
  return name.replaceAll(/_+([^_]?)/g, (_, next: string) => next.toUpperCase());
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
