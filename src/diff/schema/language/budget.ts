/**
 * How much work may still be done, in steps: about one per automaton state visited, more for states of many parts.
 * Counted, never timed, so that the same questions have the same answers on every machine. One budget may be shared by
 * many questions; it is used up when it falls below zero.
 */
export interface Budget {
  remaining: number;
}

/** How many of the smallest operations make up one step. */
const workPerStep = 64;

class Exhausted extends Error {}

/** Charges work to the budget of the question that is being answered, and ends the question when it is used up. */
export class Meter {
  #budget: Budget = { remaining: Infinity };
  #work = 0;

  /** The answer, or `undefined` when the budget does not suffice. */
  ask<T>(budget: Budget, answer: () => T): T | undefined {
    const outer = this.#budget;
    this.#budget = budget;
    try {
      return answer();
    } catch (error) {
      if (error instanceof Exhausted) return undefined;
      throw error;
    } finally {
      this.#budget = outer;
    }
  }

  spend(work: number): void {
    this.#work += work;
    if (this.#work < workPerStep) return;
    this.#budget.remaining -= Math.floor(this.#work / workPerStep);
    this.#work %= workPerStep;
    if (this.#budget.remaining < 0) throw new Exhausted();
  }

  spendSteps(steps: number): void {
    this.spend(steps * workPerStep);
  }
}
