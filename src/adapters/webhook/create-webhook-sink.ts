import { err, ok } from 'neverthrow';

import type { AuditSink } from '../../ports/audit-sink.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CloudEvent } from './cloud-event.ts';
import { toCloudEvent } from './cloud-event.ts';
import { bytesOf, signMessage } from './signature.ts';

/** Where events are sent to, and in which form; only `url` has no default. */
export interface WebhookSinkOptions {
  readonly url: string | URL;
  /** Who sends, a URI reference; the `source` of every CloudEvent. Default `urn:contract-rollout`. */
  readonly source?: string;
  /**
   * `structured`: the whole CloudEvent is the body. `binary`: its attributes are headers named `ce-…`, and the body is the
   * event alone. Default `structured`.
   */
  readonly mode?: 'structured' | 'binary';
  /** Sign with each of these (Standard Webhooks, `whsec_…`); several while they are exchanged. Default: unsigned. */
  readonly secrets?: readonly string[];
  /** Sent with every request: an authorization, for instance. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the runtime's. */
  readonly fetch?: typeof fetch;
  /** Of the signature's time. Default: the system's clock. */
  readonly clock?: Clock;
}

/**
 * A sink that sends each event as a CloudEvents 1.0 request to a URL, one after the other, so that their order stays.
 *
 * Any status of 200 to 299 takes the event; anything else, a redirection included, does not, and then this event and those
 * behind it come again. The receiver drops repetitions by the CloudEvent's `id` (in signed messages `webhook-id`), which is
 * the `event_id`.
 *
 * @throws TypeError if the URL is not one of HTTP or holds credentials, or a secret is not `whsec_` and 24 to 64 bytes in base64
 */
export function createWebhookSink(options: WebhookSinkOptions): AuditSink {
  const { source = 'urn:contract-rollout', mode = 'structured', secrets = [], headers = {} } = options;
  const { fetch: send = fetch, clock = { now: () => Date.now() } } = options;
  const url = readUrl(options.url);
  if (mode !== 'structured' && mode !== 'binary') {
    throw new TypeError(`createWebhookSink: options.mode must be "structured" or "binary", not "${String(mode)}".`);
  }
  if (!Array.isArray(secrets)) throw new TypeError('createWebhookSink: options.secrets must be a list.');
  for (const secret of secrets) bytesOf(secret);

  return {
    deliver: async (events, { signal }) => {
      try {
        for (const event of events) {
          const { contentType, attributes, body } = encode(toCloudEvent(event, source), mode);
          const timestamp = Math.floor(clock.now() / 1_000);
          const signature =
            secrets.length === 0 ? {} : await signMessage({ id: event.event_id, timestamp, body }, secrets);
          const response = await send(url, {
            method: 'POST',
            redirect: 'manual',
            headers: { ...headers, 'content-type': contentType, ...attributes, ...signature },
            body,
            signal,
          });
          await response.body?.cancel();
          if (!response.ok) {
            return err({
              kind: 'unavailable',
              cause: new Error(`The receiver of ${event.event_id} answered ${response.status}.`),
            });
          }
        }
        return ok(undefined);
      } catch (cause) {
        return err({ kind: 'unavailable', cause });
      }
    },
  };
}

/** Nothing that is thrown repeats the URL: it may hold a password. */
function readUrl(given: string | URL): URL {
  if (!URL.canParse(String(given))) throw new TypeError('createWebhookSink: options.url must be an absolute URL.');
  const url = new URL(given);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`createWebhookSink: options.url must begin with http: or https:, not ${url.protocol}`);
  }
  // They would never get through, and show up in the reason of every event that is parked for it.
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('createWebhookSink: options.url holds credentials; put them into options.headers.');
  }
  return url;
}

interface Encoded {
  readonly contentType: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
}

function encode(event: CloudEvent, mode: 'structured' | 'binary'): Encoded {
  if (mode === 'structured') {
    return { contentType: 'application/cloudevents+json; charset=utf-8', attributes: {}, body: JSON.stringify(event) };
  }
  const { data, datacontenttype, ...attributes } = event;
  return {
    contentType: datacontenttype,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, toHeaderValue(value)]),
    ),
    body: JSON.stringify(data),
  };
}

/** CloudEvents HTTP binding, section 3.1.3.2: space, quotes, percent signs and all but printable ASCII are encoded. */
function toHeaderValue(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[^\x21\x23\x24\x26-\x7e]/gu, (character) => encodeURIComponent(character));
}
