import { isJsonObject } from '../../../internal/json.ts';
import { once } from '../../source/places.ts';
import { referenceOf, type Located } from '../../source/resolve.ts';
import type { Operation, OperationEntry } from '../model.ts';
import { entriesAt, entriesOf, memberAt, siteOf } from './members.ts';
import { readOperation } from './operation.ts';
import { statedParameters } from './parameters.ts';
import { kindOf, type Reading, type Site } from './reading.ts';
import { documentServers, statedServers, swaggerServers, type ServerList } from './servers.ts';

/** A path item under its path, or what the model has in place of one. */
export interface PathItemSite {
  readonly item: Located;
  readonly path: string;
  readonly isUrl: boolean;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const;

/** The operations of a path item; only what tells them apart is read. */
export function entriesOfPathItem(reading: Reading, { item, path, isUrl }: PathItemSite): readonly OperationEntry[] {
  const layers = layersOf(reading, item);
  const items = layers.toReversed();
  // Their operations are checked where they stand, so perhaps with another path's parameters.
  if (layers.length > 1) for (const layer of layers) statedParameters(reading, layer);
  return membersOf(reading, layers).flatMap(([method, located]) => {
    const site = siteOf(reading, located);
    if (site === undefined || !reading.admits(site.pointer)) return [];
    const { servers, basePath } = serversOf(reading, layers, site, isUrl);
    const callbacks = (): readonly OperationEntry[] => callbacksOf(reading, site);
    const read = (): Operation => readOperation(reading, { method, path, isUrl, site, servers, items, callbacks });
    const { pointer } = site;
    // A copy has every part, so all of them are read.
    reading.expect(pointer, () => ({ ...read() }));
    const rest = isUrl && basePath !== undefined ? { basePath } : {};
    return [{ pointer, method, path, pathItem: item.pointer, ...rest, read: once(read) }];
  });
}

/** A path item and those that it refers to, in that order. */
function layersOf(reading: Reading, item: Located): readonly Site[] {
  const layers: Site[] = [];
  const seen = new Set<string>();
  let current: Located | undefined = item;
  while (current !== undefined) {
    const { value, pointer }: Located = current;
    if (!isJsonObject(value)) {
      reading.report('wrong-type', pointer, `A path item has to be an object, not ${kindOf(value)}.`);
      return layers;
    }
    // Its operations share what it states.
    layers.push({ value, pointer, shared: true });
    const reference = referenceOf(value);
    if (reference === undefined) return layers;
    current = seen.has(reference) ? undefined : reading.target(reference);
    seen.add(reference);
  }
  // Says which of the two ways there are to lead nowhere it is.
  reading.follow(item);
  return layers;
}

/** The operations as they stand, by method. */
function membersOf(reading: Reading, layers: readonly Site[]): readonly (readonly [string, Located])[] {
  const named = methods.flatMap((method) => {
    const [located, other] = layers.flatMap((layer) => memberAt(layer, method) ?? []);
    if (located === undefined) return [];
    if (other !== undefined) {
      const message = `The path item has "${method}", and so has the one that it refers to.`;
      reading.report('conflicting-path-item', located.pointer, message);
    }
    return [[method.toUpperCase(), located] as const];
  });
  return [...named, ...layers.flatMap((layer) => entriesAt(reading, layer, 'additionalOperations'))];
}

function serversOf(reading: Reading, layers: readonly Site[], operation: Site, isUrl: boolean): ServerList {
  if (reading.edition === '2.0') return isUrl ? swaggerServers(reading, operation) : { servers: [] };
  const stated = statedServers(reading, [operation, ...layers]);
  // Webhooks and callbacks go where their receivers say.
  return stated ?? (isUrl ? documentServers(reading) : { servers: [] });
}

/** The operations of an operation's callbacks: those that the API calls itself. */
function callbacksOf(reading: Reading, operation: Site): readonly OperationEntry[] {
  return entriesAt(reading, operation, 'callbacks').flatMap(([name, located]) => {
    const callback = siteOf(reading, located);
    return callback === undefined ? [] : reading.once(readCallback, callback, name);
  });
}

function readCallback(reading: Reading, site: Site, name: string): readonly OperationEntry[] {
  return entriesOf(site).flatMap(([expression, item]) =>
    expression.startsWith('x-')
      ? []
      : entriesOfPathItem(reading, { item, path: `${name} ${expression}`, isUrl: false }),
  );
}
