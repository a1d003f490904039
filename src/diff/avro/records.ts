import { canonicalJson } from '../../internal/canonical-json.ts';
import type { JsonValue } from '../../internal/json.ts';
import { compareAliases } from './aliases.ts';
import type { Comparison, Task } from './comparison.ts';
import type { AvroField, AvroRecord } from './model.ts';
import { matchFields } from './resolution.ts';
import { along, sampleOf, type Route } from './sample.ts';

interface RecordPair {
  readonly writer: AvroRecord;
  readonly reader: AvroRecord;
  readonly route?: Route | undefined;
}

/** Compares the fields of two records that match by name; the pairs of field types that are to be judged. */
export function compareRecords(comparison: Comparison, pair: RecordPair): readonly Task[] {
  const { writer, reader, route } = pair;
  const sources = matchFields(writer, reader);
  const used = new Set(sources.map((source) => source.writer));
  const unread = new Set(writer.fields.filter((field) => !used.has(field)));
  // What a writer called otherwise before; the last of several that claim one name.
  const renamed = new Map(writer.fields.flatMap((field) => field.aliases.map((alias) => [alias, field] as const)));
  const record = sources.some((source) => source.writer === undefined) ? sampleOf(writer) : undefined;
  const inside: Task[] = [];
  for (const source of sources) {
    if (source.writer === undefined) {
      reportMissing(comparison, { ...pair, field: source.reader, unread, renamed, record });
      continue;
    }
    if (source.disputed !== undefined) {
      const message = `It is not certain what the field ${source.reader.name} is read from.`;
      const places = { writer: source.writer.pointer, reader: source.reader.pointer };
      comparison.report('avro-undecided', {
        ...places,
        message,
        undecided: source.disputed,
        values: [source.reader.name],
      });
    }
    compareFields(comparison, source.writer, source.reader);
    const step = { kind: 'field', record: writer, field: source.writer } as const;
    inside.push({ writer: source.writer.type, reader: source.reader.type, route: along(route, step) });
  }
  for (const field of unread) reportSkipped(comparison, field, reader);
  compareFieldOrder(
    comparison,
    pair,
    sources.flatMap((source) => source.writer ?? []),
  );
  return inside;
}

interface Missing extends RecordPair {
  readonly field: AvroField;
  /** Fields of the writer that no field of the reader reads. */
  readonly unread: Set<AvroField>;
  /** Fields of the writer by their aliases. */
  readonly renamed: ReadonlyMap<string, AvroField>;
  /** A value of the writer's record, if a small one exists. */
  readonly record: JsonValue | undefined;
}

/** A field of the reader that the writer does not write. */
function reportMissing(
  comparison: Comparison,
  { writer, reader, route, field, unread, renamed: aliases, record }: Missing,
): void {
  const renamed = aliases.get(field.name);
  if (renamed !== undefined && unread.has(renamed)) {
    unread.delete(renamed);
    const [baseline, candidate] = comparison.inTime(renamed.name, field.name);
    comparison.report('avro-field-renamed-with-alias', {
      message: `The field ${baseline} of ${reader.name} is now called ${candidate}; its reader does not know the written name.`,
      level: 'breaking',
      writer: renamed.pointer,
      reader: field.pointer,
      values: [baseline, candidate],
      witness: comparison.witness(route, record, `The reader gets the default of the field ${field.name}.`),
    });
    return;
  }
  const what = `The field ${field.name} of ${reader.name} was ${comparison.readerOnly}`;
  const said = { writer: writer.pointer, reader: field.pointer, values: [reader.name, field.name] };
  switch (field.default?.standing) {
    case 'valid': {
      const suffix = comparison.readerOnly === 'removed' ? '-with-default' : '';
      const id = `avro-field-${comparison.readerOnly}${suffix}` as
        | 'avro-field-added'
        | 'avro-field-removed-with-default';
      comparison.report(id, { ...said, message: `${what}; a reader fills it with its default.` });
      return;
    }
    case 'disputed': {
      const undecided = 'The default fits a later branch of the union only, which not every implementation accepts.';
      comparison.report('avro-undecided', { ...said, message: `${what}.`, undecided });
      return;
    }
    case 'invalid':
    case undefined:
      break;
  }
  const lacking = field.default === undefined ? 'it has no default' : 'its default does not fit';
  const id = comparison.readerOnly === 'removed' ? 'avro-field-removed' : 'avro-field-added-without-default';
  comparison.report(id, {
    ...said,
    message: `${what}; ${lacking}, so a message without it cannot be read.`,
    witness: comparison.witness(route, record),
  });
}

/** A field that only the writer has. */
function reportSkipped(comparison: Comparison, field: AvroField, reader: AvroRecord): void {
  const withDefault = field.default !== undefined;
  const added = withDefault ? 'avro-field-added' : 'avro-field-added-without-default';
  const removed = withDefault ? 'avro-field-removed-with-default' : 'avro-field-removed';
  comparison.report(comparison.writerOnly === 'added' ? added : removed, {
    message: `The field ${field.name} of ${reader.name} was ${comparison.writerOnly}; its reader skips it.`,
    level: 'info',
    writer: field.pointer,
    reader: reader.pointer,
    values: [reader.name, field.name],
  });
}

function compareFields(comparison: Comparison, writer: AvroField, reader: AvroField): void {
  const [baseline, candidate] = comparison.inTime(writer, reader);
  const places = { writer: writer.pointer, reader: reader.pointer };
  const what = `The field ${candidate.name}`;
  if (baseline.name !== candidate.name) {
    const message = `The field ${baseline.name} is now called ${candidate.name}; its reader knows both names.`;
    const values = [baseline.name, candidate.name];
    comparison.report('avro-field-renamed-with-alias', { ...places, message, level: 'info', values });
  }
  compareAliases(comparison, {
    ...places,
    what,
    before: [...baseline.aliases, baseline.name],
    after: [...candidate.aliases, candidate.name],
  });
  const [before, after] = [baseline, candidate].map((field) =>
    field.default === undefined ? undefined : canonicalJson(field.default.value),
  );
  if (before !== after) {
    const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    const message = `The default of the field ${candidate.name} was ${before ?? 'absent'} and is ${after ?? 'absent'}.`;
    const values = [candidate.name, before ?? null, after ?? null];
    comparison.report(`avro-field-default-${change}`, { ...places, message, values });
  }
  if (canonicalJson(baseline.order) !== canonicalJson(candidate.order)) {
    const message = `${what} is sorted in another way.`;
    comparison.report('avro-sort-order-changed', { ...places, message, values: [candidate.name] });
  }
  if (canonicalJson([baseline.metadata, baseline.doc]) !== canonicalJson([candidate.metadata, candidate.doc])) {
    const message = `The documentation or an attribute of the field ${candidate.name} that Avro does not define changed.`;
    comparison.report('avro-metadata-changed', { ...places, message, values: [candidate.name] });
  }
}

function compareFieldOrder(comparison: Comparison, pair: RecordPair, inReader: readonly AvroField[]): void {
  const { writer, reader } = pair;
  const kept = new Set(inReader);
  const inWriter = writer.fields.filter((field) => kept.has(field));
  if (inWriter.every((field, index) => field === inReader[index])) return;
  comparison.report('avro-field-reordered', {
    message: `The fields of ${reader.name} are in another order.`,
    writer: writer.pointer,
    reader: reader.pointer,
    values: [reader.name],
  });
}
