import type { Lifecycle } from '../model.ts';
import { flagAt, textAt } from './members.ts';
import type { Reading, Site } from './reading.ts';

/** What an element says of its own future. */
export function lifecycleOf(reading: Reading, site: Site): Lifecycle {
  const sunset = textAt(site, 'x-sunset');
  const stability = textAt(site, 'x-stability-level');
  return {
    deprecated: flagAt(reading, site, 'deprecated'),
    ...(sunset === undefined ? {} : { sunset }),
    ...(stability === undefined ? {} : { stability }),
  };
}
