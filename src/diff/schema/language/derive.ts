import { maxCodePoint } from './char-set.ts';
import type { CharSet } from './char-set.ts';
import { combineSteps, constantStep, mapSteps, piecesOf, pushStep } from './step-function.ts';
import type { Piece, Step, StepFunction } from './step-function.ts';
import { factorsOf } from './term.ts';
import type { Expression, State } from './term.ts';
import type { Terms } from './terms.ts';

/** The state after each code point: Brzozowski's derivatives, for all code points at once. Remembered in the state. */
export function movesOf(terms: Terms, state: State): StepFunction<State> {
  const moves = (state.moves ??= deriveMoves(terms, state));
  terms.meter.spend(moves.length);
  return moves;
}

/** Whether the empty word is in the state. */
export function isAccepting(terms: Terms, state: State): boolean {
  state.accepting ??= acceptsEmpty(terms, state);
  return state.accepting;
}

function acceptsEmpty(terms: Terms, state: State): boolean {
  switch (state.kind) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'match':
      return isAccepting(terms, emptyCondition(terms, state.expression));
    case 'not':
      return !isAccepting(terms, state.item);
    case 'and':
      return state.items.every((item) => isAccepting(terms, item));
    case 'or':
      break;
  }
  return state.items.some((item) => isAccepting(terms, item));
}

function deriveMoves(terms: Terms, state: State): StepFunction<State> {
  switch (state.kind) {
    case 'all':
    case 'none':
      return constantStep(maxCodePoint, state);
    case 'match': {
      const branches: Branch[] = [];
      collectBranches(terms, state.expression, terms.empty, branches);
      return joinBranches(terms, branches);
    }
    case 'not':
      return mapSteps(movesOf(terms, state.item), (item) => terms.not(item));
    case 'or':
      return joinBranches(
        terms,
        state.items.flatMap((item) => branchesOf(terms, movesOf(terms, item))),
      );
    case 'and':
      break;
  }
  return state.items
    .map((item) => movesOf(terms, item))
    .reduce((f, g) => combineSteps(f, g, (left, right) => terms.and([left, right])));
}

/** A state that may be next, among others, for some code points. */
type Branch = Piece<State>;

function branchesOf(terms: Terms, moves: StepFunction<State>): Branch[] {
  return piecesOf(moves).filter(({ value }) => value !== terms.none);
}

/** What must be true of the rest of the word for the expression to match the empty stretch here. */
function emptyCondition(terms: Terms, expression: Expression): State {
  if (expression.optional) return terms.all;
  if (expression.min > 0) return terms.none;
  switch (expression.kind) {
    case 'cat':
      return terms.and(factorsOf(expression).map((factor) => emptyCondition(terms, factor)));
    case 'alt':
      return terms.or(expression.items.map((item) => emptyCondition(terms, item)));
    case 'repeat':
      return emptyCondition(terms, expression.body);
    case 'ahead':
      return expression.rest;
    case 'behind':
      return isAccepting(terms, expression.read) ? terms.all : terms.none;
    case 'never':
    case 'empty':
    case 'chars':
      break;
  }
  return terms.none;
}

/**
 * Antimirov's linear form: the ways to match `expression` and then `next` that take their first character within
 * `expression`. Assertions met on the way are states of their own, so lookahead costs a conjunction, not a search.
 */
function collectBranches(terms: Terms, expression: Expression, next: Expression, branches: Branch[]): void {
  switch (expression.kind) {
    case 'chars':
      collectChars(terms, expression.set, next, branches);
      return;
    case 'cat': {
      let condition = terms.all;
      let rest: Expression = expression;
      for (; rest.kind === 'cat' && condition !== terms.none; rest = rest.tail) {
        collectGuarded(terms, condition, [rest.head, terms.cat(rest.tail, next)], branches);
        condition = terms.and([condition, emptyCondition(terms, rest.head)]);
      }
      collectGuarded(terms, condition, [rest, next], branches);
      return;
    }
    case 'alt':
      for (const item of expression.items) collectBranches(terms, item, next, branches);
      return;
    case 'repeat': {
      const { body, least, most } = expression;
      collectBranches(terms, body, terms.cat(terms.repeat(body, Math.max(0, least - 1), most - 1), next), branches);
      // Where the body matches the empty stretch, the rounds still owed are as good as done.
      if (least < 2) return;
      const rest = terms.cat(terms.repeat(body, 0, most - 1), next);
      collectGuarded(terms, emptyCondition(terms, body), [body, rest], branches);
      return;
    }
    case 'never':
    case 'empty':
    case 'ahead':
    case 'behind':
      return;
  }
}

function collectGuarded(
  terms: Terms,
  condition: State,
  [expression, next]: readonly [Expression, Expression],
  branches: Branch[],
): void {
  if (condition === terms.none) return;
  if (condition === terms.all) return collectBranches(terms, expression, next, branches);
  const guarded: Branch[] = [];
  collectBranches(terms, expression, next, guarded);
  const moves = combineSteps(movesOf(terms, condition), joinBranches(terms, guarded), (left, right) =>
    terms.and([left, right]),
  );
  branches.push(...branchesOf(terms, moves));
}

function collectChars(terms: Terms, set: CharSet, next: Expression, branches: Branch[]): void {
  const targets = piecesOf(mapSteps(shift(terms, next), (after) => terms.match(after)));
  for (const [low, high] of set) {
    for (const piece of targets) {
      if (piece.high < low || piece.low > high || piece.value === terms.none) continue;
      branches.push({ low: Math.max(low, piece.low), high: Math.min(high, piece.high), value: piece.value });
    }
  }
}

/** What an expression further on becomes once a character before it is read: its `behind` parts have seen it. */
function shift(terms: Terms, expression: Expression): StepFunction<Expression> {
  if (!expression.contextual) return constantStep(maxCodePoint, expression);
  expression.shifted ??= shiftParts(terms, expression);
  return expression.shifted;
}

function shiftParts(terms: Terms, expression: Expression): StepFunction<Expression> {
  switch (expression.kind) {
    case 'behind':
      return mapSteps(movesOf(terms, expression.read), (read) => terms.behind(read));
    case 'ahead':
      return mapSteps(shiftState(terms, expression.rest), (rest) => terms.ahead(rest));
    case 'cat':
      return factorsOf(expression)
        .map((factor) => shift(terms, factor))
        .reduceRight((tails, heads) => combineSteps(heads, tails, (head, tail) => terms.cat(head, tail)));
    case 'alt':
      return expression.items
        .map((item) => shift(terms, item))
        .reduce((f, g) => combineSteps(f, g, (left, right) => terms.alt([left, right])));
    case 'repeat':
      return mapSteps(shift(terms, expression.body), (body) => terms.repeat(body, expression.least, expression.most));
    case 'never':
    case 'empty':
    case 'chars':
      break;
  }
  return constantStep(maxCodePoint, expression);
}

function shiftState(terms: Terms, state: State): StepFunction<State> {
  if (!state.contextual) return constantStep(maxCodePoint, state);
  switch (state.kind) {
    case 'match':
      return mapSteps(shift(terms, state.expression), (expression) => terms.match(expression));
    case 'not':
      return mapSteps(shiftState(terms, state.item), (item) => terms.not(item));
    case 'and':
    case 'or':
      return state.items
        .map((item) => shiftState(terms, item))
        .reduce((f, g) => combineSteps(f, g, (left, right) => terms[state.kind]([left, right])));
    case 'all':
    case 'none':
      break;
  }
  return constantStep(maxCodePoint, state);
}

/** The disjunction of branches, whose ranges may overlap, as one function: a sweep over the ends of the ranges. */
function joinBranches(terms: Terms, branches: readonly Branch[]): StepFunction<State> {
  terms.meter.spend(branches.length);
  const changes = branches
    .flatMap(({ low, high, value }) => [
      { at: low, value, by: 1 },
      { at: high + 1, value, by: -1 },
    ])
    .sort((a, b) => a.at - b.at);
  const steps: Step<State>[] = [];
  const active = new Map<State, number>();
  let reached = 0;
  for (const { at, value, by } of changes) {
    if (at > reached) {
      pushStep(steps, at - 1, terms.or([...active.keys()]));
      reached = at;
    }
    const count = (active.get(value) ?? 0) + by;
    if (count === 0) active.delete(value);
    else active.set(value, count);
  }
  if (reached <= maxCodePoint) pushStep(steps, maxCodePoint, terms.none);
  return steps;
}
