import type { Direction, Occurrence } from '../../core/report.ts';
import {
  documentationKeywords,
  findDifferences,
  innerPair,
  isDocumentation,
  type CompareOptions,
  type Difference,
  type Pair,
} from '../../diff/source/differences.ts';
import { roleOfMember, rolesOf, type Role } from '../../diff/source/references.ts';
import { escapeSegment, toPointer } from '../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { isOverlapping } from './path-template.ts';
import { createResolver, follow, referenceOf, type Located } from '../../diff/source/resolve.ts';
import { SchemaCoverage } from './schema-coverage.ts';

/** A difference that the package does not look at, so that its silence means nothing. */
export interface Uncovered extends Difference {
  readonly direction: Direction;
  readonly occurrences: readonly Occurrence[];
}

/** What two documents have in difference, sorted by whether the package can be asked about it. */
export interface Coverage {
  readonly uncovered: readonly Uncovered[];
  /** Whether there is any difference that the package has to judge. */
  readonly covered: boolean;
  /** Pointers in the baseline of what the candidate has removed: the package must call each of them breaking. */
  readonly removals: readonly string[];
}

/** Keys that no counterpart meets on the wire. */
export const ignoredKeywords: ReadonlySet<string> = new Set([...documentationKeywords, 'deprecated']);

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
/** Root members that are documentation, are compared on their own, or only matter where something refers to them. */
const separate = new Set(['openapi', 'swagger', 'info', 'paths', 'components']);
const swaggerComponents = new Set(['definitions', 'parameters', 'responses', 'securityDefinitions']);

/**
 * Walks both documents together, from their operations along their references, and tells which differences the
 * package `openapi-diff` judges: added and removed paths, operations, statuses and response headers, and the schemas of
 * JSON bodies as far as `schema-coverage` goes. Everything else that differs is uncovered.
 */
export function findCoverage(baseline: JsonObject, candidate: JsonObject): Coverage {
  return new CoverageWalk(baseline, candidate).run();
}

interface Scope {
  readonly direction: Direction;
  readonly occurrences: readonly Occurrence[];
}

const nowhere: Scope = { direction: 'none', occurrences: [] };

class CoverageWalk {
  readonly #root: Pair;
  readonly #baseline: JsonObject;
  readonly #candidate: JsonObject;
  readonly #resolve: (pair: Pair) => Pair;
  /**
   * Whether a discriminator makes the names of schemas part of the payload, and schemas part of the contract that
   * nothing refers to. Then references are equal only by name, and all schemas are compared.
   */
  readonly #hasVariants: boolean;
  readonly #options: CompareOptions;
  readonly #schemas: SchemaCoverage;
  readonly #uncovered: Uncovered[] = [];
  readonly #removals: string[] = [];
  #covered = false;

  constructor(baseline: JsonObject, candidate: JsonObject) {
    this.#baseline = baseline;
    this.#candidate = candidate;
    this.#root = { baseline, candidate, baselinePointer: '', candidatePointer: '' };
    this.#hasVariants = hasMember(baseline, 'discriminator') || hasMember(candidate, 'discriminator');
    const follow = createResolver(baseline, candidate);
    this.#resolve = this.#hasVariants ? (pair) => (haveSameReference(pair) ? follow(pair) : pair) : follow;
    this.#options = { roles: rolesOf(baseline), ignored: ignoredKeywords, resolve: this.#resolve };
    this.#schemas = new SchemaCoverage(baseline, candidate, this.#options);
  }

  run(): Coverage {
    const isSwagger = Object.hasOwn(this.#baseline, 'swagger');
    this.#members(this.#root, nowhere, (key) => {
      if (separate.has(key) || (isSwagger && swaggerComponents.has(key))) return 'skip';
      return 'opaque';
    });
    this.#securitySchemes(isSwagger ? ['securityDefinitions'] : ['components', 'securitySchemes']);
    if (this.#hasVariants) this.#variants(isSwagger ? ['definitions'] : ['components', 'schemas']);
    this.#paths();
    return { uncovered: this.#uncovered, covered: this.#covered, removals: this.#removals };
  }

  #variants(segments: readonly string[]): void {
    const before = at(this.#baseline, segments);
    const after = at(this.#candidate, segments);
    const pointer = toPointer(segments);
    const pair = {
      baseline: before ?? {},
      candidate: after ?? {},
      baselinePointer: pointer,
      candidatePointer: pointer,
    };
    this.#opaque(pair, 'names', nowhere);
  }

  /** Schemes are found by name, not by reference; one that only one side has matters where it is required. */
  #securitySchemes(segments: readonly string[]): void {
    const [before, after] = [at(this.#baseline, segments), at(this.#candidate, segments)];
    if (!isJsonObject(before) || !isJsonObject(after)) return;
    const pointer = toPointer(segments);
    const pair = { baseline: before, candidate: after, baselinePointer: pointer, candidatePointer: pointer };
    for (const name of Object.keys(before)) {
      const inner = this.#inner(pair, name);
      if (inner !== undefined) this.#opaque(inner, 'object', nowhere);
    }
  }

  #paths(): void {
    const pair = this.#inner(this.#root, 'paths');
    if (pair === undefined || !isJsonObject(pair.baseline) || !isJsonObject(pair.candidate)) {
      this.#members(this.#root, nowhere, (key) => (key === 'paths' ? 'opaque' : 'skip'));
      return;
    }
    const known = Object.keys(pair.baseline);
    for (const path of known) {
      if (path.startsWith('x-')) continue;
      const inner = this.#inner(pair, path);
      if (inner === undefined) this.#removed(`${pair.baselinePointer}/${escapeSegment(path)}`);
      else this.#pathItem(inner, path);
    }
    for (const path of Object.keys(pair.candidate)) {
      if (path.startsWith('x-') || Object.hasOwn(pair.baseline, path)) continue;
      this.#covered = true;
      // A request that a path template of the baseline takes could now go to the new path.
      if (known.some((other) => isOverlapping(other, path))) {
        this.#report({ candidate: `${pair.candidatePointer}/${escapeSegment(path)}`, key: path }, nowhere);
      }
    }
  }

  #pathItem(given: Pair, path: string): void {
    // Beside a reference, the meaning of other fields is undefined; and the package skips referenced path items.
    if (referenceOf(given.baseline) !== undefined || referenceOf(given.candidate) !== undefined) {
      this.#opaque(given, 'object', nowhere);
      return;
    }
    this.#members(given, nowhere, (key, inner) => {
      if (!methods.has(key)) return 'opaque';
      if (inner === undefined) return 'presence';
      this.#operation(inner, { operation: `${key.toUpperCase()} ${path}`, pointer: inner.baselinePointer });
      return 'skip';
    });
  }

  #operation(pair: Pair, occurrence: Occurrence): void {
    const occurrences = [occurrence];
    const request: Scope = { direction: 'request', occurrences };
    const response: Scope = { direction: 'response', occurrences };
    this.#members(pair, { direction: 'none', occurrences }, (key, inner) => {
      // No request or response carries it; links that name it are compared themselves.
      if (key === 'operationId') return 'skip';
      if (inner === undefined) return 'opaque';
      if (key === 'requestBody') this.#body(this.#resolve(inner), request);
      else if (key === 'responses') this.#responses(inner, response);
      else if (key === 'parameters') this.#parameters(inner, request);
      else return 'opaque';
      return 'skip';
    });
  }

  /** Parameters are told apart by place and name, wherever in the list they stand. */
  #parameters(pair: Pair, scope: Scope): void {
    const before = this.#byName(this.#baseline, pair.baseline, pair.baselinePointer);
    const after = this.#byName(this.#candidate, pair.candidate, pair.candidatePointer);
    if (before === undefined || after === undefined) {
      this.#opaque(pair, 'object', scope);
      return;
    }
    for (const [name, parameter] of before) {
      const other = after.get(name);
      if (other === undefined) this.#report({ baseline: parameter.pointer, key: name }, scope);
      else {
        const inner: Pair = {
          baseline: parameter.value,
          candidate: other.value,
          baselinePointer: parameter.pointer,
          candidatePointer: other.pointer,
        };
        if (name.startsWith('body '))
          this.#members(inner, scope, (key, value) => this.#schemaMember(key, value, scope));
        else this.#opaque(inner, 'object', scope);
      }
    }
    for (const [name, parameter] of after) {
      if (!before.has(name)) this.#report({ candidate: parameter.pointer, key: name }, scope);
    }
  }

  #byName(root: JsonValue, list: JsonValue, pointer: string): Map<string, Located> | undefined {
    if (!isJsonArray(list)) return undefined;
    const found = new Map<string, Located>();
    for (const [index, item] of list.entries()) {
      const parameter = follow(root, { value: item, pointer: `${pointer}/${index}` });
      if (!isJsonObject(parameter.value)) return undefined;
      const [place, name] = [ownMember(parameter.value, 'in'), ownMember(parameter.value, 'name')];
      if (typeof place !== 'string' || typeof name !== 'string') return undefined;
      // Swagger allows one body, whose name is for readers only.
      found.set(`${place} ${place === 'body' ? '' : name}`, parameter);
    }
    return found.size === list.length ? found : undefined;
  }

  #responses(pair: Pair, scope: Scope): void {
    this.#members(pair, scope, (key, inner) => {
      // A new status is one that no reader written against the baseline knows: the package calls it harmless.
      if (inner === undefined) return isOnlyIn(pair, 'baseline', key) ? 'presence' : 'opaque';
      this.#body(this.#resolve(inner), scope);
      return 'skip';
    });
  }

  /** A request body or a response. */
  #body(pair: Pair, scope: Scope): void {
    this.#members(pair, scope, (key, inner) => {
      if (key === 'headers' && scope.direction === 'response') {
        this.#headers(this.#orEmpty(pair, key), scope);
        return 'skip';
      }
      if (inner === undefined) return 'opaque';
      if (key === 'content') this.#content(inner, scope);
      else return this.#schemaMember(key, inner, scope);
      return 'skip';
    });
  }

  #headers(pair: Pair, scope: Scope): void {
    this.#members(
      pair,
      scope,
      (key, inner) => {
        // Readers take headers that they do not know; of those that go, the package only minds the required ones.
        const isAdded = inner === undefined && isOnlyIn(pair, 'candidate', key);
        return isAdded && key.toLowerCase() !== 'content-type' ? 'presence' : 'opaque';
      },
      'names',
    );
  }

  #content(pair: Pair, scope: Scope): void {
    this.#members(
      pair,
      scope,
      (key, inner) => {
        if (key !== 'application/json' || inner === undefined) return 'opaque';
        this.#members(inner, scope, (member, value) => this.#schemaMember(member, value, scope));
        return 'skip';
      },
      'names',
    );
  }

  #schemaMember(key: string, inner: Pair | undefined, scope: Scope): 'opaque' | 'skip' {
    if (key !== 'schema' || inner === undefined) return 'opaque';
    const { covered, uncovered } = this.#schemas.compare(inner);
    this.#covered ||= covered;
    for (const difference of uncovered) this.#report(difference, scope);
    return 'skip';
  }

  /**
   * Asks of every member of either side what to do: compare it as something the package does not look at (`opaque`),
   * leave its being there or not to the package (`presence`), or nothing more (`skip`).
   */
  #members(
    pair: Pair,
    scope: Scope,
    choose: (key: string, inner: Pair | undefined) => 'opaque' | 'presence' | 'skip',
    role: Role = 'object',
  ): void {
    const { baseline, candidate } = pair;
    if (!isJsonObject(baseline) || !isJsonObject(candidate)) {
      this.#opaque(pair, role, scope);
      return;
    }
    for (const key of new Set([...Object.keys(baseline), ...Object.keys(candidate)])) {
      if (isDocumentation(role, key, ignoredKeywords)) continue;
      const inner = this.#inner(pair, key);
      const choice = choose(key, inner);
      if (choice === 'skip') continue;
      if (inner !== undefined) this.#opaque(inner, roleOfMember(this.#options.roles, role, key), scope);
      else if (choice === 'presence') this.#presence(pair, key);
      else this.#report(onlyIn(pair, key), scope);
    }
  }

  #presence(pair: Pair, key: string): void {
    if (isOnlyIn(pair, 'baseline', key)) this.#removed(`${pair.baselinePointer}/${escapeSegment(key)}`);
    else this.#covered = true;
  }

  #removed(pointer: string): void {
    this.#covered = true;
    this.#removals.push(pointer);
  }

  #opaque(pair: Pair, role: Role, scope: Scope): void {
    for (const difference of findDifferences(pair, role, this.#options)) this.#report(difference, scope);
  }

  #report(difference: Difference, scope: Scope): void {
    this.#uncovered.push({ ...difference, ...scope });
  }

  /** The pair of two members, one that is absent being an empty object. */
  #orEmpty(pair: Pair, key: string): Pair {
    const [before, after] = [memberOf(pair.baseline, key), memberOf(pair.candidate, key)];
    return innerPair(pair, key, before ?? {}, after ?? {}) ?? pair;
  }

  #inner(pair: Pair, key: string): Pair | undefined {
    return innerPair(pair, key, memberOf(pair.baseline, key), memberOf(pair.candidate, key));
  }
}

function at(root: JsonValue, segments: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const segment of segments) value = value === undefined ? undefined : memberOf(value, segment);
  return value;
}

/** Whether some object has a member of this name, wherever it is. */
function hasMember(value: JsonValue, name: string): boolean {
  if (isJsonArray(value)) return value.some((item) => hasMember(item, name));
  if (!isJsonObject(value)) return false;
  return Object.hasOwn(value, name) || Object.values(value).some((member) => hasMember(member, name));
}

function haveSameReference(pair: Pair): boolean {
  return referenceOf(pair.baseline) === referenceOf(pair.candidate);
}

function memberOf(value: JsonValue, key: string): JsonValue | undefined {
  return isJsonObject(value) ? ownMember(value, key) : undefined;
}

function isOnlyIn(pair: Pair, side: 'baseline' | 'candidate', key: string): boolean {
  const other = side === 'baseline' ? pair.candidate : pair.baseline;
  const own = pair[side];
  return isJsonObject(own) && isJsonObject(other) && Object.hasOwn(own, key) && !Object.hasOwn(other, key);
}

function onlyIn(pair: Pair, key: string): Difference {
  const segment = escapeSegment(key);
  return isOnlyIn(pair, 'baseline', key)
    ? { baseline: `${pair.baselinePointer}/${segment}`, key }
    : { candidate: `${pair.candidatePointer}/${segment}`, key };
}
