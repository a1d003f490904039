import * as fc from 'fast-check';
import type { Budget, Language, Languages } from '../../../../src/diff/schema/language/index.ts';

export function budget(remaining = 1_000_000): Budget {
  return { remaining };
}

/** The value, where an operation must not run out of budget. */
export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Out of budget or not supported.');
  return value;
}

/**
 * A pattern as the runtime searches for it. The search is spelled out: V8's own finds empty matches between the two
 * halves of a surrogate pair.
 */
export function toRegExp(source: string): RegExp {
  return new RegExp(`^[^]*?(?:${source})`, 'u');
}

const leaves = ['a', 'b', 'c', '.', '[ab]', '[^a]', '-', '^', '$', '\\n', '🐲', ''];
const escapes = ['\\w', '\\W', '\\s', '\\S', '\\d', '\\b', '\\B', '[\\ud800-\\udbff]', '\\udc00', '\\p{Lu}'];
const quantifiers = ['*', '+', '?', '*?', '{2}', '{1,3}', '{0,2}', '{2,}'];

/** Patterns of the simple kind, without assertions but the anchors. */
const plainSources = sources({ leaves, assertions: [] });

/** Patterns with everything that is read. */
export const anySources = sources({
  leaves: [...leaves, ...escapes],
  assertions: [
    ['(?=', ')'],
    ['(?!', ')'],
  ],
});

function sources(options: { leaves: string[]; assertions: [string, string][] }): fc.Arbitrary<string> {
  const { source } = fc.letrec<{ source: string; branch: string; item: string; behind: string }>((tie) => ({
    source: fc.array(tie('branch'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
    branch: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
    item: fc.oneof(
      { maxDepth: 2 },
      { weight: 5, arbitrary: fc.constantFrom(...options.leaves) },
      { weight: 1, arbitrary: tie('source').map((inner) => `(?:${inner})`) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(tie('source'), fc.constantFrom(...quantifiers))
          .map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
      },
      ...options.assertions.map(([open, close]) => ({
        weight: 1,
        arbitrary: tie('source').map((inner) => `${open}${inner}${close}`),
      })),
      ...options.assertions.slice(0, 1).map(() => ({ weight: 1, arbitrary: tie('behind') })),
    ),
    behind: fc
      .tuple(
        fc.constantFrom('(?<=', '(?<!'),
        fc.array(fc.constantFrom('a', 'b', '.', '[ab]*', '(?:ab)+', '^', '|', '\\w?', '🐲', '(?<=a)', 'a{2,3}'), {
          maxLength: 4,
        }),
      )
      .map(([open, inner]) => `${open}${inner.join('')})`),
  }));
  return source;
}

const letters = ['a', 'b', 'c', '-', ' ', '\n', '1', 'A', '🐲', '\ud83d', '\udc32', '\ud800'];

export const words = fc.array(fc.constantFrom(...letters), { maxLength: 7 }).map((chars) => chars.join(''));

/** All words over an alphabet, shortest first. */
export function wordsOver(alphabet: readonly string[], longest: number): string[] {
  const result = [''];
  let layer = [''];
  for (let length = 1; length <= longest; length++) {
    layer = layer.flatMap((word) => alphabet.map((char) => word + char));
    result.push(...layer);
  }
  return result;
}

/** A language together with its meaning, worked out without any automaton. */
export interface Example {
  /** Named so that fast-check prints it. */
  toString(): string;
  build(languages: Languages): Language;
  has(word: string): boolean;
}

export const examples: fc.Arbitrary<Example> = fc.letrec<{ example: Example }>((tie) => ({
  example: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: plainSources.map(patternExample) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.nat(4), fc.oneof(fc.nat(4), fc.constant(Infinity))).map(([min, max]) => ({
        toString: () => `length ${min}..${max}`,
        build: (languages: Languages) => languages.ofLength(min, max),
        has: (word: string) => min <= Array.from(word).length && Array.from(word).length <= max,
      })),
    },
    {
      weight: 2,
      arbitrary: fc.array(words, { maxLength: 4 }).map((list) => ({
        toString: () => JSON.stringify(list),
        build: (languages: Languages) => languages.ofWords(list),
        has: (word: string) => list.includes(word),
      })),
    },
    {
      weight: 1,
      arbitrary: tie('example').map((inner) => ({
        toString: () => `not (${inner.toString()})`,
        build: (languages: Languages) => languages.complement(inner.build(languages)),
        has: (word: string) => !inner.has(word),
      })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('example'), tie('example')).map(([left, right]) => ({
        toString: () => `(${left.toString()}) or (${right.toString()})`,
        build: (languages: Languages) =>
          known(languages.union(left.build(languages), right.build(languages), budget())),
        has: (word: string) => left.has(word) || right.has(word),
      })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('example'), tie('example')).map(([left, right]) => ({
        toString: () => `(${left.toString()}) and (${right.toString()})`,
        build: (languages: Languages) =>
          known(languages.intersect(left.build(languages), right.build(languages), budget())),
        has: (word: string) => left.has(word) && right.has(word),
      })),
    },
  ),
})).example;

function patternExample(source: string): Example {
  const regexp = toRegExp(source);
  return {
    toString: () => `/${source}/`,
    build: (languages) => known(languages.ofPattern(source, budget())),
    has: (word) => regexp.test(word),
  };
}
