import type { Direction } from '../../../src/core/report.ts';
import { eventsV2, eventsV3, type Edits } from './documents.ts';

/** What makes a rule speak, and something close to it that does not. */
export interface Example {
  readonly rule: string;
  readonly direction: Direction;
  readonly document?: object;
  /** What both sides have besides. */
  readonly both?: Edits;
  readonly fires: Edits;
  readonly near: Edits;
}

const main = '/servers/main';
const events = '/channels/events';
const commands = '/channels/commands';
const send = '/operations/sendEvents';
const receive = '/operations/onCommand';
const placed = '/components/messages/Placed';
const place = '/components/messages/Place';
const topic = `${events}/bindings/kafka/topicConfiguration`;

const documents: readonly Example[] = [
  {
    rule: 'specification-version-changed',
    direction: 'none',
    fires: { '/asyncapi': '3.1.0' },
    near: { '/info/version': '2' },
  },
  {
    rule: 'info-version-changed',
    direction: 'none',
    fires: { '/info/version': '2.0.0' },
    near: { '/info/title': 'x' },
  },
  {
    rule: 'application-id-changed',
    direction: 'none',
    fires: { '/id': 'urn:example:other' },
    near: { '/info/title': 'x' },
  },
  { rule: 'documentation-changed', direction: 'none', fires: { '/info/description': 'x' }, near: { '/x-team': 'x' } },
  { rule: 'extension-changed', direction: 'none', fires: { '/x-team': 'x' }, near: { '/info/description': 'x' } },
  {
    rule: 'unused-component-changed',
    direction: 'none',
    fires: { '/components/schemas/Unused/maxLength': 3 },
    near: { [`${placed}/payload/maxProperties`]: 3 },
  },
];

const servers: readonly Example[] = [
  {
    rule: 'server-removed',
    direction: 'none',
    fires: { '/servers/spare': undefined, [`${events}/servers`]: undefined },
    near: { '/servers/spare/title': 'x' },
  },
  {
    rule: 'server-added',
    direction: 'none',
    fires: { '/servers/third': { host: 'x', protocol: 'kafka' } },
    near: { '/servers/spare/title': 'x' },
  },
  {
    rule: 'server-renamed',
    direction: 'none',
    fires: {
      '/servers/spare': undefined,
      '/servers/reserve': { host: 'spare.example.com', protocol: 'kafka', protocolVersion: '3.4' },
      [`${events}/servers/1/$ref`]: '#/servers/reserve',
    },
    near: { '/servers/spare/title': 'x' },
  },
  {
    rule: 'server-url-changed',
    direction: 'none',
    fires: { [`${main}/pathname`]: '/v2' },
    near: { [`${main}/pathname`]: '/v1/' },
  },
  {
    rule: 'server-template-changed',
    direction: 'none',
    fires: { '/servers/spare/host': '{zone}.example.com', '/servers/spare/variables': { zone: { default: 'spare' } } },
    near: { '/servers/spare/host': 'SPARE.example.com' },
  },
  {
    rule: 'server-protocol-changed',
    direction: 'none',
    fires: { [`${main}/protocol`]: 'amqp' },
    near: { [`${main}/protocol`]: 'MQTT' },
  },
  {
    rule: 'server-protocol-version-changed',
    direction: 'none',
    fires: { '/servers/spare/protocolVersion': '4.0' },
    near: { [`${main}/protocolVersion`]: '5' },
  },
  {
    rule: 'server-protocol-version-incompatible',
    direction: 'none',
    fires: { [`${main}/protocolVersion`]: '5' },
    near: { [`${main}/protocolVersion`]: '3.1' },
  },
  {
    rule: 'server-variable-value-added',
    direction: 'none',
    fires: { [`${main}/variables/region/enum`]: ['eu', 'us', 'ap'] },
    near: { [`${main}/variables/region/enum`]: ['us', 'eu'] },
  },
  {
    rule: 'server-variable-value-removed',
    direction: 'none',
    fires: { [`${main}/variables/region/enum`]: ['eu'] },
    near: { [`${main}/variables/region/enum`]: undefined },
  },
  {
    rule: 'server-variable-default-changed',
    direction: 'none',
    fires: { [`${main}/variables/region/default`]: 'us' },
    near: { [`${main}/variables/region/description`]: 'us' },
  },
];

const security: readonly Example[] = [
  {
    rule: 'security-required',
    direction: 'none',
    fires: { '/servers/spare/security': [{ $ref: '#/components/securitySchemes/key' }] },
    near: { [`${main}/security/2`]: { type: 'X509' } },
  },
  {
    rule: 'security-lifted',
    direction: 'none',
    fires: { [`${main}/security`]: undefined },
    near: { [`${main}/security`]: [{ $ref: '#/components/securitySchemes/key' }] },
  },
  {
    rule: 'security-alternative-added',
    direction: 'none',
    fires: { [`${main}/security/2`]: { type: 'X509' } },
    near: {
      [`${main}/security`]: [
        { $ref: '#/components/securitySchemes/oauth' },
        { $ref: '#/components/securitySchemes/key' },
      ],
    },
  },
  {
    rule: 'security-alternative-removed',
    direction: 'none',
    fires: { [`${main}/security`]: [{ $ref: '#/components/securitySchemes/key' }] },
    near: { [`${main}/security`]: undefined },
  },
  {
    rule: 'security-requirement-tightened',
    direction: 'none',
    document: eventsV2,
    fires: { [`${main}/security/0`]: { key: [], cert: [] } },
    near: { [`${main}/security/2`]: { key: [], cert: [] } },
  },
  {
    rule: 'security-requirement-relaxed',
    direction: 'none',
    document: eventsV2,
    fires: { [`${main}/security/1`]: { cert: [] } },
    near: { [`${main}/security/1`]: { login: [], cert: [] } },
  },
  {
    rule: 'security-scope-added',
    direction: 'none',
    fires: { '/components/securitySchemes/oauth/scopes': ['read', 'write'] },
    near: { '/components/securitySchemes/oauth/scopes': ['read', 'read'] },
  },
  {
    rule: 'security-scope-removed',
    direction: 'none',
    fires: { '/components/securitySchemes/oauth/scopes': [] },
    near: { '/components/securitySchemes/oauth/description': 'x' },
  },
  {
    rule: 'security-scheme-changed',
    direction: 'none',
    fires: { '/components/securitySchemes/key/name': 'X-Other' },
    near: {
      '/components/securitySchemes/oauth/flows/implicit': {
        authorizationUrl: 'https://login.example.com',
        availableScopes: {},
      },
    },
  },
  {
    rule: 'security-scheme-renamed',
    direction: 'none',
    fires: {
      '/components/securitySchemes/key': undefined,
      '/components/securitySchemes/secret': { type: 'httpApiKey', in: 'header', name: 'X-Key' },
      [`${main}/security/0/$ref`]: '#/components/securitySchemes/secret',
    },
    near: { '/components/securitySchemes/key/description': 'x' },
  },
];

const moved = { [`${events}/address`]: 'moved.{tenant}' };

const channels: readonly Example[] = [
  {
    rule: 'channel-removed',
    direction: 'send',
    fires: { [events]: undefined, [send]: undefined },
    near: { '/channels/idle': undefined },
  },
  {
    rule: 'channel-removed-unused',
    direction: 'none',
    fires: { '/channels/idle': undefined },
    near: { [events]: undefined, [send]: undefined },
  },
  {
    rule: 'channel-added',
    direction: 'none',
    fires: { '/channels/other': { address: 'other' } },
    near: { '/channels/idle/title': 'x' },
  },
  {
    rule: 'channel-id-changed',
    direction: 'none',
    fires: { '/channels/idle': undefined, '/channels/quiet': { address: 'idle' } },
    near: { '/channels/idle/title': 'x' },
  },
  {
    rule: 'channel-address-changed',
    direction: 'send',
    fires: moved,
    near: { [`${events}/address`]: 'events.{shop}', [`${events}/parameters`]: { shop: { enum: ['a', 'b'] } } },
  },
  { rule: 'channel-address-unknown', direction: 'receive', fires: { [`${commands}/address`]: null }, near: moved },
  {
    rule: 'channel-address-specified',
    direction: 'receive',
    both: { [`${commands}/address`]: null },
    fires: { [`${commands}/address`]: 'commands' },
    near: moved,
  },
  {
    rule: 'channel-parameter-renamed',
    direction: 'send',
    fires: { [`${events}/address`]: 'events.{shop}', [`${events}/parameters`]: { shop: { enum: ['a', 'b'] } } },
    near: { [`${events}/parameters/tenant/description`]: 'x' },
  },
  {
    rule: 'channel-parameter-narrowed',
    direction: 'send',
    fires: { [`${events}/parameters/tenant/enum`]: ['a'] },
    near: { [`${events}/parameters/tenant/enum`]: ['b', 'a'] },
  },
  {
    rule: 'channel-parameter-widened',
    direction: 'send',
    fires: { [`${events}/parameters/tenant/enum`]: undefined },
    near: { [`${events}/parameters/tenant/enum`]: ['a'] },
  },
  {
    rule: 'channel-parameter-default-changed',
    direction: 'send',
    fires: { [`${events}/parameters/tenant/default`]: 'b' },
    near: { [`${events}/parameters/tenant/description`]: 'b' },
  },
  {
    rule: 'channel-parameter-location-changed',
    direction: 'send',
    fires: { [`${events}/parameters/tenant/location`]: '$message.payload#/tenant' },
    near: { [`${events}/parameters/tenant/description`]: 'x' },
  },
  {
    rule: 'channel-server-removed',
    direction: 'send',
    fires: { [`${events}/servers`]: [{ $ref: '#/servers/main' }] },
    near: { [`${events}/servers`]: undefined },
  },
  {
    rule: 'channel-server-added',
    direction: 'receive',
    both: { [`${commands}/servers`]: [{ $ref: '#/servers/main' }] },
    fires: { [`${commands}/servers`]: undefined },
    near: { [`${commands}/title`]: 'x' },
  },
];

const operations: readonly Example[] = [
  {
    rule: 'operation-removed',
    direction: 'send',
    fires: { [send]: undefined },
    near: { [send]: undefined, '/operations/renamed': { action: 'send', channel: { $ref: '#/channels/events' } } },
  },
  {
    rule: 'operation-added',
    direction: 'send',
    fires: { '/operations/other': { action: 'send', channel: { $ref: '#/channels/idle' } } },
    near: { [`${send}/title`]: 'x' },
  },
  {
    rule: 'operation-id-changed',
    direction: 'send',
    fires: { [send]: undefined, '/operations/renamed': { action: 'send', channel: { $ref: '#/channels/events' } } },
    near: { [`${send}/title`]: 'x' },
  },
  {
    rule: 'operation-action-changed',
    direction: 'send',
    fires: { [`${send}/action`]: 'receive' },
    near: { '/operations/other': { action: 'receive', channel: { $ref: '#/channels/events' } } },
  },
  {
    rule: 'operation-channel-changed',
    direction: 'send',
    fires: { [`${send}/channel/$ref`]: '#/channels/idle' },
    near: { [`${send}/title`]: 'x' },
  },
  {
    rule: 'operation-message-removed',
    direction: 'send',
    fires: { [`${events}/messages/cancelled`]: undefined },
    near: { '/channels/idle/messages/ping': undefined },
  },
  {
    rule: 'operation-message-added',
    direction: 'send',
    fires: { [`${events}/messages/other`]: { payload: {} } },
    near: { '/channels/idle/messages/other': { payload: {} } },
  },
  {
    rule: 'operation-reply-added',
    direction: 'send',
    fires: { [`${send}/reply`]: { address: { location: '$message.header#/replyTo' } } },
    near: { [`${receive}/reply/address/description`]: 'x' },
  },
  {
    rule: 'operation-reply-removed',
    direction: 'receive',
    fires: { [`${receive}/reply`]: undefined },
    near: { [`${receive}/reply/address/description`]: 'x' },
  },
  {
    rule: 'operation-reply-address-changed',
    direction: 'receive',
    fires: { [`${receive}/reply/address/location`]: '$message.header#/answerTo' },
    near: { [`${receive}/reply/address/description`]: 'x' },
  },
  {
    rule: 'operation-reply-channel-changed',
    direction: 'receive',
    fires: { [`${receive}/reply/channel/$ref`]: '#/channels/idle' },
    near: { '/channels/answers/title': 'x' },
  },
];

const avro = 'application/vnd.apache.avro;version=1.9.0';

const messages: readonly Example[] = [
  {
    rule: 'message-id-changed',
    direction: 'receive',
    fires: {
      [`${commands}/messages/place`]: undefined,
      [`${commands}/messages/order`]: { $ref: '#/components/messages/Place' },
    },
    near: { [`${place}/title`]: 'x' },
  },
  {
    rule: 'message-name-changed',
    direction: 'receive',
    fires: { [`${place}/name`]: 'Order' },
    near: { [`${place}/title`]: 'Order' },
  },
  {
    rule: 'message-content-type-changed',
    direction: 'receive',
    fires: { '/defaultContentType': 'text/plain' },
    near: {
      '/defaultContentType': undefined,
      [`${placed}/contentType`]: 'application/json',
      [`${place}/contentType`]: 'Application/JSON; charset="utf-8"',
      '/channels/answers/messages/answer/contentType': 'application/json',
    },
  },
  {
    rule: 'message-content-type-specified',
    direction: 'receive',
    both: { '/defaultContentType': undefined },
    fires: { [`${place}/contentType`]: 'text/plain' },
    near: { [`${place}/title`]: 'x' },
  },
  {
    rule: 'message-schema-format-changed',
    direction: 'receive',
    fires: { [`${place}/payload`]: { schemaFormat: avro, schema: 'string' } },
    near: {
      [`${place}/payload`]: { schemaFormat: 'application/schema+json;version=draft-07', schema: { type: 'object' } },
    },
  },
  {
    rule: 'message-schema-format-version-changed',
    direction: 'receive',
    both: { [`${place}/payload`]: { schemaFormat: avro, schema: 'string' } },
    fires: { [`${place}/payload/schemaFormat`]: 'application/vnd.apache.avro;version=1.8.2' },
    near: { [`${place}/title`]: 'x' },
  },
  {
    rule: 'message-payload-removed',
    direction: 'receive',
    fires: { [`${place}/payload`]: undefined },
    near: { [`${place}/payload`]: {} },
  },
  {
    rule: 'message-payload-specified',
    direction: 'receive',
    both: { [`${place}/payload`]: undefined },
    fires: { [`${place}/payload`]: { type: 'string' } },
    near: { [`${place}/title`]: 'x' },
  },
  {
    rule: 'message-correlation-id-changed',
    direction: 'send',
    fires: { [`${placed}/correlationId/location`]: '$message.header#/order' },
    near: { [`${placed}/correlationId/description`]: 'x' },
  },
  {
    rule: 'message-correlation-id-added',
    direction: 'receive',
    fires: { [`${place}/correlationId`]: { location: '$message.header#/id' } },
    near: { [`${placed}/correlationId/description`]: 'x' },
  },
  {
    rule: 'message-correlation-id-removed',
    direction: 'send',
    fires: { [`${placed}/correlationId`]: undefined },
    near: { [`${placed}/correlationId/description`]: 'x' },
  },
];

const kafka: readonly Example[] = [
  {
    rule: 'kafka-topic-changed',
    direction: 'receive',
    fires: { [`${commands}/bindings/kafka/topic`]: 'other' },
    near: { [`${commands}/bindings/kafka/topic`]: 'commands' },
  },
  {
    rule: 'kafka-partitions-increased',
    direction: 'send',
    fires: { [`${events}/bindings/kafka/partitions`]: 7 },
    near: { [`${events}/bindings/kafka/partitions`]: 5 },
  },
  {
    rule: 'kafka-partitions-decreased',
    direction: 'send',
    fires: { [`${events}/bindings/kafka/partitions`]: 5 },
    near: { [`${events}/bindings/kafka/partitions`]: 7 },
  },
  {
    rule: 'kafka-replicas-changed',
    direction: 'send',
    fires: { [`${events}/bindings/kafka/replicas`]: 1 },
    near: { [`${events}/bindings/kafka/partitions`]: 7 },
  },
  {
    rule: 'kafka-cleanup-policy-changed',
    direction: 'send',
    fires: { [`${topic}/cleanup.policy`]: ['compact'] },
    near: { [`${topic}/retention.ms`]: 1001 },
  },
  {
    rule: 'kafka-retention-decreased',
    direction: 'send',
    fires: { [`${topic}/retention.ms`]: 999 },
    near: { [`${topic}/retention.ms`]: 1001 },
  },
  {
    rule: 'kafka-max-message-bytes-decreased',
    direction: 'receive',
    fires: { [`${commands}/bindings/kafka/topicConfiguration/max.message.bytes`]: 999 },
    near: { [`${commands}/bindings/kafka/topicConfiguration/max.message.bytes`]: 1001 },
  },
  {
    rule: 'kafka-max-message-bytes-increased',
    direction: 'send',
    fires: { [`${topic}/max.message.bytes`]: 1001 },
    near: { [`${topic}/max.message.bytes`]: 999 },
  },
  {
    rule: 'kafka-group-id-changed',
    direction: 'receive',
    fires: { [`${receive}/bindings/kafka/groupId/enum`]: ['other'] },
    near: { [`${receive}/bindings/kafka/clientId/enum`]: ['other'] },
  },
  {
    rule: 'kafka-client-id-changed',
    direction: 'receive',
    fires: { [`${receive}/bindings/kafka/clientId/enum`]: ['other'] },
    near: { [`${receive}/bindings/kafka/groupId/enum`]: ['other'] },
  },
  {
    rule: 'kafka-message-key-added',
    direction: 'receive',
    fires: { [`${place}/bindings`]: { kafka: { key: { type: 'string' } } } },
    near: { [`${placed}/bindings/kafka/key/maxLength`]: 3 },
  },
  {
    rule: 'kafka-message-key-removed',
    direction: 'send',
    fires: { [`${placed}/bindings/kafka/key`]: undefined },
    near: { [`${placed}/bindings/kafka/key/maxLength`]: 3 },
  },
  {
    rule: 'kafka-schema-id-encoding-changed',
    direction: 'send',
    fires: { [`${placed}/bindings/kafka/schemaIdLocation`]: 'header' },
    near: { [`${placed}/bindings/kafka/schemaLookupStrategy`]: 'x' },
  },
  {
    rule: 'kafka-schema-lookup-strategy-changed',
    direction: 'send',
    fires: { [`${placed}/bindings/kafka/schemaLookupStrategy`]: 'x' },
    near: { [`${placed}/bindings/kafka/schemaIdLocation`]: 'header' },
  },
  {
    rule: 'kafka-schema-registry-changed',
    direction: 'none',
    fires: { [`${main}/bindings/kafka/schemaRegistryUrl`]: 'https://other.example.com' },
    near: { '/servers/spare/bindings': { kafka: { schemaRegistryUrl: 'https://other.example.com' } } },
  },
];

const amqp: readonly Example[] = [
  {
    rule: 'amqp-channel-kind-changed',
    direction: 'receive',
    fires: { [`${commands}/bindings/amqp`]: { is: 'routingKey', exchange: { name: 'x' } } },
    near: { [`${commands}/bindings/amqp/queue/name`]: 'x' },
  },
  {
    rule: 'amqp-exchange-name-changed',
    direction: 'send',
    fires: { [`${events}/bindings/amqp/exchange/name`]: 'x' },
    near: { [`${events}/bindings/amqp/exchange/type`]: 'fanout' },
  },
  {
    rule: 'amqp-exchange-type-changed',
    direction: 'send',
    fires: { [`${events}/bindings/amqp/exchange/type`]: 'fanout' },
    near: { [`${events}/bindings/amqp/exchange/name`]: 'x' },
  },
  {
    rule: 'amqp-queue-name-changed',
    direction: 'receive',
    fires: { [`${commands}/bindings/amqp/queue/name`]: 'x' },
    near: { [`${commands}/bindings/amqp/queue/durable`]: false },
  },
  {
    rule: 'amqp-vhost-changed',
    direction: 'send',
    fires: { [`${events}/bindings/amqp/exchange/vhost`]: '/shop' },
    near: { [`${events}/bindings/amqp/exchange/vhost`]: undefined },
  },
  {
    rule: 'amqp-declaration-changed',
    direction: 'receive',
    fires: { [`${commands}/bindings/amqp/queue/durable`]: false },
    near: { [`${commands}/bindings/amqp/queue/exclusive`]: true },
  },
  {
    rule: 'amqp-routing-key-removed',
    direction: 'send',
    fires: { [`${send}/bindings/amqp/cc`]: ['other'] },
    near: { [`${send}/bindings/amqp/cc`]: ['audit', 'other'] },
  },
  {
    rule: 'amqp-routing-key-added',
    direction: 'send',
    fires: { [`${send}/bindings/amqp/cc`]: ['audit', 'other'] },
    near: { [`${send}/bindings/amqp/cc`]: [] },
  },
  {
    rule: 'amqp-ack-changed',
    direction: 'send',
    fires: { [`${send}/bindings/amqp/ack`]: false },
    near: { [`${send}/bindings/amqp/priority`]: 2 },
  },
  {
    rule: 'amqp-delivery-mode-changed',
    direction: 'send',
    fires: { [`${send}/bindings/amqp/deliveryMode`]: 1 },
    near: { [`${send}/bindings/amqp/priority`]: 2 },
  },
  {
    rule: 'amqp-expiration-decreased',
    direction: 'send',
    fires: { [`${send}/bindings/amqp/expiration`]: 999 },
    near: { [`${send}/bindings/amqp/expiration`]: 1001 },
  },
  {
    rule: 'amqp-message-encoding-changed',
    direction: 'send',
    fires: { [`${placed}/bindings/amqp/contentEncoding`]: 'br' },
    near: { [`${placed}/bindings/amqp/messageType`]: 'x' },
  },
  {
    rule: 'amqp-message-type-changed',
    direction: 'send',
    fires: { [`${placed}/bindings/amqp/messageType`]: 'x' },
    near: { [`${placed}/bindings/amqp/contentEncoding`]: 'br' },
  },
];

const otherBindings: readonly Example[] = [
  {
    rule: 'mqtt-qos-decreased',
    direction: 'send',
    fires: { [`${send}/bindings/mqtt/qos`]: 0 },
    near: { [`${send}/bindings/mqtt/qos`]: 2 },
  },
  {
    rule: 'mqtt-qos-increased',
    direction: 'send',
    fires: { [`${send}/bindings/mqtt/qos`]: 2 },
    near: { [`${send}/bindings/mqtt/qos`]: undefined },
  },
  {
    rule: 'mqtt-retain-disabled',
    direction: 'send',
    fires: { [`${send}/bindings/mqtt/retain`]: undefined },
    near: { [`${send}/bindings/mqtt/qos`]: 2 },
  },
  {
    rule: 'mqtt-retain-enabled',
    direction: 'receive',
    fires: { [`${receive}/bindings/mqtt`]: { retain: true } },
    near: { [`${receive}/bindings/mqtt`]: { retain: false } },
  },
  {
    rule: 'mqtt-message-expiry-decreased',
    direction: 'send',
    fires: { [`${send}/bindings/mqtt/messageExpiryInterval`]: 59 },
    near: { [`${send}/bindings/mqtt/messageExpiryInterval`]: 61 },
  },
  {
    rule: 'mqtt-response-topic-changed',
    direction: 'send',
    fires: { [`${placed}/bindings/mqtt/responseTopic`]: 'x' },
    near: { [`${placed}/bindings/mqtt/contentType`]: 'x' },
  },
  {
    rule: 'mqtt-session-changed',
    direction: 'none',
    fires: { [`${main}/bindings/mqtt/cleanSession`]: false },
    near: { [`${main}/bindings/mqtt/clientId`]: 'x' },
  },
  {
    rule: 'ws-method-changed',
    direction: 'none',
    fires: { [`${events}/bindings/ws/method`]: 'POST' },
    near: { [`${events}/bindings/ws/method`]: undefined },
  },
  {
    rule: 'http-method-changed',
    direction: 'send',
    fires: { [`${send}/bindings/http/method`]: 'PUT' },
    near: { [`${receive}/bindings/http`]: { method: 'PUT' } },
  },
  {
    rule: 'http-status-code-changed',
    direction: 'send',
    fires: { [`${placed}/bindings/http/statusCode`]: 201 },
    near: { [`${place}/bindings`]: { http: { statusCode: 201 } } },
  },
  {
    rule: 'binding-changed',
    direction: 'send',
    fires: { [`${send}/bindings/nats/queue`]: 'x' },
    near: { [`${send}/bindings/nats/bindingVersion`]: '0.1.0' },
  },
  {
    rule: 'binding-version-changed',
    direction: 'send',
    fires: { [`${send}/bindings/nats/bindingVersion`]: '0.1.0' },
    near: { [`${send}/bindings/nats/queue`]: 'x' },
  },
  {
    rule: 'binding-added',
    direction: 'receive',
    fires: { [`${receive}/bindings/nats`]: { queue: 'x' } },
    near: { [`${send}/bindings/nats/queue`]: 'x' },
  },
  {
    rule: 'binding-removed',
    direction: 'send',
    fires: { [`${send}/bindings/nats`]: undefined },
    near: { [`${send}/bindings/nats/queue`]: 'x' },
  },
];

/** Rules whose example is an edit of a whole document; what concerns schemas has examples of its own. */
export const examples: readonly Example[] = [
  ...documents,
  ...servers,
  ...security,
  ...channels,
  ...operations,
  ...messages,
  ...kafka,
  ...amqp,
  ...otherBindings,
].map((example) => ({ document: eventsV3, ...example }));
