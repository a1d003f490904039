import type { RuleInfo } from '../../../rule.ts';
import { anyDirection, bindingsOf, byDirection, eitherWay } from '../levels.ts';
import { decreased, fieldRule, itemsOnlyIn, wasStated, type FieldRules } from './field.ts';

const area = 'amqp';
const source = bindingsOf('amqp');

export const amqpChannelKindChanged: RuleInfo = {
  id: 'amqp-channel-kind-changed',
  area,
  level: anyDirection('breaking'),
  because: 'Clients of a queue and clients of a routing key are set up in different ways.',
  remedy: 'Describe the new kind as a channel of its own.',
  source,
};

/** A member of a channel binding that counterparts name themselves. */
function named(fields: readonly string[], info: Pick<RuleInfo, 'id' | 'because'>, what: string): FieldRules {
  const rule: RuleInfo = {
    ...info,
    area,
    level: anyDirection('breaking'),
    remedy: 'Keep the old one beside it.',
    source,
  };
  return { protocol: 'amqp', place: 'channel', fields, rules: [fieldRule(rule, what, wasStated)] };
}

export const amqpRules: readonly FieldRules[] = [
  {
    protocol: 'amqp',
    place: 'channel',
    fields: ['is'],
    fallback: 'routingKey',
    rules: [fieldRule(amqpChannelKindChanged, 'The kind of the channel')],
  },
  named(
    ['exchange.name'],
    {
      id: 'amqp-exchange-name-changed',
      because: 'Counterparts publish to the old exchange, or have bound queues to it.',
    },
    'The name of the exchange',
  ),
  named(
    ['exchange.type'],
    {
      id: 'amqp-exchange-type-changed',
      because: 'Clients that declare the exchange as before are refused, and messages are routed in another way.',
    },
    'The type of the exchange',
  ),
  named(
    ['queue.name'],
    { id: 'amqp-queue-name-changed', because: 'Counterparts go on using the old queue.' },
    'The name of the queue',
  ),
  {
    ...named(
      ['exchange.vhost', 'queue.vhost'],
      { id: 'amqp-vhost-changed', because: 'Names of exchanges and queues mean others in another virtual host.' },
      'The virtual host',
    ),
    fallback: '/',
  },
  named(
    ['exchange.durable', 'exchange.autoDelete', 'queue.durable', 'queue.exclusive', 'queue.autoDelete'],
    {
      id: 'amqp-declaration-changed',
      because: 'A client that declares it as before is refused, as declarations have to agree.',
    },
    'The declaration',
  ),
  {
    protocol: 'amqp',
    place: 'operation',
    fields: ['cc', 'bcc'],
    rules: [
      fieldRule(
        {
          id: 'amqp-routing-key-removed',
          area,
          level: byDirection('breaking', 'warning'),
          because: 'Queues bound to the key get no more messages.',
          remedy: 'Keep sending copies.',
          source,
        },
        'The list of further routing keys',
        (baseline, candidate) => itemsOnlyIn(baseline, candidate).length > 0,
      ),
      fieldRule(
        {
          id: 'amqp-routing-key-added',
          area,
          level: byDirection('info', 'warning'),
          because:
            'There are more copies; where the application receives, senders are asked for a key they do not set.',
          source,
        },
        'The list of further routing keys',
        (baseline, candidate) => itemsOnlyIn(candidate, baseline).length > 0,
      ),
    ],
  },
  {
    protocol: 'amqp',
    place: 'operation',
    fields: ['ack'],
    rules: [
      fieldRule(
        {
          id: 'amqp-ack-changed',
          area,
          level: byDirection('breaking', 'info'),
          because: 'Listeners have to acknowledge as the other side expects.',
          remedy: 'Keep the way of acknowledging.',
          source,
        },
        'Whether messages are acknowledged',
      ),
    ],
  },
  {
    protocol: 'amqp',
    place: 'operation',
    fields: ['deliveryMode'],
    rules: [
      fieldRule(
        {
          id: 'amqp-delivery-mode-changed',
          area,
          level: eitherWay('warning'),
          because: 'It says whether messages survive when the broker restarts.',
          source,
        },
        'The delivery mode',
      ),
    ],
  },
  {
    protocol: 'amqp',
    place: 'operation',
    fields: ['expiration'],
    rules: [
      fieldRule(
        {
          id: 'amqp-expiration-decreased',
          area,
          level: eitherWay('warning'),
          because: 'Listeners that fall behind lose messages earlier.',
          source,
        },
        'The expiration',
        decreased,
      ),
    ],
  },
  {
    protocol: 'amqp',
    place: 'message',
    fields: ['contentEncoding'],
    rules: [
      fieldRule(
        {
          id: 'amqp-message-encoding-changed',
          area,
          level: eitherWay('breaking'),
          because: 'Readers decode the bytes as the baseline says.',
          remedy: 'Send the new encoding as a message of its own.',
          source,
        },
        'The content encoding',
      ),
    ],
  },
  {
    protocol: 'amqp',
    place: 'message',
    fields: ['messageType'],
    rules: [
      fieldRule(
        {
          id: 'amqp-message-type-changed',
          area,
          level: eitherWay('breaking'),
          because: 'Readers choose by it what they do with a message.',
          remedy: 'Keep the type.',
          source,
        },
        'The message type',
        wasStated,
      ),
    ],
  },
];
