import type { Reserved } from './model.ts';

export function isReservedNumber({ ranges }: Reserved, number: number): boolean {
  return ranges.some(([first, last]) => number >= first && number <= last);
}

/** What the candidate no longer reserves, for messages: single numbers, ranges as `5 to 9`, and names. */
export function lostReservations(baseline: Reserved, candidate: Reserved): readonly string[] {
  const merged = mergeRanges(candidate.ranges);
  const ranges = mergeRanges(baseline.ranges)
    .filter(([first, last]) => !isCovered(first, last, merged))
    .map(([first, last]) => (first === last ? String(first) : `${first} to ${last}`));
  const kept = new Set(candidate.names);
  return [...ranges, ...baseline.names.filter((name) => !kept.has(name)).map((name) => JSON.stringify(name))];
}

type Range = readonly [first: number, last: number];

/** In order, with neighbours joined, so that one range covers all that several did. */
function mergeRanges(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const [first, last] of ranges.toSorted((one, other) => one[0] - other[0])) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1] + 1)
      merged[merged.length - 1] = [before[0], Math.max(before[1], last)];
    else merged.push([first, last]);
  }
  return merged;
}

function isCovered(first: number, last: number, merged: readonly Range[]): boolean {
  let low = 0;
  let high = merged.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((merged[middle]?.[0] ?? 0) <= first) low = middle;
    else high = middle - 1;
  }
  const range = merged[low];
  return range !== undefined && range[0] <= first && last <= range[1];
}
