import type { Random } from './random.ts';
import type { Schema, SchemaObject, World } from './schemas.ts';

const names = ['a', 'b'] as const;
const combining = ['allOf', 'anyOf', 'oneOf'] as const;
/** Dialects without conditions. */
const unconditional = new Set(['draft-04', 'draft-06', 'openapi-3.0']);

/** Draws a schema that says little of values, and speaks of members in many ways, some of which change nothing. */
export function drawSpeaking(world: World, depth: number): SchemaObject {
  const { random, dialect } = world;
  const inside = (): SchemaObject => drawSpeaking(world, depth - 1);
  if (depth === 0 || random.chance(0.3)) return drawMention(random, () => (depth > 1 ? inside() : drawLeaf(random)));
  if (!unconditional.has(dialect) && random.chance(0.15)) {
    return Object.fromEntries([
      ['if', inside()],
      [random.pick(['then', 'else']), inside()],
    ]);
  }
  return { [random.pick(combining)]: [inside(), random.chance(0.3) ? {} : inside()] };
}

function drawMention(random: Random, part: () => Schema): SchemaObject {
  const name = random.pick(names);
  switch (random.below(7)) {
    case 0:
      return {};
    case 1:
      return { required: [name] };
    case 2:
      return { not: { required: [name] } };
    case 3:
      return { additionalProperties: part() };
    case 4:
      return { items: part() };
    default:
      return { properties: { [name]: part() } };
  }
}

/** Draws a schema that declares members and asks little of them. */
export function drawDeclaring(random: Random, depth: number): SchemaObject {
  const part = (): Schema => (depth > 0 ? drawDeclaring(random, depth - 1) : drawLeaf(random));
  if (depth > 0 && random.chance(0.15)) return { items: part() };
  return {
    properties: Object.fromEntries(random.some(names, 0.7).map((name) => [name, part()])),
    ...(random.chance(0.1) ? { not: { required: [...names] } } : {}),
  };
}

function drawLeaf(random: Random): SchemaObject {
  const type = random.pick(['any', 'string', 'number', 'object'] as const);
  return type === 'any' ? {} : { type };
}
