import type { Rule, RuleInfo } from '../../rule.ts';
import type { Server, Slot, Variable } from '../model.ts';
import { specification } from './levels.ts';
import { bothStated, slotRule } from './slot.ts';

const area = 'servers';
const source = specification('serverObject');
const variableSource = specification('serverVariableObject');

export const serverRules: readonly Rule<Server>[] = [
  {
    id: 'server-removed',
    area,
    level: 'breaking',
    on: 'removed',
    message: ({ name, endpoint }) => `The server "${name}" (${endpoint.value ?? ''}) was removed.`,
    because: 'Whoever is connected to it has nowhere to connect any more.',
    remedy: 'Keep the server until nobody is connected to it.',
    source,
  },
  {
    id: 'server-added',
    area,
    level: 'info',
    on: 'added',
    message: ({ name, endpoint }) => `The server "${name}" (${endpoint.value ?? ''}) was added.`,
    because: 'The servers that were there before are still there.',
    source,
  },
  {
    id: 'server-renamed',
    area,
    level: 'info',
    on: 'kept',
    when: (baseline, candidate) => baseline.name !== candidate.name,
    message: (baseline, candidate) => `The server "${baseline.name}" is now called "${candidate.name}".`,
    values: (baseline, candidate) => [baseline.name, candidate.name],
    because: 'The name of a server lives in the document; connections go to host, port and path.',
    source,
  },
];

export const serverUrlChanged: RuleInfo = {
  id: 'server-url-changed',
  area,
  level: 'breaking',
  because: 'Connections to an endpoint of the baseline fail.',
  remedy: 'Add the new endpoint beside the old one.',
  source,
};

export const serverTemplateChanged: RuleInfo = {
  id: 'server-template-changed',
  area,
  level: 'info',
  because: 'The endpoint is written in another way and still leads to the same place.',
  source,
};

/** How names of one protocol are written. */
const protocolNames: Readonly<Record<string, string>> = {
  'secure-mqtt': 'mqtts',
  'mqtt-secure': 'mqtts',
  'kafka+tls': 'kafka-secure',
};

function protocolOf(value: unknown): string {
  const name = String(value).toLowerCase();
  return protocolNames[name] ?? name;
}

export const protocolRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'server-protocol-changed',
      area,
      level: 'breaking',
      because: 'Clients go on speaking the protocol of the baseline.',
      remedy: 'Offer the new protocol on a server of its own.',
      source,
    },
    'The protocol of the server',
    (baseline, candidate) => protocolOf(baseline) !== protocolOf(candidate),
  ),
];

export const serverProtocolVersionIncompatible: RuleInfo = {
  id: 'server-protocol-version-incompatible',
  area,
  level: 'breaking',
  because: 'These versions of the protocol do not talk to each other: AMQP 0-9-1 and 1.0, MQTT 3 and 5.',
  remedy: 'Offer the new version on a server of its own.',
  source,
};

export const serverProtocolVersionChanged: RuleInfo = {
  id: 'server-protocol-version-changed',
  area,
  level: 'warning',
  because: 'Whether a client of the old version gets along is up to the protocol.',
  source,
};

export const variableDefaultRules: readonly Rule<Slot>[] = [
  slotRule(
    {
      id: 'server-variable-default-changed',
      area,
      level: 'warning',
      because: 'The old endpoint is still there, but clients that name no value end up at another one.',
      source: variableSource,
    },
    'The default of the server variable',
    bothStated,
  ),
];

export const variableRules: readonly Rule<Variable>[] = [
  {
    id: 'server-variable-value-added',
    area,
    level: 'info',
    on: 'kept',
    when: (baseline, candidate) => valuesOnlyIn(candidate, baseline).length > 0,
    message: (baseline, candidate) =>
      `The server variable "${candidate.name}" takes more values: ${valuesOnlyIn(candidate, baseline).join(', ')}.`,
    values: (baseline, candidate) => valuesOnlyIn(candidate, baseline),
    because: 'There are more endpoints than before, and none is gone.',
    source: variableSource,
  },
  {
    id: 'server-variable-value-removed',
    area,
    level: 'breaking',
    on: 'kept',
    when: (baseline, candidate) => valuesOnlyIn(baseline, candidate).length > 0,
    message: (baseline, candidate) =>
      `The server variable "${baseline.name}" no longer takes: ${valuesOnlyIn(baseline, candidate).join(', ')}.`,
    values: (baseline, candidate) => valuesOnlyIn(baseline, candidate),
    because: 'Whoever chose such a value loses the endpoint.',
    remedy: 'Keep the value as long as somebody uses it.',
    source: variableSource,
  },
];

/** Values that one variable takes and the other does not. */
function valuesOnlyIn(one: Variable, other: Variable): readonly string[] {
  if (other.values === undefined) return [];
  return one.values === undefined ? ['any value'] : one.values.filter((value) => !other.values?.includes(value));
}

export const serverAreaRules: readonly RuleInfo[] = [
  ...serverRules,
  serverUrlChanged,
  serverTemplateChanged,
  ...protocolRules,
  serverProtocolVersionIncompatible,
  serverProtocolVersionChanged,
  ...variableDefaultRules,
  ...variableRules,
];
