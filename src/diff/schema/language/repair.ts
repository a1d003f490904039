/** Tokens of a pattern that matter here; anything else is taken one character at a time. */
const tokens = {
  classEscape: /\\(?:[dDwWsS]|[pP]\{[^}]*\})/uy,
  escape: /\\./suy,
  quantifier: /\{(?:\d+(?:,\d*)?|,\d+)\}/uy,
  char: /./suy,
};
const needlessEscape = /^\\[^\w^$\\.*+?()[\]{}|/-]$/u;

/**
 * Rewrites what only patterns without the `u` flag may contain, and what means the same wherever it is allowed, to its
 * form with the flag: needless escapes (`\@`, `\-` outside of a class), lone brackets, a class escape beside a hyphen
 * (`[\w-.]`). Whatever else is wrong stays wrong: `\Z` or `{,5}` mean different things in different dialects.
 * `undefined` where a bracket does, within a class or at its start: `[]a]`, `[[:alpha:]]`, `[a-z&&[^b]]`.
 */
export function repairSource(source: string): string | undefined {
  let result = '';
  let inClass = false;
  for (let at = 0; at < source.length;) {
    const token = tokenAt(source, at, inClass);
    if (token === '[' && (inClass || /^\[\^?\]/u.test(source.slice(at, at + 3)))) return undefined;
    result += inClass ? repairInside(token) : repairOutside(token);
    at += token.length;
    if (token === '[') inClass = true;
    else if (token === ']') inClass = false;
    else if (inClass && source[at] === '-' && source[at + 1] !== ']') {
      if (!isClassEscape(token) && !isClassEscape(tokenAt(source, at + 1, true))) continue;
      result += String.raw`\-`;
      at++;
    }
  }
  return result;
}

function repairOutside(token: string): string {
  if (token === String.raw`\-` || token === String.raw`\_` || needlessEscape.test(token)) return token.slice(1);
  return token === ']' || token === '{' || token === '}' ? `\\${token}` : token;
}

function repairInside(token: string): string {
  return token === String.raw`\_` || needlessEscape.test(token) ? token.slice(1) : token;
}

function isClassEscape(token: string): boolean {
  return matchAt(tokens.classEscape, token, 0) === token;
}

function tokenAt(source: string, at: number, inClass: boolean): string {
  return (
    matchAt(tokens.classEscape, source, at) ??
    matchAt(/\\(?:u\{[0-9a-f]+\}|k<[^>]*>)/iuy, source, at) ??
    matchAt(tokens.escape, source, at) ??
    (inClass ? undefined : matchAt(tokens.quantifier, source, at)) ??
    matchAt(tokens.char, source, at) ??
    source.slice(at)
  );
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
