import { createRequire } from 'node:module';

/** Loads a CommonJS package at once: what is heavy and seldom needed, where a caller cannot wait for `import()`. */
export const loadPackage: (name: string) => unknown = createRequire(import.meta.url);
