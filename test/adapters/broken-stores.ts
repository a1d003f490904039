import { err, ok } from 'neverthrow';

import type { ContractStore } from '../../src/ports/contract-store.ts';
import type { Outbox } from '../../src/ports/outbox.ts';
import { call, valueOf } from './store-suite/subject.ts';
import type { StoreSubject } from './store-suite/subject.ts';

/** A subject with one thing wrong with it, and the case that must find that. */
export interface BrokenStore {
  readonly fault: string;
  readonly foundBy: string;
  /** Gives a sound subject the fault. */
  readonly spoil: (subject: StoreSubject) => StoreSubject;
}

/** Faults that stores have had, one for each promise. */
export const brokenStores: readonly BrokenStore[] = [
  {
    fault: 'loading creates the line',
    foundBy: 'loading a line never written gives revision 0 and creates nothing',
    spoil: withStore(({ store }) => ({
      load: async (line, options) =>
        (await store.load(line, options)).map((head) => ({ ...head, revision: head.revision || 1 })),
    })),
  },
  {
    fault: 'a `__proto__` member is lost',
    foundBy: 'a commit comes back deep-equal: line, command and events',
    spoil: withStore(({ store }) => ({
      load: async (line, options) => (await store.load(line, options)).map(withoutProto),
    })),
  },
  {
    fault: 'ids are compared without regard to case',
    foundBy: 'ids that differ in case, space or Unicode form are different ids',
    spoil: foldIds((id) => id.toLowerCase()),
  },
  {
    fault: 'ids end at a NUL',
    foundBy: 'ids that are not Unicode text, or hold a NUL, come back as they are or are refused',
    spoil: foldIds((id) => id.split('\0', 1)[0] ?? ''),
  },
  {
    fault: 'ids are in Unicode form C',
    foundBy: 'ids that differ in case, space or Unicode form are different ids',
    spoil: foldIds((id) => id.normalize('NFC')),
  },
  {
    fault: 'heads are kept and shared',
    foundBy: 'nothing is shared with the caller, neither what was given nor what was returned',
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
    foundBy: 'documents come back byte for byte, and the first under a checksum stays',
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
    foundBy: 'lines are listed in the order of their code points, page by page, and by integration',
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
    foundBy: 'events are found by every filter, alone and together',
    spoil: withStore(({ store }) => ({
      events: ({ cursor, limit }, options) =>
        store.events({ limit, ...(cursor === undefined ? {} : { cursor }) }, options),
    })),
  },
  {
    fault: 'the next page of events begins one too late',
    foundBy: 'pages of events neither skip nor repeat while commits go on',
    spoil: withStore(({ store }) => ({
      events: async (query, options) =>
        (await store.events(query, options)).map((page) =>
          query.cursor === undefined ? page : { ...page, items: page.items.slice(1) },
        ),
    })),
  },
  {
    fault: 'an unknown cursor starts from the beginning',
    foundBy: 'a cursor that is none, or of another kind of list, is refused',
    spoil: withStore(({ store }) => ({
      events: async ({ cursor, ...query }, options) => {
        const page = await store.events({ ...query, ...(cursor === undefined ? {} : { cursor }) }, options);
        return page.isErr() && page.error.kind === 'invalid_cursor' ? store.events(query, options) : page;
      },
    })),
  },
  {
    fault: 'a commit writes the revision it expected',
    foundBy: 'a commit at the current revision gives exactly the next one',
    spoil: withStore(({ store }) => ({
      load: async (line, options) =>
        (await store.load(line, options)).map((head) => ({ ...head, revision: Math.max(0, head.revision - 1) })),
    })),
  },
  {
    fault: 'the expected revision is not compared',
    foundBy: 'a commit at any other revision is a conflict and changes nothing',
    spoil: withStore(({ store }) => ({
      commit: async (line, _, change, options) =>
        store.commit(line, valueOf(await store.load(line, options)).revision, change, options),
    })),
  },
  {
    fault: 'the revision is compared before the write, not with it',
    foundBy: 'of 64 concurrent commits at one revision exactly one succeeds',
    spoil: (subject) => overwriteAfterReading(subject),
  },
  {
    fault: 'an update is lost when two meet',
    foundBy: 'workers that retry end with as many revisions as successes, and contiguous events',
    spoil: (subject) => overwriteAfterReading(subject),
  },
  {
    fault: 'a connection reads from a cache',
    foundBy: 'a commit that was acknowledged is seen by every connection',
    spoil: (subject) => ({
      ...subject,
      connect: () => {
        const cached = subject.store.load({ integration_id: 'billing', contract_type: 'openapi' }, call);
        return { ...subject, store: { ...subject.store, load: () => cached, close: async () => undefined } };
      },
    }),
  },
  {
    fault: 'a repeated command is a conflict like any other',
    foundBy: 'a commit that repeats a command is told so, at any revision, and changes nothing',
    spoil: withStore(({ store }) => ({
      commit: async (...parameters) =>
        (await store.commit(...parameters)).mapErr((error) =>
          error.kind === 'command_exists' ? { kind: 'revision_conflict' } : error,
        ),
    })),
  },
  {
    fault: 'results of commands are kept by id alone',
    foundBy: 'commands of different lines do not meet',
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
    foundBy: 'results of commands live for their time by the clock of the store, and not longer',
    spoil: (subject) => ({ ...subject, clock: { now: () => subject.clock.now(), advance: () => undefined } }),
  },
  {
    fault: 'a repeated refusal is recorded again',
    foundBy: 'an event id is stored once',
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
    foundBy: 'recorded refusals are events, and move no line',
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
    foundBy: 'what cannot be stored is refused as a value and changes nothing',
    spoil: withStore(({ store }) => ({
      commit: (line, expected, change, options) => {
        JSON.stringify(change);
        return store.commit(line, expected, change, options);
      },
    })),
  },
  {
    fault: 'a claim is in no order',
    foundBy: 'claims and acknowledgements drain the outbox in order, and the log keeps every event',
    spoil: withOutbox(({ outbox }) => ({
      claim: async (...parameters) =>
        (await outbox.claim(...parameters)).map((claim) => ({ ...claim, events: claim.events.toReversed() })),
    })),
  },
  {
    fault: 'a claim of nothing gives a lease',
    foundBy: 'an empty outbox gives no lease',
    spoil: withOutbox(({ outbox }) => ({
      claim: async (...parameters) =>
        (await outbox.claim(...parameters)).map((claim) => ({ ...claim, lease_token: claim.lease_token ?? 'none' })),
    })),
  },
  {
    fault: 'a lease holds its events and not their line',
    foundBy: 'a lease holds its lines and no others',
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
    foundBy: 'relays on two connections never hold one event at once and together drain everything',
    spoil: (subject) => ({
      ...subject,
      connect: () => ({
        ...subject,
        store: { ...subject.store, close: async () => undefined },
        outbox: twice(subject.outbox),
      }),
      outbox: twice(subject.outbox),
    }),
  },
  {
    fault: 'leases never run out',
    foundBy: 'a lease that ran out can be claimed again, not before, and is lost to its holder',
    spoil: withOutbox(({ outbox }) => ({
      claim: (limit, lease_ms, options) => outbox.claim(limit, lease_ms * 1_000_000, options),
    })),
  },
  {
    fault: 'leases are acknowledged after their time',
    foundBy: 'a lease that ran out can be claimed again, not before, and is lost to its holder',
    spoil: withOutbox(({ outbox }) => ({
      ack: async (...parameters) => (await outbox.ack(...parameters)).orElse(() => ok(undefined)),
    })),
  },
  {
    fault: 'a lease ends when the clock goes back',
    foundBy: 'a clock that goes back neither loses nor doubles an event',
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
    foundBy: 'a released claim comes again, each of its events alone, in order',
    spoil: withOutbox(({ outbox }) => ({ release: (lease_token, _, options) => outbox.ack(lease_token, options) })),
  },
  {
    fault: 'a line that failed goes behind everything',
    foundBy: 'a line that failed lets those that were waiting go first, but not those that came later',
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
    fault: 'nothing is ever parked',
    foundBy: 'an event that keeps failing while others arrive is parked with its error and holds back only its line',
    spoil: (subject) =>
      withOutbox(({ outbox }) => ({ parked: async () => ok([]), unpark: outbox.unpark.bind(outbox) }))(subject),
  },
  {
    fault: 'a sink that is down parks events',
    foundBy: 'a sink that takes nothing parks nothing',
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
    foundBy: 'a call that was aborted before it began changes nothing and tells the reason',
    spoil: withStore(({ store }) => ({
      commit: (line, expected, change) => store.commit(line, expected, change, call),
    })),
  },
  {
    fault: 'a closed store still answers',
    foundBy: 'closing twice is fine, calls made before are answered, later ones are unavailable',
    spoil: withStore(() => ({ close: async () => undefined })),
  },
];

/** Replaces methods of the store; a memory store's methods need no `this`. */
function withStore(change: (subject: StoreSubject) => Partial<ContractStore>): (subject: StoreSubject) => StoreSubject {
  return (subject) => ({ ...subject, store: { ...subject.store, ...change(subject) } });
}

function withOutbox(change: (subject: StoreSubject) => Partial<Outbox>): (subject: StoreSubject) => StoreSubject {
  return (subject) => ({ ...subject, outbox: { ...subject.outbox, ...change(subject) } });
}

/** Makes ids equal that are not. */
function foldIds(fold: (id: string) => string): (subject: StoreSubject) => StoreSubject {
  return withStore(({ store }) => ({
    load: (line, options) => store.load({ ...line, integration_id: fold(line.integration_id) }, options),
    commit: (line, ...parameters) =>
      store.commit({ ...line, integration_id: fold(line.integration_id) }, ...parameters),
  }));
}

/** Commits whatever the revision has become since it was compared. */
function overwriteAfterReading(subject: StoreSubject): StoreSubject {
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
