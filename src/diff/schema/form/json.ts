/** The six kinds of JSON value; they are disjoint, so every question splits into six. */
export const jsonTypes = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;

export type JsonType = (typeof jsonTypes)[number];

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The kind of a JSON value, or undefined for what JSON cannot say (undefined, functions, NaN). */
export function jsonTypeOf(value: unknown): JsonType | undefined {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  if (type === 'number') return Number.isFinite(value) ? type : undefined;
  return type === 'boolean' || type === 'string' || type === 'object' ? type : undefined;
}

/** An own member; names such as `__proto__` are names like any other. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A new object with exactly these members, whatever their names. */
export function objectOf(members: Iterable<readonly [string, unknown]>): JsonObject {
  const object: Record<string, unknown> = {};
  for (const [name, value] of members) {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

/** A new object whose members are made when they are first read. */
export function lazyObjectOf(names: readonly string[], read: (name: string) => unknown): JsonObject {
  const object: Record<string, unknown> = {};
  for (const name of names) {
    const get = (): unknown => {
      const value = read(name);
      Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
      return value;
    };
    Object.defineProperty(object, name, { get, enumerable: true, configurable: true });
  }
  return object;
}

/** A spelling that is the same for equal JSON values only: members sorted, 1.0 and 1 alike. */
export function jsonKey(value: unknown): string {
  if (isArray(value)) return `[${value.map(jsonKey).join(',')}]`;
  if (isJsonObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${jsonKey(value[name])}`);
    return `{${members.join(',')}}`;
  }
  return Object.is(value, -0) ? '0' : (JSON.stringify(value) ?? 'undefined');
}
