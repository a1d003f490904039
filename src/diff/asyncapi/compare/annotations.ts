import { canonicalJson } from '../../../internal/canonical-json.ts';
import { escapeSegment, parsePointer } from '../../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../../internal/json.ts';
import { documentationKeywords } from '../../source/differences.ts';
import { Heirs } from '../../source/heirs.ts';
import { once } from '../../source/places.ts';
import { roleOfItem, roleOfMember, rolesOf, type Role } from '../../source/references.ts';
import { decodeFragment, findValue, referenceOf } from '../../source/resolve.ts';
import { documentationChanged, extensionChanged, unusedComponentChanged } from '../rules/document.ts';
import type { Context } from './context.ts';

const undirected = { direction: 'none' } as const;
const documentation = new Set([...documentationKeywords, 'deprecated']);

/** Reports what changed and never reaches a message: documentation, extensions and components that nothing uses. */
export function compareAnnotations(context: Context): void {
  const [baseline, candidate] = [context.baseline.root, context.candidate.root];
  const contents = {
    baseline: once(() => contentsOf(baseline)),
    candidate: once(() => contentsOf(candidate)),
  };
  for (const { key, pointer, baseline: old, candidate: now } of findChanged(baseline, candidate)) {
    // What was moved, or written out where it was referred to, is still there.
    const isLost = old !== undefined && !contents.candidate().has(contentOf(key, old));
    const isNew = now !== undefined && !contents.baseline().has(contentOf(key, now));
    if (!isLost && !isNew) continue;
    context.findings.add(key.startsWith('x-') ? extensionChanged : documentationChanged, undirected, {
      ...(old === undefined ? {} : { baseline: pointer }),
      ...(now === undefined ? {} : { candidate: pointer }),
      message: `"${key}" ${old === undefined ? 'was added' : now === undefined ? 'was removed' : 'changed'}.`,
      values: [old ?? null, now ?? null],
    });
  }
  compareUnused(context);
}

/** An annotation that is not the same at one place of both documents. */
interface ChangedAnnotation {
  readonly key: string;
  readonly pointer: string;
  readonly baseline: JsonValue | undefined;
  readonly candidate: JsonValue | undefined;
}

/** A value with what its keys mean. */
interface Meant {
  readonly value: JsonValue;
  readonly role: Role;
}

/** How deep channels, operations and components stand, and what they consist of. */
const elementDepth = 4;

/** Annotations of what both documents have; what stands in a part that was added or removed belongs to that part. */
function findChanged(baseline: JsonObject, candidate: JsonObject): readonly ChangedAnnotation[] {
  const found: ChangedAnnotation[] = [];
  const [oldRoles, newRoles] = [rolesOf(baseline), rolesOf(candidate)];
  const walk = (before: Meant, after: Meant, pointer: string, depth: number): void => {
    if (before.role === 'data' && after.role === 'data') return;
    const [old, now] = [before.value, after.value];
    // Most elements did not change; asking for each of their parts as well would cost more than it saves.
    if (depth < elementDepth && JSON.stringify(old) === JSON.stringify(now)) return;
    if (isJsonArray(old) && isJsonArray(now)) {
      for (let index = 0; index < old.length && index < now.length; index++) {
        const [one, other] = [old[index] ?? null, now[index] ?? null];
        if (typeof one !== 'object' || typeof other !== 'object') continue;
        const inner = { value: one, role: roleOfItem(before.role) };
        walk(inner, { value: other, role: roleOfItem(after.role) }, `${pointer}/${index}`, depth + 1);
      }
    } else if (isJsonObject(old) && isJsonObject(now)) {
      for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
        const [one, other] = [ownMember(old, key), ownMember(now, key)];
        const isOld = one !== undefined && isAnnotation(before.role, pointer, key);
        const isNew = other !== undefined && isAnnotation(after.role, pointer, key);
        if (isOld || isNew) {
          if (isOld && isNew && contentOf(key, one) === contentOf(key, other)) continue;
          const sides = { baseline: isOld ? one : undefined, candidate: isNew ? other : undefined };
          found.push({ key, pointer: `${pointer}/${escapeSegment(key)}`, ...sides });
        } else if (typeof one === 'object' && typeof other === 'object') {
          const inner = { value: one, role: roleOfMember(oldRoles, before.role, key) };
          const outer = { value: other, role: roleOfMember(newRoles, after.role, key) };
          walk(inner, outer, `${pointer}/${escapeSegment(key)}`, depth + 1);
        }
      }
    }
  };
  walk({ value: baseline, role: 'object' }, { value: candidate, role: 'object' }, '', 0);
  return found;
}

function contentOf(key: string, value: JsonValue): string {
  return `${key} ${typeof value === 'string' ? value : canonicalJson(value)}`;
}

/** What the annotations of a document say, wherever they stand. */
function contentsOf(root: JsonObject): ReadonlySet<string> {
  const contents = new Set<string>();
  const roles = rolesOf(root);
  const walk = (value: JsonValue, role: Role, isInfo: boolean): void => {
    if (role === 'data') return;
    if (isJsonArray(value)) {
      for (const item of value) walk(item, roleOfItem(role), false);
    } else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value)) {
        if (isAnnotation(role, isInfo ? '/info' : '', key)) contents.add(contentOf(key, member));
        else walk(member, roleOfMember(roles, role, key), value === root && key === 'info');
      }
    }
  };
  walk(root, 'object', false);
  return contents;
}

/** Of `info` everything but the version, which has a rule of its own. */
function isAnnotation(role: Role, holder: string, key: string): boolean {
  if (role !== 'object') return false;
  return key.startsWith('x-') || documentation.has(key) || (holder === '/info' && key !== 'version');
}

/** Components, and channels, that no operation reaches. */
function compareUnused(context: Context): void {
  const [before, after] = [unusedOf(context.baseline.root), unusedOf(context.candidate.root)];
  for (const pointer of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(pointer), after.get(pointer)];
    if (JSON.stringify(old) === JSON.stringify(now) || canonicalJson(old) === canonicalJson(now)) continue;
    // A component that came into use, or went out of it, is met where it is used.
    if (old === undefined && findValue(context.baseline.root, pointer) !== undefined) continue;
    if (now === undefined && findValue(context.candidate.root, pointer) !== undefined) continue;
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

/** The components that references from outside of `components`, or discriminators, lead to, directly or through others. */
function usedPlaces(root: JsonObject): ReadonlySet<string> {
  const used = new Set<string>();
  const heirs = new Heirs(root);
  const open: JsonValue[] = Object.entries(root).flatMap(([key, value]) => (key === 'components' ? [] : [value]));
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const reference = referenceOf(value);
    const segments = reference === undefined ? undefined : parsePointer(decodeFragment(reference) ?? '');
    if (segments?.[0] === 'components') use(`/${segments.slice(0, 3).map(escapeSegment).join('/')}`);
    // 2.x names security schemes instead of referring to them.
    const security = isJsonObject(value) ? ownMember(value, 'security') : undefined;
    for (const requirement of isJsonArray(security) ? security : []) {
      if (!isJsonObject(requirement)) continue;
      for (const name of Object.keys(requirement)) use(`/components/securitySchemes/${escapeSegment(name)}`);
    }
    if (isJsonObject(value) && Object.hasOwn(value, 'discriminator'))
      for (const { pointer } of heirs.of(value)) use(pointer);
    for (const member of Object.values(value)) open.push(member);
  }
  return used;

  function use(pointer: string): void {
    if (used.has(pointer)) return;
    used.add(pointer);
    const target = findValue(root, pointer);
    if (target !== undefined) open.push(target);
  }
}
