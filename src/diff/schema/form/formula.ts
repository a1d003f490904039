import type { Language } from '../language/index.ts';
import type { Decimal } from './decimal.ts';
import type { JsonType } from './json.ts';
import type { Names } from './names.ts';

/** One fact about a value of a known type. With its polarity it is a literal, so every fact has its opposite. */
export type Atom =
  /** A boolean is true. */
  | { readonly kind: 'is-true' }
  /** A number is above the bound, or on it unless that is excluded. */
  | { readonly kind: 'above'; readonly bound: Decimal; readonly exclusive: boolean }
  | { readonly kind: 'multiple'; readonly of: Decimal }
  | { readonly kind: 'numbers'; readonly values: ReadonlyMap<string, Decimal> }
  /** A string has at least so many characters, an array so many items, an object so many members. */
  | { readonly kind: 'size'; readonly atLeast: number }
  | { readonly kind: 'words'; readonly words: ReadonlySet<string> }
  | { readonly kind: 'language'; readonly language: Language }
  /** The item at the index, if there is one, is in the schema. */
  | { readonly kind: 'item'; readonly index: number; readonly schema: Schema }
  /** Every item from the index on is in the schema. */
  | { readonly kind: 'items'; readonly from: number; readonly schema: Schema }
  /** At least so many items are in the schema. */
  | { readonly kind: 'count'; readonly atLeast: number; readonly schema: Schema }
  | { readonly kind: 'unique' }
  /** Every member with one of the names has a value in the schema. */
  | { readonly kind: 'members'; readonly names: Names; readonly schema: Schema }
  /** Every member's name is a string in the schema. */
  | { readonly kind: 'names'; readonly schema: Schema }
  /** What is not modelled: equal to itself, otherwise unknown. */
  | { readonly kind: 'opaque'; readonly reason: string };

/**
 * What is asked of the values of one JSON type. Interned: equal formulas are the same object, and `id ^ 1` is the
 * formula that says the opposite.
 */
export type Formula = {
  readonly id: number;
  /**
   * Whether it says, beyond what values there are, which members of parts of them are spoken of. Then it must not be
   * left out where another formula implies it: a value that fits both may have those members.
   */
  readonly speaks: boolean;
} & (
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'literal'; readonly atom: Atom; readonly positive: boolean }
  | { readonly kind: 'and'; readonly parts: readonly Formula[] }
  | { readonly kind: 'or'; readonly parts: readonly Formula[] }
  /** Exactly one of the parts holds; or, when negative, none or several. */
  | { readonly kind: 'exactly-one'; readonly parts: readonly Formula[]; readonly positive: boolean }
  /** The slice of a schema that refers to itself; looked up when it is needed. */
  | { readonly kind: 'reference'; readonly target: Definition; readonly type: JsonType; readonly positive: boolean }
  /** The inner formula, and what its location adds about member names. */
  | { readonly kind: 'located'; readonly inner: Formula; readonly location: Location }
);

/**
 * What counts where two schemas are compared that speak of the same value, and is no part of what either says. It stays
 * the same under negation.
 */
export interface Location {
  /** Names that the schema speaks of: another schema's members with these names are no surprise to it. */
  readonly spoken: readonly Names[];
  /** Those of them that it declares, so that nobody who does not know it sends them by chance. */
  readonly declared: readonly Names[];
  /** Names of members that are not sent in this direction: absent in what is sent, and without meaning to a reader. */
  readonly hides: ReadonlySet<string>;
}

export type Literal = Extract<Formula, { kind: 'literal' }>;

/** A set of JSON values: one formula for each JSON type. Interned; `id ^ 1` is the complement. */
export interface Schema {
  readonly id: number;
  readonly speaks: boolean;
  readonly slices: Readonly<Record<JsonType, Formula>>;
}

/** A schema that takes part in a reference cycle, named so that it can be spoken of before it is known. */
export interface Definition {
  readonly id: number;
  schema: Schema | undefined;
}
