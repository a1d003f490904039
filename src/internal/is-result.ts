/** A Result by its shape. */
export interface ResultLike {
  readonly isOk: () => unknown;
  readonly value?: unknown;
  readonly error?: unknown;
}

/** Tells a Result by its shape: whoever answers may carry a copy of the library of their own. */
export function isResult(answer: unknown): answer is ResultLike {
  return typeof answer === 'object' && answer !== null && 'isOk' in answer && typeof answer.isOk === 'function';
}
