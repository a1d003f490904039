import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import { otherDialectOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import type { Likeness } from './likeness.ts';
import type { Place, Source } from './source.ts';
import { shapeOf } from './subschemas.ts';

/** What stands at one pointer in both documents, as far as it could be told without compiling it. */
interface Pair {
  /** Undefined as long as it was not looked at. */
  found: Found | undefined;
  /** So far; false as long as it was not looked at. */
  equal: boolean;
  /** What it refers to, and what refers to it. */
  readonly needs: Pair[];
  readonly neededBy: Pair[];
  readonly fragment: string;
}

interface Found {
  readonly ours: Place | undefined;
  readonly theirs: Place | undefined;
}

/** Told of a definition that both documents have, and whether it is the same. */
export type OnFound = (ours: Place, theirs: Place, equal: boolean) => void;

/** Marks pointers that were asked for, beside the fragments that references are. */
const start = '@';
const deepest = 300;
const mostValues = 3_000_000;

/**
 * Finds the definitions that two documents have in common: they stand at the same pointer, say the same in all keywords
 * of the dialect, and refer to nothing but definitions that are common too. In cycles this is coinductive: a pair that
 * no difference is reached from has equal unfoldings, so it means the same.
 *
 * Only documents without identifiers and anchors are looked at, and only references to fragments are followed: all that
 * depends on anything else counts as different.
 */
export class Twins {
  readonly #ours: Source;
  readonly #theirs: Source;
  readonly #read: ReadonlySet<string>;
  readonly #roots: readonly [Place, Place];
  readonly #pairs = new Map<string, Pair>();
  readonly #likeness: Likeness | undefined;
  readonly #expected = new Set<string>();
  readonly #onFound: OnFound;
  #values = 0;

  /** @param onFound told of each definition once */
  constructor(
    [ours, theirs]: readonly [Source, Source],
    { marks, likeness }: { readonly marks: readonly string[]; readonly likeness?: Likeness | undefined },
    onFound: OnFound,
  ) {
    this.#ours = ours;
    this.#theirs = theirs;
    this.#likeness = likeness;
    this.#onFound = onFound;
    this.#roots = [ours.root, theirs.root];
    this.#read = new Set([...ours.root.resource.dialect.keywords, ...marks]);
  }

  /** Whether two documents can be looked at together. */
  static fit(ours: Source, theirs: Source): boolean {
    if (ours === theirs || !ours.isPlain || !theirs.isPlain) return false;
    const [a, b] = [ours.resource, theirs.resource];
    return a.dialect === b.dialect && a.unreadable === undefined && b.unreadable === undefined;
  }

  /** Whether a fragment that was reached leads to the same schema in both. */
  isCommon(fragment: string): boolean {
    return this.#isSettled(fragment) || this.#pairs.get(fragment)?.equal === true;
  }

  /** The schemas at a pointer are to be looked at. */
  expect(pointer: string): void {
    this.#expected.add(`${start}${pointer}`);
  }

  /** Looks at all that is reached from the schemas that were to be looked at, and could differ. */
  explore(): void {
    const waiting = [...this.#expected].map((fragment) => this.#pair(fragment));
    this.#expected.clear();
    const fresh: Pair[] = [];
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      if (pair.found !== undefined) continue;
      fresh.push(pair);
      for (const reference of this.#look(pair)) {
        const needed = this.#pair(reference);
        pair.needs.push(needed);
        needed.neededBy.push(pair);
        if (needed.found === undefined) waiting.push(needed);
      }
    }
    spreadDifference(fresh);
    for (const { found, equal } of fresh) {
      if (found?.ours !== undefined && found.theirs !== undefined) this.#onFound(found.ours, found.theirs, equal);
    }
  }

  #isSettled(fragment: string): boolean {
    return this.#likeness?.settled.has(fragment) === true;
  }

  #pair(fragment: string): Pair {
    const known = this.#pairs.get(fragment);
    if (known !== undefined) return known;
    const pair: Pair = { found: undefined, equal: false, needs: [], neededBy: [], fragment };
    this.#pairs.set(fragment, pair);
    return pair;
  }

  /** Finds what stands there, whether it says the same, and the fragments that it refers to. */
  #look(pair: Pair): Iterable<string> {
    const fragment = pair.fragment.startsWith(start) ? `#${pair.fragment.slice(start.length)}` : pair.fragment;
    const alike = this.#likeness?.alike.get(fragment);
    if (alike !== undefined) {
      const [ours, theirs] = this.#roots;
      pair.found = { ours: { ...ours, schema: alike.ours }, theirs: { ...theirs, schema: alike.theirs } };
      pair.equal = true;
      // Nothing behind what is settled differs.
      return this.#isSettled(fragment) ? [] : alike.references;
    }
    const [ours, theirs] = [this.#find(pair, 0), this.#find(pair, 1)];
    pair.found = { ours, theirs };
    const references = new Set<string>();
    const reader = new Reader(
      { dialect: this.#ours.resource.dialect, read: this.#read },
      references,
      mostValues - this.#values,
    );
    const equal = reader.areEqual(ours?.schema, theirs?.schema, 0);
    this.#values += reader.values;
    pair.equal = equal && ours !== undefined && theirs !== undefined;
    return references;
  }

  #find({ fragment }: Pair, side: 0 | 1): Place | undefined {
    const source = side === 0 ? this.#ours : this.#theirs;
    return fragment.startsWith(start)
      ? source.at(fragment.slice(start.length))
      : source.resolve(fragment, this.#roots[side]);
  }
}

/** What refers to something different is different. */
function spreadDifference(fresh: readonly Pair[]): void {
  const different = fresh.filter(({ equal, needs }) => !equal || needs.some((needed) => !needed.equal));
  for (let pair = different.pop(); pair !== undefined; pair = different.pop()) {
    pair.equal = false;
    for (const needing of pair.neededBy) if (needing.equal) different.push(needing);
  }
}

/** Reads two schemas side by side, to the end even if they differ, as it gathers where both refer to. */
class Reader {
  readonly #dialect: Dialect;
  readonly #read: ReadonlySet<string>;
  readonly #references: Set<string>;
  readonly #most: number;
  values = 0;

  constructor(
    { dialect, read }: { readonly dialect: Dialect; readonly read: ReadonlySet<string> },
    references: Set<string>,
    most: number,
  ) {
    this.#dialect = dialect;
    this.#read = read;
    this.#references = references;
    this.#most = most;
  }

  areEqual(a: unknown, b: unknown, depth: number): boolean {
    this.values += 1;
    if (depth > deepest || this.values > this.#most) return false;
    if (!isJsonObject(a) || !isJsonObject(b)) {
      this.#gather(a, depth);
      this.#gather(b, depth);
      return this.#areSame(a, b, depth);
    }
    let equal = otherDialectOf(a, this.#dialect) === otherDialectOf(b, this.#dialect);
    for (const keyword of Object.keys(b)) {
      if (this.#read.has(keyword) && !this.#agreeOn(keyword, member(a, keyword), b[keyword], depth)) equal = false;
    }
    for (const keyword of Object.keys(a)) {
      if (Object.hasOwn(b, keyword) || !this.#read.has(keyword)) continue;
      this.#gather(a[keyword], depth);
      equal = false;
    }
    return equal;
  }

  #agreeOn(keyword: string, ours: unknown, theirs: unknown, depth: number): boolean {
    if (keyword === '$ref' || keyword === '$dynamicRef' || keyword === '$recursiveRef') {
      const followed = this.#follow(ours);
      return this.#follow(theirs) && followed && keyword === '$ref' && ours === theirs;
    }
    const shape = shapeOf(keyword);
    if (shape === undefined) return this.#areSame(ours, theirs, depth);
    if (isArray(ours) && isArray(theirs)) {
      let equal = ours.length === theirs.length;
      for (let i = 0; i < Math.max(ours.length, theirs.length); i += 1) {
        if (!this.areEqual(ours[i], theirs[i], depth + 1)) equal = false;
      }
      return equal;
    }
    if (shape === 'one') return this.areEqual(ours, theirs, depth + 1);
    if (shape === 'map' && isJsonObject(ours) && isJsonObject(theirs)) return this.#mapsAgree(ours, theirs, depth);
    this.#gather(ours, depth);
    this.#gather(theirs, depth);
    return this.#areSame(ours, theirs, depth);
  }

  #mapsAgree(a: JsonObject, b: JsonObject, depth: number): boolean {
    let equal = true;
    for (const name of Object.keys(a)) {
      if (Object.hasOwn(b, name)) continue;
      this.#gather(a[name], depth);
      equal = false;
    }
    for (const name of Object.keys(b)) {
      if (!Object.hasOwn(a, name)) {
        this.#gather(b[name], depth);
        equal = false;
      } else if (!this.areEqual(a[name], b[name], depth + 1)) equal = false;
    }
    return equal;
  }

  /** Notes where a reference leads; false if that is not a fragment. */
  #follow(reference: unknown): boolean {
    if (typeof reference !== 'string' || (reference !== '#' && !reference.startsWith('#/'))) return false;
    this.#references.add(reference);
    return true;
  }

  /** Notes all that may be a reference in what only one of the documents says. */
  #gather(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null) return;
    this.values += 1;
    if (depth > deepest || this.values > this.#most) return;
    for (const key of Object.keys(value)) {
      const each: unknown = Reflect.get(value, key);
      if (typeof each === 'string') this.#follow(each);
      else this.#gather(each, depth + 1);
    }
  }

  /** Whether two values that are no schemas are the same. */
  #areSame(a: unknown, b: unknown, depth: number): boolean {
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
    this.values += 1;
    if (depth > deepest || this.values > this.#most || isArray(a) !== isArray(b)) return false;
    if (isArray(a) && isArray(b)) {
      if (a.length !== b.length) return false;
      for (let i = 0; i < a.length; i += 1) if (!this.#areSame(a[i], b[i], depth + 1)) return false;
      return true;
    }
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    return keys.every(
      (key) => Object.hasOwn(b, key) && this.#areSame(Reflect.get(a, key), Reflect.get(b, key), depth + 1),
    );
  }
}
