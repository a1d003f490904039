import type { JsonObject, JsonValue } from '../../internal/json.ts';
import type { DialectName } from '../schema/index.ts';

/** A demand on a value itself, in words that all dialects share. */
export function toNeutral(demand: JsonObject, dialect: DialectName): JsonObject {
  const { nullable, const: constant, exclusiveMinimum, exclusiveMaximum, ...shared } = demand;
  const { minimum, maximum, type, ...others } = shared;
  const together: JsonObject[] = [others];
  if (type !== undefined) {
    const types = (Array.isArray(type) ? type : [type]).map((each: JsonValue): JsonObject =>
      each === 'null' ? { enum: [null] } : { type: each },
    );
    if (dialect === 'openapi-3.0' && nullable === true) types.push({ enum: [null] });
    together.push({ anyOf: types });
  }
  if (constant !== undefined) together.push({ enum: [constant] });
  together.push(...bounds('minimum', minimum, exclusiveMinimum), ...bounds('maximum', maximum, exclusiveMaximum));
  return { allOf: together };
}

function bounds(
  keyword: string,
  bound: JsonValue | undefined,
  exclusive: JsonValue | undefined,
): readonly JsonObject[] {
  const strict = (value: JsonValue): JsonObject => ({ [keyword]: value, not: { enum: [value] } });
  if (exclusive === true && bound !== undefined) return [strict(bound)];
  return [
    ...(bound === undefined ? [] : [{ [keyword]: bound }]),
    ...(typeof exclusive === 'number' ? [strict(exclusive)] : []),
  ];
}
