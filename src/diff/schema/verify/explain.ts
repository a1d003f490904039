import { placesOfSameValue } from '../compile/references.ts';
import type { Place } from '../compile/source.ts';
import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import type { Confirmer } from './confirm.ts';
import { findPointer } from './pointers.ts';
import type { Given, RawSchema } from './voice.ts';

/** Why a witness is refused: the deepest part of it that is, and where the schemas speak of that part. */
export interface Explanation {
  /** JSON Pointer into the witness. */
  readonly instance: string;
  /** JSON Pointers into the two documents; undefined where the schema does not speak of the part. */
  readonly sub: string | undefined;
  readonly sup: string;
  /** The keyword at `sup` that refuses the part. */
  readonly keyword: string;
}

/** A schema, the value it is asked about, and where that is in the witness. */
interface Question {
  readonly place: Place;
  readonly value: unknown;
  readonly path: readonly string[];
}

/** Follows a refusal down to the keyword that causes it, by asking the evaluator about ever smaller parts. */
export function explain(sub: Given, sup: Given, witness: unknown, confirmer: Confirmer): Explanation | undefined {
  const [inside, outside] = [confirmer.rawOf(sub), confirmer.rawOf(sup)];
  if (inside === undefined || outside === undefined) return undefined;
  const refusals = new Refusals(outside, confirmer);
  const deepest = refusals.follow({ place: outside.place, value: witness, path: [] });
  if (deepest === undefined) return undefined;
  const { question, keyword } = deepest;
  const speaking = speakingOf(inside.place, question.path, witness);
  return {
    instance: question.path.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    sub: speaking && findPointer(inside.document, speaking.schema),
    sup: findPointer(outside.document, question.place.schema) ?? sup.pointer ?? '',
    keyword,
  };
}

interface Refusal {
  readonly question: Question;
  readonly keyword: string;
}

const deepest = 200;

class Refusals {
  readonly #raw: RawSchema;
  readonly #confirmer: Confirmer;

  constructor(raw: RawSchema, confirmer: Confirmer) {
    this.#raw = raw;
    this.#confirmer = confirmer;
  }

  follow(question: Question, depth = 0): Refusal | undefined {
    const { schema } = question.place;
    if (!isJsonObject(schema)) return { question, keyword: 'false' };
    if (depth < deepest) {
      for (const { keyword, questions } of narrowed(question)) {
        const refused = questions.find((each) => this.#isRefused(each));
        if (refused === undefined) continue;
        const followed = isObject(refused.place.schema) ? this.follow(refused, depth + 1) : undefined;
        return followed ?? { question, keyword };
      }
    }
    const keyword = this.#refusingKeyword(question, schema);
    return keyword === undefined ? undefined : { question, keyword };
  }

  #isRefused({ place, value }: Question): boolean {
    return this.#confirmer.evaluate({ ...this.#raw, place }, value).verdict === 'invalid';
  }

  /** The keyword without which the value would be taken, else the first that refuses it beside its companions. */
  #refusingKeyword({ place, value, path }: Question, schema: JsonObject): string | undefined {
    const asserting = Object.keys(schema).filter((keyword) => place.resource.dialect.keywords.has(keyword));
    const refuses = (keywords: readonly string[]): boolean => {
      const part = Object.fromEntries(keywords.map((keyword) => [keyword, schema[keyword]]));
      return this.#isRefused({ place: { ...place, schema: part }, value, path });
    };
    return (
      asserting.find((keyword) =>
        refuses([keyword, ...(companions[keyword] ?? [])].filter((each) => each in schema)),
      ) ?? asserting.find((keyword) => !refuses(asserting.filter((each) => each !== keyword)))
    );
  }
}

/** Keywords that only make sense together with others. */
const companions: Readonly<Record<string, readonly string[]>> = {
  additionalProperties: ['properties', 'patternProperties'],
  additionalItems: ['items'],
  items: ['prefixItems'],
  contains: ['minContains', 'maxContains'],
  if: ['then', 'else'],
  minimum: ['exclusiveMinimum'],
  maximum: ['exclusiveMaximum'],
};

/**
 * Smaller questions whose answer must be yes, by the keyword that asks them. Branches of which only some must hold are
 * not followed: none of them is the cause by itself.
 */
function* narrowed({ place, value, path }: Question): Generator<{ keyword: string; questions: readonly Question[] }> {
  const { schema, resource } = place;
  if (!isJsonObject(schema)) return;
  const inside = (part: unknown): Place => resource.source.enter({ ...place, schema: part });
  const [, ...same] = placesOfSameValue(place, ['$ref', '$dynamicRef', '$recursiveRef', 'allOf']);
  yield { keyword: '$ref', questions: same.map((each) => ({ place: each, value, path })) };
  if (!resource.dialect.refSiblings && typeof member(schema, '$ref') === 'string') return;

  const parts = partsOf(schema, value, resource.dialect.keywords);
  for (const { keyword, token, part, schema: asked } of parts) {
    yield { keyword, questions: [{ place: inside(asked), value: part, path: [...path, token] }] };
  }
}

interface Part {
  readonly keyword: string;
  readonly token: string;
  readonly part: unknown;
  readonly schema: unknown;
}

/** The members and items that a schema object speaks of, each with what it asks of them. */
function* partsOf(schema: JsonObject, value: unknown, keywords: ReadonlySet<string>): Generator<Part> {
  if (isJsonObject(value)) {
    const properties = member(schema, 'properties');
    for (const name of Object.keys(value)) {
      const part = value[name];
      if (isJsonObject(properties) && Object.hasOwn(properties, name)) {
        yield { keyword: 'properties', token: name, part, schema: properties[name] };
      } else if (isObject(schema.additionalProperties) && schema.patternProperties === undefined) {
        yield { keyword: 'additionalProperties', token: name, part, schema: schema.additionalProperties };
      }
    }
  }
  if (!isArray(value)) return;
  const items = keywords.has('prefixItems') ? member(schema, 'prefixItems') : member(schema, 'items');
  const positional = isArray(items) ? items : [];
  const uniform = isArray(member(schema, 'items')) ? member(schema, 'additionalItems') : member(schema, 'items');
  for (const [index, part] of value.entries()) {
    const asked = index < positional.length ? positional[index] : uniform;
    if (isObject(asked)) yield { keyword: 'items', token: String(index), part, schema: asked };
  }
}

/** Where a schema speaks of the part of a value at a path, as far as it does. */
function speakingOf(start: Place, path: readonly string[], value: unknown): Place | undefined {
  let places: readonly Place[] = [...placesOfSameValue(start)];
  let part = value;
  for (const token of path) {
    const next: Place[] = [];
    for (const place of places) {
      const { schema, resource } = place;
      if (!isJsonObject(schema)) continue;
      for (const each of partsOf(schema, part, resource.dialect.keywords)) {
        if (each.token !== token) continue;
        next.push(...placesOfSameValue(resource.source.enter({ ...place, schema: each.schema })));
      }
    }
    if (next.length === 0) return undefined;
    places = next;
    if (isArray(part)) part = part[Number(token)];
    else part = isJsonObject(part) ? member(part, token) : undefined;
  }
  // What a reference leads to says more than the reference.
  return places.find(({ schema }) => isJsonObject(schema) && schema.$ref === undefined) ?? places[0];
}

function isObject(value: unknown): value is JsonObject {
  return isJsonObject(value);
}
