import type { DocumentError } from './document-error.ts';

/** A refusal of a document in the shape that the differ port reports. */
export interface Problem {
  readonly rule: string;
  readonly message: string;
  readonly pointer: string;
  readonly line?: number;
  readonly column?: number;
  readonly limit?: { readonly name: string; readonly value: number };
}

export function toProblem(error: DocumentError): Problem {
  const { kind: rule, message, place } = error;
  return { rule, message, ...place, ...(error.kind === 'limit-exceeded' ? { limit: error.limit } : {}) };
}
