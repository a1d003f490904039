import { setTimeout as pause } from 'node:timers/promises';

import { ok } from 'neverthrow';

import type { Head } from '../../../src/ports/contract-store.ts';
import type { Stores } from '../../../src/testing/conformance/harness.ts';

type Spoil = (stores: Stores) => Stores;

/** Faults that only show across processes, by what they are. */
const workerFaults: Readonly<Record<string, Spoil>> = {
  'commits are acknowledged before they are durable': ({ store, ...rest }) => {
    let behind: Promise<unknown> = Promise.resolve();
    let ahead: Head | undefined;
    return {
      ...rest,
      store: {
        ...store,
        load: async (line, options) => (ahead === undefined ? store.load(line, options) : ok(ahead)),
        commit: async (line, expected, change, options) => {
          ahead = { revision: expected + 1, line: change.line, command: null };
          behind = behind.then(async () => {
            await pause(2);
            return store.commit(line, expected, change, options);
          });
          return ok(undefined);
        },
      },
    };
  },
  'state and events are two writes': ({ store, ...rest }) => ({
    ...rest,
    store: {
      ...store,
      commit: async (line, expected, change, options) => {
        const committed = await store.commit(line, expected, { ...change, events: [] }, options);
        return committed.isErr() ? committed : store.record(change.events, options);
      },
    },
  }),
  'events are acknowledged when they are claimed': ({ outbox, ...rest }) => ({
    ...rest,
    outbox: {
      ...outbox,
      claim: async (limit, lease_ms, options) => {
        const claim = await outbox.claim(limit, lease_ms, options);
        if (claim.isErr() || claim.value.lease_token === null) return claim;
        await outbox.ack(claim.value.lease_token, options);
        // Long enough to be killed in, however slow the rest is.
        await pause(300);
        return claim;
      },
    },
  }),
  'a claim gives each event twice': ({ outbox, ...rest }) => ({
    ...rest,
    outbox: {
      ...outbox,
      claim: async (...parameters) =>
        (await outbox.claim(...parameters)).map((claim) => ({ ...claim, events: [...claim.events, ...claim.events] })),
    },
  }),
  'reads are cached for a while': ({ store, ...rest }) => {
    const heads = new Map<string, { readonly at: number; readonly head: ReturnType<typeof store.load> }>();
    return {
      ...rest,
      store: {
        ...store,
        load: (line, options) => {
          const key = JSON.stringify(line);
          const known = heads.get(key);
          if (known !== undefined && performance.now() - known.at < 30) return known.head;
          const head = store.load(line, options);
          heads.set(key, { at: performance.now(), head });
          return head;
        },
      },
    };
  },
  'the revision is not compared': ({ store, ...rest }) => ({
    ...rest,
    store: {
      ...store,
      commit: async (line, expected, change, options) => {
        for (;;) {
          const head = await store.load(line, options);
          const revision = head.isOk() ? head.value.revision : expected;
          const events = change.events.map((event) => ({ ...event, event_id: crypto.randomUUID() }));
          const result = await store.commit(line, revision, { ...change, events }, options);
          if (result.isOk() || result.error.kind !== 'revision_conflict') return result;
        }
      },
    },
  }),
};

/** Gives the connection of a worker a fault, where it is told one. */
export function spoilWorker(fault: string | undefined, stores: Stores): Stores {
  return fault === undefined ? stores : (workerFaults[fault]?.(stores) ?? stores);
}
