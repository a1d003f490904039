import {
  deepestPair,
  findDifferences,
  innerPair,
  isDocumentation,
  mostPairs,
  type CompareOptions,
  type Difference,
  type Pair,
} from '../../diff/source/differences.ts';
import { escapeSegment } from '../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { follow, type Located } from '../../diff/source/resolve.ts';

/** Keywords whose meaning the package knows; it reads a schema as if all others were absent. */
const holders = ['properties', 'additionalProperties', 'items', 'allOf'];
/** Of these, the ones whose values are no schemas: a change of value is left to the package as it is. */
const plain = new Set([
  'type',
  'required',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]);
const known = new Set([...holders, ...plain]);
/** Under these, a larger set below need not make a larger set above: keywords that the package skips could mislead it. */
const twisting = ['not', 'oneOf', 'anyOf'];

/** What a pair of body schemas differs in. */
export interface SchemaDifferences {
  /** Whether there are differences that the package judges. */
  readonly covered: boolean;
  readonly uncovered: readonly Difference[];
}

/**
 * Tells which differences between two body schemas the package judges soundly.
 *
 * Skipped keywords do no harm where both sides have the same ones at the same place and everything around them is a
 * conjunction: adding the same restriction to both sets keeps one inside the other. So a change is covered if it is one
 * of known keywords, not under `not`, `oneOf` or `anyOf`, and if what was added or removed uses known keywords only.
 */
export class SchemaCoverage {
  readonly #baseline: JsonValue;
  readonly #candidate: JsonValue;
  readonly #options: CompareOptions;
  readonly #visited = new Set<string>();
  #depth = 0;
  #covered = false;
  #uncovered: Difference[] = [];

  constructor(baseline: JsonValue, candidate: JsonValue, options: CompareOptions) {
    this.#baseline = baseline;
    this.#candidate = candidate;
    this.#options = options;
  }

  /** A pair that was compared before adds nothing: each difference is told once. */
  compare(pair: Pair): SchemaDifferences {
    this.#covered = false;
    this.#uncovered = [];
    this.#schema(pair);
    return { covered: this.#covered, uncovered: this.#uncovered };
  }

  #schema(given: Pair): void {
    const pair = this.#options.resolve?.(given) ?? given;
    const visit = `${pair.baselinePointer} ${pair.candidatePointer}`;
    if (this.#visited.has(visit)) return;
    this.#visited.add(visit);
    if (this.#depth > deepestPair || this.#visited.size > mostPairs) {
      this.#uncovered.push({ baseline: pair.baselinePointer, candidate: pair.candidatePointer, key: '' });
      return;
    }
    this.#depth++;
    this.#objects(pair);
    this.#depth--;
  }

  #objects(pair: Pair): void {
    const { baseline, candidate } = pair;
    if (!isJsonObject(baseline) || !isJsonObject(candidate)) {
      this.#whole(pair);
      return;
    }
    if (twisting.some((keyword) => Object.hasOwn(baseline, keyword) || Object.hasOwn(candidate, keyword))) {
      this.#uncovered.push(...findDifferences(pair, 'object', this.#options));
      return;
    }
    for (const key of new Set([...Object.keys(baseline), ...Object.keys(candidate)])) {
      if (!isDocumentation('object', key, this.#options.ignored)) this.#keyword(pair, baseline, candidate, key);
    }
  }

  #keyword(pair: Pair, baseline: JsonObject, candidate: JsonObject, key: string): void {
    const [before, after] = [ownMember(baseline, key), ownMember(candidate, key)];
    const inner = innerPair(pair, key, before, after);
    const differences = (): readonly Difference[] =>
      findDifferences({ ...pair, baseline: pick(key, before), candidate: pick(key, after) }, 'object', this.#options);
    if (plain.has(key)) this.#covered ||= differences().length > 0;
    else if (!known.has(key) || (key === 'properties' && !this.#mayDeclareOthers(pair, before, after))) {
      this.#uncovered.push(...differences());
    } else if (key === 'properties' && inner !== undefined) this.#properties(inner);
    else if ((key === 'items' || key === 'additionalProperties') && inner !== undefined) this.#schema(inner);
    else if (key === 'allOf' && inner !== undefined && haveSameLength(inner)) this.#allOf(inner);
    else this.#sides(pair, key, shapeOf(key));
  }

  /**
   * Whether the two sides may declare different properties: one that is declared on one side only is an additional
   * property on the other, and there the package must know all that is said of it.
   */
  #mayDeclareOthers(holder: Pair, before: JsonValue | undefined, after: JsonValue | undefined): boolean {
    if (namesOf(before) === namesOf(after)) return true;
    return this.#hasKnownRest(this.#baseline, holder.baseline) && this.#hasKnownRest(this.#candidate, holder.candidate);
  }

  #hasKnownRest(root: JsonValue, schema: JsonValue): boolean {
    const rest = memberOf(schema, 'additionalProperties');
    return rest === undefined || this.#isKnown(root, { value: rest, pointer: '/additionalProperties' }, 'schema');
  }

  #properties(pair: Pair): void {
    const { baseline, candidate } = pair;
    if (!isJsonObject(baseline) || !isJsonObject(candidate)) {
      this.#whole(pair);
      return;
    }
    for (const name of new Set([...Object.keys(baseline), ...Object.keys(candidate)])) {
      const [before, after] = [ownMember(baseline, name), ownMember(candidate, name)];
      const inner = innerPair(pair, name, before, after);
      if (inner === undefined) this.#sides(pair, name, 'schema');
      else this.#schema(inner);
    }
  }

  #allOf(pair: Pair): void {
    if (!isJsonArray(pair.baseline) || !isJsonArray(pair.candidate)) return;
    for (const [index, before] of pair.baseline.entries()) {
      const inner = innerPair(pair, String(index), before, pair.candidate[index]);
      if (inner !== undefined) this.#schema(inner);
    }
  }

  /** Two values that are not both schema objects, such as `additionalProperties: false` against a schema. */
  #whole(pair: Pair): void {
    if (findDifferences(pair, 'object', this.#options).length === 0) return;
    const before = { value: pair.baseline, pointer: pair.baselinePointer };
    const after = { value: pair.candidate, pointer: pair.candidatePointer };
    const isKnown = this.#isKnown(this.#baseline, before, 'schema') && this.#isKnown(this.#candidate, after, 'schema');
    if (isKnown) this.#covered = true;
    else this.#uncovered.push({ baseline: before.pointer, candidate: after.pointer, key: '' });
  }

  /** A member that one side has, or both have with unlike shapes. */
  #sides(pair: Pair, key: string, shape: Shape): void {
    const [before, after] = [memberOf(pair.baseline, key), memberOf(pair.candidate, key)];
    const segment = `/${escapeSegment(key)}`;
    const baseline = before === undefined ? undefined : { value: before, pointer: pair.baselinePointer + segment };
    const candidate = after === undefined ? undefined : { value: after, pointer: pair.candidatePointer + segment };
    const known =
      (baseline === undefined || this.#isKnown(this.#baseline, baseline, shape)) &&
      (candidate === undefined || this.#isKnown(this.#candidate, candidate, shape));
    if (known) this.#covered = true;
    else {
      this.#uncovered.push({
        ...(baseline === undefined ? {} : { baseline: baseline.pointer }),
        ...(candidate === undefined ? {} : { candidate: candidate.pointer }),
        key,
      });
    }
  }

  /** Whether what stands there uses known keywords only, along its references. */
  #isKnown(root: JsonValue, located: Located, shape: Shape, seen = new Set<string>(), depth = 0): boolean {
    if (depth > deepestPair) return false;
    const { value, pointer } = shape === 'schema' ? follow(root, located) : located;
    // Under way or done: one unknown keyword anywhere ends the whole search.
    if (seen.has(`${shape} ${pointer}`)) return true;
    seen.add(`${shape} ${pointer}`);
    const at = (key: string, member: JsonValue): Located => ({
      value: member,
      pointer: `${pointer}/${escapeSegment(key)}`,
    });
    if (shape === 'list') {
      return (
        isJsonArray(value) &&
        value.every((item, index) => this.#isKnown(root, at(String(index), item), 'schema', seen, depth + 1))
      );
    }
    if (shape === 'schema' && typeof value === 'boolean') return true;
    if (!isJsonObject(value)) return false;
    return Object.entries(value).every(([key, member]) => {
      if (shape === 'map') return this.#isKnown(root, at(key, member), 'schema', seen, depth + 1);
      if (plain.has(key) || isDocumentation('object', key, this.#options.ignored)) return true;
      return known.has(key) && this.#isKnown(root, at(key, member), shapeOf(key), seen, depth + 1);
    });
  }
}

/** What stands at a place: a schema, schemas by name, or a list of them. */
type Shape = 'schema' | 'map' | 'list';

function shapeOf(keyword: string): Shape {
  if (keyword === 'properties') return 'map';
  return keyword === 'allOf' ? 'list' : 'schema';
}

function memberOf(value: JsonValue, key: string): JsonValue | undefined {
  return isJsonObject(value) ? ownMember(value, key) : undefined;
}

function pick(key: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}

function haveSameLength(pair: Pair): boolean {
  return isJsonArray(pair.baseline) && isJsonArray(pair.candidate) && pair.baseline.length === pair.candidate.length;
}

function namesOf(map: JsonValue | undefined): string {
  return JSON.stringify(isJsonObject(map) ? Object.keys(map).toSorted() : []);
}
