import { Random } from '../../../bench/fuzz/random.ts';
import type { JsonObject, JsonValue } from '../../../src/internal/json.ts';

const names = ['a', 'b'] as const;
const constants: readonly [JsonValue, ...JsonValue[]] = ['a', 'b', 1, null];

/** Two schemas with alternatives that overlap, the second made from the first: the same for the same seed. */
export function drawUnions(seed: number): readonly [JsonValue, JsonValue] {
  const random = new Random(seed);
  const type = random.pick(['string', 'integer', 'object'] as const);
  const union: JsonObject = {
    [random.pick(['oneOf', 'oneOf', 'anyOf'])]: Array.from({ length: 2 + random.below(2) }, () => leaf(random, type)),
    ...(random.chance(0.2) ? leaf(random, type) : {}),
  };
  const before = around(random, union);
  return [before, edited(random, before, random.pick([0.2, 0.5, 0.9]))];
}

function leaf(random: Random, type: 'string' | 'integer' | 'object'): JsonObject {
  const [least, most] = [random.below(6), 3 + random.below(8)];
  if (type === 'string') return { type, minLength: least, maxLength: most };
  if (type === 'integer') return { type, minimum: least, maximum: most };
  const declared = names.filter(() => random.chance(0.6)).map((name) => [name, leaf(random, 'integer')]);
  return {
    type,
    properties: Object.fromEntries(declared),
    required: names.filter(() => random.chance(0.4)),
    ...(random.chance(0.25) ? { additionalProperties: false } : {}),
  };
}

/** The schema itself, or one of what holds it. */
function around(random: Random, schema: JsonObject): JsonObject {
  const holders: readonly [JsonObject, ...JsonObject[]] = [
    schema,
    { type: 'object', properties: { held: schema } },
    { type: 'array', items: schema },
    { anyOf: [schema, { type: 'null' }] },
    { oneOf: [schema, leaf(random, 'string')] },
  ];
  return random.pick(holders);
}

/** Any number of small edits, each with the same probability. */
function edited(random: Random, schema: JsonObject, probability: number): JsonObject {
  const changes = (share: number): boolean => random.chance(probability * share);
  const edit = ([keyword, value]: readonly [string, JsonValue]): readonly (readonly [string, JsonValue])[] => {
    if (changes(0.05)) return [];
    if (typeof value === 'number') return [[keyword, Math.max(0, changes(1) ? value + random.below(5) - 2 : value)]];
    if (keyword === 'type')
      return [[keyword, changes(0.2) ? random.pick(['string', 'integer', 'object', 'null']) : value]];
    if (keyword === 'required') return [[keyword, changes(0.5) ? names.filter(() => random.chance(0.5)) : value]];
    if (Array.isArray(value)) return [[otherwise(keyword), list(value)]];
    if (isObject(value)) return [[keyword, keyword === 'properties' ? members(value) : one(value)]];
    return [[keyword, value]];
  };
  const one = (value: JsonValue): JsonValue => (isObject(value) ? edited(random, value, probability) : value);
  const members = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([name, member]) => [name, one(member)]));
  const otherwise = (keyword: string): string => (!changes(0.2) ? keyword : keyword === 'oneOf' ? 'anyOf' : 'oneOf');
  const list = (value: readonly JsonValue[]): JsonValue[] => {
    const kept = value.map(one).filter((_, index) => index === 0 || !changes(0.2));
    if (changes(0.3)) kept.push(random.chance(0.5) ? leaf(random, 'integer') : { const: random.pick(constants) });
    return changes(0.15) ? kept.toReversed() : kept;
  };
  return Object.fromEntries(Object.entries(schema).flatMap(edit));
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
