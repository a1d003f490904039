import type { Dialect } from '../voices/dialect.ts';
import { referenceTo } from './naming.ts';
import type { Naming } from './naming.ts';
import type { Random } from './random.ts';

export type Schema = boolean | SchemaObject;
export interface SchemaObject {
  readonly [keyword: string]: unknown;
}

/**
 * How schemas are drawn: `common` by the keyword counts of published API documents, `exotic` evenly, `references` with
 * many of them, `focused` on one type, so that its keywords meet each other over few values.
 */
export type ProfileName = 'common' | 'exotic' | 'references' | 'focused';

export const focuses = ['number', 'string', 'array', 'object'] as const;
type Focus = (typeof focuses)[number];

export interface World {
  readonly random: Random;
  readonly dialect: Dialect;
  readonly profile: ProfileName;
  /** The type that a `focused` world is about. */
  readonly focus: Focus;
  readonly naming: Naming;
  /** Names of definitions that references may use, and those that they may use at the instance of the whole schema. */
  readonly definitions: readonly string[];
  readonly stepless: readonly string[];
  /** Whether a member or an item lies between the whole schema and here. */
  readonly stepped: boolean;
}

/** The same world without references. */
export const alone = (world: World): World => ({ ...world, definitions: [], stepless: [] });

const ages: Readonly<Record<Dialect, number>> = {
  'openapi-3.0': 3,
  'draft-04': 4,
  'draft-06': 6,
  'draft-07': 7,
  '2019-09': 8,
  '2020-12': 9,
};

export const names = ['a', 'b', 'c'] as const;
const numbers = [0, 1, 2, 3, -1, 0.5, 1.5, 10] as const;
const steps = [1, 2, 3, 0.5, 0.1, 5] as const;
const strings = ['', 'a', 'b', 'ab', 'ba', 'abc', '1', 'é', '😀'] as const;
const patterns = ['^a', 'b$', '^[ab]+$', '^.{1,2}$', '[0-9]', 'a|b', '^(ab)*$', '^[^a]*$', '^a$', '', '^x-'] as const;
const formats = ['date', 'date-time', 'email', 'uuid', 'ipv4', 'ipv6', 'uri', 'hostname', 'other'] as const;
const sizes = [0, 1, 2, 3] as const;
const scalarTypes = ['string', 'number', 'integer', 'boolean', 'null'] as const;
const allTypes = [...scalarTypes, 'array', 'object'] as const;

export function drawValue(random: Random, depth = 1): unknown {
  const kind = random.below(depth > 0 ? 8 : 6);
  if (kind === 0) return null;
  if (kind === 1) return random.chance(0.5);
  if (kind <= 3) return random.pick(numbers);
  if (kind <= 5) return random.pick(strings);
  if (kind === 6) return Array.from({ length: random.below(3) }, () => drawValue(random, depth - 1));
  return Object.fromEntries(random.some(names, 0.5).map((name) => [name, drawValue(random, depth - 1)]));
}

type Group = 'string' | 'number' | 'array' | 'object' | 'any';

interface Feature {
  readonly group: Group;
  /** Weight by the `common` and by the `exotic` profile. */
  readonly weights: readonly [common: number, exotic: number];
  /** The first and last age of dialects that have it. */
  readonly ages?: readonly [first: number, last: number];
  readonly draw: (world: World, depth: number) => SchemaObject;
}

const inPlace = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas', 'dependencies']);
const inside = (keyword: string, world: World): World => (inPlace.has(keyword) ? world : { ...world, stepped: true });

const size =
  (keyword: string) =>
  ({ random }: World): SchemaObject => ({ [keyword]: random.pick(sizes) });
const number =
  (keyword: string) =>
  ({ random }: World): SchemaObject => ({ [keyword]: random.pick(numbers) });
const flagged =
  (keyword: string, flag: string) =>
  ({ random }: World): SchemaObject => ({ [keyword]: random.pick(numbers), [flag]: true });
const one =
  (keyword: string) =>
  (world: World, depth: number): SchemaObject => ({ [keyword]: drawSchema(inside(keyword, world), depth - 1) });
const list =
  (keyword: string) =>
  (world: World, depth: number): SchemaObject => ({
    [keyword]: drawSchemas(inside(keyword, world), depth - 1, 1 + world.random.below(3)),
  });
const drawSchemas = (world: World, depth: number, length: number): Schema[] =>
  Array.from({ length }, () => drawSchema(world, depth));
const byName =
  (keyword: string, keys: readonly string[], probability: number) =>
  (world: World, depth: number): SchemaObject => ({
    [keyword]: Object.fromEntries(
      world.random.some(keys, probability).map((key) => [key, drawSchema(inside(keyword, world), depth - 1)]),
    ),
  });

function drawNames({ random, dialect }: World, probability: number): string[] {
  const drawn = random.some(names, probability);
  return drawn.length === 0 && (dialect === 'draft-04' || dialect === 'openapi-3.0') ? [random.pick(names)] : drawn;
}

const always: readonly [number, number] = [0, 99];
const drafts: readonly [number, number] = [4, 99];

/** Keywords whose values hold no subschemas. */
const leaves: readonly Feature[] = [
  { group: 'number', weights: [3, 3], draw: number('minimum') },
  { group: 'number', weights: [3, 3], draw: number('maximum') },
  { group: 'number', weights: [1, 2], ages: [6, 99], draw: number('exclusiveMinimum') },
  { group: 'number', weights: [1, 2], ages: [6, 99], draw: number('exclusiveMaximum') },
  { group: 'number', weights: [1, 2], ages: [0, 4], draw: flagged('minimum', 'exclusiveMinimum') },
  { group: 'number', weights: [1, 2], ages: [0, 4], draw: flagged('maximum', 'exclusiveMaximum') },
  { group: 'number', weights: [0.1, 3], draw: ({ random }) => ({ multipleOf: random.pick(steps) }) },
  { group: 'string', weights: [3, 2], draw: size('minLength') },
  { group: 'string', weights: [3, 2], draw: size('maxLength') },
  { group: 'string', weights: [3, 4], draw: ({ random }) => ({ pattern: random.pick(patterns) }) },
  { group: 'string', weights: [2, 1], draw: ({ random }) => ({ format: random.pick(formats) }) },
  { group: 'number', weights: [1, 0.3], draw: ({ random }) => ({ format: random.pick(['int32', 'int64', 'double']) }) },
  { group: 'array', weights: [1, 2], draw: size('minItems') },
  { group: 'array', weights: [1, 2], draw: size('maxItems') },
  { group: 'array', weights: [1, 2], draw: () => ({ uniqueItems: true }) },
  { group: 'object', weights: [12, 4], draw: (world) => ({ required: drawNames(world, 0.4) }) },
  { group: 'object', weights: [3, 2], draw: () => ({ additionalProperties: false }) },
  { group: 'object', weights: [0.3, 2], draw: size('minProperties') },
  { group: 'object', weights: [0.3, 2], draw: size('maxProperties') },
  {
    group: 'object',
    weights: [0, 2],
    ages: [8, 99],
    draw: (world) => ({
      dependentRequired: Object.fromEntries(world.random.some(names, 0.4).map((name) => [name, drawNames(world, 0.4)])),
    }),
  },
  { group: 'any', weights: [4, 2], draw: ({ random }) => ({ enum: drawSome(random) }) },
  { group: 'any', weights: [1, 2], ages: [6, 99], draw: ({ random }) => ({ const: drawValue(random) }) },
];

const nestings: readonly Feature[] = [
  { group: 'array', weights: [10, 5], draw: one('items') },
  {
    group: 'array',
    weights: [0, 3],
    ages: [4, 8],
    draw: (world, depth) => ({
      items: drawSchemas(inside('items', world), depth - 1, 1 + world.random.below(2)),
      ...(world.random.chance(0.5) ? one('additionalItems')(world, depth) : {}),
    }),
  },
  { group: 'array', weights: [0, 3], ages: [9, 99], draw: list('prefixItems') },
  { group: 'array', weights: [0, 3], ages: [6, 99], draw: one('contains') },
  {
    group: 'array',
    weights: [0, 2],
    ages: [8, 99],
    draw: (world, depth) => ({
      ...one('contains')(world, depth),
      ...(world.random.chance(0.6) ? { minContains: world.random.pick(sizes) } : {}),
      ...(world.random.chance(0.6) ? { maxContains: world.random.pick(sizes) } : {}),
    }),
  },
  { group: 'array', weights: [0, 2], ages: [8, 99], draw: one('unevaluatedItems') },
  { group: 'object', weights: [20, 6], draw: byName('properties', names, 0.6) },
  { group: 'object', weights: [3, 2], draw: one('additionalProperties') },
  { group: 'object', weights: [0.1, 3], ages: drafts, draw: byName('patternProperties', patterns, 0.15) },
  { group: 'object', weights: [0.1, 2], ages: [6, 99], draw: one('propertyNames') },
  {
    group: 'object',
    weights: [0, 2],
    ages: [4, 7],
    draw: (world, depth) => ({
      dependencies: Object.fromEntries(
        world.random
          .some(names, 0.4)
          .map((name) => [name, world.random.chance(0.5) ? drawNames(world, 0.4) : drawSchema(world, depth - 1)]),
      ),
    }),
  },
  { group: 'object', weights: [0, 2], ages: [8, 99], draw: byName('dependentSchemas', names, 0.3) },
  { group: 'object', weights: [0, 2], ages: [8, 99], draw: one('unevaluatedProperties') },
  { group: 'any', weights: [1.5, 2], draw: list('allOf') },
  { group: 'any', weights: [1.5, 2], draw: list('anyOf') },
  { group: 'any', weights: [1.5, 2], draw: list('oneOf') },
  { group: 'any', weights: [0.1, 2], draw: one('not') },
  {
    group: 'any',
    weights: [0.1, 2],
    ages: [7, 99],
    draw: (world, depth) => ({
      if: drawSchema(world, depth - 1),
      ...(world.random.chance(0.8) ? one('then')(world, depth) : {}),
      ...(world.random.chance(0.6) ? { else: drawSchema(world, depth - 1) } : {}),
    }),
  },
];

function drawSome(random: Random): unknown[] {
  const values = Array.from({ length: 1 + random.below(3) }, () => drawValue(random));
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = JSON.stringify(value);
    return !seen.has(key) && seen.add(key);
  });
}

const groupOf = (type: string | undefined): Group =>
  type === 'integer'
    ? 'number'
    : type === 'string' || type === 'number' || type === 'array' || type === 'object'
      ? type
      : 'any';

/** Features that a schema of this type may have, by the weights of the profile. */
function featuresFor(world: World, group: Group | undefined, depth: number): Feature[] {
  const age = ages[world.dialect];
  return [...leaves, ...(depth > 0 ? nestings : [])].filter((feature) => {
    const [first, last] = feature.ages ?? always;
    const fits = group === undefined || feature.group === group || feature.group === 'any';
    return fits && age >= first && age <= last;
  });
}

const weightIn =
  ({ profile }: World) =>
  ({ weights: [common, exotic] }: Feature): number =>
    profile === 'common' || profile === 'references' ? common : exotic;

function drawType(world: World): string | undefined {
  const { random, profile } = world;
  if (random.chance(profile === 'exotic' ? 0.45 : 0.12)) return undefined;
  return random.chance(0.5) ? random.pick(['array', 'object', 'object'] as const) : random.pick(scalarTypes);
}

function typeKeywords({ random, dialect }: World, type: string | undefined): SchemaObject {
  if (type === undefined) return {};
  if (dialect === 'openapi-3.0') {
    if (type === 'null') return { type: 'string', nullable: true };
    return random.chance(0.2) ? { type, nullable: true } : { type };
  }
  return random.chance(0.15) ? { type: [...new Set([type, random.pick(allTypes)])] } : { type };
}

/** A reference; where the instance is still the same, only to definitions that do not lead back here. */
function drawReference(world: World, names: readonly string[]): SchemaObject {
  const { random, dialect, naming, stepped } = world;
  const name = random.pick(names) ?? '';
  if (naming === 'dynamic' && stepped && random.chance(0.5)) {
    return dialect === '2019-09' ? { $recursiveRef: '#' } : { $dynamicRef: random.pick([`${name}#node`, '#node']) };
  }
  return { $ref: referenceTo(name, dialect, naming) };
}

/** A schema without definitions of its own; with `depth` 0 it has no subschemas. */
export function drawSchema(world: World, depth: number): Schema {
  const { random, dialect, profile } = world;
  const reachable = world.stepped ? world.definitions : world.stepless;
  const referenceShare = profile === 'references' ? 0.45 : 0.25;
  if (reachable.length > 0 && random.chance(referenceShare)) return drawReference(world, reachable);
  if (random.chance(0.06) && dialect !== 'draft-04' && dialect !== 'openapi-3.0') return random.chance(0.6);
  if (profile === 'focused') return drawFocused(world, depth);
  const type = drawType(world);
  const group = type === undefined ? undefined : groupOf(type);
  const available = featuresFor(world, group, depth);
  const count = type === undefined ? 1 + random.below(3) : random.below(4);
  const drawn = Array.from({ length: count }, () => random.weighted(available, weightIn(world)));
  return Object.assign(typeKeywords(world, type), ...drawn.map((feature) => feature?.draw(world, depth)));
}

/** A schema of few values, for the members and items of focused ones. */
function drawSmall({ random }: World): Schema {
  const listed = { enum: drawSome(random) };
  const bounded = { type: 'integer', minimum: 0, maximum: random.below(3) };
  return random.pick([listed, listed, { not: listed }, bounded, { type: 'boolean' }, { type: random.pick(allTypes) }]);
}

function drawFocused(world: World, depth: number): Schema {
  const { random, focus, stepped } = world;
  if (stepped && !random.chance(0.15)) return drawSmall(world);
  const available = featuresFor(world, focus, depth).filter(({ group }) => group === focus || random.chance(0.3));
  const drawn = Array.from({ length: 2 + random.below(3) }, () => random.weighted(available, weightIn(world)));
  const type = random.chance(0.85) ? { type: focus } : {};
  return Object.assign(type, ...drawn.map((feature) => feature?.draw(world, depth)));
}
