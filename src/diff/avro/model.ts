import type { JsonObject, JsonValue } from '../../internal/json.ts';

export type PrimitiveName = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** An Avro schema after its names are resolved; named types that refer to themselves make it circular. */
export type AvroType = AvroPrimitive | AvroArray | AvroMap | AvroUnion | AvroNamed;
export type AvroNamed = AvroRecord | AvroEnum | AvroFixed;

interface Node {
  /** JSON Pointer (RFC 6901) to the definition. */
  readonly pointer: string;
  /** The logical type in effect; absent where the schema names none, or one that does not fit its type. */
  readonly logical?: LogicalType;
  /** Attributes that Avro keeps but does not interpret. */
  readonly metadata: JsonObject;
}

export interface LogicalType {
  readonly name: string;
  readonly precision?: number;
  readonly scale?: number;
}

export interface AvroPrimitive extends Node {
  readonly kind: PrimitiveName;
}

export interface AvroArray extends Node {
  readonly kind: 'array';
  readonly items: AvroType;
}

export interface AvroMap extends Node {
  readonly kind: 'map';
  readonly values: AvroType;
}

export interface AvroUnion extends Node {
  readonly kind: 'union';
  readonly branches: readonly AvroType[];
}

interface Named extends Node {
  /** With namespace. */
  readonly name: string;
  /** With namespaces. */
  readonly aliases: readonly string[];
  readonly doc?: JsonValue;
}

export interface AvroRecord extends Named {
  readonly kind: 'record';
  /** Grows while the schema is read, since a field may hold the record itself. */
  readonly fields: readonly AvroField[];
}

export interface AvroField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: AvroType;
  readonly default?: AvroDefault;
  readonly order: JsonValue;
  readonly doc?: JsonValue;
  readonly metadata: JsonObject;
  readonly pointer: string;
}

export interface AvroDefault {
  /** As the schema gives it, `null` included. */
  readonly value: JsonValue;
  /**
   * How it stands to the field's type. A union takes its default from the first branch; since Avro 1.12 from any, so
   * one that fits only a later branch is `disputed`: some implementations read it and others refuse it.
   */
  readonly standing: 'valid' | 'disputed' | 'invalid';
}

export interface AvroEnum extends Named {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface AvroFixed extends Named {
  readonly kind: 'fixed';
  readonly size: number;
}

export function isNamed(type: AvroType): type is AvroNamed {
  return type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed';
}

/** The last part of a full name. */
export function unqualified(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The full name without its last part; `''` for the null namespace. */
export function namespaceOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf('.'), 0));
}

/** The branches of a union, or the type itself as the only one. */
export function branchesOf(type: AvroType): readonly AvroType[] {
  return type.kind === 'union' ? type.branches : [type];
}

/** How a type is called in messages, and in the JSON encoding of a union. */
export function nameOf(type: AvroType): string {
  return isNamed(type) ? type.name : type.kind;
}
