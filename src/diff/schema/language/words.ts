import { alphabets, compareWords, isOver } from './alphabets.ts';
import type { Alphabet } from './alphabets.ts';
import { highSurrogates, lowSurrogates } from './char-set.ts';
import { isAccepting, movesOf } from './derive.ts';
import { nodeKey } from './search.ts';
import type { Node, Window } from './search.ts';
import { piecesOf } from './step-function.ts';
import type { StepFunction } from './step-function.ts';
import type { State } from './term.ts';
import type { Terms } from './terms.ts';

interface Wanted {
  readonly count: number;
  /** Words to pass over. */
  readonly without: ReadonlySet<string>;
  /** Words to give beside those of the automata, which do not accept them. */
  readonly beside: readonly string[];
}

/**
 * The first words of automata by length, with single words put in and left out: those over the most readable alphabet
 * first, among them the shorter first, and then in the alphabet's order.
 */
export function firstWords(terms: Terms, base: StepFunction<State>, { count, without, beside }: Wanted): string[] {
  const found = new Set<string>();
  for (const alphabet of alphabets) {
    const room = count - found.size;
    const words = beside.filter((word) => !found.has(word) && isOver(word, alphabet));
    for (const word of wordsOver(terms, base, alphabet, count + without.size)) {
      if (words.length >= room + beside.length) break;
      if (!without.has(word) && !found.has(word)) words.push(word);
    }
    const sorted = words.sort((a, b) => compareWords(a, b, alphabet));
    for (const word of sorted.slice(0, room)) found.add(word);
    if (found.size >= count) break;
  }
  return [...found];
}

function* wordsOver(terms: Terms, base: StepFunction<State>, alphabet: Alphabet, count: number): Generator<string> {
  for (const { low, high, value } of piecesOf(base)) {
    yield* wordsOf(terms, value, { window: { min: low, max: high }, alphabet, count });
  }
}

interface Path extends Node {
  readonly before: Path | undefined;
  readonly char: number;
}

/**
 * The words of a state over one alphabet with lengths in the window, in order. Of the paths to one node only the first
 * `count` can lead to the first `count` words, so no others are followed.
 */
function* wordsOf(
  terms: Terms,
  state: State,
  { window, alphabet, count }: { window: Window; alphabet: Alphabet; count: number },
): Generator<string> {
  if (state === terms.none) return;
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
      if (length >= window.min && isAccepting(terms, path.state)) yield wordOf(path);
    }
    layer = length < window.max ? kept.flatMap((path) => pathsAfter(terms, path, alphabet, count)) : [];
  }
}

/** The paths that are one character longer, in the alphabet's order, with at most `count` characters to one node. */
function pathsAfter(terms: Terms, path: Path, alphabet: Alphabet, count: number): Path[] {
  terms.meter.spendSteps(1);
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
