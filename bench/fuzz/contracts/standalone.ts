import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../src/internal/json.ts';

export type Edition = '2.0' | '3.0' | '3.1' | '3.2';

/** A schema where a document uses it. */
export interface SchemaSite {
  readonly root: JsonObject;
  readonly edition: Edition | 'json-schema';
  readonly schema: JsonValue;
  /** Which members are left out: read-only ones of requests, write-only ones of responses. */
  readonly direction: 'request' | 'response' | 'none';
}

/**
 * Nobody sends a member that is hidden; who reads one does not look at it. Both select alternatives by the discriminator,
 * of which `schema`, the words of JSON Schema alone, knows nothing.
 */
export type Role = 'sender' | 'reader' | 'schema';

/**
 * A schema of a document as one of JSON Schema 2020-12 that stands alone, as the specifications word what the keywords
 * mean; made for validators, and without a line in common with how documents are compared.
 */
export function toStandalone(site: SchemaSite, role: Role): JsonValue {
  const rewriter = new Rewriter(site, role);
  const schema = rewriter.rewrite(site.schema, []);
  return isJsonObject(schema) ? { ...schema, $defs: rewriter.definitions } : schema;
}

const annotations = new Set(
  (
    'discriminator xml example examples externalDocs readOnly writeOnly deprecated nullable ' +
    'default title description $schema $comment collectionFormat allowEmptyValue definitions'
  ).split(' '),
);
const single = new Set(['items', 'contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties']);
const inPlace = new Set(['not', 'if', 'then', 'else']);
const lists = new Set(['allOf', 'anyOf', 'oneOf']);
const maps = new Set(['patternProperties', 'dependentSchemas', '$defs']);

class Rewriter {
  readonly definitions: Record<string, JsonValue> = {};
  readonly #names = new Map<string, string>();
  readonly #site: SchemaSite;
  readonly #isOld: boolean;
  readonly #role: Role;
  readonly #mark: 'readOnly' | 'writeOnly' | undefined;

  constructor(site: SchemaSite, role: Role) {
    this.#site = site;
    this.#role = role;
    this.#isOld = site.edition === '2.0' || site.edition === '3.0';
    this.#mark = ({ request: 'readOnly', response: 'writeOnly', none: undefined } as const)[site.direction];
  }

  rewrite(schema: JsonValue, inherited: readonly string[]): JsonValue {
    if (!isJsonObject(schema)) return schema;
    if (typeof schema.$ref === 'string' && this.#isOld) return { $ref: this.#reference(schema.$ref, inherited) };
    const hidden = [...new Set([...inherited, ...this.#hiddenIn(schema, new Set())])].sort();
    const rewritten: Record<string, JsonValue> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (annotations.has(keyword) || keyword.startsWith('x-')) continue;
      rewritten[keyword] = this.#keyword(keyword, value, hidden);
    }
    if (this.#isOld) this.#modernize(schema, rewritten);
    const selected = this.#selected(schema, hidden);
    return selected.length === 0 ? rewritten : { allOf: [rewritten, ...selected] };
  }

  #keyword(keyword: string, value: JsonValue, hidden: readonly string[]): JsonValue {
    if (keyword === '$ref' && typeof value === 'string') return this.#reference(value, hidden);
    if (keyword === 'required' && isJsonArray(value))
      return value.filter((name) => !hidden.some((each) => each === name));
    if (keyword === 'properties' && isJsonObject(value)) {
      return mapValues(value, (member, name) =>
        hidden.includes(name) ? this.#role !== 'sender' : this.rewrite(member, []),
      );
    }
    if (single.has(keyword) || keyword === 'additionalProperties') return this.rewrite(value, []);
    if (inPlace.has(keyword)) return this.rewrite(value, hidden);
    if (lists.has(keyword) && isJsonArray(value)) return value.map((each) => this.rewrite(each, hidden));
    if (keyword === 'prefixItems' && isJsonArray(value)) return value.map((each) => this.rewrite(each, []));
    if (maps.has(keyword) && isJsonObject(value)) return mapValues(value, (each) => this.rewrite(each, []));
    return value;
  }

  /** Keywords of OpenAPI 3.0 and before that JSON Schema has in another way. */
  #modernize(schema: JsonObject, rewritten: Record<string, JsonValue>): void {
    if (schema.type === 'file') rewritten.type = 'string';
    if (this.#site.edition === '3.0' && schema.nullable === true && typeof schema.type === 'string') {
      rewritten.type = [schema.type, 'null'];
    }
    for (const [exclusive, limit] of [
      ['exclusiveMinimum', 'minimum'],
      ['exclusiveMaximum', 'maximum'],
    ] as const) {
      if (typeof schema[exclusive] !== 'boolean') continue;
      delete rewritten[exclusive];
      if (schema[exclusive] === true && typeof schema[limit] === 'number') {
        rewritten[exclusive] = schema[limit];
        delete rewritten[limit];
      }
    }
  }

  /** The discriminator's value says which alternative has to hold. */
  #selected(schema: JsonObject, hidden: readonly string[]): readonly JsonObject[] {
    const { discriminator } = schema;
    const alternatives = schema.oneOf ?? schema.anyOf;
    if (this.#role === 'schema' || !isJsonObject(discriminator) || !isJsonArray(alternatives)) return [];
    const { propertyName, mapping } = discriminator;
    if (typeof propertyName !== 'string') return [];
    const mapped = new Map(isJsonObject(mapping) ? Object.entries(mapping) : []);
    for (const each of alternatives) {
      const reference = isJsonObject(each) ? each.$ref : undefined;
      if (typeof reference !== 'string' || [...mapped.values()].includes(reference)) continue;
      mapped.set(reference.slice(reference.lastIndexOf('/') + 1), reference);
    }
    return [...mapped].flatMap(([value, reference]) => {
      if (typeof reference !== 'string' || !reference.startsWith('#')) return [];
      const names = { required: [propertyName], properties: { [propertyName]: { const: value } } };
      return [{ anyOf: [{ not: names }, { $ref: this.#reference(reference, hidden) }] }];
    });
  }

  #reference(reference: string, hidden: readonly string[]): string {
    const key = `${reference} ${hidden.join()}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `d${this.#names.size}`;
      this.#names.set(key, name);
      this.definitions[name] = this.rewrite(resolve(this.#site.root, reference) ?? true, hidden);
    }
    return `#/$defs/${name}`;
  }

  #hiddenIn(schema: JsonValue | undefined, seen: Set<unknown>): string[] {
    return this.#together(schema, seen).flatMap(({ properties }) => {
      if (!isJsonObject(properties) || this.#mark === undefined) return [];
      const mark = this.#mark;
      return Object.keys(properties).filter((name) =>
        this.#together(properties[name], new Set()).some((part) => part[mark] === true),
      );
    });
  }

  /** A schema and those that hold with it. */
  #together(schema: JsonValue | undefined, seen: Set<unknown>): JsonObject[] {
    if (!isJsonObject(schema) || seen.has(schema)) return [];
    seen.add(schema);
    const referred = typeof schema.$ref === 'string' ? this.#together(resolve(this.#site.root, schema.$ref), seen) : [];
    if (typeof schema.$ref === 'string' && this.#isOld) return referred;
    const all = isJsonArray(schema.allOf) ? schema.allOf : [];
    return [schema, ...referred, ...all.flatMap((each) => this.#together(each, seen))];
  }
}

function mapValues(value: JsonObject, map: (value: JsonValue, key: string) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, map(each, key)]));
}

/** What a reference within a document leads to. */
export function resolve(root: JsonObject, reference: string): JsonValue | undefined {
  if (!reference.startsWith('#')) return undefined;
  let value: JsonValue | undefined = root;
  for (const segment of decodeURIComponent(reference.slice(1)).split('/').slice(1)) {
    const key: string = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isJsonArray(value)) value = value[Number(key)];
    else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
