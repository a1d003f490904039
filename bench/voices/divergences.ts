import type { Dialect, Formats } from './dialect.ts';

interface Divergence {
  readonly reason: string;
  readonly holds: (text: string, dialect: Dialect, formats: Formats) => boolean;
}

const has = (text: string, ...keywords: readonly string[]): boolean =>
  keywords.every((keyword) => text.includes(`"${keyword}"`));

const hasDecimalStep = (text: string): boolean => /"multipleOf":\d*\.\d/.test(text);

/** Where Ajv 8 is known to differ from the specifications; a schema of these kinds is not asked of it. */
const divergences: readonly Divergence[] = [
  {
    reason: 'unevaluated members: an if without branches does not count, a failed one does beside its else',
    holds: (text) => text.includes('"unevaluated') && has(text, 'if'),
  },
  {
    reason: 'unevaluatedItems does not see what contains matched',
    holds: (text) => has(text, 'unevaluatedItems', 'contains'),
  },
  {
    reason: 'within not and if, contains beside positional items accepts []',
    holds: (text) =>
      has(text, 'contains') &&
      (has(text, 'prefixItems') || text.includes('"items":[')) &&
      (has(text, 'not') || has(text, 'if')),
  },
  { reason: 'dynamic references', holds: (text) => has(text, '$dynamicRef') || has(text, '$recursiveRef') },
  { reason: 'multipleOf in binary floating point', holds: hasDecimalStep },
  {
    reason: 'asserts dependencies after draft 07',
    holds: (text, dialect) => dialect.startsWith('20') && has(text, 'dependencies'),
  },
  { reason: 'refuses an empty enum', holds: (text) => text.includes('"enum":[]') },
];

/** Why Ajv is no oracle for a schema, or `undefined` where it is one. */
export function findDivergence(schema: unknown, dialect: Dialect, formats: Formats): string | undefined {
  const text = JSON.stringify(schema);
  return divergences.find(({ holds }) => holds(text, dialect, formats))?.reason;
}

/** Why Hyperjump is no oracle for a schema: it too computes multipleOf in binary, where -0.9 is no multiple of 0.1. */
export function findHyperjumpDivergence(schema: unknown): string | undefined {
  return hasDecimalStep(JSON.stringify(schema)) ? 'multipleOf in binary floating point' : undefined;
}
