import { ok } from 'neverthrow';

import type { BrokenStore } from './broken-stores.ts';

/** Faults that only an adapter with files and processes can have. */
export const brokenDurableStores: readonly BrokenStore[] = [
  worker('the revision is not compared', 'retrying-processes'),
  worker('reads are cached for a while', 'strict-serializability'),
  worker('a claim gives each event twice', 'relay-processes'),
  worker('commits are acknowledged before they are durable', 'killed-writer'),
  worker('state and events are two writes', 'killed-writer'),
  worker('events are acknowledged when they are claimed', 'killed-relay'),
  worker('a namespace is created without a lock', 'concurrent-migration'),
  {
    fault: 'a second process is let in',
    foundBy: 'second-process',
    spoilHarness: (harness) => ({ ...harness, capabilities: { ...harness.capabilities, processes: 'exclusive' } }),
  },
  {
    fault: 'opening begins anew',
    foundBy: 'reopened-namespace',
    spoilHarness: (harness) => ({
      ...harness,
      open: async (namespace, settings) => {
        await harness.destroy(namespace);
        return harness.open(namespace, settings);
      },
    }),
  },
  {
    fault: 'a dead process must be cleaned up after',
    foundBy: 'reopening',
    spoil: (stores) => {
      if (stores.others > 0) throw new Error('The lock file is there already.');
      return stores;
    },
  },
  {
    fault: 'the version of the schema is not looked at',
    foundBy: 'newer-schema',
    spoilHarness: (harness) => ({ ...harness, writeNewerSchema: async () => undefined }),
  },
  {
    fault: 'a schema that was brought up to date lost commits',
    foundBy: 'earlier-schemas',
    spoilHarness: (harness) => ({
      ...harness,
      earlierSchemas: [
        { version: '0', create: async () => [{ integration_id: 'billing', contract_type: 'openapi', revision: 3 }] },
      ],
    }),
  },
  {
    fault: 'commits are not synchronised with the disk',
    foundBy: 'synchronous',
    spoilHarness: (harness) => ({ ...harness, isSynchronous: async () => false }),
  },
  {
    fault: 'a full disk is not noticed',
    foundBy: 'full-disk',
    spoil: (stores) => ({
      ...stores,
      documents: {
        ...stores.documents,
        put: async (...parameters) => (await stores.documents.put(...parameters)).orElse(() => ok(undefined)),
      },
    }),
  },
];

function worker(fault: string, foundBy: string): BrokenStore {
  return {
    fault,
    foundBy,
    spoilHarness: ({ worker, ...harness }) =>
      worker === undefined ? harness : { ...harness, worker: { ...worker, env: { ...worker.env, FAULT: fault } } },
  };
}
