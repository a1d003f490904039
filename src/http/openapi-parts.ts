import * as z from 'zod';

import { components } from './schemas.ts';

/** A JSON Schema, or a reference to one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const names = new Map(Object.entries(components).map(([name, schema]) => [schema, name]));

/** A reference to a named schema, or the schema itself. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const name = names.get(schema);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json;
}

/** The named schemas. */
export function namedSchemas(): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema: _, $id: __, ...json }]) => [name, json]));
}

const text = { type: 'string' };
const id = { type: 'string', minLength: 1, maxLength: 128 };

/** The parameters that several operations have. */
export const parameters = {
  IntegrationId: {
    name: 'integration_id',
    in: 'path',
    required: true,
    description: 'Opaque, case-sensitive; percent-encoded once.',
    schema: id,
    example: 'payments',
  },
  ContractVersion: {
    name: 'contract_version',
    in: 'path',
    required: true,
    description: 'Opaque, case-sensitive; percent-encoded once: `a/b` is `a%2Fb`.',
    schema: { ...id, maxLength: 64 },
    example: 'v2',
  },
  RequestId: {
    name: 'x-request-id',
    in: 'header',
    description: 'Recorded with every event of the call. Default: a generated one.',
    schema: id,
  },
  Traceparent: {
    name: 'traceparent',
    in: 'header',
    description: 'W3C Trace Context, recorded with every event of the call; an invalid one is dropped.',
    schema: text,
    example: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  },
  RolloutId: {
    name: 'x-rollout-id',
    in: 'header',
    description: 'Ties the calls of one rollout together.',
    schema: id,
  },
  IdempotencyKey: {
    name: 'idempotency-key',
    in: 'header',
    description: 'Repeating a request with the same key yields the first result. Quoted or bare.',
    schema: { type: 'string', minLength: 1 },
    example: '"0b7c9a9e-5d3f-4a3e-8a55-3f6f2f8f2a10"',
  },
  IfMatch: {
    name: 'if-match',
    in: 'header',
    description: 'The ETag of an earlier answer: refused with 412 if the line has moved since. `*` expects nothing.',
    schema: text,
    example: '"7"',
  },
  IfNoneMatch: {
    name: 'if-none-match',
    in: 'header',
    description: 'The ETag of an earlier answer: 304 if nothing has changed since.',
    schema: text,
    example: '"7"',
  },
} as const;

/** The headers of answers. */
export const headers = {
  RequestId: { description: 'The id under which the call is recorded.', required: true, schema: text },
  ETag: { description: 'The revision of the line.', schema: text, example: '"7"' },
  Location: { description: 'Where the version is, relative to the request.', schema: text },
  Link: {
    description: '`rel="next"`: the next page; `rel="successor-version"`: the version to move to.',
    schema: text,
  },
  Deprecation: { description: 'RFC 9745: when the version was deprecated.', schema: text, example: '@1772445600' },
  Sunset: {
    description: 'RFC 8594: when the version ends.',
    schema: text,
    example: 'Tue, 01 Sep 2026 00:00:00 GMT',
  },
  RetryAfter: { description: 'In seconds, where the same request can succeed later.', schema: { type: 'integer' } },
  WwwAuthenticate: { description: 'How to authenticate.', schema: text },
} as const;
