import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';
import { objectOf, textOf } from './json.ts';
import { resolve, type Edition } from './standalone.ts';

/** Writes a document that was drawn in the words of OpenAPI 3.0 for an edition; what it means stays the same. */
export function toEdition(contract: JsonObject, edition: Edition): JsonObject {
  if (edition === '3.0') return contract;
  if (edition === '2.0') return new Swagger(contract).document();
  const { openapi: _, ...rest } = contract;
  return { openapi: edition === '3.1' ? '3.1.1' : '3.2.0', ...objectOf(modernize(rest)) };
}

/** `nullable` and exclusive limits as JSON Schema has them since 3.1. */
export function modernize(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(modernize);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, modernize(each)] as const);
  const rest: Record<string, JsonValue> = Object.fromEntries(entries);
  if (typeof rest.nullable === 'boolean') {
    if (rest.nullable && typeof rest.type === 'string') rest.type = [rest.type, 'null'];
    delete rest.nullable;
  }
  for (const [exclusive, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof rest[exclusive] !== 'boolean') continue;
    const bound = rest[limit];
    if (rest[exclusive] && bound !== undefined) {
      rest[exclusive] = bound;
      delete rest[limit];
    } else {
      delete rest[exclusive];
    }
  }
  return rest;
}

const collections: Readonly<Record<string, string>> = { spaceDelimited: 'ssv', pipeDelimited: 'pipes' };
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);

class Swagger {
  readonly #contract: JsonObject;

  constructor(contract: JsonObject) {
    this.#contract = contract;
  }

  document(): JsonObject {
    const { info, security, paths, components } = this.#contract;
    const { schemas, parameters, responses, securitySchemes } = objectOf(components);
    const produces = ['application/json'];
    return {
      swagger: '2.0',
      info: info ?? {},
      ...this.#server(),
      consumes: produces,
      produces,
      ...(security === undefined ? {} : { security }),
      paths: map(paths, (item) => this.#pathItem(objectOf(item))),
      definitions: renamed(schemas ?? {}),
      parameters: map(parameters, (parameter) => this.#parameter(objectOf(parameter))),
      responses: map(responses, (response) => this.#response(objectOf(response))),
      securityDefinitions: map(securitySchemes, (scheme) => toSwaggerScheme(objectOf(scheme))),
    };
  }

  #server(): JsonObject {
    const { servers } = this.#contract;
    const url = isJsonArray(servers) ? textOf(objectOf(servers[0]).url) : '';
    const match = /^(?:(?<scheme>\w+):\/\/(?<host>[^/]+))?(?<path>\/.*)?$/.exec(url)?.groups;
    return {
      ...(match?.host === undefined ? {} : { host: match.host, schemes: [match.scheme ?? 'https'] }),
      ...(match?.path === undefined ? {} : { basePath: match.path }),
    };
  }

  #pathItem(item: JsonObject): JsonObject {
    return map(item, (value, key) => {
      if (key === 'parameters' && isJsonArray(value)) return value.map((each) => this.#parameter(objectOf(each)));
      return methods.has(key) ? this.#operation(objectOf(value)) : value;
    });
  }

  #operation({ requestBody, parameters, responses, ...rest }: JsonObject): JsonObject {
    const list = isJsonArray(parameters) ? parameters.map((each) => this.#parameter(objectOf(each))) : [];
    const stated = this.#resolved(objectOf(requestBody));
    const [entry] = Object.entries(objectOf(stated.content));
    const body =
      entry === undefined ? [] : this.#body(entry[0], objectOf(entry[1]).schema ?? {}, stated.required === true);
    const all = [...list, ...body];
    return {
      ...rest,
      ...(entry === undefined ? {} : { consumes: [entry[0]] }),
      ...(all.length === 0 ? {} : { parameters: all }),
      responses: map(responses, (response) => this.#response(objectOf(response))),
    };
  }

  #body(type: string, schema: JsonValue, required: boolean): readonly JsonObject[] {
    if (!type.includes('form-'))
      return [{ name: 'body', in: 'body', ...(required ? { required } : {}), schema: renamed(schema) }];
    const { properties, required: names } = objectOf(schema);
    const isRequired = (name: string): boolean => isJsonArray(names) && names.includes(name);
    return Object.entries(objectOf(properties)).map(([name, member]) => ({
      name,
      in: 'formData',
      ...(isRequired(name) ? { required: true } : {}),
      ...objectOf(member),
    }));
  }

  #parameter(parameter: JsonObject): JsonObject {
    if ('$ref' in parameter) return objectOf(renamed(parameter));
    const { schema, style, explode, ...rest } = parameter;
    const isList = objectOf(schema).type === 'array';
    const format = explode === true ? 'multi' : (collections[textOf(style)] ?? 'csv');
    return { ...rest, ...objectOf(schema), ...(isList ? { collectionFormat: format } : {}) };
  }

  #response(response: JsonObject): JsonObject {
    if ('$ref' in response) return objectOf(renamed(response));
    const { content, headers, ...rest } = response;
    const [media] = Object.values(objectOf(content));
    const schema = objectOf(media).schema;
    return {
      ...rest,
      ...(schema === undefined ? {} : { schema: renamed(schema) }),
      ...(headers === undefined ? {} : { headers: map(headers, (header) => this.#parameter(objectOf(header))) }),
    };
  }

  #resolved(value: JsonObject): JsonObject {
    return typeof value.$ref === 'string' ? objectOf(resolve(this.#contract, value.$ref)) : value;
  }
}

function toSwaggerScheme(scheme: JsonObject): JsonObject {
  if (scheme.type === 'http') return { type: 'basic' };
  if (scheme.type !== 'oauth2') return scheme;
  const [flow] = Object.entries(objectOf(scheme.flows));
  const names: Record<string, string> = { clientCredentials: 'application', authorizationCode: 'accessCode' };
  return { type: 'oauth2', flow: names[flow?.[0] ?? ''] ?? flow?.[0] ?? '', ...objectOf(flow?.[1]) };
}

/** References to components where Swagger 2.0 has them. */
function renamed(value: JsonValue): JsonValue {
  const text = JSON.stringify(value)
    .replaceAll('"#/components/schemas/', '"#/definitions/')
    .replaceAll('"#/components/', '"#/');
  const parsed: JsonValue = JSON.parse(text);
  return parsed;
}

function map(value: JsonValue | undefined, each: (value: JsonValue, key: string) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([key, member]) => [key, each(member, key)]));
}
