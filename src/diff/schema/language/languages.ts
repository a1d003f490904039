import type { Budget } from './budget.ts';
import { codePointsOf } from './char-set.ts';
import { countWords } from './count.ts';
import { isAccepting, movesOf } from './derive.ts';
import { findFormat } from './formats.ts';
import type { Shape } from './formats.ts';
import { liftLength } from './lift-length.ts';
import { parsePattern } from './parse.ts';
import { isEmptyWithin } from './search.ts';
import type { Window } from './search.ts';
import { combineSteps, constantStep, mapSteps, piecesOf, pushStep, stepAt } from './step-function.ts';
import type { Step, StepFunction } from './step-function.ts';
import type { State } from './term.ts';
import { Terms } from './terms.ts';
import { firstWords } from './words.ts';

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
   * that are only valid without the flag are read too, where there is but one meaning. `undefined`, too: not a valid or
   * not a regular pattern (backreferences, lookahead within lookbehind).
   */
  ofPattern(source: string, budget: Budget): Language | undefined {
    return this.#ask(budget, () => this.#ofPattern(source));
  }

  /** The strings of a known format of JSON Schema or OpenAPI; `undefined`, too, for all others. */
  ofFormat(name: string, budget: Budget): FormatBounds | undefined {
    return this.#ask(budget, () => {
      const format = findFormat(name);
      const known = this.#formats.get(name);
      if (known !== undefined || format === undefined) return known;
      const bounds = { atLeast: this.#ofShape(format.atLeast), atMost: this.#ofShape(format.atMost) };
      this.#formats.set(name, bounds);
      return bounds;
    });
  }

  complement({ base, exceptions }: Language): Language {
    return this.#intern(
      mapSteps(base, (state) => this.#terms.not(state)),
      exceptions,
    );
  }

  union(a: Language, b: Language, budget: Budget): Language | undefined {
    return this.#ask(budget, () => this.#combine('or', a, b));
  }

  intersect(a: Language, b: Language, budget: Budget): Language | undefined {
    return this.#ask(budget, () => this.#combine('and', a, b));
  }

  difference(a: Language, b: Language, budget: Budget): Language | undefined {
    return this.#ask(budget, () => this.#combine('and', a, this.complement(b)));
  }

  isEmpty(language: Language, budget: Budget): boolean | undefined {
    return this.#ask(budget, () => this.#isEmpty(language));
  }

  isSubset(a: Language, b: Language, budget: Budget): boolean | undefined {
    return this.#ask(budget, () => this.#isEmpty(this.#combine('and', a, this.complement(b))));
  }

  /** Takes time linear in the length of the word. */
  accepts(language: Language, word: string, budget: Budget): boolean | undefined {
    return this.#ask(budget, () => this.#accepts(language, word));
  }

  /**
   * The first words, fewer only if there are no more: printable ASCII words before others and lone surrogates last,
   * among those the shorter first, then letters before digits before punctuation.
   */
  shortest(language: Language, { count, exclude = [], budget }: WordsOptions): readonly string[] | undefined {
    return this.#ask(budget, () => {
      const { base, exceptions } = language;
      const excluded = new Set(exclude);
      const beside = [...exceptions].filter((word) => !excluded.has(word) && this.#accepts(language, word));
      return firstWords(this.#terms, base, { count, without: new Set([...excluded, ...exceptions]), beside });
    });
  }

  /** How many words there are, if not more than `limit`; else `Infinity`. */
  size(language: Language, limit: number, budget: Budget): number | undefined {
    return this.#ask(budget, () => this.#size(language, limit));
  }

  #ask<T>(budget: Budget, answer: () => T): T | undefined {
    return this.#terms.meter.ask(budget, answer);
  }

  #ofPattern(source: string): Language | undefined {
    if (!this.#patterns.has(source)) {
      const branches = parsePattern(this.#terms, source);
      const none = constantStep(Infinity, this.#terms.none);
      const base = branches
        ?.map((branch) => liftLength(this.#terms, branch))
        .map(({ expression, window }) => this.#within(window, this.#terms.match(expression)))
        .reduce((f, g) => combineSteps(f, g, (left, right) => this.#terms.or([left, right])), none);
      this.#patterns.set(source, base && this.#intern(base, []));
    }
    return this.#patterns.get(source);
  }

  #ofShape({ pattern, maxLength }: Shape): Language {
    const language = this.#ofPattern(`^(?:${pattern})$`);
    if (language === undefined) throw new TypeError(`Not a pattern: ${pattern}`);
    return this.#combine('and', language, this.ofLength(0, maxLength));
  }

  #combine(kind: 'and' | 'or', a: Language, b: Language): Language {
    const [unit, zero] = kind === 'and' ? [this.everything, this.nothing] : [this.nothing, this.everything];
    if (a === b || b === unit || a === zero) return a;
    if (a === unit || b === zero) return b;
    const base = combineSteps(a.base, b.base, (left, right) => this.#terms[kind]([left, right]));
    const exceptions = [...new Set([...a.exceptions, ...b.exceptions])].filter((word) => {
      const [inA, inB] = [this.#accepts(a, word), this.#accepts(b, word)];
      return (kind === 'and' ? inA && inB : inA || inB) !== this.#baseAccepts(base, word);
    });
    return this.#intern(base, exceptions);
  }

  #isEmpty(language: Language): boolean {
    if (language.exceptions.size > 0) return this.#size(language, 0) === 0;
    return piecesOf(language.base).every(({ low, high, value }) =>
      isEmptyWithin(this.#terms, value, { min: low, max: high }),
    );
  }

  #size(language: Language, limit: number): number {
    let size = 0;
    for (const word of language.exceptions) size += this.#accepts(language, word) ? 1 : -1;
    for (const { low, high, value } of piecesOf(language.base)) {
      if (size > limit) break;
      size += countWords(this.#terms, value, { min: low, max: high }, limit - size);
    }
    return size > limit ? Infinity : size;
  }

  #accepts({ base, exceptions }: Language, word: string): boolean {
    return this.#baseAccepts(base, word) !== exceptions.has(word);
  }

  #baseAccepts(base: StepFunction<State>, word: string): boolean {
    const { all, none, meter } = this.#terms;
    const chars = codePointsOf(word);
    let state = stepAt(base, chars.length) ?? none;
    for (const char of chars) {
      if (state === none || state === all) break;
      if (state.moves === undefined) meter.spendSteps(1);
      state = stepAt(movesOf(this.#terms, state), char) ?? none;
    }
    return isAccepting(this.#terms, state);
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
