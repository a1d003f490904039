import assert from 'node:assert/strict';

import type { Result } from 'neverthrow';

import type { FixedClock } from '../../../src/adapters/memory/fixed-clock.ts';
import type { ContractStore } from '../../../src/ports/contract-store.ts';
import type { DocumentStore } from '../../../src/ports/document-store.ts';
import type { Outbox } from '../../../src/ports/outbox.ts';

/** The ports of one connection to a store. */
export interface Stores {
  readonly store: ContractStore;
  readonly documents: DocumentStore;
  readonly outbox: Outbox;
}

/** An empty store to examine: it forgets commands after `commandRetentionMs` and parks after `failureLimit` failures. */
export interface StoreSubject extends Stores {
  /** The store's own clock. */
  readonly clock: FixedClock;
  /** Another connection to the same data, where there can be several. */
  readonly connect?: () => Stores;
  /** Breaks statements, where the store sends any. */
  readonly faults?: Faults;
}

/** How subjects are set up. */
export const commandRetentionMs = 60_000;
export const failureLimit = 3;
export const start = '2026-03-01T08:00:00.000Z';

/** Breaks the statements that a store sends to its database. */
export interface Faults {
  /** Number of statements since `arm` was called last, or ever. */
  count(): number;
  /** Makes the statement of this number, from 1, fail before or after the database executes it; 0 breaks none. */
  arm(statement: number, moment: 'before' | 'after'): void;
}

/** What a subject must have for a case to apply. */
type Capability = 'connect' | 'faults';

/** One promise of the ports. `run` throws if the subject does not keep it. */
export interface StoreCase {
  readonly name: string;
  readonly needs?: Capability;
  run(subject: StoreSubject): Promise<void>;
}

/** Options of a call that nobody aborts. */
export const call = { signal: new AbortController().signal };

/** The value of a result; an error fails the case. */
export function valueOf<Value, Failure>(result: Result<Value, Failure>): Value {
  if (result.isOk()) return result.value;
  throw new assert.AssertionError({ message: `Unexpected failure: ${JSON.stringify(result.error)}` });
}

/** The error of a result; a value fails the case. */
export function errorOf<Value, Failure>(result: Result<Value, Failure>): Failure {
  if (result.isErr()) return result.error;
  throw new assert.AssertionError({ message: `Unexpected success: ${JSON.stringify(result.value)}` });
}

/** The kind of a result's error. */
export function kindOf<Value, Failure extends { readonly kind: string }>(result: Result<Value, Failure>): string {
  return errorOf(result).kind;
}
