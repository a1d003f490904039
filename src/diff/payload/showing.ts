import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import type { Evidence, LocalChange } from './change.ts';
import { membersOf, type Step } from './children.ts';
import { difference, valueOf } from './naming.ts';
import { otherName, type Samples } from './samples.ts';
import type { View } from './side.ts';

/** Values of `sub` that may show a change at this place; each is still to be confirmed. */
export function* valuesShowing(
  { keyword, name }: LocalChange,
  { refused }: Evidence,
  { sub, sup }: { readonly sub: View; readonly sup: View },
  samples: Samples,
): Generator<JsonValue> {
  const found = isJsonObject(refused) ? ownMember(refused, 'enum') : undefined;
  if (isJsonArray(found)) {
    yield* found;
    return;
  }
  for (const value of guesses(keyword, name, sub, sup, samples)) if (value !== undefined) yield value;
  for (const index of [0, 1, 2, 3]) {
    const value = samples.of(sub, { index });
    if (value !== undefined) yield value;
  }
}

/** Guesses of values of `sub` that do not meet what `sup` says by a keyword, of a member if it has a name. */
export function* guesses(
  keyword: string,
  name: string | undefined,
  sub: View,
  sup: View,
  samples: Samples,
): Generator<JsonValue | undefined> {
  const bound = valueOf(sup, keyword);
  switch (keyword) {
    case 'required':
      for (const index of [0, 1]) yield without(samples.of(sub, { index, type: 'object' }), name);
      for (const having of membersOf(sub).keys()) {
        if (having === name) continue;
        yield without(samples.of(sub, { type: 'object', having }), name);
        break;
      }
      yield* withOther(without(samples.of(sub, { type: 'object' }), name), sub, sup, samples);
      return;
    case 'properties':
    case 'additionalProperties':
      if (name !== undefined) yield samples.of(sub, { type: 'object', having: name });
      else yield* withOther(samples.of(sub, { type: 'object' }), sub, sup, samples);
      return;
    case 'type':
      for (const type of samples.typesOf(sub) ?? everyType) yield samples.of(sub, { type });
      return;
    case 'enum':
    case 'const':
      yield* difference(sub, sup).slice(0, mostListed);
      for (const type of samples.typesOf(sub) ?? everyType) yield samples.of(sub, { type });
      yield 'a';
      return;
    default:
      if (typeof bound === 'number') yield* beyond(keyword, bound, sub, samples);
      for (const index of [0, 1, 2]) yield samples.of(sub, { index });
      yield samples.of(sub, { full: true });
      yield* withOther(samples.of(sub, { type: 'object' }), sub, sup, samples);
      yield 'a';
  }
}

const mostListed = 20;

const everyType = ['string', 'integer', 'object', 'array', 'boolean', 'null', 'number'];
const longest = 70_000;
const mostItems = 1_000;

/** Values just beyond a bound. */
function* beyond(keyword: string, bound: number, sub: View, samples: Samples): Generator<JsonValue | undefined> {
  switch (keyword) {
    case 'maxLength':
      if (bound < longest) yield 'a'.repeat(bound + 1);
      return;
    case 'minLength':
      if (bound > 0 && bound <= longest) yield 'a'.repeat(bound - 1);
      return;
    case 'maximum':
      yield* [bound + 1, bound + 0.5];
      return;
    case 'minimum':
      yield* [bound - 1, bound - 0.5];
      return;
    case 'exclusiveMaximum':
    case 'exclusiveMinimum':
      yield bound;
      return;
    case 'multipleOf':
      yield* [1, bound / 2, bound + 1];
      return;
    case 'maxItems':
    case 'minItems': {
      const length = keyword === 'maxItems' ? bound + 1 : bound - 1;
      if (length >= 0 && length <= mostItems) yield repeated(samples, sub, length);
      return;
    }
    default:
  }
}

function repeated(samples: Samples, sub: View, length: number): JsonValue | undefined {
  const items = sub.side.partsOf(sub).find((part) => isJsonObject(ownMember(part.schema, 'items')));
  const view = items && sub.side.within(sub, items, ['items']);
  const item = view === undefined ? 'a' : samples.of(view);
  return item === undefined ? undefined : Array.from({ length }, () => item);
}

function without(object: JsonValue | undefined, name: string | undefined): JsonValue | undefined {
  if (!isJsonObject(object) || name === undefined) return object;
  const { [name]: _, ...others } = object;
  return others;
}

/** The object with a member that neither schema declares. */
function* withOther(object: JsonValue | undefined, sub: View, sup: View, samples: Samples): Generator<JsonValue> {
  if (!isJsonObject(object) || membersOf(sub).has(otherName) || membersOf(sup).has(otherName)) return;
  const part = sub.side.partsOf(sub).find(({ schema }) => Object.hasOwn(schema, 'additionalProperties'));
  const view = part && sub.side.within(sub, part, ['additionalProperties']);
  const values = view === undefined ? ['a', 0, { a: 'a' }] : [samples.inside(otherName).of(view)];
  for (const value of values) if (value !== undefined) yield { ...object, [otherName]: value };
}

/** A value of `outer` that holds another at the end of one step into it. */
export function holding(inner: JsonValue, step: Step, outer: View, samples: Samples): JsonValue | undefined {
  switch (step.kind) {
    case 'member': {
      const object = samples.of(outer, { type: 'object' });
      return isJsonObject(object) ? { ...object, ...Object.fromEntries([[step.name, inner]]) } : undefined;
    }
    case 'other-member': {
      const object = step.pattern === undefined ? samples.of(outer, { type: 'object' }) : undefined;
      return isJsonObject(object) ? { ...object, [otherName]: inner } : undefined;
    }
    case 'item': {
      const list = samples.of(outer, { type: 'array' });
      const { index = 0 } = step;
      if (!isJsonArray(list) || index > list.length) return undefined;
      return index === list.length ? [...list, inner] : list.with(index, inner);
    }
    case 'branch':
    default: {
      if (!isJsonObject(inner)) return inner;
      const object = samples.of(besideAlternatives(outer), { type: 'object' });
      return isJsonObject(object) ? { ...object, ...inner } : inner;
    }
  }
}

/** What a view demands whichever alternative holds. */
function besideAlternatives(view: View): View {
  return view.side.once('beside alternatives', view, () => {
    const parts = view.side.partsOf(view).map(({ schema }): JsonObject => {
      const { anyOf: _, oneOf: __, allOf: ___, $ref: ____, ...own } = schema;
      return own;
    });
    return view.side.made(view.pointer, view.dialect, { allOf: parts });
  });
}
