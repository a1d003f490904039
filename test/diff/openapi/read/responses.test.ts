import { describe, expect, it } from 'vitest';

import type { Response } from '../../../../src/diff/openapi/model.ts';
import { openapi, operationOf, problemsOf, swaggerOperationOf, type Document } from './support.ts';

const text = { type: 'string' };
const read = (responses: Document, rest: Document = {}, version = '3.1.0'): readonly Response[] =>
  operationOf(version, { responses }, rest).responses;

describe('responses', () => {
  it('are told apart by status, range or default', () => {
    const statuses = read({ 200: {}, '4xx': {}, default: {}, 'x-note': 'none' }).map(({ status }) => status);
    expect(statuses).toEqual(['200', '4XX', 'default']);
  });

  it('are refused under a status that is none', () => {
    const problems = (status: string): readonly string[] =>
      problemsOf(openapi('3.0.0', { paths: { '/x': { get: { responses: { [status]: {} } } } } }));
    for (const status of ['600', '20', 'ok', '20X']) {
      expect(problems(status)).toEqual([`invalid-value /paths/~1x/get/responses/${status}`]);
    }
  });

  it('may be missing', () => {
    expect(operationOf('3.0.0', {}).responses).toEqual([]);
    expect(operationOf('3.0.0', { responses: null }).responses).toEqual([]);
  });

  it('stand where references to them lead', () => {
    const components = { responses: { R: { content: { 'text/plain': { schema: text } } } } };
    const reference = { $ref: '#/components/responses/R' };
    expect(read({ 200: reference, 201: reference }, { components })).toMatchObject(
      ['200', '201'].map((status) => ({
        status,
        pointer: '/components/responses/R',
        content: [{ pointer: '/components/responses/R/content/text~1plain', text: true }],
      })),
    );
  });

  it('have headers without case, apart from the content type', () => {
    const headers = {
      'X-Left': { required: true, schema: { type: 'integer' }, deprecated: true },
      'content-TYPE': { schema: text },
      'X-Map': { $ref: '#/components/headers/M' },
    };
    const components = { headers: { M: { schema: { type: 'object' }, explode: true } } };
    expect(read({ 200: { headers } }, { components })[0]?.headers).toMatchObject([
      { name: 'x-left', required: true, serialization: 'simple', lifecycle: { deprecated: true } },
      { name: 'x-map', required: false, serialization: 'simple explode', pointer: '/components/headers/M' },
    ]);
  });

  it('have links, which lead to the same by id and by reference', () => {
    const paths = { '/y/{id}': { get: { operationId: 'getY' } } };
    const targets = (links: Document): readonly string[] | undefined => {
      const operation = { responses: { 200: { links } } };
      return operationOf('3.0.0', operation, { 'x-paths': paths }).responses[0]?.links.map(({ target }) => target);
    };
    const byReference = { operationRef: '#/x-paths/~1y~1{id}/get' };
    expect(targets({ a: { operationId: 'getY' }, b: byReference })).toEqual(['getY', 'getY']);
    expect(targets({ a: { operationId: 'getY', parameters: { id: '$response.body#/id' } } })).toEqual([
      'getY parameters {"id":"$response.body#/id"}',
    ]);
    expect(targets({ a: { operationRef: '#/nowhere' } })).toEqual(['#/nowhere']);
  });

  it('of Swagger 2.0 have their schema in each media type that the operation produces', () => {
    const responses = { 200: { schema: text, headers: { 'X-A': { type: 'array', items: text } } }, 204: {} };
    const rest = { produces: ['text/plain', 'application/json'] };
    expect(swaggerOperationOf({ responses }, rest).responses).toMatchObject([
      {
        status: '200',
        content: [
          {
            range: 'text/plain',
            pointer: '/produces/0',
            schema: { pointer: '/paths/~1things/post/responses/200/schema' },
          },
          { range: 'application/json', pointer: '/produces/1' },
        ],
        headers: [{ name: 'x-a', serialization: 'simple', schema: { made: { type: 'array', items: text } } }],
      },
      { status: '204', content: [] },
    ]);
    expect(swaggerOperationOf({ responses, produces: ['text/csv'] }, rest).responses[0]?.content).toMatchObject([
      { range: 'text/csv' },
    ]);
    expect(swaggerOperationOf({ responses }).responses[0]?.content).toMatchObject([{ range: 'application/json' }]);
  });

  it('of Swagger 2.0 may be shared by operations that produce different things', () => {
    const rest = { responses: { R: { schema: { type: 'file' } } } };
    const operation = { responses: { 200: { $ref: '#/responses/R' } }, produces: ['image/png'] };
    expect(swaggerOperationOf(operation, rest).responses[0]?.content).toMatchObject([
      { range: 'image/png', schema: { pointer: '/responses/R/schema', made: { type: 'string', format: 'binary' } } },
    ]);
  });
});
