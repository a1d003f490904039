import type { Rule, RuleInfo } from '../../rule.ts';
import type { Slot } from '../model.ts';
import { byDirection, eitherWay, specification } from './levels.ts';
import { bothStated, slotRule } from './slot.ts';

const area = 'messages';
const source = specification('messageObject');
const correlationSource = specification('correlationIdObject');

export const messageIdRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'message-id-changed',
      area,
      level: eitherWay('info'),
      because: 'The id lives in the document; no message contains it.',
      source,
    },
    'The id of the message',
    bothStated,
  ),
];

export const messageNameRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'message-name-changed',
      area,
      level: eitherWay('warning'),
      because: 'Programs use the name: to route messages, to name generated types.',
      remedy: 'Keep the name and change the title.',
      source,
    },
    'The name of the message',
    (baseline) => baseline !== undefined,
  ),
];

export const contentTypeRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'message-content-type-changed',
      area,
      level: eitherWay('breaking'),
      because: 'Readers decode the bytes as the baseline says.',
      remedy: 'Send the new content type as a message of its own.',
      source,
    },
    'The content type',
    (baseline, candidate) => baseline !== undefined && mediaTypeOf(baseline) !== mediaTypeOf(candidate),
  ),
  slotRule(
    {
      id: 'message-content-type-specified',
      area,
      level: eitherWay('info'),
      because: 'The contract did not say before how messages are encoded.',
      source,
    },
    'The content type',
    (baseline) => baseline === undefined,
  ),
];

/** Case and space mean nothing in a media type, nor does a charset of JSON (RFC 8259, section 11). */
function mediaTypeOf(value: unknown): string {
  const type = String(value).toLowerCase().replaceAll(/\s/g, '');
  return /^application\/(?:[^;]+\+)?json;/.test(type) ? type.replace(/;charset="?utf-8"?(?=;|$)/, '') : type;
}

export const messageSchemaFormatChanged: RuleInfo = {
  id: 'message-schema-format-changed',
  area,
  level: eitherWay('breaking'),
  because: 'Another schema language describes other bytes, or nothing that can be compared.',
  remedy: 'Describe a new message in the new language.',
  source,
};

export const messageSchemaFormatVersionChanged: RuleInfo = {
  id: 'message-schema-format-version-changed',
  area,
  level: eitherWay('info'),
  because: 'Both name the same language, or two that are compared by what they accept.',
  source,
};

export const messagePayloadRemoved: RuleInfo = {
  id: 'message-payload-removed',
  area,
  level: byDirection('breaking', 'info'),
  because: 'Without a schema the payload can be anything.',
  remedy: 'Keep describing the payload.',
  source,
};

export const messagePayloadSpecified: RuleInfo = {
  id: 'message-payload-specified',
  area,
  level: byDirection('info', 'breaking'),
  because: 'Any payload was right before.',
  remedy: 'Describe every payload that senders may send.',
  source,
};

export const correlationRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'message-correlation-id-changed',
      area,
      level: eitherWay('breaking'),
      because: 'One side puts the correlation id where the other does not look.',
      remedy: 'Fill both places, and read from both.',
      source: correlationSource,
    },
    'The place of the correlation id',
    bothStated,
  ),
  slotRule(
    {
      id: 'message-correlation-id-added',
      area,
      level: byDirection('info', 'warning'),
      because: 'Senders of the baseline may not set it.',
      source: correlationSource,
    },
    'The place of the correlation id',
    (baseline) => baseline === undefined,
  ),
  slotRule(
    {
      id: 'message-correlation-id-removed',
      area,
      level: byDirection('breaking', 'info'),
      because: 'Readers can no longer tell which messages belong together.',
      remedy: 'Keep sending the id.',
      source: correlationSource,
    },
    'The place of the correlation id',
    (_, candidate) => candidate === undefined,
  ),
];

export const messageAreaRules: readonly RuleInfo[] = [
  ...messageIdRules,
  ...messageNameRules,
  ...contentTypeRules,
  messageSchemaFormatChanged,
  messageSchemaFormatVersionChanged,
  messagePayloadRemoved,
  messagePayloadSpecified,
  ...correlationRules,
];
