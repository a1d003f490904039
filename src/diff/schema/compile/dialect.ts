/** The vocabularies that schemas may be written in. */
export const dialectNames = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12', 'openapi-3.0'] as const;

export type DialectName = (typeof dialectNames)[number];

/** How one dialect is read: which keywords assert, and what differs in the ones that all share. */
export interface Dialect {
  readonly name: DialectName;
  readonly keywords: ReadonlySet<string>;
  /** The keyword that gives a schema its URI. */
  readonly id: 'id' | '$id' | undefined;
  /** Whether keywords beside `$ref` count. */
  readonly refSiblings: boolean;
  /** `exclusiveMinimum: true` beside `minimum`, or a bound of its own. */
  readonly exclusiveFlags: boolean;
}

const common = [
  '$ref',
  'type',
  'enum',
  'multipleOf',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'items',
  'minItems',
  'maxItems',
  'uniqueItems',
  'properties',
  'additionalProperties',
  'required',
  'minProperties',
  'maxProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
];
const draft04 = [...common, 'patternProperties', 'additionalItems', 'dependencies'];
const draft06 = [...draft04, 'const', 'contains', 'propertyNames'];
const draft07 = [...draft06, 'if', 'then', 'else'];
const modern = [
  'minContains',
  'maxContains',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedItems',
  'unevaluatedProperties',
  '$anchor',
];
const draft2019 = [...draft07, ...modern, '$recursiveRef', '$recursiveAnchor'];
// `dependencies` left the specification in 2019-09, and validators go on asserting it.
const draft2020 = [
  ...draft07.filter((keyword) => keyword !== 'additionalItems'),
  ...modern,
  'prefixItems',
  '$dynamicRef',
  '$dynamicAnchor',
];

const dialects: Readonly<Record<DialectName, Dialect>> = {
  'draft-04': dialect('draft-04', draft04, { id: 'id', refSiblings: false, exclusiveFlags: true }),
  'draft-06': dialect('draft-06', draft06, { id: '$id', refSiblings: false, exclusiveFlags: false }),
  'draft-07': dialect('draft-07', draft07, { id: '$id', refSiblings: false, exclusiveFlags: false }),
  '2019-09': dialect('2019-09', draft2019, { id: '$id', refSiblings: true, exclusiveFlags: false }),
  '2020-12': dialect('2020-12', draft2020, { id: '$id', refSiblings: true, exclusiveFlags: false }),
  'openapi-3.0': dialect('openapi-3.0', [...common, 'nullable'], {
    id: undefined,
    refSiblings: false,
    exclusiveFlags: true,
  }),
};

const byMetaschema: Readonly<Record<string, DialectName>> = {
  'http://json-schema.org/draft-04/schema': 'draft-04',
  'http://json-schema.org/draft-06/schema': 'draft-06',
  'http://json-schema.org/draft-07/schema': 'draft-07',
  'https://json-schema.org/draft/2019-09/schema': '2019-09',
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
};

export function dialectOf(name: DialectName): Dialect {
  return dialects[name];
}

/** The dialect that a `$schema` names, or undefined for a metaschema that is not known. */
export function dialectOfMetaschema(uri: string): DialectName | undefined {
  const key = uri.replace(/#$/u, '').replace(/^https:\/\/json-schema\.org\/draft-/u, 'http://json-schema.org/draft-');
  // OpenAPI's own only adds annotations.
  if (/^https:\/\/spec\.openapis\.org\/oas\/3\.\d\/dialect\/[\w-]+$/u.test(key)) return '2020-12';
  return Object.hasOwn(byMetaschema, key) ? byMetaschema[key] : undefined;
}

/** The dialect that a schema within a document says it is written in, if that is another one than the document's. */
export function otherDialectOf(schema: Readonly<Record<string, unknown>>, { name, id }: Dialect): string | undefined {
  const declared = id !== undefined && Object.hasOwn(schema, '$schema') ? schema.$schema : undefined;
  return typeof declared === 'string' && dialectOfMetaschema(declared) !== name ? declared : undefined;
}

function dialect(
  name: DialectName,
  keywords: readonly string[],
  traits: Pick<Dialect, 'id' | 'refSiblings' | 'exclusiveFlags'>,
): Dialect {
  return { name, keywords: new Set(keywords), ...traits };
}
