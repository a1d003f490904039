import { examplesOf, exchangesOf, operation, webhook, type Examples, type Json } from './documents.ts';

type Part = Readonly<Record<string, readonly [baseline: Json, fires: Json, misses: Json]>>;

const object = { schema: { type: 'object' } };
const none: Json = {};

function types(...names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, object]));
}

function body(required: boolean): Json {
  return { requestBody: { required, content: types('application/json') } };
}

/** Required bodies and optional ones, in either exchange. */
const bodies: Part = {
  'request-body-added-required': [none, body(true), body(false)],
  'request-body-added-optional': [none, body(false), body(true)],
  'request-body-removed': [body(true), none, body(false)],
  'request-body-became-required': [body(false), body(true), body(false)],
  'request-body-became-optional': [body(true), body(false), body(true)],
};

const [json, xml, any] = ['application/json', 'application/xml', 'application/*'];

/** Content in which the application reads, and in which it writes; ids without their subject. */
const readTypes: Part = {
  'media-type-removed': [types(json, xml), types(json), types(json, any)],
  'media-type-added': [types(json), types(json, xml), types(json)],
  'media-type-specialized': [types(any), types(json), types(json, any)],
  'media-type-generalized': [types(json), types(any), types(json)],
  'media-type-name-changed': [types(json), types(`${json}; charset=utf-8`), types(json)],
};
const writtenTypes: Part = {
  'media-type-removed': [types(json, xml), types(json), types(any)],
  'media-type-added': [types(json), types(json, xml), types(json)],
  'media-type-generalized': [types(json), types(any), types(json)],
  'media-type-specialized': [types(any), types(json), types(any)],
  'media-type-name-changed': [types(json), types(`${json}; charset=utf-8`), types(json)],
};

const form = 'application/x-www-form-urlencoded';

function encoded(contentType: string): Json {
  const schema = { type: 'object', properties: { a: { type: 'string' } } };
  return { [form]: { schema, encoding: { a: { contentType } } } };
}

const encodings: Part = {
  'body-encoding-changed': [encoded('text/plain'), encoded(json), encoded('Text/Plain')],
};

function inRequest(content: Json): Json {
  return { requestBody: { content } };
}

function inResponse(content: Json): Json {
  return { responses: { 200: { description: 'Done.', content } } };
}

const post = { post: { responses: { 200: { description: 'Done.' } } } };

export const bodyExamples: Examples = Object.assign(
  {},
  ...exchangesOf.map(({ prefix, document }) => {
    // The method must not depend on the body where the body comes and goes.
    const always = (part: Json): Json =>
      prefix === '' ? operation({}, { paths: { '/things': { post: { ...post.post, ...part } } } }) : webhook(part);
    const [requests, responses] = prefix === '' ? [readTypes, writtenTypes] : [writtenTypes, readTypes];
    return {
      ...examplesOf(prefix, always, bodies),
      ...examplesOf(`${prefix}request-body-`, (part) => document(inRequest(part)), requests),
      ...examplesOf(`${prefix}response-`, (part) => document(inResponse(part)), responses),
      ...examplesOf(`${prefix}request-`, (part) => document(inRequest(part)), encodings),
      ...examplesOf(`${prefix}response-`, (part) => document(inResponse(part)), encodings),
    };
  }),
);
