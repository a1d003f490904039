/** How large a JSON value may be. */
export interface JsonLimits {
  /** Of nested lists and objects. */
  readonly depth: number;
  /** Number of values, every member and item included. */
  readonly values: number;
  /** UTF-16 code units of all texts and names together. */
  readonly characters: number;
}

/** Whether a value is JSON within these limits; it is walked without recursion, so that no depth overflows the stack. */
export function isBoundedJson(value: unknown, limits: JsonLimits): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  let values = 0;
  let characters = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    values += 1;
    const members = membersOf(next.value);
    if (members === undefined || next.depth > limits.depth || values + members.length > limits.values) return false;
    if (typeof next.value === 'string') characters += next.value.length;
    for (const [name, member] of members) {
      characters += name.length;
      open.push({ value: member, depth: next.depth + 1 });
    }
    if (characters > limits.characters) return false;
  }
  return true;
}

/** What a value contains; `undefined` where it is not JSON. */
function membersOf(value: unknown): readonly (readonly [name: string, value: unknown])[] | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : undefined;
  if (Array.isArray(value)) return Array.from(value, (item: unknown) => ['', item] as const);
  return isPlainObject(value) ? Object.entries(value) : undefined;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
