import { placesWithin } from '../compile/references.ts';
import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { Place } from '../compile/source.ts';
import type { RawSchema } from './voice.ts';

/** All keywords that Ajv may assert, whatever the dialect. */
const asserted = new Set([
  'additionalItems',
  'additionalProperties',
  'allOf',
  'anyOf',
  'const',
  'contains',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'else',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'if',
  'items',
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'not',
  'nullable',
  'oneOf',
  'pattern',
  'patternProperties',
  'prefixItems',
  'properties',
  'propertyNames',
  'required',
  'then',
  'type',
  'unevaluatedItems',
  'unevaluatedProperties',
  'uniqueItems',
]);

const dynamic = new Set(['$dynamicRef', '$recursiveRef', '$dynamicAnchor', '$recursiveAnchor']);

/** Ajv writes a program for each schema, which takes about half a millisecond for each object in it. */
const mostSchemas = 50;

/**
 * Whether Ajv is known to follow the specification in all that a schema reaches. Where it does not: dynamic references;
 * keywords beside `$ref` in dialects that ignore them; keywords that the dialect does not have; `unevaluatedItems`
 * beside `contains`; `contains` beside positional items where something is denied or asked about, as there it stops at
 * the first error; what is unevaluated beside a failed `if`; multiples of fractions, in binary arithmetic; empty enums;
 * an `if` alone, which still evaluates members; formats; members named `__proto__`. References between resources
 * are left to the evaluator too.
 */
export function isAuthority({ place: start, formats }: RawSchema): boolean {
  let [schemas, unevaluatedItems, unevaluated, contains, conditional] = [0, false, false, false, false];
  let [positional, negated] = [false, false];
  for (const place of placesWithin(start)) {
    schemas += 1;
    const { schema, resource } = place;
    if (schemas > mostSchemas || resource !== start.resource) return false;
    if (!isJsonObject(schema)) continue;
    if (Object.keys(schema).some((keyword) => isUnfit(keyword, schema, place, formats))) return false;
    unevaluatedItems ||= 'unevaluatedItems' in schema;
    unevaluated ||= 'unevaluatedItems' in schema || 'unevaluatedProperties' in schema;
    contains ||= 'contains' in schema;
    conditional ||= 'if' in schema;
    negated ||= 'not' in schema;
    positional ||= 'prefixItems' in schema || isArray(member(schema, 'items'));
  }
  if (contains && positional && (negated || conditional)) return false;
  return !(unevaluatedItems && contains) && !(unevaluated && conditional);
}

function isUnfit(keyword: string, schema: JsonObject, { resource }: Place, formats: RawSchema['formats']): boolean {
  const { dialect } = resource;
  if (dynamic.has(keyword)) return true;
  if (keyword === '$ref' && !dialect.refSiblings && Object.keys(schema).some((each) => asserted.has(each))) return true;
  if (asserted.has(keyword) && !dialect.keywords.has(keyword)) return true;
  const value = member(schema, keyword);
  switch (keyword) {
    case 'multipleOf':
      return !Number.isSafeInteger(value);
    case 'if':
      return !('then' in schema || 'else' in schema);
    case 'enum':
      return isArray(value) && value.length === 0;
    case 'format':
      return formats === 'assert';
    case 'properties':
      return isJsonObject(value) && Object.hasOwn(value, '__proto__');
    case 'required':
      return isArray(value) && value.includes('__proto__');
    default:
      return false;
  }
}
