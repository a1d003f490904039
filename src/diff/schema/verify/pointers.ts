import { isArray, isJsonObject } from '../form/json.ts';

/** The JSON Pointer to an object or list of a document, by identity: the first place if it stands in several. */
export function findPointer(document: unknown, sought: unknown): string | undefined {
  const seen = new Set<unknown>();
  const waiting: (readonly [value: unknown, pointer: string])[] = [[document, '']];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, pointer] = next;
    if (value === sought) return pointer;
    if (seen.has(value) || !(isArray(value) || isJsonObject(value))) continue;
    seen.add(value);
    const entries = isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [key, each] of entries.toReversed()) {
      waiting.push([each, `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`]);
    }
  }
  return undefined;
}
