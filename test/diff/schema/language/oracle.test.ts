import * as fc from 'fast-check';
import { DFA, JS, NFA, TooManyNodesError } from 'refa';
import { describe, expect, it } from 'vitest';
import { Languages } from '../../../../src/diff/schema/language/index.ts';
import { budget, known } from './arbitraries.ts';

/** The other library is slow with more. */
const maxNodes = 200;

/** Patterns without assertions, for words from the first to the last character. */
const { source: bodies } = fc.letrec<{ source: string; branch: string; item: string }>((tie) => ({
  source: fc.array(tie('branch'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
  branch: fc.array(tie('item'), { maxLength: 3 }).map((items) => items.join('')),
  item: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '[^]') },
    {
      weight: 3,
      arbitrary: fc
        .tuple(tie('source'), fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}'))
        .map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
    },
  ),
}));

function toDfa(body: string): DFA {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source: body, flags: 'u' }).parse();
  const nfa = NFA.fromRegex(expression, { maxCharacter }, undefined, new NFA.LimitedNodeFactory(maxNodes));
  return DFA.fromFA(nfa, new DFA.LimitedNodeFactory(maxNodes));
}

function isSubsetByDfa(a: string, b: string): boolean | undefined {
  try {
    const outside = toDfa(b);
    outside.complement();
    return DFA.fromIntersection(toDfa(a), outside, new DFA.LimitedNodeFactory(maxNodes)).isEmpty;
  } catch (error) {
    if (error instanceof TooManyNodesError) return undefined;
    throw error;
  }
}

describe('inclusion of patterns', () => {
  it('agrees with minimal automata of another library', () => {
    fc.assert(
      fc.property(bodies, bodies, (a, b) => {
        const expected = isSubsetByDfa(a, b);
        fc.pre(expected !== undefined);
        const languages = new Languages();
        const [left, right] = [a, b].map((body) => known(languages.ofPattern(`^(?:${body})$`, budget())));
        expect(languages.isSubset(known(left), known(right), budget())).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });
});
