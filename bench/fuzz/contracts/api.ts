import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';
import { textOf } from './json.ts';
import { resolve, type Edition, type SchemaSite } from './standalone.ts';
import type { Writing } from './text.ts';

/** A parameter or header, as a counterparty reads it in the document. */
export interface Field {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly allowsEmpty: boolean;
  readonly writing: Writing;
  readonly schema: SchemaSite | undefined;
}

export interface Content {
  /** Lower case: `application/json`. */
  readonly type: string;
  readonly schema: SchemaSite | undefined;
}

export interface Answer {
  /** `200`, `2XX`, `default`. */
  readonly status: string;
  readonly contents: readonly Content[];
  readonly headers: readonly Field[];
}

/** What a caller shows, by what is written on the wire and where it was obtained. */
export interface Credential {
  readonly keys: readonly string[];
  readonly scopes: readonly string[];
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly fields: readonly Field[];
  readonly body: { readonly required: boolean; readonly contents: readonly Content[] } | undefined;
  readonly answers: readonly Answer[];
  /** Ways to be let in; one without credentials lets everyone in. */
  readonly ways: readonly (readonly Credential[])[];
  /** URLs under which the operation is served; empty where the document names none. */
  readonly bases: readonly string[];
  /** Calls that the application makes, by name, expression and method. */
  readonly callbacks: ReadonlyMap<string, Call>;
}

export interface Api {
  readonly calls: readonly Call[];
  readonly webhooks: ReadonlyMap<string, Call>;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];
const ignored = new Set(['accept', 'content-type', 'authorization']);

/** Reads a document the way a reader of the specification would, element by element. */
export function readApi(root: JsonObject): Api {
  return new ApiReader(root).read();
}

export function editionOf(root: JsonObject): Edition {
  const version = textOf(root.swagger ?? root.openapi);
  return (['2.0', '3.0', '3.1', '3.2'] as const).find((edition) => version.startsWith(edition)) ?? '3.1';
}

class ApiReader {
  readonly #root: JsonObject;
  readonly #edition: Edition;

  constructor(root: JsonObject) {
    this.#root = root;
    this.#edition = editionOf(root);
  }

  read(): Api {
    const calls = this.#entries(this.#root.paths).flatMap(([path, item]) =>
      path.startsWith('/') ? this.#callsOf(path, item, false) : [],
    );
    const webhooks = this.#entries(this.#root.webhooks).flatMap(([name, item]) => this.#callsOf(name, item, true));
    return { calls, webhooks: keyed(webhooks) };
  }

  #callsOf(path: string, item: JsonObject, called: boolean): Call[] {
    const more = this.#entries(item.additionalOperations);
    const stated = methods.flatMap((method): (readonly [string, JsonObject])[] => {
      const operation = item[method];
      return isJsonObject(operation) ? [[method.toUpperCase(), operation]] : [];
    });
    return [...stated, ...more].map(([method, operation]) => this.#callOf([method, path], operation, item, called));
  }

  #callOf([method, path]: readonly [string, string], operation: JsonObject, item: JsonObject, called: boolean): Call {
    const own = this.#items(operation.parameters);
    const isOwn = (each: JsonObject): boolean => own.some((other) => other.name === each.name && other.in === each.in);
    const parameters = [...this.#items(item.parameters).filter((each) => !isOwn(each)), ...own];
    const fields = parameters.filter((each) => {
      if (each.in === 'body' || each.in === 'formData') return false;
      return this.#edition === '2.0' || each.in !== 'header' || !ignored.has(textOf(each.name).toLowerCase());
    });
    const direction = called ? 'response' : 'request';
    const security = operation.security ?? (called ? undefined : this.#root.security);
    return {
      method,
      path,
      fields: fields.map((each) => this.#field(each, textOf(each.name), textOf(each.in), direction)),
      body: this.#body(operation, parameters, direction),
      answers: this.#entries(operation.responses).map(([status, response]) => ({
        status: status === 'default' ? status : status.toUpperCase(),
        contents: this.#answered(operation, response, called ? 'request' : 'response'),
        headers: this.#entries(response.headers).map(([name, header]) =>
          this.#field(header, name.toLowerCase(), 'header', called ? 'request' : 'response'),
        ),
      })),
      ways: this.#ways(security),
      bases: this.#bases(operation, item),
      callbacks: keyed(
        this.#entries(operation.callbacks).flatMap(([name, callback]) =>
          this.#entries(callback).flatMap(([expression, each]) =>
            this.#callsOf(`${name} ${expression}`, each, !called),
          ),
        ),
      ),
    };
  }

  #field(stated: JsonObject, name: string, place: string, direction: 'request' | 'response'): Field {
    const [media] = this.#entries(stated.content);
    const schema = this.#edition === '2.0' ? stated : media === undefined ? stated.schema : media[1].schema;
    return {
      name,
      in: place,
      required: place === 'path' || stated.required === true,
      allowsEmpty: place === 'query' && stated.allowEmptyValue === true,
      writing: this.#writing(stated, place, media?.[0]),
      schema:
        schema === undefined || (this.#edition === '2.0' && stated.type === undefined)
          ? undefined
          : this.#site(schema, direction, this.#edition === '2.0'),
    };
  }

  #writing(stated: JsonObject, place: string, media: string | undefined): Writing {
    if (media !== undefined) return { kind: /[/+]json/.test(media) ? 'json' : 'text' };
    const byDefault = place === 'query' || place === 'cookie' ? 'form' : 'simple';
    if (this.#edition === '2.0') {
      const format = textOf(stated.collectionFormat ?? 'csv');
      const styles: Record<string, string> = { ssv: 'spaceDelimited', pipes: 'pipeDelimited', tsv: 'tabs' };
      return { kind: 'style', style: styles[format] ?? byDefault, explode: format === 'multi' };
    }
    const style = typeof stated.style === 'string' ? stated.style : byDefault;
    const explode = typeof stated.explode === 'boolean' ? stated.explode : style === 'form' || style === 'cookie';
    return { kind: 'style', style: style === 'cookie' ? 'form' : style, explode };
  }

  #body(operation: JsonObject, parameters: readonly JsonObject[], direction: 'request' | 'response'): Call['body'] {
    if (this.#edition !== '2.0') {
      const body = this.#object(operation.requestBody);
      if (body === undefined) return undefined;
      return { required: body.required === true, contents: this.#contents(body.content, direction) };
    }
    const types = this.#texts(operation.consumes ?? this.#root.consumes);
    const whole = parameters.find((each) => each.in === 'body');
    if (whole !== undefined) {
      const schema = this.#site(whole.schema ?? true, direction);
      return {
        required: whole.required === true,
        contents: (types.length === 0 ? ['application/json'] : types).map((type) => ({ type, schema })),
      };
    }
    const form = parameters.filter((each) => each.in === 'formData');
    if (form.length === 0) return undefined;
    const forms = types.filter((type) => /form/.test(type));
    const schema = this.#site(toFormSchema(form), direction);
    return {
      required: form.some(({ required }) => required === true),
      contents: (forms.length === 0 ? ['application/x-www-form-urlencoded'] : forms).map((type) => ({ type, schema })),
    };
  }

  #answered(operation: JsonObject, response: JsonObject, direction: 'request' | 'response'): readonly Content[] {
    if (this.#edition !== '2.0') return this.#contents(response.content, direction);
    if (response.schema === undefined) return [];
    const types = this.#texts(operation.produces ?? this.#root.produces);
    const schema = this.#site(response.schema, direction);
    return (types.length === 0 ? ['application/json'] : types).map((type) => ({ type, schema }));
  }

  #contents(content: JsonValue | undefined, direction: 'request' | 'response'): readonly Content[] {
    return this.#entries(content).map(([type, { schema }]) => ({
      type: type.toLowerCase(),
      schema: schema === undefined ? undefined : this.#site(schema, direction),
    }));
  }

  #site(schema: JsonValue, direction: 'request' | 'response', isParameter = false): SchemaSite {
    const { name: _, in: __, required: ___, ...rest } = isParameter && isJsonObject(schema) ? schema : {};
    return { root: this.#root, edition: this.#edition, schema: isParameter ? rest : schema, direction };
  }

  #ways(security: JsonValue | undefined): readonly (readonly Credential[])[] {
    const requirements = this.#items(security);
    if (requirements.length === 0) return [[]];
    const components = this.#object(this.#root.components);
    const schemes = this.#edition === '2.0' ? this.#root.securityDefinitions : components?.securitySchemes;
    return requirements.map((requirement) =>
      Object.entries(requirement).map(([name, scopes]) => ({
        keys: keysOf(name, this.#object(this.#object(schemes)?.[name])),
        scopes: this.#texts(scopes),
      })),
    );
  }

  #bases(operation: JsonObject, item: JsonObject): readonly string[] {
    if (this.#edition === '2.0') {
      const { host, basePath = '' } = this.#root;
      const base = textOf(basePath).replace(/\/$/, '');
      if (typeof host !== 'string') return base === '' ? [] : [base];
      const schemes = this.#texts(operation.schemes ?? this.#root.schemes);
      return schemes.length === 0 ? [`//${host}${base}`] : schemes.map((scheme) => `${scheme}://${host}${base}`);
    }
    const servers = [operation, item, this.#root]
      .map((each) => this.#items(each.servers))
      .find(({ length }) => length > 0);
    return (servers ?? []).flatMap((server) => this.#urlsOf(server));
  }

  #urlsOf(server: JsonObject): readonly string[] {
    let urls = [textOf(server.url).replace(/\/$/, '')];
    for (const [name, variable] of this.#entries(server.variables)) {
      const listed = this.#texts(variable.enum);
      const values = listed.length === 0 ? [textOf(variable.default)] : listed;
      urls = urls.flatMap((url) => values.map((value) => url.replace(`{${name}}`, value)));
    }
    return urls;
  }

  #object(value: JsonValue | undefined): JsonObject | undefined {
    let current = value;
    for (let hops = 0; hops < 9 && isJsonObject(current) && typeof current.$ref === 'string'; hops++) {
      current = resolve(this.#root, current.$ref);
    }
    return isJsonObject(current) ? current : undefined;
  }

  #entries(value: JsonValue | undefined): (readonly [string, JsonObject])[] {
    const holder = this.#object(value) ?? {};
    return Object.entries(holder).flatMap(([key, each]): (readonly [string, JsonObject])[] => {
      const object = key.startsWith('x-') ? undefined : this.#object(each);
      return object === undefined ? [] : [[key, object]];
    });
  }

  #items(value: JsonValue | undefined): readonly JsonObject[] {
    const list = isJsonArray(value) ? value : [];
    return list.flatMap((each): readonly JsonObject[] => {
      const object = this.#object(each);
      return object === undefined ? [] : [object];
    });
  }

  #texts(value: JsonValue | undefined): readonly string[] {
    return isJsonArray(value) ? value.map(String) : [];
  }
}

function keyed(calls: readonly Call[]): ReadonlyMap<string, Call> {
  return new Map(calls.map((call) => [`${call.method} ${call.path}`, call]));
}

function toFormSchema(form: readonly JsonObject[]): JsonObject {
  const required = form.filter((each) => each.required === true).map(({ name }) => textOf(name));
  const properties = form.map(({ name, in: _, required: __, ...schema }) => [textOf(name), schema] as const);
  return { type: 'object', required, properties: Object.fromEntries(properties) };
}

/** What a scheme demands on the wire; of OAuth 2, each flow by itself. */
function keysOf(name: string, scheme: JsonObject | undefined): readonly string[] {
  if (scheme === undefined) return [`undeclared ${name}`];
  const { type } = scheme;
  if (type === 'apiKey') return [`apiKey ${textOf(scheme.in)} ${textOf(scheme.name)}`];
  if (type === 'basic') return ['http basic'];
  if (type === 'http') return [`http ${textOf(scheme.scheme).toLowerCase()}`];
  if (type === 'openIdConnect') return [`openid ${textOf(scheme.openIdConnectUrl)}`];
  if (type !== 'oauth2') return [textOf(type)];
  const { flows } = scheme;
  if (!isJsonObject(flows)) return [flowKey(textOf(scheme.flow), scheme)];
  return Object.entries(flows).flatMap(([flow, each]) => (isJsonObject(each) ? [flowKey(flow, each)] : []));
}

const flowNames: Readonly<Record<string, string>> = {
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

function flowKey(flow: string, { authorizationUrl, tokenUrl }: JsonObject): string {
  return `oauth2 ${flowNames[flow] ?? flow} ${JSON.stringify([authorizationUrl ?? null, tokenUrl ?? null])}`;
}
