import type { Literal, Schema } from '../form/formula.ts';
import { findDistinct } from './distinct.ts';
import type { Facts, Side, Sided } from './facts.ts';
import { Alternatives, found, none, unknown } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Goal, Solver } from './solver.ts';

/** So many items must be in the schema, at indexes from `from` on; an index is used for a demand at most once. */
interface Demand {
  readonly goal: Goal;
  readonly from: number;
  readonly count: number;
}

/** At most so many items may be in the schema; the others are in its complement. */
interface Limit {
  readonly outside: Goal;
  readonly count: number;
}

interface ArraySet {
  min: number;
  max: number;
  readonly at: Map<number, Goal>;
  readonly from: { readonly index: number; readonly goal: Goal }[];
  readonly demands: Demand[];
  readonly limits: Limit[];
  unique: boolean;
  repeated: boolean;
}

const longest = 1_000;
const mostConditions = 8;

/** Finds an array that fits the literals: positions one by one, each with what is asked of it. */
export function findArray(facts: Facts, solver: Solver): Outcome {
  const set = gather(facts.literals, solver);
  const shortened = shorten(set, solver);
  if (shortened.min > shortened.max) return none;
  if (shortened.demands.length + shortened.limits.length > mostConditions) {
    return unknown('too many conditions on the items of one array');
  }
  if (!set.repeated) return new Placement(shortened, solver).find();

  const outcomes = new Alternatives();
  const uniform = uniformFrom(set);
  for (let second = 1; second <= uniform + 1; second += 1) {
    for (let first = 0; first < second; first += 1) {
      if (outcomes.add(new Placement(shortened, solver, [first, second]).find())) return outcomes.result;
    }
  }
  return outcomes.result;
}

function gather(literals: readonly Sided<Literal>[], solver: Solver): ArraySet {
  const set: ArraySet = {
    min: 0,
    max: Infinity,
    at: new Map(),
    from: [],
    demands: [],
    limits: [],
    unique: false,
    repeated: false,
  };
  for (const { formula, side } of literals) include(set, formula, side, solver);
  return set;
}

function include(set: ArraySet, { atom, positive }: Literal, side: Side, solver: Solver): void {
  if (atom.kind === 'unique') {
    if (positive) set.unique = true;
    else set.repeated = true;
  } else if (atom.kind === 'size') {
    if (positive) set.min = Math.max(set.min, atom.atLeast);
    else set.max = Math.min(set.max, atom.atLeast - 1);
  }
  if (!('schema' in atom)) return;

  const inside = goalOf(atom.schema, side, solver);
  const outside = goalOf(solver.forms.complement(atom.schema), side, solver);
  if (atom.kind === 'item') {
    const goal = set.at.get(atom.index) ?? solver.anyValue;
    set.at.set(atom.index, solver.narrow(goal, positive ? inside : outside));
    if (!positive) set.min = Math.max(set.min, atom.index + 1);
  } else if (atom.kind === 'items') {
    if (positive) set.from.push({ index: atom.from, goal: inside });
    else set.demands.push({ goal: outside, from: atom.from, count: 1 });
  } else if (atom.kind === 'count') {
    if (positive) set.demands.push({ goal: inside, from: 0, count: atom.atLeast });
    else if (atom.atLeast === 1) set.from.push({ index: 0, goal: outside });
    else set.limits.push({ outside, count: atom.atLeast - 1 });
  }
}

function goalOf(schema: Schema, side: Side, solver: Solver): Goal {
  return side === 'sub' ? { ...solver.anyValue, sub: schema } : { ...solver.anyValue, sup: schema };
}

/** No array reaches past a position for which there is no item. */
function shorten(set: ArraySet, solver: Solver): ArraySet {
  const uniform = uniformFrom(set);
  let max = set.max;
  for (let index = 0; index <= uniform && index < max; index += 1) {
    if (solver.find(itemGoal(set, index, solver)).status === 'none') max = index;
  }
  return { ...set, max };
}

/** From this index on every position is asked the same. */
function uniformFrom(set: ArraySet): number {
  const ends = [
    ...[...set.at.keys()].map((index) => index + 1),
    ...set.from.map(({ index }) => index),
    ...set.demands.map(({ from }) => from),
  ];
  return Math.max(0, ...ends);
}

function itemGoal(set: ArraySet, index: number, solver: Solver): Goal {
  let goal = set.at.get(index) ?? solver.anyValue;
  for (const each of set.from) if (each.index <= index) goal = solver.narrow(goal, each.goal);
  return goal;
}

/** A search over positions from the first on: which demands each meets and which limits it counts towards. */
class Placement {
  readonly #set: ArraySet;
  readonly #solver: Solver;
  readonly #equal: readonly [number, number] | undefined;
  readonly #uniform: number;
  readonly #bound: number;
  readonly #failed = new Set<string>();
  readonly #goals: Goal[][] = [];
  readonly #outcomes = new Alternatives();

  constructor(set: ArraySet, solver: Solver, equal?: readonly [number, number]) {
    this.#set = set;
    this.#solver = solver;
    this.#equal = equal;
    this.#uniform = uniformFrom(set);
    const demanded = set.demands.reduce((sum, { count }) => sum + count, 0) + (equal === undefined ? 0 : 2);
    // Items past the uniform start that serve no demand can be left out, so longer arrays bring nothing new.
    this.#bound = Math.min(set.max, Math.max(set.min, this.#uniform + demanded, (equal?.[1] ?? -1) + 1));
  }

  find(): Outcome {
    if (this.#bound > longest) return this.#tooLong();
    const { demands, limits } = this.#set;
    this.#place(
      [],
      [],
      demands.map(({ count }) => count),
      limits.map(({ count }) => count),
    );
    return this.#outcomes.result;
  }

  #tooLong(): Outcome {
    return unknown('the array would be too long to write down');
  }

  /** Tries to go on from the items placed so far; true once a sure array is found. */
  #place(
    goals: readonly Goal[],
    labels: readonly number[],
    demands: readonly number[],
    limits: readonly number[],
  ): boolean {
    this.#solver.steps.spend();
    const index = goals.length;
    const { min } = this.#set;
    const open = demands.some((count) => count > 0) || (this.#equal !== undefined && index <= this.#equal[1]);
    if (index >= min && !open && this.#outcomes.add(this.#fill(goals))) return true;
    if (index >= this.#bound) return false;

    const key = this.#stateKey(index, demands, limits);
    if (key !== undefined && this.#failed.has(key)) return false;
    const before = this.#outcomes.result.status;
    for (const label of this.#labelsAt(index, labels, demands, limits)) {
      const next = this.#label(index, label, demands, limits);
      if (next === undefined) continue;
      if (this.#place([...goals, next.goal], [...labels, label], next.demands, next.limits)) return true;
    }
    if (key !== undefined && before === 'none' && this.#outcomes.result.status === 'none') this.#failed.add(key);
    return false;
  }

  /** What the rest of the search depends on, unless the values so far matter too. */
  #stateKey(index: number, demands: readonly number[], limits: readonly number[]): string | undefined {
    if (this.#set.unique || this.#equal !== undefined) return undefined;
    return `${index}/${demands.join()}/${limits.join()}`;
  }

  /** Bit sets of the conditions met at this position; few first, so that the plain item is tried first. */
  #labelsAt(
    index: number,
    labels: readonly number[],
    demands: readonly number[],
    limits: readonly number[],
  ): readonly number[] {
    const equal = this.#equal;
    const all = Array.from({ length: 2 ** (demands.length + limits.length) }, (_, label) => label);
    const sorted = all.sort((a, b) => this.#cost(a) - this.#cost(b));
    if (equal?.[1] !== index) return sorted;
    // Equal values meet the same conditions, but for those that are asked of later positions only.
    const later = this.#set.demands.reduce((bits, { from }, i) => (from > equal[0] ? bits | (1 << i) : bits), 0);
    const same = (labels[equal[0]] ?? 0) & ~later;
    return sorted.filter((label) => (label & ~later) === same);
  }

  /** Demands met early keep the array short; spending a limit is the last resort. */
  #cost(label: number): number {
    const demands = this.#set.demands.length;
    let cost = 0;
    for (let bit = 0; bit < demands + this.#set.limits.length; bit += 1) {
      if ((label & (1 << bit)) !== 0) cost += bit < demands ? -1 : 100;
    }
    return cost;
  }

  #label(
    index: number,
    label: number,
    demands: readonly number[],
    limits: readonly number[],
  ): { goal: Goal; demands: readonly number[]; limits: readonly number[] } | undefined {
    const left = [...demands];
    for (const [i, demand] of this.#set.demands.entries()) {
      if ((label & (1 << i)) === 0) continue;
      const remaining = left[i] ?? 0;
      if (index < demand.from || (remaining <= 0 && this.#equal?.[1] !== index)) return undefined;
      left[i] = Math.max(0, remaining - 1);
    }
    const spare = [...limits];
    for (const i of limits.keys()) {
      if ((label & (1 << (demands.length + i))) === 0) continue;
      spare[i] = (spare[i] ?? 0) - 1;
      if ((spare[i] ?? 0) < 0) return undefined;
    }
    const goal = this.#goalAt(index, label);
    return this.#solver.find(goal).status === 'none' ? undefined : { goal, demands: left, limits: spare };
  }

  /** What is asked of the item at a position with a label; the search comes to most of them often. */
  #goalAt(index: number, label: number): Goal {
    const { demands, limits } = this.#set;
    const position = this.#equal === undefined ? Math.min(index, this.#uniform) : index;
    const goals = this.#goals[position] ?? [];
    this.#goals[position] = goals;
    return (goals[label] ??= this.#solver.allOf([
      this.#baseAt(position),
      ...demands.filter((_, i) => (label & (1 << i)) !== 0).map(({ goal }) => goal),
      ...limits.filter((_, i) => (label & (1 << (demands.length + i))) === 0).map(({ outside }) => outside),
    ]));
  }

  #baseAt(index: number): Goal {
    const base = itemGoal(this.#set, index, this.#solver);
    const equal = this.#equal;
    if (equal === undefined || !equal.includes(index)) return base;
    const other = itemGoal(this.#set, equal[0] === index ? equal[1] : equal[0], this.#solver);
    return this.#solver.narrow(base, other);
  }

  #fill(goals: readonly Goal[]): Outcome {
    if (this.#set.unique) return findDistinct(goals, this.#solver);
    const values: unknown[] = [];
    let assuming: string | undefined;
    for (const [index, goal] of goals.entries()) {
      const equal = this.#equal;
      if (equal?.[1] === index) {
        values.push(values[equal[0]]);
        continue;
      }
      const twin = equal?.[0] === index ? goals[equal[1]] : undefined;
      const outcome = this.#solver.find(twin === undefined ? goal : this.#solver.narrow(goal, twin));
      if (outcome.status !== 'found') return outcome;
      assuming ??= outcome.assuming;
      values.push(outcome.value);
    }
    return found(values, assuming);
  }
}
