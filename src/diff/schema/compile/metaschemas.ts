import Ajv04 from 'ajv-draft-04';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };

/** The published metaschema with this URI: the only documents that references may lead to beside their own. */
export function metaschema(uri: string): unknown {
  const bare = uri.replace(/#$/u, '');
  if (bare === 'http://json-schema.org/draft-06/schema') return draft06;
  const holder = holderOf(bare);
  if (holder === undefined) return undefined;
  const known = holder.schemas[bare] ?? holder.schemas[`${bare}#`];
  return known?.schema;
}

function holderOf(uri: string): Ajv | undefined {
  const [, draft] = /^https?:\/\/json-schema\.org\/(draft-0[47]|draft\/2019-09|draft\/2020-12)\//u.exec(uri) ?? [];
  switch (draft) {
    case 'draft-04':
      return new Ajv04.default();
    case 'draft-07':
      return new Ajv();
    case 'draft/2019-09':
      return new Ajv2019();
    case 'draft/2020-12':
      return new Ajv2020();
    default:
      return undefined;
  }
}
