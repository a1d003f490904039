import type { EventDirection } from '../../../src/diff/asyncapi/model.ts';

/** What a document with one channel says of it; versions differ in where they say it. */
export interface Parts {
  readonly address?: string;
  readonly server?: object;
  readonly channel?: object;
  readonly operation?: object;
  readonly message?: object;
  readonly payload?: unknown;
  readonly schemaFormat?: string;
  readonly document?: object;
}

export type Major = '2.x' | '3.x';

/** A document of an application that sends or receives one message on one channel. */
export function smallDocument(major: Major, direction: EventDirection, parts: Parts): string {
  return JSON.stringify(major === '2.x' ? v2(direction, parts) : v3(direction, parts));
}

const info = { title: 'Small', version: '1.0.0' };

function v2(direction: EventDirection, parts: Parts): object {
  const { address = 'events', server, channel, operation, message, payload, schemaFormat, document } = parts;
  const described = {
    messageId: 'event',
    ...message,
    ...(payload === undefined ? {} : { payload }),
    ...(schemaFormat === undefined ? {} : { schemaFormat }),
  };
  return {
    asyncapi: '2.6.0',
    info,
    servers: { main: { url: 'broker.example.com:9092', protocol: 'kafka', ...server } },
    channels: {
      [address]: {
        ...channel,
        [direction === 'send' ? 'subscribe' : 'publish']: { operationId: 'events', message: described, ...operation },
      },
    },
    ...document,
  };
}

function v3(direction: EventDirection, parts: Parts): object {
  const { address = 'events', server, channel, operation, message, payload, schemaFormat, document } = parts;
  const schema = schemaFormat === undefined ? payload : { schemaFormat, schema: payload };
  return {
    asyncapi: '3.0.0',
    info,
    servers: { main: { host: 'broker.example.com:9092', protocol: 'kafka', ...server } },
    channels: {
      events: {
        address,
        messages: { event: { ...message, ...(payload === undefined ? {} : { payload: schema }) } },
        ...channel,
      },
    },
    operations: { events: { action: direction, channel: { $ref: '#/channels/events' }, ...operation } },
    ...document,
  };
}
