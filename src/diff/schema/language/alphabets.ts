import { codePointsOf, highSurrogates, lowSurrogates } from './char-set.ts';
import type { Range } from './char-set.ts';

/** Code points in order of preference. */
export type Alphabet = readonly Range[];

const printable: readonly Range[] = [
  ...rangesBetween('az', 'AZ', '09', '--', '__', '..', '!,', '//', ':@', '[^', '``', '{~'),
  [0x20, 0x20],
];
const foreign: readonly Range[] = [
  ...rangesBetween('\u00c0\u024f', '\u0391\u03c9', '\u0410\u044f', '\u4e00\u9fa5', '\u00a1\u00ac', '\u00ae\u00bf'),
  [0x250, 0x390],
  [0x3ca, 0x40f],
  [0x450, 0x167f],
  [0x1681, 0x1fff],
  [0x2070, 0x2fff],
  [0x3001, 0x4dff],
  [0x9fa6, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfefe],
  [0xff00, 0xfff8],
  [0x10000, 0x1fffd],
];
const rest: readonly Range[] = [
  ...rangesBetween('\t\n', '\r\r', '\u00a0\u00a0', '\v\f', '\0\u0008', '\u000e\u001f', '\u007f\u009f'),
  [0xad, 0xad],
  [0x1680, 0x1680],
  [0x2000, 0x206f],
  [0x3000, 0x3000],
  [0xe000, 0xf8ff],
  [0xfdd0, 0xfdef],
  [0xfeff, 0xfeff],
  [0xfff9, 0xffff],
  [0x1fffe, 0x10ffff],
  lowSurrogates,
  highSurrogates,
];

/** Alphabets from the most readable on, each containing the one before; each in order of preference. */
export const alphabets: readonly Alphabet[] = [
  printable,
  [...printable, ...foreign],
  [...printable, ...foreign, ...rest],
];

function rangesBetween(...pairs: string[]): Range[] {
  return pairs.map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]);
}

export function isOver(word: string, alphabet: Alphabet): boolean {
  return codePointsOf(word).every((char) => alphabet.some(([low, high]) => low <= char && char <= high));
}

/** Orders words over an alphabet: the shorter first, among those of one length by the alphabet's order. */
export function compareWords(a: string, b: string, alphabet: Alphabet): number {
  const [left, right] = [codePointsOf(a), codePointsOf(b)];
  if (left.length !== right.length) return left.length - right.length;
  const at = left.findIndex((char, index) => char !== right[index]);
  return at < 0 ? 0 : rankIn(alphabet, left[at] ?? 0) - rankIn(alphabet, right[at] ?? 0);
}

/** Code points of earlier ranges have lower ranks. */
function rankIn(alphabet: Alphabet, char: number): number {
  const range = alphabet.findIndex(([low, high]) => low <= char && char <= high);
  return range * 0x110000 + char;
}
