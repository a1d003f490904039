import type { FixedClock } from '../../adapters/memory/fixed-clock.ts';
import type { Harness, Stores } from './harness.ts';
import type { Worker, WorkerTask } from './workers.ts';

/** One promise of a port. */
export interface Check {
  /** Stable, in kebab-case: reports and command lines name checks by it. */
  readonly id: string;
  /** What is promised, as a sentence. */
  readonly title: string;
  /** What a harness must have for the check to apply; empty: nothing but `open` and `destroy`. */
  readonly requires: readonly Requirement[];
  /** Rejects if the promise is not kept. */
  run(subject: Subject): Promise<void>;
}

/** Something that a harness may have or claim. */
export type Requirement =
  | 'connections'
  | 'durable'
  | 'shared-processes'
  | 'exclusive-processes'
  | 'worker'
  | 'fresh-reads'
  | 'concurrent-writers'
  | 'restartServer'
  | 'statements'
  | 'holdLine'
  | 'inTransaction'
  | 'exhaustPool'
  | 'fillDisk'
  | 'isSynchronous'
  | 'writeNewerSchema'
  | 'earlierSchemas'
  | 'differ';

/** How much work a run does: `quick` for every run of a test suite, `full` for the sizes that figures are published of. */
export type Effort = 'quick' | 'full';

/** What a check examines: a connection to an empty namespace of its own, and the means to get more. */
export interface Subject extends Stores {
  readonly harness: Harness;
  /** The connection as the harness gave it. */
  readonly stores: Stores;
  readonly namespace: string;
  /** That of every connection the check opens. */
  readonly clock: FixedClock;
  /** Numbers from 0 up to 1 that the seed determines. */
  readonly random: () => number;
  readonly seed: number;
  readonly effort: Effort;
  /** Another connection, to the same namespace or another one; closed after the check. */
  readonly connect: (namespace?: string) => Promise<Stores>;
  /** The name of another namespace, destroyed after the check. */
  readonly newNamespace: () => string;
  /** Starts a process of the harness's worker module; killed after the check. */
  readonly start: (task: WorkerTask) => Worker;
}

/** How every store under examination is set up. */
export const commandRetentionMs = 60_000;
export const failureLimit = 3;
/** What the clock of a check shows at first. */
export const start = '2026-03-01T08:00:00.000Z';

/** Why a check does not apply to a harness; `undefined` where it does. */
export function reasonToSkip(harness: Harness, { requires }: Pick<Check, 'requires'>): string | undefined {
  const missing = requires.filter((requirement) => !has(harness, requirement));
  return missing.length === 0 ? undefined : missing.map((requirement) => reasons[requirement]).join('; ');
}

const reasons: Readonly<Record<Requirement, string>> = {
  connections: 'the adapter has one connection only',
  durable: 'the adapter does not claim to be durable',
  'shared-processes': 'several processes cannot share a namespace',
  'exclusive-processes': 'a namespace does not belong to one process alone',
  worker: 'the harness has no worker module',
  'fresh-reads': 'the adapter declares stale reads',
  'concurrent-writers': 'the adapter declares a single writer',
  restartServer: 'the harness cannot restart a server',
  statements: 'the harness cannot break statements',
  holdLine: 'the harness cannot hold a line',
  inTransaction: 'the adapter takes no part in transactions of the host',
  exhaustPool: 'the adapter has no pool to exhaust',
  fillDisk: 'the harness cannot fill the disk',
  isSynchronous: 'the engine has no setting to read back',
  writeNewerSchema: 'the adapter keeps no schema version',
  earlierSchemas: 'no schema was released before',
  differ: 'the harness names no differ',
};

function has(harness: Harness, requirement: Requirement): boolean {
  const { capabilities } = harness;
  switch (requirement) {
    case 'connections':
    case 'durable':
      return capabilities[requirement];
    case 'shared-processes':
      return capabilities.processes === 'shared';
    case 'exclusive-processes':
      return capabilities.processes === 'exclusive';
    case 'fresh-reads':
      return capabilities.staleReads !== true;
    case 'concurrent-writers':
      return capabilities.singleWriter !== true;
    default:
      return harness[requirement] !== undefined;
  }
}
