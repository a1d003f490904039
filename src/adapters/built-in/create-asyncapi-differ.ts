import { err } from 'neverthrow';

import type { FindingLevel } from '../../core/report.ts';
import { digestOf } from '../../diff/judging.ts';
import type { DocumentLimits } from '../../diff/source/limits.ts';
import type { ContractDiffer, DiffError } from '../../ports/contract-differ.ts';
import { assertOptions, engines } from './engines.ts';

/** How event contracts are compared; the same as for `diffAsyncApi`. */
export interface AsyncApiDifferOptions {
  /** Whose counterparties are protected: the baseline's (`backward`, the default), the candidate's, or both. */
  readonly mode?: 'backward' | 'forward' | 'full';
  /** How members that a schema does not declare are read. Default `no-collision`. */
  readonly undeclared?: 'no-collision' | 'strict';
  /** Levels by rule id, in place of the catalogue's. An id that no rule has is a TypeError. */
  readonly levels?: Readonly<Record<string, FindingLevel>>;
  /** Whose view documents of version 2.x take. Default `application`: it receives what is under `publish`. */
  readonly perspective?: 'application' | 'client';
  /** Limits on each document; the rest are the defaults. */
  readonly limits?: Partial<DocumentLimits>;
  /** Steps that one question about two schemas may take. Default 200 000. */
  readonly budget?: number;
}

/**
 * Judges event contracts (AsyncAPI 2.0 to 2.6, 3.0 and 3.1) with `diffAsyncApi`: servers, channels, operations,
 * messages, their payloads in JSON Schema, Avro and Protobuf, and protocol bindings.
 *
 * `validate` refuses what breaks the specification, leaves the document or exceeds the limits. Packages for Avro and
 * Protobuf are loaded by the first comparison that needs them.
 *
 * @throws TypeError for impossible options
 */
export function createAsyncApiDiffer(options: AsyncApiDifferOptions = {}): ContractDiffer {
  const engine = engines.event;
  assertOptions(engine, options);
  return {
    ruleset_digest: digestOf(engine.ruleset, options),
    validate: async (bytes, { signal }) => {
      const summary = await engine.validate(bytes, options);
      return signal.aborted ? err(aborted) : summary;
    },
    diff: async (baseline, candidate, { signal }) => {
      if (signal.aborted) return err(aborted);
      const report = await engine.diff(baseline, candidate, options);
      return signal.aborted ? err(aborted) : report;
    },
  };
}

const aborted: DiffError = { kind: 'timeout', message: 'The comparison was stopped before it was done.' };
