import type { Schema } from '../form/formula.ts';
import { complementNames, hasName, intersectNames, listed } from '../form/names.ts';
import type { Names } from '../form/names.ts';
import type { Facts, Side } from './facts.ts';
import type { Goal, Solver } from './solver.ts';

/** A set of names, and what is asked of a member with one of them, or of all of those. */
export interface Demand {
  readonly names: Names;
  readonly goal: Goal;
}

/** What is known of an object's members. */
export class ObjectSet {
  min = 0;
  max = Infinity;
  /** What is asked of the values of single names, and of those of wider sets of names. */
  readonly named = new Map<string, Goal[]>();
  readonly wide: Demand[] = [];
  readonly required = new Map<string, Goal[]>();
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
    if (solver.isPartial) return;
    // Where one schema hides what another asks for, it is taken as asked for.
    for (const name of facts.hidden) if (!this.required.has(name)) this.restrict(listed(name), nothing(solver));
    this.#keepApart(facts);
  }

  restrict(names: Names, goal: Goal): void {
    if (names.kind === 'wide') this.wide.push({ names, goal });
    else for (const name of names.names) append(this.named, name, goal);
  }

  #demand(names: Names, goal: Goal): void {
    const [only, ...others] = names.kind === 'listed' ? names.names : [];
    if (only !== undefined && others.length === 0) append(this.required, only, goal);
    else this.demands.push({ names, goal });
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

  /** Names that only the second schema declares are taken as absent. */
  #keepApart({ declared }: Facts): void {
    const { accepts } = this.solver.words;
    for (const names of declared.sup) {
      if (names.kind === 'listed') {
        const apart = [...names.names].filter((name) => !declared.sub.some((each) => hasName(each, name, accepts)));
        this.restrict(listed(...apart), nothing(this.solver));
        continue;
      }
      let apart: readonly Names[] = [names];
      for (const each of declared.sub) {
        const others = complementNames(each);
        apart = apart.flatMap((part) => others.map((other) => intersectNames(part, other, accepts)));
      }
      for (const part of apart) this.restrict(part, nothing(this.solver));
    }
  }

  /** What is asked of the member's value, if the member is there. */
  valueGoal(name: string): Goal {
    const known = this.#valueGoals.get(name);
    if (known !== undefined) return known;
    const asked = this.wide.filter(({ names }) => this.solver.words.has(names, name)).map((each) => each.goal);
    const goal = this.solver.allOf([...(this.named.get(name) ?? []), ...asked]);
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

export function goalOf(schema: Schema, side: Side, solver: Solver): Goal {
  return side === 'sub' ? { ...solver.anyValue, sub: schema } : { ...solver.anyValue, sup: schema };
}

function append(map: Map<string, Goal[]>, name: string, goal: Goal): void {
  const known = map.get(name);
  if (known === undefined) map.set(name, [goal]);
  else known.push(goal);
}

function nothing(solver: Solver): Goal {
  return { ...solver.anyValue, sub: solver.forms.nothing };
}
