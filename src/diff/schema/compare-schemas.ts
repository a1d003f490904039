import type { DialectName } from './compile/dialect.ts';
import { createComparison } from './comparison.ts';

/** How two schemas are compared. */
export interface CompareOptions {
  /** Default: what a schema's own `$schema` names, else 2020-12. */
  readonly dialect?: DialectName;
  /**
   * `strict` (the default): schemas are sets of JSON values. `no-collision`: members that `sub` leaves undeclared are
   * not among those that only `sup` declares.
   */
  readonly undeclared?: 'strict' | 'no-collision';
  /** Whether `format` is checked; default `annotate`: it is not. Formats that are not known are never checked. */
  readonly formats?: 'annotate' | 'assert';
  /** How many steps may be taken before the answer is `undecided`; the same on every machine. */
  readonly budget?: number;
}

/** `contained` is proved, `not_contained` comes with a value that is valid in `sub` and not in `sup`. */
export type Containment =
  | { readonly verdict: 'contained' }
  | { readonly verdict: 'not_contained'; readonly witness: unknown }
  | { readonly verdict: 'undecided'; readonly reason: string };

/** Is every instance of `sub` an instance of `sup`? */
export function compareSchemas(sub: unknown, sup: unknown, options: CompareOptions = {}): Containment {
  return createComparison(sub, sup, options).compare('', '');
}
