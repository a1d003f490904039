import { err } from 'neverthrow';

import type { FindingLevel } from '../../core/report.ts';
import { diffAsyncApi, asyncApiRuleset } from '../../diff/asyncapi/diff-asyncapi.ts';
import { parseEvents, type ParsedEvents } from '../../diff/asyncapi/parse.ts';
import { digestOf, toJudging } from '../../diff/judging.ts';
import type { DocumentLimits } from '../../diff/source/limits.ts';
import { isJsonObject, ownMember } from '../../internal/json.ts';
import type { ContractDiffer, DiffError, DocumentSummary } from '../../ports/contract-differ.ts';

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
  toJudging(options, asyncApiRuleset.rules);
  return {
    ruleset_digest: digestOf(asyncApiRuleset, options),
    validate: async (bytes, { signal }) => {
      const parsed = await parseEvents(bytes, undefined, options);
      if (signal.aborted) return err(aborted);
      return parsed.map(summaryOf);
    },
    diff: async (baseline, candidate, { signal }) => {
      if (signal.aborted) return err(aborted);
      const report = await diffAsyncApi(baseline, candidate, options);
      return signal.aborted ? err(aborted) : report;
    },
  };
}

function summaryOf({ root, version }: ParsedEvents): DocumentSummary {
  const info = ownMember(root, 'info');
  const title = isJsonObject(info) ? ownMember(info, 'title') : undefined;
  const specification = `asyncapi ${version}`;
  return typeof title === 'string' ? { specification, title } : { specification };
}

const aborted: DiffError = { kind: 'timeout', message: 'The comparison was stopped before it was done.' };
