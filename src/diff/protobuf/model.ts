import type { Root } from 'protobufjs';

import type { Place } from '../../core/report.ts';
import type { JsonValue } from '../../internal/json.ts';

/** A Protobuf definition after its names are resolved. */
export interface ProtoFile {
  readonly package: string;
  /** `proto2`, `proto3` or the edition. */
  readonly syntax: string;
  /** The messages of which each may be the payload. */
  readonly payloads: readonly ProtoMessage[];
  /** As the parser built it, to encode with. */
  readonly root: Root;
}

export type ProtoType = ProtoScalar | ProtoMessage | ProtoEnum;

export interface ProtoScalar {
  readonly kind: 'scalar';
  readonly name: string;
}

export interface ProtoMessage {
  readonly kind: 'message';
  /** With package. */
  readonly name: string;
  /** One that comes with Protobuf and has a JSON form of its own. */
  readonly wellKnown: boolean;
  /** In the order of their numbers. */
  readonly fields: readonly ProtoField[];
  readonly reserved: Reserved;
  readonly place: Place;
}

/** Numbers and names that must not be used again. */
export interface Reserved {
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly names: readonly string[];
}

export interface ProtoField {
  readonly name: string;
  readonly number: number;
  readonly jsonName: string;
  readonly type: ProtoType;
  /** The type of the keys, of a map only. */
  readonly key?: ProtoScalar;
  readonly cardinality: 'singular' | 'repeated' | 'map';
  readonly presence: 'implicit' | 'explicit' | 'required';
  /** Only one that is written as such: an `optional` field of proto3 is in none. */
  readonly oneof?: string;
  readonly packed: boolean;
  /** Encoded as a group. */
  readonly delimited: boolean;
  readonly default?: JsonValue;
  /** Options that this package does not know, such as those of validators. */
  readonly options: JsonValue;
  readonly place: Place;
}

export interface ProtoEnum {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: readonly ProtoEnumValue[];
  /** Whether readers treat a number without a name as an unknown field. */
  readonly closed: boolean;
  readonly reserved: Reserved;
  readonly place: Place;
}

export interface ProtoEnumValue {
  readonly name: string;
  readonly number: number;
  readonly place: Place;
}

/** A full name without the package of its definition. */
export function withinPackage(name: string, file: ProtoFile): string {
  return file.package !== '' && name.startsWith(`${file.package}.`) ? name.slice(file.package.length + 1) : name;
}
