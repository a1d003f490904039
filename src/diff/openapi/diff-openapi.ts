import { err, ok, type Result } from 'neverthrow';

import type { DiffReport } from '../../core/report.ts';
import { millisecondsOf } from '../../internal/time.ts';
import type { DiffError } from '../diff-error.ts';
import type { DiffOptions } from '../diff-options.ts';
import { Findings, type FindingSink } from '../findings.ts';
import { digestOf, toJudging } from '../judging.ts';
import { createPayloadComparer } from '../payload/comparer.ts';
import { createSameness } from '../source/sameness.ts';
import { compareApis } from './compare.ts';
import { reportInvalid, reportInexact } from '../document-findings.ts';
import { parseApi, type ParsedApi } from './parse.ts';
import { alignBasePaths } from './read/base-paths.ts';
import { openApiRules, openApiRuleset } from './rules/catalogue.ts';

/** Letters that are escaped could hide a mark. */
const escapedLetter = /\\(?:u00|U000000|x)[4-7]/;

/** Without marks that keep members out of requests or responses these are judged alike, at half the cost. */
function mayHaveMarks({ document: { text } }: ParsedApi): boolean {
  return text.includes('readOnly') || text.includes('writeOnly') || escapedLetter.test(text);
}

/**
 * Compares two OpenAPI documents (Swagger 2.0, OpenAPI 3.0 to 3.2, JSON or YAML): does every counterparty written
 * against the baseline still work with the candidate?
 *
 * Requests have to stay accepted; responses, and the payloads of callbacks and webhooks, have to stay what their
 * readers expect. Every break names its rule, its place in both documents and, where schemas differ, a payload that
 * shows it. What cannot be decided is breaking and says why in `undecided`. Nothing is loaded: references to other
 * documents are refused. The same documents and options give the same report.
 *
 * Lines and columns are looked up when they are first read; until then a report keeps the texts in memory.
 *
 * @returns `invalid_document` with the side and its problems where a document cannot be read within its limits, or
 *   breaks its specification (unless `invalid: 'compare'`)
 * @throws TypeError for documents that are neither text nor bytes, and for impossible options: an unknown rule in
 *   `levels`, `accept` without `now`, times that are not RFC 3339, limits that are no counts
 */
export async function diffOpenApi(
  baseline: string | Uint8Array,
  candidate: string | Uint8Array,
  options: DiffOptions = {},
): Promise<Result<DiffReport, DiffError>> {
  const judging = toJudging(options, openApiRules);
  const before = parseApi(baseline, 'baseline', options);
  if (before.isErr()) return err(before.error);
  // What is certainly the same needs no second reading.
  const after = areSame(baseline, candidate) ? before : parseApi(candidate, 'candidate', options);
  if (after.isErr()) return err(after.error);
  const sides = { baseline: before.value, candidate: after.value };
  const findings = new Findings();
  reportInvalid(sides, findings);
  const { mode = 'backward' } = options;
  const isSame = before === after;
  if (!isSame && mode !== 'forward') compare(sides, findings, options);
  if (!isSame && mode !== 'backward') {
    compare({ baseline: after.value, candidate: before.value }, findings.wayBack(), options);
  }
  if (options.secondOpinion === true) {
    const { addSecondOpinion } = await import('./second-opinion/second-opinion.ts');
    if (mode !== 'forward') await addSecondOpinion(sides, findings);
    if (mode !== 'backward') {
      await addSecondOpinion({ baseline: after.value, candidate: before.value }, findings.wayBack());
    }
  }
  const documents = { baseline: before.value.document, candidate: after.value.document };
  return ok(await findings.toReport(documents, digestOf(openApiRuleset, options), judging));
}

/** Whether two sources are the same text, given alike. */
function areSame(one: string | Uint8Array, other: string | Uint8Array): boolean {
  if (!ArrayBuffer.isView(one) || !ArrayBuffer.isView(other)) return one === other;
  if (one.length !== other.length) return false;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  return same === one.length;
}

interface Sides {
  readonly baseline: ParsedApi;
  readonly candidate: ParsedApi;
}

function compare({ baseline, candidate }: Sides, findings: FindingSink, options: DiffOptions): void {
  const [before, after] = [baseline.document.value, candidate.document.value];
  const sameness = createSameness(before, after);
  const { undeclared, budget, now } = options;
  const payloads = createPayloadComparer({
    baseline: before,
    candidate: after,
    marks: [baseline, candidate].some(mayHaveMarks),
    sameness,
    ...(undeclared === undefined ? {} : { undeclared }),
    ...(budget === undefined ? {} : { budget }),
  });
  reportInexact({ baseline: baseline.document, candidate: candidate.document }, findings);
  const models = alignBasePaths(baseline.model, candidate.model);
  compareApis({
    baseline: { model: models.baseline, root: before },
    candidate: { model: models.candidate, root: after },
    findings,
    payloads,
    sameness,
    now: now === undefined ? undefined : millisecondsOf(now),
  });
}
