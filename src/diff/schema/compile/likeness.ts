import { isArray, isJsonObject } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { Dialect } from './dialect.ts';
import { Surveyor } from './survey.ts';
import type { Survey } from './survey.ts';

/** What one look at two documents, side by side, tells of them. */
export interface Likeness {
  readonly surveys: readonly [ours: Survey, theirs: Survey];
  /** Definitions that are written alike in both and refer to fragments only, by the one in the first document. */
  readonly alike: ReadonlyMap<unknown, Alike>;
  /** The fragments of those among them that lead, however far, to others of them only. */
  readonly settled: ReadonlySet<string>;
}

export interface Alike {
  readonly theirs: unknown;
  /** All fragments that it refers to, and perhaps others. */
  readonly references: readonly string[];
  /** Its own; undefined where a name in it has to be spelled otherwise. */
  readonly fragment: string | undefined;
}

/** Members whose members are definitions. What is no definition and stands there all the same does no harm. */
const holders = new Set(['$defs', 'definitions', 'schemas']);

const referring = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

/** Looks at two documents at once, which takes half the time of looking at each and then at what they have in common. */
export function likenessOf(ours: object, theirs: object, dialect: Dialect): Likeness {
  const look = new SideBySide(dialect);
  look.areAlike(ours, theirs, 0);
  const surveys = [both(look.common, look.ours), both(look.common, look.theirs)] as const;
  return { surveys, alike: look.alike, settled: settle(look.alike) };
}

/** Finds what leads to nothing that differs, going back from what does: differences are few. */
function settle(alike: Likeness['alike']): ReadonlySet<string> {
  const settled = new Map<string, number>();
  for (const { fragment } of alike.values()) if (fragment !== undefined) settled.set(fragment, settled.size);
  const fragments = [...settled.keys()];
  // By what is referred to: the last reference to it, and by reference: who has it, and the one before.
  const last: number[] = fragments.map(() => -1);
  const before: number[] = [];
  const holder: number[] = [];
  const unsettled: string[] = [];
  for (const { fragment = '', references } of alike.values()) {
    const own = settled.get(fragment);
    if (own === undefined) continue;
    for (const reference of references) {
      const target = settled.get(reference);
      if (target === undefined) unsettled.push(fragment);
      else {
        before.push(last[target] ?? -1);
        last[target] = holder.push(own) - 1;
      }
    }
  }
  for (let fragment = unsettled.pop(); fragment !== undefined; fragment = unsettled.pop()) {
    const index = settled.get(fragment);
    if (index === undefined) continue;
    settled.delete(fragment);
    for (let each = last[index] ?? -1; each >= 0; each = before[each] ?? -1) {
      unsettled.push(fragments[holder[each] ?? -1] ?? '');
    }
  }
  return new Set(settled.keys());
}

function both(one: Surveyor, other: Surveyor): Survey {
  return {
    plain: one.survey.plain && other.survey.plain,
    neverReadOnly: one.survey.neverReadOnly && other.survey.neverReadOnly,
    neverWriteOnly: one.survey.neverWriteOnly && other.survey.neverWriteOnly,
  };
}

class SideBySide {
  /** What both documents say, and what only one of them does. */
  readonly common: Surveyor;
  readonly ours: Surveyor;
  readonly theirs: Surveyor;
  readonly alike = new Map<unknown, Alike>();
  /** References in the definition that is being looked at; undefined if some of them are no fragments, or outside. */
  #references: string[] | undefined;
  /** The members that lead to what is being looked at. No fragment without an index leads into a list. */
  readonly #path: string[] = [];

  constructor(dialect: Dialect) {
    this.common = new Surveyor(dialect);
    this.ours = new Surveyor(dialect);
    this.theirs = new Surveyor(dialect);
  }

  /** Whether two values are written alike, but for the order of members; looks at all of them even if they are not. */
  areAlike(ours: object, theirs: object, depth: number, hold = false): boolean {
    if (!this.common.enters(depth)) return false;
    if (isArray(ours) && isArray(theirs)) return this.#areListsAlike(ours, theirs, depth);
    if (isJsonObject(ours) && isJsonObject(theirs)) return this.#areObjectsAlike(ours, theirs, depth, hold);
    this.ours.look(ours, depth);
    this.theirs.look(theirs, depth);
    return false;
  }

  #areListsAlike(ours: readonly unknown[], theirs: readonly unknown[], depth: number): boolean {
    let alike = ours.length === theirs.length;
    const shared = Math.min(ours.length, theirs.length);
    for (let i = 0; i < shared; i += 1) {
      if (!this.#areItemsAlike(ours[i], theirs[i], depth)) alike = false;
    }
    for (const each of ours.slice(shared)) if (isObject(each)) this.ours.look(each, depth + 1);
    for (const each of theirs.slice(shared)) if (isObject(each)) this.theirs.look(each, depth + 1);
    return alike;
  }

  #areItemsAlike(ours: unknown, theirs: unknown, depth: number): boolean {
    if (isObject(ours) && isObject(theirs)) return this.areAlike(ours, theirs, depth + 1);
    if (isObject(ours)) this.ours.look(ours, depth + 1);
    if (isObject(theirs)) this.theirs.look(theirs, depth + 1);
    return ours === theirs;
  }

  #areObjectsAlike(ours: JsonObject, theirs: JsonObject, depth: number, hold: boolean): boolean {
    const [keys, others] = [Object.keys(ours), Object.keys(theirs)];
    let alike = keys.length === others.length;
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] ?? '';
      if (key !== others[i] && !Object.hasOwn(theirs, key)) {
        this.ours.member(key, ours[key], depth);
        alike = false;
      } else if (!this.#areMembersAlike(key, ours[key], theirs[key], depth, hold)) {
        alike = false;
      }
    }
    if (alike) return true;
    for (const key of others) if (!Object.hasOwn(ours, key)) this.theirs.member(key, theirs[key], depth);
    return false;
  }

  #areMembersAlike(key: string, ours: unknown, theirs: unknown, depth: number, hold: boolean): boolean {
    if (isObject(ours) && isObject(theirs)) {
      this.#path.push(key);
      const alike = hold
        ? this.#define(ours, theirs, depth + 1)
        : this.areAlike(ours, theirs, depth + 1, holders.has(key));
      this.#path.pop();
      return alike;
    }
    if (ours !== theirs) {
      this.ours.member(key, ours, depth);
      this.theirs.member(key, theirs, depth);
      return false;
    }
    if (typeof ours === 'string' || ours === true) this.common.note(key, ours, depth);
    if (typeof ours === 'string' && referring.has(key)) this.#refer(key, ours);
    return true;
  }

  #define(ours: object, theirs: object, depth: number): boolean {
    const outer = this.#references;
    this.#references = [];
    const alike = this.areAlike(ours, theirs, depth);
    const references: readonly string[] | undefined = this.#references;
    if (alike && references !== undefined) this.alike.set(ours, { theirs, references, fragment: this.#fragment() });
    if (references !== undefined) outer?.push(...references);
    this.#references = references && outer;
    return alike;
  }

  #fragment(): string | undefined {
    return this.#path.some(isSpelledOtherwise) ? undefined : `#/${this.#path.join('/')}`;
  }

  #refer(keyword: string, reference: string): void {
    if (keyword === '$ref' && (reference === '#' || reference.startsWith('#/'))) this.#references?.push(reference);
    else this.#references = undefined;
  }
}

function isSpelledOtherwise(name: string): boolean {
  return /[/~%]/u.test(name);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
