export { compareSchemas } from './compare-schemas.ts';
export type { CompareOptions } from './compare-schemas.ts';
export { createComparer } from './comparer.ts';
export type { Comparer, ComparerOptions, Containment, SchemaAt, SchemaDocument } from './comparer.ts';
export type { DialectName } from './compile/dialect.ts';
export type { Explanation } from './verify/explain.ts';
