import { createRequire } from 'node:module';

import type { Options, ValidateFunction } from 'ajv';

import type { Dialect, Formats, Voice } from './dialect.ts';
import { dropRefSiblings } from './ref-siblings.ts';

interface AjvInstance {
  compile(schema: unknown): ValidateFunction;
  addMetaSchema(schema: unknown): unknown;
  removeSchema(schema: unknown): unknown;
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
    // Compiling the metaschema costs more than most schemas.
    validateSchema: false,
  });
  if (dialect === 'draft-06') ajv.addMetaSchema(load('ajv/dist/refs/json-schema-draft-06.json'));
  if (formats === 'assert') addFormats(ajv);
  return ajv;
}

const shared = new Map<string, { readonly ajv: AjvInstance; uses: number }>();
/** An instance keeps something of every schema it compiles, so none serves for long. */
const maxUses = 100;

/** Identifiers within a schema stay known to the instance that compiled it, so such a schema gets its own. */
function instanceFor(schema: unknown, dialect: Exclude<Dialect, 'openapi-3.0'>, formats: Formats): AjvInstance {
  if (/"\$?id"/.test(JSON.stringify(schema))) return create(dialect, formats);
  const key = `${dialect} ${formats}`;
  const known = shared.get(key);
  const current = known === undefined || known.uses >= maxUses ? { ajv: create(dialect, formats), uses: 0 } : known;
  current.uses += 1;
  shared.set(key, current);
  return current.ajv;
}

const ignoresRefSiblings = new Set<Dialect>(['draft-04', 'draft-06', 'draft-07']);

/** Compiles a schema with Ajv; where Ajv cannot, the voice is `unknown` for every instance. */
export function createAjvVoice(schema: unknown, dialect: Dialect, formats: Formats): (instance: unknown) => Voice {
  if (dialect === 'openapi-3.0') return () => 'unknown';
  let validate: ValidateFunction;
  try {
    const prepared = ignoresRefSiblings.has(dialect) ? dropRefSiblings(schema) : schema;
    const ajv = instanceFor(prepared, dialect, formats);
    validate = ajv.compile(prepared);
    ajv.removeSchema(prepared);
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
