/** The largest Unicode code point. */
export const maxCodePoint = 0x10ffff;

/** Code points from low to high, both included. */
export type Range = readonly [low: number, high: number];

/** A set of code points: ascending ranges with gaps between them. */
export type CharSet = readonly Range[];

/** The code points of some ranges, which may overlap and come in any order. */
export function charSet(ranges: readonly Range[]): CharSet {
  const result: Range[] = [];
  let last: Range | undefined;
  for (const range of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (last === undefined || range[0] > last[1] + 1) {
      last = range;
    } else {
      result.pop();
      last = [last[0], Math.max(last[1], range[1])];
    }
    result.push(last);
  }
  return result;
}

export function complementChars(set: CharSet): CharSet {
  const result: Range[] = [];
  let next = 0;
  for (const [low, high] of set) {
    if (low > next) result.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= maxCodePoint) result.push([next, maxCodePoint]);
  return result;
}

/** The code points of a string; a surrogate without its other half is one of its own. */
export function codePointsOf(text: string): number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}

/** In a JavaScript string, a high surrogate and a low one after it make up one character. */
export const highSurrogates: Range = [0xd800, 0xdbff];
export const lowSurrogates: Range = [0xdc00, 0xdfff];

// ECMA-262: CharacterClassEscape, WhiteSpace, LineTerminator. Without the `i` flag word characters are ASCII.
export const digitChars: CharSet = [[0x30, 0x39]];
export const wordChars: CharSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
export const spaceChars: CharSet = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
export const lineTerminators: CharSet = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];
