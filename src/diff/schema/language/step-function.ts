/**
 * A piecewise constant function on the whole numbers from 0 to the last piece's end: a piece holds from the end of the
 * one before up to and including its own. Neighbours have different values.
 */
export type StepFunction<T> = readonly Step<T>[];

export interface Step<T> {
  readonly end: number;
  readonly value: T;
}

/** A value on `low..high`, both included. */
export interface Piece<T> {
  readonly low: number;
  readonly high: number;
  readonly value: T;
}

export function constantStep<T>(end: number, value: T): StepFunction<T> {
  return [{ end, value }];
}

/** The value in force at a point of the function's domain. */
export function stepAt<T>(f: StepFunction<T>, x: number): T | undefined {
  let low = 0;
  let high = f.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endAt(f, middle) < x) low = middle + 1;
    else high = middle;
  }
  return f[low]?.value;
}

export function piecesOf<T>(f: StepFunction<T>): Piece<T>[] {
  return f.map(({ end, value }, index) => ({ low: index === 0 ? 0 : endAt(f, index - 1) + 1, high: end, value }));
}

export function mapSteps<T, U>(f: StepFunction<T>, map: (value: T) => U): StepFunction<U> {
  const result: Step<U>[] = [];
  for (const { end, value } of f) pushStep(result, end, map(value));
  return result;
}

/** Both functions end at the same point. */
export function combineSteps<T, U, V>(
  f: StepFunction<T>,
  g: StepFunction<U>,
  combine: (left: T, right: U) => V,
): StepFunction<V> {
  const result: Step<V>[] = [];
  let [i, j] = [0, 0];
  for (let left = f[0], right = g[0]; left !== undefined && right !== undefined; left = f[i], right = g[j]) {
    pushStep(result, Math.min(left.end, right.end), combine(left.value, right.value));
    if (left.end <= right.end) i++;
    if (right.end <= left.end) j++;
  }
  return result;
}

/** Adds the next piece of a function, to the piece before if that has the same value. */
export function pushStep<T>(steps: Step<T>[], end: number, value: T): void {
  if (steps.at(-1)?.value === value) steps.pop();
  steps.push({ end, value });
}

function endAt<T>(f: StepFunction<T>, index: number): number {
  return f[index]?.end ?? Infinity;
}
