import { toPointer } from '../../internal/json-pointer.ts';
import type { JsonValue } from '../../internal/json.ts';
import { loneSurrogate } from './decode.ts';
import { externalReference, limitExceeded, type DocumentError } from './document-error.ts';
import { isExact } from './exact-number.ts';
import type { DocumentLimits, LimitName } from './limits.ts';
import { findReference, roleOfItem, roleOfMember, rolesOf, type Role } from './references.ts';
import { SpelledScalar, type RawObject, type RawValue } from './yaml-schema.ts';

type RawCollection = RawObject | RawValue[];

/** What a walk over the parsed document found. */
export interface Inspection {
  /** The document without `SpelledScalar`s. */
  readonly value: JsonValue;
  /** The first problem, its place being a pointer only. */
  readonly problem?: DocumentError;
  /** Members of all objects. */
  readonly members: number;
  /** Numbers that the double does not hold as written, of `SpelledScalar`s. */
  readonly inexact_numbers: readonly { readonly pointer: string; readonly written: string }[];
}

/**
 * Walks a parsed document once: counts what is limited, refuses what leaves the document, unwraps `SpelledScalar`s.
 * Aliased values are walked at each use, so that the limit on nodes bounds what they expand to.
 */
export function inspect(root: RawValue, limits: DocumentLimits, options: { readonly surrogates: boolean }): Inspection {
  const roles = rolesOf(root);
  const path: (string | number)[] = [];
  const ancestors: RawCollection[] = [];
  const inexact: { pointer: string; written: string }[] = [];
  let nodes = 1;
  let members = 0;
  let references = 0;
  let problem: DocumentError | undefined;

  const refuse = (error: DocumentError): false => {
    problem = error;
    return false;
  };
  const exceeds = (name: LimitName): false => refuse(limitExceeded(name, limits[name], { pointer: toPointer(path) }));
  const unsupported = (kind: 'unsupported-value' | 'invalid-encoding', message: string): false =>
    refuse({ kind, message, place: { pointer: toPointer(path) } });

  // Each returns whether to go on; the first problem ends the walk.
  const visit = (value: RawCollection, role: Role): boolean => {
    if (ancestors.length >= limits.depth) {
      return ancestors.includes(value)
        ? unsupported('unsupported-value', 'A YAML alias stands inside the value it repeats.')
        : exceeds('depth');
    }
    ancestors.push(value);
    const goesOn = Array.isArray(value) ? visitItems(value, role) : visitMembers(value, role);
    ancestors.pop();
    return goesOn;
  };

  const visitItems = (items: RawValue[], role: Role): boolean => {
    nodes += items.length;
    if (nodes > limits.nodes) return exceeds('nodes');
    const inner = roleOfItem(role);
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      if (typeof item === 'string' && !options.surrogates) continue;
      path.push(index);
      if (!visitValue(items, index, item, inner)) return false;
      path.pop();
    }
    return true;
  };

  const visitMembers = (object: RawObject, role: Role): boolean => {
    const keys = Object.keys(object);
    nodes += keys.length;
    members += keys.length;
    if (nodes > limits.nodes) return exceeds('nodes');
    for (const key of keys) {
      path.push(key);
      if (key.length > limits.key_length) return exceeds('key_length');
      if (options.surrogates && loneSurrogate.test(key)) return unsupported('invalid-encoding', surrogateMessage);
      const value = object[key];
      if (typeof value === 'string') {
        const reference = findReference(role, key, value);
        if (reference !== undefined) {
          if (reference.external) {
            return refuse(externalReference(value, role === 'mapping' ? 'mapping' : key, { pointer: toPointer(path) }));
          }
          if (reference.counted && ++references > limits.references) return exceeds('references');
        }
      } else if (key === 'enum' && Array.isArray(value) && value.length > limits.enum_values) {
        return exceeds('enum_values');
      }
      const inner = typeof value === 'object' ? roleOfMember(roles, role, key) : role;
      if (!visitValue(object, key, value, inner)) return false;
      path.pop();
    }
    return true;
  };

  const visitValue = (holder: object, key: string | number, value: RawValue | undefined, role: Role): boolean => {
    if (typeof value === 'string') {
      return options.surrogates && loneSurrogate.test(value) ? unsupported('invalid-encoding', surrogateMessage) : true;
    }
    if (typeof value === 'number') return Number.isFinite(value) || unsupported('unsupported-value', infiniteMessage);
    // Never undefined: the index is in range and the key is the object's own.
    if (typeof value !== 'object' || value === null) return true;
    if (!(value instanceof SpelledScalar)) return visit(value, role);
    const plain = value.value;
    if (typeof plain === 'number') {
      if (!Number.isFinite(plain)) return unsupported('unsupported-value', infiniteMessage);
      if (!isExact(String(value), plain)) inexact.push({ pointer: toPointer(path), written: String(value) });
    }
    Object.defineProperty(holder, key, { value: plain, writable: true, enumerable: true, configurable: true });
    return true;
  };

  const holder = { root };
  visitValue(holder, 'root', root, 'object');
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the walk has unwrapped every SpelledScalar
    value: holder.root as JsonValue,
    members,
    inexact_numbers: inexact,
    ...(problem === undefined ? {} : { problem }),
  };
}

const surrogateMessage = 'The text has half of a surrogate pair.';
const infiniteMessage = 'Infinity, NaN and numbers beyond the range of a double are not read.';
