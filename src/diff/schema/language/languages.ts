import { spend } from './budget.ts';
import type { Budget } from './budget.ts';
import { codePointsOf } from './char-set.ts';
import { isAccepting, movesOf } from './derive.ts';
import { countWords } from './count.ts';
import { findFormat } from './formats.ts';
import type { Shape } from './formats.ts';
import { parsePattern } from './parse.ts';
import { costOf, isEmptyWithin } from './search.ts';
import type { Window } from './search.ts';
import { combineSteps, constantStep, mapSteps, piecesOf, pushStep, stepAt } from './step-function.ts';
import type { Step, StepFunction } from './step-function.ts';
import { factorsOf, Terms } from './terms.ts';
import type { Expression, State } from './terms.ts';
import { alphabets, eachWord } from './words.ts';

/**
 * A regular set of strings. Opaque and immutable; of one `Languages`, the same parts give the same object.
 *
 * For each length of words there is an automaton's state, and a finite number of words are the other way round than it
 * says. So lengths and lists of words never become automata, and all operations go part by part.
 */
export interface Language {
  readonly id: number;
  readonly base: StepFunction<State>;
  readonly exceptions: ReadonlySet<string>;
}

/** What is known of a format: `atLeast` holds only strings that every validator accepts, `atMost` all that any does. */
export interface FormatBounds {
  readonly atLeast: Language;
  readonly atMost: Language;
}

export interface WordsOptions {
  /** How many words at most. */
  readonly count: number;
  readonly exclude?: Iterable<string>;
  readonly budget: Budget;
}

/**
 * Regular languages over Unicode code points, and the memory that they share. Every operation that may take long takes
 * a budget and returns `undefined` once it is used up.
 */
export class Languages {
  readonly #terms = new Terms();
  readonly #interned = new Map<string, Language>();
  readonly #patterns = new Map<string, Language | undefined>();
  readonly #formats = new Map<string, FormatBounds>();

  readonly everything = this.ofLength(0);
  readonly nothing = this.complement(this.everything);

  /** Strings with at least `min` and at most `max` code points. */
  ofLength(min: number, max = Infinity): Language {
    return this.#intern(this.#within({ min, max }, this.#terms.all), []);
  }

  ofWords(words: Iterable<string>): Language {
    return this.#intern(constantStep(Infinity, this.#terms.none), words);
  }

  /**
   * Strings in which an ECMA-262 regular expression with the `u` flag finds a match; it is not anchored. Some sources
   * that are only valid without the flag are read too, where there is but one meaning. `undefined`: not a valid or not
   * a regular pattern (backreferences, lookahead within lookbehind).
   */
  ofPattern(source: string, budget: Budget): Language | undefined {
    if (!spend(budget, 1 + (source.length >> 4))) return undefined;
    if (!this.#patterns.has(source)) {
      const branches = parsePattern(this.#terms, source);
      this.#patterns.set(source, branches && this.#ofBranches(branches));
    }
    return this.#patterns.get(source);
  }

  /** The strings of a known format of JSON Schema or OpenAPI; `undefined` for all others, and when out of budget. */
  ofFormat(name: string, budget: Budget): FormatBounds | undefined {
    let bounds = this.#formats.get(name);
    const format = findFormat(name);
    if (bounds !== undefined || format === undefined) return bounds;
    const atLeast = this.#ofShape(format.atLeast, budget);
    const atMost = this.#ofShape(format.atMost, budget);
    if (atLeast === undefined || atMost === undefined) return undefined;
    bounds = { atLeast, atMost };
    this.#formats.set(name, bounds);
    return bounds;
  }

  #ofShape({ pattern, maxLength }: Shape, budget: Budget): Language | undefined {
    const language = this.ofPattern(`^(?:${pattern})$`, budget);
    return language && this.intersect(language, this.ofLength(0, maxLength), budget);
  }

  complement(language: Language): Language {
    return this.#intern(
      mapSteps(language.base, (state) => this.#terms.not(state)),
      language.exceptions,
    );
  }

  union(a: Language, b: Language, budget: Budget): Language | undefined {
    if (a === b || b === this.nothing || a === this.everything) return a;
    if (a === this.nothing || b === this.everything) return b;
    return this.#combine(a, b, budget, 'or');
  }

  intersect(a: Language, b: Language, budget: Budget): Language | undefined {
    if (a === b || b === this.everything || a === this.nothing) return a;
    if (a === this.everything || b === this.nothing) return b;
    return this.#combine(a, b, budget, 'and');
  }

  difference(a: Language, b: Language, budget: Budget): Language | undefined {
    return this.intersect(a, this.complement(b), budget);
  }

  isEmpty(language: Language, budget: Budget): boolean | undefined {
    if (language.exceptions.size === 0) return this.#isBaseEmpty(language.base, budget);
    // Empty only if each exception is a word of the base, and the base has no other.
    for (const word of language.exceptions) {
      const accepted = this.accepts(language, word, budget);
      if (accepted !== false) return accepted && false;
    }
    const size = this.size(language, 0, budget);
    return size === undefined ? undefined : size === 0;
  }

  isSubset(a: Language, b: Language, budget: Budget): boolean | undefined {
    if (a === b || a === this.nothing || b === this.everything) return true;
    const rest = this.difference(a, b, budget);
    return rest && this.isEmpty(rest, budget);
  }

  /** Takes time linear in the length of the word. */
  accepts(language: Language, word: string, budget: Budget): boolean | undefined {
    const inBase = this.#baseAccepts(language.base, word, budget);
    return inBase === undefined ? undefined : inBase !== language.exceptions.has(word);
  }

  /**
   * The first words, fewer only if there are no more: printable ASCII words before others and lone surrogates last,
   * among those the shorter first, then letters before digits before punctuation.
   */
  shortest(language: Language, { count, exclude, budget }: WordsOptions): readonly string[] | undefined {
    const terms = this.#terms;
    const excluded = new Set(exclude);
    const found: string[] = [];
    const extra = [...language.exceptions].filter(
      (word) => !excluded.has(word) && this.accepts(language, word, budget) === true,
    );
    for (const alphabet of alphabets) {
      const words: string[] = extra.filter((word) => !excluded.has(word) && isOver(word, alphabet));
      let room = count - found.length;
      let complete = true;
      for (const { low, high, value } of piecesOf(language.base)) {
        if (room <= 0) break;
        complete &&= eachWord(
          terms,
          value,
          {
            window: { min: low, max: high },
            alphabet,
            count: room + excluded.size + language.exceptions.size,
            budget,
          },
          (word) => {
            if (!excluded.has(word) && !language.exceptions.has(word)) {
              words.push(word);
              room--;
            }
            return room > 0;
          },
        );
      }
      if (!complete || budget.remaining < 0) return undefined;
      for (const word of words
        .sort((a, b) => codePointsOf(a).length - codePointsOf(b).length)
        .slice(0, count - found.length)) {
        found.push(word);
        excluded.add(word);
      }
      if (found.length >= count) break;
    }
    return found;
  }

  /** How many words there are, if not more than `limit`; else `Infinity`. */
  size(language: Language, limit: number, budget: Budget): number | undefined {
    let size = 0;
    for (const word of language.exceptions) {
      const accepted = this.accepts(language, word, budget);
      if (accepted === undefined) return undefined;
      size += accepted ? 1 : -1;
    }
    for (const { low, high, value } of piecesOf(language.base)) {
      const room = { window: { min: low, max: high }, limit: Math.max(0, limit - size), budget };
      const count = countWords(this.#terms, value, room);
      if (count === undefined) return undefined;
      size += count;
      if (size > limit) return Infinity;
    }
    return size;
  }

  #combine(a: Language, b: Language, budget: Budget, kind: 'and' | 'or'): Language | undefined {
    const base = combineSteps(a.base, b.base, (left, right) => this.#terms[kind]([left, right]));
    const exceptions: string[] = [];
    for (const word of new Set([...a.exceptions, ...b.exceptions])) {
      const inA = this.accepts(a, word, budget);
      const inB = this.accepts(b, word, budget);
      const inBase = this.#baseAccepts(base, word, budget);
      if (inA === undefined || inB === undefined || inBase === undefined) return undefined;
      if ((kind === 'and' ? inA && inB : inA || inB) !== inBase) exceptions.push(word);
    }
    return this.#intern(base, exceptions);
  }

  #isBaseEmpty(base: StepFunction<State>, budget: Budget): boolean | undefined {
    let known: true | undefined = true;
    for (const { low, high, value } of piecesOf(base)) {
      const empty = isEmptyWithin(this.#terms, value, { min: low, max: high }, budget);
      if (empty === false) return false;
      known &&= empty;
    }
    return known;
  }

  #baseAccepts(base: StepFunction<State>, word: string, budget: Budget): boolean | undefined {
    const terms = this.#terms;
    const chars = codePointsOf(word);
    let state = stepAt(base, chars.length) ?? terms.none;
    if (state === terms.none || state === terms.all) return state === terms.all;
    if (!spend(budget, 1 + (chars.length >> 4))) return undefined;
    for (const char of chars) {
      if (state === terms.none || state === terms.all) break;
      if (state.moves === undefined && !spend(budget, costOf(terms, state))) return undefined;
      state = stepAt(movesOf(terms, state), char) ?? terms.none;
    }
    return isAccepting(terms, state);
  }

  #ofBranches(branches: readonly Expression[]): Language {
    const terms = this.#terms;
    const none = constantStep(Infinity, terms.none);
    const base = branches
      .map((branch) => liftLength(terms, branch))
      .map(({ expression, window }) => this.#within(window, terms.match(expression)))
      .reduce((f, g) => combineSteps(f, g, (left, right) => terms.or([left, right])), none);
    return this.#intern(base, []);
  }

  /** The words of the state that have a length in the window. */
  #within({ min, max }: Window, state: State): StepFunction<State> {
    const steps: Step<State>[] = [];
    if (min > 0) pushStep(steps, min - 1, this.#terms.none);
    if (max >= min) pushStep(steps, max, state);
    if (max < Infinity || max < min) pushStep(steps, Infinity, this.#terms.none);
    return steps;
  }

  #intern(base: StepFunction<State>, words: Iterable<string>): Language {
    const exceptions = [...new Set(words)].sort();
    const pieces = base.map(({ end, value }) => `${value.id}:${end}`).join();
    const key = exceptions.length === 0 ? pieces : pieces + JSON.stringify(exceptions);
    let language = this.#interned.get(key);
    if (language === undefined) {
      language = { id: this.#interned.size, base, exceptions: new Set(exceptions) };
      this.#interned.set(key, language);
    }
    return language;
  }
}

/**
 * `xr{a,b}y`, where all but the repetition have one length each, is `xr*y` with a bound on the length: so that counts in
 * the thousands need no thousands of states.
 */
function liftLength(terms: Terms, branch: Expression): { expression: Expression; window: Window } {
  const factors = factorsOf(branch);
  const longest = factors.reduce((a, b) => (b.max > a.max || (b.max === a.max && b.min < a.min) ? b : a));
  const at = factors.indexOf(longest);
  const rest = factors.toSpliced(at, 1);
  const liftable =
    longest.kind === 'repeat' &&
    longest.body.min === longest.body.max &&
    rest.every((factor) => factor.min === factor.max);
  if (!liftable) return { expression: branch, window: { min: 0, max: Infinity } };
  const fixed = rest.reduce((sum, { min }) => sum + min, 0);
  return {
    expression: terms.sequence(factors.with(at, terms.repeat(longest.body, 0, Infinity))),
    window: { min: fixed + longest.min, max: fixed + longest.max },
  };
}

function isOver(word: string, alphabet: (typeof alphabets)[number]): boolean {
  return codePointsOf(word).every((char) => alphabet.some(([low, high]) => low <= char && char <= high));
}
