import type { FindingLevel } from '../core/report.ts';
import type { Waiver } from './findings.ts';
import type { DocumentLimits } from './source/limits.ts';

/** How two contract documents are compared. */
export interface DiffOptions {
  /**
   * `backward` (the default): does every counterparty written against the baseline still work? `forward`: would every
   * counterparty written against the candidate work with the baseline? `full`: both.
   */
  readonly mode?: 'backward' | 'forward' | 'full';
  /**
   * `no-collision` (the default): a sender is not assumed to send, undeclared, a member that only the other document
   * declares. `strict`: schemas are pure sets of JSON values.
   */
  readonly undeclared?: 'no-collision' | 'strict';
  /** Levels by rule id (or alias), in place of the catalogue's. An id that no rule has is a TypeError. */
  readonly levels?: Readonly<Record<string, FindingLevel>>;
  /** Breaks that were accepted: they stay in the report, marked, and do not count until they expire. */
  readonly accept?: readonly Waiver[];
  /** The time at which waivers and sunset dates are judged, RFC 3339. Needed where `accept` is given. */
  readonly now?: string;
  /**
   * What happens to a document that breaks its specification: `refuse` (the default), or `compare` what can be compared
   * safely; the violations then are findings that block.
   */
  readonly invalid?: 'refuse' | 'compare';
  /** OpenAPI only: adds the breaking findings of the `openapi-diff` package, named as its own. Default false. */
  readonly secondOpinion?: boolean;
  /**
   * AsyncAPI 2.x only: whose view the document takes. `application` (the default, as the specification says): the
   * application receives what is under `publish`. `client`: it sends that.
   */
  readonly perspective?: 'application' | 'client';
  /** Limits on each document; the rest are the defaults. */
  readonly limits?: Partial<DocumentLimits>;
  /** Steps that one question about two schemas may take. Default 200 000. */
  readonly budget?: number;
}
