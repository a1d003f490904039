import { isArray, isJsonObject } from '../form/json.ts';
import type { Dialect } from './dialect.ts';

const names = new Set(['$id', 'id', '$anchor', '$dynamicAnchor', '$recursiveAnchor']);
const deepest = 300;
const mostValues = 3_000_000;

/**
 * Whether no schema below a document's root has an identifier or an anchor, so that a fragment is all that a reference
 * needs. Asked of all values, schemas or not: a quick look that says no too often, never yes.
 */
export function isPlain(document: unknown, { id }: Dialect): boolean {
  let values = 0;
  const isNameless = (value: unknown, depth: number): boolean => {
    if (typeof value !== 'object' || value === null) return true;
    values += 1;
    if (depth > deepest || values > mostValues) return false;
    if (isArray(value)) {
      for (const each of value) if (!isNameless(each, depth + 1)) return false;
      return true;
    }
    if (!isJsonObject(value)) return false;
    for (const key of Object.keys(value)) {
      const each = value[key];
      if (typeof each === 'object') {
        if (!isNameless(each, depth + 1)) return false;
      } else if (names.has(key) && !isHarmless(key, each, depth)) return false;
    }
    return true;
  };
  const isHarmless = (key: string, value: unknown, depth: number): boolean => {
    const isName = typeof value === 'string' || value === true;
    if (!isName || (key === 'id' && id !== 'id')) return true;
    // The root's own URI changes nothing about fragments.
    return depth === 0 && key === id && typeof value === 'string' && !value.startsWith('#');
  };
  return isNameless(document, 0);
}
