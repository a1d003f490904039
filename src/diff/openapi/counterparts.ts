import { pairBy, type Pairing } from '../pairing.ts';
import { describing } from './media-range.ts';
import type { Encoding, MediaType, Response } from './model.ts';

/** An element that describes cases, `lone` if the other document describes some of them nowhere. */
export type Describing<T> = T & { readonly lone: boolean };

/**
 * Matches media types by what a payload of each type is described by: `application/json` in one document may be
 * described by `application/*` in the other. An element can have several counterparts.
 */
export function pairMediaTypes(
  baseline: readonly MediaType[],
  candidate: readonly MediaType[],
): Pairing<Describing<MediaType>> {
  const types = [...baseline, ...candidate].map(({ range }) => range);
  return pairByCases(types, baseline, candidate, describing);
}

/** Matches responses by the statuses that they describe. */
export function pairResponses(
  baseline: readonly Response[],
  candidate: readonly Response[],
): Pairing<Describing<Response>> {
  const exact = [...baseline, ...candidate].map(({ status }) => status).filter((status) => /^\d{3}$/.test(status));
  return pairByCases([...exact, ...anyOther], baseline, candidate, describingStatus);
}

/** Matches members by name; a part that one side describes by its position is one of the rest for the other side. */
export function pairEncodings(baseline: readonly Encoding[], candidate: readonly Encoding[]): Pairing<Encoding> {
  const { removed, added, kept } = pairBy(baseline, candidate, ({ name }) => name);
  const [before, after] = [baseline, candidate].map((all) => all.find(({ name }) => name === 'items'));
  const lost = after === undefined ? [] : removed.filter(isPart).map((part) => [part, after] as const);
  const gained = before === undefined ? [] : added.filter(isPart).map((part) => [before, part] as const);
  return { removed, added, kept: [...kept, ...lost, ...gained] };
}

function isPart({ name }: Encoding): boolean {
  return name.startsWith('items/');
}

/** Stands for a status of each class that no document names. */
const anyOther = ['1--', '2--', '3--', '4--', '5--'];

/** What describes a status: its own entry, else its range, else `default`, which where successes are listed means errors. */
function describingStatus(status: string, responses: readonly Response[]): Response | undefined {
  const own = responses.find((response) => response.status === status);
  if (own !== undefined) return own;
  const range = responses.find((response) => response.status.toUpperCase() === `${status[0] ?? ''}XX`);
  if (range !== undefined) return range;
  const listsSuccesses = responses.some((response) => response.status.startsWith('2'));
  if (listsSuccesses && !/^[45]/.test(status)) return undefined;
  return responses.find((response) => response.status === 'default');
}

/** Elements are counterparts if they describe the same case; removed and added are those that are counterparts of nothing. */
function pairByCases<T>(
  cases: readonly string[],
  baseline: readonly T[],
  candidate: readonly T[],
  describe: (each: string, elements: readonly T[]) => T | undefined,
): Pairing<Describing<T>> {
  const kept = new Map<T, Set<T>>();
  const matched = new Set<T>();
  const lone = new Set<T>();
  for (const each of cases) {
    const [before, after] = [describe(each, baseline), describe(each, candidate)];
    if (before !== undefined && after !== undefined) {
      const counterparts = kept.get(before) ?? new Set();
      kept.set(before, counterparts.add(after));
      matched.add(after);
    } else if (before !== undefined) {
      lone.add(before);
    } else if (after !== undefined) {
      lone.add(after);
    }
  }
  const judge = (element: T): Describing<T> => ({ ...element, lone: lone.has(element) });
  return {
    removed: baseline.filter((element) => !kept.has(element)).map(judge),
    added: candidate.filter((element) => !matched.has(element)).map(judge),
    kept: [...kept].flatMap(([before, counterparts]) =>
      [...counterparts].map((after) => [judge(before), judge(after)] as const),
    ),
  };
}
