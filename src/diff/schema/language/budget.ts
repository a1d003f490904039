/**
 * How much work may still be done, in steps: about one per automaton state visited. Counted, never timed, so that the
 * same question has the same answer on every machine. One budget may be shared by many questions.
 */
export interface Budget {
  remaining: number;
}

/** Takes steps from the budget; false once it is used up. */
export function spend(budget: Budget, steps: number): boolean {
  budget.remaining -= steps;
  return budget.remaining >= 0;
}
