import type { Format } from '../model.ts';

const drafts = {
  'draft-04': 'draft-04',
  'draft-06': 'draft-06',
  'draft-07': 'draft-07',
  'draft-2019-09': '2019-09',
  'draft-2020-12': '2020-12',
  '2019-09': '2019-09',
  '2020-12': '2020-12',
} as const;

/** The language of schemas that name none: the AsyncAPI Schema Object, which is draft-07 and more. */
export const defaultFormat: Format = { language: 'json-schema', dialect: 'draft-07' };

/** Which schema language a `schemaFormat` names; versions that mean the same give the same answer. */
export function formatOf(schemaFormat: string | undefined): Format {
  if (schemaFormat === undefined) return defaultFormat;
  const [type = '', ...parameters] = schemaFormat.split(';').map((part) => part.trim());
  const version = parameters.find((parameter) => parameter.startsWith('version='))?.slice('version='.length) ?? '';
  // `+json` and `+yaml` say how the schema is written, not what it says.
  switch (type.toLowerCase().replace(/\+(?:json|yaml)$/, '')) {
    case 'application/vnd.aai.asyncapi':
      return defaultFormat;
    case 'application/schema': {
      const draft = Object.entries(drafts).find(([name]) => name === version);
      if (draft !== undefined) return { language: 'json-schema', dialect: draft[1] };
      break;
    }
    case 'application/vnd.oai.openapi':
      if (/^3\.0(?:\.\d+)?$/.test(version)) return { language: 'json-schema', dialect: 'openapi-3.0' };
      if (/^3\.[12](?:\.\d+)?$/.test(version)) return { language: 'json-schema', dialect: '2020-12' };
      break;
    case 'application/vnd.apache.avro':
      return { language: 'avro' };
    case 'application/vnd.google.protobuf':
      return { language: 'protobuf' };
    default:
      break;
  }
  return { language: 'other', name: schemaFormat };
}
