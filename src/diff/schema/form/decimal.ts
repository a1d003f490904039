/** An exact decimal, `coefficient × 10^-scale`, in lowest terms: equal numbers have equal fields. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

/** The exact decimal that a JSON number denotes (its shortest spelling, as JSON.stringify writes it). */
export function toDecimal(value: number): Decimal {
  if (Number.isSafeInteger(value)) return { coefficient: BigInt(value), scale: 0 };
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return normalize(BigInt(whole + fraction), fraction.length - Number(exponent));
}

/** The nearest JSON number, or undefined when none denotes exactly this decimal. */
export function toNumber(decimal: Decimal): number | undefined {
  const value = Number(`${decimal.coefficient}e${-decimal.scale}`);
  if (!Number.isFinite(value)) return undefined;
  return compare(toDecimal(value), decimal) === 0 ? value + 0 : undefined;
}

/** A spelling that is the same for equal decimals only. */
export function decimalKey(decimal: Decimal): string {
  return decimal.scale === 0 ? `${decimal.coefficient}` : `${decimal.coefficient}e-${decimal.scale}`;
}

/** The decimal in lowest terms with a scale of zero or more. */
function normalize(coefficient: bigint, scale: number): Decimal {
  if (coefficient === 0n) return { coefficient: 0n, scale: 0 };
  if (scale < 0) return { coefficient: coefficient * 10n ** BigInt(-scale), scale: 0 };
  let digits = coefficient;
  let places = scale;
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n;
    places -= 1;
  }
  return { coefficient: digits, scale: places };
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = align(a, b);
  if (x < y) return -1;
  return x > y ? 1 : 0;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return normalize(x + y, scale);
}

export function half(a: Decimal): Decimal {
  return normalize(a.coefficient * 5n, a.scale + 1);
}

export function times(a: Decimal, factor: bigint): Decimal {
  return normalize(a.coefficient * factor, a.scale);
}

export function isMultiple(value: Decimal, of: Decimal): boolean {
  const [x, y] = align(value, of);
  return x % y === 0n;
}

/** The least common multiple of two positive decimals. */
export function leastCommonMultiple(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return normalize((x / gcd(x, y)) * y, scale);
}

/** The greatest whole `k` with `k × divisor ≤ value`. */
export function floorQuotient(value: Decimal, divisor: Decimal): bigint {
  const [x, y] = align(value, divisor);
  const quotient = x / y;
  return x % y !== 0n && x < 0n ? quotient - 1n : quotient;
}

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  if (a.scale === b.scale) return [a.coefficient, b.coefficient, a.scale];
  if (a.scale < b.scale) return [a.coefficient * 10n ** BigInt(b.scale - a.scale), b.coefficient, b.scale];
  return [a.coefficient, b.coefficient * 10n ** BigInt(a.scale - b.scale), a.scale];
}

/** The greatest common divisor of two positive whole numbers. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
