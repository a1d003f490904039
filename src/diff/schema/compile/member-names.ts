import { isArray, isJsonObject, member } from '../form/json.ts';
import { inLanguage } from '../form/names.ts';
import type { Names } from '../form/names.ts';
import type { Compiler } from './compiler.ts';
import { placesOfSameValue, targetOf } from './references.ts';
import type { Place } from './source.ts';
import { languageOf } from './string.ts';

/** Keywords whose schemas say what a value may be; what is denied or asked about is declared by nobody. */
const declaring = [
  '$ref',
  '$dynamicRef',
  '$recursiveRef',
  'allOf',
  'anyOf',
  'oneOf',
  'then',
  'else',
  'dependentSchemas',
  'dependencies',
];

/** Member names that a schema speaks of, through references and combinations too, and those of them that it declares. */
export function declaredNames(
  start: Place,
  compiler: Compiler,
): { spoken: readonly Names[]; declared: readonly Names[] } {
  const places = [...placesOfSameValue(start)];
  const spoken = namesOf(places, compiler);
  if (!places.some(denies)) return { spoken, declared: spoken };
  return { spoken, declared: namesOf([...placesOfSameValue(start, declaring)], compiler) };
}

function denies({ schema }: Place): boolean {
  return isJsonObject(schema) && (Object.hasOwn(schema, 'not') || Object.hasOwn(schema, 'if'));
}

function namesOf(places: readonly Place[], compiler: Compiler): readonly Names[] {
  const names = new Set<string>();
  const patterns = new Set<string>();
  for (const { schema } of places) {
    compiler.steps.spend();
    for (const name of keysOf(schema, 'properties')) names.add(name);
    for (const pattern of keysOf(schema, 'patternProperties')) patterns.add(pattern);
  }
  const languages = [...patterns].flatMap((pattern) => languageOf(pattern, compiler) ?? []);
  const wide = languages.map((language) => inLanguage(language));
  return names.size === 0 ? wide : [{ kind: 'listed', names }, ...wide];
}

/** The names of members that are not sent in a direction, as their own schemas say. */
export function hiddenNames(start: Place, direction: 'request' | 'response', compiler: Compiler): ReadonlySet<string> {
  const keyword = direction === 'request' ? 'readOnly' : 'writeOnly';
  const hidden = new Set<string>();
  for (const place of placesOfSameValue(start)) {
    compiler.steps.spend();
    const { schema } = place;
    for (const name of keysOf(schema, 'properties')) {
      const properties = isJsonObject(schema) ? member(schema, 'properties') : undefined;
      const property = isJsonObject(properties) ? member(properties, name) : undefined;
      if (isMarked({ ...place, schema: property }, keyword)) hidden.add(name);
    }
  }
  return hidden;
}

/** Whether a schema carries an annotation, by itself, through a reference or as one of several that must all hold. */
export function isMarked(start: Place, keyword: string): boolean {
  const seen = new Set<unknown>();
  const waiting = [start];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { schema, resource } = place;
    if (!isJsonObject(schema) || seen.has(schema)) continue;
    seen.add(schema);
    const target = targetOf(place, '$ref');
    if (target !== undefined) waiting.push(target);
    if (target !== undefined && !resource.dialect.refSiblings) continue;
    if (member(schema, keyword) === true) return true;
    const allOf = member(schema, 'allOf');
    if (isArray(allOf)) for (const each of allOf) waiting.push(resource.source.enter({ ...place, schema: each }));
  }
  return false;
}

function keysOf(schema: unknown, keyword: string): readonly string[] {
  const value = isJsonObject(schema) ? member(schema, keyword) : undefined;
  return isJsonObject(value) ? Object.keys(value) : [];
}
