import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import { charSet, complementChars, digitChars, lineTerminators, spaceChars, wordChars } from './char-set.ts';
import type { CharSet } from './char-set.ts';
import { propertyChars } from './properties.ts';
import { repairSource } from './repair.ts';
import { factorsOf } from './term.ts';
import type { Expression, State } from './term.ts';
import type { Terms } from './terms.ts';

const classEscapes = { digit: digitChars, space: spaceChars, word: wordChars };
const longestSource = 100_000;
const deepestNesting = 500;

/** Thrown and caught within this file: the pattern uses what no regular language can say, or what we do not read. */
class Unsupported extends Error {}

/**
 * The branches of an ECMA-262 pattern with the `u` flag: a word matches if it matches one of them from its first to its
 * last character, `search` having put anything before and after where the pattern is not anchored. `undefined`: no valid
 * pattern, or one with backreferences, or with assertions in lookbehind that look ahead.
 */
export function parsePattern(terms: Terms, source: string): Expression[] | undefined {
  terms.meter.spend(source.length);
  if (source.length > longestSource || nestingOf(source) > deepestNesting) return undefined;
  const pattern = parseSource(source) ?? parseSource(repairSource(source));
  if (pattern === undefined) return undefined;
  try {
    return searchBranches(terms, pattern.alternatives);
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

function parseSource(source: string | undefined): AST.Pattern | undefined {
  if (source === undefined) return undefined;
  try {
    // The year before inline modifiers: validators on Node 20 refuse them.
    const parser = new RegExpParser({ ecmaVersion: 2024 });
    return parser.parsePattern(source, 0, source.length, { unicode: true, unicodeSets: false });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** An upper bound, so that the recursion below and in the parser stays shallow. */
function nestingOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const char of source) {
    if (char === '(') deepest = Math.max(deepest, ++depth);
    else if (char === ')' && depth > 0) depth--;
  }
  return deepest;
}

function searchBranches(terms: Terms, alternatives: readonly AST.Alternative[]): Expression[] {
  return alternatives.flatMap(({ elements }) => {
    const [only] = elements;
    if (elements.length === 1 && (only?.type === 'Group' || only?.type === 'CapturingGroup')) {
      return searchBranches(terms, only.alternatives);
    }
    return [searchExpression(terms, elements)];
  });
}

/** Anything, the elements, anything; but without the edges and repetitions that add nothing there. */
function searchExpression(terms: Terms, elements: readonly AST.Element[]): Expression {
  const factors = elements.map((element) => toExpression(terms, element));
  const anchoredStart = trimEdge(terms, factors, terms.atStart, 'start');
  const anchoredEnd = trimEdge(terms, factors, terms.atEnd, 'end');
  if (!anchoredStart) factors.unshift(terms.anything);
  if (!anchoredEnd) factors.push(terms.anything);
  return terms.sequence(factors);
}

/**
 * Takes the anchors off the edge; without one, `r{a,b}` at the edge is as good as `r{a}`, what is more lies in the
 * anything beside it.
 */
function trimEdge(terms: Terms, factors: Expression[], anchor: Expression, edge: 'start' | 'end'): boolean {
  const peek = (): Expression | undefined => (edge === 'start' ? factors[0] : factors.at(-1));
  const drop = (): unknown => (edge === 'start' ? factors.shift() : factors.pop());
  let anchored = false;
  for (; peek() === anchor; drop()) anchored = true;
  if (anchored) return true;
  for (let factor = peek(); factor?.kind === 'repeat' && factor.least < factor.most; factor = peek()) {
    drop();
    const least = terms.repeat(factor.body, factor.least, factor.least);
    if (least === terms.empty) continue;
    factors[edge === 'start' ? 'unshift' : 'push'](least);
    break;
  }
  return false;
}

function toAlternatives(terms: Terms, alternatives: readonly AST.Alternative[]): Expression {
  return terms.alt(
    alternatives.map(({ elements }) => terms.sequence(elements.map((element) => toExpression(terms, element)))),
  );
}

function toExpression(terms: Terms, element: AST.Element): Expression {
  switch (element.type) {
    case 'Character':
      return terms.chars([[element.value, element.value]]);
    case 'CharacterSet':
      return terms.chars(toChars(element));
    case 'CharacterClass':
      return terms.chars(toClass(element));
    case 'Group':
    case 'CapturingGroup':
      return toAlternatives(terms, element.alternatives);
    case 'Quantifier':
      return terms.repeat(toExpression(terms, element.element), element.min, element.max);
    case 'Assertion':
      return toAssertion(terms, element);
    case 'Backreference':
    case 'ExpressionCharacterClass':
      break;
  }
  throw new Unsupported();
}

function toAssertion(terms: Terms, assertion: AST.Assertion): Expression {
  switch (assertion.kind) {
    case 'start':
      return terms.atStart;
    case 'end':
      return terms.atEnd;
    case 'word':
      return wordBoundary(terms, assertion.negate);
    case 'lookahead': {
      const rest = terms.match(terms.cat(toAlternatives(terms, assertion.alternatives), terms.anything));
      return terms.ahead(assertion.negate ? terms.not(rest) : rest);
    }
    case 'lookbehind':
      break;
  }
  const body = toAlternatives(terms, assertion.alternatives);
  // What is read ends here: a lookahead in it would see nothing instead of the rest of the word.
  if (looksAhead(body)) throw new Unsupported();
  const read = terms.match(terms.cat(terms.anything, body));
  return terms.behind(assertion.negate ? terms.not(read) : read);
}

function wordBoundary(terms: Terms, negate: boolean): Expression {
  const word = terms.chars(wordChars);
  const before = terms.match(terms.cat(terms.anything, word));
  const after = terms.match(terms.cat(word, terms.anything));
  const both = (read: State, rest: State): Expression => terms.cat(terms.behind(read), terms.ahead(rest));
  return negate
    ? terms.alt([both(before, after), both(terms.not(before), terms.not(after))])
    : terms.alt([both(before, terms.not(after)), both(terms.not(before), after)]);
}

function looksAhead(expression: Expression): boolean {
  if (expression.kind === 'cat') return factorsOf(expression).some(looksAhead);
  if (expression.kind === 'alt') return expression.items.some(looksAhead);
  return expression.kind === 'repeat' ? looksAhead(expression.body) : expression.kind === 'ahead';
}

function toClass(element: AST.CharacterClass): CharSet {
  const ranges = element.elements.flatMap((member): CharSet => {
    if (member.type === 'Character') return [[member.value, member.value]];
    if (member.type === 'CharacterClassRange') return [[member.min.value, member.max.value]];
    if (member.type === 'CharacterSet') return toChars(member);
    throw new Unsupported();
  });
  return negateIf(element.negate, charSet(ranges));
}

function toChars(element: AST.CharacterSet): CharSet {
  if (element.kind === 'any') return complementChars(lineTerminators);
  if (element.kind !== 'property') return negateIf(element.negate, classEscapes[element.kind]);
  const property = element.value === null ? element.key : `${element.key}=${element.value}`;
  return negateIf(element.negate, propertyChars(property));
}

function negateIf(negate: boolean, set: CharSet): CharSet {
  return negate ? complementChars(set) : set;
}
