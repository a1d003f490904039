import { examplesOf, exchangesOf, operation, webhook, type Examples, type Json } from './documents.ts';

function statuses(...names: readonly string[]): Json {
  return { responses: Object.fromEntries(names.map((name) => [name, { description: 'Done.' }])) };
}

function link(links: Json): Json {
  return { responses: { 200: { description: 'Done.', links } } };
}

const one = { operationId: 'one' };

export const responseExamples: Examples = {
  ...examplesOf('', (part) => operation(part), {
    'response-success-status-removed': [statuses('200', '201'), statuses('200'), statuses('201', '2XX')],
    'response-non-success-status-removed': [statuses('200', '404'), statuses('200'), statuses('200', '4XX')],
    'response-default-removed': [statuses('200', 'default'), statuses('200'), statuses('200', '4XX', 'default')],
    'response-success-status-added': [statuses('200'), statuses('200', '201'), statuses('200', '404')],
    'response-non-success-status-added': [statuses('200'), statuses('200', '404'), statuses('200', '201')],
    'response-success-status-generalized': [statuses('200'), statuses('2XX'), statuses('200', '2XX')],
    'response-non-success-status-generalized': [
      statuses('200', '404'),
      statuses('200', '4XX'),
      statuses('200', '404', '4XX'),
    ],
    'response-status-specialized': [statuses('2XX'), statuses('200'), statuses('2XX')],
  }),
  ...examplesOf('callback-response-status-', (part) => webhook(part), {
    removed: [statuses('200', '410'), statuses('200'), statuses('200', '4XX')],
    added: [statuses('200'), statuses('200', '410'), statuses('200')],
    specialized: [statuses('2XX'), statuses('200'), statuses('200', '2XX')],
    generalized: [statuses('200'), statuses('2XX'), statuses('200')],
  }),
  ...Object.assign(
    {},
    ...exchangesOf.map(({ prefix, document }) =>
      examplesOf(`${prefix}response-link-`, (part) => document(link(part)), {
        removed: [{ a: one, b: one }, { a: one }, { b: one, a: one }],
        added: [{ a: one }, { a: one, b: one }, { a: one }],
        changed: [{ a: one }, { a: { operationId: 'two' } }, { a: { ...one, description: 'The same.' } }],
      }),
    ),
  ),
};
