import { ok } from 'neverthrow';

import { createMemoryStore } from '../../adapters/memory/contract-store.ts';
import { createFixedClock } from '../../adapters/memory/fixed-clock.ts';
import { createSequentialIds } from '../../adapters/memory/sequential-ids.ts';
import type { RecordedEvent } from '../../core/event.ts';
import type { LineKey } from '../../core/line.ts';
import { createRandom } from '../../internal/random.ts';
import type { AuditSink } from '../../ports/audit-sink.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractStore } from '../../ports/contract-store.ts';
import { call, valueOf } from '../conformance/assertions.ts';
import type { Stores } from '../conformance/harness.ts';
import { readEvents } from '../conformance/samples.ts';
import type { Auditor, Breach } from './auditor.ts';
import { createAuditor } from './auditor.ts';
import { leaseMs, operate, relay } from './clients.ts';
import type { Fortune } from './faulty-ports.ts';
import { makeFaulty } from './faulty-ports.ts';
import { createTurns } from './turns.ts';
import type { Beginning, ExploredPorts } from './world.ts';
import { begin, createBeginning, createOutside, lineKeys, truth } from './world.ts';

/** What to explore; everything but the number of schedules has a default. */
export interface ExploreOptions {
  /** How many schedules; each has the seed of the one before, plus one. */
  readonly schedules: number;
  /** Of the first schedule. Default 1. */
  readonly seed?: number;
  /** How many of all calls go wrong, from 0 to 1. Default 0.08. */
  readonly rate?: number;
  /** Opens an empty store whose leases and results of commands expire by the clock. Default: a store in memory. */
  readonly open?: (clock: Clock) => Stores | Promise<Stores>;
  /**
   * Code that stands between the use cases and their ports, to be explored with them: a cache, a retry. It is given
   * the ports with their faults. Default: none.
   */
  readonly around?: (ports: ExploredPorts) => ExploredPorts;
  /** End at the first broken invariant. Default `false`. */
  readonly stopAtFirst?: boolean;
}

/** What was explored, and what was found. */
export interface ExploreReport {
  readonly seed: number;
  readonly schedules: number;
  readonly calls: number;
  readonly faults: number;
  /** Clients that were killed in the middle of it. */
  readonly kills: number;
  readonly commits: number;
  readonly activations: number;
  readonly delivered: number;
  readonly violations: readonly Violation[];
}

/** A broken invariant, with what leads to it again. */
export interface Violation extends Breach {
  /** `explore({ schedules: 1, seed })` shows it again. */
  readonly seed: number;
  /** Whose turn it was and what they did, in order. */
  readonly trace: readonly string[];
}

/**
 * Carries whole rollouts out under schedules that a seed determines: a few clients, each a process of its own, and
 * relays work on one line; between any two calls of a port anybody may come in, any call may go wrong, and any client
 * may be killed. Every commit, answer and delivery is compared with the invariants.
 */
export async function explore(options: ExploreOptions): Promise<ExploreReport> {
  const { schedules, seed = 1, stopAtFirst = false } = options;
  const counts = { calls: 0, faults: 0, kills: 0 };
  const sums = { commits: 0, activations: 0, delivered: 0 };
  const violations: Violation[] = [];
  const beginnings = await Promise.all(lineKeys.map(createBeginning));
  let done = 0;
  while (done < schedules && !(stopAtFirst && violations.length > 0)) {
    const found = await exploreSchedule(seed + done, { ...options, beginnings, counts });
    sums.commits += found.commits;
    sums.activations += found.activations;
    sums.delivered += found.delivered;
    violations.push(...found.violations);
    done += 1;
  }
  return { seed, schedules: done, ...counts, ...sums, violations };
}

interface Schedule extends ExploreOptions {
  readonly beginnings: readonly Beginning[];
  readonly counts: Fortune['counts'];
}

async function exploreSchedule(seed: number, { open, around, rate = 0.08, beginnings, counts }: Schedule) {
  const random = createRandom(Math.imul(seed, 0x9e3779b1));
  const clock = createFixedClock(begin);
  const at = random() < 0.9 ? 0 : 1;
  const key = lineKeys[at] as LineKey;
  const auditor = createAuditor(key, truth);
  const stores = await (open ?? openMemory)(clock);
  try {
    const beginning = beginnings[at] as Beginning;
    await lay(stores, key, beginning);
    auditor.begin(beginning.line);
    const delivered: RecordedEvent[] = [];
    const outside = createOutside({ ...stores, store: watch(stores.store, auditor) }, clock);
    const sink = collect(delivered);
    const turns = createTurns(random);
    const fortune: Fortune = { random, rate, counts };

    const addClient = (
      name: string,
      work: (ports: ExploredPorts, life: { name: string; alive: boolean }) => Promise<unknown>,
    ) => {
      turns.add(name, async (turn) => {
        const life = { name, alive: true };
        const sound = { ...outside, sink, ids: createSequentialIds(name) };
        const faulty = makeFaulty(sound, life, { turns, turn, fortune, clock });
        await work(around?.(faulty) ?? faulty, life);
      });
    };
    const clients = random() < 0.3 ? 3 : 2;
    for (let nth = 1; nth <= clients; nth += 1) {
      addClient(`client-${nth}`, (ports, life) => operate(ports, key, life, { random, auditor }));
    }
    addClient('relay', (ports) => relay(ports, 3));
    await turns.run();

    // Everything is well again, and every lease has run out.
    clock.advance(24 * leaseMs);
    for (let outcomes = ['']; !outcomes.includes('idle');) outcomes = [...(await relay({ ...stores, sink }, 1))];
    const { line } = valueOf(await stores.store.load(key, call));
    const recorded = await readEvents(stores.store, { integration_id: key.integration_id }, 1_000);
    auditor.examine(key, line, recorded);
    auditor.examineDelivery(delivered, recorded);
    return {
      commits: line?.revision ?? 0,
      activations: line?.activations.length ?? 0,
      delivered: delivered.length,
      violations: auditor.breaches.map((breach) => ({ ...breach, seed, trace: turns.trace })),
    };
  } finally {
    await stores.store.close();
  }
}

function openMemory(clock: Clock): Stores {
  const store = createMemoryStore({ clock, failureLimit: 1_000 });
  return { store, documents: store.documents, outbox: store.outbox };
}

/** Writes the beginning of a line. */
async function lay({ store, documents }: Stores, key: LineKey, beginning: Beginning): Promise<void> {
  for (const [checksum, bytes] of beginning.documents) valueOf(await documents.put(checksum, bytes, call));
  for (const [revision, change] of beginning.changes.entries()) {
    valueOf(await store.commit(key, revision, change, call));
  }
}

/** Tells the auditor of every commit that the store has taken, at once. */
function watch(store: ContractStore, auditor: Auditor): ContractStore {
  return {
    ...store,
    commit: async (line, expected_revision, change, options) => {
      const result = await store.commit(line, expected_revision, change, options);
      if (result.isOk()) auditor.committed(line, expected_revision, change);
      return result;
    },
  };
}

function collect(delivered: RecordedEvent[]): AuditSink {
  return {
    deliver: async (events) => {
      delivered.push(...events);
      return ok(undefined);
    },
  };
}
