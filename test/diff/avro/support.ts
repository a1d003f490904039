import { compareAvro, type AvroSides } from '../../../src/diff/avro/index.ts';
import type { PayloadDifference, PayloadError } from '../../../src/diff/payload/difference.ts';
import type { JsonValue } from '../../../src/internal/json.ts';

/** The differences of two schemas; fails where they are not compared. */
export async function differences(
  baseline: JsonValue,
  candidate: JsonValue,
  direction: AvroSides['direction'],
): Promise<readonly PayloadDifference[]> {
  const result = await compareAvro({ baseline, candidate, direction });
  if (result.isErr()) throw new Error(result.error.message);
  return result.value;
}

/** `rule level` of every difference. */
export async function findings(
  baseline: JsonValue,
  candidate: JsonValue,
  direction: AvroSides['direction'],
): Promise<readonly string[]> {
  return (await differences(baseline, candidate, direction)).map(({ rule, level }) => `${rule} ${level}`);
}

/** Why two schemas are not compared. */
export async function refusal(baseline: JsonValue, candidate: JsonValue): Promise<PayloadError> {
  const result = await compareAvro({ baseline, candidate, direction: 'send' });
  return result._unsafeUnwrapErr();
}

export function record(...fields: readonly JsonValue[]): { readonly [key: string]: JsonValue } {
  return { type: 'record', name: 'R', namespace: 'n', fields };
}

/** A field of a name and type, and with a third argument a default. */
export function field(
  name: string,
  type: JsonValue,
  ...rest: readonly JsonValue[]
): { readonly [key: string]: JsonValue } {
  const [value] = rest;
  return { name, type, ...(value === undefined ? {} : { default: value }) };
}

export function enumOf(symbols: readonly string[], rest: { readonly [key: string]: JsonValue } = {}): JsonValue {
  return { type: 'enum', name: 'E', symbols, ...rest };
}
