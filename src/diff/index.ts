export { diffAsyncApi } from './asyncapi/diff-asyncapi.ts';
export { asyncApiRules } from './asyncapi/rules/catalogue.ts';
export { diffOpenApi } from './openapi/diff-openapi.ts';
export { openApiRules } from './openapi/rules/catalogue.ts';
export { compareSchemas } from './schema/index.ts';
export { detectContract } from './source/contract-kind.ts';
export { defaultDocumentLimits } from './source/limits.ts';
export { locate, parseDocument } from './source/parse-document.ts';
export type { DiffError, DocumentSide } from './diff-error.ts';
export type { DiffOptions } from './diff-options.ts';
export type { Waiver } from './findings.ts';
export type { RuleInfo } from './rule.ts';
export type { Problem } from './source/problem.ts';
export type {
  Acceptance,
  CompatibilityResult,
  DiffReport,
  Direction,
  Finding,
  FindingLevel,
  Occurrence,
  Place,
} from '../core/report.ts';
export type { ContractKind } from './source/contract-kind.ts';
export type { DocumentError, DocumentFault } from './source/document-error.ts';
export type { DocumentLimits, LimitName } from './source/limits.ts';
export type { InexactNumber, SourceDocument } from './source/parse-document.ts';
export type { PlaceIndex } from './source/places.ts';
export type { TextPosition } from './source/text-lines.ts';
export type { JsonArray, JsonObject, JsonValue } from '../internal/json.ts';
export type { CompareOptions, ComparerOptions, Containment, DialectName, Explanation } from './schema/index.ts';
