import type { Difference } from './difference.ts';

/** What went otherwise than expected. */
export interface Failure {
  /** One sentence. */
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
  /** The first difference; absent where the two are not of a kind. */
  readonly difference?: Difference | undefined;
  /** The whole outcome, in short. */
  readonly outcome: string;
}

/**
 * Throws what test runners show well: a message that says it all by itself, and both values for those that print a
 * comparison of their own.
 */
export function fail({ what, expected, actual, difference, outcome }: Failure): never {
  const place =
    difference === undefined
      ? [`  expected: ${toText(expected)}`]
      : [
          `  at:       ${difference.pointer === '' ? 'the whole' : difference.pointer}`,
          `  expected: ${toText(difference.expected)}`,
          `  actual:   ${toText(difference.actual)}`,
        ];
  const error = new Error([what, ...place, outcome].join('\n'));
  throw Object.assign(error, { name: 'SpecFailure', expected, actual });
}

function toText(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
