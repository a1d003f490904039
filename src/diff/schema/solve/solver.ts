import type { Formula, Schema } from '../form/formula.ts';
import type { Forms } from '../form/forms.ts';
import { jsonTypes } from '../form/json.ts';
import type { JsonType } from '../form/json.ts';
import { TooComplex } from './words.ts';
import type { Words } from './words.ts';
import { unexpected } from '../form/never.ts';
import { findArray } from './array.ts';
import type { Steps } from './budget.ts';
import { Facts } from './facts.ts';
import type { Side } from './facts.ts';
import { findNumber } from './number.ts';
import { findObject, memberScale } from './object.ts';
import { Alternatives, found, none, unknown } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { search } from './search.ts';
import { findString } from './string.ts';

function isSettled(outcome: Outcome): boolean {
  return outcome.status === 'none' || (outcome.status === 'found' && outcome.assuming === undefined);
}

/** A value is sought that is in both: in the part from the first schema and in that from the second's complement. */
export interface Goal {
  readonly sub: Schema;
  readonly sup: Schema;
}

/** How deep a search goes before a deeper one is tried: shallow first, so that witnesses are small. */
const depths = [8, 40, 500];
const tooDeep = unknown('the schemas nest too deeply');

/**
 * Finds a value of a goal, or proves that there is none.
 *
 * A goal met again inside its own search is taken to have no value there: every step leads into a member or an item,
 * so a smallest value of the goal needs no second one inside. A `none` that rests on this is kept only as long as the
 * goal it leans on is open, and for good once that one turns out to have none either.
 */
export class Solver {
  readonly #outcomes = new Map<string, Outcome>();
  /** What was not found out with the present limit of depth. */
  readonly #doubts = new Map<string, Outcome>();
  readonly #open = new Map<string, number>();
  readonly #leaning = new Map<string, number>();
  /** The lowest open goal that was leant on since this was last reset. */
  #leans = Infinity;
  #deepest = 0;
  #wasTooDeep = false;
  #isPartial = false;

  readonly forms: Forms;
  readonly words: Words;
  readonly steps: Steps;

  readonly #isImplied: (sub: Schema, sup: Schema) => boolean;

  /** @param isImplied whether it is known beforehand that the first schema is in the second */
  constructor(forms: Forms, words: Words, steps: Steps, isImplied: (sub: Schema, sup: Schema) => boolean) {
    this.#isImplied = isImplied;
    this.forms = forms;
    this.words = words;
    this.steps = steps;
  }

  /** Answers a question: a value of the goal, or the proof that there is none. */
  answer(goal: Goal): Outcome {
    // A question that broke off may have left goals open.
    this.#open.clear();
    this.#leaning.clear();
    this.#isPartial = false;
    let outcome = none;
    for (const depth of depths) {
      this.#deepest = depth;
      this.#wasTooDeep = false;
      this.#doubts.clear();
      outcome = this.find(goal);
      if (isSettled(outcome) || !this.#wasTooDeep) break;
    }
    return outcome;
  }

  /** The same for a part of the value that is sought. */
  find(goal: Goal): Outcome {
    const { sub, sup } = goal;
    if (sub === this.forms.nothing || sup === this.forms.nothing || sub.id === (sup.id ^ 1)) return none;
    const partially = `${sub.id},${sup.id}?`;
    const key = this.#isPartial ? partially : `${sub.id},${sup.id}`;
    const known = this.#outcomes.get(key) ?? this.#doubts.get(key);
    if (known !== undefined) return known;
    if (this.#outcomes.get(partially) === none) return none;
    const leansOn = this.#open.get(key) ?? this.#leaning.get(key);
    if (leansOn !== undefined) {
      this.#leans = Math.min(this.#leans, leansOn);
      return none;
    }

    this.steps.spend();
    if (!this.#isPartial && this.#isImplied(sub, this.forms.complement(sup))) {
      this.#outcomes.set(key, none);
      return none;
    }
    const depth = this.#open.size;
    if (depth >= this.#deepest) {
      this.#wasTooDeep = true;
      return tooDeep;
    }
    const leansBefore = this.#leans;
    this.#leans = Infinity;
    this.#open.set(key, depth);
    const outcome = this.#attempt(() => this.#search(goal));
    this.#open.delete(key);
    this.#close(key, depth, outcome);
    this.#leans = Math.min(leansBefore, this.#leans < depth ? this.#leans : Infinity);
    return outcome;
  }

  #close(key: string, depth: number, outcome: Outcome): void {
    const leans = this.#leans;
    const proved = outcome.status === 'none';
    if (!isSettled(outcome)) this.#doubts.set(key, outcome);
    else if (!proved) this.#outcomes.set(key, outcome);
    else if (leans >= depth) this.#outcomes.set(key, none);
    else this.#leaning.set(key, leans);

    for (const [each, on] of this.#leaning) {
      if (on < depth) continue;
      this.#leaning.delete(each);
      if (!proved) continue;
      if (leans >= depth) this.#outcomes.set(each, none);
      else this.#leaning.set(each, leans);
    }
  }

  #search({ sub, sup }: Goal): Outcome {
    const outcomes = new Alternatives();
    for (const type of jsonTypes) {
      const [inside, outside] = [sub.slices[type], sup.slices[type]];
      if (inside === this.forms.never || outside === this.forms.never || inside.id === (outside.id ^ 1)) continue;
      const facts = new Facts(this.forms);
      if (!facts.add(inside, 'sub') || !facts.add(outside, 'sup')) continue;
      if (outcomes.add(search(type, facts, this))) break;
    }
    return outcomes.result;
  }

  /**
   * Whether the first schema may say more of the value than is known yet. Names that it does not speak of are then not
   * kept apart: what is left out now could turn out to be spoken of.
   */
  get isPartial(): boolean {
    return this.#isPartial;
  }

  /** Answers while choices of the first schema are open, if `partial`; so are those about parts of the value. */
  #asPartial<T>(partial: boolean, answer: () => T): T {
    const outer = this.#isPartial;
    this.#isPartial ||= partial;
    try {
      return answer();
    } finally {
      this.#isPartial = outer;
    }
  }

  /** Decides the literals among the facts by the rules of their type; open choices are left aside. */
  decide(type: JsonType, facts: Facts, partial = false): Outcome {
    this.steps.spend(1 + (facts.literals.length >> 4));
    const outcome = this.#asPartial(partial, () => this.#attempt(() => this.#decide(type, facts)));
    if (outcome.status !== 'found' || outcome.assuming !== undefined) return outcome;
    const opaque = facts.literals.find(({ formula }) => formula.atom.kind === 'opaque')?.formula.atom;
    return opaque?.kind === 'opaque' ? found(outcome.value, opaque.reason) : outcome;
  }

  /**
   * Weighs, against these facts, formulas that ask for a member: whether there is a value for it. Cheap, as the facts
   * are read only once; undefined for all other formulas.
   */
  scale(type: JsonType, facts: Facts, partial: boolean): (formula: Formula, side: Side) => Outcome | undefined {
    if (type !== 'object') return () => undefined;
    let weigh: ReturnType<typeof memberScale> | undefined;
    return (formula, side) => {
      if (formula.kind !== 'literal' || formula.positive || formula.atom.kind !== 'members') return undefined;
      const { atom } = formula;
      return this.#asPartial(partial, () => (weigh ??= memberScale(facts, this))(atom, side));
    };
  }

  /** Patterns that take too long leave a goal unanswered, and the search around it as it was. */
  #attempt(answer: () => Outcome): Outcome {
    try {
      return answer();
    } catch (error) {
      if (error instanceof TooComplex) return unknown('a pattern takes too many steps');
      throw error;
    }
  }

  #decide(type: JsonType, facts: Facts): Outcome {
    switch (type) {
      case 'null':
        return found(null);
      case 'boolean': {
        const literal = facts.literals.find(({ formula }) => formula.atom.kind === 'is-true');
        return found(literal?.formula.positive ?? true);
      }
      case 'number':
        return findNumber(facts.literals);
      case 'string':
        return findString(facts.literals, this);
      case 'array':
        return findArray(facts, this);
      case 'object':
        return findObject(facts, this);
      default:
        return unexpected(type);
    }
  }

  /** The goal of all that several ask for. */
  allOf(goals: readonly Goal[]): Goal {
    const [only, ...others] = goals;
    if (only !== undefined && others.length === 0) return only;
    const { forms } = this;
    return { sub: forms.allOf(goals.map(({ sub }) => sub)), sup: forms.allOf(goals.map(({ sup }) => sup)) };
  }

  /** The goal narrowed by more schemas on either side. */
  narrow(goal: Goal, by: Goal): Goal {
    return { sub: this.forms.allOf([goal.sub, by.sub]), sup: this.forms.allOf([goal.sup, by.sup]) };
  }

  get anyValue(): Goal {
    return { sub: this.forms.anything, sup: this.forms.anything };
  }
}
