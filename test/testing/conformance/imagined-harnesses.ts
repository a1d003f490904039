import { setTimeout as pause } from 'node:timers/promises';

import { err, ok } from 'neverthrow';

import type { ContractStore, StoreUnavailable } from '../../../src/ports/contract-store.ts';
import type { Harness } from '../../../src/testing/conformance/harness.ts';
import { createMemoryHarness } from '../../adapters/memory/harness.ts';

/** What a check needs that no adapter of ours has, imagined in memory: once sound and once with a fault. */
interface Imagined {
  readonly fault: string;
  readonly foundBy: string;
  readonly sound: () => Harness;
  readonly broken: () => Harness;
}

const full: StoreUnavailable = {
  kind: 'unavailable',
  outcome: 'nothing_changed',
  cause: new Error('No connection is free.'),
};

export const imaginedHarnesses: readonly Imagined[] = [
  {
    fault: 'the server forgets what it acknowledged',
    foundBy: 'killed-server',
    sound: () => withServer({ forgets: false }),
    broken: () => withServer({ forgets: true }),
  },
  {
    fault: 'a transaction on one line blocks all lines',
    foundBy: 'independent-lines',
    sound: () => ({ ...createMemoryHarness(), holdLine: async () => async () => undefined }),
    broken: () => withGlobalLock(),
  },
  {
    fault: 'a call inside a transaction waits for the transaction',
    foundBy: 'nested-calls',
    sound: () => withTransactions({ outsideWaits: false }),
    broken: () => withTransactions({ outsideWaits: true }),
  },
];

/** A memory harness whose stores are changed. */
function withStore(change: (store: ContractStore) => Partial<ContractStore>, memory = createMemoryHarness()): Harness {
  return {
    ...memory,
    open: async (namespace, settings) => {
      const stores = await memory.open(namespace, settings);
      return { ...stores, store: { ...stores.store, ...change(stores.store) } };
    },
  };
}

/** A server; connections that were there when it was killed are dead. */
function withServer({ forgets }: { readonly forgets: boolean }): Harness {
  let memory = createMemoryHarness();
  let epoch = 0;
  return {
    ...memory,
    capabilities: { ...memory.capabilities, durable: true },
    open: (namespace, settings) => {
      const opened = epoch;
      const alive = withStore(
        (store) => ({
          commit: async (...parameters) => {
            await pause(1);
            return opened === epoch ? store.commit(...parameters) : err({ ...full, outcome: 'unknown' });
          },
        }),
        memory,
      );
      return alive.open(namespace, settings);
    },
    restartServer: async () => {
      epoch += 1;
      if (forgets) memory = createMemoryHarness();
    },
  };
}

/** An adapter with one lock for everything. */
function withGlobalLock(): Harness {
  let lock: Promise<void> = Promise.resolve();
  const harness = withStore((store) => ({
    commit: async (...parameters) => {
      await lock;
      return store.commit(...parameters);
    },
  }));
  return {
    ...harness,
    holdLine: async () => {
      let release = (): void => undefined;
      lock = new Promise((resolve) => {
        release = resolve;
      });
      return async () => {
        release();
      };
    },
  };
}

/** An adapter that takes part in a transaction: what is committed inside is committed with it. */
function withTransactions({ outsideWaits }: { readonly outsideWaits: boolean }): Harness {
  let transaction: Promise<void> | undefined;
  const harness = withStore((store) => ({
    load: async (...parameters) => {
      if (outsideWaits) await transaction;
      return store.load(...parameters);
    },
  }));
  return {
    ...harness,
    inTransaction: (stores, work) => {
      const commits: Parameters<ContractStore['commit']>[] = [];
      transaction = (async () => {
        const before = stores.store.load.bind(stores.store);
        const store: ContractStore = {
          ...stores.store,
          load: async (line, options) =>
            outsideWaits ? ok({ revision: 1, line: null, command: null }) : before(line, options),
          commit: async (...parameters) => {
            commits.push(parameters);
            return ok(undefined);
          },
        };
        await work({ ...stores, store });
        for (const commit of commits) await stores.store.commit(...commit);
      })();
      return transaction;
    },
  };
}
