import { err, ok } from 'neverthrow';

import { createMemoryStore } from '../../src/adapters/memory/contract-store.ts';
import type { ExploreOptions } from '../../src/testing/explorer/explore.ts';

/** What somebody could do wrong around the ports, and what the explorer must call it. */
interface Bug {
  readonly bug: string;
  readonly invariant: string;
  readonly options: Pick<ExploreOptions, 'around' | 'open'>;
}

export const bugs: readonly Bug[] = [
  {
    bug: 'an authorizer that cannot be reached allows',
    invariant: 'I7',
    options: {
      around: (ports) => ({
        ...ports,
        authorizer: {
          authorize: async (request, options) => {
            try {
              const answer = await ports.authorizer.authorize(request, options);
              return answer.isOk() ? answer : ok({ allow: true });
            } catch {
              return ok({ allow: true });
            }
          },
        },
      }),
    },
  },
  {
    bug: 'a comparison that fails is compatible',
    invariant: 'I7',
    options: {
      around: (ports) => ({
        ...ports,
        differ: {
          ruleset_digest: ports.differ.ruleset_digest,
          validate: (document, options) => ports.differ.validate(document, options),
          diff: async (baseline, candidate, options) => {
            const { ruleset_digest } = ports.differ;
            const compatible = { compatibility: 'compatible', breaking_change_count: 0, findings: [] } as const;
            try {
              return await ports.differ.diff(baseline, candidate, options);
            } catch {
              return ok({ ...compatible, ruleset_digest });
            }
          },
        },
      }),
    },
  },
  {
    bug: 'the revision is not compared',
    invariant: 'I6',
    options: {
      open: (clock) => {
        const store = createMemoryStore({ clock, failureLimit: 1_000 });
        return {
          documents: store.documents,
          outbox: store.outbox,
          store: {
            ...store,
            commit: async (line, expected, change, options) => {
              const head = await store.load(line, options);
              return store.commit(line, head.isOk() ? head.value.revision : expected, change, options);
            },
          },
        };
      },
    },
  },
  {
    bug: 'state and events are two writes',
    invariant: 'I3',
    options: {
      around: (ports) => ({
        ...ports,
        store: {
          load: (...input) => ports.store.load(...input),
          record: (...input) => ports.store.record(...input),
          list: (...input) => ports.store.list(...input),
          events: (...input) => ports.store.events(...input),
          close: () => ports.store.close(),
          commit: async (line, expected, change, options) => {
            const committed = await ports.store.commit(line, expected, { ...change, events: [] }, options);
            return committed.isErr() ? committed : ports.store.record(change.events, options);
          },
        },
      }),
    },
  },
  {
    bug: 'results of commands are not kept',
    invariant: 'I10',
    options: {
      open: (clock) => {
        const store = createMemoryStore({ clock, failureLimit: 1_000, commandRetentionMs: 1 });
        return { store, documents: store.documents, outbox: store.outbox };
      },
    },
  },
  {
    bug: 'a commit that may have happened is told to have failed',
    invariant: 'I10',
    options: {
      around: (ports) => ({
        ...ports,
        store: {
          load: (...input) => ports.store.load(...input),
          record: (...input) => ports.store.record(...input),
          list: (...input) => ports.store.list(...input),
          events: (...input) => ports.store.events(...input),
          close: () => ports.store.close(),
          commit: async (...input) => {
            try {
              return await ports.store.commit(...input);
            } catch (cause) {
              return err({ kind: 'unavailable', outcome: 'nothing_changed', cause });
            }
          },
        },
      }),
    },
  },
  {
    bug: 'events are acknowledged before they are delivered',
    invariant: 'delivery',
    options: {
      around: (ports) => {
        const pending = new Set<string>();
        return {
          ...ports,
          outbox: {
            claim: async (...input) => {
              const claim = await ports.outbox.claim(...input);
              if (claim.isErr() || claim.value.lease_token === null) return claim;
              const early = await ports.outbox.ack(claim.value.lease_token, input[2]);
              if (early.isOk()) pending.add(claim.value.lease_token);
              return claim;
            },
            ack: async (lease_token, options) =>
              pending.has(lease_token) ? ok(undefined) : ports.outbox.ack(lease_token, options),
            release: (...input) => ports.outbox.release(...input),
            parked: (...input) => ports.outbox.parked(...input),
            unpark: (...input) => ports.outbox.unpark(...input),
            lag: (...input) => ports.outbox.lag(...input),
          },
        };
      },
    },
  },
];
