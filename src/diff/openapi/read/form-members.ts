import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import { referenceOf, type Located } from '../../source/resolve.ts';
import { below, type Reading } from './reading.ts';
import { followSchema, isScalar, typesOf } from './schemas.ts';

/** The members of a form that its schema names, be it in an alternative. */
export function formMembers(reading: Reading, schema: Located | undefined): ReadonlyMap<string, Located> {
  const members = new Map<string, Located>();
  const waiting = schema === undefined ? [] : [schema];
  const seen = new Set<JsonValue>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = followSchema(reading, next);
    if (seen.has(value)) continue;
    seen.add(value);
    if (!isJsonObject(value)) continue;
    const properties = ownMember(value, 'properties');
    if (isJsonObject(properties)) {
      const place = below(pointer, 'properties');
      for (const [name, property] of Object.entries(properties)) {
        if (!members.has(name)) members.set(name, { value: property, pointer: below(place, name) });
      }
    }
    // Taken from the end, so what comes first is put there last.
    waiting.push(...sameValueIn(reading, { value, pointer }).toReversed());
  }
  return members;
}

/** The schemas that speak of the same value as the one that they stand in. */
function sameValueIn(reading: Reading, { value, pointer }: Located): readonly Located[] {
  if (!isJsonObject(value)) return [];
  const reference = referenceOf(value);
  const target = reference === undefined ? undefined : reading.target(reference);
  const inList = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
    const branches = ownMember(value, keyword);
    const place = below(pointer, keyword);
    return isJsonArray(branches) ? branches.map((value, index) => ({ value, pointer: below(place, index) })) : [];
  });
  const single = ['if', 'then', 'else'].flatMap((keyword) => {
    const branch = ownMember(value, keyword);
    return branch === undefined ? [] : [{ value: branch, pointer: below(pointer, keyword) }];
  });
  return [...(target === undefined ? [] : [target]), ...inList, ...single];
}

/** How a member is written unless the document says so: by its type, as the Encoding Object has it. */
export function contentTypeOf(reading: Reading, member: Located | undefined, depth = 0): string {
  const bytes = 'application/octet-stream';
  if (member === undefined) return bytes;
  const { value, pointer } = followSchema(reading, member);
  const types = typesOf(reading, member);
  if (!isJsonObject(value) || types === undefined) return bytes;
  if (isScalar(types)) return isBinary(value) ? bytes : 'text/plain';
  const [type, ...others] = [...types].filter((each) => each !== 'null');
  if (others.length > 0) return bytes;
  if (type !== 'array') return 'application/json';
  const items = ownMember(value, 'items');
  if (items === undefined || depth > 0) return 'application/json';
  return contentTypeOf(reading, { value: items, pointer: below(pointer, 'items') }, depth + 1);
}

function isBinary(schema: JsonObject): boolean {
  const format = ownMember(schema, 'format');
  return format === 'binary' || format === 'base64' || Object.hasOwn(schema, 'contentEncoding');
}
