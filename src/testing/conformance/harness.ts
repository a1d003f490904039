import type { LineKey } from '../../core/line.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractDiffer } from '../../ports/contract-differ.ts';
import type { ContractStore } from '../../ports/contract-store.ts';
import type { DocumentStore } from '../../ports/document-store.ts';
import type { Outbox } from '../../ports/outbox.ts';

/** The ports of one connection; closing the store closes all three. */
export interface Stores {
  readonly store: ContractStore;
  readonly documents: DocumentStore;
  readonly outbox: Outbox;
}

/** How a store under examination is to be set up. */
export interface StoreSettings {
  /** By which leases and results of commands expire. */
  readonly clock: Clock;
  /** How long results of commands are kept, in milliseconds. */
  readonly commandRetentionMs: number;
  /** Failed deliveries of one event before it is parked. */
  readonly failureLimit: number;
}

/** What a store claims; each claim is examined. */
export interface Capabilities {
  /** Acknowledged commits survive a killed process, and a killed server where there is one. */
  readonly durable: boolean;
  /** Several connections to one namespace, opened by one process, see the same data. */
  readonly connections: boolean;
  /** Whether several processes may have one namespace open: `exclusive` refuses the second when it opens. */
  readonly processes: 'shared' | 'exclusive' | 'none';
  /** A read may be older than a commit that was acknowledged before it began, on other connections. Default `false`. */
  readonly staleReads?: boolean;
  /** A transaction on one line blocks those on all others. Default `false`. */
  readonly singleWriter?: boolean;
  /** Within how many milliseconds a store is open again after a crash. Default 10,000. */
  readonly reopenMs?: number;
}

/**
 * What the conformance checks need to know of an adapter, and to be able to do with it. Everything optional makes more
 * checks apply; those that do not apply are skipped, and the reason is told.
 */
export interface Harness {
  /** In titles and reports. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Opens a connection to a namespace (1 to 40 of `a-z`, `0-9`, `_`); a new one is empty. */
  readonly open: (namespace: string, settings: StoreSettings) => Promise<Stores>;
  /** Removes a namespace and everything in it; fine if it does not exist. */
  readonly destroy: (namespace: string) => Promise<void>;
  /** How worker processes are started; they open the same namespaces. */
  readonly worker?: WorkerModule;
  /** Kills the server as a crash does, and starts it again. */
  restartServer?(): Promise<void>;
  /** Breaks the statements that a connection sends to its database. */
  statements?(stores: Stores): StatementFaults;
  /** Locks a line from a transaction of its own, as a commit does; the function it gives ends that transaction. */
  holdLine?(namespace: string, line: LineKey): Promise<() => Promise<void>>;
  /** Does work inside an open transaction of the host, on a store that takes part in it. */
  inTransaction?(stores: Stores, work: (inside: Stores) => Promise<void>): Promise<void>;
  /** Takes every connection of the pool away; the function it gives returns them. */
  exhaustPool?(stores: Stores): Promise<() => Promise<void>>;
  /** Makes the disk full, or read-only; the function it gives ends that. */
  fillDisk?(stores: Stores): Promise<() => Promise<void>>;
  /** Reads back from the engine whether it synchronises each commit with the disk. */
  isSynchronous?(stores: Stores): Promise<boolean>;
  /** Removes what the adapter may remove: what it does from time to time by itself, or on demand. */
  prune?(stores: Stores): Promise<void>;
  /** Marks the schema of a namespace as written by a later release. */
  writeNewerSchema?(namespace: string): Promise<void>;
  /** Every schema that was released before, with data in it. */
  readonly earlierSchemas?: readonly EarlierSchema[];
  /** A differ to examine besides. */
  readonly differ?: DifferSubject;
}

/** A module that calls `serveConformance`, and how to run it. */
export interface WorkerModule {
  /** Path or file URL, for Node.js. */
  readonly module: string | URL;
  /** Arguments for Node.js itself, such as `--import tsx`. Default: none. */
  readonly execArgv?: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Statements of one connection, counted and broken. */
export interface StatementFaults {
  /** Number of statements since `arm` was called last, or ever. */
  count(): number;
  /** Makes the statement of this number, from 1, fail before or after the database executes it; 0 breaks none. */
  arm(statement: number, moment: 'before' | 'after'): void;
}

/** A schema as a release has left it. */
export interface EarlierSchema {
  readonly version: string;
  /** Makes the namespace with that schema; gives the lines that must be found in it afterwards, with their revisions. */
  create(namespace: string): Promise<readonly (LineKey & { readonly revision: number })[]>;
}

/** A differ, and documents that it can read. */
export interface DifferSubject {
  readonly differ: ContractDiffer;
  /** Pairs that differ, as JSON texts. */
  readonly pairs: readonly { readonly baseline: string; readonly candidate: string }[];
}
