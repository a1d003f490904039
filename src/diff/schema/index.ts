export { compareSchemas } from './compare-schemas.ts';
export type { CompareOptions, Containment } from './compare-schemas.ts';
export { createComparison } from './comparison.ts';
export type { Comparison } from './comparison.ts';
