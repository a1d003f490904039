import { pairBy, type Pairing } from '../../pairing.ts';

/**
 * Matches elements in stages: what one stage leaves is matched by the next. A stage passes over elements that it has
 * no key for. Both sides are in the order of `orderOf`, so that the order of the documents decides nothing.
 */
export function pairInStages<T>(
  baseline: readonly T[],
  candidate: readonly T[],
  stages: readonly ((element: T) => string | undefined)[],
  orderOf: (element: T) => string,
): Pairing<T> {
  let removed: readonly T[] = inOrder(baseline, orderOf);
  let added: readonly T[] = inOrder(candidate, orderOf);
  const kept: (readonly [T, T])[] = [];
  for (const stage of stages) {
    const hasKey = (element: T): boolean => stage(element) !== undefined;
    if (removed.length === 0 || added.length === 0) break;
    const pairing = pairBy(removed.filter(hasKey), added.filter(hasKey), (element) => stage(element) ?? '');
    kept.push(...pairing.kept);
    const matched = new Set<T>(pairing.kept.flat());
    removed = removed.filter((element) => !matched.has(element));
    added = added.filter((element) => !matched.has(element));
  }
  return { removed, added, kept };
}

function inOrder<T>(elements: readonly T[], orderOf: (element: T) => string): readonly T[] {
  if (elements.length < 2) return elements;
  const keyed = elements.map((element) => ({ element, key: orderOf(element) }));
  return keyed.toSorted((one, other) => compareText(one.key, other.key)).map(({ element }) => element);
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
