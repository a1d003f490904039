import type { Place } from '../compile/source.ts';

/** A schema in a document, as it was given. */
export interface Given {
  /** Undefined if the pointer leads nowhere. */
  readonly place: Place | undefined;
  readonly document: unknown;
  /** Undefined for a schema that stands beside the document. */
  readonly pointer: string | undefined;
}

/** A schema as it was given: what independent validators read. */
export interface RawSchema {
  readonly place: Place;
  /** The document that the schema stands in, for its references; and where, as a JSON Pointer. */
  readonly document: unknown;
  readonly pointer: string | undefined;
  readonly formats: 'annotate' | 'assert';
}

/** What a validator says of a value; undefined where it is no authority. */
export type Judgement = 'valid' | 'invalid' | undefined;
