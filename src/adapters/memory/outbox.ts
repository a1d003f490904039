import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { Clock } from '../../ports/clock.ts';
import type { Claim, Outbox } from '../../ports/outbox.ts';
import type { LogEntry } from './event-log.ts';
import { parseEntry } from './event-log.ts';
import type { Gate } from './gate.ts';
import { keyOfLine } from './line-key.ts';

/** An outbox that takes the events of commits. */
export interface FedOutbox extends Outbox {
  append(entries: readonly LogEntry[]): void;
}

interface Waiting {
  readonly entry: LogEntry;
  readonly line: string;
  /** Where its line stands in the queue while this is the line's first event. */
  place: number;
  failures: number;
  /** Number of acknowledged claims when it first failed. */
  acks_at_failure: number;
  error: string;
  parked_at: string | null;
  lease: Lease | null;
}

interface Lease {
  readonly token: string;
  readonly until: number;
}

/**
 * The outbox of a store in process memory.
 *
 * After a failure nobody knows which event of a claim the sink could not take, so each of them is claimed alone from then
 * on, and its line goes to the end of the queue, so that no other line waits for it.
 */
export function createMemoryOutbox(gate: Gate, clock: Clock, failureLimit: number): FedOutbox {
  const waiting = new Map<number, Waiting>();
  let end = 0;
  let leases = 0;
  let acks = 0;

  /** The events of each line nobody else works on, in order of the queue. */
  function findClaimable(now: number): Waiting[] {
    const held = new Set<string>();
    const heads = new Map<string, Waiting>();
    for (const each of waiting.values()) {
      if (!heads.has(each.line)) heads.set(each.line, each);
      if (each.parked_at !== null || (each.lease !== null && each.lease.until > now)) held.add(each.line);
    }
    const free = [...waiting.values()].filter((each) => !held.has(each.line));
    const first = [...heads.values()]
      .filter((head) => !held.has(head.line))
      .sort(
        (left, right) => left.place - right.place || left.failures - right.failures || left.entry.seq - right.entry.seq,
      )[0];
    if (first !== undefined && first.failures > 0) return [first];
    return free.filter((each) => heads.get(each.line)?.failures === 0);
  }

  /** The events under a lease that still runs. */
  function findLeased(token: string): Waiting[] {
    const now = clock.now();
    return [...waiting.values()].filter(({ lease }) => lease !== null && lease.token === token && lease.until > now);
  }

  return {
    append: (entries) => {
      for (const entry of entries) {
        end = entry.seq;
        waiting.set(entry.seq, {
          entry,
          line: keyOfLine(entry.event),
          place: entry.seq,
          failures: 0,
          acks_at_failure: 0,
          error: '',
          parked_at: null,
          lease: null,
        });
      }
    },
    claim: (limit, lease_ms, options) =>
      gate.run(options, (): Result<Claim, never> => {
        const now = clock.now();
        const claimed = findClaimable(now).slice(0, limit);
        if (claimed.length === 0) return ok({ lease_token: null, events: [] });
        leases += 1;
        const lease = { token: `lease-${leases}`, until: now + lease_ms };
        for (const each of claimed) each.lease = lease;
        return ok({ lease_token: lease.token, events: claimed.map(({ entry }) => parseEntry(entry)) });
      }),
    ack: (lease_token, options) =>
      gate.run(options, () => {
        const leased = findLeased(lease_token);
        if (leased.length === 0) return err({ kind: 'lease_lost' });
        for (const { entry } of leased) waiting.delete(entry.seq);
        acks += 1;
        return ok(undefined);
      }),
    release: (lease_token, error, options) =>
      gate.run(options, () => {
        const leased = findLeased(lease_token);
        if (leased.length === 0) return err({ kind: 'lease_lost' });
        for (const each of leased) {
          if (each.failures === 0) each.acks_at_failure = acks;
          each.failures += 1;
          each.error = error;
          each.lease = null;
          each.place = end;
          const sinkWorks = acks > each.acks_at_failure;
          if (leased.length === 1 && each.failures >= failureLimit && sinkWorks) {
            each.parked_at = new Date(clock.now()).toISOString();
          }
        }
        return ok(undefined);
      }),
    parked: (options) =>
      gate.run(options, () =>
        ok(
          [...waiting.values()].flatMap(({ entry, failures, error, parked_at }) =>
            parked_at === null ? [] : [{ event: parseEntry(entry), failures, error, parked_at }],
          ),
        ),
      ),
    unpark: (event_id, options) =>
      gate.run(options, () => {
        const parked = [...waiting.values()].find(
          ({ entry, parked_at }) => entry.event.event_id === event_id && parked_at !== null,
        );
        if (parked === undefined) return ok(undefined);
        parked.parked_at = null;
        for (const each of waiting.values()) if (each.line === parked.line) each.failures = 0;
        return ok(undefined);
      }),
    lag: (options) =>
      gate.run(options, () => {
        const all = [...waiting.values()];
        return ok({
          undelivered: all.length,
          parked: all.filter((each) => each.parked_at !== null).length,
          oldest: all[0]?.entry.event.recorded_at ?? null,
        });
      }),
  };
}
