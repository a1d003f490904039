import { isJsonObject } from '../../src/diff/schema/form/json.ts';

/** What a reference of a drawn document names, by pointer or by the name of a definition; a guess for samplers. */
export function followReference(document: unknown, reference: string): unknown {
  if (reference === '#' || reference === '#node') return document;
  if (reference.startsWith('#/')) return walk(document, reference.slice(2).split('/'));
  const name = reference.startsWith('#') ? reference.slice(1) : reference.replace(/#.*$/, '');
  return walk(document, ['$defs', name]) ?? walk(document, ['definitions', name]);
}

function walk(node: unknown, tokens: readonly string[]): unknown {
  return tokens.reduce((found, token) => (isJsonObject(found) ? found[token] : undefined), node);
}
