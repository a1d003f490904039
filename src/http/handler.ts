import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import { Hono } from 'hono';

import type { Actor } from '../core/event.ts';
import type { CommandContext } from '../usecases/call-context.ts';
import type { Rollout } from '../usecases/rollout.ts';
import { authenticate } from './authenticate.ts';
import { readBody } from './body.ts';
import type { Exchange } from './exchange.ts';
import { answer, fail, openExchange, refuse } from './exchange.ts';
import { parseId, parsePreconditions, parseRequestId } from './headers.ts';
import { toOpenApiDocument } from './openapi-document.ts';
import type { JsonSchema } from './openapi-parts.ts';
import type { Operation, PathParameters } from './operation.ts';
import { operations } from './operations.ts';
import type { AnyRefusal } from './problem.ts';
import type { RequestRefusal } from './request-refusal.ts';
import { requestRefusal } from './request-refusal.ts';
import type { HttpHandlerOptions } from './settings.ts';
import { readSettings } from './settings.ts';
import { canonicalPath, parseQuery } from './target.ts';

/** Answers a request; it never rejects. */
export type HttpHandler = (request: Request) => Promise<Response>;

/**
 * Puts a rollout behind HTTP: the runbook's four routes and those beside them, and the OpenAPI document of all.
 *
 * Refusals are problems (RFC 9457) with the fields of the refusal. `ETag` is the line's revision, `If-Match` expects it,
 * `Idempotency-Key` makes a command repeatable; `x-request-id`, `traceparent` and `x-rollout-id` go into the audit trail.
 *
 * @throws TypeError if an option is missing or impossible
 * @example
 * const handler = createHttpHandler(rollout, { authenticate: (request) => findActor(request.headers) });
 * createServer(toNodeListener(handler)).listen(8080);
 */
export function createHttpHandler(rollout: Rollout, options: HttpHandlerOptions): HttpHandler {
  const settings = readSettings(options);
  if (typeof rollout?.newRequestId !== 'function') {
    throw new TypeError('createHttpHandler: the first argument must be a rollout, as createRollout gives it.');
  }
  const app = new Hono<{ Bindings: { exchange: Exchange } }>({
    getPath: ({ url }) => canonicalPath(url) ?? '',
  });
  app.onError((error) => {
    throw error;
  });
  app.notFound(({ env }) => refuse(env.exchange, requestRefusal('route_missing', 'There is no such route.')));

  const { openApiPath, basePath } = settings;
  if (openApiPath !== null) {
    let document: JsonSchema | undefined;
    app.get(`${basePath}${openApiPath}`, ({ json }) => json((document ??= toOpenApiDocument(operations, settings))));
    app.all(`${basePath}${openApiPath}`, ({ env }) => refuse(env.exchange, methodNotAllowed(['GET', 'HEAD'])));
  }
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const ofPath = operations.filter((operation) => operation.path === path);
    const route = `${basePath}/platform/integrations/:integration_id/contracts${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    for (const operation of ofPath) {
      app.on(operation.method.toUpperCase(), route, ({ env, req }) =>
        serve(rollout, operation, env.exchange, toPathParameters(req.param())),
      );
    }
    const allow = ofPath.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : ['POST']));
    app.all(route, ({ env }) => refuse(env.exchange, methodNotAllowed(allow)));
  }

  return async (request) => {
    const exchange = openExchange(request, settings, () => rollout.newRequestId());
    const response = await respond(exchange);
    response.headers.set('x-request-id', exchange.request_id);
    return response;
  };

  async function respond(exchange: Exchange): Promise<Response> {
    try {
      const { request } = exchange;
      if (canonicalPath(request.url) === undefined) {
        return refuse(exchange, requestRefusal('path_malformed', 'The path is not percent-encoded UTF-8.'));
      }
      return await app.fetch(request, { exchange });
    } catch (error) {
      return fail(exchange, error);
    }
  }
}

async function serve(
  rollout: Rollout,
  operation: Operation,
  exchange: Exchange,
  parameters: PathParameters,
): Promise<Response> {
  const { request, settings } = exchange;
  // Strangers are turned away before anything that they sent is read.
  const actor = await authenticate(request, settings.authenticate, settings.authenticateTimeoutMs);
  if (actor.isErr()) return refuse(exchange, actor.error);
  const context = readContext(operation, exchange, actor.value);
  if (context.isErr()) return refuse(exchange, context.error);
  const payload = await readPayload(operation, exchange);
  if (payload.isErr()) return refuse(exchange, payload.error);
  const received = { parameters, payload: payload.value, context: context.value };
  const output = await operation.carryOut(rollout, received);
  return output.isOk() ? answer(exchange, operation, output.value) : refuse(exchange, output.error);
}

function toPathParameters({ integration_id = '', contract_version }: Readonly<Record<string, string>>): PathParameters {
  return contract_version === undefined ? { integration_id } : { integration_id, contract_version };
}

function readContext(
  { command }: Operation,
  { request: { headers }, request_id, request_id_generated }: Exchange,
  actor: Actor,
): Result<CommandContext, RequestRefusal> {
  const given = parseRequestId(headers);
  if (given.isErr()) return err(given.error);
  const rollout_id = parseId(headers, 'x-rollout-id');
  if (rollout_id.isErr()) return err(rollout_id.error);
  const preconditions = command ? parsePreconditions(headers) : ok({});
  const traceparent = headers.get('traceparent');
  return preconditions.map((stated) => ({
    ...stated,
    actor,
    request_id,
    request_id_generated,
    ...(traceparent === null ? {} : { traceparent }),
    ...(rollout_id.value === undefined ? {} : { rollout_id: rollout_id.value }),
  }));
}

async function readPayload(
  operation: Operation,
  { request, settings }: Exchange,
): Promise<Result<unknown, AnyRefusal>> {
  if (operation.method === 'get') return parseQuery(request.url, operation.parameterKinds);
  const query = parseQuery(request.url, {});
  if (query.isErr()) return err(query.error);
  return readBody(request, { required: operation.bodyRequired, limit: settings.maxBodyBytes });
}

function methodNotAllowed(allow: readonly string[]): RequestRefusal {
  return requestRefusal('method_not_allowed', `The route knows the methods ${allow.join(', ')}.`, { allow });
}
