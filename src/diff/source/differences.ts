import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { escapeSegment } from '../../internal/json-pointer.ts';
import { roleOfItem, roleOfMember, type Role } from './references.ts';

/** Two values that stand for the same thing, with the pointers at which they stand. */
export interface Pair {
  readonly baseline: JsonValue;
  readonly candidate: JsonValue;
  readonly baselinePointer: string;
  readonly candidatePointer: string;
}

/** Where two documents say something different; a side without pointer has nothing there. */
export interface Difference {
  readonly baseline?: string;
  readonly candidate?: string;
  /** The keyword or name whose value differs, added or removed. */
  readonly key: string;
}

export interface CompareOptions {
  readonly roles: ReadonlyMap<string, Role>;
  /** Keys that say nothing about the contract, where keys are keywords. Extensions (`x-`) are always among them. */
  readonly ignored: ReadonlySet<string>;
  /** Given, references are followed on both sides; else their text is compared. */
  readonly resolve?: (pair: Pair) => Pair;
}

/** Keywords of OpenAPI, AsyncAPI and JSON Schema that only speak to readers. */
export const documentationKeywords: readonly string[] = [
  'title',
  'summary',
  'description',
  'externalDocs',
  'tags',
  'example',
  'examples',
  '$comment',
  'termsOfService',
  'contact',
  'license',
];

/**
 * Circular references of unlike lengths can pair every value with every other one, and chain them without end. What
 * lies beyond these bounds is reported as different, which no equal documents without references can meet.
 */
export const mostPairs = 500_000;
export const deepestPair = 400;

/** Arrays that are sets: their order and repetitions mean nothing. */
const sets = new Set(['required', 'enum', 'type']);

/**
 * Finds the innermost places where two values differ in more than documentation and the order of members.
 * Deterministic: in the order of the baseline, then of what only the candidate has.
 */
export function findDifferences(pair: Pair, role: Role, options: CompareOptions): readonly Difference[] {
  const comparison = new Comparison(options);
  comparison.compare(pair, role, '', 'data');
  return comparison.found;
}

/** Whether a member speaks to readers only; never so for names that the author chose, or inside data. */
export function isDocumentation(role: Role, key: string, ignored: ReadonlySet<string>): boolean {
  if (role === 'names' || role === 'lists of names' || role === 'data' || role === 'mapping') return false;
  return key.startsWith('x-') || ignored.has(key);
}

class Comparison {
  readonly found: Difference[] = [];
  readonly #options: CompareOptions;
  /** Pairs under way or done: references may be circular, and one pair is reported once. */
  readonly #visited = new Set<string>();
  #depth = 0;

  constructor(options: CompareOptions) {
    this.#options = options;
  }

  /** `holder` is the role of the object whose member `key` is being compared. */
  compare(given: Pair, role: Role, key: string, holder: Role): void {
    const pair = role === 'data' ? given : (this.#options.resolve?.(given) ?? given);
    const { baseline, candidate } = pair;
    if (isJsonObject(baseline) && isJsonObject(candidate)) {
      const visit = `${role} ${pair.baselinePointer} ${pair.candidatePointer}`;
      if (this.#visited.has(visit)) return;
      this.#visited.add(visit);
      if (this.#visited.size > mostPairs || this.#depth > deepestPair) {
        this.found.push({ baseline: pair.baselinePointer, candidate: pair.candidatePointer, key });
        return;
      }
      this.#depth++;
      this.#compareMembers(pair, baseline, candidate, role);
      this.#depth--;
    } else if (isJsonArray(baseline) && isJsonArray(candidate)) {
      if (holder === 'object' && sets.has(key) && isSameSet(baseline, candidate)) return;
      this.#compareItems(pair, role, key);
    } else if (baseline !== candidate) {
      this.found.push({ baseline: pair.baselinePointer, candidate: pair.candidatePointer, key });
    }
  }

  #compareMembers(pair: Pair, baseline: JsonObject, candidate: JsonObject, role: Role): void {
    const relevant = (key: string): boolean => !isDocumentation(role, key, this.#options.ignored);
    for (const key of Object.keys(baseline).filter(relevant)) {
      const [before, after] = [ownMember(baseline, key), ownMember(candidate, key)];
      const inner = innerPair(pair, key, before, after);
      if (inner === undefined) this.found.push({ baseline: `${pair.baselinePointer}/${escapeSegment(key)}`, key });
      else this.compare(inner, roleOfMember(this.#options.roles, role, key), key, role);
    }
    for (const key of Object.keys(candidate).filter(relevant)) {
      if (Object.hasOwn(baseline, key)) continue;
      this.found.push({ candidate: `${pair.candidatePointer}/${escapeSegment(key)}`, key });
    }
  }

  #compareItems(pair: Pair, role: Role, key: string): void {
    const [before, after] = [arrayOf(pair.baseline), arrayOf(pair.candidate)];
    if (before.length !== after.length) {
      this.found.push({ baseline: pair.baselinePointer, candidate: pair.candidatePointer, key });
      return;
    }
    for (let index = 0; index < before.length; index++) {
      const inner = innerPair(pair, String(index), before[index], after[index]);
      if (inner !== undefined) this.compare(inner, roleOfItem(role), key, 'data');
    }
  }
}

function arrayOf(value: JsonValue): readonly JsonValue[] {
  return isJsonArray(value) ? value : [];
}

/** The pair of two members or items of a pair; `undefined` unless both exist. */
export function innerPair(
  pair: Pair,
  segment: string,
  baseline: JsonValue | undefined,
  candidate: JsonValue | undefined,
): Pair | undefined {
  if (baseline === undefined || candidate === undefined) return undefined;
  const step = `/${escapeSegment(segment)}`;
  return {
    baseline,
    candidate,
    baselinePointer: pair.baselinePointer + step,
    candidatePointer: pair.candidatePointer + step,
  };
}

/** Whether two arrays of scalars hold the same values; never so for arrays that hold anything else. */
function isSameSet(one: readonly JsonValue[], other: readonly JsonValue[]): boolean {
  if (!one.every(isScalar) || !other.every(isScalar)) return false;
  const [left, right] = [new Set(one), new Set(other)];
  return left.size === right.size && [...left].every((value) => right.has(value));
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}
