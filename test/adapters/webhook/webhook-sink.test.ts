import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createFixedClock } from '../../../src/adapters/memory/fixed-clock.ts';
import { toCloudEvent } from '../../../src/adapters/webhook/cloud-event.ts';
import { createWebhookSink } from '../../../src/adapters/webhook/create-webhook-sink.ts';
import { verifyWebhook } from '../../../src/adapters/webhook/signature.ts';
import { call, errorOf, valueOf } from '../../../src/testing/conformance/assertions.ts';
import { billing, created, denied } from '../../../src/testing/conformance/samples.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
const events = [created(billing, 1, 0, 'event-1'), created(billing, 2, 0, 'event-2')];

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let received: Received[] = [];
let answer: (nth: number) => number = () => 204;
let location: string | undefined;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(answer(received.length), location === undefined ? {} : { location });
    response.end('noted');
  });
});
let url = '';

beforeEach(async () => {
  received = [];
  answer = () => 200;
  location = undefined;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/events?a=1`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a webhook sink', () => {
  it('sends each event as a structured CloudEvent, in order', async () => {
    valueOf(await createWebhookSink({ url, source: '/platform' }).deliver(events, call));
    expect(received.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      events.map((event) => toCloudEvent(event, '/platform')),
    );
    expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/cloudevents+json; charset=utf-8' });
    expect(received[0]?.headers['webhook-signature']).toBeUndefined();
  });

  it('sends attributes as headers in binary mode, and the event alone as the body', async () => {
    const event = {
      ...created({ ...billing, integration_id: 'é "%' }, 1, 0, 'event-1'),
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    };
    valueOf(await createWebhookSink({ url, mode: 'binary' }).deliver([event], call));
    expect(JSON.parse(received[0]?.body ?? '')).toEqual(event);
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': 'event-1',
      'ce-source': 'urn:contract-rollout',
      'ce-type': 'platform.integration.contract.created',
      'ce-subject': '%25C3%25A9%2520%2522%2525/openapi',
      'ce-time': event.recorded_at,
      'ce-traceparent': event.traceparent,
    });
  });

  it('signs as Standard Webhooks says, with every secret', async () => {
    const clock = createFixedClock('2026-03-01T08:00:00.500Z');
    const sink = createWebhookSink({
      url,
      secrets: [secret, other],
      clock,
      headers: { authorization: 'Bearer token' },
    });
    valueOf(await sink.deliver(events.slice(0, 1), call));
    const { headers = {}, body = '' } = received[0] ?? {};
    expect(headers).toMatchObject({
      'webhook-id': 'event-1',
      'webhook-timestamp': '1772352000',
      authorization: 'Bearer token',
    });
    const signatures = [32, 24].map(
      (length) =>
        `v1,${createHmac('sha256', Buffer.alloc(length, length === 32 ? 7 : 8))
          .update(`event-1.1772352000.${body}`)
          .digest('base64')}`,
    );
    expect(headers['webhook-signature']).toBe(signatures.join(' '));
    const trusted = { headers: new Headers(headers as Record<string, string>), body, now: clock.now() };
    expect(await verifyWebhook({ ...trusted, secrets: [other] })).toBe(true);
    expect(await verifyWebhook({ ...trusted, secrets: [`whsec_${Buffer.alloc(24, 9).toString('base64')}`] })).toBe(
      false,
    );
    expect(await verifyWebhook({ ...trusted, body: `${body} `, secrets: [secret] })).toBe(false);
    expect(await verifyWebhook({ ...trusted, now: clock.now() + 301_000, secrets: [secret] })).toBe(false);
    expect(await verifyWebhook({ ...trusted, now: clock.now() - 301_000, secrets: [secret] })).toBe(false);
    for (const odd of [{ toleranceS: Number.NaN }, { now: Number.NaN }]) {
      expect(await verifyWebhook({ ...trusted, secrets: [secret], ...odd })).toBe(false);
    }
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const incomplete = new Headers(trusted.headers);
      incomplete.delete(name);
      expect(await verifyWebhook({ ...trusted, headers: incomplete, secrets: [secret] })).toBe(false);
    }
  });

  it.each([199 + 1, 202, 204])('takes %i for taken', async (status) => {
    answer = () => status;
    expect((await createWebhookSink({ url }).deliver(events, call)).isOk()).toBe(true);
  });

  it.each([301, 308, 400, 410, 429, 500, 503])('takes %i for refused, and sends nothing more', async (status) => {
    answer = (nth) => (nth === 1 ? 200 : status);
    location = url;
    const refused = errorOf(await createWebhookSink({ url }).deliver([...events, ...events], call));
    expect(refused.cause).toEqual(new Error(`The receiver of event-2 answered ${status}.`));
    expect(received.length).toBe(2);
  });

  it('is unavailable where nobody answers, or the deadline passes', async () => {
    expect((await createWebhookSink({ url: 'http://127.0.0.1:1/' }).deliver(events, call)).isErr()).toBe(true);
    const aborted = { signal: AbortSignal.abort(new Error('deadline')) };
    expect(errorOf(await createWebhookSink({ url }).deliver(events, aborted)).cause).toEqual(new Error('deadline'));
    expect(received).toEqual([]);
  });

  it.each([
    ['a URL that is none', { url: 'nowhere' }],
    ['credentials in the URL', { url: 'https://user:hunter2@a/' }],
    ['a mode that is none', { url: 'http://a', mode: 'batch' as 'binary' }],
    ['one secret instead of a list', { url: 'http://a', secrets: secret as unknown as string[] }],
    ['a file', { url: 'file:///etc/hostname' }],
    ['a secret without its prefix', { url: 'http://a', secrets: [Buffer.alloc(32).toString('base64')] }],
    ['a short secret', { url: 'http://a', secrets: ['whsec_AAAA'] }],
    ['a secret that is no base64', { url: 'http://a', secrets: [`whsec_${'*'.repeat(40)}`] }],
  ])('cannot be created with %s', (_, options) => {
    expect(() => createWebhookSink(options)).toThrow(TypeError);
    expect(() => createWebhookSink(options)).not.toThrow(/hunter2/);
  });
});

describe('a CloudEvent', () => {
  it('names the event, its line and its time, and carries no document', () => {
    const event = created(billing, 1, 0, 'event-1');
    expect(toCloudEvent(event, 'urn:here')).toEqual({
      specversion: '1.0',
      id: 'event-1',
      source: 'urn:here',
      type: 'platform.integration.contract.created',
      subject: 'billing/openapi',
      time: event.recorded_at,
      datacontenttype: 'application/json',
      partitionkey: 'billing/openapi',
      data: event,
    });
  });

  it('of a refusal without a type is about the integration alone', () => {
    expect(toCloudEvent(denied('a/b \ud800', 'd1'), 'urn:here').subject).toBe('a%2Fb%20%EF%BF%BD');
  });
});
