import { Languages } from '../language/index.ts';
import { unknown, validIf } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';

type Matcher = (word: string) => Evaluation;

const maxSteps = 1e6;
const tokens =
  /\\[^]|\[(?:\\[^]|[^\]\\])*\]|\(\?<?[=!]|\((?:\?:|\?<[^>]*>)?|[)|]|(?:[*+]|\{\d+(?:,\d*)?\})\??|\?\??|[^]/gu;

const isRepetition = (token: string | undefined): boolean => token !== undefined && /^[*+{]/.test(token);

/** What one group of a pattern holds that a backtracking matcher may have to try again. */
interface Group {
  repetitions: number;
  choices: number;
}

/**
 * How often a backtracking matcher may try again: powers of the word's length, times ways through choices. `undefined`
 * where that bound does not hold: repetitions and choices within a repetition, lookaround, backreferences.
 */
function findBound(source: string): { readonly power: number; readonly ways: number } | undefined {
  const outer: Group[] = [];
  let group: Group = { repetitions: 0, choices: 1 };
  let ways = 1;
  const found = source.match(tokens) ?? [];
  for (const [index, token] of found.entries()) {
    if (/^(?:\(\?<?[=!]|\\[1-9k])/.test(token)) return undefined;
    if (token.startsWith('(')) {
      outer.push(group);
      group = { repetitions: 0, choices: 1 };
    } else if (token === ')') {
      const enclosing = outer.pop();
      if (enclosing === undefined) return undefined;
      if (isRepetition(found[index + 1]) && group.repetitions + group.choices > 1) return undefined;
      ways *= group.choices;
      group = { repetitions: enclosing.repetitions + group.repetitions, choices: enclosing.choices * group.choices };
    } else if (token === '|' || token.startsWith('?')) {
      group.choices += group.choices;
      ways *= 2;
    } else if (isRepetition(token)) {
      group.repetitions += 1;
    }
  }
  return { power: group.repetitions + 1, ways };
}

function compileNative(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'u');
  } catch {
    return undefined;
  }
}

/**
 * Searches words for ECMA-262 patterns with the `u` flag. The platform's own matcher is used where its work is bounded,
 * the linear-time one of the language module elsewhere, and what neither can do is `unknown`.
 */
export function createMatcher(): (source: string, word: string) => Evaluation {
  const matchers = new Map<string, Matcher>();
  // Most schemas never need it.
  let languages: Languages | undefined;

  const createLinear = (source: string): Matcher => {
    languages ??= new Languages();
    const known = languages;
    const language = known.ofPattern(source, { remaining: maxSteps });
    return (word) => {
      const accepted = language && known.accepts(language, word, { remaining: maxSteps });
      return accepted === undefined ? unknown(`pattern ${source}`) : validIf(accepted);
    };
  };

  const create = (source: string): Matcher => {
    const native = compileNative(source);
    const bound = findBound(source);
    let linear: Matcher | undefined;
    return (word) => {
      const isCheap = bound !== undefined && (word.length + 2) ** bound.power * bound.ways <= maxSteps;
      if (native !== undefined && isCheap) return validIf(native.test(word));
      linear ??= createLinear(source);
      return linear(word);
    };
  };

  return (source, word) => {
    const matcher = matchers.get(source) ?? create(source);
    matchers.set(source, matcher);
    return matcher(word);
  };
}
