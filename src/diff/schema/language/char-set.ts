/** The largest Unicode code point. */
export const maxCodePoint = 0x10ffff;

/** A set of code points: `[low, high, low, high, …]`, both ends included, ascending, with gaps between the ranges. */
export type CharSet = readonly number[];

export const allChars: CharSet = [0, maxCodePoint];

/** The set that holds all of the given ranges, which may overlap and come in any order. */
export function unionChars(...sets: readonly CharSet[]): CharSet {
  const ranges = sets.flatMap((set) => rangesOf(set)).sort((a, b) => a[0] - b[0]);
  const result: number[] = [];
  for (const [low, high] of ranges) {
    const last = result.at(-1);
    if (last !== undefined && low <= last + 1) result[result.length - 1] = Math.max(last, high);
    else result.push(low, high);
  }
  return result;
}

export function complementChars(set: CharSet): CharSet {
  const result: number[] = [];
  let next = 0;
  for (const [low, high] of rangesOf(set)) {
    if (low > next) result.push(next, low - 1);
    next = high + 1;
  }
  if (next <= maxCodePoint) result.push(next, maxCodePoint);
  return result;
}

export function rangesOf(set: CharSet): [low: number, high: number][] {
  const ranges: [number, number][] = [];
  for (let i = 0; i < set.length; i += 2) ranges.push([set[i] as number, set[i + 1] as number]);
  return ranges;
}

/** The set of the characters of a text. */
export function charsOf(text: string): CharSet {
  return unionChars(...Array.from(text, (char) => single(char.codePointAt(0) as number)));
}

export function single(codePoint: number): CharSet {
  return [codePoint, codePoint];
}

// ECMA-262: CharacterClassEscape, LineTerminator; without the `i` flag, so word characters are ASCII.
export const digitChars: CharSet = [0x30, 0x39];
export const wordChars: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
export const spaceChars: CharSet = [
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f,
  0x3000, 0x3000, 0xfeff, 0xfeff,
];
export const lineTerminators: CharSet = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029];
