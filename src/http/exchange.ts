import type { Settings } from './settings.ts';
import { parseRequestId } from './headers.ts';
import { isKnown } from './headers.ts';
import type { Operation, Represented } from './operation.ts';
import type { AnyRefusal } from './problem.ts';
import { toProblem } from './problem.ts';

/** A request on its way to its answer. */
export interface Exchange {
  readonly request: Request;
  readonly request_id: string;
  /** Whether the caller gave none, or none that can be used. */
  readonly request_id_generated: boolean;
  readonly settings: Settings;
}

/** Takes a request in. */
export function openExchange(request: Request, settings: Settings, newRequestId: () => string): Exchange {
  const given = parseRequestId(request.headers).unwrapOr(undefined);
  return {
    request,
    settings,
    request_id: given ?? newRequestId(),
    request_id_generated: given === undefined,
  };
}

/** Answers with a problem. */
export function refuse({ request, request_id, settings }: Exchange, refusal: AnyRefusal): Response {
  const problem = toProblem(refusal, {
    request_id,
    instance: new URL(request.url).pathname,
    problemTypeBase: settings.problemTypeBase,
  });
  if (problem.status >= 500) report(settings, refusal, { request_id, request });
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      ...problemHeaders,
      ...(problem.status === 401 ? { 'www-authenticate': settings.challenge } : {}),
      ...('allow' in refusal ? { allow: (refusal.allow ?? []).join(', ') } : {}),
      ...(problem.retryable ? { 'retry-after': '1' } : {}),
    },
  });
}

/** Answers what nobody expected, without a word about it. */
export function fail({ request, request_id, settings }: Exchange, error: unknown): Response {
  report(settings, error, { request_id, request });
  const problem = {
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'Something unexpected happened. The request_id is in the log of the server.',
    instance: new URL(request.url).pathname,
    request_id,
  };
  return new Response(JSON.stringify(problem), { status: 500, headers: problemHeaders });
}

/** Answers with what an operation gave. */
export function answer({ request }: Exchange, operation: Operation, represented: Represented): Response {
  const { body, status = 200, headers: own = {} } = represented;
  const read = operation.method === 'get';
  const headers: Record<string, string> = { 'cache-control': read ? 'private, no-cache' : 'no-store', ...own };
  if (operation.tagged && hasRevision(body)) {
    headers['etag'] = `"${body.revision}"`;
    if (read && isKnown(request.headers.get('if-none-match'), headers['etag'])) {
      return new Response(null, { status: 304, headers });
    }
  }
  return new Response(JSON.stringify(body), { status, headers: { ...headers, 'content-type': 'application/json' } });
}

const problemHeaders = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };

function hasRevision(body: unknown): body is { readonly revision: number } {
  return typeof body === 'object' && body !== null && 'revision' in body && typeof body.revision === 'number';
}

function report(settings: Settings, error: unknown, occurrence: Parameters<Settings['onError']>[1]): void {
  try {
    settings.onError(error, occurrence);
  } catch {
    // A log that fails is no reason to leave the caller without an answer.
  }
}
