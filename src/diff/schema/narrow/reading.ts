import { isMarked } from '../compile/member-names.ts';
import { otherDialectOf } from '../compile/dialect.ts';
import type { CompileOptions } from '../compile/site.ts';
import type { Place } from '../compile/source.ts';
import { shapeOf } from '../compile/subschemas.ts';
import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import { ruleOf } from './keywords.ts';
import { alternativesAside, isCombined, Spoken } from './speaking.ts';

/** A pair of schemas of which the first has to be in the second. */
export interface Need {
  readonly sub: Place;
  readonly sup: Place;
  /** Whether members that only the second declares count as absent, as nothing else speaks of the value. */
  readonly loose: boolean;
  readonly aboutValue: boolean;
}

/** What is known of fragments that schemas on both sides refer to. */
export interface Known {
  /** Whether it leads to the same schema in the documents of both places. */
  readonly isCommon: (fragment: string) => boolean;
  /** Whether what it leads to in the first is contained in what it leads to in the second. */
  readonly isContained: (fragment: string, aboutValue: boolean) => boolean;
}

/** Where two schemas that are read side by side stand. */
export interface Context {
  /** The schema to which all belongs that the first document says of this value; undefined if that is not to be told. */
  readonly location: unknown;
  /** Whether nothing else in the first document speaks of this value's parts. */
  readonly single: boolean;
  /** Whether they speak of the same value as the schemas where the reading began. */
  readonly aboutValue: boolean;
  readonly depth: number;
}

/** Two schema objects, read side by side. */
export interface Sides {
  readonly sub: JsonObject;
  readonly sup: JsonObject;
  readonly context: Context;
}

const deepest = 200;

/** Reads two schemas side by side up to their references. */
export class Reading {
  readonly options: CompileOptions;
  readonly #known: Known;
  readonly #spoken = new Spoken();
  #left: number;
  #needs: Need[] = [];
  #places: readonly [sub: Place, sup: Place] | undefined;
  #mark: string | undefined;

  constructor(options: CompileOptions, known: Known, most: number) {
    this.options = options;
    this.#known = known;
    this.#left = most;
  }

  /** What has to hold of references so that the first schema is in the second; undefined if that would not do. */
  read({ sub, sup, loose }: Need): readonly Need[] | undefined {
    this.#needs = [];
    this.#places = [sub, sup];
    const { direction } = this.options;
    const marked = direction !== undefined && [sub, sup].some(({ resource }) => resource.source.isMarked(direction));
    this.#mark = marked ? (direction === 'request' ? 'readOnly' : 'writeOnly') : undefined;
    const context = { location: loose ? sub.schema : undefined, single: loose, aboutValue: true, depth: 0 };
    return this.narrows(sub.schema, sup.schema, context) ? this.#needs : undefined;
  }

  /** Whether the first schema is in the second, if the references do their part. */
  narrows(sub: unknown, sup: unknown, context: Context): boolean {
    if (!this.#spend(context.depth)) return false;
    if (sup === true) return true;
    if (!isJsonObject(sub) || !isJsonObject(sup)) return sub === false && sup === false;
    // What is written in another dialect is not read.
    if (otherDialectOf(sub, this.dialect) !== undefined || otherDialectOf(sup, this.dialect) !== undefined)
      return false;
    const mark = this.#mark;
    if (mark !== undefined && (member(sub, mark) === true) !== (member(sup, mark) === true)) return false;
    const { keywords } = this.dialect;
    const [subAlone, supAlone] = [this.#isAlone(sub), this.#isAlone(sup)];
    if (subAlone || supAlone) {
      return this.refers([subAlone ? sub.$ref : sub, supAlone ? sup.$ref : sup], sub, context);
    }
    const sides = { sub, sup, context };
    for (const keyword of Object.keys(sup)) {
      if (keywords.has(keyword) && !ruleOf(keyword)(keyword, sides, this)) return false;
    }
    return true;
  }

  get dialect() {
    if (this.#places === undefined) throw new TypeError('nothing is being read');
    return this.#places[0].resource.dialect;
  }

  get hasMarks(): boolean {
    return this.#mark !== undefined;
  }

  /** Needs what references lead to, or on one side a schema itself. */
  refers([sub, sup]: readonly [unknown, unknown], from: JsonObject, { location, aboutValue }: Context): boolean {
    if (typeof sub === 'string' && sub === sup && this.#known.isContained(sub, aboutValue)) return true;
    const [ours, theirs] = [this.#target(sub, 0), this.#target(sup, 1)];
    if (ours === undefined || theirs === undefined) return false;
    this.#needs.push({ sub: ours, sup: theirs, loose: location !== undefined && location === from, aboutValue });
    return true;
  }

  /** Two schemas that speak of a member or an item. */
  parts(sub: unknown, sup: unknown, { sub: outer, context }: Sides): boolean {
    const loose = context.location !== undefined && context.single && !isCombined(outer, this.dialect);
    const location = loose ? sub : undefined;
    return this.narrows(sub, sup, { location, single: loose, aboutValue: false, depth: context.depth + 1 });
  }

  /** Two schemas that speak of the same value as those around them; the first may be one alternative of several. */
  insides(sub: unknown, sup: unknown, { sub: outer, context }: Sides): boolean {
    const combined = isCombined(outer, this.dialect);
    const moves = context.location === outer && sub !== outer && !combined && alternativesAside(outer, sub);
    return this.narrows(sub, sup, {
      location: moves ? sub : context.location,
      single: context.single && (sub === outer || !combined),
      aboutValue: context.aboutValue,
      depth: context.depth + 1,
    });
  }

  /** Whether a member that only the second schema declares counts as absent. */
  isApart(name: string, { context }: Sides): boolean {
    const place = this.#places?.[0];
    if (context.location === undefined || place === undefined) return false;
    return this.#spoken.isSilent({ ...place, schema: context.location }, name);
  }

  /** Whether a schema of a member that only one document declares may be marked as not sent. */
  mayBeMarked(schema: unknown, side: 0 | 1): boolean {
    const place = this.#places?.[side];
    return this.#mark !== undefined && (place === undefined || isMarked({ ...place, schema }, this.#mark));
  }

  /** Whether two values of a keyword mean the same. */
  areSame(keyword: string, sub: unknown, sup: unknown, depth: number): boolean {
    if (!this.#spend(depth)) return false;
    if (typeof sup !== 'object' || sup === null) {
      if (sub !== sup) return false;
      return keyword !== '$ref' || (typeof sub === 'string' && this.#known.isCommon(sub));
    }
    const shape = shapeOf(keyword);
    if (shape === undefined) return this.#areEqual(sub, sup, depth);
    if (isArray(sup)) {
      return isArray(sub) && sub.length === sup.length && sup.every((each, i) => this.#mean(sub[i], each, depth + 1));
    }
    if (shape !== 'map') return this.#mean(sub, sup, depth + 1);
    if (!isJsonObject(sub) || !isJsonObject(sup)) return false;
    const names = Object.keys(sup);
    return (
      names.length === Object.keys(sub).length &&
      names.every((name) => Object.hasOwn(sub, name) && this.#mean(sub[name], sup[name], depth + 1))
    );
  }

  #mean(sub: unknown, sup: unknown, depth: number): boolean {
    if (!isJsonObject(sub) || !isJsonObject(sup)) return this.#areEqual(sub, sup, depth);
    const { keywords } = this.dialect;
    const isRead = (keyword: string): boolean => keywords.has(keyword) || keyword === this.#mark;
    if (otherDialectOf(sub, this.dialect) !== otherDialectOf(sup, this.dialect)) return false;
    if (Object.keys(sub).some((keyword) => isRead(keyword) && !Object.hasOwn(sup, keyword))) return false;
    return Object.keys(sup).every(
      (keyword) =>
        !isRead(keyword) ||
        (!isDynamic(keyword) &&
          Object.hasOwn(sub, keyword) &&
          this.areSame(keyword, sub[keyword], sup[keyword], depth)),
    );
  }

  #areEqual(a: unknown, b: unknown, depth: number): boolean {
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
    if (!this.#spend(depth)) return false;
    if (isArray(a) || isArray(b)) {
      return (
        isArray(a) && isArray(b) && a.length === b.length && a.every((each, i) => this.#areEqual(each, b[i], depth + 1))
      );
    }
    if (!isJsonObject(a) || !isJsonObject(b)) return false;
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && this.#areEqual(a[name], b[name], depth + 1))
    );
  }

  /** Whether a schema is nothing but a reference. */
  #isAlone(schema: JsonObject): boolean {
    if (typeof member(schema, '$ref') !== 'string') return false;
    const { keywords, refSiblings } = this.dialect;
    return !refSiblings || Object.keys(schema).every((each) => each === '$ref' || !keywords.has(each));
  }

  #target(reference: unknown, side: 0 | 1): Place | undefined {
    const place = this.#places?.[side];
    if (place === undefined) return undefined;
    if (typeof reference !== 'string') return { ...place, schema: reference };
    return reference === '#' || reference.startsWith('#/')
      ? place.resource.source.resolve(reference, place)
      : undefined;
  }

  #spend(depth: number): boolean {
    this.#left -= 1;
    return depth < deepest && this.#left > 0;
  }
}

function isDynamic(keyword: string): boolean {
  return keyword === '$dynamicRef' || keyword === '$recursiveRef';
}
