import { err, ok, type Result } from 'neverthrow';

import type { Place } from '../../core/report.ts';
import { detectContract, type ContractKind } from '../../diff/source/contract-kind.ts';
import { findDifferences } from '../../diff/source/differences.ts';
import { toReport, type FindingDraft } from '../../diff/source/finding.ts';
import type { DocumentLimits } from '../../diff/source/limits.ts';
import { parseDocument, placeOf, type SourceDocument } from '../../diff/source/parse-document.ts';
import { toProblem } from '../../diff/source/problem.ts';
import { rolesOf } from '../../diff/source/references.ts';
import { isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { CallOptions } from '../../ports/call-options.ts';
import type { ContractDiffer, DiffError, DocumentProblem, DocumentSummary } from '../../ports/contract-differ.ts';
import { findCoverage, ignoredKeywords } from './coverage.ts';
import { askEngine } from '../../diff/openapi/second-opinion/engine.ts';
import { prepare } from '../../diff/openapi/second-opinion/prepare.ts';
import { engineVersion } from './engine-version.ts';
import { engineFindings, uncoveredFinding, undecidedPair } from './findings.ts';

/** Raised whenever a rule of this adapter changes. */
const rulesVersion = 1;

export interface OpenApiDiffDifferOptions {
  readonly limits?: Partial<DocumentLimits>;
}

/** An OpenAPI document that was read, with its root and kind. */
interface Contract {
  readonly document: SourceDocument;
  readonly root: JsonObject;
  readonly kind: ContractKind;
}

/**
 * Compares Swagger 2.0 and OpenAPI 3.0 documents by the npm package `openapi-diff`, as a second opinion.
 *
 * The package judges paths, operations, statuses, response headers and the schemas of JSON bodies. It does not look at
 * parameters, security, servers, other media types and a part of the schema keywords; what differs there is a finding
 * that carries `undecided`, unless it is documentation. So is every pair that the package refuses: OpenAPI 3.1 and
 * later, recursive schemas, documents its validator does not accept or that are too large for it. Documents that differ
 * in documentation only are compatible without asking it. The package is loaded at the first comparison.
 */
export function createOpenApiDiffDiffer(options: OpenApiDiffDifferOptions = {}): ContractDiffer {
  const ruleset_digest = `openapi-diff@${engineVersion()};rules@${rulesVersion}`;
  return {
    ruleset_digest,
    validate: async (document) =>
      read(document, options.limits)
        .map(summaryOf)
        .mapErr((problems) => invalid(problems)),
    diff: async (baselineBytes, candidateBytes, call) => {
      const baseline = read(baselineBytes, options.limits);
      if (baseline.isErr()) return err(invalid(baseline.error, 'baseline'));
      const candidate = read(candidateBytes, options.limits);
      if (candidate.isErr()) return err(invalid(candidate.error, 'candidate'));
      return compare(baseline.value, candidate.value, ruleset_digest, call);
    },
  };
}

async function compare(
  baseline: Contract,
  candidate: Contract,
  ruleset_digest: string,
  { signal }: CallOptions,
): ReturnType<ContractDiffer['diff']> {
  try {
    if (signal.aborted) return err(aborted);
    const drafts = await judge(baseline, candidate, signal);
    return drafts === 'aborted' ? err(aborted) : ok(await toReport(drafts, ruleset_digest));
  } catch (cause) {
    return err({ kind: 'unavailable', message: 'The package openapi-diff failed.', cause });
  }
}

async function judge(
  baseline: Contract,
  candidate: Contract,
  signal: AbortSignal,
): Promise<readonly FindingDraft[] | 'aborted'> {
  if (areEqual(baseline, candidate)) return [];
  const sides = { baseline: baseline.document, candidate: candidate.document };
  const [before, after] = [familyOf(baseline.kind), familyOf(candidate.kind)];
  if (before !== after) return [undecidedPair('specification-version-changed', sides, `${before} became ${after}`)];

  const coverage = findCoverage(baseline.root, candidate.root);
  const drafts: FindingDraft[] = coverage.uncovered.map((difference) => uncoveredFinding(difference, sides));
  const inexact = findInexact(baseline, candidate);
  if (inexact !== undefined) drafts.push(undecidedPair('number-not-exact', sides, inexact));
  // From 3.1 on, what stands beside a reference has a meaning, which the walk above does not see.
  if (before !== 'swagger 2' && before !== 'openapi 3.0') {
    return [...drafts, undecidedPair('openapi-version-not-judged', sides, `${before} is not supported`)];
  }
  if (!coverage.covered) return drafts;
  const prepared = { baseline: prepare(baseline.root), candidate: prepare(candidate.root) };
  const obstacle = prepared.baseline.obstacle ?? prepared.candidate.obstacle;
  if (obstacle !== undefined) return [...drafts, undecidedPair(obstacle, sides, obstacle)];
  if (signal.aborted) return 'aborted';

  const format = before === 'swagger 2' ? 'swagger2' : 'openapi3';
  const answer = await askEngine(format, prepared.baseline.document, prepared.candidate.document);
  if (signal.aborted) return 'aborted';
  if (answer.kind === 'refused') return [...drafts, undecidedPair('documents-not-judged', sides, answer.reason)];
  return [...drafts, ...engineFindings(answer.differences, coverage.removals, sides)];
}

/** Whether the documents say the same, apart from documentation and the order of members; references are text here. */
function areEqual(baseline: Contract, candidate: Contract): boolean {
  const pair = { baseline: baseline.root, candidate: candidate.root, baselinePointer: '', candidatePointer: '' };
  const ignored = new Set([...ignoredKeywords, 'info']);
  const differences = findDifferences(pair, 'object', { roles: rolesOf(baseline.root), ignored });
  return differences.length === 0 && findInexact(baseline, candidate) === undefined;
}

/** Numbers that look equal as doubles and are written differently could hide a difference. */
function findInexact(baseline: Contract, candidate: Contract): string | undefined {
  const written = ({ document }: Contract): readonly string[] =>
    document.inexact_numbers.map((number) => number.written).sort();
  const [before, after] = [written(baseline), written(candidate)];
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  return 'numbers that a double does not hold differ';
}

function familyOf({ specification, version }: ContractKind): string {
  const [major = '', minor = ''] = version.split('.');
  return specification === 'swagger' ? `swagger ${major}` : `openapi ${major}.${minor}`;
}

function read(
  bytes: Uint8Array,
  limits: Partial<DocumentLimits> | undefined,
): Result<Contract, readonly DocumentProblem[]> {
  return parseDocument(bytes, limits)
    .mapErr((error): readonly DocumentProblem[] => [toProblem(error)])
    .andThen((document) => {
      const kind = detectContract(document);
      const root = document.value;
      if (kind?.contract_type !== 'openapi' || !isJsonObject(root)) {
        return err([problem(document, 'not-openapi', '', 'The document is no OpenAPI document: it names no version.')]);
      }
      const problems = structureProblems(document, root, kind);
      return problems.length > 0 ? err(problems) : ok({ document, root, kind });
    });
}

const supported = /^(?:swagger 2|openapi 3\.[012])$/;

function structureProblems(document: SourceDocument, root: JsonObject, kind: ContractKind): readonly DocumentProblem[] {
  const family = familyOf(kind);
  if (!supported.test(family)) {
    const message = `The version ${kind.version} is not supported.`;
    return [problem(document, 'unsupported-version', `/${kind.specification}`, message)];
  }
  // From 3.1 on a document may consist of webhooks or components alone.
  const mayOmitPaths = family === 'openapi 3.1' || family === 'openapi 3.2';
  const missing = [
    ...(isObjectMember(root, 'info') ? [] : ['info']),
    ...(isObjectMember(root, 'paths') || (mayOmitPaths && !Object.hasOwn(root, 'paths')) ? [] : ['paths']),
  ];
  return missing.map((key) => problem(document, 'missing-member', `/${key}`, `The document needs an object "${key}".`));
}

function isObjectMember(root: JsonObject, key: string): boolean {
  return isJsonObject(ownMember(root, key));
}

function problem(document: SourceDocument, rule: string, pointer: string, message: string): DocumentProblem {
  const place: Place = placeOf(document, pointer);
  return { rule, message, ...place };
}

function summaryOf({ root, kind }: Contract): DocumentSummary {
  const info: JsonValue | undefined = ownMember(root, 'info');
  const title = isJsonObject(info) ? ownMember(info, 'title') : undefined;
  const specification = `${kind.specification} ${kind.version}`;
  return typeof title === 'string' ? { specification, title } : { specification };
}

function invalid(problems: readonly DocumentProblem[], side?: 'baseline' | 'candidate'): DiffError {
  const [first] = problems;
  const message = first?.message ?? 'The document cannot be read.';
  return { kind: 'invalid_document', message, problems, ...(side === undefined ? {} : { side }) };
}

const aborted: DiffError = { kind: 'timeout', message: 'The comparison was stopped before it was done.' };
