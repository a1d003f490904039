/** The elements of two collections, matched. */
export interface Pairing<T> {
  readonly removed: readonly T[];
  readonly added: readonly T[];
  readonly kept: readonly (readonly [baseline: T, candidate: T])[];
}

/** Matches elements whose keys are equal; of several with one key the first is meant, in the order of each side. */
export function pairBy<T>(baseline: readonly T[], candidate: readonly T[], keyOf: (element: T) => string): Pairing<T> {
  const waiting = new Map<string, T[]>();
  for (const element of candidate) {
    const key = keyOf(element);
    const same = waiting.get(key);
    if (same === undefined) waiting.set(key, [element]);
    else same.push(element);
  }
  const removed: T[] = [];
  const kept: (readonly [T, T])[] = [];
  const matched = new Set<T>();
  for (const element of baseline) {
    const other = waiting.get(keyOf(element))?.shift();
    if (other === undefined) {
      removed.push(element);
    } else {
      kept.push([element, other]);
      matched.add(other);
    }
  }
  return { removed, added: candidate.filter((element) => !matched.has(element)), kept };
}
