import { hoursBetween } from '../../internal/time.ts';
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
      // Written so that an unreadable moment blocks.
      if (check === undefined || hoursBetween(check.checked_at, now) <= hours) return pass();
      return block(`The check of ${check.checked_at} is older than ${hours} hours.`, {
        reason: 'stale_compatibility_check',
        remedy: 'Run the compatibility check again.',
      });
    },
  };
}
