import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

import type { HttpHandler, HttpHandlerOptions } from '../../src/http/index.ts';
import { createHttpHandler } from '../../src/http/index.ts';
import type { RolloutOptions } from '../../src/create-rollout.ts';
import type { World } from '../usecases/support.ts';
import { createWorld } from '../usecases/support.ts';

/** What a test sends. */
export interface Sent {
  /** Default `ann`; `null` for nobody. */
  readonly actor?: string | null;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a test gets. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; `undefined` without a body. */
  readonly body: Body;
}

/** Members that tests look at. */
type Body = Readonly<Record<string, unknown>> & {
  readonly error_code?: string;
  readonly reason?: string;
  readonly items?: readonly Readonly<Record<string, unknown>>[];
  readonly next?: string | null;
};

export interface Server extends World {
  readonly handler: HttpHandler;
  /** Everything that `onError` was given. */
  readonly errors: unknown[];
  /** Sends a request below `/platform/integrations/payments/contracts`, or to a path that begins with `/platform`. */
  send(method: string, path: string, sent?: Sent): Promise<Got>;
}

export const contractsPath = '/platform/integrations/payments/contracts';

/** A handler on adapters in memory. Every answer that it gives is held against its OpenAPI document. */
export function createServer(
  options: Partial<RolloutOptions> = {},
  httpOptions: Partial<HttpHandlerOptions> = {},
): Server {
  const world = createWorld(options);
  const errors: unknown[] = [];
  const handler = createHttpHandler(world.rollout, {
    authenticate: (request) => {
      const id = request.headers.get('x-actor');
      return id === null ? null : { id };
    },
    onError: (error) => errors.push(error),
    ...httpOptions,
  });
  return {
    ...world,
    handler,
    errors,
    send: async (method, path, sent = {}) => {
      const request = toRequest(method, path, sent);
      const response = await handler(request.clone());
      const got = await toGot(response);
      await expectDocumented(request, got);
      return got;
    },
  };
}

export function toRequest(method: string, path: string, { actor = 'ann', body, headers = {} }: Sent = {}): Request {
  const url = `http://localhost${path.startsWith('/platform') ? path : `${contractsPath}${path}`}`;
  return new Request(url, {
    method,
    headers: {
      ...(actor === null ? {} : { 'x-actor': actor }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

export async function toGot(response: Response): Promise<Got> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** The OpenAPI document as the handler serves it. */
export async function readDocument(handler: HttpHandler = createServer().handler): Promise<OpenApiDocument> {
  const response = await handler(new Request('http://localhost/platform/integrations/openapi.json'));
  return (await response.json()) as OpenApiDocument;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

interface DocumentedResponse {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, MediaType>>;
}

interface MediaType {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** Says what is wrong with a value of a place in the document, `null` if nothing is. */
export function createSchemaChecker(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ ...document, $id: 'http://localhost/openapi.json' });
  return (pointer: readonly string[], value: unknown): string | null => {
    const fragment = pointer.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    const validate = ajv.getSchema(`http://localhost/openapi.json#/${fragment.join('/')}`);
    if (validate === undefined) return `nothing is at ${pointer.join(' ')}`;
    return validate(value) === true ? null : ajv.errorsText(validate.errors);
  };
}

let document: OpenApiDocument | undefined;
let checker: ReturnType<typeof createSchemaChecker> | undefined;

async function expectDocumented(request: Request, { status, headers, body }: Got): Promise<void> {
  document ??= await readDocument();
  checker ??= createSchemaChecker(document);
  expect(headers.get('x-request-id')).toBeTruthy();
  if (status >= 400) {
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({ status, request_id: headers.get('x-request-id') });
    expect(JSON.stringify(body)).not.toContain('"cause"');
  }
  const path = findPath(document, new URL(request.url).pathname);
  if (path === undefined || status === 405) return;
  const operation = document.paths[path]?.[request.method.toLowerCase()];
  const response = operation?.responses[String(status)];
  if (response === undefined) expect.fail(`${request.method} ${path} does not document ${status}`);
  const documented = new Set(Object.keys(response.headers ?? {}).map((name) => name.toLowerCase()));
  for (const name of headers.keys()) {
    if (!['content-type', 'cache-control'].includes(name)) expect(documented).toContain(name);
  }
  const mediaType = headers.get('content-type');
  if (mediaType === null) return;
  const place = ['paths', path, request.method.toLowerCase(), 'responses', String(status), 'content', mediaType];
  expect({ place, problem: checker([...place, 'schema'], body) }).toEqual({ place, problem: null });
}

function findPath({ paths }: OpenApiDocument, pathname: string): string | undefined {
  const fits = (template: string) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname) ? [template] : [];
  // Fixed segments win.
  return Object.keys(paths)
    .flatMap(fits)
    .sort((left, right) => left.split('{').length - right.split('{').length)[0];
}

/** v1 active, v2 created. */
export async function startUpgrade(server: Server): Promise<void> {
  await create(server, 'v1', 'pay');
  await server.send('POST', '/v1/activate');
  await create(server, 'v2', 'pay', 'refund');
}

export async function create(server: Server, contract_version: string, ...operations: readonly string[]): Promise<Got> {
  const body = { contract_type: 'openapi', contract_version, document: { operations } };
  return server.send('POST', '', { body });
}

export async function check(server: Server, baseline_version: string, candidate_version: string): Promise<Got> {
  return server.send('POST', '/compatibility-check', { body: { baseline_version, candidate_version } });
}
