import { parsePointer } from '../../internal/json-pointer.ts';
import {
  isJsonArray,
  isJsonObject,
  ownMember,
  type JsonArray,
  type JsonObject,
  type JsonValue,
} from '../../internal/json.ts';
import { Heirs } from './heirs.ts';
import { mayBeReference, roleOfItem, roleOfMember, rolesOf, type Role } from './references.ts';
import { findTarget } from './resolve.ts';

/**
 * Whether two elements are certainly the same: equal JSON whose references, equal in text, lead to values that are the
 * same. Documentation does not count. `false` means only that somebody has to look.
 */
export interface Sameness {
  /** Of what stands at two pointers. */
  at(baselinePointer: string, candidatePointer: string): boolean;
  /** Of two schemas, wherever in their documents they stand. */
  ofSchemas(baseline: JsonValue, candidate: JsonValue): boolean;
  /** The members of which it is not certain, of either of two schemas or of what they declare by name. */
  differing(baseline: JsonObject, candidate: JsonObject, role: 'object' | 'names'): readonly string[];
  /**
   * The same of the objects that stand at two pointers, of all members or of some; `undefined` if nothing is known of what
   * their members mean.
   */
  differingAt(
    baselinePointer: string,
    candidatePointer: string,
    among?: ReadonlySet<string>,
  ): readonly string[] | undefined;
}

/** Members that speak to readers only, where keys are keywords. */
const documentation = new Set([
  'title',
  'summary',
  'description',
  'externalDocs',
  'example',
  'examples',
  '$comment',
  'termsOfService',
  'contact',
  'license',
]);

/** Deeper nesting is not walked but called different. */
const deepest = 400;

/**
 * Compares two documents where it is asked to. Every target of a reference is compared once, so all questions together
 * cost about one walk over what both documents say besides documentation.
 */
export function createSameness(baseline: JsonValue, candidate: JsonValue): Sameness {
  const comparison = new Comparison(baseline, candidate);
  const schemas = remembering((before: JsonValue, after: JsonValue) => comparison.areSame(before, after, 'object'));
  return {
    at: remembering((before: string, after: string) => comparison.areSameAt(before, after)),
    ofSchemas: (before, after) => (typeof before === 'object' ? schemas(before, after) : before === after),
    differing: (before, after, role) => comparison.differing(before, after, role),
    differingAt: (before, after, among) => comparison.differingAt(before, after, among),
  };
}

/** Elements are shared, so the same is asked again and again. */
function remembering<T>(ask: (before: T, after: T) => boolean): (before: T, after: T) => boolean {
  const answers = new Map<T, { readonly after: T; readonly answer: boolean }>();
  return (before, after) => {
    const known = answers.get(before);
    if (known?.after === after) return known.answer;
    const answer = ask(before, after);
    // Nearly all elements have one counterpart.
    answers.set(before, { after, answer });
    return answer;
  };
}

/** What a reference leads to in both documents: whether it is equal itself, and the references it holds. */
interface Target {
  readonly equal: boolean;
  readonly references: ReadonlySet<string>;
}

/** A value and what its keys mean. */
interface Meant {
  readonly value: JsonValue;
  readonly role: Role;
}

interface Side {
  readonly root: JsonValue;
  /** By pointer. */
  readonly known: Map<string, Meant | undefined>;
  readonly heirs: Heirs;
}

class Comparison {
  readonly #baseline: Side;
  readonly #candidate: Side;
  readonly #roles: ReadonlyMap<string, Role>;
  readonly #isSameKind: boolean;
  /** Answers by the text of a reference; each is final, circular references included. */
  readonly #settled = new Map<string, boolean>();

  constructor(baseline: JsonValue, candidate: JsonValue) {
    this.#baseline = { root: baseline, known: new Map(), heirs: new Heirs(baseline) };
    this.#candidate = { root: candidate, known: new Map(), heirs: new Heirs(candidate) };
    this.#roles = rolesOf(baseline);
    this.#isSameKind = familyOf(baseline) === familyOf(candidate);
  }

  areSameAt(baselinePointer: string, candidatePointer: string): boolean {
    const [before, after] = [this.#at(this.#baseline, baselinePointer), this.#at(this.#candidate, candidatePointer)];
    if (before === undefined || after === undefined || before.role !== after.role) return false;
    // Inside data nothing is known to be a reference, though a reader may follow one.
    return before.role !== 'data' && this.areSame(before.value, after.value, before.role);
  }

  areSame(before: JsonValue, after: JsonValue, role: Role): boolean {
    if (before === after && this.#baseline.root === this.#candidate.root) return true;
    // The same JSON may mean something else in another version of the specification.
    return this.#isSameKind && this.#equal(before, after, role, 0, undefined);
  }

  differing(
    before: JsonObject,
    after: JsonObject,
    role: 'object' | 'names',
    among?: ReadonlySet<string>,
  ): readonly string[] {
    const found: string[] = [];
    const isPassedOver = (key: string): boolean =>
      (role === 'object' && documentation.has(key)) || among?.has(key) === false;
    for (const key of Object.keys(before)) {
      if (isPassedOver(key)) continue;
      const is = ownMember(after, key);
      if (is === undefined || !this.#isSameKind || (key === '$id' && role === 'object')) found.push(key);
      else if (!this.#equalMember(before[key] ?? null, is, role, key, 0, undefined)) found.push(key);
      else if (isDiscriminator(role, key) && !this.#haveSameHeirs(before, after, undefined)) found.push(key);
    }
    for (const key of Object.keys(after)) {
      if (!isPassedOver(key) && !Object.hasOwn(before, key)) found.push(key);
    }
    return found;
  }

  differingAt(
    baselinePointer: string,
    candidatePointer: string,
    among?: ReadonlySet<string>,
  ): readonly string[] | undefined {
    const [before, after] = [this.#at(this.#baseline, baselinePointer), this.#at(this.#candidate, candidatePointer)];
    if (before?.role !== 'object' || after?.role !== 'object') return undefined;
    if (!isJsonObject(before.value) || !isJsonObject(after.value)) return undefined;
    return this.differing(before.value, after.value, 'object', among);
  }

  /** Settles every reference that can be reached from this one. */
  #leadsToSame(reference: string): boolean {
    const known = this.#settled.get(reference);
    if (known !== undefined) return known;
    const holders = new Map<string, string[]>();
    const reached = new Set([reference]);
    const different: string[] = [];
    for (const each of reached) {
      const target = this.#follow(each);
      if (!target.equal) different.push(each);
      for (const inner of target.references) {
        const settled = this.#settled.get(inner);
        if (settled === false) different.push(each);
        if (settled !== undefined) continue;
        reached.add(inner);
        const others = holders.get(inner);
        if (others === undefined) holders.set(inner, [each]);
        else others.push(each);
      }
    }
    for (let each = different.pop(); each !== undefined; each = different.pop()) {
      if (!reached.delete(each)) continue;
      this.#settled.set(each, false);
      different.push(...(holders.get(each) ?? []));
    }
    for (const each of reached) this.#settled.set(each, true);
    return this.#settled.get(reference) ?? false;
  }

  #follow(reference: string): Target {
    // Anchors and dynamic references depend on more than the place they stand at.
    if (!reference.startsWith('#/')) return unknown;
    const [before, after] = [findTarget(this.#baseline.root, reference), findTarget(this.#candidate.root, reference)];
    if (before === undefined || after === undefined) return unknown;
    const role = this.#at(this.#baseline, before.pointer)?.role ?? 'data';
    return this.#collect(before.value, after.value, role);
  }

  #collect(before: JsonValue, after: JsonValue, role: Role): Target {
    const references = new Set<string>();
    const equal = this.#equal(before, after, role, 0, references);
    return { equal, references };
  }

  /** References are put into the set; without one, what they lead to has to be the same. */
  #equal(before: JsonValue, after: JsonValue, role: Role, depth: number, references: References): boolean {
    if (typeof before !== 'object' || before === null) return before === after;
    if (isJsonArray(before)) return isJsonArray(after) && this.#equalItems(before, after, role, depth, references);
    if (!isJsonObject(before) || !isJsonObject(after)) return false;
    return this.#equalMembers(before, after, role, depth, references);
  }

  #equalItems(before: JsonArray, after: JsonArray, role: Role, depth: number, references: References): boolean {
    if (before.length !== after.length || depth >= deepest) return false;
    const inner = roleOfItem(role);
    for (let index = 0; index < before.length; index++) {
      if (!this.#equal(before[index] ?? null, after[index] ?? null, inner, depth + 1, references)) return false;
    }
    return true;
  }

  #equalMembers(before: JsonObject, after: JsonObject, role: Role, depth: number, references: References): boolean {
    if (depth >= deepest) return false;
    const speaks = role === 'object' || role === 'discriminator' || role === 'example' || role === 'examples';
    let expected = 0;
    for (const key of Object.keys(before)) {
      if (speaks && documentation.has(key)) continue;
      // Under an identifier of its own, references no longer start at the root of the document.
      if (key === '$id' && role === 'object') return false;
      expected++;
      if (!Object.hasOwn(after, key)) return false;
      if (isDiscriminator(role, key) && !this.#haveSameHeirs(before, after, references)) return false;
      // Since OpenAPI 3.2 a security requirement may name its scheme by a reference.
      if (role === 'names' && key.startsWith('#/') && !this.#leads(key, references)) return false;
      if (!this.#equalMember(before[key] ?? null, after[key] ?? null, role, key, depth + 1, references)) return false;
    }
    return expected === countMembers(after, speaks);
  }

  #equalMember(
    before: JsonValue,
    after: JsonValue,
    role: Role,
    key: string,
    depth: number,
    references: References,
  ): boolean {
    if (typeof before === 'object' && before !== null) {
      return this.#equal(before, after, roleOfMember(this.#roles, role, key), depth, references);
    }
    if (before !== after) return false;
    if (typeof before !== 'string' || role === 'data' || !mayBeReference(role, key)) return true;
    const reference = referenceIn(role, key, before);
    return reference === undefined || this.#leads(reference, references);
  }

  /** A discriminator leads to all that is made of its schema. */
  #haveSameHeirs(before: JsonObject, after: JsonObject, references: References): boolean {
    const [ours, theirs] = [this.#baseline.heirs.of(before), this.#candidate.heirs.of(after)];
    return (
      ours.length === theirs.length &&
      ours.every(({ pointer }, index) => pointer === theirs[index]?.pointer && this.#leads(`#${pointer}`, references))
    );
  }

  #leads(reference: string, references: References): boolean {
    if (references === undefined) return this.#leadsToSame(reference);
    references.add(reference);
    return true;
  }

  /** The value at a pointer, and what its keys mean there; found by that of its parent, which others share. */
  #at(side: Side, pointer: string): Meant | undefined {
    if (pointer === '') return { value: side.root, role: 'object' };
    if (side.known.has(pointer)) return side.known.get(pointer);
    const cut = pointer.lastIndexOf('/');
    const parent = cut === -1 ? undefined : this.#at(side, pointer.slice(0, cut));
    const [segment = ''] = parsePointer(pointer.slice(cut)) ?? [];
    const found = parent === undefined ? undefined : this.#memberOf(parent, segment);
    side.known.set(pointer, found);
    return found;
  }

  #memberOf({ value, role }: Meant, segment: string): Meant | undefined {
    if (isJsonArray(value)) {
      const item = value[Number(segment)];
      return item === undefined ? undefined : { value: item, role: roleOfItem(role) };
    }
    const member = isJsonObject(value) ? ownMember(value, segment) : undefined;
    return member === undefined ? undefined : { value: member, role: roleOfMember(this.#roles, role, segment) };
  }
}

type References = Set<string> | undefined;

function isDiscriminator(role: Role, key: string): boolean {
  return role === 'object' && key === 'discriminator';
}

function referenceIn(role: Role, key: string, text: string): string | undefined {
  if (role === 'mapping') return text.startsWith('#') ? text : `#/components/schemas/${text}`;
  return key === '$ref' || key === '$dynamicRef' || key === '$recursiveRef' ? text : undefined;
}

const unknown: Target = { equal: false, references: new Set() };

function countMembers(object: JsonObject, speaks: boolean): number {
  const keys = Object.keys(object);
  if (!speaks) return keys.length;
  let count = 0;
  for (const key of keys) if (!documentation.has(key)) count++;
  return count;
}

/** What decides what the keywords mean: `2.0`, `3.0`, `3.1`, and the dialect of schemas where it is stated. */
function familyOf(root: JsonValue): string {
  if (!isJsonObject(root)) return '';
  const stated = ownMember(root, 'openapi') ?? ownMember(root, 'swagger') ?? ownMember(root, 'asyncapi');
  const dialect = ownMember(root, 'jsonSchemaDialect') ?? null;
  const version = typeof stated === 'string' ? stated.split('.').slice(0, 2) : stated;
  return JSON.stringify([version ?? null, dialect]);
}
