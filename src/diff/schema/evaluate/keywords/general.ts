import { isArray, jsonKey, jsonTypeOf, jsonTypes } from '../../form/json.ts';
import { count, countWithin, every, malformed, negate, some, unknown, valid, validIf } from '../evaluation.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Keywords, Site } from '../site.ts';

const typeNames = new Set<unknown>(jsonTypes);

function isOfType(name: unknown, instance: unknown): Evaluation {
  if (name === 'integer') return validIf(Number.isInteger(instance));
  return typeNames.has(name) ? validIf(jsonTypeOf(instance) === name) : unknown(`unknown type ${String(name)}`);
}

function evaluateType(value: unknown, instance: unknown): Evaluation {
  return isArray(value) ? some(value.map((name) => isOfType(name, instance))) : isOfType(value, instance);
}

const isEqual = (a: unknown, b: unknown): boolean => jsonKey(a) === jsonKey(b);

const branches = (value: unknown, site: Site): readonly Evaluation[] | undefined =>
  isArray(value) ? value.map((branch) => site.inPlace(branch)) : undefined;

function evaluateIf(value: unknown, site: Site): Evaluation {
  const condition = site.inPlace(value);
  const branch = (keyword: 'then' | 'else', apply: 'inPlace' | 'apart' = 'inPlace'): Evaluation =>
    Object.hasOwn(site.schema, keyword) ? site[apply](site.schema[keyword]) : valid;
  if (condition.verdict === 'valid') return branch('then');
  if (condition.verdict === 'invalid') return branch('else');
  const [positive, negative] = [branch('then', 'apart'), branch('else', 'apart')];
  return positive.verdict === negative.verdict ? positive : condition;
}

export const type: Keywords = {
  type: { evaluate: (value, { instance }) => evaluateType(value, instance) },
};

/** OpenAPI 3.0: `nullable` adds null to the `type` beside it and to nothing else, so an enum still has to name it. */
export const nullableType: Keywords = {
  type: {
    evaluate: (value, { schema, instance }) =>
      instance === null && schema.nullable === true ? valid : isOfType(value, instance),
  },
};

export const enumeration: Keywords = {
  enum: {
    evaluate: (value, { instance }) =>
      isArray(value) ? validIf(value.some((entry) => isEqual(entry, instance))) : malformed('enum'),
  },
};

export const constant: Keywords = {
  const: { evaluate: (value, { instance }) => validIf(isEqual(value, instance)) },
};

export const logic: Keywords = {
  allOf: {
    holds: 'schemas',
    evaluate: (value, site) => every(branches(value, site) ?? [malformed('allOf')]),
  },
  anyOf: {
    holds: 'schemas',
    evaluate: (value, site) => some(branches(value, site) ?? [malformed('anyOf')]),
  },
  oneOf: {
    holds: 'schemas',
    evaluate: (value, site) => {
      const parts = branches(value, site);
      return parts === undefined ? malformed('oneOf') : countWithin(count(parts), 1, 1);
    },
  },
  not: {
    holds: 'schema',
    evaluate: (value, site) => negate(site.apart(value)),
  },
};

export const conditional: Keywords = {
  if: { holds: 'schema', evaluate: evaluateIf },
  // `if` applies them. Not written as `then:`, which would make this object look like a promise.
  ...Object.fromEntries(['then', 'else'].map((keyword) => [keyword, { holds: 'schema' }] as const)),
};

const reference = (keyword: string, kind: 'static' | 'dynamic' | 'recursive'): Keywords => ({
  [keyword]: {
    evaluate: (value, site) => (typeof value === 'string' ? site.reference(kind, value) : malformed(keyword)),
  },
});

export const staticReference = reference('$ref', 'static');
export const dynamicReference = reference('$dynamicRef', 'dynamic');
export const recursiveReference = reference('$recursiveRef', 'recursive');

export const definitions: Keywords = { definitions: { holds: 'named schemas' } };
export const modernDefinitions: Keywords = { ...definitions, $defs: { holds: 'named schemas' } };
