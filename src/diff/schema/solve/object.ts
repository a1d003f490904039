import type { Schema } from '../form/formula.ts';
import { objectOf } from '../form/json.ts';
import { allNames, complementNames, isCofinite, withoutNames } from '../form/names.ts';
import type { Names } from '../form/names.ts';
import type { Facts, Side } from './facts.ts';
import { goalOf, ObjectSet } from './object-set.ts';
import type { Demand } from './object-set.ts';
import { found, none, Requirements, unknown } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Goal, Solver } from './solver.ts';

/** Finds an object that fits the literals: what is demanded, then as many members as are needed, and no more. */
export function findObject(facts: Facts, solver: Solver): Outcome {
  const set = new ObjectSet(facts, solver);
  if (set.min > set.max || set.required.size > set.max) return none;
  const placed = new Map<string, Goal>();
  for (const [name, goals] of set.required) {
    const whole = solver.allOf([set.valueGoal(name), ...goals]);
    if (solver.find(whole).status === 'none') return none;
    placed.set(name, whole);
  }
  const outcome = new MemberSearch(set, solver).place(set.demands, placed);
  if (set.doubt === undefined || outcome.status !== 'found') return outcome;
  return found(outcome.value, outcome.assuming ?? set.doubt);
}

/** Weighs demands for a single member, by its name, against facts that are read only once. */
export function memberScale(
  facts: Facts,
  solver: Solver,
): (demand: { readonly names: Names; readonly schema: Schema }, side: Side) => Outcome | undefined {
  const set = new ObjectSet(facts, solver);
  return ({ names, schema }, side) => {
    const [name, ...others] = names.kind === 'listed' ? names.names : [];
    if (name === undefined || others.length > 0) return undefined;
    return solver.find(solver.narrow(set.valueGoal(name), goalOf(solver.forms.complement(schema), side, solver)));
  };
}

/** Gives each demand a member: one that is there already, or one more. */
class MemberSearch {
  readonly #set: ObjectSet;
  readonly #solver: Solver;
  readonly #spokenOf: ReadonlySet<string>;

  constructor(set: ObjectSet, solver: Solver) {
    this.#set = set;
    this.#solver = solver;
    this.#spokenOf = set.demands.length > 0 || set.min > set.required.size ? set.spokenOf() : new Set();
  }

  place(demands: readonly Demand[], placed: ReadonlyMap<string, Goal>): Outcome {
    this.#solver.steps.spend();
    if (placed.size > this.#set.max) return none;
    const [demand, ...rest] = demands;
    if (demand === undefined) return this.#complete(placed);

    let result: Outcome = none;
    for (const [name, goal] of this.#candidates(demand, rest, placed)) {
      const outcome = this.place(rest, new Map([...placed, [name, goal]]));
      if (outcome.status === 'found' && outcome.assuming === undefined) return outcome;
      if (result.status === 'none' || outcome.status === 'found') result = outcome.status === 'none' ? result : outcome;
    }
    return result;
  }

  /** The members that could meet a demand, each with all that is then asked of its value. */
  *#candidates(
    { names, goal }: Demand,
    rest: readonly Demand[],
    placed: ReadonlyMap<string, Goal>,
  ): Generator<readonly [string, Goal]> {
    const { words } = this.#solver;
    for (const name of new Set([...placed.keys(), ...this.#spokenOf])) {
      if (!words.has(names, name)) continue;
      const whole = this.#solver.narrow(placed.get(name) ?? this.#set.valueGoal(name), goal);
      if (this.#solver.find(whole).status !== 'none') yield [name, whole];
    }
    // Another demand may have to be met by the same member, or may need the name: so what it asks for matters too.
    const split = [...rest.map((each) => ({ names: each.names, goal: this.#solver.anyValue })), ...this.#set.wide];
    for (const region of this.#regions(withoutNames(names, this.#spokenOf), goal, split)) {
      for (const name of words.first(region.names, 1, new Set(placed.keys()))) yield [name, region.goal];
    }
  }

  /** Parts of a set of names that the splitting sets tell apart, where the goal can be met: each with what it comes to. */
  *#regions(names: Names, goal: Goal, split: readonly Demand[]): Generator<Demand> {
    const { words } = this.#solver;
    this.#solver.steps.spend();
    const [wide, ...others] = split;
    if (wide === undefined) {
      if (!words.isEmpty(names) && this.#solver.find(goal).status !== 'none') yield { names, goal };
      return;
    }
    const narrowed = this.#solver.narrow(goal, wide.goal);
    // All names that lists or exceptions mention are spoken of, and this region is of the others.
    if (wide.names.kind === 'listed') {
      yield* this.#regions(names, goal, others);
      return;
    }
    if (isCofinite(wide.names)) {
      if (!isImpossible(narrowed, this.#solver)) yield* this.#regions(names, narrowed, others);
      return;
    }
    if (!isImpossible(narrowed, this.#solver)) {
      const inside = words.intersect(names, wide.names);
      if (inside.kind === 'wide' || inside.names.size > 0) yield* this.#regions(inside, narrowed, others);
    }
    for (const each of complementNames(wide.names)) {
      const outside = words.intersect(names, each);
      if (outside.kind === 'wide' || outside.names.size > 0) yield* this.#regions(outside, goal, others);
    }
  }

  #complete(placed: ReadonlyMap<string, Goal>): Outcome {
    const members = new Map(placed);
    const doubtful = this.#fill(members);
    if (members.size < this.#set.min) return doubtful ? unknown('too many members would be needed') : none;

    const needs = new Requirements();
    const values = new Map<string, unknown>();
    for (const [name, goal] of members) {
      const outcome = this.#solver.find(goal);
      if (outcome.status === 'none') return none;
      const part = needs.add(outcome);
      if (part !== undefined) values.set(name, part.value);
    }
    return needs.conclude(() => objectOf(values));
  }

  /** Adds members until there are enough, readable names first; true if it gave up before all names were tried. */
  #fill(members: Map<string, Goal>): boolean {
    const { min } = this.#set;
    const { words } = this.#solver;
    let doubtful = false;
    for (const name of this.#spokenOf) {
      if (members.size >= min) return false;
      if (members.has(name)) continue;
      const goal = this.#set.valueGoal(name);
      const { status } = this.#solver.find(goal);
      if (status === 'found') members.set(name, goal);
      doubtful ||= status === 'unknown';
    }
    if (min - members.size > mostFillers) return true;
    for (const region of this.#regions(withoutNames(allNames, this.#spokenOf), this.#solver.anyValue, this.#set.wide)) {
      if (members.size >= min) return false;
      for (const name of words.first(region.names, min - members.size, new Set(members.keys()))) {
        members.set(name, region.goal);
      }
    }
    return doubtful;
  }
}

const mostFillers = 1_000;

function isImpossible({ sub, sup }: Goal, { forms }: Solver): boolean {
  return sub === forms.nothing || sup === forms.nothing;
}
