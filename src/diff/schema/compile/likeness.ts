import { isArray, isJsonObject } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { Dialect } from './dialect.ts';
import { Surveyor, tellingKeywords } from './survey.ts';
import type { Survey } from './survey.ts';

/** What definitions two documents have in common. */
export interface Likeness {
  /** Definitions at the same fragment of both that are written alike and refer to fragments only. */
  readonly alike: ReadonlyMap<string, Alike>;
  /** Those among them that lead, however far, to others of them only. */
  readonly settled: ReadonlySet<string>;
  /** Definitions at the same fragment of both that are not written alike. */
  readonly differing: ReadonlyMap<string, readonly [ours: object, theirs: object]>;
}

/** What one look at two documents, side by side, tells of them. */
interface Look {
  readonly surveys: readonly [ours: Survey, theirs: Survey];
  readonly likeness: Likeness;
}

export interface Alike {
  readonly ours: object;
  readonly theirs: object;
  /** All fragments that it refers to, and perhaps others. */
  readonly references: readonly string[];
  /** Whether each reference is the whole schema of some of its members or items, so that less there is less in all. */
  readonly carries: boolean;
}

/** Members whose members are definitions. What is no definition and stands there all the same does no harm. */
const holders = new Set(['$defs', 'definitions', 'schemas']);

const referring = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

/** Stands for a position in a list, and makes that no fragment is told of what stands there. */
const anyItem = '~';

/** What says of a value's parts what they have to be. */
const ofNamedParts = new Set(['properties', 'patternProperties']);
const ofOtherParts = new Set(['additionalProperties', 'items']);

/** Looks at two documents at once, which takes half the time of looking at each and then at what they have in common. */
export function lookAtBoth(ours: object, theirs: object, dialect: Dialect): Look {
  const look = new SideBySide(dialect);
  look.areAlike(ours, theirs, 0);
  const surveys = [both(look.common, look.ours), both(look.common, look.theirs)] as const;
  return { surveys, likeness: { alike: look.alike, settled: settle(look.alike), differing: look.differing } };
}

/** Finds what leads to nothing that differs, going back from what does: differences are few. */
function settle(alike: Likeness['alike']): ReadonlySet<string> {
  const fragments = [...alike.keys()];
  const settled = new Map(fragments.map((fragment, index) => [fragment, index]));
  // By what is referred to: the last reference to it, and by reference: who has it, and the one before.
  const last: number[] = fragments.map(() => -1);
  const before: number[] = [];
  const holder: number[] = [];
  const unsettled: string[] = [];
  let own = 0;
  for (const [fragment, { references }] of alike) {
    for (const reference of references) {
      const target = settled.get(reference);
      if (target === undefined) unsettled.push(fragment);
      else {
        before.push(last[target] ?? -1);
        last[target] = holder.push(own) - 1;
      }
    }
    own += 1;
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
  /** The keys whose strings say more than that they are the same. */
  readonly #telling: ReadonlySet<string>;
  readonly alike = new Map<string, Alike>();
  readonly differing = new Map<string, readonly [ours: object, theirs: object]>();
  /** References in the definition that is being looked at; undefined if some of them are no fragments, or outside. */
  #references: string[] | undefined;
  #carries = true;
  /** Where the path enters it. */
  #start = 0;
  /** How many the object has of which a member is being looked at. */
  #members = 0;
  /** The members that lead to what is being looked at. */
  readonly #path: string[] = [];

  constructor(dialect: Dialect) {
    this.#telling = new Set([...tellingKeywords(dialect), ...referring, '$schema']);
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
    this.#path.push(anyItem);
    for (let i = 0; i < shared; i += 1) {
      if (!this.#areItemsAlike(ours[i], theirs[i], depth)) alike = false;
    }
    this.#path.pop();
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
    const keys = Object.keys(ours);
    const others = Object.keys(theirs);
    let alike = keys.length === others.length;
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] ?? '';
      this.#members = keys.length;
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
    if ((typeof ours === 'string' || ours === true) && this.#telling.has(key)) this.#tell(key, ours, depth);
    return true;
  }

  #tell(key: string, value: string | true, depth: number): void {
    this.common.note(key, value, depth);
    if (typeof value === 'string' && referring.has(key)) this.#refer(key, value);
    if (key === '$schema') this.#carries = false;
  }

  #define(ours: object, theirs: object, depth: number): boolean {
    const outer = { references: this.#references, carries: this.#carries, start: this.#start };
    this.#references = [];
    this.#carries = true;
    this.#start = this.#path.length;
    const alike = this.areAlike(ours, theirs, depth);
    const [references, carries]: [readonly string[] | undefined, boolean] = [this.#references, this.#carries];
    const fragment = this.#fragment();
    if (fragment !== undefined) {
      if (!alike) this.differing.set(fragment, [ours, theirs]);
      else if (references !== undefined) this.alike.set(fragment, { ours, theirs, references, carries });
    }
    if (references !== undefined) outer.references?.push(...references);
    this.#references = references && outer.references;
    this.#carries = outer.carries && carries && references?.length === 0;
    this.#start = outer.start;
    return alike;
  }

  #fragment(): string | undefined {
    return this.#path.some(isSpelledOtherwise) ? undefined : `#/${this.#path.join('/')}`;
  }

  #refer(keyword: string, reference: string): void {
    if (keyword === '$ref' && (reference === '#' || reference.startsWith('#/'))) this.#references?.push(reference);
    else this.#references = undefined;
    if (this.#members > 1 || !leadsToPart(this.#path, this.#start)) this.#carries = false;
  }
}

/** Whether members, from one of them on, lead from a schema to one that speaks of a part of its values and of no other. */
function leadsToPart(path: readonly string[], start: number): boolean {
  let at = start;
  while (at < path.length) {
    const keyword = path[at] ?? '';
    if (ofNamedParts.has(keyword)) at += 2;
    else if (ofOtherParts.has(keyword)) at += 1;
    else return false;
  }
  return at === path.length && at > start;
}

function isSpelledOtherwise(name: string): boolean {
  return /[/~%]/u.test(name);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
