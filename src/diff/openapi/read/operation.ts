import type { Operation, RequestBody, Server } from '../model.ts';
import { contentOf } from './content.ts';
import { lifecycleOf } from './lifecycle.ts';
import { flagAt, objectAt, textAt, textsAt } from './members.ts';
import { parametersOf } from './parameters.ts';
import type { Reading, Site } from './reading.ts';
import { responsesOf } from './responses.ts';
import { securityOf } from './security.ts';
import { swaggerBody } from './swagger-body.ts';

/** An operation and what it inherits. */
export interface OperationSite {
  readonly method: string;
  readonly path: string;
  /** Whether the path is that of a URL: not so for webhooks and callbacks. */
  readonly isUrl: boolean;
  readonly site: Site;
  /** The path items that it stands in, the more general first. */
  readonly items: readonly Site[];
  readonly servers: readonly Server[];
}

/** An operation without those that it makes the API call. */
export type OwnOperation = Omit<Operation, 'callbacks'>;

/** Reads an operation with everything that holds for it. */
export function readOperation(
  reading: Reading,
  { method, path, isUrl, site, items, servers }: OperationSite,
): OwnOperation {
  const operationId = textAt(site, 'operationId');
  const holders = [...items, site];
  const { parameters, body } = parametersOf(reading, { holders, operation: site, ...(isUrl ? { path } : {}) });
  const requestBody = reading.edition === '2.0' ? swaggerBody(reading, site, body) : bodyOf(reading, site);
  return {
    pointer: site.pointer,
    method,
    path,
    ...(operationId === undefined ? {} : { operationId }),
    tags: textsAt(reading, site, 'tags').map(({ text }) => text),
    lifecycle: lifecycleOf(reading, site),
    parameters,
    ...(requestBody === undefined ? {} : { body: requestBody }),
    responses: responsesOf(reading, site),
    security: securityOf(reading, site),
    servers,
  };
}

function bodyOf(reading: Reading, operation: Site): RequestBody | undefined {
  const body = objectAt(reading, operation, 'requestBody');
  return body === undefined ? undefined : reading.once(readBody, body);
}

function readBody(reading: Reading, site: Site): RequestBody {
  return {
    pointer: site.pointer,
    required: flagAt(reading, site, 'required'),
    content: contentOf(reading, site),
  };
}
