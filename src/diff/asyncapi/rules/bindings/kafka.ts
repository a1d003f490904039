import type { Rule, RuleInfo } from '../../../rule.ts';
import type { Slot } from '../../model.ts';
import { anyDirection, bindingsOf, byDirection, eitherWay } from '../levels.ts';
import { slotRule } from '../slot.ts';
import {
  bothDecreased,
  bothIncreased,
  decreased,
  fieldRule,
  increased,
  sameSet,
  wasStated,
  type FieldRules,
} from './field.ts';

const area = 'kafka';
const source = bindingsOf('kafka');

export const topicRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'kafka-topic-changed',
      area,
      level: anyDirection('breaking'),
      because: 'The topic of the binding counts, not the address, and counterparts stay on the old topic.',
      remedy: 'Serve both topics until nobody uses the old one.',
      source,
    },
    'The topic of the channel',
  ),
];

export const kafkaGroupIdChanged: RuleInfo = {
  id: 'kafka-group-id-changed',
  area,
  level: byDirection('breaking', 'info'),
  because: 'Where the document says which groups listeners may use, listeners of other groups are refused.',
  remedy: 'Keep the group ids in use.',
  source,
};

export const kafkaClientIdChanged: RuleInfo = {
  id: 'kafka-client-id-changed',
  area,
  level: byDirection('breaking', 'info'),
  because: 'Where the document says which client ids listeners may use, others are refused.',
  remedy: 'Keep the client ids in use.',
  source,
};

export const kafkaMessageKeyAdded: RuleInfo = {
  id: 'kafka-message-key-added',
  area,
  level: byDirection('info', 'breaking'),
  because: 'Senders of the baseline set no key.',
  remedy: 'Accept records without key.',
  source,
};

export const kafkaMessageKeyRemoved: RuleInfo = {
  id: 'kafka-message-key-removed',
  area,
  level: byDirection('breaking', 'info'),
  because: 'Listeners tell records apart and keep them in order by the key.',
  remedy: 'Keep setting the key.',
  source,
};

const partitions: FieldRules = {
  protocol: 'kafka',
  place: 'channel',
  fields: ['partitions'],
  rules: [
    fieldRule(
      {
        id: 'kafka-partitions-increased',
        area,
        level: anyDirection('warning'),
        because: 'Keys move to other partitions, so that records of one key are out of order once.',
        source,
      },
      'The number of partitions',
      bothIncreased,
    ),
    fieldRule(
      {
        id: 'kafka-partitions-decreased',
        area,
        level: anyDirection('breaking'),
        because: 'A topic cannot lose partitions; it has to be made anew, and offsets of listeners are lost.',
        remedy: 'Make a new topic beside the old one.',
        source,
      },
      'The number of partitions',
      bothDecreased,
    ),
  ],
};

export const kafkaRules: readonly FieldRules[] = [
  partitions,
  {
    protocol: 'kafka',
    place: 'channel',
    fields: ['replicas'],
    rules: [
      fieldRule(
        {
          id: 'kafka-replicas-changed',
          area,
          level: anyDirection('info'),
          because: 'Clients do not see how many copies the cluster keeps.',
          source,
        },
        'The number of replicas',
      ),
    ],
  },
  {
    protocol: 'kafka',
    place: 'channel',
    fields: ['topicConfiguration.cleanup.policy'],
    rules: [
      fieldRule(
        {
          id: 'kafka-cleanup-policy-changed',
          area,
          level: anyDirection('warning'),
          because: 'Listeners that read from the start find other records.',
          source,
        },
        'The clean-up policy',
        (baseline, candidate) => wasStated(baseline) && !sameSet(baseline, candidate),
      ),
    ],
  },
  {
    protocol: 'kafka',
    place: 'channel',
    fields: [
      'topicConfiguration.retention.ms',
      'topicConfiguration.retention.bytes',
      'topicConfiguration.delete.retention.ms',
    ],
    rules: [
      fieldRule(
        {
          id: 'kafka-retention-decreased',
          area,
          level: anyDirection('warning'),
          because: 'Listeners that fall behind lose records earlier.',
          source,
        },
        'The retention',
        decreased,
      ),
    ],
  },
  {
    protocol: 'kafka',
    place: 'channel',
    fields: ['topicConfiguration.max.message.bytes'],
    rules: [
      fieldRule(
        {
          id: 'kafka-max-message-bytes-decreased',
          area,
          level: byDirection('info', 'breaking'),
          because: 'The broker refuses records of a size that senders were told they may send.',
          remedy: 'Keep the larger limit.',
          source,
        },
        'The largest record',
        decreased,
      ),
      fieldRule(
        {
          id: 'kafka-max-message-bytes-increased',
          area,
          level: byDirection('warning', 'info'),
          because: 'Listeners may have made room for smaller records only.',
          source,
        },
        'The largest record',
        increased,
      ),
    ],
  },
  {
    protocol: 'kafka',
    place: 'server',
    fields: ['schemaRegistryUrl', 'schemaRegistryVendor'],
    rules: [
      fieldRule(
        {
          id: 'kafka-schema-registry-changed',
          area,
          level: 'breaking',
          because: 'Readers look schemas up in the registry they know.',
          remedy: 'Register the schemas in both registries, under the same ids.',
          source,
        },
        'The schema registry',
        wasStated,
      ),
    ],
  },
  {
    protocol: 'kafka',
    place: 'message',
    fields: ['schemaIdLocation', 'schemaIdPayloadEncoding'],
    rules: [
      fieldRule(
        {
          id: 'kafka-schema-id-encoding-changed',
          area,
          level: eitherWay('breaking'),
          because: 'Both settings say where the id of the schema is among the bytes of a record.',
          remedy: 'Send the new framing on a topic of its own.',
          source,
        },
        'The way the schema id is sent',
      ),
    ],
  },
  {
    protocol: 'kafka',
    place: 'message',
    fields: ['schemaLookupStrategy'],
    rules: [
      fieldRule(
        {
          id: 'kafka-schema-lookup-strategy-changed',
          area,
          level: byDirection('warning', 'breaking'),
          because: 'Senders register their schemas under the subject that the baseline gives.',
          remedy: 'Accept the subjects of both strategies.',
          source,
        },
        'The way schemas are looked up',
      ),
    ],
  },
];

export const kafkaAreaRules: readonly RuleInfo[] = [
  ...topicRules,
  kafkaGroupIdChanged,
  kafkaClientIdChanged,
  kafkaMessageKeyAdded,
  kafkaMessageKeyRemoved,
  ...kafkaRules.flatMap(({ rules }) => rules),
];
