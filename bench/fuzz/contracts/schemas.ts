import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';
import type { Random } from '../random.ts';
import type { Edition } from './standalone.ts';

/** What schemas of a drawn document may be made of. Everything is drawn in the words of OpenAPI 3.0. */
export interface World {
  readonly random: Random;
  readonly edition: Edition;
  /** Names of components that may be referred to anywhere. */
  readonly components: readonly string[];
  /** Those that may be referred to without a step into the value, so that nothing is part of itself. */
  readonly stepless: readonly string[];
}

export const memberNames = ['a', 'b', 'c', 'd'];

export function reference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

const oneIn = (random: Random, count: number): boolean => random.below(count) === 0;

export function drawSchema(world: World, depth: number): JsonObject {
  const { random, stepless, edition } = world;
  const kind = random.below(20);
  if (depth <= 0 || kind < 8) return drawScalar(world);
  if (kind < 11 && stepless.length > 0) return reference(random.pick(stepless) ?? '');
  if (kind < 13) return drawArray(world, depth);
  if (kind < 15) return drawAll(world, depth);
  if (kind < 17 && edition !== '2.0') return drawAlternatives(world, depth);
  if (oneIn(random, 8)) return {};
  return drawObject(world, depth);
}

export function drawScalar({ random, edition }: World): JsonObject {
  const schema: JsonObject = random.pick([drawString, drawString, drawInteger, drawNumber, drawBoolean])(random);
  if (edition === '2.0' || !oneIn(random, 10)) return schema;
  const values = schema.enum;
  return { ...schema, nullable: true, ...(isJsonArray(values) ? { enum: [...values, null] } : {}) };
}

function drawBoolean(): JsonObject {
  return { type: 'boolean' };
}

function drawString(random: Random): JsonObject {
  const kind = random.below(6);
  if (kind === 0) return { type: 'string', enum: random.shuffle(['x', 'y', 'z', 'w']).slice(0, 1 + random.below(3)) };
  if (kind === 1) return { type: 'string', format: random.pick(['date', 'uuid', 'date-time', 'ipv4']) };
  if (kind === 2) return { type: 'string', pattern: random.pick(['^a', '^[a-c]+$', 'b$', '^x-']) };
  const least = random.below(3);
  return {
    type: 'string',
    ...(oneIn(random, 3) ? { minLength: least } : {}),
    ...(oneIn(random, 3) ? { maxLength: least + 1 + random.below(4) } : {}),
  };
}

function drawInteger(random: Random): JsonObject {
  if (oneIn(random, 5)) return { type: 'integer', format: random.pick(['int32', 'int64']) };
  if (oneIn(random, 8)) return { type: 'integer', enum: [1, 2, 3] };
  return { type: 'integer', ...drawLimits(random), ...(oneIn(random, 6) ? { multipleOf: 2 } : {}) };
}

function drawNumber(random: Random): JsonObject {
  return { type: 'number', ...drawLimits(random) };
}

function drawLimits(random: Random): JsonObject {
  const least = random.below(5) - 1;
  return {
    ...(oneIn(random, 3) ? { minimum: least, ...(oneIn(random, 4) ? { exclusiveMinimum: true } : {}) } : {}),
    ...(oneIn(random, 3) ? { maximum: least + 3 + random.below(9) } : {}),
  };
}

export function drawArray(world: World, depth: number): JsonObject {
  const { random } = world;
  return {
    type: 'array',
    items: drawSchema(withSteps(world), depth - 1),
    ...(oneIn(random, 4) ? { minItems: random.below(3) } : {}),
    ...(oneIn(random, 4) ? { maxItems: 2 + random.below(3) } : {}),
    ...(oneIn(random, 8) ? { uniqueItems: true } : {}),
  };
}

/** Below a step into the value, every component may be referred to. */
function withSteps(world: World): World {
  return { ...world, stepless: world.components };
}

export function drawObject(world: World, depth: number): JsonObject {
  const { random } = world;
  const names = random.some(memberNames, 0.6);
  const properties = Object.fromEntries(names.map((name) => [name, drawMember(world, depth)]));
  const required = random.some(names, 0.4);
  return {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    ...(oneIn(random, 3) ? { additionalProperties: drawOpenness(world, depth) } : {}),
    ...(oneIn(random, 20) ? { maxProperties: 4 } : {}),
  };
}

function drawMember(world: World, depth: number): JsonObject {
  const schema = drawSchema(withSteps(world), depth - 1);
  if ('$ref' in schema || !oneIn(world.random, 8)) return schema;
  return { ...schema, [world.edition === '2.0' || world.random.chance(0.5) ? 'readOnly' : 'writeOnly']: true };
}

function drawOpenness(world: World, depth: number): JsonValue {
  return world.random.pick([false, true, false, drawSchema(withSteps(world), depth - 2)]);
}

function drawAll(world: World, depth: number): JsonObject {
  const base = world.random.pick(world.stepless);
  const first = base === undefined ? drawObject(world, depth) : reference(base);
  return { allOf: [first, drawOpenObject(world, depth)] };
}

function drawOpenObject(world: World, depth: number): JsonObject {
  const { additionalProperties: _, ...schema } = drawObject(world, depth);
  return schema;
}

function drawAlternatives(world: World, depth: number): JsonObject {
  const { random } = world;
  const branches = Array.from({ length: 2 + random.below(2) }, () => {
    const name = random.pick(world.stepless);
    return name !== undefined && random.chance(0.4) ? reference(name) : drawBranch(world, depth);
  });
  return { [random.pick(['oneOf', 'anyOf'])]: branches };
}

function drawBranch(world: World, depth: number): JsonObject {
  return world.random.chance(0.5) ? drawScalar(world) : drawObject(world, depth - 1);
}

/** Components: objects that refer to each other and, below a step, to themselves; two are told apart by their `kind`. */
export function drawComponents(world: World): JsonObject {
  const { components, edition, random } = world;
  const drawn = components.map((name, index): readonly [string, JsonObject] => {
    const own = { ...world, stepless: components.slice(index + 1) };
    return [name, random.chance(0.75) ? drawObject(own, 2) : drawSchema(own, 2)];
  });
  if (edition === '2.0' || random.chance(0.5)) return Object.fromEntries(drawn);
  const kinds = ['Cat', 'Dog'].map((name): readonly [string, JsonObject] => {
    const { properties, required, ...schema } = drawOpenObject({ ...world, stepless: components }, 1);
    const members = { ...(isJsonObject(properties) ? properties : {}), kind: { type: 'string' } };
    return [name, { ...schema, properties: members, required: ['kind', ...(isJsonArray(required) ? required : [])] }];
  });
  const mapping = { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' };
  const union = {
    oneOf: [reference('Cat'), reference('Dog')],
    discriminator: { propertyName: 'kind', ...(random.chance(0.7) ? { mapping } : {}) },
  };
  return { ...Object.fromEntries([...drawn, ...kinds]), Pet: union };
}
