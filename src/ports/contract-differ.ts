import type { Result } from 'neverthrow';

import type { DiffReport } from '../core/report.ts';
import type { CallOptions } from './call-options.ts';

/**
 * Judges two documents of one contract type.
 *
 * Deterministic: the same bytes give the same report under the same `ruleset_digest`, whatever the order of keys.
 * What it cannot decide it reports as a `breaking` finding that carries `undecided`; it never guesses `compatible`.
 * It reads nothing but the bytes it is given: no network, no files.
 */
export interface ContractDiffer {
  /** Identifies rules, engine and options. It changes whenever the same pair could be judged differently. */
  readonly ruleset_digest: string;
  /** Whether a document is one this differ can read, within its limits; asked when a version is created. */
  validate(document: Uint8Array, options: CallOptions): Promise<Result<DocumentSummary, DiffError>>;
  /** Compares baseline with candidate; both were accepted by `validate` before, perhaps under other rules. */
  diff(baseline: Uint8Array, candidate: Uint8Array, options: CallOptions): Promise<Result<DiffReport, DiffError>>;
}

/** What a differ says of a document that it accepts. */
export interface DocumentSummary {
  /** The specification and its version, as the document states them: `openapi 3.1.0`, `asyncapi 3.0.0`. */
  readonly specification: string;
  readonly title?: string;
}

/** Why a differ has no answer; none of these is ever read as a verdict. */
export type DiffError =
  | {
      readonly kind: 'invalid_document';
      /** Absent from `validate`, which sees one document only. */
      readonly side?: 'baseline' | 'candidate';
      readonly message: string;
      readonly problems: readonly DocumentProblem[];
    }
  | { readonly kind: 'timeout'; readonly message: string }
  | {
      readonly kind: 'unavailable';
      readonly reason?: DifferUnavailableReason;
      readonly message: string;
      readonly cause?: unknown;
    };

/**
 * Why a differ cannot answer: `queue_full`, more is asked than it keeps in line; `out_of_memory`, the comparison needs
 * more than it may have; `worker_died`, what compared is gone and was replaced; `closed`, it takes no more; `failed`,
 * anything else.
 */
export type DifferUnavailableReason = 'queue_full' | 'out_of_memory' | 'worker_died' | 'closed' | 'failed';

/** One thing wrong with a document. */
export interface DocumentProblem {
  /** A stable name of the rule or limit: `duplicate-key`, `external-reference`, `limit-exceeded`. */
  readonly rule: string;
  readonly message: string;
  /** JSON Pointer (RFC 6901) of the place. */
  readonly pointer?: string;
  readonly line?: number;
  readonly column?: number;
  /** The limit that was exceeded, and its value. */
  readonly limit?: { readonly name: string; readonly value: number };
}
