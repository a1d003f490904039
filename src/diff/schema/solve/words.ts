import type { Formula, Literal } from '../form/formula.ts';
import type { Forms } from '../form/forms.ts';
import { allBut, allNames, hasName, inLanguage, intersectNames, isCofinite, listed } from '../form/names.ts';
import type { Names } from '../form/names.ts';
import { unexpected } from '../form/never.ts';
import type { Budget, Language, Languages } from '../language/index.ts';
import type { Steps } from './budget.ts';

/** Thrown where a question about languages takes too long; the search then goes on without its answer. */
export class TooComplex extends Error {}

const stepsPerQuestion = 20_000;
const wordsPerQuestion = 2_000;

/** Sets of strings: member names, and the strings that a schema takes. Automata are the last resort. */
export class Words {
  readonly #languages: Languages;
  readonly #forms: Forms;
  readonly #steps: Steps;
  readonly #emptiness = new Map<string, boolean | undefined>();
  readonly #firsts = new Map<string, readonly string[] | undefined>();
  readonly #ofFormulas = new Map<Formula, Names | undefined>();

  constructor(languages: Languages, forms: Forms, steps: Steps) {
    this.#languages = languages;
    this.#forms = forms;
    this.#steps = steps;
  }

  readonly accepts = (language: Language, word: string): boolean =>
    this.#ask((budget) => this.#languages.accepts(language, word, budget));

  has(names: Names, word: string): boolean {
    return hasName(names, word, this.accepts);
  }

  intersect(a: Names, b: Names): Names {
    return intersectNames(a, b, this.accepts);
  }

  isEmpty(names: Names): boolean {
    if (names.kind === 'listed') return names.names.size === 0;
    if (isCofinite(names)) return false;
    return this.#once(this.#emptiness, this.#forms.namesKey(names), () => {
      const language = this.#toLanguage({ ...names, except: new Set() });
      if (this.#ask((budget) => this.#languages.isEmpty(language, budget))) return true;
      return names.except.size > 0 && this.first(names, 1).length === 0;
    });
  }

  /** The first words of the set, short and readable; fewer than asked only if there are no more. */
  first(names: Names, count: number, exclude: ReadonlySet<string> = new Set()): readonly string[] {
    if (names.kind === 'listed') return [...names.names].filter((name) => !exclude.has(name)).slice(0, count);
    if (isCofinite(names)) {
      return firstLetters(1, count, (word) => !names.except.has(word) && !exclude.has(word));
    }
    const all = new Set([...names.except, ...exclude]);
    const key = `${count}:${this.#forms.namesKey({ ...names, except: all })}`;
    return this.#once(this.#firsts, key, () => {
      const language = this.#toLanguage({ ...names, except: new Set() });
      return this.#ask((budget) => this.#languages.shortest(language, { count, exclude: all, budget }));
    });
  }

  /** Answers each question once, even where the answer is that it takes too long. */
  #once<T>(answers: Map<string, T | undefined>, key: string, answer: () => T): T {
    if (!answers.has(key)) {
      answers.set(key, undefined);
      answers.set(key, answer());
    }
    const known = answers.get(key);
    if (known === undefined) throw new TooComplex();
    return known;
  }

  /** The strings that have all of the properties, or undefined if one of them is not modelled. */
  ofLiterals(literals: readonly Literal[]): Names | undefined {
    let names: Names = allNames;
    for (const literal of literals) {
      const next = this.#ofLiteral(literal);
      if (next === undefined) return undefined;
      names = this.intersect(names, next);
    }
    return names;
  }

  /** The strings that a formula about strings takes, or undefined if something in it is not modelled. */
  ofFormula(formula: Formula): Names | undefined {
    if (this.#ofFormulas.has(formula)) return this.#ofFormulas.get(formula);
    const names = this.#ofFormula(formula);
    this.#ofFormulas.set(formula, names);
    return names;
  }

  #ofFormula(formula: Formula): Names | undefined {
    switch (formula.kind) {
      case 'constant':
        return formula.value ? allNames : listed();
      case 'literal':
        return this.#ofLiteral(formula);
      case 'and':
        return this.#each(formula.parts, (a, b) => this.intersect(a, b));
      case 'or':
        return this.#each(formula.parts, (a, b) => this.#union(a, b));
      case 'exactly-one': {
        const { parts } = formula;
        const forms = this.#forms;
        const one = parts.map((part) => forms.and(parts.map((each) => (each === part ? each : forms.not(each)))));
        const any = forms.or(one);
        return this.ofFormula(formula.positive ? any : forms.not(any));
      }
      case 'located':
        return this.ofFormula(formula.inner);
      case 'reference': {
        const slice = formula.target.schema?.slices[formula.type];
        return slice && this.ofFormula(formula.positive ? slice : this.#forms.not(slice));
      }
      default:
        return unexpected(formula);
    }
  }

  #ofLiteral({ atom, positive }: Literal): Names | undefined {
    if (atom.kind === 'words') return positive ? { kind: 'listed', names: atom.words } : allBut(atom.words);
    if (atom.kind === 'language') return positive ? inLanguage(atom.language) : allBut([], [atom.language]);
    if (atom.kind !== 'size') return undefined;
    const [least, most] = positive ? [atom.atLeast, Infinity] : [0, atom.atLeast - 1];
    return inLanguage(this.#languages.ofLength(least, most));
  }

  #each(parts: readonly Formula[], combine: (a: Names, b: Names) => Names): Names | undefined {
    let result: Names | undefined;
    for (const part of parts) {
      const names = this.ofFormula(part);
      if (names === undefined) return undefined;
      result = result === undefined ? names : combine(result, names);
    }
    return result;
  }

  #union(a: Names, b: Names): Names {
    if (a.kind === 'listed' && b.kind === 'listed') return listed(...a.names, ...b.names);
    const [left, right] = [this.#toLanguage(a), this.#toLanguage(b)];
    return inLanguage(this.#ask((budget) => this.#languages.union(left, right, budget)));
  }

  #toLanguage(names: Names): Language {
    const languages = this.#languages;
    if (names.kind === 'listed') return languages.ofWords(names.names);
    const parts = [...names.inside, ...names.outside.map((each) => languages.complement(each))];
    if (names.except.size > 0) parts.push(languages.complement(languages.ofWords(names.except)));
    return parts.reduce(
      (all, each) => this.#ask((budget) => languages.intersect(all, each, budget)),
      languages.everything,
    );
  }

  #ask<T>(question: (budget: Budget) => T | undefined): T {
    const answer = this.#steps.lend(stepsPerQuestion, question);
    if (answer === undefined) throw new TooComplex();
    return answer;
  }
}

/** The first words of letters alone, from a length on. */
export function firstLetters(min: number, count: number, fits: (word: string) => boolean): readonly string[] {
  const words: string[] = [];
  const padding = 'a'.repeat(Math.max(0, min - 1));
  for (let n = 0; words.length < count && n < count + wordsPerQuestion * 10; n += 1) {
    const word = padding + letters(n);
    if (fits(word)) words.push(word);
  }
  return words;
}

/** a, b, … z, aa, ab, … */
function letters(n: number): string {
  const letter = String.fromCodePoint(97 + (n % 26));
  return n < 26 ? letter : letters(Math.floor(n / 26) - 1) + letter;
}
