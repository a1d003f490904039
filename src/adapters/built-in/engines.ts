import { err, ok, type Result } from 'neverthrow';

import type { ContractType } from '../../core/line.ts';
import type { DiffReport } from '../../core/report.ts';
import { asyncApiRuleset } from '../../diff/asyncapi/rules/catalogue.ts';
import type { DiffOptions } from '../../diff/diff-options.ts';
import { toJudging, type Ruleset } from '../../diff/judging.ts';
import type { ParsedApi } from '../../diff/openapi/parse.ts';
import { openApiRuleset } from '../../diff/openapi/rules/catalogue.ts';
import { detectContract } from '../../diff/source/contract-kind.ts';
import { resolveLimits } from '../../diff/source/limits.ts';
import type { SourceDocument } from '../../diff/source/parse-document.ts';
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
export const engines: Readonly<Record<ContractType, Engine>> = {
  openapi: {
    ruleset: openApiRuleset,
    validate: async (document, options) => {
      const { parseApi } = await import('../../diff/openapi/parse.ts');
      return parseApi(document, undefined, options).andThen(describe);
    },
    diff: async (baseline, candidate, options) => {
      const { diffOpenApi } = await import('../../diff/openapi/diff-openapi.ts');
      return diffOpenApi(baseline, candidate, options);
    },
  },
  event: {
    ruleset: asyncApiRuleset,
    validate: async (document, options) => {
      const { parseEvents } = await import('../../diff/asyncapi/parse.ts');
      return (await parseEvents(document, undefined, options)).map(summaryOf);
    },
    diff: async (baseline, candidate, options) => {
      const { diffAsyncApi } = await import('../../diff/asyncapi/diff-asyncapi.ts');
      return diffAsyncApi(baseline, candidate, options);
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

/** A document that describes nothing is more likely a part of one; comparisons can do without this. */
function describe({ document }: ParsedApi): Result<DocumentSummary, DiffError> {
  const summary = summaryOf({ document });
  const needed = /^openapi 3\.[1-9]/.test(summary.specification) ? ['paths', 'webhooks', 'components'] : ['paths'];
  const root = isJsonObject(document.value) ? document.value : {};
  if (needed.some((name) => Object.hasOwn(root, name))) return ok(summary);
  const message = `The document describes no API: it has no ${needed.map((name) => `"${name}"`).join(', no ')}.`;
  return err({ kind: 'invalid_document', message, problems: [{ rule: 'missing-member', message, pointer: '' }] });
}

function summaryOf({ document }: { readonly document: SourceDocument }): DocumentSummary {
  const { specification, version } = detectContract(document) ?? { specification: 'unknown', version: 'unknown' };
  const info = isJsonObject(document.value) ? ownMember(document.value, 'info') : undefined;
  const title = isJsonObject(info) ? ownMember(info, 'title') : undefined;
  const summary = { specification: `${specification} ${version}` };
  return typeof title === 'string' ? { ...summary, title } : summary;
}
