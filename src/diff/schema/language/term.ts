import type { CharSet } from './char-set.ts';
import type { StepFunction } from './step-function.ts';

/** More than the terms there can be: two of their numbers make one of `a * idLimit + b`. */
export const idLimit = 2 ** 26;

/**
 * A regular expression, read at a position of a word: it describes which stretches from there on it matches. Interned,
 * so equal expressions are the same object.
 */
export type Expression = ExpressionFacts &
  (
    | { readonly kind: 'never' | 'empty' }
    | { readonly kind: 'chars'; readonly set: CharSet }
    | { readonly kind: 'cat'; readonly head: Expression; readonly tail: Expression }
    | { readonly kind: 'alt'; readonly items: readonly Expression[] }
    | { readonly kind: 'repeat'; readonly body: Expression; readonly least: number; readonly most: number }
    /** Matches the empty stretch where the rest of the word is in the state. */
    | { readonly kind: 'ahead'; readonly rest: State }
    /** Matches the empty stretch where what is read of the word is accepted; advances with each character read. */
    | { readonly kind: 'behind'; readonly read: State }
  );

export interface ExpressionFacts {
  readonly id: number;
  /** The lengths of what it matches lie between these, in code points. */
  readonly min: number;
  readonly max: number;
  /** Matches the empty stretch everywhere. */
  readonly optional: boolean;
  /** Has a `behind` inside, so it changes as characters are read before it. */
  readonly contextual: boolean;
  shifted?: StepFunction<Expression>;
}

/**
 * A state of a lazy automaton: a set of words, as a Boolean combination of expressions that match to the end of the
 * word. Interned; `moves` says which state is next for each code point.
 */
export type State = StateFacts &
  (
    | { readonly kind: 'all' | 'none' }
    | { readonly kind: 'match'; readonly expression: Expression }
    | { readonly kind: 'not'; readonly item: State }
    | { readonly kind: 'and' | 'or'; readonly items: readonly State[] }
  );

export interface StateFacts {
  readonly id: number;
  readonly contextual: boolean;
  moves?: StepFunction<State>;
  accepting?: boolean;
  /** Whether it has no word at all, once known. */
  empty?: boolean;
}

/** The expressions that a concatenation consists of, none of them a concatenation. */
export function factorsOf(expression: Expression): Expression[] {
  const factors: Expression[] = [];
  let rest = expression;
  for (; rest.kind === 'cat'; rest = rest.tail) factors.push(rest.head);
  factors.push(rest);
  return factors;
}
