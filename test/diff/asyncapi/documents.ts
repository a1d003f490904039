import { parsePointer } from '../../../src/internal/json-pointer.ts';

/** Values by JSON Pointer; `undefined` takes the member away. */
export type Edits = Readonly<Record<string, unknown>>;

/** A document of version 3.0 that has something of everything; references are written as their pointers. */
export const eventsV3 = {
  asyncapi: '3.0.0',
  id: 'urn:example:shop',
  info: { title: 'Shop', version: '1.0.0', description: 'What the shop says.' },
  defaultContentType: 'application/json',
  'x-team': 'shop',
  servers: {
    main: {
      host: '{region}.example.com:1883',
      pathname: '/v1',
      protocol: 'mqtt',
      protocolVersion: '3.1.1',
      variables: { region: { enum: ['eu', 'us'], default: 'eu' } },
      security: [{ $ref: '#/components/securitySchemes/key' }, { $ref: '#/components/securitySchemes/oauth' }],
      bindings: { kafka: { schemaRegistryUrl: 'https://registry.example.com' }, mqtt: { cleanSession: true } },
    },
    spare: { host: 'spare.example.com', protocol: 'kafka', protocolVersion: '3.4' },
  },
  channels: {
    events: {
      address: 'events.{tenant}',
      servers: [{ $ref: '#/servers/main' }, { $ref: '#/servers/spare' }],
      parameters: { tenant: { enum: ['a', 'b'], default: 'a', location: '$message.header#/tenant' } },
      messages: {
        placed: { $ref: '#/components/messages/Placed' },
        cancelled: { $ref: '#/components/messages/Cancelled' },
      },
      bindings: {
        kafka: {
          partitions: 6,
          replicas: 3,
          topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': 1000, 'max.message.bytes': 1000 },
        },
        amqp: { is: 'routingKey', exchange: { name: 'shop', type: 'topic', durable: true, vhost: '/' } },
        ws: {
          method: 'GET',
          query: { type: 'object', properties: { since: { type: 'string' } } },
          headers: { type: 'object', properties: { client: { type: 'string' } } },
        },
      },
    },
    commands: {
      address: 'commands',
      messages: { place: { $ref: '#/components/messages/Place' } },
      bindings: {
        kafka: { topicConfiguration: { 'max.message.bytes': 1000 } },
        amqp: { is: 'queue', queue: { name: 'commands', durable: true } },
      },
    },
    answers: { address: 'answers', messages: { answer: { payload: { type: 'object' } } } },
    idle: { address: 'idle', messages: { ping: { payload: { type: 'string' } } } },
  },
  operations: {
    sendEvents: {
      action: 'send',
      channel: { $ref: '#/channels/events' },
      bindings: {
        amqp: { cc: ['audit'], ack: true, deliveryMode: 2, expiration: 1000, priority: 1 },
        mqtt: { qos: 1, retain: true, messageExpiryInterval: 60 },
        http: { method: 'POST', query: { type: 'object', properties: { page: { type: 'string' } } } },
        nats: { queue: 'shop' },
      },
    },
    onCommand: {
      action: 'receive',
      channel: { $ref: '#/channels/commands' },
      reply: { address: { location: '$message.header#/replyTo' }, channel: { $ref: '#/channels/answers' } },
      bindings: {
        kafka: { groupId: { type: 'string', enum: ['shop'] }, clientId: { type: 'string', enum: ['shop'] } },
      },
    },
  },
  components: {
    messages: {
      Placed: {
        name: 'Placed',
        correlationId: { location: '$message.header#/id' },
        headers: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
        payload: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
        bindings: {
          kafka: {
            key: { type: 'string' },
            schemaIdLocation: 'payload',
            schemaIdPayloadEncoding: '4',
            schemaLookupStrategy: 'TopicIdStrategy',
          },
          amqp: { contentEncoding: 'gzip', messageType: 'placed' },
          mqtt: { responseTopic: 'shop/answers', correlationData: { type: 'string' } },
          http: { statusCode: 200, headers: { type: 'object', properties: { etag: { type: 'string' } } } },
        },
      },
      Cancelled: { name: 'Cancelled', contentType: 'text/plain', payload: { type: 'string' } },
      Place: { name: 'Place', payload: { type: 'object', properties: { order: { type: 'string' } } } },
    },
    schemas: { Unused: { type: 'string' } },
    securitySchemes: {
      key: { type: 'httpApiKey', in: 'header', name: 'X-Key' },
      oauth: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://login.example.com', availableScopes: { read: 'Read' } } },
        scopes: ['read'],
      },
    },
  },
};

/** A document of version 2.6, for what only 2.x can say. */
export const eventsV2 = {
  asyncapi: '2.6.0',
  info: { title: 'Shop', version: '1.0.0' },
  servers: {
    main: { url: 'kafka://example.com:9092/v1', protocol: 'kafka', security: [{ key: [] }, { cert: [], login: [] }] },
  },
  channels: {
    events: {
      subscribe: {
        operationId: 'sendEvents',
        bindings: {
          kafka: { groupId: { type: 'string', enum: ['a', 'b'] }, clientId: { type: 'string', enum: ['a', 'b'] } },
        },
        message: { messageId: 'placed', contentType: 'application/json', payload: { type: 'string' } },
      },
    },
    open: { publish: { operationId: 'onOpen', message: { payload: { type: 'string' } } } },
  },
  components: {
    securitySchemes: { key: { type: 'symmetricEncryption' }, cert: { type: 'X509' }, login: { type: 'userPassword' } },
  },
};

/** A document with edits, as JSON text. */
export function edited(document: object, ...edits: readonly Edits[]): string {
  const copy: unknown = structuredClone(document);
  for (const each of edits) for (const [pointer, value] of Object.entries(each)) set(copy, pointer, value);
  return JSON.stringify(copy);
}

function set(root: unknown, pointer: string, value: unknown): void {
  const segments = parsePointer(pointer) ?? [];
  let holder = root;
  for (const segment of segments.slice(0, -1)) {
    const object = asObject(holder);
    object[segment] ??= {};
    holder = object[segment];
  }
  const object = asObject(holder);
  const last = segments.at(-1) ?? '';
  if (value === undefined) delete object[last];
  else object[last] = value;
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new TypeError('The edit leads nowhere.');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above; arrays are edited by index
  return value as Record<string, unknown>;
}
