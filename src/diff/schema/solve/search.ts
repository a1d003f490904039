import type { Formula } from '../form/formula.ts';
import type { JsonType } from '../form/json.ts';
import type { Choice, Facts, Side } from './facts.ts';
import { Alternatives, none } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Solver } from './solver.ts';

/**
 * Finds a value of one type that fits the facts. Choices are narrowed by what is known until one is left or none, and
 * only then tried in turn, the narrowest first.
 */
export function search(type: JsonType, facts: Facts, solver: Solver): Outcome {
  solver.steps.spend();
  if (!propagate(facts, solver)) return none;
  if (facts.choices.length === 0) return solver.decide(type, facts);
  if (solver.decide(type, facts, isOpen(facts.choices, solver)).status === 'none') return none;

  if (facts.choices.length > 1) {
    const narrowed = narrow(type, facts, solver);
    if (narrowed === 'contradiction') return none;
    if (narrowed === 'narrowed') return search(type, facts, solver);
  }

  const choice = narrowest(facts.choices);
  const rest = facts.copy();
  rest.choices = facts.choices.filter((each) => each !== choice);
  const outcomes = new Alternatives();
  const weigh = solver.scale(type, rest, isOpen(rest.choices, solver));
  for (const alternative of alternativesOf(choice, solver)) {
    const weighed = alternative.map((formula) => weigh(formula, choice.side));
    if (weighed.some((outcome) => outcome?.status === 'none')) continue;
    const doubt = weighed.find((outcome) => outcome?.status === 'unknown');
    if (doubt !== undefined) {
      outcomes.add(doubt);
      continue;
    }
    const branch = rest.copy();
    if (!alternative.every((formula) => branch.add(formula, choice.side))) continue;
    const outcome = search(type, branch, solver);
    if (outcomes.add(outcome)) break;
    const [only, second] = alternative;
    // What cannot hold here does not hold on the branches that follow either, unless these say more of the same value.
    if (outcome.status !== 'none' || second !== undefined || only?.kind !== 'literal') continue;
    if (choice.side === 'sub' && choice.formula.parts.some(declares)) continue;
    if (!rest.add(solver.forms.not(only), choice.side)) break;
  }
  return outcomes.result;
}

/** Settles the choices that the facts settle by themselves; false on a contradiction. */
function propagate(facts: Facts, solver: Solver): boolean {
  for (;;) {
    const before = facts.choices;
    facts.choices = [];
    let changed = false;
    for (const choice of before) {
      const alive = choice.formula.parts.filter((part) => !facts.contradicts(part));
      const next = settle(choice, alive, facts, solver);
      if (next === 'contradiction') return false;
      if (next === 'settled') changed = true;
      else facts.choices = [...facts.choices, next];
    }
    if (!changed) return true;
  }
}

/** Weighs each alternative against the facts by the rules of the type, where several choices would multiply. */
function narrow(type: JsonType, facts: Facts, solver: Solver): 'contradiction' | 'narrowed' | 'same' {
  const before = facts.choices;
  let narrowed = false;
  facts.choices = [];
  const weigh = solver.scale(type, facts, isOpen(before, solver));
  for (const choice of before) {
    const partial = isOpen(
      before.filter((each) => each !== choice),
      solver,
    );
    const refuted = (part: Formula): boolean => refutes({ part, side: choice.side, partial }, type, facts, solver);
    const alive = choice.formula.parts.filter((part) => weigh(part, choice.side)?.status !== 'none' && !refuted(part));
    const implied =
      choice.formula.kind === 'or' &&
      alive.length > 1 &&
      !(choice.side === 'sub' && alive.some(declares)) &&
      alive.some((part) => refuted(solver.forms.not(part)));
    if (implied) {
      narrowed = true;
      continue;
    }
    const next = settle(choice, alive, facts, solver);
    if (next === 'contradiction') return next;
    if (next === 'settled') narrowed = true;
    else facts.choices = [...facts.choices, next];
  }
  return narrowed ? 'narrowed' : 'same';
}

/** Whether it is open what the first schema says of the value or its parts, beyond which values it takes. */
function isOpen(choices: readonly Choice[], { forms }: Solver): boolean {
  return choices.some(({ side, formula }) => side === 'sub' && (formula.speaks || forms.hidesMembers));
}

/** Whether a formula speaks of members of parts by more than denials, which no sender means. */
function declares(part: Formula): boolean {
  switch (part.kind) {
    case 'literal':
      return part.positive && part.speaks;
    case 'and':
    case 'or':
      return part.parts.some(declares);
    default:
      return part.speaks;
  }
}

interface Weighed {
  readonly part: Formula;
  readonly side: Side;
  readonly partial: boolean;
}

function refutes({ part, side, partial }: Weighed, type: JsonType, facts: Facts, solver: Solver): boolean {
  solver.steps.spend();
  const branch = facts.copy();
  branch.choices = [];
  if (!branch.add(part, side)) return true;
  return solver.decide(type, branch, partial || isOpen(branch.choices, solver)).status === 'none';
}

/** A choice with the alternatives that are left: settled when that leaves nothing to choose. */
function settle(choice: Choice, alive: readonly Formula[], facts: Facts, solver: Solver): Settled {
  const { formula, side } = choice;
  const { forms } = solver;
  const add = (formulas: readonly Formula[]): Settled =>
    formulas.every((each) => facts.add(each, side)) ? 'settled' : 'contradiction';

  if (formula.kind === 'or') {
    // An alternative of the first schema is only left out where that says as much of the value's parts anyway.
    const matters = (part: Formula): boolean => side === 'sub' && declares(part) && !facts.has(part, side);
    if (alive.some((part) => facts.has(part)) && !alive.some(matters)) return 'settled';
    if (alive.length < 2) return alive.length === 0 ? 'contradiction' : add(alive);
    return { formula: narrowTo(formula, alive), side };
  }
  if (formula.positive) {
    const holding = alive.find((part) => facts.has(part));
    if (holding !== undefined) return add(alive.map((part) => (part === holding ? part : forms.not(part))));
    if (alive.length < 2) return alive.length === 0 ? 'contradiction' : add(alive);
  } else if (alive.length < 2) {
    // None of the parts holds, or several would have to.
    return add(alive.map((part) => forms.not(part)));
  }
  return { formula: narrowTo(formula, alive), side };
}

type Settled = 'contradiction' | 'settled' | Choice;

/** The same choice among fewer: the identity stays, as the parts left out cannot hold on this branch. */
function narrowTo(formula: Choice['formula'], parts: readonly Formula[]): Choice['formula'] {
  return parts.length === formula.parts.length ? formula : { ...formula, parts };
}

function narrowest(choices: readonly Choice[]): Choice {
  return choices.reduce((best, each) => (width(each) < width(best) ? each : best));
}

function width({ formula }: Choice): number {
  const parts = formula.parts.length;
  return formula.kind === 'or' || formula.positive ? parts : 1 + (parts * (parts - 1)) / 2;
}

/** What each alternative adds to the facts. */
function* alternativesOf({ formula, side }: Choice, { forms }: Solver): Generator<readonly Formula[]> {
  const { parts } = formula;
  if (formula.kind === 'or') {
    // A value may fit several alternatives, and have members that one or the other speaks of.
    const others = side === 'sub' ? parts.filter(declares) : [];
    for (const part of parts) {
      if (others[0] === part) others.shift();
      yield [part, ...others.map((each) => forms.or([forms.always, each]))];
    }
    return;
  }
  if (formula.positive) {
    for (const part of parts) yield [part, ...parts.filter((each) => each !== part).map((each) => forms.not(each))];
    return;
  }
  yield parts.map((part) => forms.not(part));
  for (const [index, part] of parts.entries()) {
    for (const other of parts.slice(index + 1)) yield [part, other];
  }
}
