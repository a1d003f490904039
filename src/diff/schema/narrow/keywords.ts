import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import { isNames } from '../compile/site.ts';
import type { Reading, Sides } from './reading.ts';

/** Whether the first schema's keywords imply one of the second's, if the references do their part. */
type Rule = (keyword: string, sides: Sides, reading: Reading) => boolean;

const same: Rule = (keyword, sides, reading) => areSame([keyword], sides, reading);
const never: Rule = () => false;
const always: Rule = () => true;
const sameCondition: Rule = (_, sides, reading) => areSame(['if', 'then', 'else'], sides, reading);
const sameCount: Rule = (_, sides, reading) => areSame(['contains', 'minContains', 'maxContains'], sides, reading);

const atLeast: Rule = (keyword, { sub, sup }) => isAbove(member(sub, keyword), member(sup, keyword));
const atMost: Rule = (keyword, { sub, sup }) => isAbove(member(sup, keyword), member(sub, keyword));

const format: Rule = (keyword, sides, reading) =>
  reading.options.formats === 'annotate' || same(keyword, sides, reading);

const bound: Rule = (keyword, sides, reading) => {
  const lower = keyword.endsWith('inimum');
  const exclusive = lower ? 'exclusiveMinimum' : 'exclusiveMaximum';
  if (reading.dialect.exclusiveFlags) {
    if (!areSame([exclusive], sides, reading)) return false;
    if (keyword === exclusive) return true;
  }
  return (lower ? atLeast : atMost)(keyword, sides, reading);
};

const type: Rule = (_, { sub, sup }, reading) => {
  const [inner, outer] = [typesOf(sub, reading), typesOf(sup, reading)];
  if (inner === undefined || outer === undefined) return false;
  return [...inner].every((each) => outer.has(each) || (each === 'integer' && outer.has('number')));
};

const values: Rule = (keyword, sides, reading) => {
  if (same(keyword, sides, reading)) return true;
  const { sub, sup } = sides;
  const constant = reading.dialect.keywords.has('const') ? member(sub, 'const') : undefined;
  const [inner, outer] = [constant === undefined ? member(sub, 'enum') : [constant], member(sup, 'enum')];
  if (!isArray(inner) || !isArray(outer)) return false;
  const taken = new Set(outer);
  return inner.every((each) => (each === null || typeof each !== 'object') && taken.has(each));
};

const required: Rule = (keyword, { sub, sup }) => {
  const [inner, outer] = [member(sub, keyword) ?? [], member(sup, keyword)];
  if (!isNames(inner) || !isNames(outer)) return false;
  const names = new Set(inner);
  return outer.every((name) => names.has(name));
};

const properties: Rule = (keyword, sides, reading) => {
  const [inner, outer] = [member(sides.sub, keyword) ?? {}, member(sides.sup, keyword)];
  if (!isJsonObject(inner) || !isJsonObject(outer)) return false;
  if (reading.hasMarks) {
    for (const name of Object.keys(inner)) {
      if (!Object.hasOwn(outer, name) && reading.mayBeMarked(inner[name], 0)) return false;
    }
  }
  return Object.keys(outer).every((name) =>
    Object.hasOwn(inner, name)
      ? reading.parts(inner[name], outer[name], sides)
      : !reading.mayBeMarked(outer[name], 1) && isUndeclaredFit(name, outer[name], sides, reading),
  );
};

/** Whether a member that the first schema does not name fits what the second says of it. */
function isUndeclaredFit(name: string, schema: unknown, sides: Sides, reading: Reading): boolean {
  const additional = member(sides.sub, 'additionalProperties');
  const others = Object.hasOwn(sides.sub, 'patternProperties') ? undefined : additional;
  if (others === false || isTrivial(schema, reading)) return true;
  if (isJsonObject(others)) return reading.parts(others, schema, sides);
  return reading.isApart(name, sides);
}

const patternProperties: Rule = (keyword, sides, reading) => {
  const [inner, outer] = [member(sides.sub, keyword), member(sides.sup, keyword)];
  if (!isJsonObject(inner) || !isJsonObject(outer)) return false;
  return Object.keys(outer).every(
    (pattern) => Object.hasOwn(inner, pattern) && reading.parts(inner[pattern], outer[pattern], sides),
  );
};

const additionalProperties: Rule = (keyword, sides, reading) => {
  const { sub, sup } = sides;
  const [inner, outer] = [member(sub, keyword), member(sup, keyword)];
  if (isTrivial(outer, reading)) return true;
  if (inner === undefined) return false;
  const named = [member(sub, 'properties') ?? {}, member(sup, 'properties') ?? {}];
  const [ours, theirs] = named;
  if (!isJsonObject(ours) || !isJsonObject(theirs)) return false;
  const patterns = [sub, sup].map((each) => Object.keys(objectAt(each, 'patternProperties')));
  if (patterns[0]?.length !== patterns[1]?.length || patterns[0]?.some((each) => !patterns[1]?.includes(each)))
    return false;
  const others = Object.keys(ours).filter((name) => !Object.hasOwn(theirs, name));
  if (others.some((name) => reading.mayBeMarked(ours[name], 0))) return false;
  return (
    others.every((name) => reading.parts(ours[name], outer, sides)) &&
    (inner === false || reading.parts(inner, outer, sides))
  );
};

const items: Rule = (keyword, sides, reading) => {
  const { sub, sup } = sides;
  const [inner, outer] = [member(sub, keyword), member(sup, keyword)];
  const prefixes = [sub, sup].map((each) => member(each, 'prefixItems'));
  const positional = reading.dialect.keywords.has('prefixItems')
    ? prefixes.some((each) => each !== undefined)
    : isArray(inner) || isArray(outer);
  if (positional) return areSame(['items', 'prefixItems', 'additionalItems'], sides, reading);
  if (inner === undefined) return isTrivial(outer, reading);
  return reading.parts(inner, outer, sides);
};

const allOf: Rule = (keyword, sides, reading) => {
  const [inner, outer] = [member(sides.sub, keyword), member(sides.sup, keyword)];
  if (!isArray(outer)) return false;
  if (inner === undefined) return outer.every((each) => reading.insides(sides.sub, each, sides));
  if (!isArray(inner) || (reading.hasMarks && inner.length !== outer.length)) return false;
  return outer.every((each, index) => {
    const partner = partnerOf(each, index, inner);
    return partner !== undefined && reading.insides(partner, each, sides);
  });
};

const anyOf: Rule = (keyword, sides, reading) => {
  const [inner, outer] = [member(sides.sub, keyword), member(sides.sup, keyword)];
  if (!isArray(inner) || !isArray(outer) || (reading.hasMarks && inner.length !== outer.length)) return false;
  return inner.every((each, index) => {
    const partner = partnerOf(each, index, outer);
    return partner !== undefined && reading.insides(each, partner, sides);
  });
};

const reference: Rule = (keyword, sides, reading) => {
  const { sub, sup, context } = sides;
  const [inner, outer] = [member(sub, keyword), member(sup, keyword)];
  if (typeof outer !== 'string' || (reading.hasMarks && inner !== outer)) return false;
  return typeof inner === 'string'
    ? reading.refers([inner, outer], sub, { ...context, location: undefined })
    : reading.refers([sub, outer], sub, context);
};

const rules: Readonly<Record<string, Rule>> = {
  $ref: reference,
  type,
  enum: values,
  required,
  properties,
  patternProperties,
  additionalProperties,
  allOf,
  anyOf,
  format,
  // Read together with `type`.
  nullable: always,
  ...each(['items', 'prefixItems', 'additionalItems'], items),
  ...each(['minLength', 'minItems', 'minProperties'], atLeast),
  ...each(['maxLength', 'maxItems', 'maxProperties'], atMost),
  ...each(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'], bound),
  ...each(['if', 'then', 'else'], sameCondition),
  ...each(['contains', 'minContains', 'maxContains'], sameCount),
  ...each(['unevaluatedItems', 'unevaluatedProperties', '$dynamicRef', '$recursiveRef'], never),
  ...each(['$dynamicAnchor', '$recursiveAnchor'], never),
};

function each(keywords: readonly string[], rule: Rule): Record<string, Rule> {
  return Object.fromEntries(keywords.map((keyword) => [keyword, rule]));
}

/** By default a keyword is implied by the same one. */
export function ruleOf(keyword: string): Rule {
  return (Object.hasOwn(rules, keyword) ? rules[keyword] : undefined) ?? same;
}

function areSame(keywords: readonly string[], { sub, sup, context }: Sides, reading: Reading): boolean {
  return keywords.every((each) => {
    if (!reading.dialect.keywords.has(each)) return true;
    const [inner, outer] = [member(sub, each), member(sup, each)];
    return inner === undefined || outer === undefined
      ? inner === outer
      : reading.areSame(each, inner, outer, context.depth + 1);
  });
}

/** The branch that stands for another one: the one that refers to the same, else the one in its position. */
function partnerOf(schema: unknown, index: number, among: readonly unknown[]): unknown {
  const sought = referenceIn(schema);
  const partner = sought === undefined ? undefined : among.find((each) => referenceIn(each) === sought);
  return partner ?? among[index];
}

function referenceIn(schema: unknown): unknown {
  return isJsonObject(schema) ? member(schema, '$ref') : undefined;
}

function isTrivial(schema: unknown, { dialect }: Reading): boolean {
  if (!isJsonObject(schema)) return schema === true || schema === undefined;
  return !Object.keys(schema).some((keyword) => dialect.keywords.has(keyword));
}

function isAbove(value: unknown, than: unknown): boolean {
  return typeof value === 'number' && typeof than === 'number' && value >= than;
}

function typesOf(schema: JsonObject, { dialect }: Reading): ReadonlySet<string> | undefined {
  const value = member(schema, 'type');
  const names = typeof value === 'string' ? [value] : value;
  if (!isNames(names)) return undefined;
  const nullable = dialect.keywords.has('nullable') && member(schema, 'nullable') === true;
  return new Set(nullable ? [...names, 'null'] : names);
}

function objectAt(schema: JsonObject, keyword: string): JsonObject {
  const value = member(schema, keyword);
  return isJsonObject(value) ? value : {};
}
