import { isArray, jsonKey } from '../../form/json.ts';
import { count, countWithin, every, malformed, valid, validIf } from '../evaluation.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Keyword, Keywords, Site } from '../site.ts';
import { atLeast, atMost, isSize, sizeBound } from './size.ts';

const itemsOf = (instance: unknown): readonly unknown[] => (isArray(instance) ? instance : []);
const lengthOf = (instance: unknown): number => itemsOf(instance).length;

const isUnique = (items: readonly unknown[]): boolean => new Set(items.map(jsonKey)).size === items.length;

export const arrays: Keywords = {
  minItems: sizeBound('minItems', 'array', lengthOf, atLeast),
  maxItems: sizeBound('maxItems', 'array', lengthOf, atMost),
  uniqueItems: {
    on: 'array',
    evaluate: (value, { instance }) =>
      typeof value === 'boolean' ? validIf(!value || isUnique(itemsOf(instance))) : malformed('uniqueItems'),
  },
};

/** One schema per position, as far as either list goes. */
function evaluatePrefix(schemas: readonly unknown[], site: Site): Evaluation {
  const items = itemsOf(site.instance).slice(0, schemas.length);
  for (const index of items.keys()) site.evaluated.indexes.add(index);
  return every(items.map((item, index) => site.below(schemas[index], item)));
}

/** One schema for every item from `start` on. */
function evaluateRest(schema: unknown, start: number, site: Site): Evaluation {
  const items = itemsOf(site.instance);
  for (let index = start; index < items.length; index += 1) site.evaluated.indexes.add(index);
  return every(items.slice(start).map((item) => site.below(schema, item)));
}

/** One schema for all items, or a list by position. */
const items: Keyword = {
  holds: 'schema or schemas',
  on: 'array',
  evaluate: (value, site) => (isArray(value) ? evaluatePrefix(value, site) : evaluateRest(value, 0, site)),
};

/** Up to 2019-09: `additionalItems` follows a list. */
export const positionalItems: Keywords = {
  items,
  additionalItems: {
    holds: 'schema',
    on: 'array',
    evaluate: (value, site) =>
      isArray(site.schema.items) ? evaluateRest(value, site.schema.items.length, site) : valid,
  },
};

/** OpenAPI 3.0: one schema for all items; a list, which it does not allow, means what it means elsewhere. */
export const uniformItems: Keywords = { items };

/** From 2020-12 on. */
export const prefixedItems: Keywords = {
  prefixItems: {
    holds: 'schemas',
    on: 'array',
    evaluate: (value, site) => (isArray(value) ? evaluatePrefix(value, site) : malformed('prefixItems')),
  },
  items: {
    holds: 'schema',
    on: 'array',
    evaluate: (value, site) => {
      if (isArray(value)) return malformed('items');
      const { prefixItems } = site.schema;
      return evaluateRest(value, isArray(prefixItems) ? prefixItems.length : 0, site);
    },
  },
};

const matchesOf = (value: unknown, site: Site): readonly Evaluation[] =>
  itemsOf(site.instance).map((item) => site.below(value, item));

/** Drafts 06 and 07: at least one item. */
export const contains: Keywords = {
  contains: {
    holds: 'schema',
    on: 'array',
    evaluate: (value, site) => countWithin(count(matchesOf(value, site)), 1, Infinity),
  },
};

function countedContains(mark: (found: readonly Evaluation[], site: Site) => void): Keyword {
  return {
    holds: 'schema',
    on: 'array',
    evaluate: (value, site) => {
      const { minContains: lower = 1, maxContains: upper = Infinity } = site.schema;
      if (!isSize(lower) || !(upper === Infinity || isSize(upper))) return malformed('minContains or maxContains');
      const found = matchesOf(value, site);
      mark(found, site);
      return countWithin(count(found), lower, upper);
    },
  };
}

function markMatches(found: readonly Evaluation[], { evaluated }: Site): void {
  for (const [index, { verdict }] of found.entries()) {
    if (verdict === 'valid') evaluated.indexes.add(index);
    if (verdict === 'unknown') evaluated.uncertain = true;
  }
}

function doubtMatches(found: readonly Evaluation[], { evaluated }: Site): void {
  evaluated.uncertain ||= found.some(({ verdict }) => verdict !== 'invalid');
}

/** 2019-09: by its text the matches are no evaluated items, but validators take them for that as 2020-12 does. */
export const containsWithCounts: Keywords = { contains: countedContains(doubtMatches) };

/** From 2020-12 on, its matches are evaluated items. */
export const containsThatEvaluates: Keywords = { contains: countedContains(markMatches) };
