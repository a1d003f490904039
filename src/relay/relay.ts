import type { AuditSink } from '../ports/audit-sink.ts';
import type { Outbox, OutboxLag } from '../ports/outbox.ts';
import { callWithin } from './call.ts';
import type { Delivered, Delivery } from './deliver.ts';
import { deliverOnce } from './deliver.ts';
import type { Logger } from './logger.ts';
import { createSafeLogger, describeFailure, silentLogger } from './logger.ts';
import { createMeasures } from './measures.ts';
import type { Meter, Tracer } from '../telemetry/opentelemetry.ts';

/** Where events come from, where they go, and in which rhythm; only `outbox` and `sinks` have no default. */
export interface RelayOptions {
  /** That of the store. */
  readonly outbox: Outbox;
  /** Each gets every event. One that does not take them makes them come again to all of them. */
  readonly sinks: readonly AuditSink[];
  /** Most events of one delivery. Default 100. */
  readonly batch?: number;
  /** How long a claim belongs to this relay; longer than all deliveries together may take. Default 60,000 ms. */
  readonly leaseMs?: number;
  /** How long one sink may take for one delivery. Default 10,000 ms. */
  readonly deliveryMs?: number;
  /** How long the outbox may take to answer. Default 5,000 ms. */
  readonly portMs?: number;
  /** How long to wait before looking again where there was nothing. Default 1,000 ms. */
  readonly pollMs?: number;
  /** How long to wait after a failure; it doubles with each further one, and up to half of it varies. Default 500 ms. */
  readonly backoffMs?: number;
  /** The longest such wait. Default 60,000 ms. */
  readonly longestBackoffMs?: number;
  /**
   * Subscribes to whatever tells that events were committed (`LISTEN` of PostgreSQL, a message); called once, with a
   * function that makes the relay look at once. Polling goes on all the same: a wake-up that is lost delays, and loses
   * nothing. What it returns ends the subscription.
   */
  readonly subscribe?: (wake: () => void) => Unsubscribe | Promise<Unsubscribe>;
  /** Hears of failures and of parked events. Default: nobody. */
  readonly logger?: Logger;
  /** From `@opentelemetry/api`: a span for each delivery. Default: none. */
  readonly tracer?: Tracer;
  /** From `@opentelemetry/api`: counts of deliveries and failures, and gauges of the lag. Default: none. */
  readonly meter?: Meter;
}

/** Ends a subscription. */
export type Unsubscribe = () => unknown;

/** Hands committed events to sinks. */
export interface Relay {
  /** Begins, and goes on until it is stopped; once. */
  start(): void;
  /** Looks now instead of later. */
  wake(): void;
  /** Delivers what there is and returns; for jobs and tests. Gives up at the first failure and tells its cause. */
  drain(): Promise<Drained>;
  /** How far delivery is behind, and what this relay has done. */
  status(): Promise<RelayStatus>;
  /** Lets the delivery in hand finish, then ends; again is fine. */
  stop(): Promise<void>;
}

/** What `drain` delivered. */
export interface Drained {
  readonly events: number;
  /** Why it did not come to the end; `null` where nothing is left but what others hold, or is parked. */
  readonly failure: string | null;
}

/** A relay as it stands. */
export interface RelayStatus {
  readonly running: boolean;
  /** Events that every sink took since the relay was created. */
  readonly delivered: number;
  /** Failures since the last success. */
  readonly failures: number;
  readonly last_failure: string | null;
  /** `null` where the outbox could not be asked. */
  readonly lag: OutboxLag | null;
}

const longestTimer = 2 ** 31 - 1;

/**
 * Creates a relay. Several may work on one outbox, in one process or in many: each claim belongs to one of them.
 *
 * Events are delivered at least once and in order per line: a sink drops repetitions by `event_id`. A sink that is down
 * delays delivery, for longer and longer pauses, and loses nothing; an event that is refused time and again is parked by
 * the outbox, and holds back only its own line.
 *
 * @throws TypeError if an option is missing or impossible, or a lease could run out during a delivery
 */
export function createRelay(options: RelayOptions): Relay {
  assertPorts(options);
  const { outbox, sinks, subscribe } = options;
  const logger = createSafeLogger(options.logger ?? silentLogger);
  const rhythm = readRhythm(options);
  const { batch, leaseMs, portMs, deliveryMs } = rhythm;
  const delivery: Delivery = { outbox, sinks, batch, leaseMs, portMs, deliveryMs };
  const measures = createMeasures(options, lag);

  let state: 'new' | 'running' | 'stopped' = 'new';
  let loop: Promise<void> = Promise.resolve();
  let subscription: Promise<Unsubscribe> | undefined;
  let woken = false;
  let wakeUp: (() => void) | undefined;
  let delivered = 0;
  let failures = 0;
  let last_failure: string | null = null;
  let parked = 0;

  const isRunning = (): boolean => state === 'running';

  async function step(): Promise<Delivered> {
    // Whatever is thrown on the way, by a tracer for instance, must not end the relay.
    const result = await measures
      .trace(() => deliverOnce(delivery))
      .catch((cause: unknown): Delivered => ({ kind: 'unavailable', cause }));
    if (result.kind === 'delivered') {
      delivered += result.events.length;
      failures = 0;
      last_failure = null;
    } else if (result.kind !== 'idle') {
      failures += 1;
      last_failure = describeFailure(result.cause);
      logger.warn({ outcome: result.kind, failures, failure: last_failure }, 'Audit events were not delivered.');
      if (result.kind === 'refused') await reportParked();
    }
    return result;
  }

  async function lag(): Promise<OutboxLag | null> {
    const answer = await callWithin(portMs, 'The outbox', (call) => outbox.lag(call));
    return answer.isOk() ? answer.value : null;
  }

  /** A refusal may have been the last one of an event. */
  async function reportParked(): Promise<void> {
    const before = parked;
    const now = await lag();
    if (now === null) return;
    parked = now.parked;
    if (parked > before) logger.error({ parked }, 'An audit event is parked: its line waits until it is unparked.');
  }

  function pauseAfter(result: Delivered): number {
    if (result.kind === 'delivered') return 0;
    if (result.kind === 'idle') return rhythm.pollMs;
    const wait = Math.min(rhythm.longestBackoffMs, rhythm.backoffMs * 2 ** Math.min(failures - 1, 30));
    // Unequal waits, so that relays that failed together do not try again together.
    return wait * (0.5 + Math.random() / 2);
  }

  async function pause(milliseconds: number, canWake: boolean): Promise<void> {
    if (milliseconds === 0 || state === 'stopped' || (canWake && woken)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wakeUp = () => {
        // Nobody who is told of new events makes a sink that is down answer.
        if (!canWake && state !== 'stopped') return;
        clearTimeout(timer);
        resolve();
      };
    });
    wakeUp = undefined;
  }

  async function run(): Promise<void> {
    while (isRunning()) {
      woken = false;
      const result = await step();
      await pause(pauseAfter(result), result.kind === 'idle');
    }
  }

  function wake(): void {
    woken = true;
    wakeUp?.();
  }

  return {
    start: () => {
      if (state !== 'new') throw new TypeError('A relay is started once.');
      state = 'running';
      subscription = openSubscription(subscribe, wake, logger);
      loop = run();
    },
    wake,
    drain: async () => {
      let events = 0;
      for (;;) {
        const result = await step();
        if (result.kind === 'idle') return { events, failure: null };
        if (result.kind !== 'delivered') return { events, failure: last_failure };
        events += result.events.length;
      }
    },
    status: async () => ({ running: isRunning(), delivered, failures, last_failure, lag: await lag() }),
    stop: async () => {
      state = 'stopped';
      wake();
      await loop;
      const ended = subscription;
      subscription = undefined;
      await closeSubscription(ended, logger);
      measures.close();
    },
  };
}

/** A subscription that cannot be opened leaves polling. */
async function openSubscription(
  subscribe: RelayOptions['subscribe'],
  wake: () => void,
  logger: Logger,
): Promise<Unsubscribe> {
  try {
    return (await subscribe?.(wake)) ?? (() => undefined);
  } catch (cause) {
    logger.warn({ failure: describeFailure(cause) }, 'The relay is not told of new events, and only polls.');
    return () => undefined;
  }
}

async function closeSubscription(subscription: Promise<Unsubscribe> | undefined, logger: Logger): Promise<void> {
  try {
    await (
      await subscription
    )?.();
  } catch (cause) {
    logger.warn({ failure: describeFailure(cause) }, 'The subscription of the relay could not be ended.');
  }
}

function assertPorts({ outbox, sinks }: RelayOptions): void {
  for (const method of ['claim', 'ack', 'release', 'lag'] as const) {
    if (typeof outbox?.[method] !== 'function') {
      throw new TypeError(`createRelay: options.outbox has no method "${method}".`);
    }
  }
  if (!Array.isArray(sinks) || sinks.length === 0) throw new TypeError('createRelay: options.sinks has no sink.');
  for (const sink of sinks as readonly Partial<AuditSink>[]) {
    if (typeof sink?.deliver !== 'function') throw new TypeError('createRelay: a sink has no method "deliver".');
  }
}

function readRhythm(options: RelayOptions) {
  const rhythm = {
    batch: options.batch ?? 100,
    leaseMs: options.leaseMs ?? 60_000,
    deliveryMs: options.deliveryMs ?? 10_000,
    portMs: options.portMs ?? 5_000,
    pollMs: options.pollMs ?? 1_000,
    backoffMs: options.backoffMs ?? 500,
    longestBackoffMs: options.longestBackoffMs ?? 60_000,
  };
  for (const [name, value] of Object.entries(rhythm)) {
    if (!(value >= 1 && value <= longestTimer)) {
      throw new TypeError(`createRelay: ${name} must be between 1 and ${longestTimer}, not ${value}.`);
    }
  }
  if (!Number.isInteger(rhythm.batch)) throw new TypeError('createRelay: batch must be an integer.');
  const longest = rhythm.deliveryMs * options.sinks.length + rhythm.portMs;
  if (longest >= rhythm.leaseMs) {
    throw new TypeError(
      `createRelay: leaseMs (${rhythm.leaseMs}) must be longer than the deliveries and their acknowledgement may take ` +
        `(${longest}); otherwise two relays deliver the same events at once.`,
    );
  }
  return rhythm;
}
