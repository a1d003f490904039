import ajv04 from 'ajv-draft-04';
import { Ajv } from 'ajv';
import type { Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

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
  if (draft === '06') return draft06(heldBy(new Ajv(options), bare.replace('draft-06', 'draft-07')), bare);
  const holder = Object.hasOwn(holders, draft) ? holders[draft] : undefined;
  return holder && heldBy(holder(), bare);
}

const holders: Readonly<Record<string, () => Ajv>> = {
  '04': () => new ajv04.default(options),
  '07': () => new Ajv(options),
  '2019-09': () => new Ajv2019(options),
  '2020-12': () => new Ajv2020(options),
};

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
