import {
  additional,
  additionalWithoutPatterns,
  contestedDependencies,
  dependencies,
  dependents,
  objects,
  patternProperties,
  properties,
  propertyNames,
} from './keywords/object.ts';
import {
  arrays,
  contains,
  containsThatEvaluates,
  containsWithCounts,
  positionalItems,
  prefixedItems,
  uniformItems,
} from './keywords/array.ts';
import {
  conditional,
  constant,
  definitions,
  dynamicReference,
  enumeration,
  logic,
  modernDefinitions,
  nullableType,
  recursiveReference,
  staticReference,
  type,
} from './keywords/general.ts';
import { numbers, numbersWithFlags } from './keywords/number.ts';
import { strings } from './keywords/string.ts';
import { unevaluated } from './keywords/unevaluated.ts';
import type { Keywords } from './site.ts';

export type Dialect = 'draft-04' | 'draft-06' | 'draft-07' | '2019-09' | '2020-12' | 'openapi-3.0';

/** What sets a dialect apart, as data. */
export interface DialectRules {
  readonly keywords: Keywords;
  /** Keywords that look at what the others beside them have evaluated. */
  readonly last: Keywords;
  /** Up to draft 07 and in OpenAPI 3.0, what stands beside `$ref` is ignored. */
  readonly refReplaces: boolean;
  readonly identifier: '$id' | 'id' | undefined;
  /** Whether `$id: "#name"` is an anchor, as before `$anchor` existed. */
  readonly anchorsById: boolean;
  readonly anchors: readonly ('$anchor' | '$dynamicAnchor')[];
}

const none: Keywords = {};

const draft04: Keywords = {
  ...staticReference,
  ...definitions,
  ...type,
  ...enumeration,
  ...logic,
  ...numbersWithFlags,
  ...strings,
  ...arrays,
  ...positionalItems,
  ...objects,
  ...properties,
  ...patternProperties,
  ...additional,
  ...dependencies,
};
const draft06: Keywords = { ...draft04, ...numbers, ...constant, ...contains, ...propertyNames };
const draft07: Keywords = { ...draft06, ...conditional };
const draft2019: Keywords = {
  ...draft07,
  ...modernDefinitions,
  ...recursiveReference,
  ...containsWithCounts,
  ...contestedDependencies,
  ...dependents,
};
const { additionalItems: _, $recursiveRef: __, ...kept } = draft2019;
const draft2020: Keywords = { ...kept, ...dynamicReference, ...prefixedItems, ...containsThatEvaluates };
const openapi30: Keywords = {
  ...staticReference,
  ...nullableType,
  ...enumeration,
  ...logic,
  ...numbersWithFlags,
  ...strings,
  ...arrays,
  ...uniformItems,
  ...objects,
  ...properties,
  ...additionalWithoutPatterns,
};

const early = { last: none, refReplaces: true, anchorsById: true, anchors: [] } as const;

export const dialects: Readonly<Record<Dialect, DialectRules>> = {
  'draft-04': { ...early, keywords: draft04, identifier: 'id' },
  'draft-06': { ...early, keywords: draft06, identifier: '$id' },
  'draft-07': { ...early, keywords: draft07, identifier: '$id' },
  '2019-09': {
    keywords: draft2019,
    last: unevaluated,
    refReplaces: false,
    identifier: '$id',
    anchorsById: false,
    anchors: ['$anchor'],
  },
  '2020-12': {
    keywords: draft2020,
    last: unevaluated,
    refReplaces: false,
    identifier: '$id',
    anchorsById: false,
    anchors: ['$anchor', '$dynamicAnchor'],
  },
  'openapi-3.0': { ...early, keywords: openapi30, identifier: undefined, anchorsById: false },
};

const uris: Readonly<Record<string, Dialect>> = {
  'json-schema.org/draft-04/schema': 'draft-04',
  'json-schema.org/draft-06/schema': 'draft-06',
  'json-schema.org/draft-07/schema': 'draft-07',
  'json-schema.org/draft/2019-09/schema': '2019-09',
  'json-schema.org/draft/2020-12/schema': '2020-12',
};

/** The dialect that a `$schema` names. */
export function dialectOf(uri: string): Dialect | undefined {
  const key = uri.replace(/^https?:\/\//, '').replace(/#$/, '');
  return Object.hasOwn(uris, key) ? uris[key] : undefined;
}
