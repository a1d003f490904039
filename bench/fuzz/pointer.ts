import { isJsonObject } from '../../src/diff/schema/form/json.ts';

/** What a reference within a document names, as far as plain JSON Pointers go. */
export function followPointer(document: unknown, reference: string): unknown {
  if (reference === '#') return document;
  if (!reference.startsWith('#/')) return undefined;
  let node: unknown = document;
  for (const token of reference.slice(2).split('/')) node = isJsonObject(node) ? node[token] : undefined;
  return node;
}
