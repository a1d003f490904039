import { isArray, isJsonObject } from '../../form/json.ts';
import type { JsonObject } from '../../form/json.ts';
import { every, malformed, negate, unknown, valid, validIf } from '../evaluation.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Keyword, Keywords, Site } from '../site.ts';
import { atLeast, atMost, sizeBound } from './size.ts';

const membersOf = (instance: unknown): JsonObject => (isJsonObject(instance) ? instance : {});
const namesOf = (instance: unknown): readonly string[] => Object.keys(membersOf(instance));
const countOf = (instance: unknown): number => namesOf(instance).length;

const isNames = (value: unknown): value is readonly string[] =>
  isArray(value) && value.every((name) => typeof name === 'string');

const hasAll = (instance: unknown, names: readonly string[]): Evaluation =>
  validIf(names.every((name) => Object.hasOwn(membersOf(instance), name)));

export const objects: Keywords = {
  minProperties: sizeBound('minProperties', 'object', countOf, atLeast),
  maxProperties: sizeBound('maxProperties', 'object', countOf, atMost),
  required: {
    on: 'object',
    evaluate: (value, { instance }) => (isNames(value) ? hasAll(instance, value) : malformed('required')),
  },
};

export const properties: Keywords = {
  properties: {
    holds: 'named schemas',
    on: 'object',
    evaluate: (value, site) => {
      if (!isJsonObject(value)) return malformed('properties');
      const members = membersOf(site.instance);
      const names = Object.keys(value).filter((name) => Object.hasOwn(members, name));
      for (const name of names) site.evaluated.names.add(name);
      return every(names.map((name) => site.below(value[name], members[name])));
    },
  },
};

export const patternProperties: Keywords = {
  patternProperties: {
    holds: 'named schemas',
    on: 'object',
    evaluate: (value, site) => {
      if (!isJsonObject(value)) return malformed('patternProperties');
      const names = namesOf(site.instance);
      return every(
        Object.keys(value).flatMap((pattern) =>
          names.map((name) => evaluateCovered(site.matches(pattern, name), value[pattern], name, site)),
        ),
      );
    },
  },
};

/** A member's subschema that applies only if the name is covered; only what surely applies counts as evaluated. */
function evaluateCovered(covered: Evaluation, schema: unknown, name: string, site: Site): Evaluation {
  if (covered.verdict === 'invalid') return valid;
  const member = site.below(schema, membersOf(site.instance)[name]);
  if (covered.verdict === 'valid') {
    site.evaluated.names.add(name);
    return member;
  }
  site.evaluated.uncertain = true;
  return member.verdict === 'valid' ? valid : covered;
}

function additionalProperties(withPatterns: boolean): Keyword {
  return {
    holds: 'schema',
    on: 'object',
    evaluate: (value, site) => {
      const { properties, patternProperties } = site.schema;
      const isNamed = (name: string): boolean => isJsonObject(properties) && Object.hasOwn(properties, name);
      const patterns = withPatterns && isJsonObject(patternProperties) ? Object.keys(patternProperties) : [];
      const rest = namesOf(site.instance).filter((name) => !isNamed(name));
      return every(
        rest.map((name) => {
          const additional = every(patterns.map((pattern) => negate(site.matches(pattern, name))));
          return evaluateCovered(additional, value, name, site);
        }),
      );
    },
  };
}

export const additional: Keywords = { additionalProperties: additionalProperties(true) };

/** OpenAPI 3.0 has no `patternProperties`. */
export const additionalWithoutPatterns: Keywords = { additionalProperties: additionalProperties(false) };

export const propertyNames: Keywords = {
  propertyNames: {
    holds: 'schema',
    on: 'object',
    evaluate: (value, site) => every(namesOf(site.instance).map((name) => site.below(value, name))),
  },
};

/** Applies each entry whose name the instance has. */
function evaluateDependents(
  value: unknown,
  keyword: string,
  { instance }: Site,
  evaluateEntry: (entry: unknown) => Evaluation,
): Evaluation {
  if (!isJsonObject(value)) return malformed(keyword);
  const present = Object.keys(value).filter((name) => Object.hasOwn(membersOf(instance), name));
  return every(present.map((name) => evaluateEntry(value[name])));
}

const evaluateDependencies = (value: unknown, site: Site, apply: 'inPlace' | 'apart'): Evaluation =>
  evaluateDependents(value, 'dependencies', site, (entry) =>
    isNames(entry) ? hasAll(site.instance, entry) : site[apply](entry),
  );

export const dependencies: Keywords = {
  dependencies: {
    holds: 'named schemas or names',
    on: 'object',
    evaluate: (value, site) => evaluateDependencies(value, site, 'inPlace'),
  },
};

/** From 2019-09 on no longer part of the specification, yet many validators still assert it. */
export const contestedDependencies: Keywords = {
  dependencies: {
    holds: 'named schemas or names',
    on: 'object',
    evaluate: (value, site) => {
      site.evaluated.uncertain = true;
      const result = evaluateDependencies(value, site, 'apart');
      return result.verdict === 'valid' ? valid : unknown('dependencies outlived its draft');
    },
  },
};

export const dependents: Keywords = {
  dependentRequired: {
    on: 'object',
    evaluate: (value, site) =>
      evaluateDependents(value, 'dependentRequired', site, (entry) =>
        isNames(entry) ? hasAll(site.instance, entry) : malformed('dependentRequired'),
      ),
  },
  dependentSchemas: {
    holds: 'named schemas',
    on: 'object',
    evaluate: (value, site) => evaluateDependents(value, 'dependentSchemas', site, (entry) => site.inPlace(entry)),
  },
};
