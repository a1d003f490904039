import { err } from 'neverthrow';

import { diffAsyncApi, asyncApiRuleset } from '../../diff/asyncapi/diff-asyncapi.ts';
import { parseEvents, type ParsedEvents } from '../../diff/asyncapi/parse.ts';
import type { DiffOptions } from '../../diff/diff-options.ts';
import { digestOf, toJudging } from '../../diff/judging.ts';
import { isJsonObject, ownMember } from '../../internal/json.ts';
import type { ContractDiffer, DiffError, DocumentSummary } from '../../ports/contract-differ.ts';

/** How event contracts are compared; the same as for `diffAsyncApi`. */
export type AsyncApiDifferOptions = Pick<
  DiffOptions,
  'mode' | 'undeclared' | 'levels' | 'perspective' | 'limits' | 'budget'
>;

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
