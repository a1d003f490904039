import type { ErrorCode } from '../core/error.ts';
import { exampleRequestId, operationExamples, refusalExamples } from './examples.ts';
import type { JsonSchema } from './openapi-parts.ts';
import { headers, namedSchemas, parameters, toJsonSchema } from './openapi-parts.ts';
import type { Operation } from './operation.ts';
import { statuses, statusesOfReasons, titles, toProblem } from './problem.ts';
import { reasons, reasonsOf } from './reasons.ts';
import type { Settings } from './settings.ts';

const errorCodes = Object.keys(statuses) as readonly ErrorCode[];

/** What can go wrong with every operation, and with every command. */
const usualRefusals: readonly ErrorCode[] = [
  'integration_contract_invalid_payload',
  'integration_contract_forbidden',
  'integration_contract_not_found',
  'INT-503-DEPENDENCY-UNAVAILABLE',
];
const commandRefusals: readonly ErrorCode[] = [
  'integration_contract_conflict',
  'integration_contract_revision_conflict',
  'integration_contract_idempotency_mismatch',
];

/** The OpenAPI 3.1 document of operations. */
export function toOpenApiDocument(
  operations: readonly Operation[],
  settings: Pick<Settings, 'basePath' | 'problemTypeBase'>,
): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of operations) {
    const path = `/platform/integrations/{integration_id}/contracts${operation.path}`;
    (paths[path] ??= {})[operation.method] = describe(operation, settings);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Contract rollout',
      version: '1.0.0',
      description:
        'Rolls out new versions of the contracts of integrations: create a candidate, check it against the active version, activate it if every gate is open, roll back. Whatever cannot be decided blocks, and says why.',
    },
    servers: [{ url: settings.basePath === '' ? '/' : settings.basePath }],
    tags: [{ name: 'contracts', description: 'Versions of the contracts of an integration.' }],
    paths,
    components: {
      schemas: {
        ...namedSchemas(),
        ...Object.fromEntries(errorCodes.map((code) => [problemName(code), problemOf(code)])),
      },
      parameters,
      headers,
    },
  };
}

function describe(operation: Operation, settings: Pick<Settings, 'problemTypeBase'>): JsonSchema {
  const { operation_id, summary, description, payload, bodyRequired, method } = operation;
  const example = operationExamples[operation_id]?.request;
  return {
    operationId: operation_id,
    tags: ['contracts'],
    summary,
    description,
    parameters: [...sharedParameters(operation), ...(method === 'get' ? queryParameters(operation) : [])],
    ...(method === 'get'
      ? {}
      : {
          requestBody: {
            required: bodyRequired,
            content: {
              'application/json': { schema: toJsonSchema(payload), ...(example === undefined ? {} : { example }) },
            },
          },
        }),
    responses: { ...successes(operation), ...problems(operation, settings) },
  };
}

function sharedParameters({ path, method, command, tagged }: Operation): readonly JsonSchema[] {
  const used: readonly (keyof typeof parameters)[] = [
    'IntegrationId',
    ...(path.includes('{contract_version}') ? (['ContractVersion'] as const) : []),
    'RequestId',
    'Traceparent',
    'RolloutId',
    ...(command ? (['IdempotencyKey', 'IfMatch'] as const) : []),
    ...(method === 'get' && tagged ? (['IfNoneMatch'] as const) : []),
  ];
  return used.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}

function queryParameters({ payload }: Operation): readonly JsonSchema[] {
  return Object.entries(payload.shape).map(([name, schema]) => {
    const { description, ...json } = toJsonSchema(schema);
    return { name, in: 'query', required: false, ...(description === undefined ? {} : { description }), schema: json };
  });
}

function successes({ operation_id, method, answer, tagged }: Operation): JsonSchema {
  const used: readonly (keyof typeof headers)[] = [
    'RequestId',
    ...(tagged ? (['ETag'] as const) : []),
    ...(operation_id === 'getVersion' ? (['Deprecation', 'Sunset', 'Link'] as const) : []),
    ...(operation_id.startsWith('list') ? (['Link'] as const) : []),
  ];
  const content = {
    'application/json': { schema: toJsonSchema(answer), example: operationExamples[operation_id]?.answer },
  };
  return {
    ...(operation_id === 'createVersion'
      ? { 201: { description: 'The version was created.', headers: headerRefs([...used, 'Location']), content } }
      : {}),
    200: {
      description: operation_id === 'createVersion' ? 'The version was there already, with the same content.' : 'Done.',
      headers: headerRefs(used),
      content,
    },
    ...(method === 'get' && tagged
      ? { 304: { description: 'Nothing has changed since.', headers: headerRefs(['RequestId', 'ETag']) } }
      : {}),
  };
}

/** The problems of an operation by their status. */
function problems({ method, command, refusals }: Operation, settings: Pick<Settings, 'problemTypeBase'>): JsonSchema {
  const codes = [...usualRefusals, ...(command ? commandRefusals : []), ...refusals];
  const byStatus = new Map<number, readonly ErrorCode[]>();
  const add = (status: number, code: ErrorCode) => byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  for (const code of codes) add(statuses[code], code);
  for (const [reason, code] of reasons) {
    const status = (statusesOfReasons as Readonly<Record<string, number>>)[reason];
    const possible = status !== undefined && status !== 405 && (method === 'post' || status === 401);
    if (possible) add(status, code);
  }
  return {
    ...Object.fromEntries([...byStatus].map(([status, of]) => [status, problemResponse(status, of, settings)])),
    500: {
      description: 'Something unexpected happened.',
      headers: headerRefs(['RequestId']),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/UnexpectedProblem' } } },
    },
  };
}

function problemResponse(
  status: number,
  codes: readonly ErrorCode[],
  { problemTypeBase }: Pick<Settings, 'problemTypeBase'>,
): JsonSchema {
  const used: readonly (keyof typeof headers)[] = [
    'RequestId',
    ...(status === 401 ? (['WwwAuthenticate'] as const) : []),
    ...(status === 503 || status === 409 ? (['RetryAfter'] as const) : []),
  ];
  const instance = '/platform/integrations/payments/contracts';
  const examples = codes
    .filter((code) => statuses[code] === status)
    .map((code) => [
      code,
      { value: toProblem(refusalExamples[code], { request_id: exampleRequestId, instance, problemTypeBase }) },
    ]);
  return {
    description: codes.map((code) => `${titles[code]} (\`${code}\`).`).join(' '),
    headers: headerRefs(used),
    content: {
      'application/problem+json': {
        schema: { anyOf: codes.map((code) => ({ $ref: `#/components/schemas/${problemName(code)}` })) },
        ...(examples.length === 0 ? {} : { examples: Object.fromEntries(examples) }),
      },
    },
  };
}

function problemName(code: ErrorCode): string {
  return `Problem.${code}`;
}

function problemOf(code: ErrorCode): JsonSchema {
  return {
    description: titles[code],
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { error_code: { const: code }, reason: { enum: reasonsOf(code) } },
  };
}

function headerRefs(names: readonly (keyof typeof headers)[]): JsonSchema {
  const wire: Record<keyof typeof headers, string> = {
    RequestId: 'x-request-id',
    ETag: 'ETag',
    Location: 'Location',
    Link: 'Link',
    Deprecation: 'Deprecation',
    Sunset: 'Sunset',
    RetryAfter: 'Retry-After',
    WwwAuthenticate: 'WWW-Authenticate',
  };
  return Object.fromEntries(names.map((name) => [wire[name], { $ref: `#/components/headers/${name}` }]));
}
