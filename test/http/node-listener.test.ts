import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';

import express from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { toNodeListener } from '../../src/http/index.ts';
import { stored } from '../usecases/support.ts';
import { contractsPath, createServer as createContracts, toGot } from './support.ts';

const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.restoreAllMocks();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const candidate = { contract_type: 'openapi', contract_version: 'v1', document: { operations: ['pay'] } };

function post(
  origin: string,
  body: string | Uint8Array<ArrayBuffer> | URLSearchParams,
  type?: string,
): Promise<Response> {
  return fetch(`${origin}${contractsPath}`, {
    method: 'POST',
    headers: { 'x-actor': 'ann', ...(type === undefined ? {} : { 'content-type': type }) },
    body,
  });
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('the listener for Node.js', () => {
  it('leaves the global Request and Response alone', async () => {
    const before = [globalThis.Request, globalThis.Response];
    const origin = await listen(toNodeListener(createContracts().handler));
    expect((await post(origin, JSON.stringify(candidate), 'application/json')).status).toBe(201);
    expect([globalThis.Request, globalThis.Response]).toEqual(before);
    expect(globalThis.Request).toBe(before[0]);
    expect(globalThis.Response).toBe(before[1]);
  });

  it('passes an encoded slash on as it came', async () => {
    const contracts = createContracts();
    const origin = await listen(toNodeListener(contracts.handler));
    await post(origin, JSON.stringify({ ...candidate, contract_version: 'a/b' }), 'application/json');
    const read = await fetch(`${origin}${contractsPath}/a%2Fb`, { headers: { 'x-actor': 'ann' } });
    expect(await read.json()).toMatchObject({ contract_version: 'a/b' });
  });

  it('stops a body that is longer than allowed, whatever is announced', async () => {
    const contracts = createContracts({}, { maxBodyBytes: 10_000 });
    const origin = await listen(toNodeListener(contracts.handler));
    const body = JSON.stringify({ ...candidate, document: 'x'.repeat(1_000_000) });
    const chunks = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(body));
        controller.close();
      },
    });
    const response = await fetch(`${origin}${contractsPath}`, {
      method: 'POST',
      headers: { 'x-actor': 'ann', 'content-type': 'application/json' },
      body: chunks,
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    expect((await post(origin, body, 'application/json')).status).toBe(413);
  });

  it('survives a caller who goes away, without a word and without a commit', async () => {
    const written = [vi.spyOn(console, 'error'), vi.spyOn(console, 'info'), vi.spyOn(console, 'log')];
    const contracts = createContracts();
    const began = deferred<void>();
    const over = deferred<Response>();
    const origin = await listen(
      toNodeListener(async (request) => {
        began.resolve();
        const response = await contracts.handler(request);
        over.resolve(response.clone());
        return response;
      }),
    );
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    const head = [
      `POST ${contractsPath} HTTP/1.1`,
      'host: localhost',
      'x-actor: ann',
      'content-type: application/json',
    ];
    socket.write([...head, 'content-length: 1000', '', '{"contract_type":'].join('\r\n'));
    await began.promise;
    socket.destroy();
    expect(await toGot(await over.promise)).toMatchObject({ status: 400, body: { detail: 'The body ended early.' } });
    expect((await stored(contracts.store)).revision).toBe(0);
    expect(contracts.errors).toEqual([]);
    for (const spy of written) expect(spy).not.toHaveBeenCalled();
  });
});

describe('the listener behind the body parsers of Express', () => {
  const parsers = {
    'express.json()': express.json(),
    'express.text()': express.text({ type: '*/*' }),
    'express.raw()': express.raw({ type: '*/*' }),
    'express.urlencoded()': express.urlencoded(),
    'no parser': (_request: express.Request, _response: express.Response, next: express.NextFunction) => next(),
  };
  const serve = async (parser: express.RequestHandler) => {
    const contracts = createContracts();
    const app = express();
    app.use(parser);
    app.all('/platform/integrations/{*rest}', toNodeListener(contracts.handler));
    return { contracts, origin: await listen(app) };
  };

  it.each(Object.entries(parsers))('reads what %s has left', async (_, parser) => {
    const { origin } = await serve(parser);
    expect((await post(origin, JSON.stringify(candidate), 'application/json; charset=utf-8')).status).toBe(201);
    const read = await fetch(`${origin}${contractsPath}/v1`, { headers: { 'x-actor': 'ann' } });
    expect(await read.json()).toMatchObject({ contract_version: 'v1', status: 'candidate' });
  });

  it.each(Object.entries(parsers))('refuses a form, and an empty body, after %s', async (_, parser) => {
    const { origin } = await serve(parser);
    expect((await post(origin, new URLSearchParams({ contract_version: 'v1' }))).status).toBe(415);
    const empty = await post(origin, '', 'application/json');
    expect(empty.status).toBe(400);
    expect(await empty.json()).toMatchObject({ reason: 'body_required' });
    const retired = await fetch(`${origin}${contractsPath}/v1/retire`, {
      method: 'POST',
      headers: { 'x-actor': 'ann' },
    });
    expect(await retired.json()).toMatchObject({ reason: 'contract_type_required' });
  });

  it('keeps a document that is text byte by byte', async () => {
    const { origin, contracts } = await serve(express.json());
    const document = '{ "operations" : [ "ü" ] }\r\n';
    await post(origin, JSON.stringify({ ...candidate, document }), 'application/json');
    const { checksum } = (await stored(contracts.store)).versions.get('v1') ?? {};
    const kept = await contracts.store.documents.get(checksum ?? '', { signal: AbortSignal.timeout(1_000) });
    expect(new TextDecoder().decode(kept._unsafeUnwrap() ?? undefined)).toBe(document);
  });
});
