import { isJsonObject } from '../form/json.ts';
import { dialectOf, dialects } from './dialects.ts';
import type { Dialect } from './dialects.ts';
import { unknown } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import { runEvaluation } from './evaluator.ts';
import type { Settings } from './evaluator.ts';
import { createMatcher } from './patterns.ts';
import { Resources } from './resources.ts';

export type { Dialect } from './dialects.ts';
export type { Evaluation } from './evaluation.ts';

export interface EvaluateOptions {
  /** Default: what the schema's root `$schema` names, else 2020-12. */
  readonly dialect?: Dialect;
  /** Default `annotate`. With `assert`, known formats are checked and unknown ones are not. */
  readonly formats?: 'annotate' | 'assert';
  /** The document that the schema stands in, for its references; default: the schema itself. */
  readonly document?: unknown;
  /** Further documents that references may lead to, by URI without fragment; default: none. Nothing is ever loaded. */
  readonly lookup?: (uri: string) => unknown;
  /** How deep schemas may nest in each other while one instance is evaluated. Default 300. */
  readonly maxDepth?: number;
  /** How many schemas may be applied to one instance and its parts. Default 100 000. */
  readonly maxSteps?: number;
}

function findDialect(schema: unknown): Dialect | undefined {
  if (!isJsonObject(schema) || typeof schema.$schema !== 'string') return '2020-12';
  return dialectOf(schema.$schema);
}

/** Prepares a schema for many instances; the same as `evaluate` for each. */
export function createEvaluator(schema: unknown, options: EvaluateOptions = {}): (instance: unknown) => Evaluation {
  const dialect = options.dialect ?? findDialect(schema);
  if (dialect === undefined) return () => unknown('unknown dialect');
  const settings = withinStack(() => prepare(schema, dialect, options));
  if (settings === undefined) return () => unknown('nested too deeply');
  return (instance) => withinStack(() => runEvaluation(settings, schema, instance)) ?? unknown('nested too deeply');
}

/**
 * Prepares a document, so that all schemas in it can be asked about many instances. `nameless`: it has no identifiers
 * or anchors below its root, so nobody needs to look for them.
 */
export function createDocumentEvaluator(
  document: unknown,
  dialect: Dialect,
  options: Omit<EvaluateOptions, 'dialect' | 'document'> & { readonly nameless?: boolean } = {},
): (schema: unknown, instance: unknown) => Evaluation {
  const settings = withinStack(() => prepare(document, dialect, options));
  if (settings === undefined) return () => unknown('nested too deeply');
  return (schema, instance) =>
    withinStack(() => runEvaluation(settings, schema, instance)) ?? unknown('nested too deeply');
}

function prepare(
  schema: unknown,
  dialect: Dialect,
  options: EvaluateOptions & { readonly nameless?: boolean },
): Settings {
  const rules = dialects[dialect];
  return {
    dialect,
    rules,
    formats: options.formats ?? 'annotate',
    resources: new Resources(options.document ?? schema, rules, options),
    matches: createMatcher(),
    maxDepth: options.maxDepth ?? 300,
    maxSteps: options.maxSteps ?? 100_000,
  };
}

/** Values that nest deeper than the stack are met where they are only walked, not evaluated: scanning, equality. */
function withinStack<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Evaluates an instance by the JSON Schema specifications, keyword by keyword. A second voice beside the containment
 * engine, with which it shares no reading of schemas: it confirms a witness before anybody sees it. Where the
 * specifications leave the answer open, validators are known to differ, or a limit is reached, the verdict is `unknown`.
 */
export function evaluate(schema: unknown, instance: unknown, options: EvaluateOptions = {}): Evaluation {
  return createEvaluator(schema, options)(instance);
}
