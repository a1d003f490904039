import { canonicalJson } from '../../internal/canonical-json.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonObject, type JsonValue } from '../../internal/json.ts';
import { referenceOf } from '../source/resolve.ts';
import { membersOf } from './children.ts';
import { valueOf } from './naming.ts';
import type { View } from './side.ts';

/** What a discriminator selects besides the alternatives that are listed. */
interface Selected {
  readonly name: string;
  readonly view: View;
}

/** What a discriminator selects on both sides by the same value, where it is not certainly the same. */
export interface HeirPair {
  readonly baseline: View;
  readonly candidate: View;
  /** The member that selects it, with its value. */
  readonly selector: JsonObject;
}

export function findHeirPairs(
  baseline: View,
  candidate: View,
  isSame: (baseline: View, candidate: View) => boolean,
): readonly HeirPair[] {
  const others = heirsOf(candidate);
  return [...heirsOf(baseline)].flatMap(([value, { view }]): HeirPair[] => {
    const other = others.get(value)?.view;
    if (other === undefined || isSame(view, other)) return [];
    const selector = Object.fromEntries([[propertyOf(valueOf(baseline, 'discriminator') ?? ''), value]]);
    return [{ baseline: view, candidate: other, selector }];
  });
}

/**
 * The schemas that nothing but a discriminator leads to, by the values that select them: what its mapping names, and the
 * components that are made of the schema by their `allOf`. Where alternatives are listed, there are no others.
 */
export function heirsOf(view: View): ReadonlyMap<string, Selected> {
  return view.side.once('heirs', view, findHeirs);
}

function findHeirs(view: View): ReadonlyMap<string, Selected> {
  const found = new Map<string, Selected>();
  const { side, dialect } = view;
  const holder = holderOf(view);
  if (holder === undefined || side.partsOf(view).some(({ schema }) => listsComponents(schema))) return found;
  const discriminator = holder['discriminator'] ?? null;
  const mapping = isJsonObject(discriminator) ? ownMember(discriminator, 'mapping') : undefined;
  const mapped = new Set<string>();
  for (const [value, target] of isJsonObject(mapping) ? Object.entries(mapping) : []) {
    const heir = typeof target === 'string' ? side.heirs.at(target) : undefined;
    if (heir === undefined || strangersOf(view).has(heir.pointer)) continue;
    found.set(value, { name: heir.name, view: side.view({ pointer: heir.pointer, dialect }) });
    mapped.add(heir.pointer);
  }
  for (const { name, pointer } of side.heirs.of(holder)) {
    if (mapped.has(pointer) || strangersOf(view).has(pointer)) continue;
    const heir = side.view({ pointer, dialect });
    const value = selectorOf(heir, propertyOf(discriminator), name);
    if (!found.has(value)) found.set(value, { name, view: heir });
  }
  return found;
}

/** The schema that has the discriminator. */
function holderOf(view: View): JsonObject | undefined {
  return view.side.partsOf(view).find(({ schema }) => Object.hasOwn(schema, 'discriminator'))?.schema;
}

/** What is made of the schema that has the discriminator, and is neither the view nor made of it. */
export function strangersOf(view: View): ReadonlySet<string> {
  return view.side.once('strangers', view, ({ side, schema, origins = [{ schema }] }) => {
    const holder = holderOf(view);
    const behind = new Set(origins.flatMap((origin) => [...side.heirs.behind(origin.schema)]));
    if (holder === undefined || behind.has(holder)) return nobody;
    const own = new Set([...behind].flatMap((each) => side.heirs.of(each)));
    const strangers = side.heirs.of(holder).filter((heir) => !own.has(heir) && !behind.has(heir.schema));
    return new Set(strangers.map(({ pointer }) => pointer));
  });
}

const nobody: ReadonlySet<string> = new Set();

/** Whether a schema lists alternatives that are components. */
function listsComponents(schema: JsonObject): boolean {
  return ['oneOf', 'anyOf'].some((keyword) => {
    const list = ownMember(schema, keyword);
    return isJsonArray(list) && list.some((alternative) => referenceOf(alternative) !== undefined);
  });
}

/** The value by which a component is selected: the only one that it can have, else its name. */
function selectorOf(heir: View, property: string, name: string): string {
  const [value, another] = listedBy(heir, property);
  return typeof value === 'string' && another === undefined ? value : name;
}

/** The values of a member that a schema lists, wherever it does so most narrowly. */
export function listedBy(view: View, name: string): readonly JsonValue[] {
  const member = membersOf(view).get(name);
  if (member === undefined) return [];
  const lists = member.side.partsOf(member).flatMap(({ schema }): (readonly JsonValue[])[] => {
    const [constant, list] = [ownMember(schema, 'const'), ownMember(schema, 'enum')];
    return [...(constant === undefined ? [] : [[constant]]), ...(isJsonArray(list) ? [list] : [])];
  });
  const [first = [], ...others] = lists;
  const texts = others.map((list) => new Set(list.map((value) => canonicalJson(value))));
  return first.filter((value) => texts.every((list) => list.has(canonicalJson(value))));
}

/** The member that a discriminator looks at; Swagger 2.0 and AsyncAPI have its name alone. */
export function propertyOf(discriminator: JsonValue): string {
  if (typeof discriminator === 'string') return discriminator;
  const name = isJsonObject(discriminator) ? ownMember(discriminator, 'propertyName') : undefined;
  return typeof name === 'string' ? name : '';
}
