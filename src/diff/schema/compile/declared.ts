import { isJsonObject, member } from '../form/json.ts';
import { inLanguage } from '../form/names.ts';
import type { Names } from '../form/names.ts';
import type { Compiler } from './compiler.ts';
import { targetOf } from './references.ts';
import type { Place } from './source.ts';
import { languageOf } from './string.ts';
import { subschemasOf } from './subschemas.ts';

/** The member names that a schema declares, through references and combinations too. */
export function declaredNames(start: Place, compiler: Compiler): readonly Names[] {
  const names = new Set<string>();
  const patterns = new Set<string>();
  for (const { schema } of placesOfSameValue(start, compiler)) {
    for (const name of keysOf(schema, 'properties')) names.add(name);
    for (const pattern of keysOf(schema, 'patternProperties')) patterns.add(pattern);
  }
  const languages = [...patterns].flatMap((pattern) => languageOf(pattern, compiler) ?? []);
  const wide = languages.map((language) => inLanguage(language));
  return names.size === 0 ? wide : [{ kind: 'listed', names }, ...wide];
}

/** The schema and all others that speak of the same value because of it. */
export function* placesOfSameValue(start: Place, compiler: Compiler): Generator<Place> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { schema, resource } = place;
    const key = compiler.keyOf(place);
    if (!isJsonObject(schema) || seen.has(key)) continue;
    seen.add(key);
    compiler.steps.spend();
    yield place;
    for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef'] as const) {
      const target = targetOf(place, keyword);
      if (target !== undefined) waiting.push(target);
    }
    for (const each of subschemasOf(schema, resource.dialect)) {
      if (each.about === 'value') waiting.push(resource.source.enter({ ...place, schema: each.schema }));
    }
  }
}

function keysOf(schema: unknown, keyword: string): readonly string[] {
  const value = isJsonObject(schema) ? member(schema, keyword) : undefined;
  return isJsonObject(value) ? Object.keys(value) : [];
}
