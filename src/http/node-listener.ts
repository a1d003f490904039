import { getRequestListener } from '@hono/node-server';

import type { HttpHandler } from './handler.ts';

/** A listener of `node:http` or `node:http2`, as `createServer`, Express and Fastify's raw requests take it. */
export type NodeListener = ReturnType<typeof getRequestListener>;

/**
 * Makes a handler a listener for Node.js servers. The host's global `Request` and `Response` stay as they are.
 *
 * It also works behind a body parser: what `express.json()`, `express.text()` or `express.raw()` have left in `body` is
 * read from there.
 */
export function toNodeListener(handler: HttpHandler): NodeListener {
  const listener = getRequestListener(handler, { overrideGlobalObjects: false });
  return (incoming, outgoing) => {
    restoreBody(incoming);
    return listener(incoming, outgoing);
  };
}

/** Gives the bytes of a body that was parsed before back under the name where the listener looks for them. */
function restoreBody(incoming: Incoming): void {
  const { body, rawBody } = incoming;
  if (rawBody instanceof Buffer || body === undefined || !incoming.readableDidRead) return;
  const isJson = /[/+]json\b/i.test(incoming.headers['content-type'] ?? '');
  if (body instanceof Uint8Array) incoming.rawBody = Buffer.from(body);
  else if (typeof body === 'string') incoming.rawBody = Buffer.from(body);
  else if (isJson) incoming.rawBody = Buffer.from(JSON.stringify(body));
}

/** A request that a body parser may have been at. */
type Incoming = Parameters<NodeListener>[0] & { readonly body?: unknown; rawBody?: unknown };
