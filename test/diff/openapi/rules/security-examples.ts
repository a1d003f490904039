import { api, operation, webhook, type Example, type Examples, type Json } from './documents.ts';

const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
const basic = { type: 'http', scheme: 'basic' };
const flow = { authorizationUrl: 'https://a.test/auth', tokenUrl: 'https://a.test/token', scopes: {} };
const oauth = { type: 'oauth2', flows: { authorizationCode: flow } };
const schemes = { key, basic, oauth };

function secured(security: readonly Json[], securitySchemes: Json = schemes): Json {
  return operation({ security }, { components: { securitySchemes } });
}

function offering(scopes: Json): Json {
  return { oauth: { type: 'oauth2', flows: { authorizationCode: { ...flow, scopes } } } };
}

function called(security: readonly Json[]): Json {
  return webhook({ security }, { components: { securitySchemes: schemes } });
}

function example(baseline: readonly Json[], fires: readonly Json[], misses: readonly Json[]): Example {
  return { baseline: secured(baseline), fires: secured(fires), misses: secured(misses) };
}

function served(...urls: readonly string[]): Json {
  return operation({}, { servers: urls.map((url) => ({ url })) });
}

function variable(values: readonly string[], byDefault = 'eu'): Json {
  const variables = { region: { default: byDefault, enum: values } };
  return operation({}, { servers: [{ url: 'https://{region}.a.test', variables }] });
}

export const securityExamples: Examples = {
  'api-security-became-required': example([], [{ key: [] }], [{ key: [] }, {}]),
  'api-security-scope-added': example(
    [{ oauth: ['a'] }],
    [{ oauth: ['a', 'b'] }],
    [{ oauth: ['a'] }, { oauth: ['b'] }],
  ),
  'api-security-component-oauth-url-changed': {
    baseline: secured([{ oauth: [] }]),
    fires: secured([{ oauth: [] }], {
      oauth: { type: 'oauth2', flows: { authorizationCode: { ...flow, tokenUrl: 'https://b.test' } } },
    }),
    misses: secured([{ oauth: [] }], {
      oauth: {
        type: 'oauth2',
        flows: { authorizationCode: { ...flow, refreshUrl: 'https://a.test/refresh' }, password: flow },
      },
    }),
  },
  'api-security-component-oauth-scope-removed': {
    baseline: secured([{ oauth: [] }], offering({ read: 'Read.', write: 'Write.' })),
    fires: secured([{ oauth: [] }], offering({ read: 'Read.' })),
    misses: secured([{ oauth: [] }], offering({ write: 'In other words.', read: 'Read.' })),
  },
  'api-security-component-oauth-scope-added': {
    baseline: secured([{ oauth: [] }], offering({ read: 'Read.' })),
    fires: secured([{ oauth: [] }], offering({ read: 'Read.', write: 'Write.' })),
    misses: secured([{ oauth: [] }], offering({ read: 'In other words.' })),
  },
  'api-security-credential-changed': {
    baseline: secured([{ key: [] }]),
    fires: secured([{ key: [] }], { key: { ...key, name: 'X-Other' } }),
    misses: secured([{ key: [] }], { key: { ...key, name: 'x-key', description: 'Header names have no case.' } }),
  },
  'api-security-combined': example([{ key: [] }], [{ key: [], basic: [] }], [{ key: [], basic: [] }, { key: [] }]),
  'api-security-alternative-removed': example(
    [{ key: [] }, { basic: [] }],
    [{ key: [] }],
    [{ basic: [] }, { key: [] }],
  ),
  'api-security-relaxed': example([{ key: [] }], [{ key: [] }, {}], [{ key: [] }]),
  'callback-security-changed': {
    baseline: called([{ key: [] }]),
    fires: called([{ key: [] }, { basic: [] }]),
    misses: called([{ key: [], basic: [] }]),
  },
  'callback-security-restricted': {
    baseline: called([{ key: [] }, { basic: [] }]),
    fires: called([{ key: [] }]),
    misses: called([{ basic: [] }, { key: [] }]),
  },
  'server-removed': {
    baseline: served('https://a.test', 'https://b.test'),
    fires: served('https://a.test'),
    misses: served('https://B.test/', 'https://a.test'),
  },
  'server-added': {
    baseline: served('https://a.test'),
    fires: served('https://a.test', 'https://b.test'),
    misses: served('https://a.test/'),
  },
  'server-variable-value-removed': {
    baseline: variable(['eu', 'us']),
    fires: variable(['eu']),
    misses: variable(['us', 'eu', 'cn']),
  },
  'server-variable-value-added': {
    baseline: variable(['eu', 'us']),
    fires: variable(['us', 'eu', 'cn']),
    misses: variable(['us', 'eu']),
  },
  'server-variable-default-changed': {
    baseline: variable(['eu', 'us']),
    fires: variable(['eu', 'us'], 'us'),
    misses: variable(['us', 'eu']),
  },
};

const unknown = { 'x-unit': 'm' };

export const documentExamples: Examples = {
  'unknown-member-changed': {
    baseline: operation({}),
    fires: operation({ queueing: 'fair' }),
    misses: operation({ description: 'A thing.' }),
  },
  'extension-changed': {
    baseline: operation({}),
    fires: operation(unknown),
    misses: operation({ summary: 'A thing.' }),
  },
  'specification-version-changed': {
    baseline: operation({}),
    fires: operation({}, { openapi: '3.0.3' }),
    misses: operation({}),
  },
  'document-invalid': {
    baseline: api({}),
    fires: api({ '/things/{id}': { get: { responses: {}, parameters: [{ in: 'query' }] } } }),
    misses: api({ '/things/{id}': { get: { responses: {} } } }),
  },
};
