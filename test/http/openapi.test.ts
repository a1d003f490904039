import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';

import { createSchemaChecker, readDocument } from './support.ts';

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const document = await readDocument();
    expect(document.openapi).toBe('3.1.0');
    const result = await new Validator().validate({ ...document });
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('has the routes of the runbook, and those beside them', async () => {
    const { paths } = await readDocument();
    const base = '/platform/integrations/{integration_id}/contracts';
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(base, '…')}`),
    );
    expect(routes.sort()).toEqual([
      'GET …',
      'GET …/compatibility-checks',
      'GET …/events',
      'GET …/{contract_version}',
      'POST …',
      'POST …/compatibility-check',
      'POST …/rollback',
      'POST …/rollback/plan',
      'POST …/{contract_version}/activate',
      'POST …/{contract_version}/deprecate',
      'POST …/{contract_version}/plan',
      'POST …/{contract_version}/retire',
    ]);
  });

  it('has an example of every request and answer, and each fits its schema', async () => {
    const document = await readDocument();
    const findProblem = createSchemaChecker(document);
    let examples = 0;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const at = ['paths', path, method];
        const contents = [
          ...Object.entries(operation.requestBody?.content ?? {}).map(
            ([type, content]) => [[...at, 'requestBody', 'content', type], content] as const,
          ),
          ...Object.entries(operation.responses).flatMap(([status, response]) =>
            Object.entries(response.content ?? {}).map(
              ([type, content]) => [[...at, 'responses', status, 'content', type], content] as const,
            ),
          ),
        ];
        for (const [place, content] of contents) {
          const given = Object.values(content.examples ?? {}).map(({ value }) => value);
          for (const example of content.example === undefined ? given : [content.example, ...given]) {
            examples += 1;
            expect({ place, problem: findProblem([...place, 'schema'], example) }).toEqual({ place, problem: null });
          }
          if (!place.includes('application/problem+json')) expect(content.example).toBeDefined();
        }
      }
    }
    expect(examples).toBeGreaterThan(80);
  });

  it('names every error code with its reasons', async () => {
    const { components } = await readDocument();
    const codes = Object.keys(components.schemas).flatMap((name) => /^Problem\.(.+)$/.exec(name)?.[1] ?? []);
    expect(codes.sort()).toEqual([
      'INT-503-DEPENDENCY-UNAVAILABLE',
      'integration_contract_activation_blocked',
      'integration_contract_conflict',
      'integration_contract_forbidden',
      'integration_contract_idempotency_mismatch',
      'integration_contract_incompatible',
      'integration_contract_invalid_payload',
      'integration_contract_not_found',
      'integration_contract_revision_conflict',
    ]);
    expect(components.schemas['Problem.integration_contract_not_found']).toMatchObject({
      properties: { reason: { enum: expect.arrayContaining(['integration_missing', 'target_missing']) } },
    });
  });
});
