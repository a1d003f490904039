import type { Place } from '../../core/report.ts';
import type { LimitName } from './limits.ts';

/** Why a document was refused; the first reason found. */
export type DocumentError =
  | (DocumentFault & {
      readonly kind: 'limit-exceeded';
      readonly limit: { readonly name: LimitName; readonly value: number };
    })
  /** Not UTF-8, or a string with half of a surrogate pair. */
  | (DocumentFault & { readonly kind: 'invalid-encoding' })
  | (DocumentFault & { readonly kind: 'syntax-error' })
  | (DocumentFault & { readonly kind: 'duplicate-key'; readonly key: string })
  /** A reference to another document. Nothing is ever loaded: callers bundle first. */
  | (DocumentFault & { readonly kind: 'external-reference'; readonly reference: string })
  /** Something that YAML or JSON text can say and a contract cannot mean: a tag, a list as a key, infinity. */
  | (DocumentFault & { readonly kind: 'unsupported-value' })
  | (DocumentFault & { readonly kind: 'several-documents' });

/** What every such error says. */
export interface DocumentFault {
  readonly message: string;
  readonly place: Place;
}

/** The place of what concerns the document as a whole. */
export const wholeDocument: Place = { pointer: '' };

const limitWords: Record<LimitName, (value: number) => string> = {
  bytes: (value) => `The document has more than ${value} bytes.`,
  depth: (value) => `The document nests more than ${value} levels deep.`,
  nodes: (value) => `The document has more than ${value} values, aliased ones counted at each use.`,
  references: (value) => `The document has more than ${value} references.`,
  key_length: (value) => `A key has more than ${value} characters.`,
  enum_values: (value) => `An enum has more than ${value} values.`,
  aliases: (value) => `The document uses more than ${value} YAML aliases.`,
  merged_keys: (value) => `The document copies more than ${value} keys by YAML merges.`,
};

export function limitExceeded(name: LimitName, value: number, place: Place): DocumentError {
  return { kind: 'limit-exceeded', limit: { name, value }, message: limitWords[name](value), place };
}

export function syntaxError(message: string, place: Place): DocumentError {
  return { kind: 'syntax-error', message, place };
}

export function duplicateKey(key: string, place: Place): DocumentError {
  return { kind: 'duplicate-key', key, message: `The key ${quote(key)} occurs twice in one object.`, place };
}

export function externalReference(reference: string, keyword: string, place: Place): DocumentError {
  return {
    kind: 'external-reference',
    reference,
    message: `${keyword} ${quote(reference)} leaves the document; only references that start with "#" are read. Bundle the document first.`,
    place,
  };
}

/** Quotes document content for a message, cut so that hostile content cannot flood a log. */
function quote(content: string): string {
  return JSON.stringify(content.length > 120 ? `${content.slice(0, 120)}…` : content);
}
