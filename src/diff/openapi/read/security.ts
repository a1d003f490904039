import { ownMember } from '../../../internal/json.ts';
import type { SchemeUse, Security } from '../model.ts';
import { entriesAt, has, itemsAt, objectAt, siteOf, textAt, textsAt } from './members.ts';
import { below, type Reading, type Site } from './reading.ts';

/** What an operation demands: what it states, else what the document states. */
export function securityOf(reading: Reading, operation: Site): Security {
  const stated = [operation, reading.root].find((site) => has(site, 'security'));
  return stated === undefined ? { pointer: '', alternatives: [] } : reading.once(readSecurity, stated);
}

function readSecurity(reading: Reading, site: Site): Security {
  const pointer = below(site.pointer, 'security');
  const alternatives = itemsAt(reading, site, 'security').flatMap((located) => {
    const requirement = siteOf(reading, located);
    return requirement === undefined ? [] : [combinationOf(reading, requirement)];
  });
  // Demanding nothing is the same whether it is said by an empty list or by an empty requirement.
  return { pointer, alternatives: alternatives.every(({ length }) => length === 0) ? [] : alternatives };
}

function combinationOf(reading: Reading, requirement: Site): readonly SchemeUse[] {
  const names = Object.keys(requirement.value);
  return names.map((name) => {
    const scopes = textsAt(reading, requirement, name).map(({ text }) => text);
    const scheme = findScheme(reading, name);
    // A scheme that is declared nowhere is equal to itself only.
    if (scheme === undefined) {
      return { pointer: below(requirement.pointer, name), name, credential: `undeclared ${name}`, scopes, offered: [] };
    }
    const [credential, offered] = [reading.once(credentialOf, scheme), reading.once(offeredBy, scheme)];
    return { pointer: scheme.pointer, name, credential, scopes, offered };
  });
}

function findScheme(reading: Reading, name: string): Site | undefined {
  const holder = reading.edition === '2.0' ? reading.root : objectAt(reading, reading.root, 'components');
  const key = reading.edition === '2.0' ? 'securityDefinitions' : 'securitySchemes';
  const schemes = holder === undefined ? undefined : objectAt(reading, holder, key);
  if (schemes !== undefined && Object.hasOwn(schemes.value, name)) return objectAt(reading, schemes, name);
  // Since 3.2 a requirement may name its scheme by a reference.
  const target = name.startsWith('#/') ? reading.target(name) : undefined;
  return target === undefined ? undefined : siteOf(reading, target);
}

/** What a caller has to do to satisfy a scheme, without what is said to readers. */
function credentialOf(reading: Reading, scheme: Site): string {
  const type = textAt(scheme, 'type');
  switch (type) {
    case 'basic':
      return 'http basic';
    case 'http':
      return `http ${textAt(scheme, 'scheme')?.toLowerCase() ?? ''}`.trimEnd();
    case 'apiKey':
      return apiKeyOf(scheme);
    case 'oauth2':
      return ['oauth2', ...flowsOf(reading, scheme), ...urlsOf(scheme, ['oauth2MetadataUrl'])].join(' ');
    case 'openIdConnect':
      return ['openIdConnect', ...urlsOf(scheme, ['openIdConnectUrl'])].join(' ');
    case undefined:
      reading.report('missing-field', scheme.pointer, 'A security scheme needs a "type".');
      return 'unknown';
    default:
      return type;
  }
}

function apiKeyOf(scheme: Site): string {
  const place = textAt(scheme, 'in') ?? '';
  const name = textAt(scheme, 'name') ?? '';
  return `apiKey ${place} ${place === 'header' ? name.toLowerCase() : name}`;
}

/** The flows by name, each with its URLs. */
function flowsOf(reading: Reading, scheme: Site): readonly string[] {
  if (reading.edition === '2.0') {
    return [flowOf(swaggerFlowOf(scheme), scheme)];
  }
  const flows = entriesAt(reading, scheme, 'flows').flatMap(([name, located]) => {
    const flow = name.startsWith('x-') ? undefined : siteOf(reading, located);
    return flow === undefined ? [] : [flowOf(name, flow)];
  });
  return flows.sort();
}

/** The scopes of each flow, as `implicit read`; what stands beside their names is documentation. */
function offeredBy(reading: Reading, scheme: Site): readonly string[] {
  if (textAt(scheme, 'type') !== 'oauth2') return [];
  const scopesOf = (name: string, flow: Site): readonly string[] =>
    entriesAt(reading, flow, 'scopes').map(([scope]) => `${name} ${scope}`);
  if (reading.edition === '2.0') return scopesOf(swaggerFlowOf(scheme), scheme);
  return entriesAt(reading, scheme, 'flows').flatMap(([name, located]) => {
    const flow = name.startsWith('x-') ? undefined : siteOf(reading, located);
    return flow === undefined ? [] : scopesOf(name, flow);
  });
}

function swaggerFlowOf(scheme: Site): string {
  const flow = textAt(scheme, 'flow') ?? '';
  return swaggerFlows.get(flow) ?? flow;
}

/** Flows of Swagger 2.0 that later versions call otherwise. */
const swaggerFlows = new Map([
  ['application', 'clientCredentials'],
  ['accessCode', 'authorizationCode'],
]);

/** Which URLs a flow has (OpenAPI Flow Object); others beside them mean nothing. */
const flowUrls: Readonly<Record<string, readonly string[]>> = {
  implicit: ['authorizationUrl'],
  password: ['tokenUrl'],
  clientCredentials: ['tokenUrl'],
  authorizationCode: ['authorizationUrl', 'tokenUrl'],
  deviceAuthorization: ['deviceAuthorizationUrl', 'tokenUrl'],
};
const allUrls = ['authorizationUrl', 'deviceAuthorizationUrl', 'tokenUrl'];

function flowOf(name: string, flow: Site): string {
  const keys = Object.hasOwn(flowUrls, name) ? flowUrls[name] : undefined;
  return [name, ...urlsOf(flow, [...(keys ?? allUrls), 'refreshUrl'])].join(' ');
}

function urlsOf(site: Site, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const url = ownMember(site.value, key);
    return typeof url === 'string' ? [`${key}=${url}`] : [];
  });
}
