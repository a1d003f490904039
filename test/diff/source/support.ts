import type { DocumentError } from '../../../src/diff/source/document-error.ts';
import type { DocumentLimits } from '../../../src/diff/source/limits.ts';
import { parseDocument, type SourceDocument } from '../../../src/diff/source/parse-document.ts';
import type { JsonValue } from '../../../src/internal/json.ts';

/** The document of a source that has to be accepted. */
export function read(source: string | Uint8Array, limits?: Partial<DocumentLimits>): SourceDocument {
  return parseDocument(source, limits).match(
    (document) => document,
    (error) => {
      throw new Error(`refused: ${error.kind}: ${error.message}`);
    },
  );
}

/** The reason why a source is refused, which it has to be. */
export function refusal(source: string | Uint8Array, limits?: Partial<DocumentLimits>): DocumentError {
  return parseDocument(source, limits).match(
    () => {
      throw new Error('accepted');
    },
    (error) => error,
  );
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The keys of an object, which the value has to be. */
export const keysOf = (value: JsonValue): string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];
