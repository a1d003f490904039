import { err, ok, type Result } from 'neverthrow';

import { detectContract } from '../../diff/source/contract-kind.ts';
import { documentationKeywords, findDifferences, type Difference } from '../../diff/source/differences.ts';
import { toReport, type FindingDraft } from '../../diff/source/finding.ts';
import type { DocumentLimits } from '../../diff/source/limits.ts';
import { parseDocument, placeOf, type SourceDocument } from '../../diff/source/parse-document.ts';
import { toProblem } from '../../diff/source/problem.ts';
import { rolesOf } from '../../diff/source/references.ts';
import { findTarget } from '../../diff/source/resolve.ts';
import { toPointer } from '../../internal/json-pointer.ts';
import { isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { ContractDiffer, DiffError, DocumentProblem, DocumentSummary } from '../../ports/contract-differ.ts';
import { findHazard } from './guard.ts';
import { createValidator, parserVersion, type Diagnostic } from './validator.ts';

/** Raised whenever a rule of this adapter changes. */
const rulesVersion = 1;

export interface AsyncApiDifferOptions {
  readonly limits?: Partial<DocumentLimits>;
}

/** An AsyncAPI document that was read. */
interface Contract {
  readonly document: SourceDocument;
  readonly root: JsonObject;
  readonly version: string;
}

/**
 * Tells AsyncAPI documents that say the same apart from those that do not, and nothing more.
 *
 * Documents are equal if they differ in documentation and in the order of members only; then they are compatible. Every
 * other difference is a finding that carries `undecided`. `validate` asks `@asyncapi/parser`, which is loaded at the
 * first call; `diff` does not need it, since no document becomes compatible by being valid.
 */
export function createAsyncApiDiffer(options: AsyncApiDifferOptions = {}): ContractDiffer {
  const ruleset_digest = `asyncapi-equality;parser@${parserVersion()};rules@${rulesVersion}`;
  const validator = createValidator();
  return {
    ruleset_digest,
    validate: async (bytes, { signal }) => {
      const contract = read(bytes, options.limits);
      if (contract.isErr()) return err(invalid(contract.error));
      if (signal.aborted) return err(aborted);
      try {
        const diagnostics = await validator(contract.value.root);
        if (signal.aborted) return err(aborted);
        const problems = diagnostics.map((diagnostic) => diagnosticProblem(contract.value.document, diagnostic));
        return problems.length > 0 ? err(invalid(problems)) : ok(summaryOf(contract.value));
      } catch (cause) {
        return err({ kind: 'unavailable', message: 'The package @asyncapi/parser failed.', cause });
      }
    },
    diff: async (baselineBytes, candidateBytes, { signal }) => {
      const baseline = read(baselineBytes, options.limits);
      if (baseline.isErr()) return err(invalid(baseline.error, 'baseline'));
      const candidate = read(candidateBytes, options.limits);
      if (candidate.isErr()) return err(invalid(candidate.error, 'candidate'));
      if (signal.aborted) return err(aborted);
      return ok(await toReport(compare(baseline.value, candidate.value), ruleset_digest));
    },
  };
}

function compare(baseline: Contract, candidate: Contract): readonly FindingDraft[] {
  const pair = { baseline: baseline.root, candidate: candidate.root, baselinePointer: '', candidatePointer: '' };
  const ignored = new Set([...documentationKeywords, 'info']);
  const differences = findDifferences(pair, 'object', { roles: rolesOf(baseline.root), ignored });
  const sides = { baseline: baseline.document, candidate: candidate.document };
  const drafts = differences.map((difference) => differenceFinding(difference, sides));
  const [before, after] = [inexactNumbers(baseline), inexactNumbers(candidate)];
  if (before === after) return drafts;
  return [...drafts, differenceFinding({ baseline: '', candidate: '', key: '' }, sides, [before, after])];
}

/** Numbers that look equal as doubles and are written differently could hide a difference. */
function inexactNumbers({ document }: Contract): string {
  return JSON.stringify(document.inexact_numbers.map(({ written }) => written).sort());
}

function differenceFinding(
  { baseline, candidate }: Difference,
  sides: { readonly baseline: SourceDocument; readonly candidate: SourceDocument },
  values: readonly unknown[] = [valueAt(sides.baseline, baseline), valueAt(sides.candidate, candidate)],
): FindingDraft {
  let what = 'changed';
  if (baseline === undefined) what = 'was added';
  else if (candidate === undefined) what = 'was removed';
  return {
    rule: 'event-contract-changed',
    level: 'breaking',
    direction: 'none',
    ...(baseline === undefined ? {} : { baseline: placeOf(sides.baseline, baseline) }),
    ...(candidate === undefined ? {} : { candidate: placeOf(sides.candidate, candidate) }),
    message: `${(candidate ?? baseline) || 'The document'} ${what}.`,
    because: 'Changes of event contracts are not judged by this differ, so nothing says that the change is harmless.',
    remedy: 'Undo the change, or compare with a differ that judges it.',
    undecided: 'this differ only recognises equal event contracts',
    values,
  };
}

function valueAt(document: SourceDocument, pointer: string | undefined): JsonValue {
  return pointer === undefined ? null : (findTarget(document.value, `#${encodeURI(pointer)}`)?.value ?? null);
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
      if (kind?.contract_type !== 'event' || !isJsonObject(root)) {
        const message = 'The document is no AsyncAPI document: it names no version.';
        return err([{ rule: 'not-asyncapi', message, ...placeOf(document, '') }]);
      }
      const hazard = findHazard(root);
      if (hazard !== undefined) return err([{ ...hazard, ...placeOf(document, hazard.pointer) }]);
      return ok({ document, root, version: kind.version });
    });
}

function diagnosticProblem(document: SourceDocument, { rule, message, path }: Diagnostic): DocumentProblem {
  return { rule, message: message.slice(0, 1000), ...placeOf(document, toPointer(path)) };
}

function summaryOf({ root, version }: Contract): DocumentSummary {
  const info = ownMember(root, 'info');
  const title = isJsonObject(info) ? ownMember(info, 'title') : undefined;
  const specification = `asyncapi ${version}`;
  return typeof title === 'string' ? { specification, title } : { specification };
}

function invalid(problems: readonly DocumentProblem[], side?: 'baseline' | 'candidate'): DiffError {
  const message = problems[0]?.message ?? 'The document cannot be read.';
  return { kind: 'invalid_document', message, problems, ...(side === undefined ? {} : { side }) };
}

const aborted: DiffError = { kind: 'timeout', message: 'The comparison was stopped before it was done.' };
