import type { Budget } from '../language/index.ts';

/** Thrown where the steps run out, and caught where the question was asked: the answer is then `undecided`. */
export class OutOfBudget extends Error {}

/** What a step of an automaton counts for: it takes about as long as so many steps of the search. */
const stepsPerState = 8;

/** The steps that one question may take, and how deep it may go; counted, so the verdict is the same everywhere. */
export class Steps {
  readonly #budget: Budget;

  constructor(steps: number) {
    this.#budget = { remaining: steps };
  }

  /** Starts a new question. */
  refill(steps: number): void {
    this.#budget.remaining = steps;
  }

  spend(steps = 1): void {
    this.#budget.remaining -= steps;
    if (this.#budget.remaining < 0) throw new OutOfBudget();
  }

  /** Lends at most so many automaton steps to a question about languages, and takes from the whole what it used. */
  lend<T>(atMost: number, ask: (budget: Budget) => T): T {
    const lent = Math.max(0, Math.min(atMost, Math.floor(this.#budget.remaining / stepsPerState)));
    const budget: Budget = { remaining: lent };
    const answer = ask(budget);
    this.spend((lent - Math.max(0, budget.remaining)) * stepsPerState);
    return answer;
  }
}
