import { examplesOf, exchangesOf, type Examples, type Json } from './documents.ts';

type Part = Readonly<Record<string, readonly [baseline: Json, fires: Json, misses: Json]>>;

const plain = { schema: { type: 'string' } };
const past = { deprecated: true, 'x-sunset': '2029-01-01' };
const future = { deprecated: true, 'x-sunset': '2039-01-01' };
const later = { deprecated: true, 'x-sunset': '2049-01-01' };
const undated = { deprecated: true };
const unreadable = { deprecated: true, 'x-sunset': 'soon' };
const map = { schema: { type: 'object', additionalProperties: { type: 'string' } } };

/** One value, `thing`, as a list of those that are there: none, or one with these members. */
function one(members: Json): Json {
  return { thing: { ...plain, ...members } };
}
const none: Json = {};

const lifecycle: Part = {
  '-deprecated': [one({}), one(undated), one(future)],
  '-deprecated-with-sunset': [one({}), one(future), one(undated)],
  '-reactivated': [one(undated), one({}), one(undated)],
  '-sunset-parse': [one({}), one(unreadable), one(future)],
  '-sunset-deleted': [one(future), one(undated), one({})],
  '-sunset-moved-earlier': [one(later), one(future), one(later)],
  '-sunset-moved-later': [one(future), one(later), one(future)],
  '-serialization-changed': [one({ ...map }), one({ ...map, explode: true }), one({ ...map, style: 'simple' })],
};

const read: Part = {
  'new-required-': [none, one({ required: true }), one({})],
  'new-optional-': [none, one({}), one({ required: true })],
  '-removed': [one({}), none, one({})],
  '-removed-with-deprecation': [one(past), none, one(past)],
  '-removed-before-sunset': [one(future), none, one(future)],
  '-became-required': [one({}), one({ required: true }), one({})],
  '-became-optional': [one({ required: true }), one({}), one({ required: true })],
  ...lifecycle,
};

const written: Part = {
  '-added': [none, one({}), none],
  'required-/-removed': [one({ required: true }), none, one({})],
  'optional-/-removed': [one({}), none, one({ required: true })],
  '-removed-with-deprecation': [one(past), none, one(past)],
  '-became-optional': [one({ required: true }), one({}), one({ required: true })],
  '-became-required': [one({}), one({ required: true }), one({})],
  ...lifecycle,
};

/** Ids in these tables are what stands after, before, or (parted by `/`) around the subject. */
function named(subject: string, part: Part): Part {
  return Object.fromEntries(
    Object.entries(part).map(([affix, pairs]) => {
      const [before = '', after = ''] = affix.includes('/')
        ? affix.split('/')
        : affix.endsWith('-')
          ? [affix, '']
          : ['', affix];
      return [`${before}${subject}${after}`, pairs];
    }),
  );
}

/** In headers, whose defaults need no word about style. */
function toParameters(values: Json): Json {
  return { parameters: Object.entries(values).map(([name, value]) => ({ name, in: 'header', ...(value as Json) })) };
}

function toHeaders(values: Json): Json {
  return { responses: { 200: { description: 'Done.', headers: values } } };
}

/** Of a part of a multipart body. */
function toPartHeaders(values: Json): Json {
  const schema = { type: 'object', properties: { file: { type: 'string' } } };
  const encoding = { file: { contentType: 'text/plain', headers: values } };
  return { requestBody: { content: { 'multipart/form-data': { schema, encoding } } } };
}

function query(members: Json): Json {
  return { parameters: [{ name: 'thing', in: 'query', ...plain, ...members }] };
}

export const valueExamples: Examples = Object.assign(
  {},
  ...exchangesOf.map(({ prefix, document }) => {
    const [requests, responses] = prefix === '' ? [read, written] : [written, read];
    return {
      ...examplesOf('', (part) => document(toParameters(part)), named(`${prefix}request-parameter`, requests)),
      ...examplesOf('', (part) => document(toPartHeaders(part)), named(`${prefix}request-header`, requests)),
      ...examplesOf('', (part) => document(toHeaders(part)), named(`${prefix}response-header`, responses)),
      ...examplesOf(`${prefix}request-parameter-empty-value-`, (part) => document(query(part)), {
        refused: [{ allowEmptyValue: true }, {}, { allowEmptyValue: true }],
        allowed: [{}, { allowEmptyValue: true }, { allowEmptyValue: false }],
      }),
      [`${prefix}request-parameter-location-changed`]: {
        baseline: document(query({})),
        fires: document(query({ in: 'header' })),
        misses: document(query({ name: 'other', in: 'header' })),
      },
    };
  }),
);
