import { isJsonArray, isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import { toEncodedDefault } from './default-value.ts';
import { nameOf, type AvroRecord, type AvroType } from './model.ts';
import { matchFields, matchTypes, pickBranch } from './resolution.ts';
import { bytesOf, inUnion, openUnion, textOf } from './value.ts';

/** What a reader makes of one written value; values are in Avro's JSON encoding. */
export type Reading = { readonly value: JsonValue } | { readonly refused: string };

/** Reads a written value by schema resolution. */
export function readValue(writer: AvroType, reader: AvroType, value: JsonValue): Reading {
  if (writer.kind === 'union') {
    const { branch, inner } = openUnion(writer, value);
    return readValue(branch, reader, inner);
  }
  if (reader.kind === 'union') {
    const pick = pickBranch(writer, reader.branches);
    if (pick === undefined) return { refused: `No branch of the reader's union reads ${nameOf(writer)}.` };
    return then(readValue(writer, pick.branch, value), (read) => ({ value: inUnion(pick.branch, read) }));
  }
  const match = matchTypes(writer, reader);
  if (match.kind === 'none' || match.kind === 'size') {
    return { refused: `The reader expects ${nameOf(reader)} and meets ${nameOf(writer)}.` };
  }
  return match.kind === 'promoted' ? { value: promote(writer, reader, value) } : readInside(writer, reader, value);
}

function readInside(writer: AvroType, reader: AvroType, value: JsonValue): Reading {
  if (writer.kind === 'record' && reader.kind === 'record') return readRecord(writer, reader, value);
  if (writer.kind === 'array' && reader.kind === 'array') {
    const items = (isJsonArray(value) ? value : []).map((item) => readValue(writer.items, reader.items, item));
    return all(items, (read) => read);
  }
  if (writer.kind === 'map' && reader.kind === 'map') {
    const entries = isJsonObject(value) ? Object.entries(value) : [];
    const read = entries.map(([, item]) => readValue(writer.values, reader.values, item));
    return all(read, (values) => Object.fromEntries(entries.map(([key], index) => [key, values[index] ?? null])));
  }
  if (reader.kind === 'enum' && !reader.symbols.includes(textOf(value))) {
    return reader.default === undefined
      ? { refused: `The reader's enum ${reader.name} has neither the symbol ${JSON.stringify(value)} nor a default.` }
      : { value: reader.default };
  }
  return { value };
}

function readRecord(writer: AvroRecord, reader: AvroRecord, value: JsonValue): Reading {
  const members: (readonly [string, JsonValue])[] = [];
  for (const source of matchFields(writer, reader)) {
    const { name } = source.reader;
    if (source.writer === undefined) {
      if (source.reader.default?.standing !== 'valid') {
        return { refused: `The message has no field ${JSON.stringify(name)}, and the reader has no default for it.` };
      }
      members.push([name, toEncodedDefault(source.reader.type, source.reader.default.value)]);
      continue;
    }
    const written = (isJsonObject(value) ? ownMember(value, source.writer.name) : undefined) ?? null;
    const read = readValue(source.writer.type, source.reader.type, written);
    if ('refused' in read) return read;
    members.push([name, read.value]);
  }
  return { value: Object.fromEntries(members) };
}

function promote(writer: AvroType, reader: AvroType, value: JsonValue): JsonValue {
  if (reader.kind === 'float') return Math.fround(Number(value));
  if (writer.kind === 'string' && reader.kind === 'bytes') {
    return String.fromCharCode(...new TextEncoder().encode(textOf(value)));
  }
  if (writer.kind === 'bytes' && reader.kind === 'string') return new TextDecoder().decode(bytesOf(textOf(value)));
  return value;
}

function then(reading: Reading, next: (value: JsonValue) => Reading): Reading {
  return 'refused' in reading ? reading : next(reading.value);
}

function all(readings: readonly Reading[], join: (values: readonly JsonValue[]) => JsonValue): Reading {
  const values: JsonValue[] = [];
  for (const reading of readings) {
    if ('refused' in reading) return reading;
    values.push(reading.value);
  }
  return { value: join(values) };
}
