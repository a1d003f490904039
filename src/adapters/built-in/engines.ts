import { err, ok, type Result } from 'neverthrow';

import type { DiffReport } from '../../core/report.ts';
import type { DiffOptions } from '../../diff/diff-options.ts';
import { asyncApiRuleset } from '../../diff/asyncapi/rules/catalogue.ts';
import { toJudging, type Ruleset } from '../../diff/judging.ts';
import type { ParsedApi } from '../../diff/openapi/parse.ts';
import { openApiRuleset } from '../../diff/openapi/rules/catalogue.ts';
import { detectContract } from '../../diff/source/contract-kind.ts';
import { resolveLimits } from '../../diff/source/limits.ts';
import { isJsonObject, ownMember, type JsonObject } from '../../internal/json.ts';
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
export const engines: Readonly<Record<'openapi' | 'event', Engine>> = {
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
      const parsed = await parseEvents(document, undefined, options);
      return parsed.map(({ root, version }) => summaryOf(`asyncapi ${version}`, root));
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
  const { specification, version } = detectContract(document) ?? { specification: 'unknown', version: '' };
  const root = isJsonObject(document.value) ? document.value : {};
  const needed = /^3\.[1-9]/.test(version) ? ['paths', 'webhooks', 'components'] : ['paths'];
  if (!needed.some((name) => Object.hasOwn(root, name))) {
    const message = `The document describes no API: it has no ${needed.map((name) => `"${name}"`).join(', no ')}.`;
    return err({ kind: 'invalid_document', message, problems: [{ rule: 'missing-member', message, pointer: '' }] });
  }
  return ok(summaryOf(`${specification} ${version}`, root));
}

function summaryOf(specification: string, root: JsonObject): DocumentSummary {
  const info = ownMember(root, 'info');
  const title = isJsonObject(info) ? ownMember(info, 'title') : undefined;
  return typeof title === 'string' ? { specification, title } : { specification };
}
