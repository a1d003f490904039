import { highSurrogates, lowSurrogates } from './char-set.ts';
import { isAccepting, movesOf } from './derive.ts';
import { piecesOf } from './step-function.ts';
import type { State } from './term.ts';
import type { Terms } from './terms.ts';

/** Lengths of words in code points, both ends included; `max` may be infinite. */
export interface Window {
  readonly min: number;
  readonly max: number;
}

/**
 * A state, and whether the character before was a high surrogate: in a JavaScript string a low one after it would make
 * another character of the two.
 */
export interface Node {
  readonly state: State;
  readonly high: boolean;
}

/** Nodes by their keys. */
export type Layer = ReadonlyMap<number, Node>;

export function nodeKey({ state, high }: Node): number {
  return state.id * 2 + (high ? 1 : 0);
}

/** Whether the state has no word with a length in the window. */
export function isEmptyWithin(terms: Terms, state: State, window: Window): boolean {
  if (state === terms.none || window.min > window.max) return true;
  if (state === terms.all) return false;
  const unbounded = window.min === 0 && window.max === Infinity;
  if (unbounded && state.empty !== undefined) return state.empty;
  const empty = !reaches(terms, layerAt(terms, state, window.min), window.max - window.min);
  if (unbounded) state.empty = empty;
  return empty;
}

/** The nodes that words of the given length lead to. The sequence of layers has a period at last, which is skipped. */
function layerAt(terms: Terms, state: State, length: number): Layer {
  let layer: Layer = new Map([[0, { state, high: false }]]);
  let seen: Map<string, number> | undefined = new Map();
  for (let at = 0; at < length && layer.size > 0; at++) {
    layer = nextLayer(terms, layer);
    if (seen === undefined) continue;
    const key = [...layer.keys()].sort((a, b) => a - b).join();
    const before = seen.get(key);
    if (before === undefined) {
      seen.set(key, at);
    } else {
      at = length - 1 - ((length - 1 - at) % (at - before));
      seen = undefined;
    }
  }
  return layer;
}

function nextLayer(terms: Terms, layer: Layer): Layer {
  const next = new Map<number, Node>();
  for (const node of layer.values()) {
    terms.meter.spendSteps(1);
    for (const target of successors(terms, node)) next.set(nodeKey(target), target);
  }
  return next;
}

/** Whether a word is accepted after at most `depth` characters from the start on, breadth first. */
export function reaches(terms: Terms, start: Layer, depth: number): boolean {
  const seen = new Set(start.keys());
  let layer = [...start.values()];
  for (let at = 0; layer.length > 0; at++) {
    if (layer.some(({ state }) => isAccepting(terms, state))) return true;
    if (at >= depth) return false;
    const next: Node[] = [];
    for (const node of layer) {
      terms.meter.spendSteps(1);
      for (const target of successors(terms, node)) {
        if (target.state === terms.all) return true;
        const key = nodeKey(target);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(target);
      }
    }
    layer = next;
  }
  return false;
}

function* successors(terms: Terms, node: Node): Generator<Node> {
  for (const { low, high, value } of piecesOf(movesOf(terms, node.state))) {
    if (value === terms.none) continue;
    if (node.high && low >= lowSurrogates[0] && high <= lowSurrogates[1]) continue;
    yield { state: value, high: low >= highSurrogates[0] && high <= highSurrogates[1] };
  }
}
