import type { JsonObject, JsonType } from '../form/json.ts';
import type { Evaluated } from './evaluated.ts';
import type { Evaluation } from './evaluation.ts';

/** A schema keyword being evaluated: its schema object, the instance there, and the way into subschemas. */
export interface Site {
  readonly schema: JsonObject;
  readonly instance: unknown;
  readonly evaluated: Evaluated;
  readonly formats: 'annotate' | 'assert';
  /** A subschema against the same instance; what it evaluates counts here if the instance is valid under it. */
  inPlace(subschema: unknown): Evaluation;
  /** A subschema against the same instance whose evaluated members do not count. */
  apart(subschema: unknown): Evaluation;
  /** A subschema against a member, an item or a property name. */
  below(subschema: unknown, instance: unknown): Evaluation;
  /** The schema that a reference names, against the same instance. */
  reference(kind: ReferenceKind, reference: string): Evaluation;
  matches(pattern: string, word: string): Evaluation;
}

export type ReferenceKind = 'static' | 'dynamic' | 'recursive';

/** Where subschemas stand in a keyword's value. */
export type Holding = 'schema' | 'schemas' | 'schema or schemas' | 'named schemas' | 'named schemas or names';

/** One keyword of a dialect: the one table that says how instances are evaluated and where subschemas are found. */
export interface Keyword {
  readonly holds?: Holding;
  /** Instances of other types are valid under the keyword. */
  readonly on?: JsonType;
  readonly evaluate?: (value: unknown, site: Site) => Evaluation;
}

export type Keywords = Readonly<Record<string, Keyword>>;
