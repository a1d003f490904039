import { spend } from './budget.ts';
import type { Budget } from './budget.ts';
import { highSurrogates, lowSurrogates } from './char-set.ts';
import type { Range } from './char-set.ts';
import { isAccepting, movesOf } from './derive.ts';
import { costOf, nodeKey } from './search.ts';
import type { Node, Window } from './search.ts';
import { piecesOf } from './step-function.ts';
import type { State, Terms } from './terms.ts';

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
export const alphabets: readonly (readonly Range[])[] = [
  printable,
  [...printable, ...foreign],
  [...printable, ...foreign, ...rest],
];

function rangesBetween(...pairs: string[]): Range[] {
  return pairs.map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]);
}

interface Path extends Node {
  readonly before: Path | undefined;
  readonly char: number;
}

/**
 * Words of a state over one alphabet with lengths in the window, shortest first and then in the alphabet's order; stops
 * after those for which `take` is false. Of the paths to one node only the first `count` can lead to the first `count`
 * words, so no others are followed. Returns false when out of budget.
 */
export function eachWord(
  terms: Terms,
  state: State,
  options: { window: Window; alphabet: readonly Range[]; count: number; budget: Budget },
  take: (word: string) => boolean,
): boolean {
  const { window, alphabet, count, budget } = options;
  if (state === terms.none) return true;
  let visits = new Map<number, number>();
  let layer: Path[] = [{ state, high: false, before: undefined, char: -1 }];
  for (let length = 0; layer.length > 0 && length <= window.max; length++) {
    if (length <= window.min) visits = new Map();
    const kept = layer.filter((path) => {
      const key = nodeKey(path);
      const visit = (visits.get(key) ?? 0) + 1;
      visits.set(key, visit);
      return visit <= count;
    });
    for (const path of kept) {
      if (length >= window.min && isAccepting(terms, path.state) && !take(wordOf(path))) return true;
    }
    if (length === window.max) return true;
    layer = [];
    for (const path of kept) {
      if (!spend(budget, costOf(terms, path.state))) return false;
      for (const next of followed(terms, path, alphabet, count)) layer.push(next);
    }
  }
  return true;
}

function followed(terms: Terms, path: Path, alphabet: readonly Range[], count: number): Path[] {
  const pieces = piecesOf(movesOf(terms, path.state)).filter(({ value }) => value !== terms.none);
  const taken = new Map<number, number>();
  const result: Path[] = [];
  for (const [low, high] of alphabet) {
    const surrogate = low === highSurrogates[0];
    if (path.high && low === lowSurrogates[0]) continue;
    for (const piece of pieces) {
      const key = nodeKey({ state: piece.value, high: surrogate });
      let used = taken.get(key) ?? 0;
      for (let char = Math.max(low, piece.low); char <= Math.min(high, piece.high) && used < count; char++, used++) {
        result.push({ state: piece.value, high: surrogate, before: path, char });
      }
      taken.set(key, used);
    }
  }
  return result;
}

function wordOf(path: Path): string {
  const chars: string[] = [];
  for (let at = path; at.before !== undefined; at = at.before) chars.push(String.fromCodePoint(at.char));
  return chars.toReversed().join('');
}
