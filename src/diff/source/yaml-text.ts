const lineFeed = 0x0a;
const space = 0x20;
const backslash = 0x5c;
const greater = 0x3e;

/** Without the spaces at the end; other white space belongs to a scalar. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === space) end--;
  return end === text.length ? text : text.slice(0, end);
}

function trimStart(text: string): string {
  let start = 0;
  while (text.charCodeAt(start) === space) start++;
  return start === 0 ? text : text.slice(start);
}

/** Whether an odd number of backslashes stands before. */
export function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === backslash) start--;
  return (at - start) % 2 === 1;
}

/** What stands between single quotes; `undefined` where a document would end inside. */
export function singleQuoted(inner: string): string | undefined {
  return fold(inner, '\n')?.replaceAll("''", "'");
}

/** What stands between double quotes; `undefined` for escapes that are none, or not in use. */
export function doubleQuoted(inner: string): string | undefined {
  const text = fold(inner, String.raw`\n`);
  if (text === undefined || !text.includes('\\')) return text;
  // As JSON has them.
  const json = text.replaceAll(/\\(?:x[\dA-Fa-f]{2}|.)/g, (escape) => {
    if (escape.length > 2) return String.raw`\u00` + escape.slice(2);
    return escape === String.raw`\ ` ? ' ' : escape;
  });
  try {
    return String(JSON.parse(`"${json}"`));
  } catch {
    return undefined;
  }
}

/** Joins lines: a single break is a space, and none where a backslash stands before it. */
function fold(inner: string, lineBreak: string): string | undefined {
  if (!inner.includes('\n')) return inner;
  if (/\n(?:---|\.\.\.)/.test(inner)) return undefined;
  const lines = inner.split('\n');
  const hasEscapes = lineBreak.length > 1;
  let text = '';
  let breaks = 0;
  let isJoined = false;
  lines.forEach((line, index) => {
    const isLast = index === lines.length - 1;
    const content = index === 0 ? line : trimStart(line);
    if (index > 0) {
      breaks++;
      if (content === '' && !isLast) return;
      if (!isJoined) text += breaks === 1 ? ' ' : lineBreak.repeat(breaks - 1);
      breaks = 0;
    }
    const end = isLast ? content : trimEnd(content);
    const endsEscape = hasEscapes && isEscaped(end, end.length);
    isJoined = endsEscape && end.length === content.length;
    if (isJoined) text += end.slice(0, -1);
    else text += endsEscape ? `${end} ` : end;
  });
  return text;
}

/** A scalar and where the line after it starts. */
interface BlockText {
  readonly scalar: string;
  readonly end: number;
}

/**
 * Literal or folded text whose indicator stands at an offset, for a collection at a column. The indentation is that of
 * the first line; lines that are indented more are not folded. Where that is not enough to read it, `undefined`.
 */
export function readBlockText(text: string, indicator: number, owner: number): BlockText | undefined {
  const isFolded = text.charCodeAt(indicator) === greater;
  const header = text.slice(indicator + 1, text.indexOf('\n', indicator));
  const chomping = /^([-+]?) *(?: #.*)?$/.exec(header)?.[1];
  const first = indicator + 1 + header.length + 1;
  const indent = indentOf(text, first);
  if (chomping === undefined || indent <= owner) return undefined;
  let start = first;
  let blanks = 0;
  let scalar = '';
  let wasIndentedMore: boolean | undefined;
  while (start < text.length) {
    let at = start;
    while (text.charCodeAt(at) === space && at < start + indent) at++;
    const end = text.indexOf('\n', at);
    if (end === at) blanks++;
    else {
      if (at < start + indent) break;
      const isFirst = wasIndentedMore === undefined;
      const isIndentedMore = text.charCodeAt(at) === space;
      if (isFirst || (isFolded && !isIndentedMore && !wasIndentedMore)) {
        scalar += blanks === 0 && !isFirst ? ' ' : '\n'.repeat(blanks);
      } else scalar += '\n'.repeat(blanks + 1);
      scalar += text.slice(at, end);
      wasIndentedMore = isIndentedMore;
      blanks = 0;
    }
    start = end + 1;
  }
  if (chomping === '-') return { scalar, end: start };
  return { scalar: scalar + '\n'.repeat(chomping === '+' ? blanks + 1 : 1), end: start };
}

/** The indentation of the first line that has content; -1 where a blank line before it is longer, or there is none. */
function indentOf(text: string, first: number): number {
  let start = first;
  let longestBlank = 0;
  while (start < text.length) {
    let at = start;
    while (text.charCodeAt(at) === space) at++;
    if (text.charCodeAt(at) !== lineFeed) return at - start < longestBlank ? -1 : at - start;
    longestBlank = Math.max(longestBlank, at - start);
    start = at + 1;
  }
  return -1;
}
