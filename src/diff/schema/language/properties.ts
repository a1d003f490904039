import { charSet, highSurrogates, lowSurrogates, maxCodePoint } from './char-set.ts';
import type { CharSet, Range } from './char-set.ts';

const chunkSize = 0x1000;

// Constants of the runtime, computed on first use; at most as many as ECMA-262 has properties.
const known = new Map<string, CharSet>();

/**
 * The code points with a Unicode property, such as `Script=Greek` or `L`, as this runtime's own regular expressions see
 * them: validators on the same runtime agree. The property must be one that `\p{…}` takes.
 */
export function propertyChars(property: string): CharSet {
  let set = known.get(property);
  if (set === undefined) {
    set = scanProperty(property);
    known.set(property, set);
  }
  return set;
}

function scanProperty(property: string): CharSet {
  const one = new RegExp(`\\p{${property}}`, 'u');
  const run = new RegExp(`\\p{${property}}+`, 'gu');
  // Surrogates all have the same properties; side by side in one text they would pair up.
  const surrogates: Range[] = one.test('\ud800') ? [[highSurrogates[0], lowSurrogates[1]]] : [];
  return charSet([
    ...surrogates,
    ...scanRange(run, 0, highSurrogates[0] - 1),
    ...scanRange(run, lowSurrogates[1] + 1, maxCodePoint),
  ]);
}

/** Runs of matching characters in texts of many: far faster than a test for each. Chunks do not mix text widths. */
function scanRange(run: RegExp, first: number, last: number): Range[] {
  const ranges: Range[] = [];
  for (let start = first; start <= last; start += chunkSize) {
    const width = start > 0xffff ? 2 : 1;
    const size = Math.min(chunkSize, last - start + 1);
    const text = String.fromCodePoint(...Array.from({ length: size }, (_, offset) => start + offset));
    for (const { 0: found, index } of text.matchAll(run)) {
      const low = start + index / width;
      ranges.push([low, low + found.length / width - 1]);
    }
  }
  return ranges;
}
