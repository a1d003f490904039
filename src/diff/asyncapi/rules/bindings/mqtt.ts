import { bindingsOf, byDirection, eitherWay } from '../levels.ts';
import { bothDecreased, bothIncreased, decreased, fieldRule, type FieldRules } from './field.ts';

const area = 'mqtt';
const source = bindingsOf('mqtt');

export const mqttRules: readonly FieldRules[] = [
  {
    protocol: 'mqtt',
    place: 'operation',
    fields: ['qos'],
    fallback: 0,
    rules: [
      fieldRule(
        {
          id: 'mqtt-qos-decreased',
          area,
          level: byDirection('breaking', 'warning'),
          because: 'Listeners count on messages arriving, or on their arriving once.',
          remedy: 'Keep the quality of service.',
          source,
        },
        'The quality of service',
        bothDecreased,
      ),
      fieldRule(
        {
          id: 'mqtt-qos-increased',
          area,
          level: eitherWay('warning'),
          because: 'Messages that are sent again can arrive twice.',
          source,
        },
        'The quality of service',
        bothIncreased,
      ),
    ],
  },
  {
    protocol: 'mqtt',
    place: 'operation',
    fields: ['retain'],
    fallback: false,
    rules: [
      fieldRule(
        {
          id: 'mqtt-retain-disabled',
          area,
          level: byDirection('breaking', 'warning'),
          because: 'Whoever subscribes later is no longer told the last value.',
          remedy: 'Keep retaining messages.',
          source,
        },
        'Whether the last message is retained',
        (baseline) => baseline === true,
      ),
      fieldRule(
        {
          id: 'mqtt-retain-enabled',
          area,
          level: eitherWay('warning'),
          because: 'Whoever subscribes later begins with a message that may be old.',
          source,
        },
        'Whether the last message is retained',
        (_, candidate) => candidate === true,
      ),
    ],
  },
  {
    protocol: 'mqtt',
    place: 'operation',
    fields: ['messageExpiryInterval'],
    rules: [
      fieldRule(
        {
          id: 'mqtt-message-expiry-decreased',
          area,
          level: eitherWay('warning'),
          because: 'Listeners that are away lose messages earlier.',
          source,
        },
        'The time after which messages expire',
        decreased,
      ),
    ],
  },
  {
    protocol: 'mqtt',
    place: 'message',
    fields: ['responseTopic'],
    rules: [
      fieldRule(
        {
          id: 'mqtt-response-topic-changed',
          area,
          level: eitherWay('breaking'),
          because: 'Answers go to the topic of the baseline.',
          remedy: 'Listen on both topics.',
          source,
        },
        'The topic for answers',
      ),
    ],
  },
  {
    protocol: 'mqtt',
    place: 'server',
    fields: ['cleanSession', 'sessionExpiryInterval', 'keepAlive', 'lastWill'],
    rules: [
      fieldRule(
        {
          id: 'mqtt-session-changed',
          area,
          level: 'warning',
          because: 'Whoever loses the connection finds other messages, or fewer, on coming back.',
          source,
        },
        'The session',
      ),
    ],
  },
];
