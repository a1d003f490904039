import type { Language } from '../language/index.ts';
import { decimalKey } from './decimal.ts';
import type { Atom, Definition, Formula, Location, Schema } from './formula.ts';
import { jsonTypes } from './json.ts';
import type { JsonType } from './json.ts';
import type { Names } from './names.ts';
import { unexpected } from './never.ts';

/**
 * The table in which every formula and schema is made, once: equal ones are the same object, so unchanged parts of two
 * documents are recognised by identity, and what is learnt of a pair is kept under two numbers.
 */
export class Forms {
  readonly #formulas = new Map<string, Formula>();
  readonly #schemas = new Map<string, Schema>();
  readonly #formulaById: Formula[] = [];
  readonly #schemaById: (Schema | undefined)[] = [];
  readonly #languageIds = new Map<Language, number>();
  readonly #references = new Map<Definition, Schema>();
  #definitions = 0;
  #hidesMembers = false;

  readonly never = this.#pair('0', (id) => ({ id, speaks: false, kind: 'constant', value: false }));
  readonly always = this.not(this.never);
  readonly nothing = this.schema(() => this.never);
  readonly anything = this.complement(this.nothing);
  /** Whether schemas carry the member names that they speak of or hide, and so say more than which values they take. */
  readonly speaking: boolean;

  constructor(speaking = false) {
    this.speaking = speaking;
  }

  /** Whether any schema hides members: then what is asked of others is not settled before all that is asked is known. */
  get hidesMembers(): boolean {
    return this.#hidesMembers;
  }

  /** How many formulas there are: what a caller has to bound. */
  get size(): number {
    return this.#formulaById.length;
  }

  literal(atom: Atom): Formula {
    const settled = truthOf(atom, this);
    if (settled !== undefined) return settled ? this.always : this.never;
    const speaks = 'schema' in atom && atom.schema.speaks;
    return this.#pair(this.#atomKey(atom), (id) => ({ id, speaks, kind: 'literal', atom, positive: true }));
  }

  not(formula: Formula): Formula {
    const id = formula.id ^ 1;
    return (this.#formulaById[id] ??= this.#opposite(formula, id));
  }

  and(formulas: readonly Formula[]): Formula {
    const parts = new Map<number, Formula>();
    const collect = (formula: Formula): void => {
      if (formula.kind === 'and') formula.parts.forEach(collect);
      else if (formula !== this.always) parts.set(formula.id, formula);
    };
    formulas.forEach(collect);

    if (parts.has(this.never.id) || [...parts.keys()].some((id) => parts.has(id ^ 1))) {
      for (const part of parts.values()) if (!part.speaks) parts.delete(part.id);
      parts.set(this.never.id, this.never);
    }
    for (const part of parts.values()) {
      // What an alternative adds is no alternative if it holds already.
      if (part.kind !== 'or' || !part.parts.some(({ id }) => parts.has(id))) continue;
      if (part.parts.every(({ id, speaks }) => parts.has(id) || !speaks)) parts.delete(part.id);
    }
    if (parts.size < 2) return first(parts) ?? this.always;
    const sorted = [...parts.values()].sort(byId);
    const speaks = sorted.some((part) => part.speaks);
    return this.#pair(`&${sorted.map(({ id }) => id).join()}`, (id) => ({ id, speaks, kind: 'and', parts: sorted }));
  }

  or(formulas: readonly Formula[]): Formula {
    return this.not(this.and(formulas.map((formula) => this.not(formula))));
  }

  exactlyOne(formulas: readonly Formula[]): Formula {
    const once = new Map<number, Formula>();
    const twice = new Map<number, Formula>();
    for (const formula of formulas) {
      if (formula === this.never) continue;
      if (once.has(formula.id)) twice.set(formula.id, formula);
      else once.set(formula.id, formula);
    }
    if (twice.size > 0) {
      // A part that occurs twice cannot be the only one.
      const rest = [...once.values()].filter(({ id }) => !twice.has(id));
      return this.and([this.exactlyOne(rest), ...[...twice.values()].map((part) => this.not(part))]);
    }
    if (once.has(this.always.id)) {
      const rest = [...once.values()].filter((part) => part !== this.always);
      return this.and(rest.map((part) => this.not(part)));
    }
    if (once.size < 2) return first(once) ?? this.never;
    const parts = [...once.values()].sort(byId);
    const key = `1${parts.map(({ id }) => id).join()}`;
    const speaks = parts.some((part) => part.speaks);
    return this.#pair(key, (id) => ({ id, speaks, kind: 'exactly-one', parts, positive: true }));
  }

  located(inner: Formula, location: Location): Formula {
    const { spoken, declared, hides } = location;
    this.#hidesMembers ||= hides.size > 0;
    const names = [spoken, declared].map((list) => list.map((each) => this.namesKey(each)).join(';'));
    const key = `@${inner.id};${names.join('|')};${JSON.stringify([...hides].sort())}`;
    return this.#pair(key, (id) => ({ id, speaks: true, kind: 'located', inner, location }));
  }

  define(): Definition {
    this.#definitions += 1;
    return { id: this.#definitions, schema: undefined };
  }

  /** A definition that is known once it is looked into; if that fails, the next look tries again. */
  defineLater(schema: () => Schema): Definition {
    this.#definitions += 1;
    let known: Schema | undefined;
    return {
      id: this.#definitions,
      get schema() {
        return (known ??= schema());
      },
      set schema(value) {
        known = value;
      },
    };
  }

  reference(target: Definition): Schema {
    const known = this.#references.get(target);
    if (known !== undefined) return known;
    const schema = this.schema((type) =>
      this.#pair(`$${target.id}${type}`, (id) => ({
        id,
        // Only a look at what it refers to could tell.
        speaks: this.speaking && (type === 'object' || type === 'array'),
        kind: 'reference',
        target,
        type,
        positive: true,
      })),
    );
    this.#references.set(target, schema);
    return schema;
  }

  schema(slice: (type: JsonType) => Formula): Schema {
    const slices = {
      null: slice('null'),
      boolean: slice('boolean'),
      number: slice('number'),
      string: slice('string'),
      array: slice('array'),
      object: slice('object'),
    };
    const key = jsonTypes.map((type) => slices[type].id).join();
    const known = this.#schemas.get(key);
    if (known !== undefined) return known;
    const opposite = jsonTypes.map((type) => slices[type].id ^ 1).join();
    const complement = this.#schemas.get(opposite);
    const id = complement === undefined ? this.#schemaById.length : complement.id ^ 1;
    const made: Schema = { id, speaks: slices.object.speaks || slices.array.speaks, slices };
    // The numbers are taken before the table is written: a stack that overflows here must not let two share one.
    if (complement === undefined) this.#schemaById.length += 2;
    this.#schemaById[id] = made;
    this.#schemas.set(key, made);
    return made;
  }

  /** All values of the other types, and of this one those that the formula takes. */
  typed(type: JsonType, formula: Formula): Schema {
    return this.schema((each) => (each === type ? formula : this.always));
  }

  /** The values of these types. */
  ofTypes(types: ReadonlySet<JsonType>): Schema {
    return this.schema((type) => (types.has(type) ? this.always : this.never));
  }

  complement(schema: Schema): Schema {
    return (this.#schemaById[schema.id ^ 1] ??= this.schema((type) => this.not(schema.slices[type])));
  }

  allOf(schemas: readonly Schema[]): Schema {
    const [head, ...rest] = schemas.filter((schema) => schema !== this.anything);
    if (head === undefined || rest.length === 0) return head ?? this.anything;
    return this.schema((type) => this.and(schemas.map((schema) => schema.slices[type])));
  }

  anyOf(schemas: readonly Schema[]): Schema {
    return this.complement(this.allOf(schemas.map((schema) => this.complement(schema))));
  }

  oneOf(schemas: readonly Schema[]): Schema {
    return this.schema((type) => this.exactlyOne(schemas.map((schema) => schema.slices[type])));
  }

  opaque(reason: string, key: string): Schema {
    const formula = this.#pair(`?${key}`, (id) => ({
      id,
      speaks: false,
      kind: 'literal',
      atom: { kind: 'opaque', reason },
      positive: true,
    }));
    return this.schema(() => formula);
  }

  namesKey(names: Names): string {
    if (names.kind === 'listed') return JSON.stringify([...names.names].sort());
    const ids = (languages: readonly Language[]): string =>
      languages
        .map((each) => this.#languageId(each))
        .sort((a, b) => a - b)
        .join();
    return `${ids(names.inside)}-${ids(names.outside)}-${JSON.stringify([...names.except].sort())}`;
  }

  #pair(key: string, build: (id: number) => Formula): Formula {
    const known = this.#formulas.get(key);
    if (known !== undefined) return known;
    const formula = build(this.#formulaById.length);
    this.#formulaById.length += 2;
    this.#formulaById[formula.id] = formula;
    this.#formulas.set(key, formula);
    return formula;
  }

  #opposite(formula: Formula, id: number): Formula {
    switch (formula.kind) {
      case 'constant':
        return { ...formula, id, value: !formula.value };
      case 'and':
      case 'or':
        return {
          id,
          speaks: formula.speaks,
          kind: formula.kind === 'and' ? 'or' : 'and',
          parts: formula.parts.map((part) => this.not(part)),
        };
      case 'literal':
      case 'exactly-one':
      case 'reference':
        return { ...formula, id, positive: !formula.positive };
      case 'located':
        return { ...formula, id, inner: this.not(formula.inner) };
      default:
        return unexpected(formula);
    }
  }

  #atomKey(atom: Atom): string {
    switch (atom.kind) {
      case 'is-true':
        return 't';
      case 'above':
        return `${atom.exclusive ? '>' : '>='}${decimalKey(atom.bound)}`;
      case 'multiple':
        return `%${decimalKey(atom.of)}`;
      case 'numbers':
        return `n${[...atom.values.keys()].sort().join()}`;
      case 'size':
        return `#${atom.atLeast}`;
      case 'words':
        return `w${JSON.stringify([...atom.words].sort())}`;
      case 'language':
        return `l${this.#languageId(atom.language)}`;
      case 'item':
        return `i${atom.index}:${atom.schema.id}`;
      case 'items':
        return `i${atom.from}-:${atom.schema.id}`;
      case 'count':
        return `c${atom.atLeast}:${atom.schema.id}`;
      case 'unique':
        return 'u';
      case 'members':
        return `m${atom.schema.id}:${this.namesKey(atom.names)}`;
      case 'names':
        return `p${atom.schema.id}`;
      case 'opaque':
        return `?${atom.reason}`;
      default:
        return unexpected(atom);
    }
  }

  #languageId(language: Language): number {
    const known = this.#languageIds.get(language);
    if (known !== undefined) return known;
    this.#languageIds.set(language, this.#languageIds.size);
    return this.#languageIds.size - 1;
  }
}

/** The truth of an atom that holds for every value of its type, or for none. */
function truthOf(atom: Atom, { nothing, anything }: Forms): boolean | undefined {
  if (atom.kind === 'size') return atom.atLeast <= 0 ? true : undefined;
  if (atom.kind === 'words') return atom.words.size === 0 ? false : undefined;
  if (atom.kind === 'numbers') return atom.values.size === 0 ? false : undefined;
  if (!('schema' in atom)) return undefined;
  if (atom.kind === 'count') {
    if (atom.atLeast <= 0) return true;
    return atom.schema === nothing ? false : undefined;
  }
  const isEmpty = atom.kind === 'members' && atom.names.kind === 'listed' && atom.names.names.size === 0;
  return isEmpty || atom.schema === anything ? true : undefined;
}

function first<T>(map: ReadonlyMap<number, T>): T | undefined {
  return map.values().next().value;
}

function byId(a: Formula, b: Formula): number {
  return a.id - b.id;
}
