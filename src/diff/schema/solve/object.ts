import type { Schema } from '../form/formula.ts';
import { objectOf } from '../form/json.ts';
import { allNames, complementNames, intersectNames, isCofinite, listed, withoutNames } from '../form/names.ts';
import type { Names } from '../form/names.ts';
import type { Facts, Side } from './facts.ts';
import { found, none, Requirements, unknown } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Goal, Solver } from './solver.ts';

/** A set of names, and what is asked of a member with one of them, or of all of those. */
interface Demand {
  readonly names: Names;
  readonly goal: Goal;
}

/** What is known of an object's members. */
class ObjectSet {
  min = 0;
  max = Infinity;
  /** What is asked of the values of single names, and of those of wider sets of names. */
  readonly named = new Map<string, Goal>();
  readonly wide: Demand[] = [];
  readonly required = new Map<string, Goal>();
  readonly demands: Demand[] = [];
  /** Not modelled: what a member may be named. */
  doubt: string | undefined;
  readonly #valueGoals = new Map<string, Goal>();

  readonly solver: Solver;

  constructor(facts: Facts, solver: Solver) {
    this.solver = solver;
    for (const { formula, side } of facts.literals) {
      const { atom, positive } = formula;
      if (atom.kind === 'size') {
        if (positive) this.min = Math.max(this.min, atom.atLeast);
        else this.max = Math.min(this.max, atom.atLeast - 1);
      } else if (atom.kind === 'members') {
        if (positive) this.restrict(atom.names, goalOf(atom.schema, side, solver));
        else this.#demand(atom.names, goalOf(solver.forms.complement(atom.schema), side, solver));
      } else if (atom.kind === 'names') {
        this.#restrictNames(atom.schema, positive);
      }
    }
    // Where one schema hides what another asks for, it is taken as asked for.
    for (const name of facts.hidden) if (!this.required.has(name)) this.restrict(listed(name), nothing(solver));
    this.#keepApart(facts);
  }

  restrict(names: Names, goal: Goal): void {
    if (names.kind === 'wide') this.wide.push({ names, goal });
    else for (const name of names.names) this.#narrowIn(this.named, name, goal);
  }

  #demand(names: Names, goal: Goal): void {
    const [only, ...others] = names.kind === 'listed' ? names.names : [];
    if (only !== undefined && others.length === 0) this.#narrowIn(this.required, only, goal);
    else this.demands.push({ names, goal });
  }

  #narrowIn(map: Map<string, Goal>, name: string, goal: Goal): void {
    const known = map.get(name);
    map.set(name, known === undefined ? goal : this.solver.narrow(known, goal));
  }

  #restrictNames(schema: Schema, positive: boolean): void {
    const names = this.solver.words.ofFormula(schema.slices.string);
    if (names === undefined) {
      this.doubt ??= 'member names by a keyword that is not modelled';
      return;
    }
    const others = complementNames(names);
    if (positive) for (const each of others) this.restrict(each, nothing(this.solver));
    else if (others.length === 1 && others[0] !== undefined) this.#demand(others[0], this.solver.anyValue);
    else {
      const outside = this.solver.words.ofFormula(this.solver.forms.not(schema.slices.string));
      if (outside === undefined) this.doubt ??= 'member names by a keyword that is not modelled';
      else this.#demand(outside, this.solver.anyValue);
    }
  }

  /** Names that only the second schema declares are taken as absent, unless the first asks for them. */
  #keepApart({ declared, literals }: Facts): void {
    if (declared.sup.length === 0) return;
    const asked: Names[] = [];
    for (const { formula, side } of literals) {
      const { atom, positive } = formula;
      if (side !== 'sub') continue;
      if (atom.kind === 'members' && !positive) asked.push(atom.names);
      const listing =
        atom.kind === 'names' && positive ? this.solver.words.ofFormula(atom.schema.slices.string) : undefined;
      if (listing?.kind === 'listed') asked.push(listing);
    }
    for (const names of declared.sup) {
      let apart: readonly Names[] = [names];
      for (const own of [...declared.sub, ...asked]) {
        const others = complementNames(own);
        apart = apart.flatMap((each) => others.map((other) => intersectNames(each, other, this.solver.words.accepts)));
      }
      for (const each of apart) this.restrict(each, nothing(this.solver));
    }
  }

  /** What is asked of the member's value, if the member is there. */
  valueGoal(name: string): Goal {
    const known = this.#valueGoals.get(name);
    if (known !== undefined) return known;
    let goal = this.named.get(name) ?? this.solver.anyValue;
    for (const each of this.wide)
      if (this.solver.words.has(each.names, name)) goal = this.solver.narrow(goal, each.goal);
    this.#valueGoals.set(name, goal);
    return goal;
  }

  /** Names that are spoken of one by one; all others are told apart by wide sets only. */
  spokenOf(): Set<string> {
    const names = new Set([...this.named.keys(), ...this.required.keys()]);
    const add = (set: Names): void => {
      for (const name of set.kind === 'listed' ? set.names : set.except) names.add(name);
    };
    this.wide.forEach((each) => add(each.names));
    this.demands.forEach((each) => add(each.names));
    return names;
  }
}

/** Finds an object that fits the literals: what is demanded, then as many members as are needed, and no more. */
export function findObject(facts: Facts, solver: Solver): Outcome {
  const set = new ObjectSet(facts, solver);
  if (set.min > set.max || set.required.size > set.max) return none;
  const placed = new Map<string, Goal>();
  const needs = new Requirements();
  if (set.doubt !== undefined) needs.assume(set.doubt);

  for (const [name, goal] of set.required) {
    const whole = solver.narrow(set.valueGoal(name), goal);
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
    // What the first schema asks for counts as declared, so that it changes what is kept apart.
    if (name === undefined || others.length > 0 || (side === 'sub' && facts.declared.sup.length > 0)) return undefined;
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

function goalOf(schema: Schema, side: Side, solver: Solver): Goal {
  return side === 'sub' ? { ...solver.anyValue, sub: schema } : { ...solver.anyValue, sup: schema };
}

function nothing(solver: Solver): Goal {
  return { ...solver.anyValue, sub: solver.forms.nothing };
}
