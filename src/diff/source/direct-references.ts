import type { SourceDocument } from './parse-document.ts';
import { toPointer } from '../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { roleOfItem, roleOfMember, rolesOf, type Role } from './references.ts';
import { findTarget, findThrough } from './resolve.ts';

/**
 * The content of a document with references that lead through others (`#/channels/a/messages/b`, where the channel is a
 * component) replaced by those that name the place: JSON Pointers do not lead through, and who reads schemas takes them
 * at their word. With `anchors`, so are those that name a schema by its anchor (`#b`), which may stand anywhere in the
 * document. What stands where stays as it is; most documents have no such references.
 */
export function withDirectReferences(
  root: JsonObject,
  references: SourceDocument['references'],
  { anchors = false } = {},
): JsonObject {
  const direct = new Map<string, string>();
  for (const reference of references) {
    const written = directReference(root, reference);
    if (written !== reference) direct.set(reference, written);
  }
  const named = anchors && [...references].some(isAnchor) ? anchorsOf(root) : new Map<string, string>();
  if (direct.size === 0 && named.size === 0) return root;
  const directed = (reference: string, isWithin: boolean): string => {
    // Under an identifier of its own a schema has anchors of its own.
    if (anchors && isAnchor(reference)) return isWithin ? reference : (named.get(reference.slice(1)) ?? reference);
    return direct.get(reference) ?? reference;
  };
  const write = (value: JsonValue, isWithin: boolean): JsonValue => {
    if (isJsonArray(value)) {
      const items = value.map((item) => write(item, isWithin));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    return isJsonObject(value) ? writeMembers(value, isWithin || isIdentified(value)) : value;
  };
  const writeMembers = (object: JsonObject, isWithin: boolean): JsonObject => {
    const changed = new Map<string, JsonValue>();
    for (const key of Object.keys(object)) {
      const member = object[key] ?? null;
      const written =
        key === '$ref' && typeof member === 'string' ? directed(member, isWithin) : write(member, isWithin);
      if (written !== member) changed.set(key, written);
    }
    if (changed.size === 0) return object;
    return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, changed.get(key) ?? member]));
  };
  return writeMembers(root, false);
}

function isAnchor(reference: string): boolean {
  return /^#[^/]/.test(reference);
}

function isIdentified({ $id }: JsonObject): boolean {
  return typeof $id === 'string';
}

/** References to the schemas that have anchors, by these; undefined for an anchor that two schemas have. */
function anchorsOf(root: JsonObject): ReadonlyMap<string, string | undefined> {
  const roles = rolesOf(root);
  const found = new Map<string, string | undefined>();
  const look = (value: JsonValue, role: Role, path: readonly string[]): void => {
    if (typeof value !== 'object' || value === null || role === 'data') return;
    if (isJsonArray(value)) {
      for (const [index, item] of value.entries()) look(item, roleOfItem(role), [...path, String(index)]);
      return;
    }
    if (isIdentified(value)) return;
    for (const [key, member] of Object.entries(value)) {
      const isName = role === 'object' && (key === '$anchor' || key === '$dynamicAnchor') && typeof member === 'string';
      if (isName) found.set(member, found.has(member) ? undefined : toReference(toPointer(path)));
      else look(member, roleOfMember(roles, role, key), [...path, key]);
    }
  };
  look(root, 'object', []);
  return found;
}

function directReference(root: JsonValue, reference: string): string {
  if (!reference.startsWith('#/') || findTarget(root, reference) !== undefined) return reference;
  const target = findThrough(root, reference);
  return target === undefined ? reference : toReference(target.pointer);
}

function toReference(pointer: string): string {
  return `#${pointer.split('/').map(encodeURIComponent).join('/')}`;
}
