import type { Literal } from '../form/formula.ts';
import { allNames, hasName, isCofinite } from '../form/names.ts';
import type { Sided } from './facts.ts';
import { found, none, unknown } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Solver } from './solver.ts';
import { firstLetters } from './words.ts';

const longest = 100_000;

/** Finds a short, readable string that fits the literals. */
export function findString(literals: readonly Sided<Literal>[], solver: Solver): Outcome {
  const modelled = literals.map(({ formula }) => formula).filter(({ atom }) => atom.kind !== 'opaque');
  const { min, max } = lengthsOf(modelled);
  if (min > max) return none;

  const plain = solver.words.ofLiterals(modelled.filter(({ atom }) => atom.kind !== 'size'));
  if (plain === undefined) return unknown('a string keyword that is not modelled');
  if (plain.kind === 'listed') {
    const word = [...plain.names].find((each) => isWithin(lengthOf(each), min, max));
    return word === undefined ? none : found(word);
  }
  if (isCofinite(plain) && min <= longest) {
    const fits = (word: string): boolean =>
      isWithin(lengthOf(word), min, max) && hasName(plain, word, solver.words.accepts);
    const [word] = max === 0 ? [] : firstLetters(min, 1, fits);
    if (word !== undefined) return found(word);
    if (max === 0) return fits('') ? found('') : none;
  }
  if (min > longest) return unknown('the string would be too long to write down');
  const [word] = solver.words.first(solver.words.ofLiterals(modelled) ?? allNames, 1);
  return word === undefined ? none : found(word);
}

function lengthsOf(literals: readonly Literal[]): { readonly min: number; readonly max: number } {
  let [min, max] = [0, Infinity];
  for (const { atom, positive } of literals) {
    if (atom.kind !== 'size') continue;
    if (positive) min = Math.max(min, atom.atLeast);
    else max = Math.min(max, atom.atLeast - 1);
  }
  return { min, max };
}

function isWithin(length: number, min: number, max: number): boolean {
  return length >= min && length <= max;
}

/** The length as JSON Schema counts it: in code points. */
function lengthOf(word: string): number {
  let length = 0;
  for (const _ of word) length += 1;
  return length;
}
