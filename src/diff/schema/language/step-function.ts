/**
 * A piecewise constant function on the integers from 0: `values[i]` holds up to and including `ends[i]`, from the end of
 * the piece before. Neighbouring pieces differ. Two functions that meet in an operation have the same last end.
 */
export interface StepFunction<T> {
  readonly ends: readonly number[];
  readonly values: readonly T[];
}

/** One piece of a step function: the value on `low..high`, both included. */
export interface Piece<T> {
  readonly low: number;
  readonly high: number;
  readonly value: T;
}

export function constantStep<T>(top: number, value: T): StepFunction<T> {
  return { ends: [top], values: [value] };
}

/** The function that is `inside` on `low..high`, cut to `0..top`, and `outside` elsewhere. */
export function windowStep<T>(top: number, [low, high]: readonly [number, number], inside: T, outside: T) {
  const builder = stepBuilder<T>();
  if (low > 0) builder.push(Math.min(low - 1, top), outside);
  if (low <= high && low <= top) builder.push(Math.min(high, top), inside);
  if (high < top) builder.push(top, outside);
  return builder.done();
}

export function stepAt<T>(f: StepFunction<T>, x: number): T {
  let low = 0;
  let high = f.ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((f.ends[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return f.values[low] as T;
}

export function* piecesOf<T>(f: StepFunction<T>): Generator<Piece<T>> {
  let low = 0;
  for (let i = 0; i < f.ends.length; i++) {
    const high = f.ends[i] as number;
    yield { low, high, value: f.values[i] as T };
    low = high + 1;
  }
}

export function mapSteps<T, U>(f: StepFunction<T>, map: (value: T) => U): StepFunction<U> {
  const builder = stepBuilder<U>();
  for (let i = 0; i < f.ends.length; i++) builder.push(f.ends[i] as number, map(f.values[i] as T));
  return builder.done();
}

export function combineSteps<T, U, V>(
  f: StepFunction<T>,
  g: StepFunction<U>,
  combine: (left: T, right: U) => V,
): StepFunction<V> {
  const builder = stepBuilder<V>();
  for (let i = 0, j = 0; i < f.ends.length && j < g.ends.length;) {
    const left = f.ends[i] as number;
    const right = g.ends[j] as number;
    builder.push(Math.min(left, right), combine(f.values[i] as T, g.values[j] as U));
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return builder.done();
}

/** Collects pieces from the left to the right and joins equal neighbours. */
export function stepBuilder<T>() {
  const ends: number[] = [];
  const values: T[] = [];
  return {
    push(end: number, value: T): void {
      const last = ends.length - 1;
      if (last >= 0 && values[last] === value) {
        ends[last] = end;
      } else {
        ends.push(end);
        values.push(value);
      }
    },
    done: (): StepFunction<T> => ({ ends, values }),
  };
}
