/**
 * What the keys of a value mean. In `object` they are keywords, in `names` they are chosen by the author, and in `data`
 * nothing has a meaning: a member `$ref` of an example is part of the example.
 */
export type Role =
  | 'object'
  | 'names'
  | 'lists of names'
  | 'data'
  | 'examples'
  | 'example'
  | 'discriminator'
  | 'mapping';

/** Keywords whose members are named by the author and hold objects of the specification. */
const maps = {
  schema: 'properties patternProperties $defs definitions dependentSchemas dependentRequired dependencies',
  openapi:
    'paths webhooks schemas responses requestBodies securitySchemes links callbacks pathItems mediaTypes content ' +
    'encoding variables securityDefinitions additionalOperations',
  asyncapi:
    'channels operations messages servers parameters serverVariables replies replyAddresses correlationIds ' +
    'externalDocs tags operationTraits messageTraits serverBindings channelBindings operationBindings messageBindings',
};

const literals = ['example', 'default', 'enum', 'const', 'scopes'];

/** Roles by keyword, for one specification: `headers` is a map in OpenAPI and a schema in AsyncAPI. */
export function rolesOf(root: unknown): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  for (const names of Object.values(maps)) for (const name of names.split(' ')) roles.set(name, 'names');
  for (const name of literals) roles.set(name, 'data');
  roles.set('discriminator', 'discriminator');
  roles.set('security', 'lists of names');
  const isOf = (marker: string): boolean => typeof root === 'object' && root !== null && Object.hasOwn(root, marker);
  if (!isOf('asyncapi')) roles.set('headers', 'names');
  roles.set('examples', isOf('asyncapi') || isOf('swagger') ? 'data' : 'examples');
  return roles;
}

/** The role of a member's value, from the role of the object that has the member. */
export function roleOfMember(roles: ReadonlyMap<string, Role>, role: Role, key: string): Role {
  switch (role) {
    case 'object':
      return key.startsWith('x-') ? 'data' : (roles.get(key) ?? 'object');
    case 'discriminator':
      return key === 'mapping' ? 'mapping' : 'object';
    case 'examples':
      return 'example';
    case 'example':
      return key === 'value' || key === 'dataValue' ? 'data' : 'object';
    case 'names':
    case 'lists of names':
      return 'object';
    case 'data':
    case 'mapping':
      break;
  }
  return 'data';
}

/** The role of an item: a list of examples holds data, while a map of examples holds Example Objects. */
export function roleOfItem(role: Role): Role {
  if (role === 'lists of names') return 'names';
  return role === 'data' || role === 'examples' ? 'data' : 'object';
}

/** A text member that leads elsewhere: `counted` against the limit, and `external` if it leaves the document. */
export interface Reference {
  readonly counted: boolean;
  readonly external: boolean;
}

const dialect =
  /^https?:\/\/(?:json-schema\.org\/(?:draft-0[1-7]\/|draft\/(?:2019-09|2020-12)\/)?(?:hyper-)?schema|spec\.openapis\.org\/oas\/3\.\d\/dialect\/[\w-]+)#?$/;
/** A component's name, which a discriminator may use in place of a reference. */
const componentName = /^[\w.-]+$/;

/** Whether `findReference` could say anything; cheap enough to be asked of every text member. */
export function mayBeReference(role: Role, key: string): boolean {
  return key.startsWith('$') || role === 'mapping' || key === 'operationRef' || key === 'jsonSchemaDialect';
}

/**
 * Whether a text member is a reference, and whether following it would mean loading something.
 *
 * Not references: `$id`, `$self` and `$anchor` name what is here, `externalDocs.url` and `externalValue` are links for
 * readers that no comparison follows, and a discriminator may map to the bare name of a component. A `$schema` of a
 * known dialect needs no loading; any other would.
 */
export function findReference(role: Role, key: string, text: string): Reference | undefined {
  if (role === 'data') return undefined;
  if (role === 'mapping') return { counted: false, external: !text.startsWith('#') && !componentName.test(text) };
  switch (key) {
    case '$ref':
    case '$dynamicRef':
    case '$recursiveRef':
    case 'operationRef':
      return { counted: true, external: !text.startsWith('#') };
    case '$schema':
    case 'jsonSchemaDialect':
      return { counted: false, external: role !== 'names' && !text.startsWith('#') && !dialect.test(text) };
    default:
      return undefined;
  }
}
