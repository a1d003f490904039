import { hoursApart } from '../../internal/time.ts';
import type { Gate } from './gate.ts';
import { block, pass } from './gate.ts';

/**
 * The check that justifies an activation must not be older than some hours.
 *
 * @throws TypeError if `hours` is not a positive number
 */
export function maximumCheckAge(options: { readonly hours: number }): Gate {
  const { hours } = options;
  if (!(hours > 0)) throw new TypeError(`maximumCheckAge: hours must be a positive number, not ${hours}.`);
  return {
    name: 'maximum-check-age',
    evaluate: ({ check, now }) => {
      // Written so that an unreadable moment blocks, and so does one that far ahead of the clock.
      if (check === undefined || hoursApart(check.checked_at, now) <= hours) return pass();
      return block(`The check of ${check.checked_at} was not made in the last ${hours} hours.`, {
        reason: 'stale_compatibility_check',
        remedy: 'Run the compatibility check again.',
      });
    },
  };
}
