import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { findTarget, findThrough } from './resolve.ts';

/**
 * The document with references that lead through others (`#/channels/a/messages/b`, where the channel is a component)
 * replaced by those that name the place: JSON Pointers do not lead through, and who reads schemas takes them at their word.
 * What stands where stays as it is.
 */
export function withDirectReferences(root: JsonObject): JsonObject {
  const known = new Map<string, string>();
  const directed = (reference: string): string => {
    let direct = known.get(reference);
    if (direct === undefined) known.set(reference, (direct = directReference(root, reference)));
    return direct;
  };
  const write = (value: JsonValue): JsonValue => {
    if (isJsonArray(value)) {
      const items = value.map(write);
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    return isJsonObject(value) ? writeMembers(value) : value;
  };
  const writeMembers = (object: JsonObject): JsonObject => {
    const changed = new Map<string, JsonValue>();
    for (const key of Object.keys(object)) {
      const member = object[key] ?? null;
      const written = key === '$ref' && typeof member === 'string' ? directed(member) : write(member);
      if (written !== member) changed.set(key, written);
    }
    if (changed.size === 0) return object;
    return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, changed.get(key) ?? member]));
  };
  return writeMembers(root);
}

function directReference(root: JsonValue, reference: string): string {
  if (!reference.startsWith('#/') || findTarget(root, reference) !== undefined) return reference;
  const target = findThrough(root, reference);
  return target === undefined ? reference : `#${target.pointer.split('/').map(encodeURIComponent).join('/')}`;
}
