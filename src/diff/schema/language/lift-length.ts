import type { Window } from './search.ts';
import { factorsOf } from './term.ts';
import type { Expression } from './term.ts';
import type { Terms } from './terms.ts';

/**
 * `xr{a,b}y`, where all but the repetition have one length each, is `xr*y` with a bound on the length: so that counts in
 * the thousands need no thousands of states.
 */
export function liftLength(terms: Terms, branch: Expression): { expression: Expression; window: Window } {
  const factors = factorsOf(branch);
  const longest = factors.reduce((a, b) => (b.max > a.max || (b.max === a.max && b.min < a.min) ? b : a));
  const at = factors.indexOf(longest);
  const rest = factors.toSpliced(at, 1);
  const liftable =
    longest.kind === 'repeat' &&
    longest.body.min === longest.body.max &&
    rest.every((factor) => factor.min === factor.max);
  if (!liftable) return { expression: branch, window: { min: 0, max: Infinity } };
  const fixed = rest.reduce((sum, { min }) => sum + min, 0);
  return {
    expression: terms.sequence(factors.with(at, terms.repeat(longest.body, 0, Infinity))),
    window: { min: fixed + longest.min, max: fixed + longest.max },
  };
}
