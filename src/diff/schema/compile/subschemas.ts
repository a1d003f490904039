import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { Dialect } from './dialect.ts';

/** How a keyword holds schemas, and whether they speak of the same value, of a part of it, or of nothing yet. */
interface Holder {
  readonly shape: 'one' | 'list' | 'map';
  readonly about: 'value' | 'part' | 'none';
}

const holders: ReadonlyMap<string, Holder> = new Map([
  ...each(['allOf', 'anyOf', 'oneOf'], { shape: 'list', about: 'value' }),
  ...each(['not', 'if', 'then', 'else'], { shape: 'one', about: 'value' }),
  ...each(['dependentSchemas', 'dependencies'], { shape: 'map', about: 'value' }),
  ...each(['properties', 'patternProperties'], { shape: 'map', about: 'part' }),
  ...each(['additionalProperties', 'propertyNames', 'additionalItems'], { shape: 'one', about: 'part' }),
  ...each(['contains', 'items', 'unevaluatedItems', 'unevaluatedProperties'], { shape: 'one', about: 'part' }),
  ...each(['prefixItems'], { shape: 'list', about: 'part' }),
  ...each(['$defs', 'definitions'], { shape: 'map', about: 'none' }),
]);

/** Whether a keyword holds a schema, a list of them or a map of them; undefined if it holds none. */
export function shapeOf(keyword: string): Holder['shape'] | undefined {
  return holders.get(keyword)?.shape;
}

export interface Subschema {
  readonly keyword: string;
  readonly schema: unknown;
  readonly about: Holder['about'];
}

/** The schemas directly inside a schema object, as far as the dialect knows their keywords. */
export function* subschemasOf(schema: JsonObject, dialect: Dialect): Generator<Subschema> {
  for (const keyword of keywordsOf(schema, dialect)) yield* held(schema, keyword);
}

/** Those of them that speak of values, which definitions do not: there may be thousands. */
export function* appliedIn(schema: JsonObject, dialect: Dialect): Generator<Subschema> {
  for (const keyword of keywordsOf(schema, dialect)) {
    if (holders.get(keyword)?.about !== 'none') yield* held(schema, keyword);
  }
}

function keywordsOf(schema: JsonObject, dialect: Dialect): readonly string[] {
  if (!dialect.refSiblings && typeof member(schema, '$ref') === 'string') return ['definitions'];
  return Object.keys(schema).filter((keyword) => {
    const holder = holders.get(keyword);
    return holder !== undefined && (holder.about === 'none' || dialect.keywords.has(keyword));
  });
}

function* held(schema: JsonObject, keyword: string): Generator<Subschema> {
  const value = member(schema, keyword);
  const holder = holders.get(keyword);
  if (holder === undefined || value === undefined) return;
  const { about } = holder;
  if (isArray(value)) for (const each of value) yield { keyword, schema: each, about };
  else if (holder.shape === 'map' && isJsonObject(value)) {
    for (const name of Object.keys(value)) {
      // In `dependencies` a list of names stands beside schemas.
      if (!isArray(value[name])) yield { keyword, schema: value[name], about };
    }
  } else yield { keyword, schema: value, about };
}

function each(keywords: readonly string[], holder: Holder): [keyword: string, holder: Holder][] {
  return keywords.map((keyword) => [keyword, holder]);
}
