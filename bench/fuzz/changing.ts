import { isJsonObject } from '../../src/diff/schema/form/json.ts';
import type { Document } from './documents.ts';
import { placesOf, replaceAt } from './places.ts';
import { drawSchema, drawValue, names } from './schemas.ts';
import type { Schema, SchemaObject, World } from './schemas.ts';

type Change = (schema: SchemaObject, world: World) => Schema;

const entriesOf = (schema: SchemaObject): [string, unknown][] => Object.entries(schema);

/** A near value of the same kind. */
function nudge(value: unknown, { random }: World): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? Math.max(0, value + random.pick([1, -1])) : value * 2;
  if (typeof value === 'boolean') return !value;
  if (!Array.isArray(value)) return value;
  return random.chance(0.5) ? value.slice(1) : [...value, ...value.slice(0, 1)];
}

const changes: readonly Change[] = [
  (schema, { random }) => {
    const dropped = random.pick(Object.keys(schema));
    return Object.fromEntries(entriesOf(schema).filter(([keyword]) => keyword !== dropped));
  },
  (schema, world) => {
    const keyword = world.random.pick(
      Object.keys(schema).filter((name) => !['multipleOf', 'type', '$ref'].includes(name)),
    );
    const value = keyword === undefined ? undefined : nudge(schema[keyword], world);
    const isEmptied = Array.isArray(value) && value.length === 0;
    return keyword === undefined || isEmptied ? schema : { ...schema, [keyword]: value };
  },
  (schema, world) => {
    const drawn = drawSchema(world, 1);
    return typeof drawn === 'boolean' ? drawn : { ...schema, ...drawn };
  },
  (_, world) => drawSchema(world, 1),
  (schema, { random }) => {
    const keyword = random.pick(['allOf', 'anyOf', 'oneOf'].filter((name) => Array.isArray(schema[name])));
    if (keyword === undefined) return schema;
    const rest = entriesOf(schema).filter(([name]) => name !== keyword);
    return { ...Object.fromEntries(rest), [random.pick(['allOf', 'anyOf', 'oneOf'])]: schema[keyword] };
  },
  (schema, { random }) => {
    const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
    return { ...schema, required: [...new Set([...required, random.pick(names)])] };
  },
  (schema, { random }) =>
    Array.isArray(schema.enum) ? { ...schema, enum: [...schema.enum, drawValue(random)] } : schema,
  (schema, { random }) => ({
    ...schema,
    additionalProperties: !(schema.additionalProperties ?? random.chance(0.5)),
  }),
  (schema) => ({ anyOf: [schema, { type: 'string' }] }),
  (schema) => ({ not: schema }),
];

/** Changes one place, mostly so that other instances become valid. */
export function change(document: Document, world: World): Document {
  const { random, dialect } = world;
  const definition = random.chance(0.3) ? random.pick(Object.keys(document.definitions)) : undefined;
  const target = definition === undefined ? document.root : (document.definitions[definition] ?? true);
  const places = placesOf(target, dialect).filter(({ schema }) => isJsonObject(schema));
  const place = random.pick(places);
  if (place === undefined) return { ...document, root: drawSchema(world, 1) };
  const apply = random.pick(changes);
  const result = replaceAt(target, place.path, (schema) =>
    isJsonObject(schema) ? (apply?.(schema, world) ?? schema) : schema,
  );
  return definition === undefined
    ? { ...document, root: result }
    : { ...document, definitions: { ...document.definitions, [definition]: result } };
}
