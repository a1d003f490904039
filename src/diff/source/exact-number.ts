const decimal = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/;

/** YAML's hexadecimal, octal and binary integers. */
const otherBase = /^[-+]?0[xob][0-9a-fA-F]+$/;
/** Longer ones are called inexact without looking: their cost grows with the square of the length. */
const longest = 1000;

/**
 * Whether the double keeps the value of the decimal it was written as: `1.10`, `1e3` and `0.1` do, since printing the
 * double gives that decimal back; `12345678901234567890` does not.
 */
export function isExact(written: string, value: number): boolean {
  if (written.length > longest) return false;
  if (otherBase.test(written)) return BigInt(written.replace(/^[-+]/, '')) === BigInt(Math.abs(value));
  const [source, kept] = [normalise(written), normalise(String(value))];
  return source !== undefined && source === kept;
}

/** Sign, significant digits and exponent; equal exactly for equal decimals. */
function normalise(written: string): string | undefined {
  const parts = decimal.exec(written);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const scale = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign === '-' ? '-' : ''}${significant}e${scale}`;
}
