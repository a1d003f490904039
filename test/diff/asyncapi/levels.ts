import type { FindingLevel } from '../../../src/core/report.ts';
import type { Major, Parts } from './small-documents.ts';

/** One change, and what it is called where the application sends and where it receives. */
export interface Judged {
  readonly rule: string;
  readonly send: FindingLevel;
  readonly receive: FindingLevel;
  readonly before: Parts;
  readonly after: Parts;
  /** Absent: both say it. */
  readonly only?: Major;
}

type Levels = readonly [send: FindingLevel, receive: FindingLevel];

const breaking: Levels = ['breaking', 'breaking'];
const warning: Levels = ['warning', 'warning'];
const info: Levels = ['info', 'info'];

function judged(rule: string, [send, receive]: Levels, before: Parts, after: Parts, only?: Major): Judged {
  return { rule, send, receive, before, after, ...(only === undefined ? {} : { only }) };
}

const channelBinding = (protocol: string, binding: object): Parts => ({
  channel: { bindings: { [protocol]: binding } },
});
const operationBinding = (protocol: string, binding: object): Parts => ({
  operation: { bindings: { [protocol]: binding } },
});
const messageBinding = (protocol: string, binding: object): Parts => ({
  message: { bindings: { [protocol]: binding } },
});

const exchange = (members: object): Parts =>
  channelBinding('amqp', {
    is: 'routingKey',
    exchange: { name: 'shop', type: 'topic', durable: true, vhost: '/', ...members },
  });
const queue = (members: object): Parts =>
  channelBinding('amqp', { is: 'queue', queue: { name: 'shop', durable: true, vhost: '/', ...members } });
const topic = (configuration: object): Parts => channelBinding('kafka', { topicConfiguration: configuration });

const bindings: readonly Judged[] = [
  judged(
    'kafka-topic-changed',
    breaking,
    channelBinding('kafka', { topic: 'a' }),
    channelBinding('kafka', { topic: 'b' }),
  ),
  judged(
    'kafka-partitions-increased',
    warning,
    channelBinding('kafka', { partitions: 3 }),
    channelBinding('kafka', { partitions: 6 }),
  ),
  judged(
    'kafka-partitions-decreased',
    breaking,
    channelBinding('kafka', { partitions: 6 }),
    channelBinding('kafka', { partitions: 3 }),
  ),
  judged(
    'kafka-replicas-changed',
    info,
    channelBinding('kafka', { replicas: 3 }),
    channelBinding('kafka', { replicas: 2 }),
  ),
  judged(
    'kafka-cleanup-policy-changed',
    warning,
    topic({ 'cleanup.policy': ['delete'] }),
    topic({ 'cleanup.policy': ['compact'] }),
  ),
  judged('kafka-retention-decreased', warning, topic({ 'retention.ms': 2000 }), topic({ 'retention.ms': 1000 })),
  judged('kafka-retention-decreased', warning, topic({ 'retention.bytes': 2000 }), topic({ 'retention.bytes': 1000 })),
  judged('kafka-retention-decreased', warning, topic({ 'retention.ms': -1 }), topic({ 'retention.ms': 1000 })),
  judged(
    'kafka-max-message-bytes-decreased',
    ['info', 'breaking'],
    topic({ 'max.message.bytes': 2000 }),
    topic({ 'max.message.bytes': 1000 }),
  ),
  judged(
    'kafka-max-message-bytes-increased',
    ['warning', 'info'],
    topic({ 'max.message.bytes': 1000 }),
    topic({ 'max.message.bytes': 2000 }),
  ),
  judged(
    'kafka-group-id-changed',
    ['breaking', 'info'],
    operationBinding('kafka', { groupId: { type: 'string', enum: ['a'] } }),
    operationBinding('kafka', { groupId: { type: 'string', enum: ['b'] } }),
    '2.x',
  ),
  judged(
    'kafka-client-id-changed',
    ['breaking', 'info'],
    operationBinding('kafka', { clientId: { type: 'string', enum: ['a'] } }),
    operationBinding('kafka', { clientId: { type: 'string', enum: ['b'] } }),
    '2.x',
  ),
  judged(
    'kafka-group-id-changed',
    info,
    operationBinding('kafka', { groupId: { type: 'string', enum: ['a'] } }),
    operationBinding('kafka', { groupId: { type: 'string', enum: ['b'] } }),
    '3.x',
  ),
  judged(
    'kafka-client-id-changed',
    info,
    operationBinding('kafka', { clientId: { type: 'string', enum: ['a'] } }),
    operationBinding('kafka', { clientId: { type: 'string', enum: ['b'] } }),
    '3.x',
  ),
  judged('kafka-message-key-added', ['info', 'breaking'], {}, messageBinding('kafka', { key: { type: 'string' } })),
  judged('kafka-message-key-removed', ['breaking', 'info'], messageBinding('kafka', { key: { type: 'string' } }), {}),
  judged(
    'kafka-message-key-type-changed',
    breaking,
    messageBinding('kafka', { key: { type: 'string' } }),
    messageBinding('kafka', { key: { type: 'integer' } }),
  ),
  judged(
    'kafka-message-key-enum-value-added',
    ['breaking', 'info'],
    messageBinding('kafka', { key: { enum: ['a'] } }),
    messageBinding('kafka', { key: { enum: ['a', 'b'] } }),
  ),
  judged(
    'kafka-schema-id-encoding-changed',
    breaking,
    messageBinding('kafka', { schemaIdLocation: 'payload' }),
    messageBinding('kafka', { schemaIdLocation: 'header' }),
  ),
  judged(
    'kafka-schema-id-encoding-changed',
    breaking,
    messageBinding('kafka', { schemaIdPayloadEncoding: 'confluent' }),
    messageBinding('kafka', { schemaIdPayloadEncoding: '4' }),
  ),
  judged(
    'kafka-schema-lookup-strategy-changed',
    ['warning', 'breaking'],
    messageBinding('kafka', { schemaLookupStrategy: 'TopicIdStrategy' }),
    messageBinding('kafka', { schemaLookupStrategy: 'RecordIdStrategy' }),
  ),
  judged('amqp-channel-kind-changed', breaking, exchange({}), queue({})),
  judged('amqp-exchange-name-changed', breaking, exchange({}), exchange({ name: 'other' })),
  judged('amqp-exchange-type-changed', breaking, exchange({}), exchange({ type: 'direct' })),
  judged('amqp-queue-name-changed', breaking, queue({}), queue({ name: 'other' })),
  judged('amqp-vhost-changed', breaking, exchange({}), exchange({ vhost: '/other' })),
  judged('amqp-vhost-changed', breaking, queue({}), queue({ vhost: '/other' })),
  judged('amqp-declaration-changed', breaking, exchange({}), exchange({ durable: false })),
  judged('amqp-declaration-changed', breaking, exchange({ autoDelete: false }), exchange({ autoDelete: true })),
  judged('amqp-declaration-changed', breaking, queue({ exclusive: false }), queue({ exclusive: true })),
  judged(
    'amqp-routing-key-removed',
    ['breaking', 'warning'],
    operationBinding('amqp', { cc: ['a', 'b'] }),
    operationBinding('amqp', { cc: ['a'] }),
  ),
  judged(
    'amqp-routing-key-removed',
    ['breaking', 'warning'],
    operationBinding('amqp', { bcc: ['a'] }),
    operationBinding('amqp', {}),
  ),
  judged(
    'amqp-routing-key-added',
    ['info', 'warning'],
    operationBinding('amqp', { cc: ['a'] }),
    operationBinding('amqp', { cc: ['a', 'b'] }),
  ),
  judged(
    'amqp-ack-changed',
    ['breaking', 'info'],
    operationBinding('amqp', { ack: true }),
    operationBinding('amqp', { ack: false }),
  ),
  judged(
    'amqp-delivery-mode-changed',
    warning,
    operationBinding('amqp', { deliveryMode: 2 }),
    operationBinding('amqp', { deliveryMode: 1 }),
  ),
  judged(
    'amqp-expiration-decreased',
    warning,
    operationBinding('amqp', { expiration: 2000 }),
    operationBinding('amqp', { expiration: 1000 }),
  ),
  judged(
    'amqp-message-encoding-changed',
    breaking,
    messageBinding('amqp', { contentEncoding: 'gzip' }),
    messageBinding('amqp', { contentEncoding: 'br' }),
  ),
  judged(
    'amqp-message-type-changed',
    breaking,
    messageBinding('amqp', { messageType: 'a' }),
    messageBinding('amqp', { messageType: 'b' }),
  ),
  judged(
    'mqtt-qos-decreased',
    ['breaking', 'warning'],
    operationBinding('mqtt', { qos: 2 }),
    operationBinding('mqtt', { qos: 1 }),
  ),
  judged('mqtt-qos-decreased', ['breaking', 'warning'], operationBinding('mqtt', { qos: 1 }), {}),
  judged('mqtt-qos-increased', warning, operationBinding('mqtt', { qos: 0 }), operationBinding('mqtt', { qos: 1 })),
  judged(
    'mqtt-retain-disabled',
    ['breaking', 'warning'],
    operationBinding('mqtt', { retain: true }),
    operationBinding('mqtt', { retain: false }),
  ),
  judged(
    'mqtt-retain-enabled',
    warning,
    operationBinding('mqtt', { retain: false }),
    operationBinding('mqtt', { retain: true }),
  ),
  judged(
    'mqtt-message-expiry-decreased',
    warning,
    operationBinding('mqtt', { messageExpiryInterval: 60 }),
    operationBinding('mqtt', { messageExpiryInterval: 30 }),
    '3.x',
  ),
  judged(
    'mqtt-response-topic-changed',
    breaking,
    messageBinding('mqtt', { responseTopic: 'a' }),
    messageBinding('mqtt', { responseTopic: 'b' }),
    '3.x',
  ),
  judged(
    'http-method-changed',
    breaking,
    operationBinding('http', { type: 'request', method: 'POST' }),
    operationBinding('http', { type: 'request', method: 'PUT' }),
    '2.x',
  ),
  judged(
    'http-method-changed',
    breaking,
    operationBinding('http', { method: 'POST' }),
    operationBinding('http', { method: 'PUT' }),
    '3.x',
  ),
  judged(
    'http-status-code-changed',
    breaking,
    messageBinding('http', { statusCode: 200 }),
    messageBinding('http', { statusCode: 202 }),
    '3.x',
  ),
  judged(
    'http-query-type-changed',
    breaking,
    operationBinding('http', { query: { type: 'object', properties: { a: { type: 'string' } } } }),
    operationBinding('http', { query: { type: 'object', properties: { a: { type: 'integer' } } } }),
    '3.x',
  ),
  judged(
    'http-query-property-became-required',
    ['info', 'breaking'],
    operationBinding('http', { query: { type: 'object', properties: { a: { type: 'string' } } } }),
    operationBinding('http', { query: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } }),
    '3.x',
  ),
  judged(
    'http-headers-property-became-required',
    ['info', 'breaking'],
    messageBinding('http', { headers: { type: 'object', properties: { a: { type: 'string' } } } }),
    messageBinding('http', { headers: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } }),
  ),
  judged(
    'mqtt-correlation-data-type-changed',
    breaking,
    messageBinding('mqtt', { correlationData: { type: 'string' } }),
    messageBinding('mqtt', { correlationData: { type: 'integer' } }),
    '3.x',
  ),
];

const message = (members: object): Parts => ({ message: members });
const correlation = (location: string): Parts => message({ correlationId: { location } });

const messages: readonly Judged[] = [
  judged('message-name-changed', warning, message({ name: 'a' }), message({ name: 'b' })),
  judged(
    'message-content-type-changed',
    breaking,
    message({ contentType: 'application/json' }),
    message({ contentType: 'application/cbor' }),
  ),
  judged(
    'message-content-type-changed',
    breaking,
    { document: { defaultContentType: 'application/json' } },
    { document: { defaultContentType: 'application/cbor' } },
  ),
  judged('message-content-type-specified', info, {}, message({ contentType: 'application/json' })),
  judged(
    'message-schema-format-changed',
    breaking,
    { payload: { type: 'string' } },
    { payload: 'string', schemaFormat: 'application/vnd.apache.avro;version=1.9.0' },
  ),
  judged(
    'message-schema-format-version-changed',
    info,
    { payload: 'string', schemaFormat: 'application/vnd.apache.avro;version=1.8.2' },
    { payload: 'string', schemaFormat: 'application/vnd.apache.avro;version=1.9.0' },
  ),
  judged('message-payload-removed', ['breaking', 'info'], { payload: { type: 'string' } }, {}),
  judged('message-payload-specified', ['info', 'breaking'], {}, { payload: { type: 'string' } }),
  judged(
    'message-correlation-id-changed',
    breaking,
    correlation('$message.header#/a'),
    correlation('$message.header#/b'),
  ),
  judged('message-correlation-id-added', ['info', 'warning'], {}, correlation('$message.header#/a')),
  judged('message-correlation-id-removed', ['breaking', 'info'], correlation('$message.header#/a'), {}),
];

const parameters = (members: object): Parts => ({
  address: 'events.{tenant}',
  channel: { parameters: { tenant: members } },
});

const channels: readonly Judged[] = [
  judged('channel-address-changed', breaking, { address: 'a' }, { address: 'b' }, '3.x'),
  judged('channel-removed', breaking, { address: 'a' }, { address: 'b' }, '2.x'),
  judged('channel-parameter-renamed', info, parameters({}), {
    address: 'events.{customer}',
    channel: { parameters: { customer: {} } },
  }),
  judged('channel-parameter-narrowed', breaking, parameters({ enum: ['a', 'b'] }), parameters({ enum: ['a'] }), '3.x'),
  judged(
    'channel-parameter-widened',
    ['warning', 'info'],
    parameters({ enum: ['a'] }),
    parameters({ enum: ['a', 'b'] }),
    '3.x',
  ),
  judged(
    'channel-parameter-narrowed',
    breaking,
    parameters({ schema: { type: 'string' } }),
    parameters({ schema: { type: 'string', pattern: '^a' } }),
    '2.x',
  ),
  judged(
    'channel-parameter-widened',
    ['warning', 'info'],
    parameters({ schema: { type: 'string', maxLength: 3 } }),
    parameters({ schema: { type: 'string', maxLength: 4 } }),
    '2.x',
  ),
  judged(
    'channel-parameter-default-changed',
    warning,
    parameters({ default: 'a' }),
    parameters({ default: 'b' }),
    '3.x',
  ),
  judged(
    'channel-parameter-default-changed',
    warning,
    parameters({ schema: { type: 'string', default: 'a' } }),
    parameters({ schema: { type: 'string', default: 'b' } }),
    '2.x',
  ),
  judged(
    'channel-parameter-location-changed',
    ['warning', 'breaking'],
    parameters({ location: '$message.header#/a' }),
    parameters({ location: '$message.header#/b' }),
  ),
];

const pubsub = (members: object): Parts =>
  channelBinding('googlepubsub', { schemaSettings: { encoding: 'json', name: 'a' }, ...members });

/** Members of bindings that no rule knows; each is reported. */
const unruled: readonly Judged[] = [
  judged(
    'binding-changed',
    warning,
    operationBinding('nats', { queue: 'a' }),
    operationBinding('nats', { queue: 'b' }),
  ),
  judged(
    'binding-changed',
    warning,
    channelBinding('jms', { destination: 'a' }),
    channelBinding('jms', { destination: 'b' }),
  ),
  judged('binding-changed', warning, channelBinding('sns', { name: 'a' }), channelBinding('sns', { name: 'b' })),
  judged(
    'binding-changed',
    warning,
    channelBinding('sqs', { queue: { name: 'a', fifoQueue: false } }),
    channelBinding('sqs', { queue: { name: 'b', fifoQueue: false } }),
  ),
  judged(
    'binding-changed',
    warning,
    pubsub({ messageRetentionDuration: '86400s' }),
    pubsub({ messageRetentionDuration: '600s' }),
  ),
  judged(
    'binding-changed',
    warning,
    channelBinding('pulsar', { namespace: 'a', persistence: 'persistent' }),
    channelBinding('pulsar', { namespace: 'b', persistence: 'persistent' }),
  ),
  judged(
    'binding-changed',
    warning,
    operationBinding('solace', { timeToLive: 10 }),
    operationBinding('solace', { timeToLive: 20 }),
    '3.x',
  ),
  judged(
    'binding-changed',
    warning,
    channelBinding('ibmmq', { queue: { objectName: 'a' } }),
    channelBinding('ibmmq', { queue: { objectName: 'b' } }),
  ),
  judged('binding-changed', warning, channelBinding('redis', { some: 'a' }), channelBinding('redis', { some: 'b' })),
  judged(
    'binding-changed',
    warning,
    operationBinding('stomp', { some: 'a' }),
    operationBinding('stomp', { some: 'b' }),
  ),
  judged(
    'binding-changed',
    warning,
    channelBinding('mercure', { some: 'a' }),
    channelBinding('mercure', { some: 'b' }),
    '2.x',
  ),
  judged(
    'binding-changed',
    warning,
    messageBinding('jms', { headers: { type: 'object' } }),
    messageBinding('jms', { headers: { type: 'object', required: ['JMSMessageID'] } }),
  ),
  judged(
    'binding-changed',
    warning,
    operationBinding('amqp', { priority: 1 }),
    operationBinding('amqp', { priority: 2 }),
  ),
  judged(
    'binding-changed',
    warning,
    operationBinding('amqp', { mandatory: true }),
    operationBinding('amqp', { mandatory: false }),
  ),
  judged(
    'binding-changed',
    warning,
    operationBinding('sns', {
      consumers: [{ protocol: 'http', endpoint: { url: 'https://a.example.com' }, rawMessageDelivery: true }],
    }),
    operationBinding('sns', {
      consumers: [{ protocol: 'http', endpoint: { url: 'https://a.example.com' }, rawMessageDelivery: false }],
    }),
  ),
  judged(
    'binding-changed',
    warning,
    operationBinding('sqs', { queues: [{ name: 'a', fifoQueue: true }] }),
    operationBinding('sqs', { queues: [{ name: 'a', fifoQueue: false }] }),
  ),
  judged(
    'binding-changed',
    warning,
    messageBinding('ibmmq', { type: 'string' }),
    messageBinding('ibmmq', { type: 'binary' }),
  ),
  judged(
    'binding-changed',
    warning,
    messageBinding('mqtt', { payloadFormatIndicator: 1 }),
    messageBinding('mqtt', { payloadFormatIndicator: 0 }),
    '3.x',
  ),
  judged('binding-added', info, {}, operationBinding('nats', { queue: 'a' })),
  judged('binding-removed', warning, operationBinding('nats', { queue: 'a' }), {}),
  judged(
    'binding-version-changed',
    info,
    operationBinding('nats', { queue: 'a' }),
    operationBinding('nats', { bindingVersion: '0.1.0', queue: 'a' }),
  ),
];

export const judgedChanges: readonly Judged[] = [...bindings, ...messages, ...channels, ...unruled];

/** Changes of what has no direction. */
export type Undirected = Omit<Judged, 'send' | 'receive'> & { readonly level: FindingLevel };

const undirected = (rule: string, level: FindingLevel, before: Parts, after: Parts, only?: Major): Undirected => ({
  rule,
  level,
  before,
  after,
  ...(only === undefined ? {} : { only }),
});

const server = (members: object): Parts => ({ server: members });
const variable = (members: object): Parts => ({ server: { url: '{zone}.example.com', variables: { zone: members } } });
const host = (members: object): Parts => ({ server: { host: '{zone}.example.com', variables: { zone: members } } });

/** Security of a server, and the schemes it names; 2.x lists combinations by name, 3.x refers to one scheme after the other. */
const secured = (security: readonly unknown[] | undefined, schemes: object): Parts => ({
  server: security === undefined ? {} : { security },
  document: { components: { securitySchemes: schemes } },
});
const schemes = {
  key: { type: 'userPassword' },
  cert: { type: 'X509' },
  oauth: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { a: 'A', b: 'B' } } },
  },
};
const named = (...security: object[]): Parts => secured(security, schemes);
const schemes3 = {
  ...schemes,
  oauth: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://example.com/token', availableScopes: { a: 'A', b: 'B' } } },
  },
};
const referred = (...names: string[]): Parts =>
  secured(
    names.map((name) => ({ $ref: `#/components/securitySchemes/${name}` })),
    schemes3,
  );
const scoped = (...scopes: string[]): Parts => secured([{ ...schemes3.oauth, scopes }], schemes3);

const serverChanges: readonly Undirected[] = [
  undirected('server-protocol-changed', 'breaking', {}, server({ protocol: 'amqp' })),
  undirected(
    'server-protocol-version-changed',
    'warning',
    server({ protocolVersion: '3.4' }),
    server({ protocolVersion: '3.5' }),
  ),
  undirected(
    'server-protocol-version-incompatible',
    'breaking',
    server({ protocol: 'amqp', protocolVersion: '0.9.1' }),
    server({ protocol: 'amqp', protocolVersion: '1.0' }),
  ),
  undirected(
    'server-protocol-version-incompatible',
    'breaking',
    server({ protocol: 'mqtt', protocolVersion: '3.1.1' }),
    server({ protocol: 'mqtt', protocolVersion: '5.0' }),
  ),
  undirected('server-url-changed', 'breaking', {}, server({ url: 'broker.example.com:9093' }), '2.x'),
  undirected('server-url-changed', 'breaking', {}, server({ host: 'broker.example.com:9093' }), '3.x'),
  undirected('server-url-changed', 'breaking', {}, server({ pathname: '/v2' }), '3.x'),
  undirected('server-variable-value-added', 'info', variable({ enum: ['a'] }), variable({ enum: ['a', 'b'] }), '2.x'),
  undirected('server-variable-value-added', 'info', host({ enum: ['a'] }), host({ enum: ['a', 'b'] }), '3.x'),
  undirected(
    'server-variable-value-removed',
    'breaking',
    variable({ enum: ['a', 'b'] }),
    variable({ enum: ['a'] }),
    '2.x',
  ),
  undirected('server-variable-value-removed', 'breaking', host({ enum: ['a', 'b'] }), host({ enum: ['a'] }), '3.x'),
  undirected(
    'server-variable-default-changed',
    'warning',
    variable({ default: 'a' }),
    variable({ default: 'b' }),
    '2.x',
  ),
  undirected('server-variable-default-changed', 'warning', host({ default: 'a' }), host({ default: 'b' }), '3.x'),
  undirected('server-template-changed', 'info', server({ url: 'a.example.com' }), variable({ default: 'a' }), '2.x'),
  undirected('server-template-changed', 'info', server({ host: 'a.example.com' }), host({ default: 'a' }), '3.x'),
  undirected(
    'kafka-schema-registry-changed',
    'breaking',
    server({ bindings: { kafka: { schemaRegistryUrl: 'https://a.example.com' } } }),
    server({ bindings: { kafka: { schemaRegistryUrl: 'https://b.example.com' } } }),
  ),
  undirected(
    'kafka-schema-registry-changed',
    'breaking',
    server({ bindings: { kafka: { schemaRegistryUrl: 'https://a.example.com', schemaRegistryVendor: 'a' } } }),
    server({ bindings: { kafka: { schemaRegistryUrl: 'https://a.example.com', schemaRegistryVendor: 'b' } } }),
  ),
  undirected(
    'mqtt-session-changed',
    'warning',
    server({ bindings: { mqtt: { cleanSession: true } } }),
    server({ bindings: { mqtt: { cleanSession: false } } }),
  ),
  undirected(
    'mqtt-session-changed',
    'warning',
    server({ bindings: { mqtt: { keepAlive: 60 } } }),
    server({ bindings: { mqtt: { keepAlive: 30 } } }),
  ),
  undirected(
    'binding-changed',
    'warning',
    server({ bindings: { pulsar: { tenant: 'a' } } }),
    server({ bindings: { pulsar: { tenant: 'b' } } }),
  ),
  undirected(
    'binding-changed',
    'warning',
    server({ bindings: { mqtt: { clientId: 'a' } } }),
    server({ bindings: { mqtt: { clientId: 'b' } } }),
  ),
  undirected(
    'ws-method-changed',
    'breaking',
    channelBinding('ws', { method: 'GET' }),
    channelBinding('ws', { method: 'POST' }),
  ),
];

const securityChanges: readonly Undirected[] = [
  undirected('security-required', 'breaking', secured(undefined, schemes), named({ key: [] }), '2.x'),
  undirected('security-required', 'breaking', named({ key: [] }, {}), named({ key: [] }), '2.x'),
  undirected('security-lifted', 'warning', named({ key: [] }), secured(undefined, schemes), '2.x'),
  undirected('security-alternative-added', 'info', named({ key: [] }), named({ key: [] }, { cert: [] }), '2.x'),
  undirected('security-alternative-removed', 'breaking', named({ key: [] }, { cert: [] }), named({ key: [] }), '2.x'),
  undirected('security-requirement-tightened', 'breaking', named({ key: [] }), named({ key: [], cert: [] }), '2.x'),
  undirected('security-requirement-relaxed', 'info', named({ key: [], cert: [] }), named({ key: [] }), '2.x'),
  undirected('security-scope-added', 'breaking', named({ oauth: ['a'] }), named({ oauth: ['a', 'b'] }), '2.x'),
  undirected('security-scope-removed', 'info', named({ oauth: ['a', 'b'] }), named({ oauth: ['a'] }), '2.x'),
  undirected(
    'security-scheme-changed',
    'breaking',
    named({ key: [] }),
    secured([{ key: [] }], { ...schemes, key: { type: 'plain' } }),
    '2.x',
  ),
  undirected(
    'security-scheme-renamed',
    'info',
    named({ key: [] }),
    secured([{ password: [] }], { password: { type: 'userPassword' } }),
    '2.x',
  ),
  undirected('security-required', 'breaking', secured(undefined, schemes3), referred('key'), '3.x'),
  undirected('security-lifted', 'warning', referred('key'), secured(undefined, schemes3), '3.x'),
  undirected('security-alternative-added', 'info', referred('key'), referred('key', 'cert'), '3.x'),
  undirected('security-alternative-removed', 'breaking', referred('key', 'cert'), referred('key'), '3.x'),
  undirected('security-scope-added', 'breaking', scoped('a'), scoped('a', 'b'), '3.x'),
  undirected('security-scope-removed', 'info', scoped('a', 'b'), scoped('a'), '3.x'),
  undirected(
    'security-scheme-changed',
    'breaking',
    referred('key'),
    secured([{ $ref: '#/components/securitySchemes/key' }], { ...schemes3, key: { type: 'plain' } }),
    '3.x',
  ),
  undirected(
    'security-scheme-renamed',
    'info',
    referred('key'),
    secured([{ $ref: '#/components/securitySchemes/password' }], { password: { type: 'userPassword' } }),
    '3.x',
  ),
];

const documentChanges: readonly Undirected[] = [
  undirected('application-id-changed', 'warning', { document: { id: 'urn:a' } }, { document: { id: 'urn:b' } }),
  undirected('info-version-changed', 'info', {}, { document: { info: { title: 'Small', version: '2.0.0' } } }),
  undirected('documentation-changed', 'info', {}, { document: { info: { title: 'Other', version: '1.0.0' } } }),
  undirected('extension-changed', 'info', {}, { document: { 'x-team': 'a' } }),
  undirected(
    'unused-component-changed',
    'info',
    {},
    { document: { components: { schemas: { A: { type: 'string' } } } } },
  ),
];

export const undirectedChanges: readonly Undirected[] = [...serverChanges, ...securityChanges, ...documentChanges];
