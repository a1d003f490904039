export { compareSchemas, createComparer } from './schema/index.ts';
export { detectContract } from './source/contract-kind.ts';
export { defaultDocumentLimits } from './source/limits.ts';
export { locate, parseDocument } from './source/parse-document.ts';
export type { ContractKind } from './source/contract-kind.ts';
export type { DocumentError, DocumentFault } from './source/document-error.ts';
export type { DocumentLimits, LimitName } from './source/limits.ts';
export type { InexactNumber, SourceDocument } from './source/parse-document.ts';
export type { PlaceIndex } from './source/places.ts';
export type { TextPosition } from './source/text-lines.ts';
export type { JsonArray, JsonObject, JsonValue } from '../internal/json.ts';
export type {
  CompareOptions,
  Comparer,
  ComparerOptions,
  Containment,
  DialectName,
  Explanation,
  SchemaAt,
  SchemaDocument,
} from './schema/index.ts';
