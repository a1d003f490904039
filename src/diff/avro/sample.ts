import { assertNever } from '../../internal/assert-never.ts';
import type { JsonValue } from '../../internal/json.ts';
import type { AvroField, AvroRecord, AvroType } from './model.ts';
import { inUnion } from './value.ts';

/** How a value is reached from the root of a schema: the last step, and the way to where it starts. */
export interface Route {
  readonly before?: Route;
  readonly step: Step;
  readonly length: number;
}

type Step =
  | { readonly kind: 'branch'; readonly branch: AvroType }
  | { readonly kind: 'field'; readonly record: AvroRecord; readonly field: AvroField }
  | { readonly kind: 'items' }
  | { readonly kind: 'values' };

/** Extends a route; `undefined` is the root. */
export function along(before: Route | undefined, step: Step): Route {
  return { step, length: (before?.length ?? 0) + 1, ...(before === undefined ? {} : { before }) };
}

/** Beyond these a witness helps nobody, and records that hold records could make it grow without end. */
const longestRoute = 100;
const mostValues = 2000;
const largestFixed = 4096;

/** A value of the root type that has the given one at the end of the route, in the JSON encoding. */
export function valueAlong(route: Route | undefined, value: JsonValue): JsonValue | undefined {
  if ((route?.length ?? 0) > longestRoute) return undefined;
  const budget = { left: mostValues };
  let built: JsonValue | undefined = value;
  for (let at = route; at !== undefined && built !== undefined; at = at.before) built = around(at.step, built, budget);
  return built;
}

function around(step: Step, value: JsonValue, budget: Budget): JsonValue | undefined {
  switch (step.kind) {
    case 'branch':
      return inUnion(step.branch, value);
    case 'items':
      return [value];
    case 'values':
      return { key: value };
    case 'field':
      return sampleRecord(step.record, new Set(), budget, { field: step.field, value });
    default:
      return assertNever(step);
  }
}

interface Budget {
  left: number;
}

/** A small value of a type, in the JSON encoding; `undefined` where there is none that is small. */
export function sampleOf(type: AvroType): JsonValue | undefined {
  return sample(type, new Set(), { left: mostValues });
}

/** `within` are the records being built: none may hold itself. */
function sample(type: AvroType, within: ReadonlySet<AvroType>, budget: Budget): JsonValue | undefined {
  if (--budget.left < 0 || within.size > longestRoute) return undefined;
  switch (type.kind) {
    case 'null':
      return null;
    case 'boolean':
      return true;
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return 1;
    case 'string':
      return type.logical?.name === 'uuid' ? 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' : 'a';
    case 'bytes':
      return '\u0001';
    case 'fixed':
      return type.size > largestFixed ? undefined : '\u0001'.repeat(type.size);
    case 'enum':
      return type.symbols[0];
    case 'array':
      return [];
    case 'map':
      return {};
    case 'union':
      for (const branch of type.branches) {
        const value = sample(branch, within, budget);
        if (value !== undefined) return inUnion(branch, value);
      }
      return undefined;
    case 'record':
      return within.has(type) ? undefined : sampleRecord(type, within, budget);
    default:
      return assertNever(type);
  }
}

function sampleRecord(
  record: AvroRecord,
  within: ReadonlySet<AvroType>,
  budget: Budget,
  given?: { readonly field: AvroField; readonly value: JsonValue },
): JsonValue | undefined {
  const inside = new Set(within).add(record);
  const members: (readonly [string, JsonValue])[] = [];
  for (const field of record.fields) {
    const value = field === given?.field ? given.value : sample(field.type, inside, budget);
    if (value === undefined) return undefined;
    members.push([field.name, value]);
  }
  return Object.fromEntries(members);
}
