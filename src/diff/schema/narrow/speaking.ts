import type { Dialect } from '../compile/dialect.ts';
import { placesOfSameValue } from '../compile/references.ts';
import type { Place } from '../compile/source.ts';
import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';

const ofParts = ['properties', 'additionalProperties', 'items', 'prefixItems', 'additionalItems'];
const ofNames = ['patternProperties', 'propertyNames', 'unevaluatedProperties', 'unevaluatedItems'];
const combining = [
  '$ref',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'dependentSchemas',
  'dependencies',
];
const naming = ['required', 'dependentRequired', 'dependencies', 'enum', 'const'];

/** Whether several of a schema's keywords may speak of the same part of a value. */
export function isCombined(schema: JsonObject, { keywords }: Dialect): boolean {
  const has = (keyword: string): boolean => keywords.has(keyword) && Object.hasOwn(schema, keyword);
  const { allOf } = schema;
  const branches = has('allOf') && isArray(allOf) ? allOf.length : 0;
  const own = ofParts.some(has) ? 1 : 0;
  const wide = ofNames.filter(has).length * 2;
  return branches + own + wide + combining.filter(has).length > 1;
}

/** Whether all that a schema says of members is said by one of its branches. */
export function alternativesAside(schema: JsonObject, branch: unknown): boolean {
  if (naming.some((keyword) => Object.hasOwn(schema, keyword))) return false;
  const { anyOf } = schema;
  return !isArray(anyOf) || anyOf.every((each) => each === branch || isSilent(each));
}

function isSilent(schema: unknown): boolean {
  if (!isJsonObject(schema)) return typeof schema === 'boolean';
  return ![...ofParts, ...ofNames, ...combining, ...naming, 'allOf', '$dynamicRef', '$recursiveRef'].some(
    (each) => Object.hasOwn(schema, each) && !(each === 'enum' && isArray(schema.enum) && !schema.enum.some(isObject)),
  );
}

/** The names of members that schemas speak of, each schema together with all that speaks of the same value. */
export class Spoken {
  readonly #names = new Map<unknown, ReadonlySet<string> | undefined>();

  /** Whether a schema says nothing of a member; no if that is hard to tell. */
  isSilent(place: Place, name: string): boolean {
    const { schema } = place;
    if (!this.#names.has(schema)) this.#names.set(schema, namesOf(place));
    return this.#names.get(schema)?.has(name) === false;
  }
}

function namesOf(start: Place): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { schema } of placesOfSameValue(start)) {
    if (!isJsonObject(schema)) continue;
    if (ofNames.some((keyword) => Object.hasOwn(schema, keyword))) return undefined;
    if ([member(schema, 'const'), member(schema, 'enum')].some(holdsObject)) return undefined;
    for (const keyword of ['properties', 'dependencies', 'dependentRequired', 'dependentSchemas']) {
      addNames(member(schema, keyword), names);
    }
    addNames(member(schema, 'required'), names);
  }
  return names;
}

/** Names that are keys or listed, at any level. */
function addNames(value: unknown, names: Set<string>): void {
  if (typeof value === 'string') names.add(value);
  else if (isArray(value)) for (const each of value) addNames(each, names);
  else if (isJsonObject(value)) {
    for (const name of Object.keys(value)) {
      names.add(name);
      if (isArray(value[name])) addNames(value[name], names);
    }
  }
}

function holdsObject(value: unknown): boolean {
  return isArray(value) ? value.some(isObject) : isObject(value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
