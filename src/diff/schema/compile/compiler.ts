import type { Forms } from '../form/forms.ts';
import type { Definition, Schema } from '../form/formula.ts';
import { isJsonObject, jsonKey, member } from '../form/json.ts';
import type { Languages } from '../language/index.ts';
import { Relations } from '../narrow/relations.ts';
import type { Steps } from '../solve/budget.ts';
import { arrayKeywords } from './array.ts';
import { componentsOf } from './components.ts';
import { Cycles } from './cycles.ts';
import { otherDialectOf } from './dialect.ts';
import { declaredNames, hiddenNames } from './member-names.ts';
import { unevaluatedKeywords } from './evaluated.ts';
import { generalKeywords } from './general.ts';
import { numberKeywords } from './number.ts';
import { objectKeywords } from './object.ts';
import { compileReferences, hasLostReference, isReferenceAlone, referencesOf, targetOf } from './references.ts';
import { Site, Unmodelled } from './site.ts';
import type { CompileOptions } from './site.ts';
import type { Place, Source } from './source.ts';
import { stringKeywords } from './string.ts';

const deepest = 400;
const mostFormulas = 500_000;
const noNames: ReadonlySet<string> = new Set();

/** A definition that may stand in several documents, and its name once it has one. */
interface Found {
  readonly places: Place[];
  definition: Definition | undefined;
}

/** Turns places in documents into interned schemas; of equal schemas in several documents it makes one. */
export class Compiler {
  readonly #schemas = new Map<unknown, Map<string, Schema>>();
  readonly #contexts = new Map<Place['scope'], Map<Place['resource'], string>>();
  readonly #rawIds = new Map<unknown, number>();
  readonly #cycles: Cycles;
  /** References that lead back to themselves without a step into a part. */
  readonly #loops = new Set<string>();
  /** Definitions that were found in several documents, by where they stand in each. */
  readonly #found = new Map<Source, Map<unknown, Found>>();
  /** Where definitions stand that are compiled when they are first looked into, by the numbers of their references. */
  readonly #deferredPlaces = new Map<number, Place>();
  readonly #relations: Relations;
  #hidden: ReadonlySet<string> = noNames;
  /** Locations being read, each with its name if it turned out to be part of a cycle. */
  readonly #pending = new Map<string, { definition?: Definition }>();
  #depth = 0;

  readonly forms: Forms;
  readonly languages: Languages;
  readonly steps: Steps;
  /** For reading patterns, which takes far longer than other reading. */
  readonly patternSteps: Steps;
  readonly options: CompileOptions;

  constructor(
    forms: Forms,
    languages: Languages,
    steps: { readonly reading: Steps; readonly patterns: Steps },
    options: CompileOptions,
  ) {
    this.forms = forms;
    this.languages = languages;
    this.steps = steps.reading;
    this.patternSteps = steps.patterns;
    this.options = options;
    this.#cycles = new Cycles(this);
    // Definitions that both documents have are named, those that they have in common by one name.
    this.#relations = new Relations(options, (ours, theirs, equal) => {
      const known = this.#foundAt(ours) ?? (equal ? this.#foundAt(theirs) : undefined);
      const found = this.#find(ours, known);
      this.#find(theirs, equal ? found : undefined);
    });
  }

  /** The schema at a place: first all that it refers to, in an order that makes a long chain no deep recursion. */
  compile(place: Place): Schema {
    const known = this.known(place);
    if (known !== undefined) return known;
    const places = new Map<string, Place>();
    const unify = (each: Place): Place => {
      const key = this.keyOf(each);
      const same = places.get(key) ?? each;
      places.set(key, same);
      return same;
    };
    const leadsTo = new Map<Place, readonly Place[]>();
    const successors = (each: Place): readonly Place[] => {
      const known = leadsTo.get(each);
      if (known !== undefined) return known;
      const targets = this.known(each) === undefined ? [...referencesOf(each)].map(({ target }) => unify(target)) : [];
      leadsTo.set(each, targets);
      return targets;
    };
    for (const component of componentsOf([unify(place)], successors)) {
      this.steps.spend(component.length);
      const [only] = component;
      const single = component.length === 1 && only !== undefined;
      if (single && this.known(only) !== undefined) continue;
      if (single && !successors(only).includes(only)) this.#remember(only, this.#located(only));
      else this.#compileCycle(component);
    }
    return this.known(place) ?? this.#located(place);
  }

  #compileCycle(component: readonly Place[]): void {
    const definitions = this.#cycles.define(component);
    for (const [place, definition] of definitions) this.#remember(place, this.forms.reference(definition));
    const loops = this.#cycles.loopsWithoutStep(component);
    for (const loop of loops) this.#loops.add(this.keyOf(loop));
    for (const [place, definition] of definitions) {
      definition.schema ??= loops.has(place)
        ? this.opaque('a reference that leads back to itself', place)
        : this.#located(place);
    }
  }

  /** Prepares for schemas at these pointers of two documents. */
  relate(a: readonly [Source, pointer: string], b: readonly [Source, pointer: string]): void {
    this.#relations.relate(a, b);
  }

  /**
   * Whether what two schemas say proves that the first is in the second. Both are in documents that were related, or in
   * the same one.
   */
  isNarrowed(sub: Place, sup: Place): boolean {
    return this.#relations.isNarrowed(sub, sup);
  }

  /** The same for compiled schemas, where they stand for definitions that have not been looked into. */
  isImplied(sub: Schema, sup: Schema): boolean {
    const [ours, theirs] = [this.#deferredPlaces.get(sub.id), this.#deferredPlaces.get(sup.id)];
    return ours !== undefined && theirs !== undefined && this.isNarrowed(ours, theirs);
  }

  #foundAt({ schema, resource }: Place): Found | undefined {
    return this.#found.get(resource.source)?.get(schema);
  }

  /** Finds a definition, which is to be the same as another one that was found; unless it was found before. */
  #find(place: Place, same: Found = { places: [], definition: undefined }): Found {
    const { schema, resource } = place;
    let found = this.#found.get(resource.source);
    if (found === undefined) this.#found.set(resource.source, (found = new Map()));
    const known = found.get(schema);
    if (known !== undefined) return known;
    if (isJsonObject(schema)) {
      same.places.push(place);
      found.set(schema, same);
    }
    return same;
  }

  /** A definition that is compiled when it is first looked into. */
  #deferred(place: Place): Definition {
    const compile = (): Schema => {
      const outer = { hidden: this.#hidden, depth: this.#depth };
      this.#hidden = noNames;
      this.#depth = 0;
      try {
        return this.#located(place);
      } finally {
        this.#hidden = outer.hidden;
        this.#depth = outer.depth;
      }
    };
    const definition = this.forms.defineLater(compile);
    this.#deferredPlaces.set(this.forms.reference(definition).id, place);
    return definition;
  }

  known(place: Place): Schema | undefined {
    const known = this.#remembered(place);
    if (known !== undefined) return known;
    const found = this.#foundAt(place);
    if (found === undefined) return undefined;
    // What is compiled already has its identity from what it says.
    const schema = firstOf(found.places, (each) => this.#remembered(each)) ?? this.#named(found, place);
    this.#remember(place, schema);
    return schema;
  }

  #named(found: Found, place: Place): Schema {
    found.definition ??= this.#deferred(found.places[0] ?? place);
    return this.forms.reference(found.definition);
  }

  #remembered(place: Place): Schema | undefined {
    return this.#schemas.get(place.schema)?.get(this.#contextOf(place));
  }

  /** Identifies a schema object together with what gives its references their meaning. */
  keyOf(place: Place): string {
    return `${this.#rawId(place.schema)}@${this.#contextOf(place)}`;
  }

  /** A schema that speaks of a value of its own: a document's root, a member's value, an item. */
  part(schema: unknown, from: Place): Schema {
    const place = from.resource.source.enter({ ...from, schema });
    const target = isReferenceAlone(place) ? targetOf(place, '$ref') : undefined;
    // Nothing else speaks of the value, so all that its location adds is what the target's own adds.
    if (target !== undefined) return this.known(target) ?? this.compile(target);
    return this.known(place) ?? this.#located(place);
  }

  /** A schema that speaks of the same value as the one it stands in. */
  same(schema: unknown, from: Place): Schema {
    return this.inner(from.resource.source.enter({ ...from, schema }));
  }

  /** The schema of a reference's target: itself, or its name while it is part of an unfinished cycle. */
  referred(target: Place): Schema {
    // What is hidden here is hidden in all that speaks of the same value, so there the target is read anew.
    if (this.#hidden.size > 0 && !this.#loops.has(this.keyOf(target))) return this.inner(target);
    return this.known(target) ?? this.compile(target);
  }

  /** Which way values go, where that changes what a schema means. */
  directionOf({ resource }: Place): CompileOptions['direction'] {
    const { direction } = this.options;
    return direction !== undefined && resource.source.isMarked(direction) ? direction : undefined;
  }

  /** Names of members that are no part of the values at the location being compiled. */
  get hidden(): ReadonlySet<string> {
    return this.#hidden;
  }

  #located(place: Place): Schema {
    if (this.directionOf(place) === undefined) return this.#readLocated(place);
    // Reading targets anew can lead back here, below a step into a part: then there is a cycle to be named.
    const key = this.keyOf(place);
    const pending = this.#pending.get(key);
    if (pending !== undefined) return this.forms.reference((pending.definition ??= this.forms.define()));
    const entry: { definition?: Definition } = {};
    this.#pending.set(key, entry);
    try {
      const schema = this.#readLocated(place);
      if (entry.definition !== undefined) entry.definition.schema = schema;
      return schema;
    } finally {
      this.#pending.delete(key);
    }
  }

  #readLocated(place: Place): Schema {
    const { declaring } = this.options;
    const direction = this.directionOf(place);
    const outer = this.#hidden;
    this.#hidden = direction === undefined ? noNames : hiddenNames(place, direction, this);
    try {
      const schema = this.inner(place);
      const names = declaring ? declaredNames(place, this) : { spoken: [], declared: [] };
      const location = { ...names, hides: this.#hidden };
      if (location.spoken.length === 0 && location.hides.size === 0) return schema;
      const { forms } = this;
      return forms.schema((type) =>
        type === 'object' ? forms.located(schema.slices.object, location) : schema.slices[type],
      );
    } finally {
      this.#hidden = outer;
    }
  }

  /** The schema of the keywords at a place, without what only its location adds. */
  inner(place: Place): Schema {
    const { schema } = place;
    if (schema === true) return this.forms.anything;
    if (schema === false) return this.forms.nothing;
    this.steps.spend();
    if (this.#depth > deepest) return this.opaque('the schemas nest too deeply', place);
    if (this.forms.size > mostFormulas) return this.opaque('the schemas are too large', place);
    this.#depth += 1;
    try {
      return this.#keywords(place);
    } catch (error) {
      if (error instanceof Unmodelled) return this.opaque(error.message, place);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  opaque(reason: string, place: Place): Schema {
    // Equal text in one dialect, with references to equal schemas, means the same.
    const targets = [...referencesOf(place)].map(({ target }) => this.referred(target).id);
    const lost = hasLostReference(place) ? this.nowhere(place) : '';
    return this.forms.opaque(reason, `${place.resource.dialect.name}${lost}${jsonKey(place.schema)}${targets.join()}`);
  }

  /**
   * What a reference that leads nowhere is a reference to: the same in all documents, but for those with names, of which
   * some may stand where nobody looked.
   */
  nowhere({ resource: { source } }: Place): string {
    return source.isPlain ? '' : `?${this.#rawId(source)}`;
  }

  #keywords(place: Place): Schema {
    const { schema, resource } = place;
    if (!isJsonObject(schema)) throw new Unmodelled('a schema that is neither an object nor a boolean');
    if (resource.unreadable !== undefined) throw new Unmodelled(resource.unreadable);
    const { dialect } = resource;
    const other = schema === resource.root ? undefined : otherDialectOf(schema, dialect);
    if (other !== undefined) throw new Unmodelled(`a schema of another dialect within the document: ${other}`);
    const alone = !dialect.refSiblings && typeof member(schema, '$ref') === 'string';
    const site = new Site(schema, place, this);
    const parts = alone
      ? compileReferences(site)
      : [
          ...compileReferences(site),
          ...generalKeywords(site),
          ...numberKeywords(site),
          ...stringKeywords(site),
          ...arrayKeywords(site),
          ...objectKeywords(site),
          ...unevaluatedKeywords(site),
        ];
    return this.forms.allOf(parts);
  }

  #remember(place: Place, schema: Schema): void {
    const contexts = this.#schemas.get(place.schema) ?? new Map<string, Schema>();
    this.#schemas.set(place.schema, contexts.set(this.#contextOf(place), schema));
  }

  #contextOf({ resource, scope }: Place): string {
    const contexts = this.#contexts.get(scope) ?? new Map<Place['resource'], string>();
    const known = contexts.get(resource);
    if (known !== undefined) return known;
    const bound = [...scope].map(([name, place]) => `${name}=${this.#rawId(place.schema)}`).join('&');
    const context = `${this.#rawId(resource)}&${bound}`;
    this.#contexts.set(scope, contexts.set(resource, context));
    return context;
  }

  #rawId(raw: unknown): number {
    const known = this.#rawIds.get(raw);
    if (known !== undefined) return known;
    this.#rawIds.set(raw, this.#rawIds.size);
    return this.#rawIds.size - 1;
  }
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const each of values) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
