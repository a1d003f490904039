import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import type { SchemaUse } from '../../payload/payload.ts';
import { dialectOf } from '../../schema/compile/dialect.ts';
import { referenceOf, type Located } from '../../source/resolve.ts';
import type { ValueKind } from '../written.ts';
import { memberAt } from './members.ts';
import { below, kindOf, type Reading, type Site } from './reading.ts';

/** The schema under a keyword, at the place where references to the whole of it lead. */
export function schemaAt(reading: Reading, site: Site, key: string): SchemaUse | undefined {
  const schema = memberAt(site, key);
  if (schema === undefined) return undefined;
  const { value, pointer } = schema;
  if (!isJsonObject(value) && typeof value !== 'boolean') {
    reading.report('wrong-type', pointer, `A schema has to be an object, not ${kindOf(value)}.`);
    return undefined;
  }
  return { pointer: followSchema(reading, schema).pointer, dialect: reading.dialect };
}

/**
 * Follows a schema that is nothing but a reference. One that leads nowhere stays: what it means is undecided, and only
 * where it differs.
 */
export function followSchema(reading: Reading, located: Located): Located {
  let current = located;
  const seen = new Set<string>();
  for (;;) {
    const reference = referenceOf(current.value);
    if (reference === undefined || seen.has(reference) || !isOnlyReference(reading, current.value)) return current;
    seen.add(reference);
    const target = reading.target(reference);
    if (target === undefined) return current;
    current = target;
  }
}

/** Whether the reference is all that counts: in older dialects what stands beside it is ignored. */
function isOnlyReference({ dialect }: Reading, value: JsonValue): boolean {
  return !dialectOf(dialect).refSiblings || (isJsonObject(value) && Object.keys(value).length === 1);
}

/** What a schema made from an object of Swagger 2.0 leaves out: these members are not about the value. */
const aboutTheParameter = new Set([
  'name',
  'in',
  'description',
  'required',
  'allowEmptyValue',
  'collectionFormat',
  'schema',
]);

/** The schema that a parameter or header of Swagger 2.0 has in itself; files are binary strings, as in 3.0. */
export function madeSchema(reading: Reading, { value, pointer }: Site): SchemaUse {
  return { pointer, dialect: reading.dialect, made: toSchema(value) };
}

export function toSchema(value: JsonObject): JsonObject {
  const members = Object.entries(value).filter(([key]) => !aboutTheParameter.has(key));
  const schema = Object.fromEntries(members);
  return ownMember(value, 'type') === 'file' ? { ...schema, type: 'string', format: 'binary' } : schema;
}

/** The types that values of a schema have, as far as the schema says so in the open. */
export type ValueTypes = ReadonlySet<string>;

const scalarTypes = new Set(['string', 'number', 'integer', 'boolean', 'null']);
/** By type; a file of Swagger 2.0 is a string. */
const kindsByType: ReadonlyMap<string, ValueKind> = new Map([
  ...[...scalarTypes, 'file'].map((type) => [type, 'scalar'] as const),
  ['array', 'array'],
  ['object', 'object'],
]);
const deepestLook = 3;
const widestLook = 8;

/** The types of a schema: its own, those of a branch of its `allOf`, or those of all its alternatives. */
export function typesOf(reading: Reading, schema: Located, depth = 0): ValueTypes | undefined {
  const { value, pointer } = followSchema(reading, schema);
  if (!isJsonObject(value) || depth > deepestLook) return undefined;
  const type = ownMember(value, 'type');
  if (typeof type === 'string') return new Set([type]);
  if (isJsonArray(type)) return new Set(type.filter((each) => typeof each === 'string'));
  const branches = (keyword: string): readonly (ValueTypes | undefined)[] => {
    const list = ownMember(value, keyword);
    if (!isJsonArray(list) || list.length > widestLook) return [];
    const place = below(pointer, keyword);
    return list.map((branch, index) => typesOf(reading, { value: branch, pointer: below(place, index) }, depth + 1));
  };
  const all = branches('allOf').find((types) => types !== undefined);
  return all ?? unionOf(branches('oneOf')) ?? unionOf(branches('anyOf'));
}

function unionOf(alternatives: readonly (ValueTypes | undefined)[]): ValueTypes | undefined {
  if (alternatives.length === 0 || alternatives.includes(undefined)) return undefined;
  return new Set(alternatives.flatMap((types) => [...(types ?? [])]));
}

/** The kinds of a schema's values, to be spread; nothing where it does not say them. */
export function kindsOf(reading: Reading, schema: Located | undefined): { readonly kinds?: ReadonlySet<ValueKind> } {
  const types = schema === undefined ? [] : [...(typesOf(reading, schema) ?? [])];
  const kinds = new Set(types.flatMap((type) => kindsByType.get(type) ?? []));
  return kinds.size > 0 && types.every((type) => kindsByType.has(type)) ? { kinds } : {};
}

export function isScalar(types: ValueTypes | undefined): boolean {
  return types !== undefined && types.size > 0 && [...types].every((type) => scalarTypes.has(type));
}
