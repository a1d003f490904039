import type { Server } from '../model.ts';
import { entriesAt, has, itemsAt, siteOf, textAt, textsAt } from './members.ts';
import type { Reading, Site } from './reading.ts';

/** The servers that hold for an operation. */
export interface ServerList {
  readonly servers: readonly Server[];
  /** The path that all of them have in common, where it is the same text in each. */
  readonly basePath?: string;
}

/** The servers that the first of some objects to state any has. */
export function statedServers(reading: Reading, sites: readonly Site[]): ServerList | undefined {
  for (const site of sites) {
    const stated = has(site, 'servers') ? reading.once(readServers, site) : undefined;
    // An empty list says what no list says.
    if (stated !== undefined && stated.servers.length > 0) return stated;
  }
  return undefined;
}

/** The servers of a whole document: by default that which serves the document. */
export function documentServers(reading: Reading): ServerList {
  const { root } = reading;
  return statedServers(reading, [root]) ?? { servers: [toServer(root.pointer, '')] };
}

/** The servers that Swagger 2.0 makes of host, base path and schemes. */
export function swaggerServers(reading: Reading, operation: Site): ServerList {
  return reading.once(readSchemes, has(operation, 'schemes') ? operation : reading.root);
}

function readSchemes(reading: Reading, site: Site): ServerList {
  const { root } = reading;
  const host = textAt(root, 'host');
  const basePath = textAt(root, 'basePath') ?? '';
  const base = basePath === '' || basePath.startsWith('/') ? basePath : `/${basePath}`;
  const schemes = textsAt(reading, site, 'schemes');
  if (host === undefined) {
    // It is that which serves the document, by one of the schemes if some are named.
    const [first] = schemes;
    if (first === undefined) return toList([toServer(root.pointer, base)]);
    const variables = { scheme: schemes.map(({ text }) => text) };
    return toList([{ ...toServer(first.pointer, base), variables }]);
  }
  if (schemes.length === 0) return toList([toServer(root.pointer, `//${host}${base}`)]);
  return toList(schemes.map(({ text, pointer }) => toServer(pointer, `${text}://${host}${base}`)));
}

function readServers(reading: Reading, site: Site): ServerList {
  const servers = itemsAt(reading, site, 'servers').flatMap((located) => {
    const server = siteOf(reading, located);
    return server === undefined ? [] : [reading.once(readServer, server)];
  });
  return toList(servers);
}

function toList(servers: readonly Server[]): ServerList {
  const [path = '', ...others] = new Set(servers.map(({ url }) => pathOf(url)));
  return { servers, ...(others.length === 0 && /^\/[^{}?#]+$/u.test(path) ? { basePath: path } : {}) };
}

function readServer(reading: Reading, site: Site): Server {
  const url = textAt(site, 'url');
  if (url === undefined) reading.report('missing-field', site.pointer, 'A server needs a "url".');
  const variables: [string, readonly string[]][] = [];
  const defaults: [string, string][] = [];
  for (const [name, located] of entriesAt(reading, site, 'variables')) {
    const variable = siteOf(reading, located);
    if (variable === undefined) continue;
    variables.push([name, textsAt(reading, variable, 'enum').map(({ text }) => text)]);
    const byDefault = textAt(variable, 'default');
    if (byDefault !== undefined) defaults.push([name, byDefault]);
  }
  return {
    ...toServer(site.pointer, url ?? ''),
    variables: Object.fromEntries(variables),
    ...(defaults.length === 0 ? {} : { defaults: Object.fromEntries(defaults) }),
  };
}

function toServer(pointer: string, url: string): Server {
  return { pointer, url: withoutUsualPort(authorityOf(url)) + pathOf(url), variables: {} };
}

/** A port that the scheme stands for says nothing. */
function withoutUsualPort(authority: string): string {
  return authority.replace(/^((?:http|ws):\/\/.*):80$|^((?:https|wss):\/\/.*):443$/u, '$1$2');
}

/** Scheme and host, which have no case unless variables stand in them. */
function authorityOf(url: string): string {
  const authority = /^(?:[^/?#]*:)?\/\/[^/?#]*/u.exec(url)?.[0] ?? '';
  return authority.includes('{') ? authority : authority.toLowerCase();
}

function pathOf(url: string): string {
  const path = url.slice(authorityOf(url).length);
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** A server without the path that its URL ends with. */
export function withoutPath(server: Server): Server {
  return { ...server, url: authorityOf(server.url) };
}
