import { err, ok, type Result } from 'neverthrow';

import { limitExceeded, wholeDocument, type DocumentError } from './document-error.ts';
import { positionAt } from './text-lines.ts';

/** The source as text and as the UTF-8 bytes of that same text, both without byte order mark. */
export interface DecodedSource {
  readonly text: string;
  /** Encodes text that did not come as bytes. */
  readonly bytes: () => Uint8Array;
}

/** Decodes UTF-8 strictly: a replacement character in place of bad bytes could hide a difference. */
export function decodeSource(source: string | Uint8Array, maximum: number): Result<DecodedSource, DocumentError> {
  return typeof source === 'string' ? encodeText(source, maximum) : decodeBytes(source, maximum);
}

function encodeText(source: string, maximum: number): Result<DecodedSource, DocumentError> {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  // A code unit takes one to three bytes: only between the two does the exact length matter.
  const tooLong = text.length > maximum || (text.length * 3 > maximum && encode(text).length > maximum);
  if (tooLong) return err(limitExceeded('bytes', maximum, wholeDocument));
  if (!isWellFormed(text)) {
    const offset = loneSurrogate.exec(text)?.index ?? 0;
    return err(invalidEncoding('The text has half of a surrogate pair.', positionAt(text, offset)));
  }
  return ok({ text, bytes: () => encode(text) });
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `String.prototype.isWellFormed` of ES2024, which every supported engine has. */
function isWellFormed(text: string & { readonly isWellFormed?: () => boolean }): boolean {
  return text.isWellFormed?.() ?? !loneSurrogate.test(text);
}

function decodeBytes(source: Uint8Array, maximum: number): Result<DecodedSource, DocumentError> {
  if (source.length > maximum) return err(limitExceeded('bytes', maximum, wholeDocument));
  const [first, second] = source;
  if ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)) {
    return err(invalidEncoding('The document is UTF-16; only UTF-8 is read.', { line: 1, column: 1 }));
  }
  const marked = first === 0xef && second === 0xbb && source[2] === 0xbf;
  const bytes = marked ? source.subarray(3) : source;
  try {
    return ok({ text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), bytes: () => bytes });
  } catch {
    const valid = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, validPrefix(bytes)), {
      stream: true,
    });
    return err(invalidEncoding('The document is not valid UTF-8.', positionAt(valid, valid.length)));
  }
}

/** With the `u` flag a surrogate only matches where it is not half of a pair. */
export const loneSurrogate = /[\uD800-\uDFFF]/u;

/** Length of the longest prefix that is valid UTF-8; streaming keeps a character cut at its end from counting as bad. */
function validPrefix(bytes: Uint8Array): number {
  let valid = 0;
  let end = bytes.length;
  while (valid < end) {
    const middle = Math.ceil((valid + end) / 2);
    if (isValidStart(bytes.subarray(0, middle))) valid = middle;
    else end = middle - 1;
  }
  return valid;
}

function isValidStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function invalidEncoding(message: string, position: { line: number; column: number }): DocumentError {
  return { kind: 'invalid-encoding', message, place: { pointer: '', ...position } };
}
