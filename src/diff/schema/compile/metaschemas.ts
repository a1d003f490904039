import type { Ajv, Options } from 'ajv';

import { createAjv, type AjvDialect } from '../ajv-class.ts';
import { isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';

/** Only what is needed to hold the metaschemas that Ajv brings along. */
const options: Options = { validateSchema: false, strict: false, logger: false };

/** What draft 07 added to the keywords of draft 06. */
const since07 = new Set([
  '$comment',
  'readOnly',
  'writeOnly',
  'contentMediaType',
  'contentEncoding',
  'if',
  'then',
  'else',
]);

/** The published metaschema with this URI: the only documents that references may lead to beside their own. */
export function metaschema(uri: string): unknown {
  const bare = uri.replace(/#$/u, '');
  const [, draft = ''] = /^https?:\/\/json-schema\.org\/(?:draft-|draft\/)([0-9-]+)\//u.exec(bare) ?? [];
  if (draft === '06')
    return draft06(heldBy(createAjv('draft-07', options), bare.replace('draft-06', 'draft-07')), bare);
  const dialect = dialects.get(draft);
  return dialect && heldBy(createAjv(dialect, options), bare);
}

const dialects: ReadonlyMap<string, AjvDialect> = new Map([
  ['04', 'draft-04'],
  ['07', 'draft-07'],
  ['2019-09', '2019-09'],
  ['2020-12', '2020-12'],
]);

function heldBy(ajv: Ajv, uri: string): JsonObject | undefined {
  const schema = ajv.schemas[uri]?.schema;
  return isJsonObject(schema) ? schema : undefined;
}

/** Draft 06 is draft 07 without what that added (draft-handrews-json-schema-validation-01, appendix C). */
function draft06(draft07: JsonObject | undefined, uri: string): JsonObject | undefined {
  const properties = draft07 && member(draft07, 'properties');
  if (!isJsonObject(properties)) return undefined;
  const kept = Object.entries(properties).filter(([name]) => !since07.has(name));
  return { ...draft07, $schema: `${uri}#`, $id: `${uri}#`, properties: Object.fromEntries(kept) };
}
