import { assertNever } from '../../internal/assert-never.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import type { AvroDefault, AvroField, AvroType } from './model.ts';
import { inUnion } from './value.ts';

/** Tells which defaults of a schema fit their types. */
export interface DefaultJudge {
  /** Registers a default; its standing is known after `judgeAll`. */
  readonly add: (type: AvroType, value: JsonValue, pointer: string) => AvroDefault;
  /** Judges all defaults; the pointer of the first one that stands for more values than the limit, if there is one. */
  readonly judgeAll: (limit: number) => string | undefined;
}

interface Entry {
  readonly default: { readonly value: JsonValue; standing: AvroDefault['standing'] };
  readonly type: AvroType;
  readonly pointer: string;
  /** Number of values it stands for, 0 where it does not fit; absent before it is judged. */
  size?: number;
}

export function createDefaultJudge(): DefaultJudge {
  // In the order in which fields end: a default that relies on those of another record finds them judged.
  const entries: Entry[] = [];
  const byDefault = new Map<AvroDefault, Entry>();

  const judge = (entry: Entry): number => {
    if (entry.size !== undefined) return entry.size;
    // A default that needs itself stands for an endless value.
    entry.size = 0;
    entry.size = measure(entry.type, entry.default.value, sizeOfMissing);
    if (entry.size > 0) entry.default.standing = 'valid';
    else if (fitsLaterBranch(entry, sizeOfMissing)) entry.default.standing = 'disputed';
    return entry.size;
  };
  const sizeOfMissing = (field: AvroField): number => {
    const entry = field.default && byDefault.get(field.default);
    return entry === undefined ? 0 : judge(entry);
  };

  return {
    add: (type, value, pointer) => {
      const entry: Entry = { default: { value, standing: 'invalid' }, type, pointer };
      entries.push(entry);
      byDefault.set(entry.default, entry);
      return entry.default;
    },
    judgeAll: (limit) => entries.find((entry) => judge(entry) > limit)?.pointer,
  };
}

function fitsLaterBranch({ type, default: { value } }: Entry, sizeOfMissing: (field: AvroField) => number): boolean {
  return type.kind === 'union' && type.branches.some((branch) => measure(branch, value, sizeOfMissing) > 0);
}

/** How many values a default stands for once it is complete; 0 where it does not fit the type. */
function measure(type: AvroType, value: JsonValue, sizeOfMissing: (field: AvroField) => number): number {
  switch (type.kind) {
    case 'array':
      return isJsonArray(value) ? sum(value.map((item) => measure(type.items, item, sizeOfMissing))) : 0;
    case 'map':
      return isJsonObject(value)
        ? sum(Object.values(value).map((item) => measure(type.values, item, sizeOfMissing)))
        : 0;
    case 'record': {
      if (!isJsonObject(value)) return 0;
      const sizes = type.fields.map((field) => {
        const given = ownMember(value, field.name);
        return given === undefined ? sizeOfMissing(field) : measure(field.type, given, sizeOfMissing);
      });
      return sum(sizes);
    }
    case 'union':
      return type.branches[0] === undefined ? 0 : measure(type.branches[0], value, sizeOfMissing);
    default:
      return isScalar(type, value) ? 1 : 0;
  }
}

/** One more than the parts together, unless a part does not fit. */
function sum(sizes: readonly number[]): number {
  return sizes.includes(0) ? 0 : sizes.reduce((total, size) => total + size, 1);
}

type ScalarType = Exclude<AvroType, { readonly kind: 'array' | 'map' | 'record' | 'union' }>;

function isScalar(type: ScalarType, value: JsonValue): boolean {
  switch (type.kind) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return isWhole(value) && value >= -(2 ** 31) && value < 2 ** 31;
    case 'long':
      return isWhole(value) && value >= -(2 ** 63) && value < 2 ** 63;
    case 'float':
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'bytes':
      return isByteText(value);
    case 'fixed':
      return isByteText(value) && value.length === type.size;
    case 'enum':
      return typeof value === 'string' && type.symbols.includes(value);
    default:
      return assertNever(type);
  }
}

function isWhole(value: JsonValue): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

/** Each character stands for the byte of its code. */
function isByteText(value: JsonValue): value is string {
  return typeof value === 'string' && !/[\u0100-\uFFFF]/.test(value);
}

/** A default that fits, in the JSON encoding of values, which names the branch of a union. */
export function toEncodedDefault(type: AvroType, value: JsonValue): JsonValue {
  if (type.kind === 'array' && isJsonArray(value)) return value.map((item) => toEncodedDefault(type.items, item));
  if (type.kind === 'map' && isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toEncodedDefault(type.values, item)]));
  }
  if (type.kind === 'record' && isJsonObject(value)) {
    const members = type.fields.map((field) => {
      const given = ownMember(value, field.name) ?? field.default?.value ?? null;
      return [field.name, toEncodedDefault(field.type, given)] as const;
    });
    return Object.fromEntries(members);
  }
  const first = type.kind === 'union' ? type.branches[0] : undefined;
  return first === undefined ? value : inUnion(first, toEncodedDefault(first, value));
}
