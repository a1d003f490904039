import { highSurrogates, lowSurrogates } from './char-set.ts';
import type { Range } from './char-set.ts';
import { isAccepting, movesOf } from './derive.ts';
import { nodeKey, reaches } from './search.ts';
import type { Node, Window } from './search.ts';
import { piecesOf } from './step-function.ts';
import type { State } from './term.ts';
import type { Terms } from './terms.ts';

/** How many words of one length lead to a node. */
interface Tally {
  readonly node: Node;
  count: number;
}

/**
 * How many words of a state have a length in the window: exact up to a limit, else some number above it. Counts length
 * by length, so a long list of words costs no more than its automaton.
 */
export function countWords(terms: Terms, state: State, window: Window, limit: number): number {
  if (state === terms.none) return 0;
  let layer = new Map<number, Tally>();
  add(layer, { state, high: false }, 1, limit);
  let total = 0;
  for (let length = 0; layer.size > 0 && length <= window.max && total <= limit; length++) {
    for (const { node, count } of layer.values()) {
      if (length >= window.min && isAccepting(terms, node.state)) total += count;
    }
    // Now and then, at lengths further and further apart: is there any word yet to come?
    if (Number.isInteger(Math.log2(length))) {
      const nodes = new Map([...layer].map(([key, { node }]) => [key, node]));
      if (!reaches(terms, nodes, window.max - length)) return total;
    }
    const next = new Map<number, Tally>();
    for (const { node, count } of layer.values()) {
      terms.meter.spendSteps(1);
      for (const { target, chars } of weighedSuccessors(terms, node)) add(next, target, count * chars, limit);
    }
    layer = next;
  }
  return total;
}

function add(layer: Map<number, Tally>, node: Node, count: number, limit: number): void {
  const key = nodeKey(node);
  const known = layer.get(key);
  if (known === undefined) layer.set(key, { node, count: Math.min(count, limit + 1) });
  else known.count = Math.min(known.count + count, limit + 1);
}

/** The nodes that are next, each with the number of characters that lead there. */
function* weighedSuccessors(terms: Terms, node: Node): Generator<{ target: Node; chars: number }> {
  for (const { low, high, value } of piecesOf(movesOf(terms, node.state))) {
    if (value === terms.none) continue;
    const highOnes = overlap([low, high], highSurrogates);
    const paired = node.high ? overlap([low, high], lowSurrogates) : 0;
    const others = high - low + 1 - highOnes - paired;
    if (highOnes > 0) yield { target: { state: value, high: true }, chars: highOnes };
    if (others > 0) yield { target: { state: value, high: false }, chars: others };
  }
}

function overlap(a: Range, b: Range): number {
  return Math.max(0, Math.min(a[1], b[1]) - Math.max(a[0], b[0]) + 1);
}
