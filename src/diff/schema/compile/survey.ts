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

export function surveyOf(document: unknown, dialect: Dialect): Survey {
  const names = namingKeywords(dialect);
  let [values, plain, neverReadOnly, neverWriteOnly] = [0, true, true, true];
  const note = (key: string, value: unknown, depth: number): void => {
    if (value === true && key === 'readOnly') neverReadOnly = false;
    else if (value === true && key === 'writeOnly') neverWriteOnly = false;
    // The root's own URI changes nothing about fragments.
    else if (names.has(key)) {
      plain &&= depth === 0 && key === dialect.id && typeof value === 'string' && !value.startsWith('#');
    }
  };
  const look = (value: object, depth: number): boolean => {
    values += 1;
    if (depth > deepest || values > mostValues) return false;
    if (isArray(value)) {
      for (const each of value) if (typeof each === 'object' && each !== null && !look(each, depth + 1)) return false;
      return true;
    }
    if (!isJsonObject(value)) return false;
    for (const key of Object.keys(value)) {
      const each = value[key];
      if (typeof each === 'string' || each === true) note(key, each, depth);
      else if (typeof each === 'object' && each !== null && !look(each, depth + 1)) return false;
    }
    return true;
  };
  if (typeof document !== 'object' || document === null || look(document, 0)) {
    return { plain, neverReadOnly, neverWriteOnly };
  }
  return { plain: false, neverReadOnly: false, neverWriteOnly: false };
}
