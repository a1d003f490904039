import { malformed, valid, validIf } from '../evaluation.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Keyword, Keywords, Site } from '../site.ts';

/** The decimal that a JSON number's shortest spelling denotes: digits × 10^exponent. */
function toDigits(value: number): readonly [digits: bigint, exponent: number] {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), Number(exponent) - fraction.length];
}

/** Whether `value / divisor` is whole, in exact decimal arithmetic: 33 is a multiple of 0.3. */
function isMultipleOf(value: number, divisor: number): boolean {
  const [a, aExponent] = toDigits(value);
  const [b, bExponent] = toDigits(divisor);
  const shift = aExponent - bExponent;
  return shift >= 0 ? (a * 10n ** BigInt(shift)) % b === 0n : a % (b * 10n ** BigInt(-shift)) === 0n;
}

function bound(keyword: string, holds: (instance: number, limit: number, site: Site) => boolean): Keyword {
  return {
    on: 'number',
    evaluate: (value, site): Evaluation => {
      if (typeof value !== 'number') return malformed(keyword);
      return typeof site.instance === 'number' ? validIf(holds(site.instance, value, site)) : valid;
    },
  };
}

const multipleOf: Keyword = {
  on: 'number',
  evaluate: (value, { instance }) => {
    if (typeof value !== 'number' || value <= 0) return malformed('multipleOf');
    return typeof instance === 'number' ? validIf(isMultipleOf(instance, value)) : valid;
  },
};

export const numbers: Keywords = {
  multipleOf,
  minimum: bound('minimum', (instance, limit) => instance >= limit),
  maximum: bound('maximum', (instance, limit) => instance <= limit),
  exclusiveMinimum: bound('exclusiveMinimum', (instance, limit) => instance > limit),
  exclusiveMaximum: bound('exclusiveMaximum', (instance, limit) => instance < limit),
};

const flag = (keyword: string): Keyword => ({
  on: 'number',
  evaluate: (value) => (typeof value === 'boolean' ? valid : malformed(keyword)),
});

/** Draft 04 and OpenAPI 3.0: `exclusiveMinimum: true` sharpens the `minimum` beside it. */
export const numbersWithFlags: Keywords = {
  multipleOf,
  minimum: bound('minimum', (instance, limit, { schema }) =>
    schema.exclusiveMinimum === true ? instance > limit : instance >= limit,
  ),
  maximum: bound('maximum', (instance, limit, { schema }) =>
    schema.exclusiveMaximum === true ? instance < limit : instance <= limit,
  ),
  exclusiveMinimum: flag('exclusiveMinimum'),
  exclusiveMaximum: flag('exclusiveMaximum'),
};
