import { isExact } from './exact-number.ts';

/** What one pass over JSON text tells before it is parsed. */
export interface JsonScan {
  /** Colons outside strings, which is the number of members written, repeated keys included. */
  readonly members: number;
  /** Whether some number is written so that a double does not hold it exactly. */
  readonly inexact: boolean;
  /** The first limit passed, and the byte at which it was. */
  readonly exceeded?: { readonly limit: 'depth' | 'nodes'; readonly offset: number };
}

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;
const fourSpaces = 0x20202020;
/** Strings up to this length are read byte by byte, since most keys are short; `indexOf` wins on descriptions. */
const shortString = 16;
/** A decimal with so few characters and no exponent is held exactly. */
const exactDigits = 15;

/**
 * Counts nesting, values and members of JSON text without building anything.
 *
 * `JSON.parse` has no limits of its own: 32 MiB of brackets cost it a gigabyte and seconds. This pass refuses them
 * first, at a fraction of the cost of parsing. It trusts nothing: text that is not JSON gives numbers without meaning.
 */
export function scanJson(source: Uint8Array, limits: { readonly depth: number; readonly nodes: number }): JsonScan {
  const bytes = source.byteOffset % 4 === 0 ? source : source.slice();
  // Indentation is a third of a typical document: skip it four bytes at a time.
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  const end = bytes.length;
  let members = 0;
  let nodes = 1;
  let depth = 0;
  let inexact = false;
  let at = 0;
  while (at < end) {
    const code = bytes[at++];
    if (code === undefined) break;
    if (code === space) {
      while ((at & 3) !== 0 && bytes[at] === space) at++;
      if ((at & 3) === 0) {
        let word = at >> 2;
        while (words[word] === fourSpaces) word++;
        at = word << 2;
      }
    } else if (code === quote) {
      at = endOfString(bytes, at);
    } else if (code === 0x3a /* : */) {
      members++;
    } else if (code === 0x2c /* , */) {
      if (++nodes > limits.nodes) return { members, inexact, exceeded: { limit: 'nodes', offset: at - 1 } };
    } else if (code === 0x7b /* { */ || code === 0x5b /* [ */) {
      if (++depth > limits.depth) return { members, inexact, exceeded: { limit: 'depth', offset: at - 1 } };
      if (++nodes > limits.nodes) return { members, inexact, exceeded: { limit: 'nodes', offset: at - 1 } };
    } else if (code === 0x7d /* } */ || code === 0x5d /* ] */) {
      depth--;
    } else if (code >= 0x30 && code <= 0x39) {
      const start = at;
      at = endOfNumber(bytes, at);
      inexact ||= !isShort(bytes, start, at) && !isWrittenExactly(bytes.subarray(start - 1, at));
    }
  }
  return { members, inexact };
}

function endOfString(bytes: Uint8Array, start: number): number {
  let at = start;
  const stop = Math.min(start + shortString, bytes.length);
  while (at < stop) {
    const code = bytes[at++];
    if (code === quote) return at;
    if (code === backslash) at++;
  }
  for (;;) {
    const found = bytes.indexOf(quote, at);
    if (found === -1) return bytes.length;
    let before = found;
    while (before > at && bytes[before - 1] === backslash) before--;
    at = found + 1;
    // An even number of backslashes before it: the quote itself is not escaped.
    if ((found - before) % 2 === 0) return at;
  }
}

function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const code = bytes[at];
    if (code === undefined || !isNumberPart(code)) return at;
    at++;
  }
}

function isNumberPart(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x65 || code === 0x45 || code === 0x2b || code === 0x2d
  );
}

/** Whether a number, whose first digit is left out, is held exactly for its length alone. */
function isShort(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start >= exactDigits) return false;
  for (let at = start; at < end; at++) if (bytes[at] === 0x65 || bytes[at] === 0x45) return false;
  return true;
}

function isWrittenExactly(digits: Uint8Array): boolean {
  const written = new TextDecoder().decode(digits);
  return isExact(written, Number(written));
}
