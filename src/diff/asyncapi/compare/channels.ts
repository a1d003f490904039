import type { Occurring } from '../../findings.ts';
import type { Pairing } from '../../pairing.ts';
import { applyRules } from '../../rule.ts';
import { anonymous } from '../address.ts';
import type { Channel, Operation, Parameter, Server } from '../model.ts';
import { topicRules } from '../rules/bindings/kafka.ts';
import {
  addressRules,
  channelParameterNarrowed,
  channelParameterWidened,
  channelRemovedUnused,
  channelRules,
  channelServerAdded,
  channelServerRemoved,
  nameOf,
  parameterDefaultRules,
  parameterLocationRules,
  parameterRules,
} from '../rules/channels.ts';
import { compareBindings } from './bindings.ts';
import { applySlotRules, metIn, opposite, type Context } from './context.ts';
import { pairInStages } from './pair.ts';
import { refusals } from './payloads.ts';

/** Channels are the same where their messages are: topic or address, and failing that, key. */
export function pairChannels({ baseline, candidate }: Context): Pairing<Channel> {
  return pairInStages(
    baseline.model.channels,
    candidate.model.channels,
    [
      (channel) => (placeOf(channel) === undefined ? undefined : JSON.stringify([placeOf(channel), channel.id])),
      placeOf,
      ({ address }) => (address.value === undefined ? undefined : anonymous(address.value)),
      ({ id }) => id,
    ],
    ({ id }) => id,
  );
}

/** Where the messages of a channel are. */
function placeOf({ topic, address }: Channel): string | undefined {
  const place = topic.value ?? address.value;
  return place === undefined ? undefined : anonymous(place);
}

export function compareChannels(context: Context, channels: Pairing<Channel>, servers: Pairing<Server>): void {
  for (const channel of channels.removed) {
    const uses = usesOf(channel, context.baseline.model.operations);
    if (uses.length === 0) {
      context.findings.add(
        channelRemovedUnused,
        { direction: 'none' },
        {
          baseline: channel.pointer,
          message: `The channel ${nameOf(channel)}, which no operation used, was removed.`,
          values: [channel.id],
        },
      );
    }
    for (const at of uses) {
      applyRules(channelRules, { removed: [channel], added: [], kept: [] }, context.findings, at);
    }
  }
  for (const channel of channels.added) {
    const uses = orUndirected(usesOf(channel, context.candidate.model.operations));
    for (const at of uses) applyRules(channelRules, { removed: [], added: [channel], kept: [] }, context.findings, at);
  }
  for (const pair of channels.kept) compareChannel(context, pair, servers);
}

function compareChannel(context: Context, pair: readonly [Channel, Channel], servers: Pairing<Server>): void {
  const [baseline, candidate] = pair;
  const uses = orUndirected(usesOf(baseline, context.baseline.model.operations));
  for (const at of uses) {
    applyRules(channelRules, { removed: [], added: [], kept: [pair] }, context.findings, at);
    compareAddresses(context, pair, at);
    compareServersOf(context, pair, servers, at);
    compareParameters(context, pair, at);
  }
  compareBindings(context, 'channel', [baseline, candidate], uses);
}

/** Operations and replies that use a channel, each with the way its messages travel. */
function usesOf(channel: Channel, operations: readonly Operation[]): readonly Occurring[] {
  return operations.flatMap((operation) => [
    ...(operation.channel === channel ? [metIn(operation)] : []),
    ...(operation.reply?.channel === channel ? [metIn(operation, opposite(operation.direction))] : []),
  ]);
}

function orUndirected(uses: readonly Occurring[]): readonly Occurring[] {
  return uses.length === 0 ? [{ direction: 'none' }] : uses;
}

function compareAddresses(context: Context, [baseline, candidate]: readonly [Channel, Channel], at: Occurring): void {
  if (placeOf(baseline) === placeOf(candidate)) return;
  if (baseline.topic.value !== undefined || candidate.topic.value !== undefined) {
    const before = baseline.topic.value === undefined ? baseline.address : baseline.topic;
    const after = candidate.topic.value === undefined ? candidate.address : candidate.topic;
    applySlotRules(context, topicRules, [before, after], at);
  } else {
    applySlotRules(context, addressRules, [baseline.address, candidate.address], at);
  }
}

function serversOf(channel: Channel, all: readonly Server[]): ReadonlySet<string> {
  return new Set(channel.servers ?? all.map(({ name }) => name));
}

/** Servers that were removed or added as such say so themselves. */
function compareServersOf(
  { findings, baseline: { model: before }, candidate: { model: after } }: Context,
  [baseline, candidate]: readonly [Channel, Channel],
  servers: Pairing<Server>,
  at: Occurring,
): void {
  const [old, now] = [serversOf(baseline, before.servers), serversOf(candidate, after.servers)];
  const lost = servers.kept.filter(([one, other]) => old.has(one.name) && !now.has(other.name));
  const gained = servers.kept.filter(([one, other]) => !old.has(one.name) && now.has(other.name));
  for (const [rule, changed] of [
    [channelServerRemoved, lost],
    [channelServerAdded, gained],
  ] as const) {
    if (changed.length === 0) continue;
    const list = changed.map(([{ name }]) => name).toSorted();
    const verb = rule === channelServerRemoved ? 'no longer' : 'now also';
    findings.add(rule, at, {
      baseline: baseline.serversPointer,
      candidate: candidate.serversPointer,
      message: `The channel ${nameOf(candidate)} is ${verb} available on ${list.join(', ')}.`,
      values: list,
    });
  }
}

/** Parameters are the same where their placeholders are; their names mean nothing. */
function compareParameters(context: Context, [baseline, candidate]: readonly [Channel, Channel], at: Occurring): void {
  if (baseline.topic.value !== undefined && candidate.topic.value !== undefined) return;
  const pairing = pairInStages(
    placed(baseline),
    placed(candidate),
    [({ position, name }) => (position >= 0 ? String(position) : `name ${name}`)],
    ({ name }) => name,
  );
  applyRules(parameterRules, pairing, context.findings, at);
  for (const [before, after] of pairing.kept.filter(([{ position }]) => position >= 0)) {
    compareValues(context, [before, after], at);
    applySlotRules(context, parameterDefaultRules, [before.fallback, after.fallback], at);
    applySlotRules(context, parameterLocationRules, [before.location, after.location], at);
  }
}

/** A placeholder that is not described can be anything. */
function placed(channel: Channel): readonly Parameter[] {
  const names = [...(channel.address.value ?? '').matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
  const missing = names.flatMap((name, position): readonly Parameter[] => {
    if (channel.parameters.some((parameter) => parameter.position === position)) return [];
    const { pointer } = channel;
    const schema = { pointer, value: { type: 'string' }, made: true };
    return [{ name, pointer, position, schema, fallback: { pointer }, location: { pointer } }];
  });
  return [...channel.parameters, ...missing];
}

function compareValues(context: Context, [baseline, candidate]: readonly [Parameter, Parameter], at: Occurring): void {
  const found = [
    [
      channelParameterNarrowed,
      refusals(context, baseline.schema, candidate.schema, 'inbound'),
      'no longer takes all values that it took',
    ],
    [
      channelParameterWidened,
      refusals(context, baseline.schema, candidate.schema, 'outbound'),
      'takes values that it did not take',
    ],
  ] as const;
  for (const [rule, changes, what] of found) {
    const [change] = changes;
    if (change === undefined) continue;
    const { witness, undecided } = change;
    // A witness proves one way; what is undecided both ways is reported as the break that it may be.
    if (rule === channelParameterWidened && undecided !== undefined) continue;
    context.findings.add(rule, at, {
      baseline: baseline.schema.pointer,
      candidate: candidate.schema.pointer,
      message: `The parameter "${candidate.name}" ${what}.`,
      values: [baseline.schema.value, candidate.schema.value],
      ...(witness === undefined ? {} : { witness }),
      ...(undecided === undefined ? {} : { undecided }),
    });
  }
}
