import { isJsonArray, isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import type { AvroType } from './model.ts';
import { bytesOf, openUnion, textOf } from './value.ts';

/** Writes a value, given in Avro's JSON encoding, in the binary encoding; hexadecimal, in lower case. */
export function encodeHex(type: AvroType, value: JsonValue): string {
  const bytes: number[] = [];
  write(type, value, bytes);
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function write(type: AvroType, value: JsonValue, out: number[]): void {
  switch (type.kind) {
    case 'null':
      return;
    case 'boolean':
      out.push(value === true ? 1 : 0);
      return;
    case 'int':
    case 'long':
      writeLong(BigInt(Number(value)), out);
      return;
    case 'float':
    case 'double':
      writeFloat(Number(value), type.kind === 'float' ? 4 : 8, out);
      return;
    case 'string':
      writeBytes(new TextEncoder().encode(textOf(value)), out);
      return;
    case 'bytes':
      writeBytes(bytesOf(textOf(value)), out);
      return;
    case 'fixed':
      for (const byte of bytesOf(textOf(value))) out.push(byte);
      return;
    case 'enum':
      writeLong(BigInt(type.symbols.indexOf(textOf(value))), out);
      return;
    case 'array':
      writeBlock(isJsonArray(value) ? value : [], out, (item) => write(type.items, item, out));
      return;
    case 'map':
      writeBlock(isJsonObject(value) ? Object.entries(value) : [], out, ([key, item]) => {
        writeBytes(new TextEncoder().encode(key), out);
        write(type.values, item, out);
      });
      return;
    case 'record':
      for (const field of type.fields) {
        write(field.type, (isJsonObject(value) ? ownMember(value, field.name) : undefined) ?? null, out);
      }
      return;
    case 'union': {
      const { index, branch, inner } = openUnion(type, value);
      writeLong(BigInt(index), out);
      write(branch, inner, out);
    }
  }
}

/** Variable-length zig-zag. */
function writeLong(value: bigint, out: number[]): void {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
}

function writeFloat(value: number, size: 4 | 8, out: number[]): void {
  const view = new DataView(new ArrayBuffer(size));
  if (size === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  out.push(...new Uint8Array(view.buffer));
}

function writeBytes(bytes: Iterable<number> & { readonly length: number }, out: number[]): void {
  writeLong(BigInt(bytes.length), out);
  for (const byte of bytes) out.push(byte);
}

function writeBlock<Item>(items: readonly Item[], out: number[], writeItem: (item: Item) => void): void {
  if (items.length > 0) writeLong(BigInt(items.length), out);
  for (const item of items) writeItem(item);
  writeLong(0n, out);
}
