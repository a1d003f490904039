import type { Pairing } from '../pairing.ts';
import type { OperationEntry } from './model.ts';

/** Operations of two documents, matched. */
export interface OperationPairing extends Pairing<OperationEntry> {
  /** Kept pairs that were chosen among several of one method and path shape. */
  readonly ambiguous: readonly (readonly [baseline: OperationEntry, candidate: OperationEntry])[];
  /** Operations of literal paths that are gone, with the operation of a template that takes their requests now. */
  readonly covered: readonly (readonly [baseline: OperationEntry, candidate: OperationEntry])[];
  /** Added operations of literal paths that take requests from an operation of a template. */
  readonly shadowing: readonly (readonly [baseline: OperationEntry, candidate: OperationEntry])[];
}

/**
 * Matches operations by method and path, whose parameters count by position. Where a document has several of one shape,
 * the names of the parameters tell them apart. Trailing slashes and case make different paths.
 */
export function pairOperations(
  baseline: readonly OperationEntry[],
  candidate: readonly OperationEntry[],
): OperationPairing {
  const kept: (readonly [OperationEntry, OperationEntry])[] = [];
  const ambiguous: (readonly [OperationEntry, OperationEntry])[] = [];
  const left: OperationEntry[] = [];
  const groups = groupByShape(candidate);
  const matched = new Set<OperationEntry>();
  for (const [shape, before] of groupByShape(baseline)) {
    const after = groups.get(shape) ?? [];
    const pairs = before.length === 1 && after.length === 1 ? zip(before, after) : pairByNames(before, after);
    kept.push(...pairs);
    for (const [, other] of pairs) matched.add(other);
    if (before.length > 1 || after.length > 1)
      ambiguous.push(...pairs.filter(([one, other]) => one.path !== other.path));
    left.push(...before.filter((entry) => !pairs.some(([one]) => one === entry)));
  }
  const templates = new Templates(candidate);
  const covered = left.flatMap((entry) => {
    const cover = templates.covering(entry);
    return cover === undefined ? [] : [[entry, cover] as const];
  });
  const isGone = new Set(left);
  for (const [entry] of covered) isGone.delete(entry);
  const added = candidate.filter((entry) => !matched.has(entry));
  const known = new Templates(baseline);
  const shadowing = added.flatMap((entry) => {
    const cover = known.covering(entry);
    return cover === undefined ? [] : [[cover, entry] as const];
  });
  return { removed: left.filter((entry) => isGone.has(entry)), added, kept, ambiguous, covered, shadowing };
}

/** What stays equal when path parameters are renamed. */
export function shapeOf(path: string): string {
  return path.includes('{') ? path.replace(/\{[^{}]*\}/g, '{}') : path;
}

/** Literal segments of a path that stand where a template has a parameter, by the parameter's position. */
export function literalsFor(path: string, template: string): ReadonlyMap<number, string> {
  const literals = new Map<number, string>();
  const segments = path.split('/');
  let position = 0;
  for (const [index, segment] of template.split('/').entries()) {
    const own = segments[index] ?? '';
    if (isParameter(segment) && !own.includes('{')) literals.set(position, own);
    position += segment.split('{').length - 1;
  }
  return literals;
}

function groupByShape(entries: readonly OperationEntry[]): Map<string, OperationEntry[]> {
  const groups = new Map<string, OperationEntry[]>();
  for (const entry of entries) {
    const shape = `${entry.method} ${shapeOf(entry.path)}`;
    const group = groups.get(shape);
    if (group === undefined) groups.set(shape, [entry]);
    else group.push(entry);
  }
  return groups;
}

function zip<T>(one: readonly T[], other: readonly T[]): readonly (readonly [T, T])[] {
  return one.flatMap((each, index) => {
    const partner = other[index];
    return partner === undefined ? [] : [[each, partner] as const];
  });
}

/** Those of equal names first, then the rest in order of their names; equal names of one document have other servers. */
function pairByNames(
  before: readonly OperationEntry[],
  after: readonly OperationEntry[],
): readonly (readonly [OperationEntry, OperationEntry])[] {
  const pairs: (readonly [OperationEntry, OperationEntry])[] = [];
  const taken = new Set<OperationEntry>();
  const pairUp = (isPartner: (one: OperationEntry, other: OperationEntry) => boolean): void => {
    for (const entry of before) {
      if (taken.has(entry)) continue;
      const partner = after.find((other) => !taken.has(other) && other.path === entry.path && isPartner(entry, other));
      if (partner === undefined) continue;
      pairs.push([entry, partner]);
      taken.add(entry).add(partner);
    }
  };
  if (hasEqualNames(before) || hasEqualNames(after)) pairUp(haveCommonServer);
  pairUp(() => true);
  const rest = (entries: readonly OperationEntry[]): readonly OperationEntry[] =>
    entries.filter((entry) => !taken.has(entry)).toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return [...pairs, ...zip(rest(before), rest(after))];
}

function hasEqualNames(entries: readonly OperationEntry[]): boolean {
  return new Set(entries.map(({ path }) => path)).size < entries.length;
}

function haveCommonServer(one: OperationEntry, other: OperationEntry): boolean {
  const urls = new Set(other.read().servers.map(({ url }) => url));
  return one.read().servers.some(({ url }) => urls.has(url));
}

function isParameter(segment: string): boolean {
  return /^\{[^{}]*\}$/.test(segment);
}

/** More comparisons of paths are not made; the operations then count as removed. */
const mostComparisons = 2_000_000;

/** Operations of path templates, which take the requests of more literal paths. */
class Templates {
  readonly #bySize = new Map<string, Split[]>();
  #comparisons = 0;

  constructor(entries: readonly OperationEntry[]) {
    for (const entry of entries) {
      if (!entry.path.includes('{')) continue;
      const split = toSplit(entry);
      const others = this.#bySize.get(sizeOf(split));
      if (others === undefined) this.#bySize.set(sizeOf(split), [split]);
      else others.push(split);
    }
  }

  /** The most literal template, which servers prefer, that takes every request to an operation. */
  covering(entry: OperationEntry): OperationEntry | undefined {
    const split = toSplit(entry);
    const candidates = this.#bySize.get(sizeOf(split)) ?? [];
    this.#comparisons += candidates.length;
    if (this.#comparisons > mostComparisons) return undefined;
    let best: Split | undefined;
    for (const template of candidates) {
      if (!isCovered(split, template)) continue;
      if (best === undefined || isMoreLiteral(template, best)) best = template;
    }
    return best?.entry;
  }
}

/** An operation with the segments of its path, whose parameters have no names. */
interface Split {
  readonly entry: OperationEntry;
  readonly segments: readonly string[];
}

function toSplit(entry: OperationEntry): Split {
  return { entry, segments: shapeOf(entry.path).split('/') };
}

function sizeOf({ entry, segments }: Split): string {
  return `${segments.length} ${entry.method}`;
}

/** Whether each request to one operation, whose path is the more literal one, fits the template of another. */
function isCovered({ segments }: Split, { segments: template }: Split): boolean {
  let isLiteral = false;
  for (let index = 0; index < segments.length; index++) {
    const [own = '', other = ''] = [segments[index], template[index]];
    if (own === other) continue;
    if (other !== '{}' || own === '' || own.includes('{}')) return false;
    isLiteral = true;
  }
  return isLiteral;
}

function isMoreLiteral(one: Split, other: Split): boolean {
  const parameters = ({ segments }: Split): number => segments.filter((segment) => segment === '{}').length;
  return (
    parameters(one) - parameters(other) < 0 ||
    (parameters(one) === parameters(other) && one.entry.path < other.entry.path)
  );
}
