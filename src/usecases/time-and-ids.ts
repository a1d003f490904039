import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { DependencyUnavailable } from '../core/error.ts';
import { dependencyUnavailable } from '../core/error.ts';
import type { Dependencies } from './dependencies.ts';

/** The clock's time as RFC 3339 in UTC; an unreadable clock refuses. */
export function readClock({ clock }: Pick<Dependencies, 'clock'>): Result<string, DependencyUnavailable> {
  try {
    const now: unknown = clock.now();
    // A date would be made of `null` and `true` as well: of 1970, when nothing was frozen yet.
    if (typeof now !== 'number') throw new TypeError('The clock gave no number.');
    // Throws a RangeError for a number that is no time.
    return ok(new Date(now).toISOString());
  } catch (cause) {
    return err(dependencyUnavailable('clock', 'malformed_answer', { cause }));
  }
}

/** A new id; a generator that gives none refuses. */
export function newId({ ids }: Pick<Dependencies, 'ids'>): Result<string, DependencyUnavailable> {
  try {
    const id: unknown = ids.newId();
    return typeof id === 'string' && /^[\x21-\x7e]{1,128}$/.test(id)
      ? ok(id)
      : err(dependencyUnavailable('id_generator', 'malformed_answer'));
  } catch (cause) {
    return err(dependencyUnavailable('id_generator', 'failed', { cause }));
  }
}
