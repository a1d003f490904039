/**
 * JSON with the members of every object in one order, so that equal values have equal texts: names that are array
 * indices by number, as every object has them, then the others by code unit.
 */
export function canonicalJson(value: unknown): string {
  // A replacer would do, at three times the cost: it is called for every member, and each object is copied for it.
  return textOf(value) as string;
}

/** `undefined` for what JSON leaves out. */
function textOf(given: unknown): string | undefined {
  const value = hasOwnJson(given) ? given.toJSON() : given;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item: unknown) => textOf(item) ?? 'null').join(',')}]`;
  let text = '';
  for (const key of inOrder(Object.keys(value))) {
    const member = textOf((value as Readonly<Record<string, unknown>>)[key]);
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${member}`;
  }
  return `{${text}}`;
}

function inOrder(keys: string[]): readonly string[] {
  const indices = keys.findIndex((key) => !isArrayIndex(key));
  if (indices === -1) return keys;
  return indices === 0 ? keys.sort() : [...keys.slice(0, indices), ...keys.slice(indices).sort()];
}

function isArrayIndex(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}

/** Dates, for instance. */
function hasOwnJson(value: unknown): value is { readonly toJSON: () => unknown } {
  return typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function';
}
