import { createMemoryStore } from '../../src/adapters/memory/contract-store.ts';
import type { ExploreOptions, ExploreReport } from '../../src/testing/explorer/explore.ts';
import { explore } from '../../src/testing/explorer/explore.ts';
import { makeDigestsAtOnce } from '../../test/testing/digests-at-once.ts';

makeDigestsAtOnce();

/** Some schedules, one after the other. */
export interface Stretch {
  readonly seed: number;
  readonly schedules: number;
  readonly rate: number;
  readonly bug: boolean;
}

/** What became of a stretch. */
export type Progress = ExploreReport;

/** A store that forgets what commands resulted in: the negative control. */
const forgetful: Pick<ExploreOptions, 'open'> = {
  open: (clock) => {
    const store = createMemoryStore({ clock, failureLimit: 1_000, commandRetentionMs: 1 });
    return { store, documents: store.documents, outbox: store.outbox };
  },
};

process.on('message', ({ bug, ...stretch }: Stretch) => {
  void (async () => {
    process.send?.(await explore({ ...stretch, ...(bug ? forgetful : {}) }));
  })();
});
