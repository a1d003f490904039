import type { Reserved } from './model.ts';

export function isReservedNumber({ ranges }: Reserved, number: number): boolean {
  return ranges.some(([first, last]) => number >= first && number <= last);
}

/** What the candidate no longer reserves, for messages: single numbers, ranges as `5 to 9`, and names. */
export function lostReservations(baseline: Reserved, candidate: Reserved): readonly string[] {
  const ranges = baseline.ranges
    .filter((range) => !isCovered(range, candidate.ranges))
    .map(([first, last]) => (first === last ? String(first) : `${first} to ${last}`));
  const kept = new Set(candidate.names);
  return [...ranges, ...baseline.names.filter((name) => !kept.has(name)).map((name) => JSON.stringify(name))];
}

function isCovered(
  [first, last]: readonly [number, number],
  ranges: readonly (readonly [first: number, last: number])[],
): boolean {
  let due = first;
  for (const [from, to] of ranges.toSorted((one, other) => one[0] - other[0])) {
    if (from <= due && to >= due) due = to + 1;
  }
  return due > last;
}
