import { escapeSegment } from '../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { findTarget, referenceOf } from './resolve.ts';

/** A component that is made of another schema by its `allOf`; what has a discriminator leads to it by that alone. */
export interface Heir {
  readonly name: string;
  readonly pointer: string;
  readonly schema: JsonValue;
}

/** The heirs of the schemas of a document. */
export class Heirs {
  readonly #root: JsonValue;
  #components: ReadonlyMap<JsonValue, Heir> | undefined;
  #names: ReadonlyMap<string, Heir> | undefined;
  #heirs: ReadonlyMap<JsonValue, readonly Heir[]> | undefined;

  constructor(root: JsonValue) {
    this.#root = root;
  }

  /** The components that have a schema object among what they are made of, in the order of their names. */
  of(schema: JsonValue): readonly Heir[] {
    this.#heirs ??= this.#collect();
    return this.#heirs.get(schema) ?? [];
  }

  /** The component that a discriminator maps to, by its name or by a reference. */
  at(target: string): Heir | undefined {
    this.#names ??= new Map([...this.#all().values()].map((heir) => [heir.name, heir]));
    const schema = findTarget(this.#root, target)?.value;
    return this.#names.get(target) ?? (schema === undefined ? undefined : this.#all().get(schema));
  }

  /** The components that a schema is, refers to or is directly made of: whoever inherits from them may stand in its place. */
  behind(schema: JsonValue): ReadonlySet<JsonValue> {
    const found = new Set<JsonValue>();
    const seen = new Set<JsonValue>([schema]);
    for (const each of seen) {
      if (!isJsonObject(each)) continue;
      if (this.#all().has(each) && !isAlias(each)) found.add(each);
      else for (const inner of this.#madeOf(each)) seen.add(inner);
    }
    return found;
  }

  #all(): ReadonlyMap<JsonValue, Heir> {
    if (this.#components !== undefined) return this.#components;
    const isSwagger = isJsonObject(this.#root) && Object.hasOwn(this.#root, 'swagger');
    const prefix = isSwagger ? '/definitions' : '/components/schemas';
    const schemas = findTarget(this.#root, `#${prefix}`)?.value;
    const entries = isJsonObject(schemas) ? Object.entries(schemas) : [];
    this.#components = new Map(
      entries
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, schema]) => [schema, { name, pointer: `${prefix}/${escapeSegment(name)}`, schema }]),
    );
    return this.#components;
  }

  #collect(): ReadonlyMap<JsonValue, readonly Heir[]> {
    const heirs = new Map<JsonValue, Heir[]>();
    for (const [schema, heir] of this.#all()) {
      if (isAlias(schema)) continue;
      const seen = new Set<JsonValue>([schema]);
      for (const each of seen) {
        if (!isJsonObject(each)) continue;
        for (const inner of this.#madeOf(each)) seen.add(inner);
        if (each === schema) continue;
        const known = heirs.get(each);
        if (known === undefined) heirs.set(each, [heir]);
        else known.push(heir);
      }
    }
    return heirs;
  }

  /** What a schema refers to, and the branches of its `allOf`. */
  *#madeOf(schema: JsonObject): Generator<JsonValue> {
    const reference = referenceOf(schema);
    const target = reference === undefined ? undefined : findTarget(this.#root, reference);
    if (target !== undefined) yield target.value;
    const branches = ownMember(schema, 'allOf');
    if (isJsonArray(branches)) yield* branches;
  }
}

/** Whether a schema is another one by another name. */
function isAlias(schema: JsonValue): boolean {
  return referenceOf(schema) !== undefined && isJsonObject(schema) && Object.keys(schema).length === 1;
}
