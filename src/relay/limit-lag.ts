import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import { isMoment, millisecondsOf } from '../internal/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { ContractStore, StoreUnavailable } from '../ports/contract-store.ts';
import type { Outbox, OutboxLag } from '../ports/outbox.ts';

/** How far delivery may be behind; at least one of the two. */
export interface LagLimit {
  /** Most undelivered events, parked ones and those behind them included. */
  readonly undelivered?: number;
  /** Greatest age of the oldest undelivered event, in milliseconds. */
  readonly ageMs?: number;
  /** How long a measurement counts, in milliseconds. Default 1,000. */
  readonly measuredEveryMs?: number;
  /** Default: the system's clock. */
  readonly clock?: Clock;
}

/**
 * A store that takes no commits while audit events are too far behind: they are refused as unavailable, and nothing
 * changes. Reads go on, and so do the records of refusals. A lag that cannot be measured refuses too.
 *
 * @throws TypeError if there is no limit
 */
export function limitLag(store: ContractStore, outbox: Outbox, limit: LagLimit): ContractStore {
  const {
    undelivered = Infinity,
    ageMs = Infinity,
    measuredEveryMs = 1_000,
    clock = { now: () => Date.now() },
  } = limit;
  if (!(undelivered >= 0 && ageMs >= 0) || (undelivered === Infinity && ageMs === Infinity)) {
    throw new TypeError('limitLag: there must be a limit, undelivered or ageMs.');
  }
  let measured: { readonly at: number; readonly refusal: StoreUnavailable | undefined } | undefined;

  async function measure(signal: AbortSignal): Promise<StoreUnavailable | undefined> {
    const now = clock.now();
    // A clock that went back makes no measurement last longer.
    if (measured !== undefined && now >= measured.at && now - measured.at < measuredEveryMs) return measured.refusal;
    const lag = await readLag(outbox, signal);
    if (lag.isErr()) return refusal('The lag of the outbox cannot be measured.', lag.error);
    const age = lag.value.oldest === null ? 0 : now - millisecondsOf(lag.value.oldest);
    // Written so that a time that is unreadable refuses.
    const keepsUp = lag.value.undelivered <= undelivered && age <= ageMs;
    const found = keepsUp
      ? undefined
      : refusal(`${lag.value.undelivered} audit events wait for delivery, the oldest for ${age} ms.`);
    measured = { at: now, refusal: found };
    return found;
  }

  return {
    load: (line, options) => store.load(line, options),
    commit: async (line, expected_revision, change, options) => {
      const refused = await measure(options.signal);
      return refused === undefined ? store.commit(line, expected_revision, change, options) : err(refused);
    },
    record: (events, options) => store.record(events, options),
    list: (query, options) => store.list(query, options),
    events: (query, options) => store.events(query, options),
    close: () => store.close(),
  };
}

const lagSchema: z.ZodType<OutboxLag> = z.object({
  undelivered: z.int().nonnegative(),
  parked: z.int().nonnegative(),
  oldest: z.string().refine(isMoment).nullable(),
});

/** The lag, or whatever came instead of it. */
async function readLag(outbox: Outbox, signal: AbortSignal): Promise<Result<OutboxLag, unknown>> {
  try {
    const answer = await outbox.lag({ signal });
    return answer.isOk() ? ok(lagSchema.parse(answer.value)) : err(answer.error.cause);
  } catch (cause) {
    return err(cause);
  }
}

function refusal(message: string, cause?: unknown): StoreUnavailable {
  return { kind: 'unavailable', outcome: 'nothing_changed', cause: new Error(message, { cause }) };
}
