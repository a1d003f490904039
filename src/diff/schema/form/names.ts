import type { Language } from '../language/index.ts';

/**
 * A set of member names: a list, or all names within some languages, outside others and not among the excepted.
 * Automata are built from it only where patterns are really in play.
 */
export type Names =
  | { readonly kind: 'listed'; readonly names: ReadonlySet<string> }
  | {
      readonly kind: 'wide';
      readonly inside: readonly Language[];
      readonly outside: readonly Language[];
      readonly except: ReadonlySet<string>;
    };

/** Whether a language has a word; supplied by whoever holds the languages. */
export type Accepts = (language: Language, word: string) => boolean;

export const allNames: Names = { kind: 'wide', inside: [], outside: [], except: new Set() };

export function listed(...names: readonly string[]): Names {
  return { kind: 'listed', names: new Set(names) };
}

/** All names but those, and but those of the languages. */
export function allBut(except: Iterable<string>, outside: readonly Language[] = []): Names {
  return { kind: 'wide', inside: [], outside, except: new Set(except) };
}

export function inLanguage(language: Language): Names {
  return { kind: 'wide', inside: [language], outside: [], except: new Set() };
}

export function hasName(names: Names, name: string, accepts: Accepts): boolean {
  if (names.kind === 'listed') return names.names.has(name);
  return (
    !names.except.has(name) &&
    names.inside.every((language) => accepts(language, name)) &&
    !names.outside.some((language) => accepts(language, name))
  );
}

/** Whether patterns play no part in it, so that it is all names but finitely many. */
export function isCofinite(names: Names): boolean {
  return names.kind === 'wide' && names.inside.length === 0 && names.outside.length === 0;
}

export function intersectNames(a: Names, b: Names, accepts: Accepts): Names {
  if (a.kind === 'listed') return filterListed(a.names, b, accepts);
  if (b.kind === 'listed') return filterListed(b.names, a, accepts);
  return {
    kind: 'wide',
    inside: union(a.inside, b.inside),
    outside: union(a.outside, b.outside),
    except: union(a.except, b.except, (all) => new Set(all)),
  };
}

/** The names outside the set, as a union of sets. */
export function complementNames(names: Names): readonly Names[] {
  if (names.kind === 'listed') return [allBut(names.names)];
  const parts: Names[] = [];
  if (names.except.size > 0) parts.push({ kind: 'listed', names: names.except });
  for (const language of names.inside) parts.push(allBut([], [language]));
  for (const language of names.outside) parts.push(inLanguage(language));
  return parts;
}

/** The set without these names. */
export function withoutNames(names: Names, except: Iterable<string>): Names {
  if (names.kind === 'wide') return { ...names, except: new Set([...names.except, ...except]) };
  const gone = new Set(except);
  return { kind: 'listed', names: new Set([...names.names].filter((name) => !gone.has(name))) };
}

function filterListed(names: ReadonlySet<string>, by: Names, accepts: Accepts): Names {
  return { kind: 'listed', names: new Set([...names].filter((name) => hasName(by, name, accepts))) };
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[];
function union<T>(a: ReadonlySet<T>, b: ReadonlySet<T>, build: (all: T[]) => ReadonlySet<T>): ReadonlySet<T>;
function union<T, C extends Iterable<T>>(a: C, b: C, build?: (all: T[]) => C): unknown {
  const all = [...new Set([...a, ...b])];
  return build === undefined ? all : build(all);
}
