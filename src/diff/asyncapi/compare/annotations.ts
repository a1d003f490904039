import { canonicalJson } from '../../../internal/canonical-json.ts';
import { escapeSegment, parsePointer } from '../../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import { documentationKeywords } from '../../source/differences.ts';
import { roleOfItem, roleOfMember, rolesOf, type Role } from '../../source/references.ts';
import { findTarget, referenceOf } from '../../source/resolve.ts';
import { documentationChanged, extensionChanged, unusedComponentChanged } from '../rules/document.ts';
import type { Context } from './context.ts';

const undirected = { direction: 'none' } as const;
const documentation = new Set([...documentationKeywords, 'deprecated']);

/** Reports what changed and never reaches a message: documentation, extensions and components that nothing uses. */
export function compareAnnotations(context: Context): void {
  const [baseline, candidate] = [context.baseline.root, context.candidate.root];
  const [before, after] = [annotationsOf(baseline), annotationsOf(candidate)];
  for (const [pointer, { key, value, holder }] of union(before.byPlace, after.byPlace)) {
    const [old, now] = [before.byPlace.get(pointer), after.byPlace.get(pointer)];
    // What was moved, or written out where it was referred to, is still there.
    const isLost = old !== undefined && !after.contents.has(contentOf(old));
    const isNew = now !== undefined && !before.contents.has(contentOf(now));
    if (!isLost && !isNew) continue;
    // What stands in a part that was added or removed belongs to that part.
    if (at(baseline, holder) === undefined || at(candidate, holder) === undefined) continue;
    context.findings.add(key.startsWith('x-') ? extensionChanged : documentationChanged, undirected, {
      ...(old === undefined ? {} : { baseline: pointer }),
      ...(now === undefined ? {} : { candidate: pointer }),
      message: `"${key}" ${old === undefined ? 'was added' : now === undefined ? 'was removed' : 'changed'}.`,
      values: [old?.value ?? null, now?.value ?? null, value === undefined],
    });
  }
  compareUnused(context);
}

interface Annotation {
  readonly key: string;
  readonly value: JsonValue;
  readonly holder: string;
}

interface Annotations {
  readonly byPlace: ReadonlyMap<string, Annotation>;
  readonly contents: ReadonlySet<string>;
}

function contentOf({ key, value }: Annotation): string {
  return `${key} ${typeof value === 'string' ? value : canonicalJson(value)}`;
}

function union<T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...one, ...other]);
}

function annotationsOf(root: JsonObject): Annotations {
  const byPlace = new Map<string, Annotation>();
  const roles = rolesOf(root);
  const walk = (value: JsonValue, pointer: string, role: Role): void => {
    if (role === 'data') return;
    if (isJsonArray(value)) {
      value.forEach((item, index) => walk(item, `${pointer}/${index}`, roleOfItem(role)));
    } else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value)) {
        const place = `${pointer}/${escapeSegment(key)}`;
        if (isAnnotation(role, pointer, key)) byPlace.set(place, { key, value: member, holder: pointer });
        else walk(member, place, roleOfMember(roles, role, key));
      }
    }
  };
  walk(root, '', 'object');
  return { byPlace, contents: new Set([...byPlace.values()].map(contentOf)) };
}

/** Of `info` everything but the version, which has a rule of its own. */
function isAnnotation(role: Role, holder: string, key: string): boolean {
  if (role !== 'object') return false;
  return key.startsWith('x-') || documentation.has(key) || (holder === '/info' && key !== 'version');
}

function at(root: JsonObject, pointer: string): JsonValue | undefined {
  return findTarget(root, `#${encodeURI(pointer)}`)?.value;
}

/** Components, and channels, that no operation reaches. */
function compareUnused(context: Context): void {
  const [before, after] = [unusedOf(context.baseline.root), unusedOf(context.candidate.root)];
  for (const pointer of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(pointer), after.get(pointer)];
    if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) continue;
    // A component that came into use, or went out of it, is met where it is used.
    if (old === undefined && at(context.baseline.root, pointer) !== undefined) continue;
    if (now === undefined && at(context.candidate.root, pointer) !== undefined) continue;
    context.findings.add(unusedComponentChanged, undirected, {
      ...(old === undefined ? {} : { baseline: pointer }),
      ...(now === undefined ? {} : { candidate: pointer }),
      message: `The component ${pointer}, which nothing uses, ${old === undefined ? 'was added' : now === undefined ? 'was removed' : 'changed'}.`,
      values: [old ?? null, now ?? null],
    });
  }
}

function unusedOf(root: JsonObject): ReadonlyMap<string, JsonValue> {
  const used = usedPlaces(root);
  const unused = new Map<string, JsonValue>();
  const components = ownMember(root, 'components');
  if (!isJsonObject(components)) return unused;
  for (const [section, members] of Object.entries(components)) {
    if (!isJsonObject(members) || section.startsWith('x-')) continue;
    for (const [name, component] of Object.entries(members)) {
      const pointer = `/components/${escapeSegment(section)}/${escapeSegment(name)}`;
      if (!used.has(pointer)) unused.set(pointer, component);
    }
  }
  return unused;
}

/** The components that references from outside of `components` lead to, directly or through others. */
function usedPlaces(root: JsonObject): ReadonlySet<string> {
  const used = new Set<string>();
  const open: JsonValue[] = Object.entries(root).flatMap(([key, value]) => (key === 'components' ? [] : [value]));
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const reference = referenceOf(value);
    const segments = reference === undefined ? undefined : parsePointer(decode(reference));
    if (segments?.[0] === 'components') use(`/${segments.slice(0, 3).map(escapeSegment).join('/')}`);
    // 2.x names security schemes instead of referring to them.
    const security = isJsonObject(value) ? ownMember(value, 'security') : undefined;
    for (const requirement of isJsonArray(security) ? security : []) {
      if (!isJsonObject(requirement)) continue;
      for (const name of Object.keys(requirement)) use(`/components/securitySchemes/${escapeSegment(name)}`);
    }
    open.push(...Object.values(value));
  }
  return used;

  function use(pointer: string): void {
    if (used.has(pointer)) return;
    used.add(pointer);
    const target = at(root, pointer);
    if (target !== undefined) open.push(target);
  }
}

function decode(reference: string): string {
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return '';
  }
}
