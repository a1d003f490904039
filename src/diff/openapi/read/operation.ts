import type { Operation, OperationEntry, Parameter, RequestBody, Response, Security, Server } from '../model.ts';
import { contentOf } from './content.ts';
import { lifecycleOf } from './lifecycle.ts';
import { flagAt, objectAt, textAt, textsAt } from './members.ts';
import { parametersOf } from './parameters.ts';
import { once } from '../../source/places.ts';
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
  readonly callbacks: () => readonly OperationEntry[];
}

/** An operation with everything that holds for it; its parts are read when they are asked for. */
export function readOperation(
  reading: Reading,
  { method, path, isUrl, site, items, servers, callbacks }: OperationSite,
): Operation {
  const operationId = textAt(site, 'operationId');
  const stated = once(() =>
    parametersOf(reading, { holders: [...items, site], operation: site, ...(isUrl ? { path } : {}) }),
  );
  const body = once(() => {
    return reading.edition === '2.0' ? swaggerBody(reading, site, stated().body) : bodyOf(reading, site);
  });
  const responses = once(() => responsesOf(reading, site));
  const security = once(() => securityOf(reading, site));
  const called = once(callbacks);
  return {
    pointer: site.pointer,
    method,
    path,
    ...(operationId === undefined ? {} : { operationId }),
    tags: textsAt(reading, site, 'tags').map(({ text }) => text),
    lifecycle: lifecycleOf(reading, site),
    get parameters(): readonly Parameter[] {
      return stated().parameters;
    },
    get body(): RequestBody | undefined {
      return body();
    },
    get responses(): readonly Response[] {
      return responses();
    },
    get security(): Security {
      return security();
    },
    servers,
    get callbacks(): readonly OperationEntry[] {
      return called();
    },
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
