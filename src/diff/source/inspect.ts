import { toPointer } from '../../internal/json-pointer.ts';
import type { JsonValue } from '../../internal/json.ts';
import { loneSurrogate } from './decode.ts';
import { externalReference, limitExceeded, type DocumentError } from './document-error.ts';
import { isExact } from './exact-number.ts';
import type { DocumentLimits, LimitName } from './limits.ts';
import { findReference, mayBeReference, roleOfItem, roleOfMember, rolesOf, type Role } from './references.ts';
import { SpelledScalar, type RawObject, type RawValue } from './yaml-schema.ts';

/** What a walk over the parsed document found. */
export interface Inspection {
  /** The document without `SpelledScalar`s. */
  readonly value: JsonValue;
  /** The first problem, its place being a pointer only. */
  readonly problem?: DocumentError;
  /** Members of all objects. */
  readonly members: number;
  /** The texts of all members `$ref`. */
  readonly references: ReadonlySet<string>;
  /** Numbers of `SpelledScalar`s that the double does not hold as written. */
  readonly inexact_numbers: readonly { readonly pointer: string; readonly written: string }[];
}

/**
 * Walks a parsed document once: counts what is limited, refuses what leaves the document, unwraps `SpelledScalar`s.
 * Aliased values are walked at each use, so that the limit on nodes bounds what they expand to.
 */
export function inspect(root: RawValue, limits: DocumentLimits, options: { readonly surrogates: boolean }): Inspection {
  const inspector = new Inspector(root, limits, options.surrogates);
  // The holder gives the root a place to be unwrapped in, and no segment of its own.
  const holder = [root];
  const problem = inspector.visitRoot(holder);
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the walk has unwrapped every SpelledScalar
    value: holder[0] as JsonValue,
    members: inspector.members,
    references: inspector.references,
    inexact_numbers: inspector.inexact,
    ...(problem === undefined ? {} : { problem }),
  };
}

type RawCollection = RawObject | RawValue[];
type Segment = string | number;

/** Its methods return the problem that ends the walk, or `undefined` to go on. */
class Inspector {
  members = 0;
  readonly references = new Set<string>();
  readonly inexact: { pointer: string; written: string }[] = [];
  readonly #limits: DocumentLimits;
  readonly #surrogates: boolean;
  readonly #roles: ReadonlyMap<string, Role>;
  /** The segments that lead to the collection being visited, and the collections on the way. */
  readonly #path: Segment[] = [];
  readonly #ancestors: RawCollection[] = [];
  #nodes = 1;
  #counted = 0;

  constructor(root: RawValue, limits: DocumentLimits, surrogates: boolean) {
    this.#limits = limits;
    this.#surrogates = surrogates;
    this.#roles = rolesOf(root);
  }

  visitRoot(holder: RawValue[]): DocumentError | undefined {
    const [root] = holder;
    if (typeof root !== 'object' || root === null || root instanceof SpelledScalar) {
      return this.#visitScalar(holder, 0, root);
    }
    return this.#visit(root, 'object');
  }

  #visit(value: RawCollection, role: Role): DocumentError | undefined {
    if (this.#ancestors.length >= this.#limits.depth) {
      if (!this.#ancestors.includes(value)) return this.#exceeds('depth');
      const message = 'A YAML alias stands inside the value it repeats.';
      return { kind: 'unsupported-value', message, place: this.#place() };
    }
    this.#ancestors.push(value);
    const problem = Array.isArray(value) ? this.#visitItems(value, role) : this.#visitMembers(value, role);
    this.#ancestors.pop();
    return problem;
  }

  #visitItems(items: RawValue[], role: Role): DocumentError | undefined {
    this.#nodes += items.length;
    if (this.#nodes > this.#limits.nodes) return this.#exceeds('nodes');
    for (let index = 0; index < items.length; index++) {
      const problem = this.#visitValue(items, index, items[index], role);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  #visitMembers(object: RawObject, role: Role): DocumentError | undefined {
    const keys = Object.keys(object);
    this.#nodes += keys.length;
    this.members += keys.length;
    if (this.#nodes > this.#limits.nodes) return this.#exceeds('nodes');
    for (const key of keys) {
      // Placed at its object: the key itself would make a pointer of its own length.
      if (key.length > this.#limits.key_length) return this.#exceeds('key_length');
      if (this.#surrogates && loneSurrogate.test(key)) return this.#halfCharacter(key);
      const value = object[key];
      const problem =
        typeof value === 'string' && mayBeReference(role, key)
          ? (this.#visitReference(role, key, value) ?? this.#visitScalar(object, key, value))
          : this.#visitValue(object, key, value, role);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  /** The value of a member or item; `role` is that of the collection. */
  #visitValue(holder: RawCollection, key: Segment, value: RawValue | undefined, role: Role): DocumentError | undefined {
    if (typeof value !== 'object' || value === null || value instanceof SpelledScalar) {
      return this.#visitScalar(holder, key, value);
    }
    this.#path.push(key);
    if (key === 'enum' && Array.isArray(value) && value.length > this.#limits.enum_values) {
      return this.#exceeds('enum_values');
    }
    const inner = typeof key === 'number' ? roleOfItem(role) : roleOfMember(this.#roles, role, key);
    const problem = this.#visit(value, inner);
    this.#path.pop();
    return problem;
  }

  #visitReference(role: Role, key: string, text: string): DocumentError | undefined {
    if (key === '$ref') this.references.add(text);
    const reference = findReference(role, key, text);
    if (reference === undefined) return undefined;
    if (reference.external) return externalReference(text, role === 'mapping' ? role : key, this.#place(key));
    if (reference.counted && ++this.#counted > this.#limits.references) return this.#exceeds('references', key);
    return undefined;
  }

  #visitScalar(holder: RawCollection, key: Segment, value: RawValue | undefined): DocumentError | undefined {
    if (typeof value === 'string') {
      return this.#surrogates && loneSurrogate.test(value) ? this.#halfCharacter(key) : undefined;
    }
    if (typeof value === 'number') return Number.isFinite(value) ? undefined : this.#infinite(key);
    if (!(value instanceof SpelledScalar)) return undefined;
    const plain = value.value;
    Object.defineProperty(holder, key, { value: plain, writable: true, enumerable: true, configurable: true });
    if (typeof plain !== 'number') return undefined;
    if (!Number.isFinite(plain)) return this.#infinite(key);
    const written = String(value);
    if (!isExact(written, plain)) this.inexact.push({ pointer: this.#place(key).pointer, written });
    return undefined;
  }

  #exceeds(name: LimitName, ...key: readonly Segment[]): DocumentError {
    return limitExceeded(name, this.#limits[name], this.#place(...key));
  }

  #halfCharacter(key: Segment): DocumentError {
    const message = 'The text has half of a surrogate pair.';
    return { kind: 'invalid-encoding', message, place: this.#place(key) };
  }

  #infinite(key: Segment): DocumentError {
    const message = 'Infinity, NaN and numbers beyond the range of a double are not read.';
    return { kind: 'unsupported-value', message, place: this.#place(key) };
  }

  #place(...key: readonly Segment[]): { readonly pointer: string } {
    // A root that is a scalar has no collection around it, hence no segment.
    return { pointer: this.#ancestors.length === 0 ? '' : toPointer([...this.#path, ...key]) };
  }
}
