import { err, ok, type Result } from 'neverthrow';

import { canonicalJson } from '../../internal/canonical-json.ts';
import type { JsonValue } from '../../internal/json.ts';
import type {
  PayloadDifference,
  PayloadDirection,
  PayloadError,
  PayloadSide,
  SchemaFault,
} from '../payload/difference.ts';
import { Comparison } from './comparison.ts';
import { defaultAvroLimits, type AvroLimits } from './limits.ts';
import type { AvroField, AvroType } from './model.ts';
import { parseAvro, readAvroSource, type AvroSource } from './parse.ts';
import { askAvsc, namedTypesOf } from './second-voice.ts';
import { walk } from './walk.ts';

export interface AvroSides {
  /** A schema as JSON value, or as its JSON text. */
  readonly baseline: JsonValue;
  readonly candidate: JsonValue;
  /** `send`: written with the candidate and read with the baseline; `receive`: the other way round. */
  readonly direction: PayloadDirection;
}

/**
 * Compares two versions of an Avro schema by schema resolution (Avro 1.12), and by what resolution leaves out:
 * logical types, namespaces, disputed aliases and branches, defaults that do not fit.
 *
 * Finds every difference, harmless ones included, in an order that only the schemas decide. What the walk calls
 * readable is confirmed by `avsc`, which is loaded by this call; where the two disagree the result is undecided.
 * Equal schemas have no difference, even if they are not valid Avro. Where a schema is JSON text, places have the
 * line and column in that text, and their pointer is that of the text.
 */
export async function compareAvro(
  { baseline, candidate, direction }: AvroSides,
  limits?: Partial<AvroLimits>,
): Promise<Result<readonly PayloadDifference[], PayloadError>> {
  const resolved = { ...defaultAvroLimits, ...limits };
  const before = readAvroSource(baseline, resolved);
  if (before.isErr()) return err(onSide('baseline', before.error));
  const after = readAvroSource(candidate, resolved);
  if (after.isErr()) return err(onSide('candidate', after.error));
  if (canonicalJson(before.value.value) === canonicalJson(after.value.value)) return ok([]);

  const sources = { baseline: before.value, candidate: after.value };
  const old = parseAvro(before.value.value, resolved);
  if (old.isErr()) return err(onSide('baseline', inSource(old.error, before.value)));
  const proposed = parseAvro(after.value.value, resolved);
  if (proposed.isErr()) return err(onSide('candidate', inSource(proposed.error, after.value)));

  const sides = { baseline: old.value, candidate: proposed.value };
  const comparison = new Comparison(sides, direction);
  walk(comparison);
  reportInvalidDefaults(comparison, sides);
  if (comparison.found.every(({ level }) => level !== 'breaking')) await confirm(comparison);
  return ok(comparison.found.map((difference) => withPlaces(difference, sources)));
}

function inSource(fault: SchemaFault, source: AvroSource): SchemaFault {
  return { ...fault, place: source.placeOf(fault.place.pointer) };
}

function withPlaces(
  difference: PayloadDifference,
  sources: { readonly baseline: AvroSource; readonly candidate: AvroSource },
): PayloadDifference {
  const { baseline, candidate } = difference;
  return {
    ...difference,
    ...(baseline === undefined ? {} : { baseline: sources.baseline.placeOf(baseline.pointer) }),
    ...(candidate === undefined ? {} : { candidate: sources.candidate.placeOf(candidate.pointer) }),
  };
}

function onSide(side: PayloadSide, fault: SchemaFault): PayloadError {
  return { ...fault, side, message: `The ${side} is not compared: ${fault.message}` };
}

/** Defaults that the candidate brings; one that did no harm before is none of its changes. */
function reportInvalidDefaults(
  comparison: Comparison,
  { baseline, candidate }: { baseline: AvroType; candidate: AvroType },
): void {
  const known = new Set(invalidDefaults(baseline).map(({ name }) => name));
  for (const { name, field } of invalidDefaults(candidate)) {
    if (known.has(name)) continue;
    const places = comparison.direction === 'send' ? { writer: field.pointer } : { reader: field.pointer };
    const message = `The default of the field ${name} does not fit its type.`;
    comparison.report('avro-default-invalid', { ...places, message, values: [name] });
  }
}

function invalidDefaults(root: AvroType): readonly { readonly name: string; readonly field: AvroField }[] {
  return namedTypesOf(root).flatMap((type) =>
    type.kind === 'record'
      ? type.fields
          .filter((field) => field.default !== undefined && field.default.standing !== 'valid')
          .map((field) => ({ name: `${type.name}.${field.name}`, field }))
      : [],
  );
}

async function confirm(comparison: Comparison): Promise<void> {
  const refusal = await askAvsc(comparison.writer, comparison.reader);
  if (refusal === undefined) return;
  comparison.report('avro-undecided', {
    message: 'The reader may not resolve the schema of the writer.',
    undecided: `The Avro implementation avsc refuses: ${refusal}`,
    writer: comparison.writer.pointer,
    reader: comparison.reader.pointer,
    values: ['avsc'],
  });
}
