import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import { followReference } from './pointer.ts';
import type { Random } from './random.ts';

/** Values worth trying against a pair of schemas: everything that they name, and its neighbours. */
export interface Pool {
  readonly values: readonly unknown[];
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
  readonly names: readonly string[];
}

const baseNumbers = [0, 1, -1, 0.5, 2, 3, 7, 1e6];
const baseStrings = ['', 'a', 'b', 'c', 'ab', 'ba', 'aa', 'abab', 'abc', '1', 'x-1', 'zzz', 'é', '😀', 'a\n', ' '];
const formatted: Readonly<Record<string, string>> = {
  date: '2020-02-29',
  'date-time': '2020-01-01T00:00:00Z',
  email: 'a@b.co',
  uuid: '00000000-0000-4000-8000-000000000000',
  ipv4: '1.2.3.4',
  ipv6: '::1',
  uri: 'http://a.b/c',
  hostname: 'a.b',
};
const baseNames = ['a', 'b', 'c', 'ab', 'x-1', 'zz', ''];

function collect(
  node: unknown,
  pool: { values: unknown[]; numbers: Set<number>; strings: Set<string>; names: Set<string> },
): void {
  if (typeof node === 'number') for (const near of [node, node + 1, node - 1, node + 0.5]) pool.numbers.add(near);
  if (typeof node === 'string' && node.length < 12 && !node.startsWith('#')) pool.strings.add(node);
  if (Array.isArray(node)) for (const entry of node) collect(entry, pool);
  if (!isJsonObject(node)) return;
  if (Array.isArray(node.enum)) pool.values.push(...node.enum);
  if ('const' in node) pool.values.push(node.const);
  if (typeof node.format === 'string') for (const word of Object.values(formatted)) pool.strings.add(word);
  if (isJsonObject(node.properties)) for (const name of Object.keys(node.properties)) pool.names.add(name);
  if (Array.isArray(node.required))
    for (const name of node.required) if (typeof name === 'string') pool.names.add(name);
  for (const value of Object.values(node)) collect(value, pool);
}

export function createPool(schemas: readonly unknown[]): Pool {
  const found = {
    values: [] as unknown[],
    numbers: new Set(baseNumbers),
    strings: new Set(baseStrings),
    names: new Set(baseNames),
  };
  for (const schema of schemas) collect(schema, found);
  return { values: found.values, numbers: [...found.numbers], strings: [...found.strings], names: [...found.names] };
}

const types = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
type Type = (typeof types)[number];

/**
 * Draws instances that a schema is likely to accept, by following one way through it: all of `allOf`, a branch of the
 * others, definitions by pointer. What it cannot follow it ignores, so its instances are guesses to be evaluated.
 */
export class Sampler {
  readonly #random: Random;
  readonly #pool: Pool;

  constructor(random: Random, pool: Pool) {
    this.#random = random;
    this.#pool = pool;
  }

  sample(document: unknown): unknown {
    return this.#grow([document], document, 4);
  }

  /** A copy with one place changed. */
  mutate(instance: unknown): unknown {
    const random = this.#random;
    if (Array.isArray(instance) && random.chance(0.75)) return this.#mutateArray(instance);
    if (isJsonObject(instance) && random.chance(0.75)) return this.#mutateObject(instance);
    if (typeof instance === 'number' && random.chance(0.6)) return instance + random.pick([1, -1, 0.5, 0.1]);
    if (typeof instance === 'string' && random.chance(0.4)) return instance + random.pick(['a', 'b', '1']);
    return this.any(1);
  }

  any(depth: number): unknown {
    const random = this.#random;
    if (this.#pool.values.length > 0 && random.chance(0.3)) return random.pick(this.#pool.values);
    const type = random.pick(depth > 0 ? types : (['null', 'boolean', 'number', 'string'] as const));
    switch (type) {
      case 'null':
        return null;
      case 'boolean':
        return random.chance(0.5);
      case 'number':
        return random.pick(this.#pool.numbers);
      case 'string':
        return random.pick(this.#pool.strings);
      case 'array':
        return Array.from({ length: random.below(4) }, () => this.any(depth - 1));
      case 'object':
      default:
        return Object.fromEntries(random.some(this.#pool.names, 0.25).map((name) => [name, this.any(depth - 1)]));
    }
  }

  #mutateArray(instance: readonly unknown[]): unknown[] {
    const random = this.#random;
    const at = random.below(instance.length + 1);
    const kind = random.below(4);
    if (kind === 0) return instance.toSpliced(at, 0, this.any(1));
    if (kind === 1) return instance.toSpliced(at, 1);
    if (kind === 2 && instance.length > 0) return [...instance, random.pick(instance)];
    return instance.map((item, index) => (index === at ? this.mutate(item) : item));
  }

  #mutateObject(instance: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const random = this.#random;
    const names = Object.keys(instance);
    const name = random.pick(names);
    const kind = random.below(3);
    if (kind === 0 || name === undefined) return { ...instance, [random.pick(this.#pool.names) ?? 'a']: this.any(1) };
    if (kind === 1) return Object.fromEntries(Object.entries(instance).filter(([key]) => key !== name));
    return { ...instance, [name]: this.mutate(instance[name]) };
  }

  /** The plain schema objects on one way through these schemas, all to be met by the same instance. */
  #flatten(schemas: readonly unknown[], document: unknown, depth: number): Record<string, unknown>[] {
    const random = this.#random;
    return schemas.flatMap((schema): Record<string, unknown>[] => {
      if (!isJsonObject(schema) || depth < 0) return [];
      const further: unknown[] = [];
      for (const reference of [schema.$ref, schema.$dynamicRef, schema.$recursiveRef]) {
        if (typeof reference === 'string') further.push(followReference(document, reference));
      }
      if (Array.isArray(schema.allOf)) further.push(...schema.allOf);
      for (const branches of [schema.anyOf, schema.oneOf]) {
        if (Array.isArray(branches)) further.push(random.pick(branches));
      }
      if ('if' in schema) further.push(...(random.chance(0.5) ? [schema.if, schema['then']] : [schema.else]));
      return [schema, ...this.#flatten(further, document, depth - 1)];
    });
  }

  #grow(schemas: readonly unknown[], document: unknown, depth: number): unknown {
    const random = this.#random;
    const flat = this.#flatten(schemas, document, 6);
    if (depth < -1 || random.chance(0.04)) return this.any(Math.max(0, Math.min(1, depth)));
    const listed = flat.find((schema) => Array.isArray(schema.enum) || 'const' in schema);
    if (listed !== undefined && random.chance(0.9)) {
      return Array.isArray(listed.enum) ? random.pick(listed.enum) : listed.const;
    }
    switch (this.#chooseType(flat, depth)) {
      case 'null':
        return null;
      case 'boolean':
        return random.chance(0.5);
      case 'number':
        return this.#growNumber(flat);
      case 'string':
        return this.#growString(flat);
      case 'array':
        return this.#growArray(flat, document, depth);
      case 'object':
      default:
        return this.#growObject(flat, document, depth);
    }
  }

  #chooseType(flat: readonly Record<string, unknown>[], depth: number): Type {
    const random = this.#random;
    const allowed = types.filter((type) => flat.every((schema) => allowsType(schema, type)));
    const shallow = depth > 0 ? allowed : allowed.filter((type) => type !== 'array' && type !== 'object');
    const hinted = shallow.filter((type) => flat.some((schema) => hints[type].some((keyword) => keyword in schema)));
    const choices = hinted.length > 0 && random.chance(0.7) ? hinted : shallow.length > 0 ? shallow : allowed;
    return random.pick(choices) ?? random.pick(types);
  }

  #growNumber(flat: readonly Record<string, unknown>[]): number {
    const random = this.#random;
    const isInteger = flat.some(({ type }) => type === 'integer');
    const limits = flat.flatMap(({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }) =>
      [minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf].filter((limit) => typeof limit === 'number'),
    );
    const near = random.pick(limits);
    const value =
      near !== undefined && random.chance(0.6)
        ? near * random.pick([1, 1, 2, 3]) + random.pick([0, 0, 1, -1, 0.5, 0.1])
        : (random.pick(this.#pool.numbers) ?? 0);
    return isInteger ? Math.round(value) : value;
  }

  #growString(flat: readonly Record<string, unknown>[]): string {
    const random = this.#random;
    const tests = flat.flatMap(({ pattern }) => (typeof pattern === 'string' ? [compile(pattern)] : []));
    const least = Math.max(0, ...flat.map(({ minLength }) => (typeof minLength === 'number' ? minLength : 0)));
    const most = Math.min(9, ...flat.map(({ maxLength }) => (typeof maxLength === 'number' ? maxLength : 9)));
    const fits = (word: string): boolean =>
      word.length >= least && word.length <= most && tests.every((test) => test?.test(word) ?? true);
    const words = this.#pool.strings.filter(fits);
    return random.pick(words) ?? (random.pick(this.#pool.strings) ?? '').padEnd(least, random.pick(['a', 'b', '1']));
  }

  #growArray(flat: readonly Record<string, unknown>[], document: unknown, depth: number): unknown[] {
    const random = this.#random;
    const limits = flat.flatMap(({ minItems, maxItems, items, prefixItems }) => [
      ...[minItems, maxItems].filter((limit) => typeof limit === 'number'),
      ...[items, prefixItems].flatMap((list) => (Array.isArray(list) ? [list.length] : [])),
    ]);
    const length = Math.min(5, Math.max(0, (random.pick([...limits, 1, 2]) ?? 1) + random.pick([0, 0, 0, 1, -1])));
    const items = Array.from({ length }, (_, index) => this.#grow(itemSchemas(flat, index), document, depth - 1));
    const contained = flat.flatMap((schema) => ('contains' in schema ? [schema.contains] : []));
    for (const schema of contained) {
      if (random.chance(0.7))
        items.splice(random.below(items.length + 1), 0, this.#grow([schema], document, depth - 1));
    }
    return items;
  }

  #growObject(flat: readonly Record<string, unknown>[], document: unknown, depth: number): Record<string, unknown> {
    const random = this.#random;
    const required = flat.flatMap(({ required }) => (Array.isArray(required) ? required.map(String) : []));
    const declared = flat.flatMap(({ properties }) => (isJsonObject(properties) ? Object.keys(properties) : []));
    const closed = flat.some(
      (schema) => schema.additionalProperties === false || schema.unevaluatedProperties === false,
    );
    const chosen = new Set([
      ...required,
      ...random.some(declared, 0.5),
      ...(closed && random.chance(0.85) ? [] : random.some(this.#pool.names, 0.12)),
    ]);
    return Object.fromEntries(
      [...chosen].map((name) => [name, this.#grow(memberSchemas(flat, name), document, depth - 1)]),
    );
  }
}

const hints: Readonly<Record<Type, readonly string[]>> = {
  null: ['nullable'],
  boolean: [],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  string: ['minLength', 'maxLength', 'pattern'],
  array: ['items', 'prefixItems', 'contains', 'minItems', 'maxItems', 'uniqueItems', 'unevaluatedItems'],
  object: [
    'properties',
    'required',
    'additionalProperties',
    'patternProperties',
    'propertyNames',
    'minProperties',
    'dependencies',
  ],
};

function allowsType({ type, nullable }: Record<string, unknown>, wanted: Type): boolean {
  if (type === undefined || (wanted === 'null' && nullable === true)) return true;
  const listed: readonly unknown[] = Array.isArray(type) ? type : [type];
  return listed.includes(wanted) || (wanted === 'number' && listed.includes('integer'));
}

const itemSchemas = (flat: readonly Record<string, unknown>[], index: number): unknown[] =>
  flat.flatMap(({ items, prefixItems, additionalItems }) => {
    const list: readonly unknown[] | undefined = Array.isArray(prefixItems)
      ? prefixItems
      : Array.isArray(items)
        ? items
        : undefined;
    if (list !== undefined && index < list.length) return [list[index]];
    return Array.isArray(items) ? [additionalItems] : [items];
  });

const memberSchemas = (flat: readonly Record<string, unknown>[], name: string): unknown[] =>
  flat.flatMap(({ properties, patternProperties, additionalProperties }) => {
    const declared = isJsonObject(properties) && Object.hasOwn(properties, name) ? [properties[name]] : [];
    const byPattern = isJsonObject(patternProperties)
      ? Object.entries(patternProperties).flatMap(([pattern, schema]) => (compile(pattern)?.test(name) ? [schema] : []))
      : [];
    return declared.length + byPattern.length > 0 ? [...declared, ...byPattern] : [additionalProperties];
  });

const compiled = new Map<string, RegExp | undefined>();

function compile(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) {
    try {
      compiled.set(pattern, new RegExp(pattern, 'u'));
    } catch {
      compiled.set(pattern, undefined);
    }
  }
  return compiled.get(pattern);
}
