import { hoursBetween } from '../../internal/time.ts';
import type { Gate } from './gate.ts';
import { block, pass } from './gate.ts';

/**
 * A version must have existed for some hours before it is activated. Rollbacks pass: their target has served before.
 *
 * @throws TypeError if `hours` is not a positive number
 */
export function minimumSoak(options: { readonly hours: number }): Gate {
  const { hours } = options;
  if (!(hours > 0)) throw new TypeError(`minimumSoak: hours must be a positive number, not ${hours}.`);
  return {
    name: 'minimum-soak',
    evaluate: ({ operation, target, now }) => {
      // Written so that an unreadable moment blocks.
      if (operation === 'rollback' || hoursBetween(target.created_at, now) >= hours) return pass();
      return block(`"${target.contract_version}" has not existed for ${hours} hours yet.`, {
        remedy: `Wait until ${hours} hours after ${target.created_at}.`,
      });
    },
  };
}
