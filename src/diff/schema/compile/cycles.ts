import type { Definition } from '../form/formula.ts';
import { isArray, isJsonObject, jsonKey, member } from '../form/json.ts';
import type { Compiler } from './compiler.ts';
import { componentsOf } from './components.ts';
import { otherDialectOf } from './dialect.ts';
import { hiddenNames } from './member-names.ts';
import { referencesOf, targetOf } from './references.ts';
import type { Place } from './source.ts';
import { shapeOf } from './subschemas.ts';

/** A cycle of references that has been named: what its members lead to, and their names. */
type Definitions = ReadonlyMap<number, Definition>;

/**
 * Names the schemas of reference cycles by what they say and lead to, not by where they stand: equal cycles of two
 * documents, or with renamed definitions, get the same names.
 *
 * Members start out alike and are told apart by their own text and the present colours of what they refer to, until no
 * round tells more apart. Two cycles are equal if one more round agrees for every colour.
 */
export class Cycles {
  readonly #compiler: Compiler;
  readonly #colours = new Map<string, number>();
  readonly #known = new Map<string, Definitions>();

  constructor(compiler: Compiler) {
    this.#compiler = compiler;
  }

  define(component: readonly Place[]): Map<Place, Definition> {
    const inside = new Map(component.map((place) => [this.#compiler.keyOf(place), place] as const));
    const texts = component.map((place) => this.#textOf(place));
    const round = (colours: ReadonlyMap<Place, number>): Map<Place, number> =>
      new Map(
        texts.map(({ place, text, targets }) => {
          const leadsTo = targets.map((target) => {
            const member = inside.get(this.#compiler.keyOf(target));
            return member === undefined ? `=${this.#compiler.known(target)?.id}` : `.${colours.get(member)}`;
          });
          return [place, this.#colour(`${text}|${leadsTo.join()}`)] as const;
        }),
      );

    let colours = new Map<Place, number>(component.map((place) => [place, 0]));
    for (let classes = 0; ;) {
      this.#compiler.steps.spend(component.length);
      const next = round(colours);
      const count = new Set(next.values()).size;
      if (count === classes) return this.#name(next, round(next));
      classes = count;
      colours = next;
    }
  }

  #name(colours: ReadonlyMap<Place, number>, next: ReadonlyMap<Place, number>): Map<Place, Definition> {
    const signature = [...new Set([...colours].map(([place, colour]) => `${colour}>${next.get(place)}`))].sort().join();
    const known = this.#known.get(signature);
    const definitions = new Map(known);
    for (const colour of colours.values()) {
      if (!definitions.has(colour)) definitions.set(colour, this.#compiler.forms.define());
    }
    this.#known.set(signature, definitions);
    return new Map(
      [...colours].flatMap(([place, colour]) => {
        const definition = definitions.get(colour);
        return definition === undefined ? [] : [[place, definition] as const];
      }),
    );
  }

  #colour(text: string): number {
    const known = this.#colours.get(text);
    if (known !== undefined) return known;
    this.#colours.set(text, this.#colours.size + 1);
    return this.#colours.size;
  }

  /** The schema's text, keywords sorted, with a mark for each reference that leads somewhere; and where those lead. */
  #textOf(start: Place): Text {
    const targets: Place[] = [];
    const write = (outer: Place, schema: unknown): string => {
      const place = outer.resource.source.enter({ ...outer, schema });
      const { dialect } = place.resource;
      if (!isJsonObject(schema)) return jsonKey(schema);
      const alone = !dialect.refSiblings && typeof member(schema, '$ref') === 'string';
      const parts: string[] = [];
      for (const keyword of alone ? ['$ref'] : Object.keys(schema).sort()) {
        if (dialect.keywords.has(keyword))
          parts.push(`${keyword}:${writeKeyword(place, keyword, member(schema, keyword))}`);
      }
      const other = otherDialectOf(schema, dialect);
      if (other !== undefined) parts.push(`dialect:${JSON.stringify(other)}`);
      const direction = this.#compiler.directionOf(place);
      const hidden = direction === undefined ? [] : [...hiddenNames(place, direction, this.#compiler)].sort();
      if (hidden.length > 0) parts.push(`hidden:${JSON.stringify(hidden)}`);
      return `${dialect.name}{${parts.join()}}`;
    };
    const writeKeyword = (place: Place, keyword: string, value: unknown): string => {
      if (isReference(keyword)) {
        const target = targetOf(place, keyword);
        if (target === undefined) return jsonKey(value) + this.#compiler.nowhere(place);
        targets.push(target);
        return '*';
      }
      const shape = shapeOf(keyword);
      if (shape === undefined) return jsonKey(value);
      if (isArray(value)) return `[${value.map((each) => write(place, each)).join()}]`;
      if (shape !== 'map' || !isJsonObject(value)) return write(place, value);
      const entries = Object.keys(value)
        .sort()
        .map((name) => {
          const each = member(value, name);
          return `${JSON.stringify(name)}:${isArray(each) ? jsonKey(each) : write(place, each)}`;
        });
      return `<${entries.join()}>`;
    };
    // Long texts are compared once, and by number from then on.
    return { place: start, text: this.#colour(write(start, start.schema)), targets };
  }

  /** The members of a component from which references alone, without a step into a part, lead back to them. */
  loopsWithoutStep(component: readonly Place[]): ReadonlySet<Place> {
    const byKey = new Map(component.map((place) => [this.#compiler.keyOf(place), place] as const));
    const leadsTo = new Map(
      component.map((place) => {
        const same = [...referencesOf(place)].filter(({ aboutValue }) => aboutValue);
        return [place, same.flatMap(({ target }) => byKey.get(this.#compiler.keyOf(target)) ?? [])] as const;
      }),
    );
    const successors = (place: Place): readonly Place[] => leadsTo.get(place) ?? [];
    const loops = componentsOf(component, successors).filter(([only, ...others]) => {
      return others.length > 0 || (only !== undefined && successors(only).includes(only));
    });
    return new Set(loops.flat());
  }
}

interface Text {
  readonly place: Place;
  readonly text: number;
  readonly targets: readonly Place[];
}

function isReference(keyword: string): keyword is '$ref' | '$dynamicRef' | '$recursiveRef' {
  return keyword === '$ref' || keyword === '$dynamicRef' || keyword === '$recursiveRef';
}
