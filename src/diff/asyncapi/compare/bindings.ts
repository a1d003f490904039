import { isJsonObject, ownMember, type JsonValue } from '../../../internal/json.ts';
import type { Occurring } from '../../findings.ts';
import { applyRules, type RuleInfo } from '../../rule.ts';
import type { Binding, Schema, Slot } from '../model.ts';
import {
  bindingAdded,
  bindingChanged,
  bindingRemoved,
  bindingVersionChanged,
  fieldRules,
  schemaFields,
} from '../rules/bindings/bindings.ts';
import type { BindingPlace, FieldRules } from '../rules/bindings/field.ts';
import {
  kafkaClientIdChanged,
  kafkaGroupIdChanged,
  kafkaMessageKeyAdded,
  kafkaMessageKeyRemoved,
} from '../rules/bindings/kafka.ts';
import { changeOf, slots } from '../rules/slot.ts';
import { sameContent, type Context } from './context.ts';
import { comparePayload } from './formats.ts';
import { comparePayloadSchemas, restricts } from './payloads.ts';

/** Something that has bindings. */
interface Bound {
  readonly pointer: string;
  readonly bindings: readonly Binding[];
}

/** One member of the bindings for one protocol, on both sides. */
interface Field {
  readonly protocol: string;
  readonly place: BindingPlace;
  readonly name: string;
  readonly baseline: Schema | undefined;
  readonly candidate: Schema | undefined;
  /** Where a side that does not have the member would have it. */
  readonly holders: readonly [baseline: string, candidate: string];
}

/** Compares bindings member by member; what no rule knows is reported all the same. */
export function compareBindings(
  context: Context,
  place: BindingPlace,
  [baseline, candidate]: readonly [Bound, Bound],
  at: readonly Occurring[],
): void {
  const protocols = new Set([...baseline.bindings, ...candidate.bindings].map(({ protocol }) => protocol));
  for (const protocol of protocols) {
    const before = baseline.bindings.find((binding) => binding.protocol === protocol);
    const after = candidate.bindings.find((binding) => binding.protocol === protocol);
    if ((before === undefined || after === undefined) && !isKnown(protocol, place)) {
      reportBinding(context, protocol, [before, after], at);
      continue;
    }
    const names = new Set([...(before?.fields.keys() ?? []), ...(after?.fields.keys() ?? [])]);
    const kindChanged = place === 'channel' && protocol === 'amqp' && kindOf(before) !== kindOf(after);
    for (const name of names) {
      // Queue and exchange say nothing to clients of the other kind.
      if (kindChanged && name !== 'is') continue;
      const field: Field = {
        protocol,
        place,
        name,
        baseline: before?.fields.get(name),
        candidate: after?.fields.get(name),
        holders: [before?.pointer ?? baseline.pointer, after?.pointer ?? candidate.pointer],
      };
      for (const occurring of at) compareField(context, field, occurring);
    }
  }
}

function kindOf(binding: Binding | undefined): JsonValue {
  return binding?.fields.get('is')?.value ?? 'routingKey';
}

/** Whether members of a protocol's bindings have rules, so that a binding that is absent still means something. */
function isKnown(protocol: string, place: BindingPlace): boolean {
  const isHere = (known: { readonly protocol: string; readonly place: BindingPlace }): boolean =>
    known.protocol === protocol && known.place === place;
  return protocol === 'kafka' || fieldRules.some(isHere) || schemaFields.some(isHere);
}

function reportBinding(
  { findings }: Context,
  protocol: string,
  [before, after]: readonly [Binding | undefined, Binding | undefined],
  at: readonly Occurring[],
): void {
  for (const occurring of at) {
    findings.add(after === undefined ? bindingRemoved : bindingAdded, occurring, {
      ...(before === undefined ? {} : { baseline: before.pointer }),
      ...(after === undefined ? {} : { candidate: after.pointer }),
      message: `The binding for ${protocol} was ${after === undefined ? 'removed' : 'added'}.`,
      values: [protocol],
    });
  }
}

function compareField(context: Context, field: Field, at: Occurring): void {
  const { protocol, place, name } = field;
  if (place === 'channel' && protocol === 'kafka' && name === 'topic') return;
  const schema = schemaFields.find((each) => each.protocol === protocol && each.place === place && each.field === name);
  if (schema !== undefined) {
    compareSchemaField(context, field, schema.prefix, protocol === 'ws' ? { ...at, direction: 'receive' } : at);
    return;
  }
  if (isUnchanged(context, field)) return;
  if (name === 'bindingVersion') {
    report(context, field, bindingVersionChanged, at);
  } else if (protocol === 'kafka' && place === 'operation' && (name === 'groupId' || name === 'clientId')) {
    compareClients(context, field, name === 'groupId' ? kafkaGroupIdChanged : kafkaClientIdChanged, at);
  } else {
    compareByRules(context, field, at);
  }
}

function isUnchanged(context: Context, { baseline, candidate }: Field): boolean {
  return baseline !== undefined && candidate !== undefined && sameContent(context, baseline, candidate);
}

function compareByRules(context: Context, field: Field, at: Occurring): void {
  const known = fieldRules.find(
    ({ protocol, place, fields }) =>
      protocol === field.protocol && place === field.place && fields.includes(field.name),
  );
  if (known === undefined) {
    report(context, field, bindingChanged, at);
    return;
  }
  const pair = [slotOf(field, 'baseline', known), slotOf(field, 'candidate', known)] as const;
  const firing = known.rules.filter((rule) => rule.on === 'kept' && rule.when(...pair));
  // The handshake and the connection have no direction.
  const undirected = { ...at, direction: 'none' } as const;
  const isUndirected = known.rules.every(({ level }) => typeof level === 'string');
  applyRules(firing, slots(...pair), context.findings, isUndirected ? undirected : at);
  const isRead = pair[0].value !== undefined && pair[1].value !== undefined && pair[0].value === pair[1].value;
  if (firing.length > 0 || isRead) return;
  // Content may differ where references do; else the change is one that the rules of the member find harmless.
  const isHidden = JSON.stringify(field.baseline?.value) === JSON.stringify(field.candidate?.value);
  report(context, field, bindingChanged, at, isHidden ? {} : { level: 'info' });
}

function slotOf(field: Field, side: 'baseline' | 'candidate', { fallback }: FieldRules): Slot {
  const value = field[side]?.value ?? fallback;
  return { pointer: pointerOf(field, side), ...(value === undefined ? {} : { value }) };
}

function pointerOf(field: Field, side: 'baseline' | 'candidate'): string {
  return field[side]?.pointer ?? field.holders[side === 'baseline' ? 0 : 1];
}

function report(
  { findings }: Context,
  field: Field,
  rule: RuleInfo,
  at: Occurring,
  judged: { readonly level?: 'info'; readonly because?: string } = {},
): void {
  const { protocol, name, baseline, candidate } = field;
  findings.add(rule, at, {
    baseline: pointerOf(field, 'baseline'),
    candidate: pointerOf(field, 'candidate'),
    message: `The member "${name}" of the ${protocol} binding ${changeOf(baseline?.value, candidate?.value)}.`,
    values: [protocol, name, baseline?.value ?? null, candidate?.value ?? null],
    ...judged,
  });
}

/** Ids that the document prescribes: 2.x says of `subscribe` what clients do, otherwise they are the application's own. */
function compareClients(context: Context, field: Field, rule: RuleInfo, at: Occurring): void {
  const prescribed = (side: 'baseline' | 'candidate'): Schema | undefined =>
    context[side].model.major === 2 && at.direction === 'send' ? idsOf(field[side]) : undefined;
  const candidate = prescribed('candidate');
  const isRestricted =
    candidate !== undefined && restricts(context, prescribed('baseline') ?? anything(field, 'baseline'), candidate);
  report(
    context,
    field,
    rule,
    at,
    isRestricted ? {} : { level: 'info', because: 'The ids that counterparts use are still accepted.' },
  );
}

/** Early bindings name one id where later ones have a schema. */
function idsOf(ids: Schema | undefined): Schema | undefined {
  return typeof ids?.value === 'string' ? { ...ids, value: { type: 'string', enum: [ids.value] }, made: true } : ids;
}

function anything(field: Field, side: 'baseline' | 'candidate'): Schema {
  return { pointer: pointerOf(field, side), value: {}, made: true };
}

/** A side that says nothing takes any object; a key that is not described is not there. */
function compareSchemaField(context: Context, field: Field, prefix: string, at: Occurring): void {
  const { baseline, candidate } = field;
  if (prefix === 'kafka-message-key' && (baseline === undefined || candidate === undefined)) {
    report(context, field, candidate === undefined ? kafkaMessageKeyRemoved : kafkaMessageKeyAdded, at);
    return;
  }
  const open = (side: 'baseline' | 'candidate'): Schema => ({
    pointer: pointerOf(field, side),
    value: prefix === 'mqtt-correlation-data' ? {} : { type: 'object' },
    made: true,
  });
  const sides = [baseline ?? open('baseline'), candidate ?? open('candidate')] as const;
  if (sides.some(({ value }) => isAvro(value))) {
    const [before, after] = sides.map((schema) => ({
      ...schema,
      format: { language: 'avro' } as const,
      declared: { pointer: schema.pointer },
    }));
    if (before !== undefined && after !== undefined) {
      comparePayload(context, 'kafka-message-key', [before, after], { at, contentType: undefined });
    }
    return;
  }
  comparePayloadSchemas(context, prefix, sides, at);
}

const avroTypes = new Set(['record', 'fixed', 'enum', 'map', 'int', 'long', 'float', 'double', 'bytes']);

/** The key of a Kafka record may be described in Avro; nothing says so but its types. */
function isAvro(value: JsonValue): boolean {
  const type = isJsonObject(value) ? ownMember(value, 'type') : value;
  return typeof type === 'string' && avroTypes.has(type);
}
