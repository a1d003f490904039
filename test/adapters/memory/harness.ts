import { err } from 'neverthrow';

import type { MemoryStore } from '../../../src/adapters/memory/contract-store.ts';
import { createMemoryStore } from '../../../src/adapters/memory/contract-store.ts';
import type { Harness, Stores } from '../../../src/testing/conformance/harness.ts';

/** The store in memory: a namespace is a store, and its connections are views that are closed one by one. */
export function createMemoryHarness(): Harness {
  const namespaces = new Map<string, { readonly store: MemoryStore; views: number }>();
  return {
    name: 'the store in memory',
    capabilities: { durable: false, connections: true, processes: 'none' },
    open: async (namespace, settings) => {
      const shared = namespaces.get(namespace) ?? { store: createMemoryStore(settings), views: 0 };
      namespaces.set(namespace, shared);
      shared.views += 1;
      return viewOf(shared.store, async () => {
        shared.views -= 1;
        if (shared.views === 0) await shared.store.close();
      });
    },
    destroy: async (namespace) => {
      namespaces.delete(namespace);
    },
  };
}

/** A connection to a store that others use too. */
function viewOf(store: MemoryStore, close: () => Promise<void>): Stores {
  let open = true;
  const closed = err({ kind: 'unavailable', outcome: 'nothing_changed', cause: new Error('The view is closed.') });
  const guard = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]) => [
        name,
        typeof method === 'function'
          ? (...input: readonly unknown[]) => (open ? (method as Method)(...input) : Promise.resolve(closed))
          : method,
      ]),
    ) as Port;
  return {
    store: {
      ...guard(store),
      close: async () => {
        if (!open) return;
        open = false;
        await close();
      },
    },
    documents: guard(store.documents),
    outbox: guard(store.outbox),
  };
}

type Method = (...input: readonly unknown[]) => unknown;
