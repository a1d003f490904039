import type { Pairing } from '../../pairing.ts';
import { applyRules } from '../../rule.ts';
import type { Server, Slot } from '../model.ts';
import {
  protocolRules,
  serverProtocolVersionChanged,
  serverProtocolVersionIncompatible,
  serverRules,
  serverTemplateChanged,
  serverUrlChanged,
  variableDefaultRules,
  variableRules,
} from '../rules/servers.ts';
import { changeOf, differ } from '../rules/slot.ts';
import { compareBindings } from './bindings.ts';
import { applySlotRules, type Context } from './context.ts';
import { pairInStages } from './pair.ts';
import { compareSecurity } from './security.ts';
import { endpointsOf, isCovered } from './endpoints.ts';

const undirected = { direction: 'none' } as const;

/** Servers are the same where endpoint or, failing that, name is. */
export function pairServers({ baseline, candidate }: Context): Pairing<Server> {
  return pairInStages(
    baseline.model.servers,
    candidate.model.servers,
    [
      (server) => `${endpointKey(server)} ${server.name}`,
      endpointKey,
      ({ name }) => name,
      ({ endpoint: { value } }) => value,
    ],
    ({ name }) => name,
  );
}

function endpointKey({ protocol, endpoint }: Server): string {
  return `${protocol.value ?? ''} ${endpoint.value ?? ''}`;
}

export function compareServers(context: Context, pairing: Pairing<Server>): void {
  applyRules(serverRules, pairing, context.findings, undirected);
  for (const [baseline, candidate] of pairing.kept) {
    compareEndpoint(context, baseline, candidate);
    applySlotRules(context, protocolRules, [baseline.protocol, candidate.protocol], undirected);
    compareProtocolVersion(context, baseline, candidate);
    compareSecurity(context, [baseline.security, candidate.security], undirected);
    compareBindings(context, 'server', [baseline, candidate], [undirected]);
  }
}

function compareEndpoint(context: Context, baseline: Server, candidate: Server): void {
  const isSameScheme =
    baseline.scheme === undefined || candidate.scheme === undefined || baseline.scheme === candidate.scheme;
  if (baseline.endpoint.value === candidate.endpoint.value && isSameScheme) {
    compareVariables(context, baseline, candidate);
    return;
  }
  const [before, after] = [endpointsOf(baseline), endpointsOf(candidate)];
  const isServed = isSameScheme && before.every((endpoint) => isCovered(endpoint, after));
  context.findings.add(isServed ? serverTemplateChanged : serverUrlChanged, undirected, {
    baseline: baseline.endpoint.pointer,
    candidate: candidate.endpoint.pointer,
    message: `The endpoint of the server "${candidate.name}" ${changeOf(baseline.endpoint.value, candidate.endpoint.value)}.`,
    values: [
      baseline.scheme ?? null,
      baseline.endpoint.value ?? null,
      candidate.scheme ?? null,
      candidate.endpoint.value ?? null,
    ],
  });
}

function compareVariables(context: Context, baseline: Server, candidate: Server): void {
  const pairing = pairInStages(baseline.variables, candidate.variables, [({ name }) => name], ({ name }) => name);
  applyRules(variableRules, pairing, context.findings, undirected);
  for (const [before, after] of pairing.kept) {
    applySlotRules(context, variableDefaultRules, [before.fallback, after.fallback], undirected);
  }
  // A placeholder that is no longer described can still take any value; one that was not described took any.
  for (const after of pairing.added) {
    const before = { name: after.name, pointer: baseline.pointer, fallback: { pointer: baseline.pointer } };
    applyRules(variableRules, { removed: [], added: [], kept: [[before, after]] }, context.findings, undirected);
  }
}

function compareProtocolVersion(context: Context, baseline: Server, candidate: Server): void {
  const [before, after] = [baseline.protocolVersion, candidate.protocolVersion];
  if (!differ(before.value, after.value)) return;
  const [generation, next] = [generationOf(baseline.protocol, before), generationOf(candidate.protocol, after)];
  const isIncompatible = generation !== undefined && next !== undefined && generation !== next;
  context.findings.add(isIncompatible ? serverProtocolVersionIncompatible : serverProtocolVersionChanged, undirected, {
    baseline: before.pointer,
    candidate: after.pointer,
    message: `The protocol version of the server "${candidate.name}" ${changeOf(before.value, after.value)}.`,
    values: [before.value ?? null, after.value ?? null],
  });
}

/** Versions of one generation talk to each other; known for AMQP and MQTT. */
function generationOf(protocol: Slot<string>, version: Slot<string>): string | undefined {
  const name = protocol.value?.toLowerCase() ?? '';
  const major = /^\D*(\d+)/.exec(version.value ?? '')?.[1];
  if (major === undefined || !/mqtt|amqp/.test(name)) return undefined;
  return name.includes('amqp') ? `amqp ${major}` : `mqtt ${Number(major) >= 5 ? 5 : 3}`;
}
