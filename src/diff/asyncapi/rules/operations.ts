import type { RuleInfo } from '../../rule.ts';
import type { Rule } from '../../rule.ts';
import type { Message, Operation, Slot } from '../model.ts';
import { byDirection, eitherWay, specification } from './levels.ts';
import { bothStated, slotRule } from './slot.ts';

const area = 'operations';
const source = specification('operationObject');
const replySource = specification('operationReplyObject');

export const operationRules: readonly Rule<Operation>[] = [
  {
    id: 'operation-removed',
    area,
    level: eitherWay('breaking'),
    on: 'removed',
    message: (operation) => `The operation ${operationName(operation)} was removed.`,
    because: 'What counterparts wait for no longer comes, or what they send is no longer taken.',
    remedy: 'Keep the operation until no counterpart relies on it.',
    source,
  },
  {
    id: 'operation-added',
    area,
    level: eitherWay('info'),
    on: 'added',
    message: (operation) => `The operation ${operationName(operation)} was added.`,
    because: 'Counterparts of the baseline take no part in it.',
    source,
  },
];

export const operationIdRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'operation-id-changed',
      area,
      level: eitherWay('info'),
      because: 'The id lives in the document; direction, channel and messages are what counterparts see.',
      source,
    },
    'The id of the operation',
    bothStated,
  ),
];

export const operationActionChanged: RuleInfo = {
  id: 'operation-action-changed',
  area,
  level: eitherWay('breaking'),
  because: 'Both sides now send, or both wait.',
  remedy: 'Keep the operation and add one for the other direction.',
  source,
};

export const operationChannelChanged: RuleInfo = {
  id: 'operation-channel-changed',
  area,
  level: eitherWay('breaking'),
  because: 'Counterparts go on using the channel of the baseline.',
  remedy: 'Serve both channels until nobody uses the old one.',
  source,
};

/** Of operations and of replies, which travel the other way. */
export const operationMessageRules: readonly Rule<Message>[] = [
  {
    id: 'operation-message-removed',
    area,
    level: eitherWay('breaking'),
    on: 'removed',
    message: (message) => `The message ${messageName(message)} was removed.`,
    because: 'Counterparts wait for it in vain, or send what is no longer understood.',
    remedy: 'Keep the message until no counterpart relies on it.',
    source,
  },
  {
    id: 'operation-message-added',
    area,
    level: byDirection('breaking', 'info'),
    on: 'added',
    message: (message) => `The message ${messageName(message)} was added.`,
    because: 'Listeners have to cope with every message that can come; senders choose what they send.',
    remedy: 'Send new messages on a channel of their own.',
    source,
  },
];

export const operationReplyAdded: RuleInfo = {
  id: 'operation-reply-added',
  area,
  level: byDirection('breaking', 'info'),
  because: 'Whoever takes the message now has to answer; whoever sends it may ignore an answer.',
  remedy: 'Get along without an answer.',
  source: replySource,
};

export const operationReplyRemoved: RuleInfo = {
  id: 'operation-reply-removed',
  area,
  level: byDirection('warning', 'breaking'),
  because: 'Whoever asks waits for an answer that does not come; an answer nobody waits for does no harm.',
  remedy: 'Keep answering.',
  source: replySource,
};

export const replyAddressRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'operation-reply-address-changed',
      area,
      level: eitherWay('breaking'),
      because: 'One side puts the address for the answer where the other does not look.',
      remedy: 'Read the address from both places.',
      source: specification('operationReplyAddressObject'),
    },
    'The place of the reply address',
  ),
];

export const operationReplyChannelChanged: RuleInfo = {
  id: 'operation-reply-channel-changed',
  area,
  level: eitherWay('breaking'),
  because: 'The answer goes to another channel than the one it is awaited on.',
  remedy: 'Answer on both channels.',
  source: replySource,
};

/** What an operation is called; without an id, by what it does. */
export function operationLabel({ id, direction, channel }: Operation): string {
  return id.value ?? `${direction} ${channel.address.value ?? channel.id}`;
}

/** An operation in words. */
export function operationName(operation: Operation): string {
  return `"${operationLabel(operation)}"`;
}

/** A message in words. */
export function messageName({ id, name, component, pointer }: Message): string {
  return `"${id.value ?? name.value ?? component ?? pointer}"`;
}

export const operationAreaRules: readonly RuleInfo[] = [
  ...operationRules,
  ...operationIdRules,
  operationActionChanged,
  operationChannelChanged,
  ...operationMessageRules,
  operationReplyAdded,
  operationReplyRemoved,
  ...replyAddressRules,
  operationReplyChannelChanged,
];
