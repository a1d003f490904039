import type { Formula, Schema } from '../form/formula.ts';
import type { Language } from '../language/index.ts';
import { Unmodelled } from './site.ts';
import type { Compiler } from './compiler.ts';
import type { Site } from './site.ts';

const stepsPerPattern = 20_000;

/** Keywords about strings. */
export function stringKeywords(site: Site): Schema[] {
  const { forms, compiler } = site;
  const formulas: Formula[] = [];
  const minLength = site.count('minLength');
  const maxLength = site.count('maxLength');
  if (minLength !== undefined) formulas.push(forms.literal({ kind: 'size', atLeast: minLength }));
  if (maxLength !== undefined) formulas.push(forms.not(forms.literal({ kind: 'size', atLeast: maxLength + 1 })));

  const pattern = site.read('pattern', (value) => typeof value === 'string');
  if (pattern !== undefined) formulas.push(patternFormula(pattern, compiler));
  const format = site.read('format', (value) => typeof value === 'string');
  if (format !== undefined && compiler.options.formats === 'assert') formulas.push(formatFormula(format, compiler));
  return formulas.length === 0 ? [] : [forms.typed('string', forms.and(formulas))];
}

function patternFormula(source: string, compiler: Compiler): Formula {
  const language = languageOf(source, compiler);
  if (language !== undefined) return compiler.forms.literal({ kind: 'language', language });
  return compiler.forms.literal({ kind: 'opaque', reason: `the pattern ${source} is not a regular expression` });
}

/** The strings in which a pattern matches, or undefined if it is none that can be compared. */
export function languageOf(source: string, { languages, patternSteps }: Compiler): Language | undefined {
  return patternSteps.lend(stepsPerPattern, (budget) => languages.ofPattern(source, budget));
}

/** As for patterns, where a set of names is needed. */
export function nameLanguageOf(source: string, compiler: Compiler): Language {
  const language = languageOf(source, compiler);
  if (language === undefined) throw new Unmodelled(`the pattern ${source} is not a regular expression`);
  return language;
}

/**
 * A known format lies between two languages, and is one of them where they meet; between them only the name counts.
 * Formats that are not known stay annotations.
 */
function formatFormula(name: string, { forms, languages, patternSteps }: Compiler): Formula {
  const bounds = patternSteps.lend(stepsPerPattern, (budget) => languages.ofFormat(name, budget));
  if (bounds === undefined) return forms.always;
  const atLeast = forms.literal({ kind: 'language', language: bounds.atLeast });
  const atMost = forms.literal({ kind: 'language', language: bounds.atMost });
  const itself = forms.literal({ kind: 'opaque', reason: `the exact strings of the format ${name}` });
  return forms.or([atLeast, forms.and([atMost, itself])]);
}
