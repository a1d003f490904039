import { targetOf } from '../compile/references.ts';
import type { Place } from '../compile/source.ts';
import { shapeOf } from '../compile/subschemas.ts';
import { isArray, isJsonObject, member, objectOf } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';

/**
 * A schema with all that its references lead to, as a document of its own: for a validator to which a large document
 * would be too much. Only where all of it is in one resource and no reference is dynamic. Annotations are left out.
 */
export function extract(start: Place): JsonObject {
  const names = new Map<unknown, string>();
  const waiting: Place[] = [];
  const refer = (target: Place): string => {
    const name = names.get(target.schema) ?? String(names.size);
    if (!names.has(target.schema)) waiting.push(target);
    names.set(target.schema, name);
    return `#/definitions/${name}`;
  };

  const copy = (place: Place): unknown => {
    const { schema, resource } = place;
    if (!isJsonObject(schema)) return schema;
    const { keywords, refSiblings } = resource.dialect;
    const alone = !refSiblings && typeof member(schema, '$ref') === 'string';
    const kept = Object.keys(schema).filter((each) => keywords.has(each) && each !== '$anchor');
    return objectOf((alone ? ['$ref'] : kept).map((each) => [each, copyKeyword(each, place, schema)] as const));
  };
  const copyKeyword = (keyword: string, place: Place, schema: JsonObject): unknown => {
    const value = member(schema, keyword);
    if (keyword === '$ref') {
      const target = targetOf(place, keyword);
      return target === undefined ? value : refer(target);
    }
    const shape = shapeOf(keyword);
    const inside = (each: unknown): unknown => (isArray(each) ? each : copy({ ...place, schema: each }));
    if (shape === undefined) return value;
    if (isArray(value)) return value.map(inside);
    if (shape !== 'map' || !isJsonObject(value)) return inside(value);
    return objectOf(Object.keys(value).map((name) => [name, inside(value[name])] as const));
  };

  const $ref = refer(start);
  const definitions: [string, unknown][] = [];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    definitions.push([names.get(place.schema) ?? '', copy(place)]);
  }
  return { $ref, definitions: objectOf(definitions) };
}
