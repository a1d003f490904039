import {
  add,
  compare,
  decimalKey,
  floorQuotient,
  gcd,
  half,
  isMultiple,
  leastCommonMultiple,
} from '../form/decimal.ts';
import { times, toDecimal, toNumber } from '../form/decimal.ts';
import type { Decimal } from '../form/decimal.ts';
import type { Literal } from '../form/formula.ts';
import type { Sided } from './facts.ts';
import { found, none, unknown } from './outcome.ts';
import type { Outcome } from './outcome.ts';

interface Bound {
  readonly at: Decimal;
  readonly exclusive: boolean;
}

/** Numbers between two bounds, on a lattice or not, off some other lattices and not among some values. */
interface NumberSet {
  lower: Bound | undefined;
  upper: Bound | undefined;
  step: Decimal | undefined;
  readonly offSteps: Decimal[];
  readonly excluded: Set<string>;
  listed: readonly Decimal[] | undefined;
}

/** How many multiples of a step are tried one by one. */
const tried = 2_000;

/** Finds a number that fits the literals, whole and near zero if possible, in exact decimal arithmetic. */
export function findNumber(literals: readonly Sided<Literal>[]): Outcome {
  const set = gather(literals);
  if (set.listed !== undefined) return pick(set.listed.filter((value) => contains(set, value)));
  if (set.lower !== undefined && set.upper !== undefined) {
    const order = compare(set.lower.at, set.upper.at);
    if (order > 0) return none;
    if (order === 0) return contains(set, set.lower.at) ? pick([set.lower.at]) : none;
  }
  return set.step === undefined ? findBetween(set) : findMultiple(set, set.step);
}

function gather(literals: readonly Sided<Literal>[]): NumberSet {
  const set: NumberSet = {
    lower: undefined,
    upper: undefined,
    step: undefined,
    offSteps: [],
    excluded: new Set(),
    listed: undefined,
  };
  for (const { formula } of literals) {
    const { atom, positive } = formula;
    if (atom.kind === 'above') {
      if (positive) set.lower = tighter(set.lower, { at: atom.bound, exclusive: atom.exclusive }, 1);
      else set.upper = tighter(set.upper, { at: atom.bound, exclusive: !atom.exclusive }, -1);
    } else if (atom.kind === 'multiple') {
      if (!positive) set.offSteps.push(atom.of);
      else set.step = set.step === undefined ? atom.of : leastCommonMultiple(set.step, atom.of);
    } else if (atom.kind === 'numbers') {
      if (!positive) for (const key of atom.values.keys()) set.excluded.add(key);
      else set.listed = [...atom.values.values()].filter((each) => isIn(set.listed, each));
    }
  }
  return set;
}

function isIn(listed: readonly Decimal[] | undefined, value: Decimal): boolean {
  return listed === undefined || listed.some((each) => compare(each, value) === 0);
}

function tighter(known: Bound | undefined, bound: Bound, sign: 1 | -1): Bound {
  if (known === undefined) return bound;
  const order = compare(bound.at, known.at) * sign;
  if (order === 0) return bound.exclusive ? bound : known;
  return order > 0 ? bound : known;
}

function contains(set: NumberSet, value: Decimal): boolean {
  if (set.lower !== undefined && !isBeyond(value, set.lower, 1)) return false;
  if (set.upper !== undefined && !isBeyond(value, set.upper, -1)) return false;
  if (set.step !== undefined && !isMultiple(value, set.step)) return false;
  if (set.offSteps.some((step) => isMultiple(value, step))) return false;
  return !set.excluded.has(decimalKey(value));
}

function isBeyond(value: Decimal, { at, exclusive }: Bound, sign: 1 | -1): boolean {
  const order = compare(value, at) * sign;
  return order > 0 || (order === 0 && !exclusive);
}

/** The first of the values that a JSON number denotes exactly. */
function pick(values: readonly Decimal[]): Outcome {
  if (values.length === 0) return none;
  for (const value of values) {
    const number = toNumber(value);
    if (number !== undefined) return foundNumber(number);
  }
  return unknown('the numbers lie between those that JSON can denote');
}

/** Readers take large numbers for their nearest binary ones, so a small one is better. */
function foundNumber(value: number): Outcome {
  const isExact = Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return found(value, isExact ? undefined : `the exact value of ${value}`);
}

/** An interval of some width holds infinitely many decimals outside any lattices and finite sets. */
function findBetween(set: NumberSet): Outcome {
  for (const candidate of candidatesBetween(set)) {
    const number = toNumber(candidate);
    if (number !== undefined && contains(set, candidate)) return foundNumber(number);
  }
  return unknown('no number of the interval could be written down');
}

function* candidatesBetween({ lower, upper }: NumberSet): Generator<Decimal> {
  const one = toDecimal(1);
  const start = nearestToZero(lower, upper);
  const whole: Decimal = { coefficient: floorQuotient(start, one), scale: 0 };
  for (let distance = 0n; distance < 40n; distance += 1n) {
    yield add(whole, { coefficient: distance, scale: 0 });
    yield add(whole, { coefficient: -distance, scale: 0 });
  }
  if (lower !== undefined) yield lower.at;
  if (upper !== undefined) yield upper.at;
  // Ever finer fractions, seen from both ends: halves first, as they are exact in binary.
  let width = lower !== undefined && upper !== undefined ? add(upper.at, times(lower.at, -1n)) : one;
  for (let round = 0; round < 40; round += 1) {
    width = half(width);
    for (const factor of [1n, 3n]) {
      if (lower !== undefined) yield add(lower.at, times(width, factor));
      if (upper !== undefined) yield add(upper.at, times(width, -factor));
      yield add(start, times(width, factor));
    }
  }
  for (let scale = 1; scale < 17; scale += 1) {
    for (const digit of [1n, 3n, 7n]) {
      yield add(start, { coefficient: digit, scale });
      yield add(start, { coefficient: -digit, scale });
    }
  }
}

function nearestToZero(lower: Bound | undefined, upper: Bound | undefined): Decimal {
  const zero = toDecimal(0);
  if (lower !== undefined && compare(lower.at, zero) > 0) return lower.at;
  if (upper !== undefined && compare(upper.at, zero) < 0) return upper.at;
  return zero;
}

/** Multiples `k × step`: which `k` remain is a question about whole numbers. */
function findMultiple(set: NumberSet, step: Decimal): Outcome {
  const least = set.lower && ceiling(set.lower, step);
  const most = set.upper && floor(set.upper, step);
  if (least !== undefined && most !== undefined && least > most) return none;

  const off = set.offSteps.map((each) => floorQuotient(leastCommonMultiple(step, each), step));
  if (off.includes(1n)) return none;

  const fits = (k: bigint): Outcome | undefined => {
    if (off.some((each) => k % each === 0n) || set.excluded.has(decimalKey(times(step, k)))) return undefined;
    const number = toNumber(times(step, k));
    return number === undefined ? undefined : foundNumber(number);
  };
  for (const k of outwards(least, most, off)) {
    const outcome = fits(k);
    if (outcome !== undefined) return outcome;
  }
  const few = least !== undefined && most !== undefined && most - least < BigInt(tried);
  const allRepresentable = few && everyRepresentable(least, most, step);
  return allRepresentable ? none : unknown('no multiple within reach could be written down');
}

function everyRepresentable(least: bigint, most: bigint, step: Decimal): boolean {
  for (let k = least; k <= most; k += 1n) if (toNumber(times(step, k)) === undefined) return false;
  return true;
}

/** The candidates nearest to zero, then those that no excluded lattice can hold. */
function* outwards(least: bigint | undefined, most: bigint | undefined, off: readonly bigint[]): Generator<bigint> {
  const inRange = (k: bigint): boolean => (least === undefined || k >= least) && (most === undefined || k <= most);
  let start = 0n;
  if (least !== undefined && least > 0n) start = least;
  else if (most !== undefined && most < 0n) start = most;
  if (inRange(start)) yield start;
  for (let distance = 1n; distance < BigInt(tried); distance += 1n) {
    if (inRange(start + distance)) yield start + distance;
    if (inRange(start - distance)) yield start - distance;
  }
  const period = off.reduce((all, each) => (all / gcd(all, each)) * each, 1n);
  for (let round = 0n; round < 20n; round += 1n) {
    const k = (start / period + round) * period + 1n;
    if (inRange(k)) yield k;
    if (inRange(-k)) yield -k;
  }
}

function ceiling({ at, exclusive }: Bound, step: Decimal): bigint {
  const k = floorQuotient(at, step);
  const onBound = isMultiple(at, step);
  return onBound && !exclusive ? k : k + 1n;
}

function floor({ at, exclusive }: Bound, step: Decimal): bigint {
  const k = floorQuotient(at, step);
  return isMultiple(at, step) && exclusive ? k - 1n : k;
}
