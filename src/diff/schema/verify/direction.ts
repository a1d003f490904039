import { Source } from '../compile/source.ts';
import type { Place } from '../compile/source.ts';
import { isArray, isJsonObject, lazyObjectOf, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { Given } from './voice.ts';

/**
 * Rewrites documents for validators that know no direction: members that are not sent lose their schemas and are not
 * required. Only what somebody reads is rewritten. Where a schema hides a member that another one requires through a
 * reference, this says too little, and a witness about it is not confirmed.
 */
export class DirectedDocuments {
  readonly #direction: 'request' | 'response';
  readonly #keyword: 'readOnly' | 'writeOnly';
  readonly #sources = new Map<unknown, { readonly document: unknown; readonly source: Source }>();

  constructor(direction: 'request' | 'response') {
    this.#direction = direction;
    this.#keyword = direction === 'request' ? 'readOnly' : 'writeOnly';
  }

  rewrite(given: Given): Given {
    const { document, pointer, place } = given;
    if (place?.resource.source.isMarked(this.#direction) !== true) return given;
    let known = this.#sources.get(document);
    if (known === undefined) {
      // Nothing about names changes, and the marks have done their work.
      const { survey } = place.resource.source;
      const rewritten = this.#rewrite(document, place, new Set());
      known = { document: rewritten, source: new Source(rewritten, place.resource.dialect.name, { survey }) };
      this.#sources.set(document, known);
    }
    if (pointer !== undefined) return { document: known.document, pointer, place: known.source.at(pointer) };
    const schema = this.#rewrite(place.schema, place, new Set());
    return { document: known.document, pointer, place: known.source.enter({ ...known.source.root, schema }) };
  }

  #rewrite(value: unknown, from: Place, inherited: ReadonlySet<string>): unknown {
    if (isArray(value)) return value.map((each) => this.#rewrite(each, from, new Set()));
    if (!isJsonObject(value)) return value;
    const hidden = new Set([...inherited, ...this.#hiddenIn({ ...from, schema: value }, new Set())]);
    return lazyObjectOf(Object.keys(value), (key) => this.#member(key, value, from, hidden));
  }

  #member(key: string, schema: JsonObject, from: Place, hidden: ReadonlySet<string>): unknown {
    const value = member(schema, key);
    if (key === 'required' && isArray(value)) {
      return value.filter((name) => typeof name !== 'string' || !hidden.has(name));
    }
    if (key === 'properties' && isJsonObject(value)) {
      return lazyObjectOf(Object.keys(value), (name) =>
        hidden.has(name) ? {} : this.#rewrite(member(value, name), from, new Set()),
      );
    }
    if ((key === 'allOf' || key === 'anyOf' || key === 'oneOf') && isArray(value)) {
      return value.map((each) => this.#rewrite(each, from, hidden));
    }
    return this.#rewrite(value, from, new Set());
  }

  #hiddenIn(place: Place, seen: Set<unknown>): Set<string> {
    const hidden = new Set<string>();
    for (const { schema } of this.#together(place, seen)) {
      const properties = member(schema, 'properties');
      if (!isJsonObject(properties)) continue;
      for (const name of Object.keys(properties)) {
        const parts = this.#together({ ...place, schema: member(properties, name) }, new Set());
        if (parts.some((part) => member(part.schema, this.#keyword) === true)) hidden.add(name);
      }
    }
    return hidden;
  }

  /** A schema and those that must hold with it. */
  #together(place: Place, seen: Set<unknown>): { readonly schema: JsonObject }[] {
    const { schema, resource } = place;
    if (!isJsonObject(schema) || seen.has(schema)) return [];
    seen.add(schema);
    const reference = member(schema, '$ref');
    const target = typeof reference === 'string' ? resource.source.resolve(reference, place) : undefined;
    const referred = target === undefined ? [] : this.#together(target, seen);
    if (target !== undefined && !resource.dialect.refSiblings) return referred;
    const allOf = member(schema, 'allOf');
    const branches = isArray(allOf) ? allOf.flatMap((each) => this.#together({ ...place, schema: each }, seen)) : [];
    return [{ schema }, ...referred, ...branches];
  }
}
