import { isJsonObject } from '../../../internal/json.ts';
import { placeholdersOf } from '../address.ts';
import type { Binding, Parameter, Payload, Schema, SchemeUse, Slot, Variable } from '../model.ts';
import type { Element } from './element.ts';
import { formatOf } from './format.ts';

/** Objects whose members say different things; all other objects are one value. */
const groups: ReadonlySet<string> = new Set([
  'kafka.topicConfiguration',
  'amqp.exchange',
  'amqp.queue',
  'pulsar.retention',
  'ibmmq.queue',
  'ibmmq.topic',
  'googlepubsub.messageStoragePolicy',
  'googlepubsub.schemaSettings',
  'sns.ordering',
  'sqs.queue',
  'sqs.deadLetterQueue',
]);

/** The `bindings` of an element, one for each protocol. */
export function readBindings(element: Element): readonly Binding[] {
  const bindings = element.member('bindings');
  if (bindings === undefined) return [];
  return bindings.members().flatMap(([protocol, binding]) => {
    if (protocol.startsWith('x-') || !binding.isObject) return [];
    const fields = new Map<string, Schema>();
    for (const key of binding.keys()) {
      if (key.startsWith('x-')) continue;
      const member = binding.member(key);
      if (member !== undefined && groups.has(`${protocol}.${key}`) && member.isObject) {
        for (const name of member.keys()) addField(fields, `${key}.${name}`, member.schema(name));
      } else {
        addField(fields, key, binding.schema(key));
      }
    }
    return [{ protocol, pointer: binding.pointer, fields }];
  });
}

function addField(fields: Map<string, Schema>, name: string, field: Schema | undefined): void {
  if (field !== undefined) fields.set(name, field);
}

/** The Kafka topic that a channel binding names. */
export function topicOf(bindings: readonly Binding[], pointer: string): Slot<string> {
  const topic = bindings.find(({ protocol }) => protocol === 'kafka')?.fields.get('topic');
  return typeof topic?.value === 'string' ? { pointer: topic.pointer, value: topic.value } : { pointer };
}

export function readVariables(server: Element): readonly Variable[] {
  return (server.member('variables')?.members() ?? []).map(([name, variable]) => {
    const values = variable.member('enum')?.value;
    return {
      name,
      pointer: variable.pointer,
      ...(Array.isArray(values) ? { values: values.map(String) } : {}),
      fallback: variable.text('default'),
    };
  });
}

/** Host, port and path as they are compared: names of hosts without case, no slash at the end. */
export function endpointOf(host: string, path: string): string {
  const literal = host.replace(/[^{}]+(?=\{|$)/g, (part) => part.toLowerCase());
  return `${literal}${path}`.replace(/\/+$/, '');
}

/** The parameters of a channel, in the order of its address, then those that it does not have. */
export function readParameters(
  channel: Element,
  address: string | undefined,
  schemaOf: (parameter: Element) => Schema,
): readonly Parameter[] {
  const names = placeholdersOf(address ?? '');
  const parameters = (channel.member('parameters')?.members() ?? []).map(([name, parameter]): Parameter => {
    const schema = schemaOf(parameter);
    return {
      name,
      pointer: parameter.pointer,
      position: names.indexOf(name),
      schema,
      fallback: fallbackOf(parameter, schema),
      location: parameter.text('location'),
    };
  });
  return parameters.toSorted((one, other) => one.position - other.position);
}

/** 3.x states a default itself, 2.x in the schema. */
function fallbackOf(parameter: Element, schema: Schema): Slot {
  const own = parameter.slot('default');
  if (own.value !== undefined || !isJsonObject(schema.value) || !Object.hasOwn(schema.value, 'default')) return own;
  return {
    pointer: `${schema.pointer}/default`,
    ...(schema.value.default === undefined ? {} : { value: schema.value.default }),
  };
}

/** A payload or headers, with the language that `declared` names. */
export function toPayload(schema: Schema | undefined, declared: Slot<string>): Payload | undefined {
  return schema === undefined ? undefined : { ...schema, declared, format: formatOf(declared.value) };
}

/** What a scheme asks of a counterpart; the kinds of documents differ in names of members only. */
export function readScheme(scheme: Element, name: string | undefined, scopes: readonly string[]): SchemeUse {
  const credential = ['type', 'in', 'name', 'scheme', 'openIdConnectUrl'].map((key) => {
    const text = scheme.text(key).value ?? '';
    return key === 'scheme' ? text.toLowerCase() : text;
  });
  const flows = new Map<string, string>();
  for (const [flow, element] of scheme.member('flows')?.members() ?? []) {
    if (!element.isObject || flow.startsWith('x-')) continue;
    flows.set(
      flow,
      JSON.stringify(['authorizationUrl', 'tokenUrl', 'refreshUrl'].map((key) => element.text(key).value ?? '')),
    );
  }
  return {
    pointer: scheme.pointer,
    ...(name === undefined ? {} : { name }),
    credential: JSON.stringify(credential),
    flows,
    scopes: [...new Set(scopes)].toSorted(),
  };
}

/** The texts of a list. */
export function textsOf(element: Element | undefined): readonly string[] {
  return (element?.items() ?? []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}
