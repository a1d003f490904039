import type { RuleInfo } from '../../../rule.ts';
import { anyDirection, specification } from '../levels.ts';
import { amqpRules } from './amqp.ts';
import type { FieldRules, SchemaField } from './field.ts';
import { httpRules } from './http.ts';
import { kafkaAreaRules, kafkaRules } from './kafka.ts';
import { mqttRules } from './mqtt.ts';

const area = 'bindings';
const source = specification('bindings');

export const bindingChanged: RuleInfo = {
  id: 'binding-changed',
  area,
  level: anyDirection('warning'),
  because: 'The protocol is used in another way; nothing more is known of this setting.',
  source,
};

export const bindingVersionChanged: RuleInfo = {
  id: 'binding-version-changed',
  area,
  level: anyDirection('info'),
  because: 'It says which members a binding can have, and no message contains it.',
  source,
};

export const bindingAdded: RuleInfo = {
  id: 'binding-added',
  area,
  level: anyDirection('info'),
  because: 'The document says more of a protocol than before.',
  source,
};

export const bindingRemoved: RuleInfo = {
  id: 'binding-removed',
  area,
  level: anyDirection('warning'),
  because: 'The document no longer says how the protocol is used.',
  source,
};

/** Members with rules of their own. */
export const fieldRules: readonly FieldRules[] = [...kafkaRules, ...amqpRules, ...mqttRules, ...httpRules];

/** Members that are schemas. */
export const schemaFields: readonly SchemaField[] = [
  { protocol: 'kafka', place: 'message', field: 'key', prefix: 'kafka-message-key' },
  { protocol: 'ws', place: 'channel', field: 'query', prefix: 'ws-query' },
  { protocol: 'ws', place: 'channel', field: 'headers', prefix: 'ws-headers' },
  { protocol: 'http', place: 'operation', field: 'query', prefix: 'http-query' },
  { protocol: 'http', place: 'message', field: 'headers', prefix: 'http-headers' },
  { protocol: 'mqtt', place: 'message', field: 'correlationData', prefix: 'mqtt-correlation-data' },
];

export const bindingAreaRules: readonly RuleInfo[] = [
  ...kafkaAreaRules,
  ...[...amqpRules, ...mqttRules, ...httpRules].flatMap(({ rules }) => rules),
  bindingChanged,
  bindingVersionChanged,
  bindingAdded,
  bindingRemoved,
];
