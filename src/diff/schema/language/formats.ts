import type { Budget } from './budget.ts';
import type { FormatBounds, Languages } from './languages.ts';

/** Bounds of the formats of JSON Schema and OpenAPI whose strings are a regular language. */
export function formatBounds(languages: Languages, name: string, budget: Budget): FormatBounds | undefined {
  const sources = formats[name];
  if (sources === undefined) return undefined;
  const [atLeast, atMost] = sources.map((source) => languages.ofPattern(source, budget));
  return atLeast && atMost && { atLeast, atMost };
}

const formats: Readonly<Record<string, readonly [atLeast: string, atMost: string]>> = {
  uuid: [
    '^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
    '^(urn:uuid:)?[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$',
  ],
};
