import { maxCodePoint, unionChars } from './char-set.ts';
import type { CharSet } from './char-set.ts';

const firstSurrogate = 0xd800;
const lastSurrogate = 0xdfff;
const blockSize = 0x8000;

// Constants of the runtime, computed on first use; at most as many as there are properties in ECMA-262.
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
  const ranges: CharSet[] = [];
  // Surrogates all have the same properties, and side by side in one text they would pair up.
  if (new RegExp(`\\p{${property}}`, 'u').test('\ud800')) ranges.push([firstSurrogate, lastSurrogate]);
  for (let block = 0; block <= maxCodePoint; block += blockSize) {
    for (const range of scanBlock(property, block, Math.min(block + blockSize - 1, maxCodePoint))) ranges.push(range);
  }
  return unionChars(...ranges);
}

/** Runs of matching characters in the text of a whole block: far faster than a test for each character. */
function* scanBlock(property: string, first: number, last: number): Generator<CharSet> {
  const chars: number[] = [];
  for (let char = first; char <= last; char++) {
    if (char < firstSurrogate || char > lastSurrogate) chars.push(char);
  }
  const width = first > 0xffff ? 2 : 1;
  let text = '';
  for (let i = 0; i < chars.length; i += 0x1000) text += String.fromCodePoint(...chars.slice(i, i + 0x1000));
  for (const run of text.matchAll(new RegExp(`\\p{${property}}+`, 'gu'))) {
    const start = run.index / width;
    const end = start + run[0].length / width - 1;
    const [low, high] = [chars[start] as number, chars[end] as number];
    if (low < firstSurrogate && high > lastSurrogate) {
      yield [low, firstSurrogate - 1];
      yield [lastSurrogate + 1, high];
    } else {
      yield [low, high];
    }
  }
}
