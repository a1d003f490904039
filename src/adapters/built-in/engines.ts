import type { Result } from 'neverthrow';

import type { DiffReport } from '../../core/report.ts';
import type { DiffOptions } from '../../diff/diff-options.ts';
import { toJudging, type Ruleset } from '../../diff/judging.ts';
import type { ParsedApi } from '../../diff/openapi/parse.ts';
import { openApiRuleset } from '../../diff/openapi/rules/catalogue.ts';
import { detectContract } from '../../diff/source/contract-kind.ts';
import { resolveLimits } from '../../diff/source/limits.ts';
import { isJsonObject, ownMember } from '../../internal/json.ts';
import type { DiffError, DocumentSummary } from '../../ports/contract-differ.ts';

/** What compares documents of one contract type. */
export interface Engine {
  readonly ruleset: Ruleset;
  validate(document: string | Uint8Array, options: DiffOptions): Promise<Result<DocumentSummary, DiffError>>;
  diff(
    baseline: string | Uint8Array,
    candidate: string | Uint8Array,
    options: DiffOptions,
  ): Promise<Result<DiffReport, DiffError>>;
}

/** The engines; what they are made of is loaded by the first document. */
export const engines: Readonly<Record<'openapi', Engine>> = {
  openapi: {
    ruleset: openApiRuleset,
    validate: async (document, options) => {
      const { parseApi } = await import('../../diff/openapi/parse.ts');
      return parseApi(document, undefined, options).map(summaryOf);
    },
    diff: async (baseline, candidate, options) => {
      const { diffOpenApi } = await import('../../diff/openapi/diff-openapi.ts');
      return diffOpenApi(baseline, candidate, options);
    },
  },
};

/**
 * Refuses what no comparison could work with.
 *
 * @throws TypeError naming the option
 */
export function assertOptions({ ruleset }: Engine, options: DiffOptions): void {
  toJudging(options, ruleset.rules);
  resolveLimits(options.limits);
}

function summaryOf({ document }: ParsedApi): DocumentSummary {
  const kind = detectContract(document);
  const info = isJsonObject(document.value) ? ownMember(document.value, 'info') : undefined;
  const title = isJsonObject(info) ? ownMember(info, 'title') : undefined;
  const specification = kind === undefined ? 'unknown' : `${kind.specification} ${kind.version}`;
  return typeof title === 'string' ? { specification, title } : { specification };
}
