import { canonicalJson } from '../../../internal/canonical-json.ts';
import { isJsonObject } from '../../../internal/json.ts';
import type { Occurring } from '../../findings.ts';
import type { Pairing } from '../../pairing.ts';
import type { Message, Payload } from '../model.ts';
import {
  contentTypeRules,
  correlationRules,
  messageIdRules,
  messageNameRules,
  messagePayloadRemoved,
  messagePayloadSpecified,
  messageSchemaFormatChanged,
  messageSchemaFormatVersionChanged,
} from '../rules/messages.ts';
import { messageName } from '../rules/operations.ts';
import { changeOf } from '../rules/slot.ts';
import { compareBindings } from './bindings.ts';
import { applySlotRules, type Context } from './context.ts';
import { comparePayload } from './formats.ts';
import { pairInStages } from './pair.ts';
import { comparePayloadSchemas, dialectOf } from './payloads.ts';

/**
 * Matches messages by id, name, component and content; of what is left, those without a name of any kind. A message
 * whose reference leads nowhere may be any: the document, which is not valid, says so, and what has no counterpart may
 * have it there.
 */
export function pairMessages(baseline: readonly Message[], candidate: readonly Message[]): Pairing<Message> {
  const [before, after] = [distinct(baseline), distinct(candidate)];
  const { removed, added, kept } = pairKnown(before.filter(isKnown), after.filter(isKnown));
  return { removed: after.every(isKnown) ? removed : [], added: before.every(isKnown) ? added : [], kept };
}

function isKnown({ isLost }: Message): boolean {
  return !isLost;
}

function pairKnown(baseline: readonly Message[], candidate: readonly Message[]): Pairing<Message> {
  const pairing = pairInStages(
    baseline,
    candidate,
    [
      ({ id, name }) => (id.value === undefined ? undefined : JSON.stringify([id.value, name.value ?? null])),
      ({ id }) => id.value,
      ({ name }) => name.value,
      ({ component }) => component,
      contentOf,
    ],
    (message) => message.id.value ?? message.name.value ?? contentOf(message),
  );
  return pairByLikeness(pairing);
}

/** A message that is reached twice is one message. */
function distinct(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((message) => [`${message.pointer} ${message.id.value ?? ''}`, message])).values()];
}

function contentOf({ payload, headers, contentType, correlation }: Message): string {
  return canonicalJson([
    payload?.value ?? null,
    headers?.value ?? null,
    contentType.value ?? null,
    correlation.value ?? null,
  ]);
}

/** A message that nothing identifies is taken for the one that it resembles most: its members decide. */
function pairByLikeness({ removed, added, kept }: Pairing<Message>): Pairing<Message> {
  const gone = [...removed];
  const come = [...added];
  const matched = [...kept];
  for (;;) {
    const best = gone
      .flatMap((before) => come.map((after) => ({ before, after, likeness: likenessOf(before, after) })))
      .filter(({ before, after }) => isAnonymous(before) || isAnonymous(after))
      .reduce<{ before: Message; after: Message; likeness: number } | undefined>(
        (most, each) => (most === undefined || each.likeness > most.likeness ? each : most),
        undefined,
      );
    if (best === undefined) return { removed: gone, added: come, kept: matched };
    matched.push([best.before, best.after]);
    gone.splice(gone.indexOf(best.before), 1);
    come.splice(come.indexOf(best.after), 1);
  }
}

function isAnonymous({ id, name, component }: Message): boolean {
  return id.value === undefined && name.value === undefined && component === undefined;
}

function likenessOf(baseline: Message, candidate: Message): number {
  const [before, after] = [membersOf(baseline.payload), membersOf(candidate.payload)];
  return before.filter((name) => after.includes(name)).length;
}

function membersOf(payload: Payload | undefined): readonly string[] {
  const properties = isJsonObject(payload?.value) ? payload.value.properties : undefined;
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

/** Compares a message as it travels in a direction. */
export function compareMessages(
  context: Context,
  [baseline, candidate]: readonly [Message, Message],
  at: Occurring,
): void {
  applySlotRules(context, messageIdRules, [baseline.id, candidate.id], at);
  applySlotRules(context, messageNameRules, [baseline.name, candidate.name], at);
  applySlotRules(context, contentTypeRules, [baseline.contentType, candidate.contentType], at);
  applySlotRules(context, correlationRules, [baseline.correlation, candidate.correlation], at);
  compareHeaders(context, [baseline, candidate], at);
  comparePayloads(context, [baseline, candidate], at);
  compareBindings(context, 'message', [baseline, candidate], [at]);
}

function headersOf(message: Message): Payload {
  return (
    message.headers ?? {
      pointer: message.pointer,
      value: { type: 'object' },
      made: true,
      format: { language: 'json-schema', dialect: 'draft-07' },
      declared: { pointer: message.pointer },
    }
  );
}

/** A message that says nothing of headers may have any. */
function compareHeaders(context: Context, [baseline, candidate]: readonly [Message, Message], at: Occurring): void {
  if (baseline.headers === undefined && candidate.headers === undefined) return;
  const [before, after] = [headersOf(baseline), headersOf(candidate)];
  if (before.format.language === 'json-schema' && after.format.language === 'json-schema') {
    const dialects = [dialectOf(before.format), dialectOf(after.format)] as const;
    comparePayloadSchemas(context, 'message-headers', [before, after], at, dialects);
  } else if (!isSameFormat(before, after)) {
    reportFormat(context, [before, after], messageSchemaFormatChanged, at);
  } else {
    comparePayload(context, 'message-headers', [before, after], { at, contentType: undefined });
  }
}

function comparePayloads(context: Context, [baseline, candidate]: readonly [Message, Message], at: Occurring): void {
  const [before, after] = [baseline.payload, candidate.payload];
  if (before === undefined && after === undefined) return;
  if (before === undefined || after === undefined) {
    context.findings.add(after === undefined ? messagePayloadRemoved : messagePayloadSpecified, at, {
      baseline: before?.pointer ?? baseline.pointer,
      candidate: after?.pointer ?? candidate.pointer,
      message: `The payload of ${messageName(candidate)} is ${after === undefined ? 'no longer' : 'now'} described.`,
      values: [before?.value ?? null, after?.value ?? null],
    });
    return;
  }
  if (!isSameFormat(before, after)) {
    reportFormat(context, [before, after], messageSchemaFormatChanged, at);
    return;
  }
  if ((before.declared.value ?? '') !== (after.declared.value ?? '')) {
    reportFormat(context, [before, after], messageSchemaFormatVersionChanged, at);
  }
  comparePayload(context, 'message-payload', [before, after], { at, contentType: candidate.contentType.value });
}

function isSameFormat({ format: before }: Payload, { format: after }: Payload): boolean {
  if (before.language === 'other' && after.language === 'other') return before.name === after.name;
  return before.language === after.language;
}

function reportFormat(
  { findings }: Context,
  [baseline, candidate]: readonly [Payload, Payload],
  rule: typeof messageSchemaFormatChanged,
  at: Occurring,
): void {
  findings.add(rule, at, {
    baseline: baseline.declared.pointer,
    candidate: candidate.declared.pointer,
    message: `The schema format ${changeOf(baseline.declared.value, candidate.declared.value)}.`,
    values: [baseline.declared.value ?? null, candidate.declared.value ?? null],
  });
}
