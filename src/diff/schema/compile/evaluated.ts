import type { Schema } from '../form/formula.ts';
import { isArray, isJsonObject, member } from '../form/json.ts';
import type { JsonObject } from '../form/json.ts';
import { allBut } from '../form/names.ts';
import { requiring } from '../form/constant.ts';
import type { Language } from '../language/index.ts';
import { itemKeywords } from './array.ts';
import { Site, Unmodelled } from './site.ts';
import type { Compiler } from './compiler.ts';
import { targetOf } from './references.ts';
import type { Place } from './source.ts';
import { nameLanguageOf } from './string.ts';

/** The members and items that a schema has looked at. */
interface Coverage {
  readonly names: ReadonlySet<string>;
  readonly languages: readonly Language[];
  readonly allNames: boolean;
  /** Items before this index. */
  readonly items: number;
  /** Items in one of these, at any index. */
  readonly containing: readonly Schema[];
}

/** What is covered at least, whenever the condition holds; in some case that holds it is all that is covered. */
interface Case {
  readonly when: Schema;
  readonly covers: Coverage;
}

const mostCases = 256;
const deepest = 60;

/**
 * `unevaluatedProperties` and `unevaluatedItems`. What the keywords beside them cover depends on which branches hold; a
 * larger cover only makes the rest smaller, so it is enough that what is left fits in one of the cases that hold.
 */
export function unevaluatedKeywords(site: Site): Schema[] {
  const { forms } = site;
  const properties = site.keyword('unevaluatedProperties');
  const items = site.keyword('unevaluatedItems');
  if (properties === undefined && items === undefined) return [];
  const cases = new Collector(site.compiler).beside(site.place, 0);
  const schemas: Schema[] = [];
  if (properties !== undefined) {
    const schema = site.part(properties);
    const rest = ({ names, languages, allNames }: Coverage): Schema => {
      if (allNames) return forms.anything;
      const others = allBut([...names, ...site.hidden], languages);
      return forms.typed('object', forms.literal({ kind: 'members', names: others, schema }));
    };
    schemas.push(forms.anyOf(cases.map(({ when, covers }) => forms.allOf([when, rest(covers)]))));
  }
  if (items !== undefined) {
    const schema = site.part(items);
    const rest = ({ items: from, containing }: Coverage): Schema => {
      if (from === Infinity) return forms.anything;
      const others = forms.anyOf([schema, ...containing]);
      return forms.typed('array', forms.literal({ kind: 'items', from, schema: others }));
    };
    schemas.push(forms.anyOf(cases.map(({ when, covers }) => forms.allOf([when, rest(covers)]))));
  }
  return schemas;
}

/** Collects the cases of what schemas cover, through all keywords that speak of the same value. */
class Collector {
  readonly #compiler: Compiler;
  readonly #always: readonly Case[];

  constructor(compiler: Compiler) {
    this.#compiler = compiler;
    this.#always = [{ when: compiler.forms.anything, covers: nothing }];
  }

  /** What a schema covers when it holds. */
  #within(schema: unknown, from: Place, depth: number): readonly Case[] {
    return this.#at(from.resource.source.enter({ ...from, schema }), depth);
  }

  #at(place: Place, depth: number): readonly Case[] {
    const { schema } = place;
    if (depth > deepest) throw new Unmodelled('unevaluated members or items through too many references');
    if (!isJsonObject(schema)) return this.#always;
    const cases = this.beside(place, depth);
    const { keywords } = place.resource.dialect;
    if (!this.#refersOnly(place)) {
      const allNames = keywords.has('unevaluatedProperties') && member(schema, 'unevaluatedProperties') !== undefined;
      const allItems = keywords.has('unevaluatedItems') && member(schema, 'unevaluatedItems') !== undefined;
      const own = { ...nothing, allNames, items: allItems ? Infinity : 0 };
      return this.#product([cases, [{ when: this.#compiler.forms.anything, covers: own }]]);
    }
    return cases;
  }

  #refersOnly({ schema, resource }: Place): boolean {
    return !resource.dialect.refSiblings && isJsonObject(schema) && typeof member(schema, '$ref') === 'string';
  }

  /** What all keywords of a schema but its own unevaluated ones cover. */
  beside(place: Place, depth: number): readonly Case[] {
    const { schema } = place;
    if (!isJsonObject(schema)) return this.#always;
    this.#compiler.steps.spend();
    const factors: (readonly Case[])[] = [];
    for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef'] as const) {
      const target = targetOf(place, keyword);
      if (target !== undefined) factors.push(this.#at(target, depth + 1));
    }
    if (this.#refersOnly(place)) return this.#product(factors);

    const site = new Site(schema, place, this.#compiler);
    factors.push([{ when: this.#compiler.forms.anything, covers: this.#own(site) }]);
    for (const branch of listOf(site, 'allOf')) factors.push(this.#within(branch, place, depth + 1));
    for (const branch of listOf(site, 'anyOf')) {
      factors.push([...this.#always, ...this.#whenHolding(branch, place, depth)]);
    }
    const oneOf = listOf(site, 'oneOf').flatMap((branch) => this.#whenHolding(branch, place, depth));
    if (oneOf.length > 0) factors.push([...this.#always, ...oneOf]);
    factors.push(...this.#conditional(site, depth), ...this.#dependent(site, depth));
    return this.#product(factors);
  }

  /** The cases of a branch that need not hold; none if it covers nothing anyway. */
  #whenHolding(branch: unknown, place: Place, depth: number): readonly Case[] {
    const cases = this.#within(branch, place, depth + 1).filter(({ covers }) => !isNothing(covers));
    if (cases.length === 0) return [];
    const { forms } = this.#compiler;
    const holds = this.#compiler.same(branch, place);
    return cases.map(({ when, covers }) => ({ when: forms.allOf([holds, when]), covers }));
  }

  *#conditional(site: Site, depth: number): Generator<readonly Case[]> {
    const condition = site.keyword('if');
    if (condition === undefined) return;
    const { forms } = this.#compiler;
    const holds = site.same(condition);
    const branch = (keyword: string): readonly Case[] => {
      const schema = site.keyword(keyword);
      return schema === undefined ? this.#always : this.#within(schema, site.place, depth + 1);
    };
    const given = this.#product([this.#within(condition, site.place, depth + 1), branch('then')]);
    yield [
      ...given.map(({ when, covers }) => ({ when: forms.allOf([holds, when]), covers })),
      ...branch('else').map(({ when, covers }) => ({ when: forms.allOf([forms.complement(holds), when]), covers })),
    ];
  }

  *#dependent(site: Site, depth: number): Generator<readonly Case[]> {
    const { forms } = this.#compiler;
    for (const keyword of ['dependentSchemas', 'dependencies']) {
      const dependencies: JsonObject = site.read(keyword, isJsonObject) ?? {};
      for (const name of Object.keys(dependencies)) {
        const schema = member(dependencies, name);
        if (isArray(schema)) continue;
        const present = forms.schema((type) => (type === 'object' ? requiring(name, forms) : forms.never));
        const cases = this.#whenHolding(schema, site.place, depth);
        yield [...this.#always, ...cases.map(({ when, covers }) => ({ when: forms.allOf([present, when]), covers }))];
      }
    }
  }

  #own(site: Site): Coverage {
    const properties = site.read('properties', isJsonObject) ?? {};
    const patterns = site.read('patternProperties', isJsonObject) ?? {};
    const { positional, rest } = itemKeywords(site);
    const contains = site.keyword('contains');
    // Only from 2020-12 on does `contains` count.
    const counts = contains !== undefined && site.place.resource.dialect.keywords.has('prefixItems');
    return {
      names: new Set(Object.keys(properties)),
      languages: Object.keys(patterns).map((source) => nameLanguageOf(source, this.#compiler)),
      allNames: site.keyword('additionalProperties') !== undefined,
      items: rest === undefined ? positional.length : Infinity,
      containing: counts ? [site.part(contains)] : [],
    };
  }

  #product(factors: readonly (readonly Case[])[]): readonly Case[] {
    const { forms } = this.#compiler;
    let cases = this.#always;
    for (const factor of factors) {
      cases = cases.flatMap((left) =>
        factor.map((right) => ({
          when: forms.allOf([left.when, right.when]),
          covers: both(left.covers, right.covers),
        })),
      );
      this.#compiler.steps.spend(cases.length);
      if (cases.length > mostCases) throw new Unmodelled('unevaluated members or items beside too many alternatives');
    }
    return cases;
  }
}

const nothing: Coverage = { names: new Set(), languages: [], allNames: false, items: 0, containing: [] };

function isNothing({ names, languages, allNames, items, containing }: Coverage): boolean {
  return names.size === 0 && languages.length === 0 && !allNames && items === 0 && containing.length === 0;
}

function both(a: Coverage, b: Coverage): Coverage {
  return {
    names: new Set([...a.names, ...b.names]),
    languages: [...a.languages, ...b.languages],
    allNames: a.allNames || b.allNames,
    items: Math.max(a.items, b.items),
    containing: [...a.containing, ...b.containing],
  };
}

function listOf(site: Site, keyword: string): readonly unknown[] {
  return site.read(keyword, (value): value is unknown[] => Array.isArray(value)) ?? [];
}
