import type { Schema } from '../form/formula.ts';
import { isJsonObject, member } from '../form/json.ts';
import { Unmodelled } from './site.ts';
import type { Site } from './site.ts';
import type { Place } from './source.ts';
import { appliedIn } from './subschemas.ts';

const keywords = ['$ref', '$dynamicRef', '$recursiveRef'] as const;

type ReferenceKeyword = (typeof keywords)[number];

export interface Reference {
  readonly target: Place;
  /** Whether it speaks of the same value as the schema that it was sought in. */
  readonly aboutValue: boolean;
}

/** Where a schema object's reference leads; undefined if it has none, or one that leads nowhere. */
export function targetOf(place: Place, keyword: ReferenceKeyword): Place | undefined {
  const { schema, resource } = place;
  if (!isJsonObject(schema) || !resource.dialect.keywords.has(keyword)) return undefined;
  const reference = member(schema, keyword);
  if (typeof reference !== 'string') return undefined;
  // Draft 2019-09 gives no meaning to others (core, 8.2.4.2.1).
  if (keyword === '$recursiveRef' && reference !== '#') return undefined;
  return keyword === '$ref'
    ? resource.source.resolve(reference, place)
    : resource.source.resolveDynamic(reference, place, keyword);
}

/** Whether a schema is nothing but a reference: keywords beside it are not read, or there are none. */
export function isReferenceAlone({ schema, resource }: Place): boolean {
  if (!isJsonObject(schema) || typeof member(schema, '$ref') !== 'string') return false;
  const { keywords: read, refSiblings } = resource.dialect;
  return !refSiblings || Object.keys(schema).every((each) => each === '$ref' || !read.has(each));
}

/** A reference, and where it leads unless that is nowhere. */
interface Found {
  readonly target: Place | undefined;
  readonly aboutValue: boolean;
}

/** All references in a schema, its subschemas included, without following them. */
export function* referencesOf(start: Place): Generator<Reference> {
  for (const { target, aboutValue } of foundIn(start)) if (target !== undefined) yield { target, aboutValue };
}

/** Whether a reference in a schema leads nowhere that is known. */
export function hasLostReference(start: Place): boolean {
  for (const { target } of foundIn(start)) if (target === undefined) return true;
  return false;
}

function* foundIn(start: Place): Generator<Found> {
  const waiting: { place: Place; aboutValue: boolean; depth: number }[] = [
    { place: start, aboutValue: true, depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { place, aboutValue, depth } = next;
    const { schema, resource } = place;
    if (!isJsonObject(schema) || depth > 1_000) continue;
    for (const keyword of keywords) {
      if (Object.hasOwn(schema, keyword) && resource.dialect.keywords.has(keyword)) {
        yield { target: targetOf(place, keyword), aboutValue };
      }
    }
    for (const each of appliedIn(schema, resource.dialect)) {
      waiting.push({
        place: resource.source.enter({ ...place, schema: each.schema }),
        aboutValue: aboutValue && each.about === 'value',
        depth: depth + 1,
      });
    }
  }
}

/** The schema, all schemas within it, and all that references lead to from there: each once. */
export function* placesWithin(start: Place): Generator<Place> {
  const seen = new Set<unknown>();
  const waiting = [start];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { schema, resource } = place;
    if (seen.has(schema)) continue;
    seen.add(schema);
    yield place;
    if (!isJsonObject(schema)) continue;
    for (const keyword of keywords) {
      const target = targetOf(place, keyword);
      if (target !== undefined) waiting.push(target);
    }
    for (const each of appliedIn(schema, resource.dialect)) {
      waiting.push(resource.source.enter({ ...place, schema: each.schema }));
    }
  }
}

/**
 * The schema and all others that speak of the same value because of it, each once; by all keywords that there are, or
 * by some.
 */
export function* placesOfSameValue(start: Place, by?: readonly string[]): Generator<Place> {
  const seen = new Map<unknown, Set<Place['scope']>>();
  const waiting = [start];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { schema, resource, scope } = place;
    const scopes = seen.get(schema) ?? new Set();
    if (scopes.has(scope)) continue;
    seen.set(schema, scopes.add(scope));
    yield place;
    if (!isJsonObject(schema)) continue;
    const next: Place[] = [];
    for (const keyword of keywords) {
      const target = by === undefined || by.includes(keyword) ? targetOf(place, keyword) : undefined;
      if (target !== undefined) next.push(target);
    }
    for (const each of appliedIn(schema, resource.dialect)) {
      if (each.about !== 'value' || (by !== undefined && !by.includes(each.keyword))) continue;
      next.push(resource.source.enter({ ...place, schema: each.schema }));
    }
    waiting.push(...next.toReversed());
  }
}

/** The schemas that the references of a schema object lead to. */
export function compileReferences(site: Site): Schema[] {
  const schemas: Schema[] = [];
  for (const keyword of keywords) {
    const reference = site.read(keyword, (value) => typeof value === 'string');
    if (reference === undefined) continue;
    const target = targetOf(site.place, keyword);
    if (target === undefined) throw new Unmodelled(`the reference ${reference} leads nowhere in the document`);
    schemas.push(site.compiler.referred(target));
  }
  return schemas;
}
