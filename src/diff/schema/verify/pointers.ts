import { isArray, isJsonObject } from '../form/json.ts';

/** Where objects stand in a document. */
export class Pointers {
  readonly #document: unknown;

  constructor(document: unknown) {
    this.#document = document;
  }

  /** The JSON Pointer to an object or list of the document, by identity: the first place if it stands in several. */
  find(sought: unknown): string | undefined {
    const seen = new Set<unknown>();
    const waiting: (readonly [value: unknown, pointer: string])[] = [[this.#document, '']];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [value, pointer] = next;
      if (value === sought) return pointer;
      if (seen.has(value) || !(isArray(value) || isJsonObject(value))) continue;
      seen.add(value);
      const entries = isArray(value) ? [...value.entries()] : Object.entries(value);
      for (const [key, each] of entries.reverse()) {
        waiting.push([each, `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`]);
      }
    }
    return undefined;
  }
}
