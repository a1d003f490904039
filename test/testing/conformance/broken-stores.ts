import { setTimeout as pause } from 'node:timers/promises';

import { err, ok } from 'neverthrow';

import type { ContractStore } from '../../../src/ports/contract-store.ts';
import type { Outbox } from '../../../src/ports/outbox.ts';
import { createSystemClock } from '../../../src/adapters/memory/system-clock.ts';
import type { StoredLine } from '../../../src/core/line.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { call, valueOf } from '../../../src/testing/conformance/assertions.ts';
import type { Harness, Stores } from '../../../src/testing/conformance/harness.ts';

/** A connection that has just been opened. */
export interface OpenStores extends Stores {
  readonly clock: Clock;
  /** How many connections to its namespace were opened before. */
  readonly others: number;
}

/** An adapter with one thing wrong with it, and the check that must find that. */
export interface BrokenStore {
  readonly fault: string;
  readonly foundBy: string;
  /** Gives a sound connection the fault. */
  readonly spoil?: (subject: OpenStores) => Stores;
  /** Gives a sound harness the fault. */
  readonly spoilHarness?: (harness: Harness) => Harness;
}

/** The harness of a broken adapter: sound but for one thing. */
export function breakHarness(sound: Harness, { spoil, spoilHarness }: BrokenStore): Harness {
  const harness = spoilHarness?.(sound) ?? sound;
  if (spoil === undefined) return harness;
  const opened = new Map<string, number>();
  const statements = harness.statements?.bind(harness);
  const originals = new WeakMap<Stores, Stores>();
  return {
    ...harness,
    open: async (namespace, settings) => {
      const others = opened.get(namespace) ?? 0;
      opened.set(namespace, others + 1);
      const stores = await harness.open(namespace, settings);
      const spoiled = spoil({ ...stores, clock: settings.clock, others });
      originals.set(spoiled, stores);
      return spoiled;
    },
    ...(statements === undefined ? {} : { statements: (stores) => statements(originals.get(stores) ?? stores) }),
  };
}

/** Faults that stores have had, one for each promise. */
export const brokenStores: readonly BrokenStore[] = [
  {
    fault: 'loading creates the line',
    foundBy: 'unwritten-line',
    spoil: withStore(({ store }) => ({
      load: async (line, options) =>
        (await store.load(line, options)).map((head) => ({ ...head, revision: head.revision || 1 })),
    })),
  },
  {
    fault: 'a `__proto__` member is lost',
    foundBy: 'deep-equal',
    spoil: withStore(({ store }) => ({
      load: async (line, options) => (await store.load(line, options)).map(withoutProto),
    })),
  },
  {
    fault: 'ids are compared without regard to case',
    foundBy: 'distinct-ids',
    spoil: foldIds((id) => id.toLowerCase()),
  },
  {
    fault: 'ids end at a NUL',
    foundBy: 'unusual-ids',
    spoil: foldIds((id) => id.split('\0', 1)[0] ?? ''),
  },
  {
    fault: 'ids are in Unicode form C',
    foundBy: 'distinct-ids',
    spoil: foldIds((id) => id.normalize('NFC')),
  },
  {
    fault: 'heads are kept and shared',
    foundBy: 'nothing-shared',
    spoil: (subject) => {
      const heads = new Map<string, Awaited<ReturnType<ContractStore['load']>>>();
      return withStore(({ store }) => ({
        load: async (line, options) => {
          const fresh = await store.load(line, options);
          const key = JSON.stringify([line, options.command_id, fresh.isOk() ? fresh.value.revision : -1]);
          heads.set(key, heads.get(key) ?? fresh);
          return heads.get(key) ?? fresh;
        },
      }))(subject);
    },
  },
  {
    fault: 'documents are kept as text',
    foundBy: 'document-bytes',
    spoil: (subject) => ({
      ...subject,
      documents: {
        put: (checksum, bytes, options) =>
          subject.documents.put(checksum, new TextEncoder().encode(new TextDecoder().decode(bytes)), options),
        get: (checksum, options) => subject.documents.get(checksum, options),
      },
    }),
  },
  {
    fault: 'lines are listed as `<` orders them',
    foundBy: 'line-pages',
    spoil: withStore(({ store }) => ({
      list: async (query, options) =>
        (await store.list({ ...query, limit: 1_000 }, options)).map(({ items }) => ({
          items: [...items].sort((left, right) => (left.integration_id < right.integration_id ? -1 : 1)),
          next: null,
        })),
    })),
  },
  {
    fault: 'filters of events are forgotten',
    foundBy: 'event-filters',
    spoil: withStore(({ store }) => ({
      events: ({ cursor, limit }, options) =>
        store.events({ limit, ...(cursor === undefined ? {} : { cursor }) }, options),
    })),
  },
  {
    fault: 'of several types of events one is looked for',
    foundBy: 'event-filters',
    spoil: withStore(({ store }) => ({
      events: ({ types, ...query }, options) =>
        store.events({ ...query, ...(types === undefined ? {} : { types: types.slice(0, 1) }) }, options),
    })),
  },
  {
    fault: 'refusals are in no rollout',
    foundBy: 'event-filters',
    spoil: withStore(({ store }) => ({
      events: async (query, options) =>
        (await store.events(query, options)).map((page) => ({
          ...page,
          items: page.items.filter((event) => query.rollout_id === undefined || event.contract_type !== null),
        })),
    })),
  },
  {
    fault: 'a list has no revisions of its own',
    foundBy: 'line-pages',
    spoil: withStore(({ store }) => ({
      list: async (query, options) =>
        (await store.list(query, options)).map(({ items, next }) => ({
          items: items.map((line) => ({ ...line, revision: 1 })),
          next,
        })),
    })),
  },
  {
    fault: 'the lines of one integration begin anew on every page',
    foundBy: 'line-pages',
    spoil: withStore(({ store }) => ({
      list: ({ cursor, ...query }, options) => {
        const begins = cursor === undefined || query.integration_id !== undefined;
        return store.list({ ...query, ...(begins ? {} : { cursor }) }, options);
      },
    })),
  },
  {
    fault: 'the last page leads to itself',
    foundBy: 'event-pages',
    spoil: withStore(({ store }) => ({
      events: async (query, options) =>
        (await store.events(query, options)).map((page) => ({ ...page, next: page.next ?? query.cursor ?? null })),
    })),
  },
  {
    fault: 'a page has one event more than asked for',
    foundBy: 'event-pages',
    spoil: withStore(({ store }) => ({
      events: (query, options) => store.events({ ...query, limit: query.limit + 1 }, options),
    })),
  },
  {
    fault: 'the next page of events begins one too late',
    foundBy: 'event-pages',
    spoil: withStore(({ store }) => ({
      events: async (query, options) =>
        (await store.events(query, options)).map((page) =>
          query.cursor === undefined ? page : { ...page, items: page.items.slice(1) },
        ),
    })),
  },
  {
    fault: 'an unknown cursor starts from the beginning',
    foundBy: 'cursors',
    spoil: withStore(({ store }) => ({
      events: async ({ cursor, ...query }, options) => {
        const page = await store.events({ ...query, ...(cursor === undefined ? {} : { cursor }) }, options);
        return page.isErr() && page.error.kind === 'invalid_cursor' ? store.events(query, options) : page;
      },
    })),
  },
  {
    fault: 'a commit writes the revision it expected',
    foundBy: 'next-revision',
    spoil: withStore(({ store }) => ({
      load: async (line, options) =>
        (await store.load(line, options)).map((head) => ({ ...head, revision: Math.max(0, head.revision - 1) })),
    })),
  },
  {
    fault: 'the expected revision is not compared',
    foundBy: 'revision-conflict',
    spoil: withStore(({ store }) => ({
      commit: async (line, _, change, options) =>
        store.commit(line, valueOf(await store.load(line, options)).revision, change, options),
    })),
  },
  {
    fault: 'the revision is compared before the write, not with it',
    foundBy: 'one-of-64',
    spoil: (subject) => overwriteAfterReading(subject),
  },
  {
    fault: 'an update is lost when two meet',
    foundBy: 'retrying-workers',
    spoil: (subject) => overwriteAfterReading(subject),
  },
  {
    fault: 'a connection reads from a cache',
    foundBy: 'read-your-writes',
    spoil: (subject) => {
      if (subject.others === 0) return subject;
      const cached = subject.store.load({ integration_id: 'billing', contract_type: 'openapi' }, call);
      return { ...subject, store: { ...subject.store, load: () => cached } };
    },
  },
  {
    fault: 'a repeated command is a conflict like any other',
    foundBy: 'command-exists',
    spoil: withStore(({ store }) => ({
      commit: async (...parameters) =>
        (await store.commit(...parameters)).mapErr((error) =>
          error.kind === 'command_exists' ? { kind: 'revision_conflict' } : error,
        ),
    })),
  },
  {
    fault: 'results of commands are kept by id alone',
    foundBy: 'commands-of-lines',
    spoil: (subject) => {
      const seen = new Set<string>();
      return withStore(({ store }) => ({
        load: async (line, options) =>
          (await store.load(line, options)).map((head) => ({
            ...head,
            command: seen.has('command-1') ? null : head.command,
          })),
        commit: (line, expected, change, options) => {
          if (line.contract_type === 'event') seen.add(change.command.command_id);
          return store.commit(line, expected, change, options);
        },
      }))(subject);
    },
  },
  {
    fault: 'results of commands are kept by the clock of the machine',
    foundBy: 'command-retention',
    spoilHarness: (harness) => ({
      ...harness,
      open: (namespace, settings) => harness.open(namespace, { ...settings, clock: createSystemClock() }),
    }),
  },
  {
    fault: 'a repeated refusal is recorded again',
    foundBy: 'event-once',
    spoil: withStore(({ store }) => ({
      record: (events, options) =>
        store.record(
          events.map((event, index) => ({ ...event, event_id: `${event.event_id}#${index}` })),
          options,
        ),
    })),
  },
  {
    fault: 'refusals are not handed to the outbox',
    foundBy: 'recorded-refusals',
    spoil: (subject) => ({
      ...subject,
      outbox: {
        ...subject.outbox,
        lag: async (options) =>
          (await subject.outbox.lag(options)).map((lag) => ({ ...lag, undelivered: Math.max(0, lag.undelivered - 1) })),
      },
    }),
  },
  {
    fault: 'what cannot be stored is thrown',
    foundBy: 'unstorable',
    spoil: withStore(({ store }) => ({
      commit: (line, expected, change, options) => {
        JSON.stringify(change);
        return store.commit(line, expected, change, options);
      },
    })),
  },
  {
    fault: 'a claim is in no order',
    foundBy: 'drain-in-order',
    spoil: withOutbox(({ outbox }) => ({
      claim: async (...parameters) =>
        (await outbox.claim(...parameters)).map((claim) => ({ ...claim, events: claim.events.toReversed() })),
    })),
  },
  {
    fault: 'a claim of nothing gives a lease',
    foundBy: 'empty-outbox',
    spoil: withOutbox(({ outbox }) => ({
      claim: async (...parameters) =>
        (await outbox.claim(...parameters)).map((claim) => ({ ...claim, lease_token: claim.lease_token ?? 'none' })),
    })),
  },
  {
    fault: 'a lease holds its events and not their line',
    foundBy: 'leased-lines',
    spoil: withOutbox(({ outbox, store }) => ({
      claim: async (limit, lease_ms, options) => {
        const claim = valueOf(await outbox.claim(limit, lease_ms, options));
        const { items } = valueOf(await store.events({ limit: 100 }, options));
        return ok(claim.lease_token === null ? { lease_token: 'another', events: items.slice(-1) } : claim);
      },
    })),
  },
  {
    fault: 'every relay is given the same events',
    foundBy: 'exclusive-claims',
    spoil: (subject) => ({ ...subject, outbox: twice(subject.outbox) }),
  },
  {
    fault: 'leases never run out',
    foundBy: 'lease-expiry',
    spoil: withOutbox(({ outbox }) => ({
      claim: (limit, lease_ms, options) => outbox.claim(limit, lease_ms * 1_000_000, options),
    })),
  },
  {
    fault: 'leases are acknowledged after their time',
    foundBy: 'lease-expiry',
    spoil: withOutbox(({ outbox }) => ({
      ack: async (...parameters) => (await outbox.ack(...parameters)).orElse(() => ok(undefined)),
    })),
  },
  {
    fault: 'a lease ends when the clock goes back',
    foundBy: 'outbox-clock',
    spoil: (subject) => {
      let claimedAt = 0;
      return withOutbox(({ outbox, clock }) => ({
        claim: (...parameters) => {
          claimedAt = clock.now();
          return outbox.claim(...parameters);
        },
        ack: async (...parameters) =>
          clock.now() < claimedAt ? err({ kind: 'lease_lost' }) : outbox.ack(...parameters),
      }))(subject);
    },
  },
  {
    fault: 'a released event is thought delivered',
    foundBy: 'released-claim',
    spoil: withOutbox(({ outbox }) => ({ release: (lease_token, _, options) => outbox.ack(lease_token, options) })),
  },
  {
    fault: 'a line that failed goes behind everything',
    foundBy: 'failed-line',
    spoil: (subject) => {
      const failed = new Set<string>();
      return withOutbox(({ outbox }) => ({
        release: async (lease_token, error, options) => {
          failed.add(lease_token);
          return outbox.release(lease_token, error, options);
        },
        claim: async (limit, lease_ms, options) => {
          const claim = valueOf(await outbox.claim(limit, lease_ms, options));
          const [event] = claim.events;
          if (failed.size === 0 || event?.integration_id !== 'billing' || claim.lease_token === null) return ok(claim);
          failed.clear();
          const later = await outbox.claim(limit, lease_ms, options);
          valueOf(await outbox.release(claim.lease_token, 'later', options));
          return later;
        },
      }))(subject);
    },
  },
  {
    fault: 'one parked event hides the others',
    foundBy: 'parked-events',
    spoil: withOutbox(({ outbox }) => ({
      parked: async (options) => (await outbox.parked(options)).map((parked) => parked.slice(0, 1)),
    })),
  },
  {
    fault: 'a parked event keeps the reason of its first failure',
    foundBy: 'parking',
    spoil: (subject) => {
      let first: string | undefined;
      return withOutbox(({ outbox }) => ({
        release: (lease_token, error, options) => outbox.release(lease_token, (first ??= error), options),
      }))(subject);
    },
  },
  {
    fault: 'what is leased is not counted as undelivered',
    foundBy: 'leased-lines',
    spoil: (subject) => {
      let leased = 0;
      return withOutbox(({ outbox }) => ({
        claim: async (...parameters) => {
          const claim = await outbox.claim(...parameters);
          leased += valueOf(claim).events.length;
          return claim;
        },
        lag: async (options) =>
          (await outbox.lag(options)).map((lag) => ({ ...lag, undelivered: lag.undelivered - leased })),
      }))(subject);
    },
  },
  {
    fault: 'nothing is ever parked',
    foundBy: 'parking',
    spoil: (subject) =>
      withOutbox(({ outbox }) => ({ parked: async () => ok([]), unpark: outbox.unpark.bind(outbox) }))(subject),
  },
  {
    fault: 'a sink that is down parks events',
    foundBy: 'sink-down',
    spoil: (subject) => {
      let failures = 0;
      return withOutbox(({ outbox }) => ({
        release: (...parameters) => {
          failures += 1;
          return outbox.release(...parameters);
        },
        lag: async (options) => (await outbox.lag(options)).map((lag) => ({ ...lag, parked: failures > 5 ? 1 : 0 })),
      }))(subject);
    },
  },
  {
    fault: 'an aborted call goes on',
    foundBy: 'aborted-before',
    spoil: withStore(({ store }) => ({
      commit: (line, expected, change) => store.commit(line, expected, change, call),
    })),
  },
  {
    fault: 'a closed store still answers',
    foundBy: 'closing',
    spoil: withStore(() => ({ close: async () => undefined })),
  },
  {
    fault: 'ids are cut at 128 characters',
    foundBy: 'long-ids',
    spoil: foldIds((id) => id.slice(0, 128)),
  },
  {
    fault: 'times lose their milliseconds',
    foundBy: 'timestamps',
    spoil: withStore(({ store }) => ({
      events: async (query, options) =>
        (await store.events(query, options)).map((page) => ({
          ...page,
          items: page.items.map((event) => ({ ...event, recorded_at: event.recorded_at.replace(/\.\d+/, '.000') })),
        })),
    })),
  },
  {
    fault: 'documents end after 4 MiB',
    foundBy: 'document-size',
    spoil: (subject) => ({
      ...subject,
      documents: {
        ...subject.documents,
        put: (checksum, bytes, options) => subject.documents.put(checksum, bytes.slice(0, 4 * 1024 * 1024), options),
      },
    }),
  },
  {
    fault: 'a page has at most 100 events, and is the last',
    foundBy: 'many-events',
    spoil: withStore(({ store }) => ({
      events: async (query, options) =>
        (await store.events(query, options)).map(({ items, next }) => ({
          items: items.slice(0, 100),
          next: items.length > 100 ? null : next,
        })),
    })),
  },
  {
    fault: 'two creations of a version both take effect',
    foundBy: 'one-creation',
    spoil: (subject) => overwriteAfterReading(subject),
  },
  {
    fault: 'revision and line are read one after the other',
    foundBy: 'torn-reads',
    spoil: (subject) => {
      let behind: StoredLine | null = null;
      return withStore(({ store }) => ({
        load: async (line, options) =>
          (await store.load(line, options)).map((head) => {
            const torn = { ...head, line: behind };
            behind = head.line;
            return torn;
          }),
      }))(subject);
    },
  },
  {
    fault: 'a serialization failure is thrown as the driver threw it',
    foundBy: 'typed-conflicts',
    spoil: withStore(({ store }) => ({
      commit: async (...parameters) => {
        const result = await store.commit(...parameters);
        if (result.isErr()) throw Object.assign(new Error('could not serialize access'), { code: '40001' });
        return result;
      },
    })),
  },
  {
    fault: 'a full pool throws',
    foundBy: 'saturation',
    spoil: (subject) => {
      let running = 0;
      return withStore(({ store }) => ({
        commit: async (...parameters) => {
          running += 1;
          if (running > 8) throw new Error('The pool has no connection left.');
          try {
            return await store.commit(...parameters);
          } finally {
            running -= 1;
          }
        },
      }))(subject);
    },
  },
  {
    fault: 'revisions of events count from 0',
    foundBy: 'contiguous-events',
    spoil: withStore(({ store }) => ({
      events: async (query, options) =>
        (await store.events(query, options)).map((page) => ({
          ...page,
          items: page.items.map((event) => ({ ...event, revision: (event.revision ?? 1) - 1 })),
        })),
    })),
  },
  {
    fault: 'a cursor passes over events that commit late',
    foundBy: 'late-sequence',
    spoil: (subject) => {
      let claims = 0;
      return withOutbox(({ outbox }) => ({
        claim: async (limit, lease_ms, options) => {
          claims += 1;
          const claim = await outbox.claim(limit, lease_ms, options);
          if (claims % 3 !== 0 || claim.isErr() || claim.value.lease_token === null) return claim;
          valueOf(await outbox.ack(claim.value.lease_token, options));
          return outbox.claim(limit, lease_ms, options);
        },
      }))(subject);
    },
  },
  {
    fault: 'tokens are compared without the space around them',
    foundBy: 'outdated-lease',
    spoil: withOutbox(({ outbox }) => ({
      ack: (lease_token, options) => outbox.ack(lease_token.trim(), options),
    })),
  },
  {
    fault: 'events are pruned after a year, delivered or not',
    foundBy: 'pruning',
    spoil: withOutbox(({ outbox, clock }) => ({
      claim: async (limit, lease_ms, options) => {
        const claim = await outbox.claim(limit, lease_ms, options);
        const old = clock.now() > Date.parse('2027-06-01T00:00:00Z');
        if (!old || claim.isErr() || claim.value.lease_token === null) return claim;
        valueOf(await outbox.ack(claim.value.lease_token, options));
        return outbox.claim(limit, lease_ms, options);
      },
    })),
  },
  ...(['repeated-command', 'other-payload'] as const).map((foundBy): BrokenStore => ({
    fault: 'results of commands are not kept',
    foundBy,
    spoil: withStore(({ store }) => ({
      load: async (line, options) => (await store.load(line, options)).map((head) => ({ ...head, command: null })),
    })),
  })),
  {
    fault: 'a command that is there already is a failure',
    foundBy: 'concurrent-command',
    spoil: withStore(({ store }) => ({
      commit: async (...parameters) =>
        (await store.commit(...parameters)).mapErr((error) =>
          error.kind === 'unavailable'
            ? error
            : { kind: 'unavailable', outcome: 'nothing_changed', cause: new Error('duplicate key') },
        ),
    })),
  },
  {
    fault: 'closing does not wait',
    foundBy: 'calls-in-flight',
    spoil: withStore(({ store }) => ({
      commit: async (...parameters) => {
        await pause(1);
        return store.commit(...parameters);
      },
    })),
  },
  {
    fault: 'whoever comes last wins',
    foundBy: 'faulty-ports',
    spoil: withStore(({ store }) => ({ commit: commitAnyway(store) })),
  },
  {
    fault: 'the permission of the first try counts for the second, since there is none',
    foundBy: 'authorizer',
    spoil: withStore(({ store }) => ({ commit: commitAnyway(store) })),
  },
  {
    fault: 'an aborted call rejects',
    foundBy: 'aborted-calls',
    spoil: withStore(({ store }) => ({
      commit: async (...parameters) => {
        await pause(1);
        parameters[3].signal.throwIfAborted();
        return store.commit(...parameters);
      },
    })),
  },
  {
    fault: 'a conflict leaves a timer behind',
    foundBy: 'leaks',
    spoil: withStore(({ store }) => ({
      commit: async (...parameters) => {
        const result = await store.commit(...parameters);
        if (result.isErr()) setTimeout(() => undefined, 2_000);
        return result;
      },
    })),
  },
  {
    fault: 'checks are dated anew when they are read',
    foundBy: 'jumping-clock',
    spoil: (subject) =>
      changeLines((line) => ({
        ...line,
        checks: line.checks.map((check) => ({ ...check, checked_at: new Date(subject.clock.now()).toISOString() })),
      }))(subject),
  },
  {
    fault: 'checks are not kept',
    foundBy: 'corrupt-answers',
    spoil: changeLines((line) => ({ ...line, checks: [] })),
  },
  {
    fault: 'the rules of a check are not kept',
    foundBy: 'bound-checks',
    spoil: changeLines((line) => ({
      ...line,
      checks: line.checks.map((check) => ({ ...check, ruleset_digest: 'operations-2' })),
    })),
  },
  {
    fault: 'a check keeps that it was made, and not its result',
    foundBy: 'unreadable-clock',
    spoil: changeLines((line) => ({
      ...line,
      checks: line.checks.map((check) => ({ ...check, result: 'compatible', breaking_change_count: 0 })),
    })),
  },
  {
    fault: 'checks are counted when they are read',
    foundBy: 'differ-outage',
    spoil: (subject) => {
      let reads = 0;
      return changeLines((line) => {
        reads += 1;
        return { ...line, check_seq: line.check_seq + reads };
      })(subject);
    },
  },
  {
    fault: 'the active version is not kept',
    foundBy: 'catalog',
    spoil: changeLines((line) => ({
      ...line,
      active_version: null,
      versions: line.versions.map((version) => ({ ...version, status: 'candidate' })),
    })),
  },
  {
    fault: 'what a sink refuses is dropped',
    foundBy: 'sink-outage',
    spoil: withOutbox(({ outbox }) => ({ release: (lease_token, _, options) => outbox.ack(lease_token, options) })),
  },
  {
    fault: 'events get an id of their own for each delivery',
    foundBy: 'sink-repetition',
    spoil: (subject) => {
      let claims = 0;
      return withOutbox(({ outbox }) => ({
        claim: async (...parameters) => {
          claims += 1;
          return (await outbox.claim(...parameters)).map((claim) => ({
            ...claim,
            events: claim.events.map((event) => ({ ...event, event_id: `${event.event_id} ${claims}` })),
          }));
        },
      }))(subject);
    },
  },
  {
    fault: 'all namespaces are one',
    foundBy: 'namespaces',
    spoilHarness: (harness) => ({
      ...harness,
      open: (_, settings) => harness.open('one', settings),
      destroy: () => harness.destroy('one'),
    }),
  },
];

/** Replaces methods of the store; a memory store's methods need no `this`. */
function withStore(change: (subject: OpenStores) => Partial<ContractStore>): (subject: OpenStores) => OpenStores {
  return (subject) => ({ ...subject, store: { ...subject.store, ...change(subject) } });
}

function withOutbox(change: (subject: OpenStores) => Partial<Outbox>): (subject: OpenStores) => OpenStores {
  return (subject) => ({ ...subject, outbox: { ...subject.outbox, ...change(subject) } });
}

/** Makes ids equal that are not. */
function foldIds(fold: (id: string) => string): (subject: OpenStores) => OpenStores {
  return withStore(({ store }) => ({
    load: (line, options) => store.load({ ...line, integration_id: fold(line.integration_id) }, options),
    commit: (line, ...parameters) =>
      store.commit({ ...line, integration_id: fold(line.integration_id) }, ...parameters),
  }));
}

/** Lines are read otherwise than they were written. */
function changeLines(change: (line: StoredLine) => StoredLine): (subject: OpenStores) => OpenStores {
  return withStore(({ store }) => ({
    load: async (...parameters) =>
      (await store.load(...parameters)).map((head) => ({
        ...head,
        line: head.line === null ? null : change(head.line),
      })),
  }));
}

/** Commits on whatever revision the line has. */
function commitAnyway(store: ContractStore): ContractStore['commit'] {
  return async (line, _, change, options) =>
    store.commit(line, valueOf(await store.load(line, options)).revision, change, options);
}

/** Commits whatever the revision has become since it was compared. */
function overwriteAfterReading(subject: OpenStores): OpenStores {
  const { store } = subject;
  return withStore(() => ({
    commit: async (line, expected, change, options) => {
      if (valueOf(await store.load(line, options)).revision !== expected) return err({ kind: 'revision_conflict' });
      for (;;) {
        const { revision } = valueOf(await store.load(line, options));
        const result = await store.commit(line, revision, change, options);
        if (result.isOk() || result.error.kind !== 'revision_conflict') return result;
      }
    },
  }))(subject);
}

function withoutProto<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (key, member: unknown) =>
    key === '__proto__' ? undefined : member,
  ) as Value;
}

/** Gives the events of the first claim a second time. */
function twice(outbox: Outbox): Outbox {
  return {
    ...outbox,
    claim: async (...parameters) =>
      (await outbox.claim(...parameters)).map((claim) => ({ ...claim, events: [...claim.events, ...claim.events] })),
  };
}
