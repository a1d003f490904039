import { isArray, isJsonObject } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { DialectRules } from './dialects.ts';
import type { Holding } from './site.ts';

/** A schema with a URI of its own, and the names within it that references may use. */
export interface Resource {
  readonly uri: string;
  readonly root: unknown;
  readonly anchors: Map<string, unknown>;
  readonly dynamicAnchors: Map<string, unknown>;
}

/** A schema and the resource around it. */
export interface Target {
  readonly schema: unknown;
  readonly resource: Resource;
}

function resolveUri(reference: string, base: string): string | undefined {
  return URL.canParse(reference, base) ? new URL(reference, base).href : undefined;
}

function decodeFragment(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}

function split(uri: string): readonly [base: string, fragment: string] {
  const at = uri.indexOf('#');
  return at === -1 ? [uri, ''] : [uri.slice(0, at), uri.slice(at + 1)];
}

function* subschemasOf(value: unknown, holding: Holding): Iterable<unknown> {
  const lists = holding === 'schemas' || holding === 'schema or schemas';
  if (isArray(value)) {
    if (lists) yield* value;
  } else if (holding === 'schema' || holding === 'schema or schemas') {
    yield value;
  } else if (isJsonObject(value)) {
    yield* Object.values(value).filter((entry) => !isArray(entry));
  }
}

/** A name that two schemas claim names neither. */
function setOnce(names: Map<string, unknown>, name: string, schema: unknown): void {
  names.set(name, names.has(name) && names.get(name) !== schema ? undefined : schema);
}

interface ResourceOptions {
  readonly lookup?: (uri: string) => unknown;
  /** Whether nothing below the document's root has a name of its own. */
  readonly nameless?: boolean;
}

/** Finds schemas by URI, anchor and JSON Pointer within one document; nothing is ever loaded. */
export class Resources {
  readonly #rules: DialectRules;
  readonly #lookup: (uri: string) => unknown;
  readonly #nameless: unknown;
  /** `undefined`: two schemas claim the URI, so a reference to it names neither. */
  readonly #byUri = new Map<string, Resource | undefined>();
  readonly #scanned = new Set<object>();
  readonly #targets = new Map<string, Target | undefined>();
  readonly main: Resource;

  constructor(document: unknown, rules: DialectRules, options: ResourceOptions = {}) {
    const { lookup = () => undefined, nameless = false } = options;
    this.#rules = rules;
    this.#lookup = lookup;
    this.#nameless = nameless ? document : undefined;
    const base = this.#register('https://document.invalid/', document);
    this.main = isJsonObject(document) ? this.#identify(document, base) : base;
    this.#scan(document, base);
  }

  /** The resource that a schema met within `around` belongs to; `undefined` if its identifier cannot be read. */
  enter(schema: JsonObject, around: Resource): Resource | undefined {
    const id = this.#identifierOf(schema);
    if (id === undefined || schema === around.root) return around;
    const uri = resolveUri(id, around.uri);
    return uri === undefined ? undefined : this.#byUri.get(split(uri)[0]);
  }

  /** What a reference found in `from` names, or `undefined`. */
  find(reference: string, from: Resource): Target | undefined {
    const key = `${from.uri} ${reference}`;
    if (!this.#targets.has(key)) this.#targets.set(key, this.#find(reference, from));
    return this.#targets.get(key);
  }

  #find(reference: string, from: Resource): Target | undefined {
    const uri = reference.startsWith('#') ? from.uri + reference : resolveUri(reference, from.uri);
    if (uri === undefined) return undefined;
    const [base, encoded] = split(uri);
    const resource = this.#byUri.has(base) ? this.#byUri.get(base) : this.#import(base);
    const fragment = decodeFragment(encoded);
    if (resource === undefined || fragment === undefined) return undefined;
    if (fragment === '') return { schema: resource.root, resource };
    if (fragment.startsWith('/')) return this.#walk(fragment.slice(1).split('/'), resource);
    const anchors = [resource.anchors, resource.dynamicAnchors].find((names) => names.has(fragment));
    return anchors && { schema: anchors.get(fragment), resource };
  }

  #import(uri: string): Resource | undefined {
    const document = this.#lookup(uri);
    if (document === undefined) return undefined;
    const resource = this.#register(uri, document);
    this.#scan(document, resource);
    return resource;
  }

  #walk(tokens: readonly string[], from: Resource): Target | undefined {
    let resource = from;
    let schema = from.root;
    for (const token of tokens) {
      const entered: Resource | undefined = isJsonObject(schema) ? this.enter(schema, resource) : resource;
      if (entered === undefined) return undefined;
      resource = entered;
      const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
      if (isArray(schema) && !/^(?:0|[1-9]\d*)$/.test(name)) return undefined;
      if (!(isArray(schema) || isJsonObject(schema)) || !Object.hasOwn(schema, name)) return undefined;
      schema = isArray(schema) ? schema[Number(name)] : schema[name];
    }
    this.#scan(schema, resource);
    return { schema, resource };
  }

  /** A schema's own URI reference; one that only names an anchor, or that stands beside `$ref`, gives it none. */
  #identifierOf(schema: JsonObject): string | undefined {
    const { identifier, refReplaces, anchorsById } = this.#rules;
    if (identifier === undefined || (refReplaces && typeof schema.$ref === 'string')) return undefined;
    const id = schema[identifier];
    return typeof id !== 'string' || (anchorsById && id.startsWith('#')) ? undefined : id;
  }

  #register(uri: string, root: unknown): Resource {
    const resource = { uri, root, anchors: new Map<string, unknown>(), dynamicAnchors: new Map<string, unknown>() };
    this.#byUri.set(uri, resource);
    return resource;
  }

  #scan(schema: unknown, around: Resource): void {
    if (!isJsonObject(schema) || this.#scanned.has(schema) || this.#isNameless(around)) return;
    this.#scanned.add(schema);
    const resource = this.#identify(schema, around);
    this.#nameAnchors(schema, resource);
    for (const [keyword, value] of Object.entries(schema)) {
      const holds = Object.hasOwn(this.#rules.keywords, keyword)
        ? this.#rules.keywords[keyword]?.holds
        : this.#rules.last[keyword]?.holds;
      if (holds === undefined) continue;
      for (const subschema of subschemasOf(value, holds)) this.#scan(subschema, resource);
    }
  }

  #isNameless({ root }: Resource): boolean {
    return this.#nameless !== undefined && root === this.#nameless;
  }

  #identify(schema: JsonObject, around: Resource): Resource {
    const id = this.#identifierOf(schema);
    const uri = id === undefined ? undefined : resolveUri(id, around.uri);
    if (uri === undefined) return around;
    const [base] = split(uri);
    const known = this.#byUri.get(base);
    if (known?.root === schema) return known;
    const resource = this.#register(base, schema);
    if (known !== undefined) this.#byUri.set(base, undefined);
    return resource;
  }

  #nameAnchors(schema: JsonObject, { anchors, dynamicAnchors }: Resource): void {
    const { identifier, anchorsById } = this.#rules;
    const id = identifier === undefined || typeof schema.$ref === 'string' ? undefined : schema[identifier];
    if (anchorsById && typeof id === 'string') {
      const [, fragment] = split(id);
      if (fragment !== '') setOnce(anchors, fragment, schema);
    }
    for (const keyword of this.#rules.anchors) {
      const name = schema[keyword];
      if (typeof name === 'string') setOnce(keyword === '$anchor' ? anchors : dynamicAnchors, name, schema);
    }
  }
}
