import { isJsonArray, isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import { isNamed, unqualified, type AvroField, type AvroNamed, type AvroType } from './model.ts';
import { textOf } from './value.ts';

/**
 * Asks avsc whether the reader resolves the writer; its refusal in words, or `undefined` where it agrees.
 *
 * avsc compares full names, where the specification compares names without namespace, and builds JavaScript from the
 * names it is given. So it gets schemas rebuilt from what was read, without namespaces where the names stay distinct
 * and with a prefix that makes every name harmless.
 */
export async function askAvsc(writer: AvroType, reader: AvroType): Promise<string | undefined> {
  const { Type } = (await import('avsc')).default;
  const plain = [writer, reader].every(hasDistinctNames);
  try {
    // avsc keeps a registry inside its options: each schema needs its own.
    const [written, read] = [writer, reader].map((root) =>
      Type.forSchema(
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- avsc checks what it is given
        rebuild(root, plain) as Parameters<typeof Type.forSchema>[0],
        { wrapUnions: 'always', omitRecordMethods: true, registry: {}, logicalTypes: {} } as object,
      ),
    );
    if (written === undefined || read === undefined) return 'no answer';
    read.createResolver(written);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 300) : 'unknown failure';
  }
}

function hasDistinctNames(root: AvroType): boolean {
  const names = namedTypesOf(root).map(({ name }) => unqualified(name));
  return new Set(names).size === names.length;
}

/** Every record, enum and fixed type that a schema reaches. */
export function namedTypesOf(root: AvroType): readonly AvroNamed[] {
  const found = new Set<AvroNamed>();
  const open: AvroType[] = [root];
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    if (isNamed(type)) {
      if (found.has(type)) continue;
      found.add(type);
    }
    if (type.kind === 'record') open.push(...type.fields.map((field) => field.type));
    else if (type.kind === 'union') open.push(...type.branches);
    else if (type.kind === 'array') open.push(type.items);
    else if (type.kind === 'map') open.push(type.values);
  }
  return [...found];
}

function rebuild(root: AvroType, plain: boolean): JsonValue {
  const defined = new Set<AvroType>();
  const rename = (name: string): string => (plain ? unqualified(name) : name).split('.').map(prefix).join('.');
  const build = (type: AvroType): JsonValue => {
    if (!isNamed(type)) return unnamed(type);
    const name = rename(type.name);
    if (defined.has(type)) return name;
    defined.add(type);
    // An alias that is another type's name once namespaces are gone would make the schema invalid.
    const aliases = [...new Set(type.aliases.map(rename))].filter((alias) => alias !== name);
    const shared = { name, aliases };
    if (type.kind === 'fixed') return { type: 'fixed', ...shared, size: type.size };
    if (type.kind === 'record') return { type: 'record', ...shared, fields: type.fields.map(field) };
    const fallback = type.default === undefined ? {} : { default: prefix(type.default) };
    return { type: 'enum', ...shared, symbols: type.symbols.map(prefix), ...fallback };
  };
  const unnamed = (type: Exclude<AvroType, AvroNamed>): JsonValue => {
    if (type.kind === 'array') return { type: 'array', items: build(type.items) };
    if (type.kind === 'map') return { type: 'map', values: build(type.values) };
    return type.kind === 'union' ? type.branches.map(build) : type.kind;
  };
  const field = ({ name, aliases, type, default: given }: AvroField): JsonValue => ({
    name: prefix(name),
    aliases: [...new Set(aliases)].filter((alias) => alias !== name).map(prefix),
    type: build(type),
    ...(given?.standing === 'valid' ? { default: prefixed(type, given.value) } : {}),
  });
  return build(root);
}

/** A default with its fields complete and the names in it prefixed. */
function prefixed(type: AvroType, value: JsonValue): JsonValue {
  if (type.kind === 'enum') return prefix(textOf(value));
  if (type.kind === 'array' && isJsonArray(value)) return value.map((item) => prefixed(type.items, item));
  if (type.kind === 'map' && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [prefix(key), prefixed(type.values, item)]));
  }
  if (type.kind === 'record' && isJsonObject(value)) {
    const members = type.fields.map((field) => {
      const given = ownMember(value, field.name) ?? field.default?.value ?? null;
      return [prefix(field.name), prefixed(field.type, given)] as const;
    });
    return Object.fromEntries(members);
  }
  const first = type.kind === 'union' ? type.branches[0] : undefined;
  return first === undefined ? value : prefixed(first, value);
}

function prefix(name: string): string {
  return `n_${name}`;
}
