import { canonicalJson } from '../../../internal/canonical-json.ts';
import { hashOf } from '../../../internal/hash.ts';
import { escapeSegment } from '../../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonValue } from '../../../internal/json.ts';
import { findTarget, follow, referenceOf, type Located } from '../../source/resolve.ts';
import type { Schema, Slot } from '../model.ts';

/** Objects that refer to themselves could be merged for ever, in breadth and in depth. */
const mostMerged = 10_000;
const deepestMerged = 100;

/**
 * An object of a document, as it reads once its traits are merged into it: layers of objects, of which the first that
 * has a member decides (JSON Merge Patch: members that are objects merge, `null` removes). Almost all have one layer.
 * Nothing is copied, and every layer keeps the place where it stands.
 */
export class Element {
  readonly #root: JsonValue;
  readonly #layers: readonly Located[];

  private constructor(root: JsonValue, layers: readonly Located[]) {
    this.#root = root;
    this.#layers = layers;
  }

  /** The value at a place, references followed. */
  static at(root: JsonValue, located: Located): Element {
    return new Element(root, [follow(root, located)]);
  }

  /** The same with others merged into it, the strongest first. */
  static merged(layers: readonly Element[]): Element {
    const [first] = layers;
    if (first === undefined) throw new TypeError('An element has at least one layer.');
    return new Element(
      first.#root,
      layers.flatMap((layer) => layer.#layers),
    );
  }

  /** Whether a reference within the document names nothing. */
  static leadsNowhere(root: JsonValue, reference: string): boolean {
    return reference.startsWith('#') && findTarget(root, reference) === undefined;
  }

  get pointer(): string {
    return this.#layers[0]?.pointer ?? '';
  }

  get value(): JsonValue | undefined {
    return this.#layers[0]?.value;
  }

  get isObject(): boolean {
    return isJsonObject(this.value);
  }

  /** Whether it is a reference that could not be followed. */
  get isLost(): boolean {
    return referenceOf(this.value) !== undefined;
  }

  /** Names of members, those of the strongest layer first. */
  keys(): readonly string[] {
    const keys = new Set<string>();
    for (const { value } of this.#layers) if (isJsonObject(value)) for (const key of Object.keys(value)) keys.add(key);
    return [...keys].filter((key) => this.#layersOf(key).length > 0);
  }

  /** A member, references followed; `undefined` where there is none. */
  member(key: string): Element | undefined {
    const layers = this.#layersOf(key);
    return layers.length === 0
      ? undefined
      : new Element(
          this.#root,
          layers.map((layer) => follow(this.#root, layer)),
        );
  }

  /** The members of an object by name. */
  members(): readonly (readonly [key: string, element: Element])[] {
    return this.keys().flatMap((key) => {
      const element = this.member(key);
      return element === undefined ? [] : [[key, element] as const];
    });
  }

  /** The items of an array, references followed. */
  items(): readonly Element[] {
    return this.places().map((place) => Element.at(this.#root, place));
  }

  /** The items of an array as they stand. */
  places(): readonly Located[] {
    const [first] = this.#layers;
    if (first === undefined || !isJsonArray(first.value)) return [];
    return first.value.map((value, index) => ({ value, pointer: `${first.pointer}/${index}` }));
  }

  /** A member as it stands, its references not followed. */
  place(key: string): Located | undefined {
    return this.#layersOf(key)[0];
  }

  /** A member that may be absent. */
  slot(key: string): Slot {
    const member = this.member(key);
    if (member?.value === undefined) return { pointer: this.pointer };
    return { pointer: member.pointer, value: member.value };
  }

  /** A text member; numbers and booleans, which YAML makes of unquoted text, are text as well. */
  text(key: string): Slot<string> {
    const { pointer, value } = this.slot(key);
    if (typeof value === 'string') return { pointer, value };
    return typeof value === 'number' || typeof value === 'boolean' ? { pointer, value: String(value) } : { pointer };
  }

  /** A member that is a schema or other data: its references are left to those who read it. */
  schema(key: string): Schema | undefined {
    const layers = this.#layersOf(key);
    const [first] = layers;
    if (first === undefined) return undefined;
    if (layers.length === 1) return { ...first, made: false };
    const budget = { left: mostMerged, isExceeded: false };
    const value = new Element(this.#root, layers).#flat(budget, 0);
    return { pointer: first.pointer, value: budget.isExceeded ? this.#unmerged() : value, made: true };
  }

  #flat(budget: { left: number; isExceeded: boolean }, depth: number): JsonValue {
    const [first] = this.#layers;
    if (first === undefined) return null;
    if (this.#layers.length === 1) return first.value;
    const members: [string, JsonValue][] = [];
    for (const key of this.keys()) {
      budget.left -= 1;
      budget.isExceeded ||= budget.left < 0 || depth > deepestMerged;
      if (budget.isExceeded) return null;
      members.push([key, new Element(this.#root, this.#layersOf(key)).#flat(budget, depth + 1)]);
    }
    return Object.fromEntries(members);
  }

  /** Leads nowhere, and is the same in equal documents only: what was not merged is never taken for something known. */
  #unmerged(): JsonValue {
    return { $ref: `#/not-merged/${hashOf(canonicalJson(this.#root))}` };
  }

  #layersOf(key: string): readonly Located[] {
    const found: Located[] = [];
    for (const { value, pointer } of this.#layers) {
      const member = isJsonObject(value) ? ownMember(value, key) : undefined;
      if (member === undefined) continue;
      const located = { value: member, pointer: `${pointer}/${escapeSegment(key)}` };
      if (this.#layers.length === 1) return [located];
      if (member === null) break;
      const target = follow(this.#root, located);
      if (found.length > 0 && !isJsonObject(target.value)) break;
      found.push(found.length === 0 ? located : target);
      if (!isJsonObject(target.value)) break;
    }
    const [first] = found;
    return found.length > 1 && first !== undefined ? [follow(this.#root, first), ...found.slice(1)] : found;
  }
}
