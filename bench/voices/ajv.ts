import { createRequire } from 'node:module';

import type { Options, ValidateFunction } from 'ajv';

import type { Dialect, Formats, Voice } from './dialect.ts';
import { dropRefSiblings } from './ref-siblings.ts';

interface AjvInstance {
  compile(schema: unknown): ValidateFunction;
  addMetaSchema(schema: unknown): unknown;
}
type AjvClass = new (options: Options) => AjvInstance;

// Ajv and its companions are CommonJS with a `default` member, which plain ESM imports see differently per package.
const load = createRequire(import.meta.url);
const classOf = (name: string): AjvClass => load(name).default;
const addFormats: (ajv: AjvInstance) => unknown = load('ajv-formats').default;

const modules: Readonly<Record<Exclude<Dialect, 'openapi-3.0'>, string>> = {
  'draft-04': 'ajv-draft-04',
  'draft-06': 'ajv',
  'draft-07': 'ajv',
  '2019-09': 'ajv/dist/2019',
  '2020-12': 'ajv/dist/2020',
};

/** `allErrors`: without it `contains` beside array `items` accepts []. */
function create(dialect: Exclude<Dialect, 'openapi-3.0'>, formats: Formats): AjvInstance {
  const ajv = new (classOf(modules[dialect]))({
    allErrors: true,
    strict: false,
    logger: false,
    validateFormats: formats === 'assert',
    addUsedSchema: false,
  });
  if (dialect === 'draft-06') ajv.addMetaSchema(load('ajv/dist/refs/json-schema-draft-06.json'));
  if (formats === 'assert') addFormats(ajv);
  return ajv;
}

const ignoresRefSiblings = new Set<Dialect>(['draft-04', 'draft-06', 'draft-07']);

/** Compiles a schema with Ajv; where Ajv cannot, the voice is `unknown` for every instance. */
export function createAjvVoice(schema: unknown, dialect: Dialect, formats: Formats): (instance: unknown) => Voice {
  if (dialect === 'openapi-3.0') return () => 'unknown';
  let validate: ValidateFunction;
  try {
    const prepared = ignoresRefSiblings.has(dialect) ? dropRefSiblings(schema) : schema;
    validate = create(dialect, formats).compile(prepared);
  } catch {
    return () => 'unknown';
  }
  return (instance) => {
    try {
      return validate(instance) ? 'valid' : 'invalid';
    } catch {
      return 'unknown';
    }
  };
}
