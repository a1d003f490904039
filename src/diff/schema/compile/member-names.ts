import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
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

/**
 * Member names that a schema speaks of in any way, through references and combinations too, and those that it declares.
 * They are read from the text: of alternatives that come to nothing as values, too, some sender may have taken one.
 */
export function declaredNames(
  start: Place,
  compiler: Compiler,
): { spoken: readonly Names[]; declared: readonly Names[] } {
  const places = [...placesOfSameValue(start)];
  const declaredAt = places.some(denies) ? [...placesOfSameValue(start, declaring)] : places;
  const mentioned = new Set(places.flatMap(({ schema }) => keysOf(schema, 'properties')));
  for (const place of places) for (const name of mentionedIn(place)) mentioned.add(name);
  return {
    spoken: namesOf(mentioned, places, compiler),
    declared: namesOf(new Set(declaredAt.flatMap(({ schema }) => keysOf(schema, 'properties'))), declaredAt, compiler),
  };
}

function denies({ schema }: Place): boolean {
  return isJsonObject(schema) && (Object.hasOwn(schema, 'not') || Object.hasOwn(schema, 'if'));
}

/** Names that a schema object asks for or lists, whatever for. */
function* mentionedIn(place: Place): Generator<string> {
  const { schema, resource } = place;
  if (!isJsonObject(schema)) return;
  yield* stringsIn(member(schema, 'required'));
  for (const keyword of ['dependentRequired', 'dependentSchemas', 'dependencies']) {
    const dependencies = member(schema, keyword);
    if (!isJsonObject(dependencies)) continue;
    for (const name of Object.keys(dependencies)) {
      yield name;
      yield* stringsIn(dependencies[name]);
    }
  }
  for (const value of constantsOf(schema)) if (isJsonObject(value)) yield* Object.keys(value);
  const propertyNames = member(schema, 'propertyNames');
  if (propertyNames === undefined) return;
  for (const names of placesOfSameValue(resource.source.enter({ ...place, schema: propertyNames }))) {
    if (isJsonObject(names.schema)) yield* stringsIn(constantsOf(names.schema));
  }
}

function constantsOf(schema: JsonObject): readonly unknown[] {
  const values = member(schema, 'enum');
  return [...(isArray(values) ? values : []), member(schema, 'const')];
}

function stringsIn(values: unknown): readonly string[] {
  if (isArray(values)) return values.filter((each) => typeof each === 'string');
  return typeof values === 'string' ? [values] : [];
}

function namesOf(names: ReadonlySet<string>, places: readonly Place[], compiler: Compiler): readonly Names[] {
  const patterns = new Set<string>();
  for (const { schema } of places) {
    compiler.steps.spend();
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
