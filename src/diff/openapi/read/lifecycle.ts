import type { Lifecycle } from '../model.ts';
import { flagAt, textAt } from './members.ts';
import type { Reading, Site } from './reading.ts';

/** Of an element that says nothing of its future. */
export const lasting: Lifecycle = { deprecated: false };

/** What an element says of its own future. */
export function lifecycleOf(reading: Reading, site: Site): Lifecycle {
  const sunset = textAt(site, 'x-sunset');
  const stability = textAt(site, 'x-stability-level');
  const deprecated = flagAt(reading, site, 'deprecated');
  if (!deprecated && sunset === undefined && stability === undefined) return lasting;
  return {
    deprecated,
    ...(sunset === undefined ? {} : { sunset }),
    ...(stability === undefined ? {} : { stability }),
  };
}
