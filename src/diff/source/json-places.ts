import { once, type TextNode } from './places.ts';
import { skipWhitespace } from './read-json.ts';

const quote = 0x22;
const backslash = 0x5c;

/** The tree of valid JSON text; a level is read when it is first asked for, skipping over everything deeper. */
export function jsonTree(text: string): TextNode {
  const start = skipWhitespace(text, 0);
  return nodeAt(text, start, start);
}

function nodeAt(text: string, offset: number, valueStart: number): TextNode {
  return { offset, children: once(() => childrenOf(text, valueStart)) };
}

function childrenOf(text: string, start: number): ReadonlyMap<string, TextNode> {
  const children = new Map<string, TextNode>();
  const opening = text[start];
  if (opening !== '{' && opening !== '[') return children;
  const closing = opening === '{' ? '}' : ']';
  let at = skipWhitespace(text, start + 1);
  while (at < text.length && text[at] !== closing) {
    const offset = at;
    let name = String(children.size);
    if (opening === '{') {
      const end = endOfString(text, at);
      name = String(JSON.parse(text.slice(at, end)));
      at = skipWhitespace(text, skipWhitespace(text, end) + 1);
    }
    children.set(name, nodeAt(text, offset, at));
    at = skipWhitespace(text, endOfValue(text, at));
    if (text[at] === ',') at = skipWhitespace(text, at + 1);
  }
  return children;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (code === 0x7b || code === 0x5b) depth++;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (code === 0x2c || code <= 0x20)) return at;
    at++;
  }
  return at;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at++;
  }
  return text.length;
}
