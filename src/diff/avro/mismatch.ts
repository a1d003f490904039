import type { JsonValue } from '../../internal/json.ts';
import type { Comparison, Task } from './comparison.ts';
import { isNamed, nameOf, type AvroType } from './model.ts';
import { matchTypes } from './resolution.ts';
import { sampleOf } from './sample.ts';

/** Reports why a reader does not read a type; both are no unions. */
export function reportMismatch(comparison: Comparison, { writer, reader, route }: Task): void {
  const [baseline, candidate] = comparison.inTime(nameOf(writer), nameOf(reader));
  const said = {
    writer: writer.pointer,
    reader: reader.pointer,
    witness: comparison.witness(route, tellingValue(writer, reader)),
  };
  if (writer.kind === 'fixed' && reader.kind === 'fixed' && matchTypes(writer, reader).kind === 'size') {
    const [before, after] = comparison.inTime(writer.size, reader.size);
    const message = `The fixed type ${candidate} changed from ${before} to ${after} bytes.`;
    comparison.report('avro-fixed-size-changed', { ...said, message, values: [candidate, before, after] });
  } else if (isNamed(writer) && writer.kind === reader.kind) {
    const known = isNamed(reader) && writer.aliases.includes(reader.name);
    const message = `The ${writer.kind} ${baseline} is now called ${candidate}, which its reader does not know.`;
    const level = 'breaking';
    const values = [baseline, candidate];
    comparison.report(known ? 'avro-name-changed-with-alias' : 'avro-name-changed', {
      ...said,
      message,
      level,
      values,
    });
  } else if (matchTypes(reader, writer).kind === 'promoted') {
    const message = `The type changed from ${baseline} to ${candidate}; a reader of ${nameOf(reader)} does not read ${nameOf(writer)}.`;
    const rule = comparison.writerOnly === 'added' ? 'avro-type-promoted' : 'avro-type-demoted';
    comparison.report(rule, { ...said, message, level: 'breaking', values: [baseline, candidate] });
  } else {
    const message = `The type changed from ${baseline} to ${candidate}.`;
    comparison.report('avro-type-changed', { ...said, message, values: [baseline, candidate] });
  }
}

/** Reports a change of type that the reader takes. */
export function reportPromotion(comparison: Comparison, { writer, reader, route }: Task, lossy: boolean): void {
  const [baseline, candidate] = comparison.inTime(writer.kind, reader.kind);
  // Of all promotions only bytes to string leads to what counts as the narrower type.
  const writerWider = writer.kind === 'bytes';
  const widened = (comparison.writerOnly === 'added') === writerWider;
  const loss = lossy ? `, but not every ${writer.kind} is a ${reader.kind}` : '';
  comparison.report(widened ? 'avro-type-promoted' : 'avro-type-demoted', {
    message: `The type changed from ${baseline} to ${candidate}; a reader of ${reader.kind} reads ${writer.kind}${loss}.`,
    level: lossy ? 'warning' : 'info',
    writer: writer.pointer,
    reader: reader.pointer,
    values: [baseline, candidate],
    ...(lossy ? { witness: lossWitness(comparison, { writer, reader, route }) } : {}),
  });
}

function lossWitness(comparison: Comparison, { writer, reader, route }: Task): ReturnType<Comparison['witness']> {
  // A long that no double holds cannot be written down as a JSON number.
  if (reader.kind === 'double') return undefined;
  return comparison.witness(route, tellingValue(writer, reader), `Read as ${reader.kind}, the value is another one.`);
}

/** A value that shows the difference best, such as one beyond the reader's range. */
function tellingValue(writer: AvroType, reader: AvroType): JsonValue | undefined {
  if (reader.kind === 'float' && (writer.kind === 'int' || writer.kind === 'long')) return 16_777_217;
  if (writer.kind === 'long') return 2_147_483_648;
  return writer.kind === 'bytes' ? '\u00FF' : sampleOf(writer);
}
