import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import type { Comparison } from '../core/context.ts';
import type { DependencyUnavailable, Refusal } from '../core/error.ts';
import { dependencyUnavailable, invalidPayload, unsupportedContractType } from '../core/error.ts';
import type { Pair } from '../core/evidence.ts';
import type { ContractLine, ContractType, ContractVersion } from '../core/line.ts';
import type { DiffReport, Finding } from '../core/report.ts';
import { diffReportSchema } from '../core/report.ts';
import { canonicalJson } from '../internal/canonical-json.ts';
import { checksumOf } from '../internal/checksum.ts';
import type { ContractDiffer, DiffError, DocumentSummary } from '../ports/contract-differ.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { bytesSchema, callPort, nothingSchema } from './call-port.ts';
import type { Dependencies } from './dependencies.ts';
import { storeUnavailableSchema } from './record.ts';

/** Findings that a check keeps with itself, and the size of a witness that it keeps with a finding. */
const keptFindings = 5;
const keptWitnessLength = 1_000;

const problemSchema = z.object({
  rule: z.string(),
  message: z.string(),
  pointer: z.string().exactOptional(),
  line: z.int().exactOptional(),
  column: z.int().exactOptional(),
  limit: z.object({ name: z.string(), value: z.number() }).exactOptional(),
});

const diffErrorSchema: z.ZodType<DiffError> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('invalid_document'),
    side: z.enum(['baseline', 'candidate']).exactOptional(),
    message: z.string(),
    problems: z.array(problemSchema),
  }),
  z.object({ kind: z.literal('timeout'), message: z.string() }),
  z.object({
    kind: z.literal('unavailable'),
    reason: z.enum(['queue_full', 'out_of_memory', 'worker_died', 'closed', 'failed']).exactOptional(),
    message: z.string(),
    cause: z.unknown().optional(),
  }),
]);

const summarySchema: z.ZodType<DocumentSummary> = z.object({
  specification: z.string(),
  title: z.string().exactOptional(),
});

/** The rules in force for a contract type; `null` without a differ. One that does not say its rules has no verdict. */
export function rulesetDigest(
  deps: Dependencies,
  contract_type: ContractType,
): Result<string | null, DependencyUnavailable> {
  const differ = deps.differs[contract_type];
  if (differ === undefined) return ok(null);
  try {
    const digest: unknown = differ.ruleset_digest;
    if (typeof digest === 'string' && digest !== '') return ok(digest);
    return err(dependencyUnavailable('contract_differ', 'malformed_answer'));
  } catch (cause) {
    return err(dependencyUnavailable('contract_differ', 'failed', { cause }));
  }
}

/** Whether a document is one that versions of this type can have. */
export async function validateDocument(
  deps: Dependencies,
  contract_type: ContractType,
  document: Uint8Array,
): Promise<Result<DocumentSummary, Refusal>> {
  const differ = deps.differs[contract_type];
  if (differ === undefined) return err(unsupportedContractType(contract_type));
  const validated = await callPort({
    dependency: 'contract_differ',
    deadline_ms: deps.deadlines.diff_ms,
    value: summarySchema,
    error: diffErrorSchema,
    call: (options) => differ.validate(document, options),
  });
  return validated.mapErr(toRefusal);
}

/** Comparisons of one command by the checksums they are about: a retry of the command does not compute them again. */
export type KnownComparisons = Map<string, Comparison>;

/**
 * Compares the documents of pairs. What is necessary and fails is a refusal; what only informs is left out then, and
 * waits no longer than any other port.
 */
export async function comparePairs(
  deps: Dependencies,
  line: ContractLine,
  pairs: readonly Pair[],
  { ruleset_digest, known }: { readonly ruleset_digest: string | null; readonly known: KnownComparisons },
): Promise<Result<readonly Comparison[], Refusal>> {
  const differ = deps.differs[line.contract_type];
  const { documents } = deps;
  if (differ === undefined || documents === undefined || ruleset_digest === null) return ok([]);
  const comparisons: Comparison[] = [];
  for (const pair of pairs) {
    const key = `${pair.baseline.checksum} ${pair.candidate.checksum} ${ruleset_digest}`;
    const before = known.get(key);
    const compared =
      before === undefined ? await comparePair(deps, { differ, documents, ruleset_digest }, pair) : ok(before);
    if (compared.isOk()) {
      known.set(key, compared.value);
      comparisons.push({
        ...compared.value,
        baseline_version: pair.baseline.contract_version,
        candidate_version: pair.candidate.contract_version,
      });
    } else if (pair.necessary) return err(compared.error);
  }
  return ok(comparisons);
}

async function comparePair(
  deps: Dependencies,
  {
    differ,
    documents,
    ruleset_digest,
  }: { readonly differ: ContractDiffer; readonly documents: DocumentStore; readonly ruleset_digest: string },
  { baseline, candidate, necessary }: Pair,
): Promise<Result<Comparison, Refusal>> {
  const from = await readDocument(deps, documents, baseline);
  if (from.isErr()) return err(from.error);
  const to = await readDocument(deps, documents, candidate);
  if (to.isErr()) return err(to.error);

  const diffed = await callPort({
    dependency: 'contract_differ',
    deadline_ms: necessary ? deps.deadlines.diff_ms : Math.min(deps.deadlines.diff_ms, deps.deadlines.port_ms),
    value: diffReportSchema,
    error: diffErrorSchema,
    call: (options) => differ.diff(from.value, to.value, options),
  });
  if (diffed.isErr()) return err(toRefusal(diffed.error));
  const report = diffed.value;
  // Evidence is bound to the rules in force; a report made under others would be stale before it is stored.
  if (report.ruleset_digest !== ruleset_digest) {
    return err(dependencyUnavailable('contract_differ', 'malformed_answer'));
  }
  const report_checksum = await storeReport(deps, documents, report);
  return report_checksum.map((checksum) => ({
    baseline_version: baseline.contract_version,
    candidate_version: candidate.contract_version,
    result: report.compatibility,
    breaking_change_count: report.breaking_change_count,
    ruleset_digest: report.ruleset_digest,
    findings: report.findings.slice(0, keptFindings).map(abridge),
    report_checksum: checksum,
  }));
}

/** A document as it was created: bytes that no longer match their checksum are not compared. */
async function readDocument(
  deps: Dependencies,
  documents: DocumentStore,
  { checksum }: ContractVersion,
): Promise<Result<Uint8Array, DependencyUnavailable>> {
  const read = await callPort({
    dependency: 'document_store',
    deadline_ms: deps.deadlines.port_ms,
    value: bytesSchema,
    error: storeUnavailableSchema,
    call: (options) => documents.get(checksum, options),
  });
  if (read.isErr()) {
    return err('error_code' in read.error ? read.error : unavailable(read.error.cause));
  }
  if (read.value === null || (await checksumOf(read.value)) !== checksum) {
    return err(dependencyUnavailable('document_store', 'malformed_answer'));
  }
  return ok(read.value);
}

/** Puts bytes into the document store; nothing refers to them until the commit that follows. */
export async function storeDocument(
  deps: Dependencies,
  documents: DocumentStore,
  checksum: string,
  bytes: Uint8Array,
): Promise<Result<void, DependencyUnavailable>> {
  const stored = await callPort({
    dependency: 'document_store',
    deadline_ms: deps.deadlines.port_ms,
    value: nothingSchema,
    error: storeUnavailableSchema,
    call: (options) => documents.put(checksum, bytes, options),
  });
  return stored.mapErr((error) => ('error_code' in error ? error : unavailable(error.cause)));
}

async function storeReport(
  deps: Dependencies,
  documents: DocumentStore,
  report: DiffReport,
): Promise<Result<string, DependencyUnavailable>> {
  const bytes = new TextEncoder().encode(canonicalJson(report));
  const checksum = await checksumOf(bytes);
  return (await storeDocument(deps, documents, checksum, bytes)).map(() => checksum);
}

function unavailable(cause: unknown): DependencyUnavailable {
  return dependencyUnavailable('document_store', 'failed', { cause });
}

function toRefusal(error: DiffError | DependencyUnavailable): Refusal {
  if ('error_code' in error) return error;
  switch (error.kind) {
    case 'invalid_document': {
      const { side, message, problems } = error;
      const named = side === undefined ? message : `The ${side} document: ${message}`;
      const issues = problems.map(({ pointer = '', ...problem }) => ({ pointer, ...problem }));
      return invalidPayload('invalid_document', named, issues);
    }
    case 'timeout':
      return dependencyUnavailable('contract_differ', 'timed_out', { cause: error.message });
    default:
      return dependencyUnavailable('contract_differ', 'failed', { cause: error.cause ?? error.message });
  }
}

/** A finding small enough to be kept in the line's head: without its occurrences, and without a large witness. */
function abridge(finding: Finding): Finding {
  const { witness, ...rest } = finding;
  const small = witness !== undefined && (JSON.stringify(witness)?.length ?? Infinity) <= keptWitnessLength;
  return { ...rest, occurrences: rest.occurrences.slice(0, 1), ...(small ? { witness } : {}) };
}
