import { describe, expect, it } from 'vitest';

import type { StoreCase, StoreSubject } from './store-suite/subject.ts';

/** A subject, and how to get rid of it. */
export interface Opened {
  readonly subject: StoreSubject;
  readonly dispose: () => Promise<void>;
}

/** Runs cases with vitest, each on a subject of its own. */
export function registerCases(title: string, cases: readonly StoreCase[], open: () => Opened | Promise<Opened>): void {
  // oxlint-disable-next-line vitest/valid-title -- the titles are those of the cases
  describe(title, () => {
    for (const storeCase of cases) {
      // oxlint-disable-next-line vitest/valid-title -- the titles are those of the cases
      it(storeCase.name, async ({ skip }) => {
        const { subject, dispose } = await open();
        try {
          const { needs } = storeCase;
          skip(needs !== undefined && subject[needs] === undefined, `there is no ${needs} for ${title}`);
          await expect(storeCase.run(subject)).resolves.toBeUndefined();
        } finally {
          await dispose();
        }
      });
    }
  });
}
