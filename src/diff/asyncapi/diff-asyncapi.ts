import { err, ok, type Result } from 'neverthrow';

import type { DiffReport } from '../../core/report.ts';
import type { DiffError } from '../diff-error.ts';
import type { DiffOptions } from '../diff-options.ts';
import { reportInexact, reportInvalid } from '../document-findings.ts';
import { Findings, type FindingSink } from '../findings.ts';
import { digestOf, toJudging } from '../judging.ts';
import { createPayloadComparer } from '../payload/comparer.ts';
import { createSameness } from '../source/sameness.ts';
import { compareModels } from './compare/compare.ts';
import { parseEvents, type ParsedEvents } from './parse.ts';
import { asyncApiRules, asyncApiRuleset } from './rules/catalogue.ts';
import { createGrammarLoader } from './validate/specification.ts';

/**
 * Compares two AsyncAPI documents (2.0 to 2.6, 3.0 and 3.1, JSON or YAML, in any combination): does every counterparty
 * written against the baseline still work with the candidate?
 *
 * What the described application receives has to stay accepted; what it sends has to stay what listeners expect;
 * replies travel against their operation. Payloads are compared by what they accept (JSON Schema, OpenAPI schemas),
 * by schema resolution (Avro) or by field numbers (Protobuf), and a break shows a payload. What cannot be decided is
 * breaking and says why in `undecided`. Nothing is loaded: references to other documents are refused. The same
 * documents and options give the same report.
 *
 * Messages that stay on a topic outlive the document that described them: where they are retained, compare the
 * candidate with every version that is still live, not with the last one only.
 *
 * Lines and columns are looked up when they are first read; until then a report keeps the texts in memory.
 *
 * @returns `invalid_document` with the side and its problems where a document cannot be read within its limits, or
 *   breaks its specification (unless `invalid: 'compare'`)
 * @throws TypeError for documents that are neither text nor bytes, and for impossible options: an unknown rule in
 *   `levels`, `accept` without `now`, times that are not RFC 3339, limits that are no counts
 */
export async function diffAsyncApi(
  baseline: string | Uint8Array,
  candidate: string | Uint8Array,
  options: DiffOptions = {},
): Promise<Result<DiffReport, DiffError>> {
  const judging = toJudging(options, asyncApiRules);
  const grammarOf = createGrammarLoader();
  const before = await parseEvents(baseline, 'baseline', options, grammarOf);
  if (before.isErr()) return err(before.error);
  const after = await parseEvents(candidate, 'candidate', options, grammarOf);
  if (after.isErr()) return err(after.error);
  const sides = { baseline: before.value, candidate: after.value };
  const findings = new Findings();
  reportInvalid(sides, findings);
  const { mode = 'backward' } = options;
  if (mode !== 'forward') await compare(sides, findings, options);
  if (mode !== 'backward') {
    await compare({ baseline: after.value, candidate: before.value }, findings.wayBack(), options);
  }
  const documents = { baseline: before.value.document, candidate: after.value.document };
  return ok(await findings.toReport(documents, digestOf(asyncApiRuleset, options), judging));
}

interface Sides {
  readonly baseline: ParsedEvents;
  readonly candidate: ParsedEvents;
}

async function compare({ baseline, candidate }: Sides, findings: FindingSink, options: DiffOptions): Promise<void> {
  const { undeclared, budget } = options;
  const sameness = createSameness(baseline.root, candidate.root);
  reportInexact({ baseline: baseline.document, candidate: candidate.document }, findings);
  await compareModels({
    baseline,
    candidate,
    findings,
    sameness,
    payloads: createPayloadComparer({
      baseline: baseline.root,
      candidate: candidate.root,
      marks: false,
      sameness,
      ...(undeclared === undefined ? {} : { undeclared }),
      ...(budget === undefined ? {} : { budget }),
    }),
    asked: new Map(),
    compared: new Map(),
    pending: [],
  });
}
