/** A word, number, string or sign of a Protobuf definition. */
export interface Token {
  readonly text: string;
  /** In UTF-16 code units, from 0. */
  readonly offset: number;
  /** Comments since the token before. */
  readonly comment: string;
}

const gap = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const token = /[A-Za-z0-9_.+-]+|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[\s\S]/y;

/** Splits a definition into at most so many tokens; `undefined` where it has more. */
export function tokensOf(text: string, maximum: number): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    let comment = '';
    for (let skipped = matchAt(gap, text, at); skipped !== undefined; skipped = matchAt(gap, text, at)) {
      if (skipped.startsWith('/')) comment += skipped;
      at += skipped.length;
    }
    const next = matchAt(token, text, at);
    if (next === undefined) return tokens;
    if (tokens.length >= maximum) return undefined;
    tokens.push({ text: next, offset: at, comment });
    at += next.length;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
