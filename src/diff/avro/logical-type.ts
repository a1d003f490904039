import { ownMember, type JsonObject } from '../../internal/json.ts';
import type { LogicalType } from './model.ts';

/** The types that each logical type of the specification may stand on. */
const bases: ReadonlyMap<string, readonly string[]> = new Map([
  ['decimal', ['bytes', 'fixed']],
  ['big-decimal', ['bytes']],
  ['uuid', ['string', 'fixed']],
  ['date', ['int']],
  ['time-millis', ['int']],
  ['time-micros', ['long']],
  ['timestamp-millis', ['long']],
  ['timestamp-micros', ['long']],
  ['timestamp-nanos', ['long']],
  ['local-timestamp-millis', ['long']],
  ['local-timestamp-micros', ['long']],
  ['local-timestamp-nanos', ['long']],
  ['duration', ['fixed']],
]);

const fixedSizes: ReadonlyMap<string, number> = new Map([
  ['uuid', 16],
  ['duration', 12],
]);

/**
 * The logical type of a schema. One that does not fit its type is ignored, as every implementation has to; a name that
 * the specification does not know is kept, since those who chose it may read by it.
 */
export function logicalTypeOf(schema: JsonObject, kind: string, size?: number): LogicalType | undefined {
  const name = ownMember(schema, 'logicalType');
  if (typeof name !== 'string') return undefined;
  const allowed = bases.get(name);
  if (allowed === undefined) return { name };
  if (!allowed.includes(kind)) return undefined;
  const due = fixedSizes.get(name);
  if (kind === 'fixed' && due !== undefined && size !== due) return undefined;
  return name === 'decimal' ? decimalOf(schema, size) : { name };
}

function decimalOf(schema: JsonObject, size: number | undefined): LogicalType | undefined {
  const precision = ownMember(schema, 'precision');
  const scale = ownMember(schema, 'scale') ?? 0;
  if (!isCount(precision) || precision === 0 || !isCount(scale) || scale > precision) return undefined;
  // The largest number of decimal digits that every value of so many bytes can hold, by the specification's formula.
  if (size !== undefined && precision > Math.floor(Math.log10(2) * (8 * size - 1))) return undefined;
  return { name: 'decimal', precision, scale };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** For messages: `decimal(9, 2)`, `date`, or `none`. */
export function describeLogical(logical: LogicalType | undefined): string {
  if (logical === undefined) return 'none';
  return logical.precision === undefined
    ? logical.name
    : `${logical.name}(${logical.precision}, ${logical.scale ?? 0})`;
}
