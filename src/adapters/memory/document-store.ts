import { ok } from 'neverthrow';

import type { DocumentStore } from '../../ports/document-store.ts';
import type { Gate } from './gate.ts';
import { createGate } from './gate.ts';

/** Documents in process memory, for tests and single-process use; nothing survives a restart. */
export function createMemoryDocuments(): DocumentStore {
  return createDocumentsBehind(createGate());
}

/** Documents that are closed together with what else is behind a gate. */
export function createDocumentsBehind(gate: Gate): DocumentStore {
  const documents = new Map<string, Uint8Array>();
  return {
    put: (checksum, bytes, options) =>
      gate.run(options, () => {
        if (!documents.has(checksum)) documents.set(checksum, Uint8Array.from(bytes));
        return ok(undefined);
      }),
    get: (checksum, options) =>
      gate.run(options, () => {
        const bytes = documents.get(checksum);
        return ok(bytes === undefined ? null : Uint8Array.from(bytes));
      }),
  };
}
