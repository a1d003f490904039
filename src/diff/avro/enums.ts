import type { Comparison } from './comparison.ts';
import type { AvroEnum } from './model.ts';
import type { Route } from './sample.ts';

interface EnumPair {
  readonly writer: AvroEnum;
  readonly reader: AvroEnum;
  readonly route?: Route | undefined;
}

/** Compares the symbols and defaults of two enums that match by name. */
export function compareEnums(comparison: Comparison, pair: EnumPair): void {
  compareSymbols(comparison, pair);
  compareOrder(comparison, pair);
  compareDefaults(comparison, pair);
}

function compareSymbols(comparison: Comparison, { writer, reader, route }: EnumPair): void {
  const read = new Set(reader.symbols);
  const written = new Set(writer.symbols);
  const unread = writer.symbols.filter((symbol) => !read.has(symbol));
  const unused = reader.symbols.filter((symbol) => !written.has(symbol));
  const places = { writer: writer.pointer, reader: reader.pointer };
  if (unread.length > 0) {
    const what = `The enum ${reader.name} ${verb(comparison.writerOnly)} ${list(unread)}`;
    if (reader.default === undefined) {
      comparison.report(`avro-enum-symbol-${comparison.writerOnly}`, {
        ...places,
        message: `${what}; its reader has no default for unknown symbols.`,
        level: 'breaking',
        values: unread,
        witness: comparison.witness(route, unread[0]),
      });
    } else {
      comparison.report(`avro-enum-symbol-${comparison.writerOnly}-with-default`, {
        ...places,
        message: `${what}; its reader takes ${reader.default} instead.`,
        level: 'warning',
        values: unread,
        witness: comparison.witness(route, unread[0], `The reader gets the symbol ${reader.default}.`),
      });
    }
  }
  if (unused.length === 0) return;
  const message = `The enum ${reader.name} ${verb(comparison.readerOnly)} ${list(unused)}.`;
  const suffix = writer.default === undefined ? '' : '-with-default';
  const id = `avro-enum-symbol-${comparison.readerOnly}${suffix}` as const;
  comparison.report(id, { ...places, message, level: 'info', values: unused });
}

function compareOrder(comparison: Comparison, { writer, reader }: EnumPair): void {
  const read = new Set(reader.symbols);
  const written = new Set(writer.symbols);
  const before = writer.symbols.filter((symbol) => read.has(symbol));
  const after = reader.symbols.filter((symbol) => written.has(symbol));
  if (before.every((symbol, index) => symbol === after[index])) return;
  comparison.report('avro-sort-order-changed', {
    message: `The symbols of the enum ${reader.name} are in another order.`,
    writer: writer.pointer,
    reader: reader.pointer,
    values: [reader.name],
  });
}

function compareDefaults(comparison: Comparison, { writer, reader }: EnumPair): void {
  if (writer.default === reader.default) return;
  const [baseline, candidate] = comparison.inTime(writer.default, reader.default);
  const change = baseline === undefined ? 'added' : candidate === undefined ? 'removed' : 'changed';
  comparison.report(`avro-enum-default-${change}`, {
    message: `The default of the enum ${reader.name} was ${baseline ?? 'absent'} and is ${candidate ?? 'absent'}.`,
    writer: writer.pointer,
    reader: reader.pointer,
    values: [baseline ?? null, candidate ?? null],
  });
}

function verb(change: 'added' | 'removed'): string {
  return change === 'added' ? 'has the new symbol' : 'lost the symbol';
}

function list(symbols: readonly string[]): string {
  return symbols.length > 10
    ? `${symbols.slice(0, 10).join(', ')} and ${symbols.length - 10} more`
    : symbols.join(', ');
}
