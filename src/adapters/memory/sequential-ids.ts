import type { IdGenerator } from '../../ports/id-generator.ts';

/** Ids that count from 1 behind a prefix: `event-1`, `event-2`; for tests, since every generator starts anew. */
export function createSequentialIds(prefix: string): IdGenerator {
  let count = 0;
  return {
    newId: () => {
      count += 1;
      return `${prefix}-${count}`;
    },
  };
}
