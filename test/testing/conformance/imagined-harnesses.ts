import { setTimeout as pause } from 'node:timers/promises';

import { err, ok } from 'neverthrow';

import type { ContractDiffer } from '../../../src/ports/contract-differ.ts';
import type { ContractStore, StoreUnavailable } from '../../../src/ports/contract-store.ts';
import type { Harness } from '../../../src/testing/conformance/harness.ts';
import { createOperationsDiffer, documentOf } from '../../../src/testing/operations-differ.ts';
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
  {
    fault: 'a call waits for a connection for ever',
    foundBy: 'pool-exhaustion',
    sound: () => withPool({ givesUp: true }),
    broken: () => withPool({ givesUp: false }),
  },
  {
    fault: 'the verdict depends on the order of keys',
    foundBy: 'differ-determinism',
    sound: () => withDiffer(createOperationsDiffer()),
    broken: () => withDiffer(inTextOrder()),
  },
  {
    fault: 'every document differs from itself',
    foundBy: 'differ-identity',
    sound: () => withDiffer(createOperationsDiffer()),
    broken: () => withDiffer(alwaysIncompatible()),
  },
  {
    fault: 'a reference to a server is followed',
    foundBy: 'hostile-documents',
    sound: () => withDiffer(createOperationsDiffer()),
    broken: () => withDiffer(followingReferences()),
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

/** An adapter with a pool whose connections can be taken away. */
function withPool({ givesUp }: { readonly givesUp: boolean }): Harness {
  let exhausted: Promise<void> | undefined;
  const wait = async (signal: AbortSignal): Promise<boolean> => {
    if (exhausted === undefined) return true;
    const aborted = new Promise<boolean>((resolve) => {
      signal.addEventListener('abort', () => {
        if (givesUp) resolve(false);
      });
    });
    return Promise.race([exhausted.then(() => true), aborted]);
  };
  const harness = withStore((store) => ({
    load: async (line, options) => ((await wait(options.signal)) ? store.load(line, options) : err(full)),
    commit: async (line, expected, change, options) =>
      (await wait(options.signal)) ? store.commit(line, expected, change, options) : err(full),
  }));
  return {
    ...harness,
    exhaustPool: async () => {
      let release: (() => void) | undefined;
      exhausted = new Promise((resolve) => {
        release = resolve;
      });
      return async () => {
        exhausted = undefined;
        release?.();
      };
    },
  };
}

const pairs = [
  { baseline: documentOf('pay', 'refund'), candidate: JSON.stringify({ info: {}, operations: ['pay', 'void'] }) },
];

function withDiffer(differ: ContractDiffer): Harness {
  return { ...createMemoryHarness(), differ: { differ, pairs } };
}

function inTextOrder(): ContractDiffer {
  const differ = createOperationsDiffer();
  return {
    ...differ,
    diff: async (baseline, candidate, options) =>
      new TextDecoder().decode(candidate).startsWith('{"info"')
        ? differ.diff(baseline, candidate, options)
        : differ.diff(baseline, baseline, options),
  };
}

function alwaysIncompatible(): ContractDiffer {
  const differ = createOperationsDiffer();
  const nothing = new TextEncoder().encode('{"operations": []}');
  return { ...differ, diff: (baseline, _, options) => differ.diff(baseline, nothing, options) };
}

function followingReferences(): ContractDiffer {
  const differ = createOperationsDiffer();
  return {
    ...differ,
    validate: async (document, options) => {
      const [url] = /http:[^"]+/.exec(new TextDecoder().decode(document)) ?? [];
      if (url !== undefined) await fetch(url);
      return differ.validate(document, options);
    },
  };
}
