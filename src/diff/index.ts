export { detectContract } from './source/contract-kind.ts';
export { defaultDocumentLimits } from './source/limits.ts';
export { locate, parseDocument } from './source/parse-document.ts';
export type { ContractKind } from './source/contract-kind.ts';
export type { DocumentError } from './source/document-error.ts';
export type { DocumentLimits, LimitName } from './source/limits.ts';
export type { InexactNumber, SourceDocument } from './source/parse-document.ts';
