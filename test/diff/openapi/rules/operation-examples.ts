import { api, ok, operation, webhook, type Example, type Examples, type Json } from './documents.ts';

const past = { deprecated: true, 'x-sunset': '2029-01-01' };
const future = { deprecated: true, 'x-sunset': '2039-01-01' };
const later = { deprecated: true, 'x-sunset': '2049-01-01' };
const other = { '/others': { get: ok } };
const none = api(other);

/** An operation that the baseline has beside another one. */
function listed(members: Json): Json {
  return api({ ...other, '/things': { get: { ...ok, ...members } } });
}

function removed(members: Json, missed: Json): Example {
  const baseline = listed(members);
  // Nothing was removed, and what changed has other rules.
  return { baseline, fires: none, misses: listed({ ...members, ...missed }) };
}

function kept(baseline: Json, fires: Json, misses: Json): Example {
  return { baseline: listed(baseline), fires: listed(fires), misses: listed(misses) };
}

function calls(kind: 'webhook' | 'callback', members: Json): Json {
  if (kind === 'webhook') return webhook({ ...members });
  return operation({ callbacks: { thing: { '{$request.query.url}': { post: { ...ok, ...members } } } } });
}

function withoutCalls(kind: 'webhook' | 'callback'): Json {
  return kind === 'webhook' ? api({}) : operation({});
}

function callExamples(kind: 'webhook' | 'callback'): Examples {
  const nothing = withoutCalls(kind);
  return {
    [`${kind}-removed`]: { baseline: calls(kind, {}), fires: nothing, misses: calls(kind, { summary: 'A thing.' }) },
    [`${kind}-removed-with-deprecation`]: { baseline: calls(kind, past), fires: nothing, misses: calls(kind, {}) },
    [`${kind}-added`]: { baseline: nothing, fires: calls(kind, {}), misses: nothing },
  };
}

const list = { get: ok };

export const operationExamples: Examples = {
  'api-removed-without-deprecation': removed({}, { deprecated: true }),
  'api-removed-before-sunset': removed(future, {}),
  'api-removed-without-sunset': removed({ deprecated: true }, {}),
  'api-removed-with-unreadable-sunset': removed({ deprecated: true, 'x-sunset': 'soon' }, {}),
  'api-removed-with-deprecation': removed(past, {}),
  'api-removed-while-unstable': removed({ 'x-stability-level': 'alpha' }, {}),
  'endpoint-added': { baseline: none, fires: listed({}), misses: none },
  'endpoint-deprecated': kept({}, { deprecated: true }, future),
  'endpoint-deprecated-with-sunset': kept({}, future, { deprecated: true }),
  'endpoint-reactivated': kept({ deprecated: true }, {}, { deprecated: true }),
  'api-deprecated-sunset-parse': kept({}, { deprecated: true, 'x-sunset': 'soon' }, future),
  'sunset-deleted': kept(future, { deprecated: true }, {}),
  'api-sunset-moved-earlier': kept(later, future, later),
  'api-sunset-moved-later': kept(future, later, future),
  'api-stability-decreased': kept({ 'x-stability-level': 'stable' }, { 'x-stability-level': 'beta' }, {}),
  'api-stability-increased': kept({ 'x-stability-level': 'beta' }, {}, { 'x-stability-level': 'beta' }),
  'api-invalid-stability-level': kept({}, { 'x-stability-level': 'solid' }, { 'x-stability-level': 'stable' }),
  'api-operation-id-removed': kept({ operationId: 'a' }, { operationId: 'b' }, { operationId: 'a' }),
  'api-operation-id-added': kept({}, { operationId: 'a' }, {}),
  'api-tag-removed': kept({ tags: ['a', 'b'] }, { tags: ['a'] }, { tags: ['b', 'a'] }),
  'api-tag-added': kept({ tags: ['a'] }, { tags: ['a', 'b'] }, { tags: ['a'] }),
  ...callExamples('webhook'),
  ...callExamples('callback'),
  'path-ambiguous': {
    baseline: api({ '/things/{a}': list, '/things/{b}': list }),
    fires: api({ '/things/{a}': list, '/things/{c}': list }),
    misses: api({ '/things/{b}': list, '/things/{a}': list }),
  },
  'path-covered-by-template': {
    baseline: api({ '/things/{id}': list, '/things/mine': list }),
    fires: api({ '/things/{id}': list }),
    misses: api({ '/things/{id}': { post: ok } }),
  },
  'path-shadows-template': {
    baseline: api({ '/things/{id}': list }),
    fires: api({ '/things/{id}': list, '/things/mine': list }),
    misses: api({ '/things/{id}': list, '/things/mine/all': list }),
  },
};
