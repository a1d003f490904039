import { dialects } from '../../src/diff/schema/evaluate/dialects.ts';
import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import type { Dialect } from '../voices/dialect.ts';
import type { Schema, SchemaObject } from './schemas.ts';

/** A subschema's place. `inPlace`: it sees the same instance as the schema around it. */
export interface Place {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly inPlace: boolean;
}

const inPlaceKeywords = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas', 'dependencies']);

export const isSchema = (value: unknown): value is Schema => typeof value === 'boolean' || isJsonObject(value);

/** All places of subschemas, the schema itself first. */
export function placesOf(schema: Schema, dialect: Dialect, path: readonly string[] = [], inPlace = false): Place[] {
  const here: Place = { path, schema, inPlace };
  if (typeof schema === 'boolean') return [here];
  const { keywords, last } = dialects[dialect];
  const below = Object.entries(schema).flatMap(([keyword, value]) => {
    const holds = keywords[keyword]?.holds ?? last[keyword]?.holds;
    const visit = (entry: unknown, at: readonly string[]): Place[] =>
      isSchema(entry) ? placesOf(entry, dialect, [...path, ...at], inPlaceKeywords.has(keyword)) : [];
    if (holds === undefined) return [];
    if (Array.isArray(value)) return value.flatMap((entry, index) => visit(entry, [keyword, String(index)]));
    if (holds.startsWith('schema')) return visit(value, [keyword]);
    return isJsonObject(value) ? Object.entries(value).flatMap(([name, entry]) => visit(entry, [keyword, name])) : [];
  });
  return [here, ...below];
}

function replaceWithin(node: unknown, path: readonly string[], change: (found: Schema) => Schema): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return isSchema(node) ? change(node) : node;
  if (Array.isArray(node)) {
    return node.map((entry, index) => (String(index) === step ? replaceWithin(entry, rest, change) : entry));
  }
  return isJsonObject(node) ? replaceMember(node, step, (value) => replaceWithin(value, rest, change)) : node;
}

const replaceMember = (node: SchemaObject, name: string, change: (value: unknown) => unknown): SchemaObject =>
  Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key === name ? change(value) : value]));

/** A copy with the subschema at `path` replaced. */
export function replaceAt(schema: Schema, path: readonly string[], change: (found: Schema) => Schema): Schema {
  const [step, ...rest] = path;
  if (step === undefined) return change(schema);
  return isJsonObject(schema) ? replaceMember(schema, step, (value) => replaceWithin(value, rest, change)) : schema;
}
