import { isJsonArray, isJsonObject, type JsonObject } from '../../../src/internal/json.ts';
import type { Random } from '../random.ts';
import { listOf, namesOf, objectOf, textOf, without } from './json.ts';
import { placesOf, replaceAt, type ElementPlace, type Kind } from './places.ts';
import { drawScalar, drawSchema, memberNames, type World } from './schemas.ts';

/** An edit of an element; undefined where it does not apply. */
interface Mutation {
  readonly name: string;
  readonly on: Kind;
  readonly apply: (element: JsonObject, world: World, place: ElementPlace) => JsonObject | undefined;
  /** Whether it breaks wherever it applies to the paths of a document. */
  readonly breaks?: true;
}

function rename(object: JsonObject, from: string, to: string): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name === from ? to : name, value]));
}

function flip(object: JsonObject, key: string): JsonObject {
  return object[key] === true ? without(object, key) : { ...object, [key]: true };
}

const limits = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
];

const schemaMutations: readonly Mutation[] = [
  { name: 'another schema', on: 'schema', apply: (_, world) => drawSchema(world, 2) },
  {
    name: 'another type',
    on: 'schema',
    apply: (schema, { random }) =>
      typeof schema.type === 'string'
        ? { ...schema, type: random.pick(['string', 'integer', 'number', 'boolean', 'object']) }
        : undefined,
  },
  {
    name: 'another limit',
    on: 'schema',
    apply: (schema, { random }) => {
      const name = random.pick(limits.filter((each) => typeof schema[each] === 'number'));
      if (name === undefined) return undefined;
      return random.chance(0.3)
        ? without(schema, name)
        : { ...schema, [name]: Math.max(0, Number(schema[name]) + random.pick([-1, 1, 2])) };
    },
  },
  {
    name: 'new limit',
    on: 'schema',
    apply: (schema, { random }) => {
      const byType: Record<string, readonly string[]> = {
        string: ['minLength', 'maxLength'],
        integer: ['minimum', 'maximum', 'multipleOf'],
        number: ['minimum', 'maximum', 'multipleOf'],
        array: ['minItems', 'maxItems'],
        object: ['minProperties', 'maxProperties'],
      };
      const name = random.pick(byType[textOf(schema.type)] ?? []);
      return name === undefined ? undefined : { ...schema, [name]: 1 + random.below(4) };
    },
  },
  {
    name: 'exclusive limit',
    on: 'schema',
    apply: (schema) => ('minimum' in schema ? flip(schema, 'exclusiveMinimum') : undefined),
  },
  {
    name: 'enum value',
    on: 'schema',
    apply: (schema, { random }) => {
      const values = listOf(schema.enum);
      if (values.length === 0) return schema.type === 'string' ? { ...schema, enum: ['x', 'y'] } : undefined;
      if (random.chance(0.2)) return without(schema, 'enum');
      if (random.chance(0.5) || values.length === 1)
        return { ...schema, enum: [...values, schema.type === 'integer' ? 9 : 'v'] };
      return { ...schema, enum: values.slice(1) };
    },
  },
  {
    name: 'pattern or format',
    on: 'schema',
    apply: (schema, { random }) => {
      if (schema.type !== 'string') return undefined;
      const [key, values] = random.pick([
        ['pattern', ['^a', '^[a-c]+$', '^[a-b]+$', 'b$']],
        ['format', ['date', 'uuid', 'unknown-format']],
      ] as const);
      return key in schema ? without(schema, key) : { ...schema, [key]: random.pick(values) ?? '' };
    },
  },
  {
    name: 'nullable',
    on: 'schema',
    apply: (schema, { edition }) =>
      edition === '2.0' || typeof schema.type !== 'string' || 'enum' in schema ? undefined : flip(schema, 'nullable'),
  },
  {
    name: 'property added',
    on: 'schema',
    apply: (schema, world): JsonObject | undefined => {
      const name = world.random.pick(['e', ...memberNames]);
      if (schema.type !== 'object' || namesOf(schema.properties).includes(name)) return undefined;
      const properties = { ...objectOf(schema.properties), [name]: drawSchema(world, 1) };
      const required = world.random.chance(0.4) ? { required: [...listOf(schema.required), name] } : {};
      return { ...schema, properties, ...required };
    },
  },
  {
    name: 'property removed',
    on: 'schema',
    apply: (schema, { random }) => {
      const name = random.pick(namesOf(schema.properties));
      if (name === undefined) return undefined;
      const required = listOf(schema.required).filter((each) => each !== name);
      const rest = { ...without(schema, 'required'), properties: without(objectOf(schema.properties), name) };
      return required.length === 0 ? rest : { ...rest, required };
    },
  },
  {
    name: 'property renamed',
    on: 'schema',
    apply: (schema, { random }) => {
      const name = random.pick(namesOf(schema.properties));
      if (name === undefined) return undefined;
      const required = listOf(schema.required).map((each) => (each === name ? 'e' : each));
      const properties = rename(objectOf(schema.properties), name, 'e');
      return { ...schema, properties, ...(required.length === 0 ? {} : { required }) };
    },
  },
  {
    name: 'required',
    on: 'schema',
    apply: (schema, { random }) => {
      const name = random.pick(namesOf(schema.properties));
      if (name === undefined) return undefined;
      const names = listOf(schema.required);
      const required = names.includes(name) ? names.filter((each) => each !== name) : [...names, name];
      return required.length === 0 ? without(schema, 'required') : { ...schema, required };
    },
  },
  {
    name: 'openness',
    on: 'schema',
    apply: (schema, world) =>
      schema.type === 'object'
        ? world.random.pick([
            without(schema, 'additionalProperties'),
            { ...schema, additionalProperties: false },
            { ...schema, additionalProperties: true },
            { ...schema, additionalProperties: drawScalar(world) },
          ])
        : undefined,
  },
  {
    name: 'marks',
    on: 'schema',
    apply: (schema, { random, edition }, { path }) =>
      path.at(-2) === 'properties' && !('$ref' in schema)
        ? flip(
            without(schema, 'readOnly', 'writeOnly'),
            edition === '2.0' ? 'readOnly' : random.pick(['readOnly', 'writeOnly']),
          )
        : undefined,
  },
  {
    name: 'alternatives',
    on: 'schema',
    apply: (schema, world) => {
      const { random } = world;
      const key = random.pick(['oneOf', 'anyOf', 'allOf'].filter((each) => isJsonArray(schema[each])));
      if (key === undefined || 'discriminator' in schema) return undefined;
      const branches = listOf(schema[key]);
      if (random.chance(0.5) || branches.length < 2)
        return {
          ...schema,
          [key]: [...branches, key === 'allOf' ? { type: 'object', required: ['a'] } : drawScalar(world)],
        };
      if (random.chance(0.4) && key !== 'allOf')
        return { ...without(schema, key), [key === 'oneOf' ? 'anyOf' : 'oneOf']: branches };
      return { ...schema, [key]: branches.slice(1) };
    },
  },
  {
    name: 'discriminator',
    on: 'schema',
    apply: (schema, { random }) => {
      const { discriminator } = schema;
      if (!isJsonObject(discriminator)) return undefined;
      const [cat, dog] = ['#/components/schemas/Cat', '#/components/schemas/Dog'];
      return random.pick<JsonObject>([
        without(schema, 'discriminator'),
        { ...schema, discriminator: without(discriminator, 'mapping') },
        { ...schema, discriminator: { ...discriminator, mapping: { cat: dog, dog: cat } } },
        { ...schema, discriminator: { ...discriminator, mapping: { cat, dog, kitten: cat } } },
        { ...schema, oneOf: [{ $ref: cat }] },
        { ...schema, oneOf: [{ $ref: cat }, { $ref: dog }, { $ref: '#/components/schemas/A' }] },
      ]);
    },
  },
  {
    name: 'negation',
    on: 'schema',
    apply: (schema, world) =>
      world.edition === '2.0' || '$ref' in schema ? undefined : { ...schema, not: drawScalar(world) },
  },
];

/** A parameter of its own place and name, so that it replaces none. */
const fresh = (required: boolean, random: Random): JsonObject => ({
  name: random.pick(['fresh', 'X-Fresh']),
  in: random.pick(['query', 'header']),
  ...(required ? { required } : {}),
  schema: { type: 'string' },
});

const elementMutations: readonly Mutation[] = [
  {
    name: 'required parameter added',
    on: 'operation',
    breaks: true,
    apply: (operation, { random }) => ({
      ...operation,
      parameters: [...listOf(operation.parameters), fresh(true, random)],
    }),
  },
  {
    name: 'optional parameter added',
    on: 'operation',
    apply: (operation, { random }) => ({
      ...operation,
      parameters: [...listOf(operation.parameters), fresh(false, random)],
    }),
  },
  {
    name: 'parameter removed',
    on: 'operation',
    apply: (operation, { random }) => {
      const parameters = listOf(operation.parameters);
      const chosen = random.pick(parameters.filter((each) => objectOf(each).in !== 'path'));
      return chosen === undefined
        ? undefined
        : { ...operation, parameters: parameters.filter((each) => each !== chosen) };
    },
  },
  {
    name: 'body removed',
    on: 'operation',
    apply: (operation) => ('requestBody' in operation ? without(operation, 'requestBody') : undefined),
  },
  {
    name: 'required body added',
    on: 'operation',
    breaks: true,
    apply: (operation, world, { path }) =>
      'requestBody' in operation || path.at(-1) !== 'post'
        ? undefined
        : {
            ...operation,
            requestBody: { required: true, content: { 'application/json': { schema: drawSchema(world, 2) } } },
          },
  },
  {
    name: 'security changed',
    on: 'operation',
    apply: (operation, { random }) =>
      random.pick<JsonObject>([
        without(operation, 'security'),
        { ...operation, security: [] },
        { ...operation, security: [{ key: [] }, { auth: ['r'] }] },
        { ...operation, security: [{ auth: ['r', 'w'] }] },
        { ...operation, security: [{ key: [], basic: [] }] },
      ]),
  },
  {
    name: 'status removed',
    on: 'operation',
    apply: (operation, { random }) => {
      const status = random.pick(namesOf(operation.responses));
      return status === undefined || namesOf(operation.responses).length === 1
        ? undefined
        : { ...operation, responses: without(objectOf(operation.responses), status) };
    },
  },
  {
    name: 'status changed',
    on: 'operation',
    apply: (operation, { random, edition }) => {
      const status = random.pick(namesOf(operation.responses));
      const other = random.pick(['200', '201', '404', 'default', ...(edition === '2.0' ? [] : ['2XX', '4XX'])]);
      return status === undefined || other in objectOf(operation.responses)
        ? undefined
        : { ...operation, responses: rename(objectOf(operation.responses), status, other) };
    },
  },
  {
    name: 'callbacks removed',
    on: 'operation',
    apply: (operation) => ('callbacks' in operation ? without(operation, 'callbacks') : undefined),
  },
  {
    name: 'operation removed',
    on: 'path item',
    breaks: true,
    apply: (item) => {
      const method = ['get', 'post', 'delete'].find((each) => each in item);
      return method === undefined ? undefined : without(item, method);
    },
  },
  {
    name: 'operation moved',
    on: 'path item',
    apply: (item) => ('get' in item && !('post' in item) ? rename(item, 'get', 'post') : undefined),
  },
  {
    name: 'requiredness',
    on: 'parameter',
    apply: (parameter) => (parameter.in === 'path' || '$ref' in parameter ? undefined : flip(parameter, 'required')),
  },
  {
    name: 'another place',
    on: 'parameter',
    apply: (parameter, { random }) =>
      parameter.in === 'path' || '$ref' in parameter || parameter.style === 'deepObject'
        ? undefined
        : { ...without(parameter, 'style', 'explode', 'allowEmptyValue'), in: random.pick(['query', 'header']) },
  },
  {
    name: 'explode',
    on: 'parameter',
    apply: (parameter) =>
      'explode' in parameter && parameter.style === 'form' && parameter.in === 'query'
        ? { ...parameter, explode: parameter.explode !== true }
        : undefined,
  },
  {
    name: 'style',
    on: 'parameter',
    apply: (parameter, { random }) =>
      parameter.in === 'query' && objectOf(parameter.schema).type === 'array'
        ? { ...parameter, style: random.pick(['form', 'spaceDelimited', 'pipeDelimited']), explode: false }
        : undefined,
  },
  {
    name: 'schema or content',
    on: 'parameter',
    apply: (parameter, { edition }) =>
      edition === '2.0' || !('schema' in parameter) || parameter.style === 'deepObject'
        ? undefined
        : {
            ...without(parameter, 'schema', 'style', 'explode'),
            content: { 'application/json': { schema: parameter.schema ?? {} } },
          },
  },
  {
    name: 'empty value',
    on: 'parameter',
    apply: (parameter) => (parameter.in === 'query' ? flip(parameter, 'allowEmptyValue') : undefined),
  },
  { name: 'requiredness', on: 'body', apply: (body) => ('$ref' in body ? undefined : flip(body, 'required')) },
  ...(['body', 'response'] as const).map((on): Mutation => ({
    name: 'media types',
    on,
    apply: (holder, world) => {
      const { random, edition } = world;
      const types = objectOf(holder.content);
      const type = random.pick(Object.keys(types));
      if (type === undefined || edition === '2.0') return undefined;
      const other = random.pick(['application/json', 'application/*', '*/*', 'text/plain', 'application/xml']);
      if (random.chance(0.4) && Object.keys(types).length > 1) return { ...holder, content: without(types, type) };
      if (other in types) return undefined;
      if (random.chance(0.5)) return { ...holder, content: rename(types, type, other) };
      return { ...holder, content: { ...types, [other]: { schema: drawSchema(world, 1) } } };
    },
  })),
  {
    name: 'no schema',
    on: 'content',
    apply: (content) => ('schema' in content ? without(content, 'schema') : undefined),
  },
  {
    name: 'content removed',
    on: 'response',
    apply: (response) => ('content' in response ? without(response, 'content') : undefined),
  },
  {
    name: 'headers',
    on: 'response',
    apply: (response, { random }) => {
      if ('$ref' in response) return undefined;
      if ('headers' in response && random.chance(0.5)) return without(response, 'headers');
      return {
        ...response,
        headers: { ...objectOf(response.headers), 'X-More': { required: true, schema: { type: 'string' } } },
      };
    },
  },
  { name: 'requiredness', on: 'header', apply: (header) => flip(header, 'required') },
  {
    name: 'servers',
    on: 'document',
    apply: (document, { random }) => ({
      ...document,
      servers: [{ url: random.pick(['https://a.test/v1', 'https://b.test/v1', 'https://a.test', '/v1']) }],
    }),
  },
  {
    name: 'security of the document',
    on: 'document',
    apply: (document, { random }) =>
      random.chance(0.5) ? without(document, 'security') : { ...document, security: [{ key: [] }] },
  },
  {
    name: 'path renamed',
    on: 'document',
    apply: (document, { random }) => {
      const paths = objectOf(document.paths);
      const path = random.pick(Object.keys(paths).filter((each) => each.startsWith('/pets/{id}')));
      if (path === undefined) return undefined;
      const renamed = JSON.stringify({ [path]: paths[path] })
        .replaceAll('{id}', '{petId}')
        .replaceAll('"name":"id"', '"name":"petId"');
      const moved: unknown = JSON.parse(renamed);
      return { ...document, paths: { ...without(paths, path), ...Object(moved) } };
    },
  },
  {
    name: 'security scheme',
    on: 'document',
    apply: (document, { random }) => {
      const components = objectOf(document.components);
      const schemes = objectOf(components.securitySchemes);
      const name = random.pick(['key', 'basic', 'auth']);
      const others: Record<string, JsonObject> = {
        key: { type: 'apiKey', in: random.pick(['query', 'header']), name: 'X-Key2' },
        basic: { type: 'http', scheme: 'Basic' },
        auth: {
          type: 'oauth2',
          flows: { implicit: { authorizationUrl: 'https://b.test/auth', scopes: { r: '', w: '' } } },
        },
      };
      return {
        ...document,
        components: { ...components, securitySchemes: { ...schemes, [name]: others[name] ?? {} } },
      };
    },
  },
];

export interface Mutated {
  readonly contract: JsonObject;
  readonly name: string;
  readonly breaks: boolean;
}

/** Applies one edit somewhere; undefined where none that was tried applies. */
export function mutate(contract: JsonObject, world: World): Mutated | undefined {
  const { random } = world;
  const places = placesOf(contract);
  for (let tries = 0; tries < 30; tries++) {
    const mutation = random.pick(random.chance(0.55) ? schemaMutations : elementMutations);
    const place = random.pick(places.filter(({ kind }) => kind === mutation?.on));
    if (mutation === undefined || place === undefined) continue;
    const edited = mutation.apply(place.value, world, place);
    if (edited === undefined || JSON.stringify(edited) === JSON.stringify(place.value)) continue;
    const result = replaceAt(contract, place.path, edited);
    if (!isJsonObject(result)) continue;
    const served = place.path[0] === 'paths' && !place.path.includes('callbacks');
    const name = `${mutation.name} at /${place.path.join('/')}`;
    return { contract: result, name, breaks: mutation.breaks === true && served };
  }
  return undefined;
}
