import { isJsonObject, type JsonValue } from '../../internal/json.ts';
import { nameOf, type AvroType, type AvroUnion } from './model.ts';

/** A value as the JSON encoding of a union writes it. */
export function inUnion(branch: AvroType, value: JsonValue): JsonValue {
  return branch.kind === 'null' ? null : { [nameOf(branch)]: value };
}

/** The branch that a value of a union names, and the value in it. */
export function openUnion(
  type: AvroUnion,
  value: JsonValue,
): { readonly index: number; readonly branch: AvroType; readonly inner: JsonValue } {
  const [name, inner] = isJsonObject(value) ? (Object.entries(value)[0] ?? ['null', null]) : ['null', null];
  const index = type.branches.findIndex((branch) => nameOf(branch) === name);
  const branch = type.branches[index];
  if (branch === undefined) throw new TypeError(`Impossible: ${JSON.stringify(inUnion(type, value))} names no branch`);
  return { index, branch, inner };
}

/** The text of a value whose type says that it is one. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : '';
}

/** Each character stands for the byte of its code. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
