import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { DiffReport } from '../core/report.ts';
import type { ContractDiffer, DiffError } from '../ports/contract-differ.ts';

/** A document of named operations: taking one away is a breaking change, adding one is not. */
export function documentOf(...operations: readonly string[]): string {
  return JSON.stringify({ operations });
}

/** A differ for such documents, whose verdicts anybody can tell beforehand. */
export function createOperationsDiffer(ruleset_digest = 'operations-1'): ContractDiffer {
  return {
    ruleset_digest,
    validate: async (document) => read(document).map(() => ({ specification: 'operations 1' })),
    diff: async (baseline, candidate) =>
      read(baseline).andThen((before) => read(candidate).map((after) => compare(before, after, ruleset_digest))),
  };
}

function read(bytes: Uint8Array): Result<readonly string[], DiffError> {
  const invalid = err({
    kind: 'invalid_document',
    message: 'The document names no operations.',
    problems: [],
  } as const);
  try {
    const document: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const operations: unknown =
      typeof document === 'object' && document !== null ? Reflect.get(document, 'operations') : undefined;
    const names: unknown[] | undefined = Array.isArray(operations) ? operations : undefined;
    return names?.every((name) => typeof name === 'string') === true ? ok(names as readonly string[]) : invalid;
  } catch {
    return invalid;
  }
}

function compare(before: readonly string[], after: readonly string[], ruleset_digest: string): DiffReport {
  const removed = before.filter((operation) => !after.includes(operation));
  return {
    compatibility: removed.length === 0 ? 'compatible' : 'incompatible',
    breaking_change_count: removed.length,
    findings: removed.map((operation) => ({
      rule: 'operation-removed',
      level: 'breaking',
      direction: 'request',
      baseline: { pointer: `/operations/${before.indexOf(operation)}` },
      message: `The operation "${operation}" is gone.`,
      because: 'Whoever calls it fails.',
      occurrences: [{ operation, pointer: `/operations/${before.indexOf(operation)}` }],
      fingerprint: `operation-removed ${operation}`,
    })),
    ruleset_digest,
  };
}
