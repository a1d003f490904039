import type { Dialect, Formats } from './dialect.ts';

interface Divergence {
  readonly reason: string;
  readonly holds: (text: string, dialect: Dialect, formats: Formats) => boolean;
}

const has = (text: string, ...keywords: readonly string[]): boolean =>
  keywords.every((keyword) => text.includes(`"${keyword}"`));

/** Where Ajv 8 is known to differ from the specifications; a schema of these kinds is not asked of it. */
const divergences: readonly Divergence[] = [
  {
    reason: 'unevaluatedItems does not see what contains matched',
    holds: (text) => has(text, 'unevaluatedItems', 'contains'),
  },
  { reason: 'dynamic references', holds: (text) => has(text, '$dynamicRef') || has(text, '$recursiveRef') },
  { reason: 'multipleOf in binary floating point', holds: (text) => /"multipleOf":\d*\.\d/.test(text) },
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
