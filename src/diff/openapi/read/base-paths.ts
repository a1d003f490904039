import type { ApiModel, OperationEntry } from '../model.ts';
import { shapeOf } from './path-template.ts';
import { withoutPath } from './servers.ts';

/**
 * Moves base paths from servers into operation paths where only that makes the URLs of both documents the same:
 * `https://a/v1` with `/pets` and `https://a` with `/v1/pets` are one URL. Where base paths are equal, or both differ and
 * lead to no common URL, paths stay as written, so that what changed is the server.
 */
export function alignBasePaths(
  baseline: ApiModel,
  candidate: ApiModel,
): { readonly baseline: ApiModel; readonly candidate: ApiModel } {
  const moving = findMoving(baseline.operations, candidate.operations);
  if (moving.size === 0) return { baseline, candidate };
  const align = (model: ApiModel): ApiModel => ({
    ...model,
    operations: model.operations.map((entry) => (moving.has(entry) ? moveBasePath(entry) : entry)),
  });
  return { baseline: align(baseline), candidate: align(candidate) };
}

/** The operations with a counterpart that has the same URL path, where they are written in several ways. */
function findMoving(
  baseline: readonly OperationEntry[],
  candidate: readonly OperationEntry[],
): ReadonlySet<OperationEntry> {
  const byUrl = groupByUrl(candidate);
  const moving = new Set<OperationEntry>();
  for (const [url, entries] of groupByUrl(baseline)) {
    const all = [...entries, ...(byUrl.get(url) ?? [])];
    if (!byUrl.has(url) || new Set(all.map(({ path }) => shapeOf(path))).size === 1) continue;
    for (const entry of all) moving.add(entry);
  }
  return moving;
}

function groupByUrl(entries: readonly OperationEntry[]): ReadonlyMap<string, readonly OperationEntry[]> {
  const groups = new Map<string, OperationEntry[]>();
  for (const entry of entries) {
    const url = keyOf(entry, urlPathOf(entry));
    const group = groups.get(url);
    if (group === undefined) groups.set(url, [entry]);
    else group.push(entry);
  }
  return groups;
}

function urlPathOf({ basePath = '', path }: OperationEntry): string {
  return basePath + path;
}

function keyOf({ method }: OperationEntry, path: string): string {
  return `${method} ${shapeOf(path)}`;
}

function moveBasePath({ basePath, ...entry }: OperationEntry): OperationEntry {
  if (basePath === undefined) return entry;
  const path = basePath + entry.path;
  return {
    ...entry,
    path,
    read: () => {
      const operation = entry.read();
      return { ...operation, path, servers: operation.servers.map(withoutPath) };
    },
  };
}
