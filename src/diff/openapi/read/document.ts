import { ownMember } from '../../../internal/json.ts';
import type { ApiModel, OperationEntry } from '../model.ts';
import { entriesAt, objectAt } from './members.ts';
import { entriesOfPathItem } from './path-items.ts';
import { expressionsOf } from './path-template.ts';
import { quote, type Reading, type Site } from './reading.ts';

/** Lists what a document describes; operations are read when they are asked for. */
export function readDocument(reading: Reading, specification: string): ApiModel {
  const { root } = reading;
  const info = objectAt(reading, root, 'info');
  const operations = entriesAt(reading, root, 'paths').flatMap(([path, item]): readonly OperationEntry[] => {
    if (path.startsWith('x-')) return [];
    if (expressionsOf(path) === undefined) {
      reading.report('path-template', item.pointer, `The braces of the path ${quote(path)} do not match.`);
    }
    return entriesOfPathItem(reading, { item, path, isUrl: true });
  });
  // Before 3.1 webhooks were an extension, which many documents go on using.
  const webhooks = ['webhooks', 'x-webhooks'].flatMap((key) =>
    entriesAt(reading, root, key).flatMap(([path, item]) => entriesOfPathItem(reading, { item, path, isUrl: false })),
  );
  return { specification, version: info === undefined ? '' : versionOf(info), operations, webhooks };
}

/** Unquoted in YAML, `1.0` is a number. */
function versionOf(info: Site): string {
  const version = ownMember(info.value, 'version');
  return typeof version === 'string' || typeof version === 'number' ? String(version) : '';
}
