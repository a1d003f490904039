import type { FindingLevel, Place } from '../../core/report.ts';
import type { JsonValue } from '../../internal/json.ts';

/** Which way a payload travels, seen from the described application. */
export type PayloadDirection = 'send' | 'receive';

/** One judged difference between the baseline and the candidate of a payload schema. */
export interface PayloadDifference {
  readonly rule: string;
  readonly level: FindingLevel;
  /** What changed, for people. */
  readonly message: string;
  /** Why the rule gives this level, for people. */
  readonly because: string;
  /** What would make the difference harmless, for people. */
  readonly remedy?: string;
  /**
   * In the baseline's schema, with pointers from its root; a schema that is text has the pointer `''` and the line and
   * column in the text. Absent where the baseline has nothing to point at.
   */
  readonly baseline?: Place;
  /** In the candidate's schema, likewise. */
  readonly candidate?: Place;
  /** A message that the writer may send and the reader cannot read as it was meant. */
  readonly witness?: PayloadWitness;
  /** Why the difference could not be decided; such a difference is breaking. */
  readonly undecided?: string;
  /** What differs, for the fingerprint of a finding: names and values, never places. */
  readonly values: readonly JsonValue[];
}

/** An encoded message that the other side refuses or reads as something else. */
export interface PayloadWitness {
  /** The message as its writer encodes it, in lower-case hexadecimal. */
  readonly hex: string;
  /** The same message in the JSON encoding of its format. */
  readonly json: JsonValue;
  /** `refused`: the reader fails on the message; `misread`: it gets another value than was written. */
  readonly outcome: 'refused' | 'misread';
  /** What the reader says or gets, for people. */
  readonly reading: string;
}

/** A rule of a payload format. */
export interface PayloadRule {
  /** In kebab-case, saying what is the case: `avro-field-removed`. */
  readonly id: string;
  /** The level per direction; a difference that is proven harmless may have a lower one. */
  readonly levels: Readonly<Record<PayloadDirection, FindingLevel>>;
  readonly because: string;
  readonly remedy?: string;
  /** Address of the passage in the specification that the rule follows. */
  readonly source: string;
}

/** Why a payload schema was not compared. */
export type PayloadError =
  /** A schema that its own specification refuses, or that needs something outside of it. */
  | (PayloadFault & { readonly kind: 'invalid-schema' })
  | (PayloadFault & {
      readonly kind: 'limit-exceeded';
      readonly limit: { readonly name: string; readonly value: number };
    });

/** What every such error says. */
export interface PayloadFault {
  readonly side: PayloadSide;
  readonly message: string;
  readonly place: Place;
}

export type PayloadSide = 'baseline' | 'candidate';

/** An error before it is known on which side it is. */
export type SchemaFault =
  | { readonly kind: 'invalid-schema'; readonly message: string; readonly place: Place }
  | {
      readonly kind: 'limit-exceeded';
      readonly limit: { readonly name: string; readonly value: number };
      readonly message: string;
      readonly place: Place;
    };
