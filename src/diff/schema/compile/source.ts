import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import { dialectOf, dialectOfMetaschema } from './dialect.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { lookAtBoth } from './likeness.ts';
import type { Likeness } from './likeness.ts';
import { metaschema } from './metaschemas.ts';
import { subschemasOf } from './subschemas.ts';
import { namingKeywords, surveyOf } from './survey.ts';
import type { Survey } from './survey.ts';

/** A schema with a URI of its own (the document itself, or what an `$id` starts), and the anchors within it. */
export interface Resource {
  readonly uri: string;
  readonly root: unknown;
  readonly source: Source;
  readonly dialect: Dialect;
  readonly anchors: Map<string, JsonObject>;
  /** `$dynamicAnchor` names; a `$recursiveAnchor: true` is kept under the empty name. */
  readonly dynamicAnchors: Map<string, JsonObject>;
  /** Why nothing in it can be read, if so. */
  readonly unreadable?: string;
}

/** Where a dynamic reference leads, for each name: the outermost resource on the way that has the anchor. */
type DynamicScope = ReadonlyMap<string, Target>;

/** A schema as it stands in a document, with what gives its references their meaning. */
export interface Place {
  readonly schema: unknown;
  readonly resource: Resource;
  readonly scope: DynamicScope;
}

type Target = Omit<Place, 'scope'>;

const emptyScope: DynamicScope = new Map();

/** What is known of a document beforehand. */
interface Known {
  readonly uri?: string;
  readonly survey?: Survey;
}

/** A document with schemas in it. References lead within it or to a published metaschema, never elsewhere. */
export class Source {
  readonly #root: Resource;
  /** Undefined where two schemas claim one URI. */
  readonly #byUri = new Map<string, Resource | undefined>();
  readonly #byRoot = new Map<unknown, Resource>();
  readonly #scanned = new Set<unknown>();
  readonly #targets = new Map<Resource, Map<string, Target | undefined>>();
  readonly #holders = new Map<string, unknown>();
  #survey: Survey | undefined;
  readonly #nameless: boolean;

  constructor(document: unknown, dialect: DialectName | undefined, { uri, survey }: Known = {}) {
    this.#survey = survey;
    this.#root = this.#resource(
      document,
      uri ?? 'schema://document/',
      dialectOf(dialect ?? '2020-12'),
      dialect !== undefined,
    );
    this.#byUri.set(this.#root.uri, this.#root);
    this.#byRoot.set(document, this.#root);
    this.#nameless = namingKeywords(this.#root.dialect).size === 0;
  }

  /** Whether there are no identifiers or anchors below the root: then fragments alone say where references lead. */
  get isPlain(): boolean {
    return this.#nameless || this.survey.plain;
  }

  get survey(): Survey {
    return (this.#survey ??= surveyOf(this.#root.root, this.#root.dialect));
  }

  /** What two documents have in common, if both are still to be looked at: then they are, together. */
  static alike(ours: Source, theirs: Source): Likeness | undefined {
    const [one, other] = [ours.#root, theirs.#root];
    const isKnown = ours.#survey !== undefined || theirs.#survey !== undefined;
    if (isKnown || !isJsonObject(one.root) || !isJsonObject(other.root) || one.dialect !== other.dialect)
      return undefined;
    const { surveys, likeness } = lookAtBoth(one.root, other.root, one.dialect);
    [ours.#survey, theirs.#survey] = surveys;
    return likeness;
  }

  /** Whether something in the document may be marked as not sent in a direction. */
  isMarked(direction: 'request' | 'response'): boolean {
    return direction === 'request' ? !this.survey.neverReadOnly : !this.survey.neverWriteOnly;
  }

  /** The schema at a JSON Pointer of the document. */
  at(pointer: string): Place | undefined {
    const target = this.#follow(this.#root, pointer);
    return target && inScope(target, emptyScope);
  }

  /** The document as a resource. */
  get resource(): Resource {
    return this.#root;
  }

  get root(): Place {
    this.#scan(this.#root.root, this.#root);
    return this.enter({ schema: this.#root.root, resource: this.#root, scope: emptyScope });
  }

  /** The place as it is reached: a schema that starts a resource of its own widens the dynamic scope. */
  enter(place: Place): Place {
    this.#scan(place.schema, place.resource);
    const resource = this.#byRoot.get(place.schema) ?? place.resource;
    return inScope({ schema: place.schema, resource }, place.scope);
  }

  /** Where a reference leads, seen from a place; undefined if it leads nowhere that is known. */
  resolve(reference: string, from: Place): Place | undefined {
    const targets = this.#targets.get(from.resource) ?? new Map<string, Target | undefined>();
    this.#targets.set(from.resource, targets);
    if (!targets.has(reference)) targets.set(reference, this.#targetOf(reference, from.resource));
    const target = targets.get(reference);
    return target && inScope(target, from.scope);
  }

  #targetOf(reference: string, from: Resource): Target | undefined {
    const { uri, fragment } = split(reference, from.uri);
    if (uri === undefined) return undefined;
    const resource = uri === from.uri ? from : this.#find(uri);
    return resource === undefined ? undefined : resource.source.#follow(resource, fragment);
  }

  /** Where `$dynamicRef` and `$recursiveRef` lead: resolved as usual, then to the outermost anchor of the name. */
  resolveDynamic(reference: string, from: Place, keyword: '$dynamicRef' | '$recursiveRef'): Place | undefined {
    const place = this.resolve(reference, from);
    if (place === undefined) return undefined;
    const name = keyword === '$recursiveRef' ? '' : (split(reference, from.resource.uri).fragment ?? '');
    const isDynamic = place.resource.dynamicAnchors.get(name) === place.schema;
    if (!isDynamic) return place;
    return inScope(place.scope.get(name) ?? place, place.scope);
  }

  #find(uri: string): Resource | undefined {
    this.#scan(this.#root.root, this.#root);
    if (this.#byUri.has(uri)) return this.#byUri.get(uri);
    const published = metaschema(uri);
    if (published === undefined) return undefined;
    const source = new Source(published, undefined, { uri });
    const { resource } = source.root;
    this.#byUri.set(uri, resource);
    return resource;
  }

  #follow(resource: Resource, fragment: string): Target | undefined {
    if (fragment !== '' && !fragment.startsWith('/')) {
      const schema = resource.anchors.get(fragment);
      return schema === undefined ? undefined : { schema, resource };
    }
    if (resource === this.#root && this.isPlain) {
      const schema = this.#valueAt(fragment);
      return schema === undefined ? undefined : { schema, resource };
    }
    let schema = resource.root;
    let within = resource;
    for (const token of fragment.split('/').slice(1)) {
      schema = stepInto(schema, token);
      if (schema === undefined) return undefined;
      within = this.#byRoot.get(schema) ?? within;
    }
    this.#scan(schema, within);
    return { schema, resource: this.#byRoot.get(schema) ?? within };
  }

  /** What a JSON Pointer leads to. Many definitions stand in few places, so what they stand in is sought once. */
  #valueAt(pointer: string): unknown {
    const cut = pointer.lastIndexOf('/');
    if (cut === -1) return this.#root.root;
    const outer = pointer.slice(0, cut);
    if (!this.#holders.has(outer)) {
      const tokens = outer.split('/').slice(1);
      this.#holders.set(outer, tokens.reduce(stepInto, this.#root.root));
    }
    return stepInto(this.#holders.get(outer), pointer.slice(cut + 1));
  }

  /** Finds the resources and anchors in a schema, once. */
  #scan(start: unknown, within: Resource): void {
    if (this.isPlain) return;
    const waiting: [unknown, Resource][] = [[start, within]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [schema, outer] = next;
      if (!isJsonObject(schema) || this.#scanned.has(schema)) continue;
      this.#scanned.add(schema);
      const resource = this.#byRoot.get(schema) ?? this.#embedded(schema, outer) ?? outer;
      this.#anchor(schema, resource);
      for (const each of subschemasOf(schema, resource.dialect)) waiting.push([each.schema, resource]);
    }
  }

  #embedded(schema: JsonObject, outer: Resource): Resource | undefined {
    const { dialect } = outer;
    const id = dialect.id && member(schema, dialect.id);
    if (typeof id !== 'string' || id.startsWith('#')) return undefined;
    if (!dialect.refSiblings && typeof member(schema, '$ref') === 'string') return undefined;
    const { uri } = split(id, outer.uri);
    if (uri === undefined) return undefined;
    const resource = this.#resource(schema, uri, dialect, true);
    this.#byUri.set(uri, this.#byUri.has(uri) ? undefined : resource);
    this.#byRoot.set(schema, resource);
    return resource;
  }

  #anchor(schema: JsonObject, resource: Resource): void {
    const { dialect } = resource;
    const id = dialect.id && member(schema, dialect.id);
    if (!dialect.refSiblings && typeof id === 'string' && id.startsWith('#'))
      setFirst(resource.anchors, id.slice(1), schema);
    if (dialect.keywords.has('$anchor')) {
      const anchor = member(schema, '$anchor');
      if (typeof anchor === 'string') setFirst(resource.anchors, anchor, schema);
    }
    if (dialect.keywords.has('$dynamicAnchor')) {
      const anchor = member(schema, '$dynamicAnchor');
      if (typeof anchor === 'string') {
        setFirst(resource.anchors, anchor, schema);
        setFirst(resource.dynamicAnchors, anchor, schema);
      }
    }
    const recursive = dialect.keywords.has('$recursiveAnchor') && member(schema, '$recursiveAnchor') === true;
    if (recursive && schema === resource.root) setFirst(resource.dynamicAnchors, '', schema);
  }

  #resource(root: unknown, uri: string, dialect: Dialect, given: boolean): Resource {
    const declared = isJsonObject(root) && dialect.id !== undefined ? member(root, '$schema') : undefined;
    const named = typeof declared === 'string' ? dialectOfMetaschema(declared) : undefined;
    const own = named === undefined ? dialect : dialectOf(named);
    const id = isJsonObject(root) && own.id !== undefined ? member(root, own.id) : undefined;
    const based = typeof id === 'string' && !id.startsWith('#') ? split(id, uri).uri : uri;
    return {
      uri: based ?? uri,
      root,
      source: this,
      dialect: own,
      anchors: new Map(),
      dynamicAnchors: new Map(),
      ...(typeof declared === 'string' && named === undefined && !given
        ? { unreadable: `the metaschema ${declared} is not known` }
        : {}),
    };
  }
}

/** The place that a schema is when it is reached in a scope: its resource may bind more anchors. */
function inScope({ schema, resource }: Target, scope: DynamicScope): Place {
  if (resource.dynamicAnchors.size === 0) return { schema, resource, scope };
  const added = [...resource.dynamicAnchors].filter(([name]) => !scope.has(name));
  if (added.length === 0) return { schema, resource, scope };
  const targets = added.map(([name, anchored]) => [name, { schema: anchored, resource }] as const);
  return { schema, resource, scope: new Map([...scope, ...targets]) };
}

/** One step of a JSON Pointer. */
function stepInto(value: unknown, token: string): unknown {
  const name = token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
  if (isArray(value)) return /^(0|[1-9]\d*)$/u.test(name) ? value[Number(name)] : undefined;
  return isJsonObject(value) ? member(value, name) : undefined;
}

function setFirst(map: Map<string, JsonObject>, name: string, schema: JsonObject): void {
  if (!map.has(name)) map.set(name, schema);
}

function split(reference: string, base: string): { readonly uri: string | undefined; readonly fragment: string } {
  const cut = reference.indexOf('#');
  const relative = cut === -1 ? reference : reference.slice(0, cut);
  const fragment = cut === -1 ? '' : decode(reference.slice(cut + 1));
  if (relative === '') return { uri: base, fragment };
  return { uri: URL.canParse(relative, base) ? new URL(relative, base).href : undefined, fragment };
}

function decode(fragment: string): string {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
