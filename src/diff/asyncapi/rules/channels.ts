import type { Rule, RuleInfo } from '../../rule.ts';
import type { Channel, Parameter, Slot } from '../model.ts';
import { anyDirection, specification } from './levels.ts';
import { bothStated, slotRule } from './slot.ts';

const area = 'channels';
const source = specification('channelObject');
const parameterSource = specification('parameterObject');

export const channelRules: readonly Rule<Channel>[] = [
  {
    id: 'channel-removed',
    area,
    level: anyDirection('breaking'),
    on: 'removed',
    message: (channel) => `The channel ${nameOf(channel)} was removed.`,
    because: 'Counterparts still send there, or wait there for messages that no longer come.',
    remedy: 'Keep the channel until nobody uses it.',
    source,
  },
  {
    id: 'channel-added',
    area,
    level: anyDirection('info'),
    on: 'added',
    message: (channel) => `The channel ${nameOf(channel)} was added.`,
    because: 'Counterparts of the baseline do not know it and need not use it.',
    source,
  },
  {
    id: 'channel-id-changed',
    area,
    level: anyDirection('info'),
    on: 'kept',
    when: (baseline, candidate) =>
      baseline.key !== undefined && candidate.key !== undefined && baseline.key !== candidate.key,
    message: (baseline, candidate) => `The channel "${baseline.id}" is now called "${candidate.id}".`,
    values: (baseline, candidate) => [baseline.id, candidate.id],
    because: 'The key lives in the document; messages go to the address.',
    source,
  },
];

export const channelRemovedUnused: RuleInfo = {
  id: 'channel-removed-unused',
  area,
  level: 'warning',
  because: 'The application neither sent nor received there, but others may.',
  source,
};

export const addressRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'channel-address-changed',
      area,
      level: anyDirection('breaking'),
      because: 'Counterparts go on using the address of the baseline.',
      remedy: 'Serve both addresses until nobody uses the old one.',
      source,
    },
    'The address of the channel',
    bothStated,
  ),
  slotRule(
    {
      id: 'channel-address-unknown',
      area,
      level: anyDirection('breaking'),
      because: 'The document no longer says where the messages are.',
      remedy: 'State the address.',
      source,
    },
    'The address of the channel',
    (_, candidate) => candidate === undefined,
  ),
  slotRule(
    {
      id: 'channel-address-specified',
      area,
      level: anyDirection('info'),
      because: 'Nobody could build on an address that was not known.',
      source,
    },
    'The address of the channel',
    (baseline) => baseline === undefined,
  ),
];

export const parameterRules: readonly Rule<Parameter>[] = [
  {
    id: 'channel-parameter-renamed',
    area,
    level: anyDirection('info'),
    on: 'kept',
    when: (baseline, candidate) => baseline.name !== candidate.name,
    message: (baseline, candidate) => `The parameter "${baseline.name}" is now called "${candidate.name}".`,
    values: (baseline, candidate) => [baseline.name, candidate.name],
    because: 'An address in use has a value in this place, not the name.',
    source: parameterSource,
  },
];

export const channelParameterNarrowed: RuleInfo = {
  id: 'channel-parameter-narrowed',
  area,
  level: anyDirection('breaking'),
  because: 'There are addresses in use that no longer belong to the channel.',
  remedy: 'Keep the values that counterparts use.',
  source: parameterSource,
};

export const channelParameterWidened: RuleInfo = {
  id: 'channel-parameter-widened',
  area,
  level: anyDirection('warning', 'info'),
  because: 'There are more addresses than before; listeners of all of them meet values they do not know.',
  source: parameterSource,
};

export const parameterDefaultRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'channel-parameter-default-changed',
      area,
      level: anyDirection('warning'),
      because: 'Counterparts that leave the value to the default end up at another address.',
      source: parameterSource,
    },
    'The default of the parameter',
  ),
];

export const parameterLocationRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'channel-parameter-location-changed',
      area,
      level: anyDirection('warning', 'breaking', 'breaking'),
      because: 'The value is looked for in another part of the message than where senders put it.',
      remedy: 'Read the value from both places.',
      source: parameterSource,
    },
    'The location of the parameter',
    (_, candidate) => candidate !== undefined,
  ),
];

/** The channel of each rule is the one that lost or gained servers; which ones is in the message. */
export const channelServerRemoved: RuleInfo = {
  id: 'channel-server-removed',
  area,
  level: anyDirection('breaking'),
  because: 'Counterparts connected to the server no longer find the channel there.',
  remedy: 'Keep the channel on the server until nobody uses it there.',
  source,
};

export const channelServerAdded: RuleInfo = {
  id: 'channel-server-added',
  area,
  level: anyDirection('info'),
  because: 'The channel is still where it was.',
  source,
};

/** A channel in words. */
export function nameOf({ id, address }: Channel): string {
  return address.value === undefined || address.value === id ? `"${id}"` : `"${id}" (${address.value})`;
}

export const channelAreaRules: readonly RuleInfo[] = [
  ...channelRules,
  channelRemovedUnused,
  ...addressRules,
  ...parameterRules,
  channelParameterNarrowed,
  channelParameterWidened,
  ...parameterDefaultRules,
  ...parameterLocationRules,
  channelServerRemoved,
  channelServerAdded,
];
