import { isArray, isJsonObject } from '../form/json.ts';
import type { Dialect } from './dialect.ts';

/** What a look at all values of a document tells, schemas or not: a quick look, which says too little, never too much. */
export interface Survey {
  /** No schema below the root has an identifier or an anchor, so that a fragment is all that a reference needs. */
  readonly plain: boolean;
  /** Nothing is marked so. */
  readonly neverReadOnly: boolean;
  readonly neverWriteOnly: boolean;
}

const deepest = 300;
const mostValues = 3_000_000;

/** The keywords by which schemas of a dialect are named. */
export function namingKeywords({ id, keywords }: Dialect): ReadonlySet<string> {
  const anchors = ['$anchor', '$dynamicAnchor', '$recursiveAnchor'].filter((each) => keywords.has(each));
  return new Set(id === undefined ? anchors : [id, ...anchors]);
}

/** The keywords that change what a survey tells. */
export function tellingKeywords(dialect: Dialect): ReadonlySet<string> {
  return new Set([...namingKeywords(dialect), 'readOnly', 'writeOnly']);
}

export function surveyOf(document: unknown, dialect: Dialect): Survey {
  const surveyor = new Surveyor(dialect);
  if (typeof document === 'object' && document !== null) surveyor.look(document, 0);
  return surveyor.survey;
}

/** Looks at values, one document's or several's. */
export class Surveyor {
  readonly #names: ReadonlySet<string>;
  readonly #id: string | undefined;
  #values = 0;
  #complete = true;
  #plain = true;
  #neverReadOnly = true;
  #neverWriteOnly = true;

  constructor(dialect: Dialect) {
    this.#names = namingKeywords(dialect);
    this.#id = dialect.id;
  }

  get survey(): Survey {
    if (!this.#complete) return { plain: false, neverReadOnly: false, neverWriteOnly: false };
    return { plain: this.#plain, neverReadOnly: this.#neverReadOnly, neverWriteOnly: this.#neverWriteOnly };
  }

  /** Whether a value at this depth may be looked into. */
  enters(depth: number): boolean {
    this.#values += 1;
    if (depth > deepest || this.#values > mostValues) this.#complete = false;
    return this.#complete;
  }

  look(value: object, depth: number): void {
    if (!this.enters(depth)) return;
    if (isArray(value)) {
      for (const each of value) if (typeof each === 'object' && each !== null) this.look(each, depth + 1);
    } else if (isJsonObject(value)) {
      for (const key of Object.keys(value)) this.member(key, value[key], depth);
    }
  }

  /** Looks at a member of an object at this depth. */
  member(key: string, value: unknown, depth: number): void {
    if (typeof value === 'string' || value === true) this.note(key, value, depth);
    else if (typeof value === 'object' && value !== null) this.look(value, depth + 1);
  }

  note(key: string, value: string | true, depth: number): void {
    if (value === true && key === 'readOnly') this.#neverReadOnly = false;
    else if (value === true && key === 'writeOnly') this.#neverWriteOnly = false;
    // The root's own URI changes nothing about fragments.
    else if (this.#names.has(key)) {
      this.#plain &&= depth === 0 && key === this.#id && typeof value === 'string' && !value.startsWith('#');
    }
  }
}
