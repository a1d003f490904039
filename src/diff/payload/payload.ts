import type { JsonValue } from '../../internal/json.ts';
import type { DialectName } from '../schema/index.ts';

/** A schema where a document uses it. */
export interface SchemaUse {
  /** JSON Pointer of the schema; of what it is made of where it does not stand in the document as it is. */
  readonly pointer: string;
  readonly dialect: DialectName;
  /** What is read in place of what stands at the pointer; its references lead into the document. */
  readonly made?: JsonValue;
}

/** `inbound` payloads are sent to the application (requests, received messages), `outbound` ones come from it. */
export type Flow = 'inbound' | 'outbound';

/**
 * Whether values travel as text (parameters, headers, plain bodies), where `1` is the same as `"1"`; of a form, the names
 * of the members that do.
 */
export type Text = boolean | ReadonlySet<string>;

/** Two schemas of one payload. */
export interface PayloadQuestion {
  readonly baseline: SchemaUse;
  readonly candidate: SchemaUse;
  readonly flow: Flow;
  /** Default false. */
  readonly text?: Text;
  /** Values may travel as XML, so that `xml` says how they are written. Default false. */
  readonly xml?: boolean;
}

/**
 * What a change is, in the words of a reader of schemas. `narrowed` and the like are seen from the candidate: it accepts
 * less than the baseline. Whether that breaks depends on the flow.
 */
export type ChangeKind =
  | 'property-added'
  | 'property-added-to-closed'
  | 'required-property-added'
  | 'property-removed'
  | 'property-removed-from-closed'
  | 'required-property-removed'
  | 'property-became-required'
  | 'property-became-optional'
  | 'type-changed'
  | 'type-widened'
  | 'type-narrowed'
  | 'became-nullable'
  | 'became-not-nullable'
  | 'enum-value-added'
  | 'enum-value-removed'
  | 'enum-added'
  | 'enum-removed'
  | 'const-changed'
  | 'constraint-tightened'
  | 'constraint-loosened'
  | 'constraint-changed'
  | 'pattern-changed'
  | 'format-added'
  | 'format-removed'
  | 'format-changed'
  | 'format-widened'
  | 'format-narrowed'
  | 'default-changed'
  | 'additional-properties-closed'
  | 'additional-properties-opened'
  | 'undeclared-properties-refused'
  | 'undeclared-properties-allowed'
  | 'one-of-branch-added'
  | 'one-of-branch-removed'
  | 'discriminator-changed'
  | 'deprecated'
  | 'reactivated'
  | 'became-read-only'
  | 'became-write-only'
  | 'extensible-enum-value-added'
  | 'extensible-enum-value-removed'
  | 'stability-decreased'
  | 'stability-increased'
  /** A difference that no other kind names; a witness shows it. */
  | 'schema-narrowed'
  | 'schema-widened'
  | 'schema-changed'
  | 'undecided';

/** One difference between two schemas of a payload, placed at the deepest element that explains it. */
export interface PayloadChange {
  readonly kind: ChangeKind;
  /** Whether payloads that worked before can fail now, in the flow that was asked about. */
  readonly breaks: boolean;
  /** JSON Pointers in the two documents; absent where a side says nothing there. */
  readonly baseline?: string;
  readonly candidate?: string;
  /** Where in the payload: `''` is the payload itself, else member names, `items` for any item: `/orders/items/id`. */
  readonly path: string;
  /** The keyword that differs: `maxLength`, `required`. */
  readonly keyword: string;
  /** The value of the keyword on each side, `null` where it is absent; for the fingerprint. */
  readonly values: readonly [baseline: JsonValue, candidate: JsonValue];
  /** What changed, for people; without the place. */
  readonly message: string;
  /** A whole payload that worked before and fails now, or that may come now and was not to be expected. */
  readonly witness?: unknown;
  /** Given where `witness` is of another payload that holds the same: makes one of this, or gives that one again. */
  readonly witnessHere?: () => unknown;
  /** Why it could not be decided; then `breaks` is true. */
  readonly undecided?: string;
}

/** Compares the payload schemas of two documents. */
export interface PayloadComparer {
  /** Every change that breaks, and those that do not as far as they are worth telling; `[]` for equal schemas. */
  compare(question: PayloadQuestion): readonly PayloadChange[];
}
