import type { JsonObject } from '../../../internal/json.ts';
import type { SchemaUse } from '../../payload/payload.ts';
import type { Encoding, MediaType, RequestBody } from '../model.ts';
import { namesOfTexts, plainSerialization } from './encoding.ts';
import { flagAt, has, memberAt, textAt, textsAt } from './members.ts';
import { toMediaRange } from './media-range.ts';
import type { Reading, Site } from './reading.ts';
import { kindsOf, schemaAt, toSchema, typesOf } from './schemas.ts';
import { collectionOf } from './serialization.ts';

/** The request body that the `body` or `formData` parameters of an operation of Swagger 2.0 make. */
export function swaggerBody(reading: Reading, operation: Site, sites: readonly Site[]): RequestBody | undefined {
  const whole = sites.find((site) => textAt(site, 'in') === 'body');
  const types = typesAt(reading, operation, 'consumes');
  if (whole !== undefined) {
    if (sites.length > 1) {
      reading.report('invalid-value', operation.pointer, 'An operation has one body, or form parameters, not both.');
    }
    const schema = bodySchema(reading, whole);
    const content = typesOrJson(types, whole.pointer).map((type) => toMediaType(type, schema));
    return { pointer: whole.pointer, required: flagAt(reading, whole, 'required'), content };
  }
  const [first] = sites;
  if (first === undefined) return undefined;
  const hasFiles = sites.some(isFile);
  const forms = types.filter(({ name }) => isForm(name) && (!hasFiles || isMultipart(name)));
  const byDefault = hasFiles ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  const { pointer } = first;
  const schema: SchemaUse = { pointer, dialect: reading.dialect, made: formSchema(reading, sites) };
  const content = (forms.length > 0 ? forms : [{ name: byDefault, pointer }]).map((type) => {
    const encoding = sites.map((site) => toEncoding(reading, site, toMediaRange(type.name).range));
    return { ...toMediaType(type, schema), text: namesOfTexts(encoding), encoding };
  });
  return { pointer, required: sites.some((site) => flagAt(reading, site, 'required')), content };
}

/** The content of a response of Swagger 2.0: its schema in the media types that the operation produces. */
export function swaggerResponseContent(reading: Reading, response: Site, operation: Site): readonly MediaType[] {
  const schema = bodySchema(reading, response);
  if (schema === undefined) return [];
  const types = typesOrJson(typesAt(reading, operation, 'produces'), response.pointer);
  return types.map((type) => toMediaType(type, schema));
}

interface TypeName {
  readonly name: string;
  readonly pointer: string;
}

/** What an operation states of media types, else what the document states. */
function typesAt(reading: Reading, operation: Site, key: 'consumes' | 'produces'): readonly TypeName[] {
  const stated = has(operation, key) ? operation : reading.root;
  return textsAt(reading, stated, key).map(({ text: name, pointer }) => ({ name, pointer }));
}

/** A document that names no media type is understood to mean JSON. */
function typesOrJson(types: readonly TypeName[], pointer: string): readonly TypeName[] {
  return types.length > 0 ? types : [{ name: 'application/json', pointer }];
}

function toMediaType({ name, pointer }: TypeName, schema: SchemaUse | undefined): MediaType {
  const { range, kind } = toMediaRange(name);
  const text = kind === 'text' || kind === 'xml';
  return { pointer, name, range, ...(schema === undefined ? {} : { schema }), text, encoding: [] };
}

/** A schema as it stands, unless it is a file: then a binary string, as in later versions. */
function bodySchema(reading: Reading, site: Site): SchemaUse | undefined {
  const schema = schemaAt(reading, site, 'schema');
  const located = memberAt(site, 'schema');
  const isFile = located !== undefined && typesOf(reading, located)?.has('file') === true;
  if (schema === undefined || !isFile) return schema;
  return { ...schema, made: { type: 'string', format: 'binary' } };
}

function formSchema(reading: Reading, sites: readonly Site[]): JsonObject {
  const named = sites.map((site) => [textAt(site, 'name') ?? '', site] as const);
  const required = named.filter(([, site]) => flagAt(reading, site, 'required')).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(named.map(([name, site]) => [name, memberSchema(reading, site)])),
    ...(required.length === 0 ? {} : { required }),
  };
}

function memberSchema(reading: Reading, site: Site): JsonObject {
  const schema = toSchema(site.value);
  return flagAt(reading, site, 'allowEmptyValue') ? { anyOf: [schema, { enum: [''] }] } : schema;
}

function toEncoding(reading: Reading, site: Site, type: string): Encoding {
  const rest = { pointer: site.pointer, name: textAt(site, 'name') ?? '', ...kindsOf(reading, site) };
  const contentType = isFile(site) ? 'application/octet-stream' : 'text/plain';
  if (textAt(site, 'type') !== 'array') {
    return { ...rest, serialization: plainSerialization(type, contentType), contentType };
  }
  return { ...rest, serialization: collectionOf(reading, site, 'query'), contentType };
}

function isFile(site: Site): boolean {
  return textAt(site, 'type') === 'file';
}

function isForm(name: string): boolean {
  const { kind } = toMediaRange(name);
  return kind === 'form' || kind === 'multipart';
}

function isMultipart(name: string): boolean {
  return toMediaRange(name).kind === 'multipart';
}
