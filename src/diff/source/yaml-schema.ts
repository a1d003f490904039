import { Schema, Type, types } from 'js-yaml';

// What js-yaml 4.3 has and its published types, which stop at 4.0, do not know.
declare module 'js-yaml' {
  export const types: Readonly<Record<'null' | 'bool' | 'int' | 'float' | 'merge' | 'str' | 'seq' | 'map', Type>>;
  export interface LoadOptions {
    maxDepth?: number;
    maxTotalMergeKeys?: number;
  }
  export interface State {
    tag: string | null;
  }
}

/**
 * A scalar whose text is not what its value prints as, such as `1.10`, `0x1F` or `True`.
 *
 * js-yaml turns a key into a string only after it was read as a value, which would make the key `1.10` into `1.1`;
 * this keeps the text until it is known whether the scalar was a key. Values are unwrapped by the inspection.
 */
export class SpelledScalar {
  // Private, so that a merge of such a scalar finds nothing to copy.
  readonly #text: string;
  readonly #value: number | boolean | null;

  constructor(text: string, value: number | boolean | null) {
    this.#text = text;
    this.#value = value;
  }

  get value(): number | boolean | null {
    return this.#value;
  }

  /** js-yaml asks a key for its own `toString` only if this is not `Object`. */
  get [Symbol.toStringTag](): string {
    return 'SpelledScalar';
  }

  toString(): string {
    return this.#text;
  }
}

/** What js-yaml builds under `contractSchema`, and `JSON.parse` from any text. */
export type RawValue = string | number | boolean | null | SpelledScalar | RawValue[] | RawObject;
export interface RawObject {
  [key: string]: RawValue;
}

/** The scalars of YAML's core schema, and merge keys; what JSON cannot express has no type and is refused by its tag. */
export const contractSchema = new Schema({
  explicit: [types.str, types.seq, types.map],
  implicit: [spelled('null'), spelled('bool'), spelled('int'), spelled('float'), types.merge],
});

function spelled(name: 'null' | 'bool' | 'int' | 'float'): Type {
  const type = types[name];
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (text: string | null) => type.resolve(text),
    construct: (text: string | null) => {
      const value: number | boolean | null = type.construct(text);
      return text === null || text === String(value) ? value : new SpelledScalar(text, value);
    },
  });
}
