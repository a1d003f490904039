import type { Occurring } from '../../findings.ts';
import type { Pairing } from '../../pairing.ts';
import { applyRules } from '../../rule.ts';
import type { Channel, EventDirection, Message, Operation, Reply } from '../model.ts';
import {
  operationActionChanged,
  operationChannelChanged,
  operationIdRules,
  operationMessageRules,
  operationName,
  operationReplyAdded,
  operationReplyChannelChanged,
  operationReplyRemoved,
  operationRules,
  replyAddressRules,
} from '../rules/operations.ts';
import { compareBindings } from './bindings.ts';
import { applySlotRules, metIn, opposite, type Context } from './context.ts';
import { compareMessages, pairMessages } from './messages.ts';
import { pairInStages } from './pair.ts';
import { compareSecurity } from './security.ts';

const directions = ['send', 'receive'] as const;

/** Compares operations channel by channel; those of channels that were removed or added are part of that. */
export function compareOperations(context: Context, channels: Pairing<Channel>): void {
  for (const pair of channels.kept) {
    for (const direction of directions) compareDirection(context, pair, { direction, channels });
  }
}

interface Around {
  readonly direction: EventDirection;
  readonly channels: Pairing<Channel>;
}

function compareDirection(context: Context, pair: readonly [Channel, Channel], { direction, channels }: Around): void {
  const before = operationsOn(pair[0], direction, context.baseline.model.operations);
  const found = operationsOn(pair[1], direction, context.candidate.model.operations);
  // What was described and is not any more is gone, even where channels alone are left, which exclude no direction.
  const after = before.some(({ implied }) => !implied) ? found.filter(({ implied }) => !implied) : found;
  if (before.length > 0 && after.length > 0) {
    compareGroups(context, before, after, channels);
  } else if (after.length > 0) {
    for (const operation of after) reportAdded(context, pair, operation);
  } else {
    for (const operation of before) reportGone(context, pair, operation);
  }
}

function operationsOn(
  channel: Channel,
  direction: EventDirection,
  operations: readonly Operation[],
): readonly Operation[] {
  return operations.filter((operation) => operation.channel === channel && operation.direction === direction);
}

/** An operation whose channel was not used in its direction before. */
function reportAdded(context: Context, [baseline, candidate]: readonly [Channel, Channel], operation: Operation): void {
  const isReversed = isOnlyOther(context, [baseline, candidate], operation);
  if (isReversed || operation.implied) return;
  applyRules(operationRules, { removed: [], added: [operation], kept: [] }, context.findings, metIn(operation));
}

/** Whether the channel was only used the other way before, and is no longer. */
function isOnlyOther(
  context: Context,
  [baseline, candidate]: readonly [Channel, Channel],
  { direction }: Operation,
): boolean {
  const other = opposite(direction);
  return (
    operationsOn(baseline, other, context.baseline.model.operations).length > 0 &&
    operationsOn(candidate, other, context.candidate.model.operations).length === 0
  );
}

function isUsed(channel: Channel, operations: readonly Operation[]): boolean {
  return operations.some(
    ({ implied, ...each }) => !implied && (each.channel === channel || each.reply?.channel === channel),
  );
}

/** An operation whose channel is no longer used in its direction: reversed, moved or removed. */
function reportGone(context: Context, [baseline, candidate]: readonly [Channel, Channel], operation: Operation): void {
  const { findings, candidate: side } = context;
  // A document of channels only did not say who sends; one that does say so takes nothing away.
  if (operation.implied && isUsed(candidate, side.model.operations)) return;
  const at = metIn(operation);
  const reversed = operationsOn(candidate, opposite(operation.direction), side.model.operations).find(
    (other) =>
      !other.implied &&
      (sameId(operation, other) ||
        operationsOn(baseline, other.direction, context.baseline.model.operations).length === 0),
  );
  const moved = side.model.operations.find(
    (other) => other.direction === operation.direction && other.channel !== candidate && sameId(operation, other),
  );
  if (reversed !== undefined) {
    findings.add(operationActionChanged, at, {
      baseline: operation.pointer,
      candidate: reversed.pointer,
      message: `The operation ${operationName(operation)} changed from ${operation.direction} to ${reversed.direction}.`,
      values: [operation.direction],
    });
  } else if (moved !== undefined) {
    findings.add(operationChannelChanged, at, {
      baseline: operation.pointer,
      candidate: moved.pointer,
      message: `The operation ${operationName(operation)} moved to the channel "${moved.channel.address.value ?? moved.channel.id}".`,
      values: [baseline.id, moved.channel.id],
    });
  } else {
    applyRules(operationRules, { removed: [operation], added: [], kept: [] }, findings, at);
  }
}

function sameId(one: Operation, other: Operation): boolean {
  return one.id.value !== undefined && one.id.value === other.id.value;
}

/**
 * Several operations of one direction share a channel: whoever listens there meets the messages of all of them, so
 * messages are matched across operations.
 */
function compareGroups(
  context: Context,
  baseline: readonly Operation[],
  candidate: readonly Operation[],
  channels: Pairing<Channel>,
): void {
  const operations = pairOperations(baseline, candidate);
  const messages = pairMessages(messagesOf(baseline), messagesOf(candidate));
  const isGone = (message: Message): boolean => messages.removed.includes(message);
  const gone = operations.removed.filter((operation) => operation.messages.every(isGone) && !operation.implied);
  const staying = baseline.filter((operation) => !gone.includes(operation));
  for (const operation of gone) {
    applyRules(operationRules, { removed: [operation], added: [], kept: [] }, context.findings, metIn(operation));
  }
  for (const operation of operations.added) {
    if (!operation.implied)
      applyRules(operationRules, { removed: [], added: [operation], kept: [] }, context.findings, metIn(operation));
  }
  for (const pair of operations.kept) compareOperation(context, pair, channels);
  // What was joined or split is held against the operation that its messages went to or came from.
  for (const operation of operations.removed.filter((each) => !gone.includes(each))) {
    const heir = candidate.find((other) => messages.kept.some(([one, two]) => has(operation, one) && has(other, two)));
    if (heir !== undefined) compareOperation(context, [operation, heir], channels);
  }
  // Listeners cannot tell an operation that joined; senders still have the one that takes their messages.
  const isStillTaken = (origin: Operation, message: Message): boolean =>
    origin.direction === 'receive' && operations.kept.some(([one, two]) => one === origin && has(two, message));
  for (const operation of operations.added) {
    const origin = baseline.find((other) =>
      messages.kept.some(([one, two]) => has(other, one) && has(operation, two) && !isStillTaken(other, two)),
    );
    if (origin !== undefined) compareOperation(context, [origin, operation], channels);
  }
  compareMessagesOf(context, messages, { baseline: staying, candidate });
}

function messagesKey({ messages }: Operation): string {
  return JSON.stringify(
    messages.map(({ id, name, component }) => id.value ?? name.value ?? component ?? '').toSorted(),
  );
}

function pairOperations(baseline: readonly Operation[], candidate: readonly Operation[]): Pairing<Operation> {
  return pairInStages(
    baseline,
    candidate,
    [({ id }) => id.value, messagesKey, () => ''],
    (operation) => `${operation.id.value ?? ''} ${messagesKey(operation)}`,
  );
}

function messagesOf(operations: readonly Operation[]): readonly Message[] {
  return operations.flatMap(({ messages }) => messages);
}

interface Carriers {
  readonly baseline: readonly Operation[];
  readonly candidate: readonly Operation[];
}

/** Findings about messages are met in each operation that carries them. */
function compareMessagesOf(
  context: Context,
  { removed, added, kept }: Pairing<Message>,
  { baseline, candidate }: Carriers,
): void {
  for (const message of removed) {
    for (const operation of carriersOf(message, baseline)) {
      applyRules(
        operationMessageRules,
        { removed: [message], added: [], kept: [] },
        context.findings,
        metIn(operation),
      );
    }
  }
  for (const message of added) {
    for (const operation of carriersOf(message, candidate)) {
      applyRules(
        operationMessageRules,
        { removed: [], added: [message], kept: [] },
        context.findings,
        metIn(operation),
      );
    }
  }
  for (const pair of kept) {
    for (const operation of carriersOf(pair[0], baseline)) compareMessages(context, pair, metIn(operation));
  }
}

function carriersOf(message: Message, operations: readonly Operation[]): readonly Operation[] {
  return operations.filter((operation) => has(operation, message));
}

function has({ messages }: Operation, { pointer, id }: Message): boolean {
  return messages.some((message) => message.pointer === pointer && message.id.value === id.value);
}

function compareOperation(
  context: Context,
  [baseline, candidate]: readonly [Operation, Operation],
  channels: Pairing<Channel>,
): void {
  if (baseline.implied || candidate.implied) return;
  const at = metIn(baseline);
  applySlotRules(context, operationIdRules, [baseline.id, candidate.id], at);
  compareSecurity(context, [baseline.security, candidate.security], at);
  compareBindings(context, 'operation', [baseline, candidate], [at]);
  compareReplies(context, [baseline, candidate], channels);
}

function compareReplies(
  context: Context,
  [baseline, candidate]: readonly [Operation, Operation],
  channels: Pairing<Channel>,
): void {
  const [before, after] = [baseline.reply, candidate.reply];
  if (before === undefined && after === undefined) return;
  const at = metIn(baseline);
  if (before === undefined || after === undefined) {
    context.findings.add(after === undefined ? operationReplyRemoved : operationReplyAdded, at, {
      baseline: before?.pointer ?? baseline.pointer,
      candidate: after?.pointer ?? candidate.pointer,
      message: `The operation ${operationName(candidate)} ${after === undefined ? 'no longer has' : 'now has'} a reply.`,
      values: [],
    });
    return;
  }
  applySlotRules(context, replyAddressRules, [before.address, after.address], at);
  compareReplyChannels(context, [before, after], channels, at);
  const reply = metIn(baseline, opposite(baseline.direction));
  const messages = pairMessages(before.messages, after.messages);
  applyRules(operationMessageRules, messages, context.findings, reply);
  for (const pair of messages.kept) compareMessages(context, pair, reply);
}

function compareReplyChannels(
  { findings }: Context,
  [baseline, candidate]: readonly [Reply, Reply],
  channels: Pairing<Channel>,
  at: Occurring,
): void {
  const [before, after] = [baseline.channel, candidate.channel];
  if (before === undefined && after === undefined) return;
  if (channels.kept.some(([one, other]) => one === before && other === after)) return;
  // The channel says itself that it was removed.
  if (before !== undefined && channels.removed.includes(before)) return;
  findings.add(operationReplyChannelChanged, at, {
    baseline: baseline.pointer,
    candidate: candidate.pointer,
    message: `The channel of the reply changed from "${before?.id ?? 'none'}" to "${after?.id ?? 'none'}".`,
    values: [before?.address.value ?? null, after?.address.value ?? null],
  });
}
