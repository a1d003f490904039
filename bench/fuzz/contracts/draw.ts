import type { JsonObject, JsonValue } from '../../../src/internal/json.ts';
import type { Random } from '../random.ts';
import { drawArray, drawComponents, drawObject, drawScalar, drawSchema, reference, type World } from './schemas.ts';
import type { Edition } from './standalone.ts';

/** A document in the words of OpenAPI 3.0, with what `edition` lets it have; `toEdition` writes it for an edition. */
export function drawContract(random: Random, edition: Edition): JsonObject {
  const components = ['A', 'B', 'C'].slice(0, 1 + random.below(3));
  const drawn: World = { random, edition, components, stepless: components };
  const schemas = drawComponents(drawn);
  return new Drawing({ ...drawn, components: Object.keys(schemas), stepless: Object.keys(schemas) }).document(schemas);
}

const chooses = (random: Random, share: number, value: JsonObject): JsonObject => (random.chance(share) ? value : {});

class Drawing {
  readonly #world: World;
  readonly #random: Random;
  readonly #isOld: boolean;

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random;
    this.#isOld = world.edition === '2.0';
  }

  document(schemas: JsonObject): JsonObject {
    const random = this.#random;
    const { edition } = this.#world;
    const isModern = edition === '3.1' || edition === '3.2';
    return {
      openapi: '3.0.3',
      info: { title: 'Pets', version: '1' },
      ...chooses(random, 0.3, { servers: [{ url: random.pick(['https://a.test/v1', '/v1', 'https://a.test']) }] }),
      ...chooses(random, 0.3, { security: this.#security() }),
      paths: this.#paths(),
      ...(isModern && random.chance(0.4) ? { webhooks: { changed: { post: this.#operation([]) } } } : {}),
      components: {
        schemas,
        parameters: { Limit: { name: 'limit', in: 'query', schema: drawScalar(this.#world) } },
        responses: { Problem: this.#response() },
        ...(this.#isOld ? {} : { requestBodies: { Whole: this.#body() }, headers: { Rate: this.#header() } }),
        securitySchemes: {
          key: { type: 'apiKey', in: 'header', name: 'X-Key' },
          basic: { type: 'http', scheme: 'basic' },
          auth: {
            type: 'oauth2',
            flows: { implicit: { authorizationUrl: 'https://a.test/auth', scopes: { r: '', w: '' } } },
          },
        },
      },
    };
  }

  #security(): JsonValue {
    const random = this.#random;
    const scopes = random.some(['r', 'w'], 0.5);
    return random.some([{ key: [] }, { basic: [] }, { auth: scopes }, { key: [], basic: [] }, {}], 0.4);
  }

  #paths(): JsonObject {
    const random = this.#random;
    const paths = random.some(['/pets', '/pets/{id}', '/pets/{id}/toys/{toy}', '/pets/mine'], 0.5);
    const chosen = paths.length === 0 ? ['/pets'] : paths;
    return Object.fromEntries(chosen.map((path) => [path, this.#pathItem(path)]));
  }

  #pathItem(path: string): JsonObject {
    const random = this.#random;
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    const parameters = names.map((name): JsonObject => ({ name, in: 'path', required: true, schema: this.#text() }));
    const shared = random.chance(0.4);
    const methods = random.some(['get', 'post', 'delete'], 0.5);
    return {
      ...(shared && parameters.length > 0 ? { parameters } : {}),
      ...Object.fromEntries(
        (methods.length === 0 ? ['post'] : methods).map((method) => [
          method,
          this.#operation(shared ? [] : parameters, method),
        ]),
      ),
    };
  }

  #operation(path: readonly JsonObject[], method = 'post'): JsonObject {
    const random = this.#random;
    const parameters = [...path, ...this.#parameters()];
    const statuses = ['200', ...random.some(['404', '201', ...(this.#isOld ? [] : ['4XX', '2XX']), 'default'], 0.25)];
    const body = random.chance(0.3) && !this.#isOld ? { $ref: '#/components/requestBodies/Whole' } : this.#body();
    return {
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(method === 'post' ? chooses(random, 0.8, { requestBody: body }) : {}),
      responses: Object.fromEntries(
        statuses.map((status) => [
          status,
          random.chance(0.2) ? { $ref: '#/components/responses/Problem' } : this.#response(),
        ]),
      ),
      ...chooses(random, 0.15, { security: this.#security() }),
      ...(this.#isOld || method !== 'post' ? {} : chooses(random, 0.1, { callbacks: this.#callbacks() })),
    };
  }

  #callbacks(): JsonObject {
    const operation = { requestBody: this.#body(), responses: { '200': this.#response() } };
    return { done: { '{$request.body#/url}': { post: operation } } };
  }

  #parameters(): readonly JsonObject[] {
    const random = this.#random;
    const named: readonly JsonObject[] = [
      { name: 'q', in: 'query' },
      { name: 'filter', in: 'query' },
      { name: 'X-Trace', in: 'header' },
      ...(this.#isOld ? [] : [{ name: 'session', in: 'cookie' }]),
    ];
    const own = random.some(named, 0.3).map((each) => this.#parameter(each));
    return random.chance(0.15) ? [...own, { $ref: '#/components/parameters/Limit' }] : own;
  }

  #parameter(named: JsonObject): JsonObject {
    const random = this.#random;
    const required = random.chance(0.4) ? { required: true } : {};
    const isQuery = named.in === 'query';
    if (!this.#isOld && random.chance(0.12)) {
      return { ...named, ...required, content: { 'application/json': { schema: drawSchema(this.#world, 1) } } };
    }
    const kind = random.below(6);
    if (kind === 0) {
      const styles = isQuery
        ? ['form', 'spaceDelimited', 'pipeDelimited']
        : named.in === 'header'
          ? ['simple']
          : ['form'];
      const items = { type: 'array', items: drawScalar(this.#world), ...chooses(random, 0.3, { minItems: 1 }) };
      return { ...named, ...required, schema: items, ...this.#style(random.pick(styles) ?? 'form', isQuery) };
    }
    if (kind === 1 && isQuery && !this.#isOld) {
      const schema = { type: 'object', properties: { a: drawScalar(this.#world), b: drawScalar(this.#world) } };
      return { ...named, ...required, schema, style: 'deepObject', explode: true };
    }
    const empty = isQuery && random.chance(0.08) ? { allowEmptyValue: true } : {};
    return { ...named, ...required, ...empty, schema: this.#text() };
  }

  /** Only the style of forms has an exploded form of its own. */
  #style(style: string, isQuery: boolean): JsonObject {
    return { style, explode: isQuery && style === 'form' && this.#random.chance(0.5) };
  }

  #text(): JsonObject {
    const random = this.#random;
    if (this.#isOld || random.chance(0.85)) return drawScalar({ ...this.#world, edition: '2.0' });
    return { [random.pick(['anyOf', 'oneOf'])]: [drawScalar(this.#world), drawScalar(this.#world)] };
  }

  #header(): JsonObject {
    return { ...chooses(this.#random, 0.5, { required: true }), schema: this.#text() };
  }

  #body(): JsonObject {
    const random = this.#random;
    return { ...chooses(random, 0.6, { required: true }), content: this.#content(true) };
  }

  #response(): JsonObject {
    const random = this.#random;
    const headers = { 'X-Rate': this.#header() };
    return {
      description: '',
      ...(random.chance(0.85) ? { content: this.#content(false) } : {}),
      ...chooses(random, 0.25, { headers }),
    };
  }

  #content(isBody: boolean): JsonObject {
    const random = this.#random;
    const json = { 'application/json': { schema: drawSchema(this.#world, 3) } };
    if (isBody && random.chance(0.2)) return { [this.#formType()]: { schema: this.#form() } };
    if (this.#isOld || random.chance(0.7)) return json;
    return random.pick<JsonObject>([
      { 'text/plain': { schema: drawScalar(this.#world) } },
      { 'application/*': { schema: drawSchema(this.#world, 2) } },
      { ...json, 'application/vnd.a+json': { schema: drawSchema(this.#world, 2) } },
      { ...json, '*/*': { schema: drawSchema(this.#world, 1) } },
    ]);
  }

  #formType(): string {
    return this.#random.pick(['application/x-www-form-urlencoded', 'multipart/form-data']);
  }

  #form(): JsonObject {
    const world = this.#world;
    if (this.#isOld) return drawForm(world);
    if (this.#random.chance(0.3)) return reference(this.#random.pick(world.components) ?? 'A');
    return this.#random.chance(0.5) ? drawObject(world, 2) : drawForm(world);
  }
}

function drawForm(world: World): JsonObject {
  const properties = {
    a: drawScalar(world),
    b: drawScalar(world),
    // Lists in forms are written differently in Swagger 2.0.
    ...(world.edition === '2.0' ? {} : chooses(world.random, 0.3, { c: drawArray(world, 1) })),
  };
  return { type: 'object', properties, required: world.random.some(['a', 'b'], 0.5) };
}
