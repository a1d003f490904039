import { once, type TextNode } from './places.ts';
import { doubleQuoted, isEscaped, readBlockText, singleQuoted, trimEnd } from './yaml-text.ts';
import { toScalar, type RawObject, type RawValue } from './yaml-schema.ts';

/** What the text of a plain document gives. */
export interface PlainYaml {
  /** May hold `SpelledScalar`s, as js-yaml's values do. */
  readonly value: RawObject;
  /** Where values stand in the text. */
  readonly tree: () => TextNode;
}

/**
 * Reads the YAML that documents are written in: block mappings and sequences, scalars of every style, flow collections.
 * Anchors, aliases, tags, merges, explicit keys, directives, tabs, quoted text over several lines, whatever breaks the
 * grammar or repeats a key, and whatever is nested deeper or has more values than allowed give `undefined`: js-yaml
 * reads or refuses it. What is read here is what js-yaml reads, in a fraction of the time before its code is compiled.
 */
export function readPlainYaml(
  source: string,
  limits: { readonly depth: number; readonly nodes: number },
): PlainYaml | undefined {
  if (special.test(source)) return undefined;
  const text = source.endsWith('\n') ? source : `${source}\n`;
  try {
    // Few documents are asked for places: reading again then takes less than noting them each time.
    return { value: new PlainReader(text, limits).read(), tree: () => new PlainReader(text, limits).tree() };
  } catch (cause) {
    if (cause === notPlain) return undefined;
    throw cause;
  }
}

/** Tabs, carriage returns, and what YAML does not allow in a text. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const special = /[\0-\t\v-\x1F\x7F-\x9F\uFFFE\uFFFF]/;

/** Thrown where js-yaml has to read the text. */
const notPlain = new Error('not plain');

/** Whether a plain scalar may start with an ASCII character, by its code; dots and dashes need a look at what follows. */
const startsPlain = Array.from({ length: 128 }, (_, code) => /[\w$()+/;<=\\^~]/.test(String.fromCharCode(code)));

const lineFeed = 0x0a;
const space = 0x20;
const doubleQuote = 0x22;
const hash = 0x23;
const singleQuote = 0x27;
const comma = 0x2c;
const dash = 0x2d;
const dot = 0x2e;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const bar = 0x7c;
const closeBrace = 0x7d;
const greater = 0x3e;

/** One pass over a text that ends with a line feed; between its steps it stands at the start of some content. */
class PlainReader {
  readonly #text: string;
  readonly #deepest: number;
  #nodesLeft: number;
  #at = 0;
  /** Of the content; -1 after the last. */
  #column = 0;
  /** Between the content before and this one. */
  #breaks = 0;
  #comments = 0;
  /** Members and items by the collection that has them, where they are asked for. */
  #places: Map<unknown, Map<string, TextNode>> | undefined;

  constructor(text: string, { depth, nodes }: { readonly depth: number; readonly nodes: number }) {
    this.#text = text;
    this.#deepest = depth;
    this.#nodesLeft = nodes;
  }

  read(): RawObject {
    this.#advance();
    if (this.#column === 0 && this.#text.startsWith('---\n', this.#at)) {
      this.#at += '---'.length;
      this.#advance();
    }
    const start = this.#at;
    const value = this.#mapping(this.#column, this.#key(), start, 1);
    if (this.#column !== -1) throw notPlain;
    return value;
  }

  tree(): TextNode {
    this.#places = new Map();
    const value = this.read();
    const [first] = this.#places.get(value)?.values() ?? [];
    return this.#toTextNode(first?.offset ?? 0, value);
  }

  /** A value, which belongs to a collection at that column. */
  #node(owner: number, depth: number): RawValue {
    if (this.#isItem()) return this.#sequence(this.#column, depth + 1);
    const start = this.#at;
    const key = this.#key();
    return key === undefined ? this.#scalarOrFlow(owner, depth) : this.#mapping(this.#column, key, start, depth + 1);
  }

  /** Stands behind the first key, which was read to find out that there is one. */
  #mapping(column: number, first: string | undefined, start: number, depth: number): RawObject {
    if (depth > this.#deepest) throw notPlain;
    const object: RawObject = {};
    let key = first;
    let offset = start;
    for (;;) {
      if (key === undefined || key === '<<' || key === '__proto__' || Object.hasOwn(object, key)) throw notPlain;
      const value = this.#memberValue(column, depth);
      object[key] = value;
      this.#note(object, key, offset, value);
      if (this.#column > column) throw notPlain;
      if (this.#column < column) return object;
      offset = this.#at;
      key = this.#key();
    }
  }

  #memberValue(column: number, depth: number): RawValue {
    this.#count();
    this.#skipSpaces();
    if (!this.#isAtEndOfLine()) return this.#scalarOrFlow(column, depth);
    this.#advance();
    if (this.#column > column) return this.#node(column, depth);
    // The items of a sequence may stand right below the key.
    return this.#column === column && this.#isItem() ? this.#sequence(column, depth + 1) : null;
  }

  #sequence(column: number, depth: number): RawValue[] {
    if (depth > this.#deepest) throw notPlain;
    const items: RawValue[] = [];
    do {
      this.#count();
      const dashAt = this.#at++;
      this.#skipSpaces();
      if (this.#isAtEndOfLine()) this.#advance();
      else this.#column = column + this.#at - dashAt;
      const hasContent = this.#column > column;
      // js-yaml takes the item of an outer sequence for one of this.
      if (!hasContent && this.#column < column && this.#isItem()) throw notPlain;
      const offset = hasContent ? this.#at : dashAt;
      const value = hasContent ? this.#node(column, depth) : null;
      this.#note(items, String(items.length), offset, value);
      items.push(value);
      if (this.#column > column) throw notPlain;
    } while (this.#column === column && this.#isItem());
    return items;
  }

  #isItem(): boolean {
    const text = this.#text;
    if (text.charCodeAt(this.#at) !== dash) return false;
    const next = text.charCodeAt(this.#at + 1);
    return next === space || next === lineFeed;
  }

  /** Reads a key and its colon; where the line does not start with a key, nothing. */
  #key(): string | undefined {
    const text = this.#text;
    const start = this.#at;
    const code = text.charCodeAt(start);
    if (code === singleQuote || code === doubleQuote) {
      const key = this.#quotedKey(code);
      this.#skipSpaces();
      const next = text.charCodeAt(this.#at + 1);
      if (key !== undefined && text.charCodeAt(this.#at) === colon && (next === space || next === lineFeed)) {
        this.#at++;
        return key;
      }
      this.#at = start;
      return undefined;
    }
    if (!this.#isPlainStart()) return undefined;
    const line = text.slice(start, text.indexOf('\n', start));
    const end = colonOf(line);
    if (end === -1 || hasComment(line, end)) return undefined;
    this.#at = start + end + 1;
    return trimEnd(line.slice(0, end));
  }

  #isPlainStart(): boolean {
    const code = this.#text.charCodeAt(this.#at);
    if (code === dot) return !this.#text.startsWith('...', this.#at);
    return code >= 128 || startsPlain[code] === true;
  }

  /** A scalar or flow collection, and what separates it from the next content. */
  #scalarOrFlow(owner: number, depth: number): RawValue {
    const code = this.#text.charCodeAt(this.#at);
    if (code === bar || code === greater) return this.#blockScalar(owner);
    if (code !== singleQuote && code !== doubleQuote && code !== openBracket && code !== openBrace) {
      return this.#plain(owner);
    }
    const value = this.#flow(depth);
    this.#advance();
    return value;
  }

  #plain(owner: number): RawValue {
    const text = this.#text;
    if (!this.#isPlainStart() && (text.charCodeAt(this.#at) !== dash || this.#isItem())) throw notPlain;
    let scalar = '';
    for (;;) {
      const end = text.indexOf('\n', this.#at);
      const line = text.slice(this.#at, end);
      const comment = line.indexOf(' #');
      const content = trimEnd(comment === -1 ? line : line.slice(0, comment));
      if (colonOf(content) !== -1) throw notPlain;
      scalar += content;
      this.#at = end;
      this.#advance();
      if (this.#column <= owner) break;
      // More of it on the next line, where comments must not stand.
      if (comment !== -1 || this.#comments > 0) throw notPlain;
      scalar += this.#breaks === 1 ? ' ' : '\n'.repeat(this.#breaks - 1);
    }
    if (scalar === '<<') throw notPlain;
    return toScalar(scalar);
  }

  #blockScalar(owner: number): string {
    const read = readBlockText(this.#text, this.#at, owner);
    if (read === undefined) throw notPlain;
    // At the line feed of its last line.
    this.#at = read.end - 1;
    this.#advance();
    return read.scalar;
  }

  #flow(depth: number): RawValue {
    const code = this.#text.charCodeAt(this.#at);
    if (code === singleQuote || code === doubleQuote) return this.#quoted(code);
    if (code === openBracket) return this.#flowSequence(depth + 1);
    return code === openBrace ? this.#flowMapping(depth + 1) : toScalar(this.#flowPlain());
  }

  #flowSequence(depth: number): RawValue[] {
    const items: RawValue[] = [];
    while (this.#nextEntry(closeBracket, items.length, depth)) {
      this.#count();
      const offset = this.#at;
      const value = this.#flow(depth);
      this.#note(items, String(items.length), offset, value);
      items.push(value);
    }
    return items;
  }

  #flowMapping(depth: number): RawObject {
    const object: RawObject = {};
    let size = 0;
    while (this.#nextEntry(closeBrace, size++, depth)) {
      this.#count();
      const offset = this.#at;
      const code = this.#text.charCodeAt(offset);
      const key = code === singleQuote || code === doubleQuote ? this.#quotedKey(code) : this.#flowPlain();
      this.#skipSpaces();
      if (this.#text.charCodeAt(this.#at++) !== colon) throw notPlain;
      if (key === undefined || key === '__proto__' || Object.hasOwn(object, key)) throw notPlain;
      this.#skipSpacesAndLines();
      const value = this.#flow(depth);
      object[key] = value;
      this.#note(object, key, offset, value);
    }
    return object;
  }

  /** Goes to the next entry of a flow collection, or past its end. */
  #nextEntry(close: number, before: number, depth: number): boolean {
    if (depth > this.#deepest) throw notPlain;
    if (before === 0) this.#at++;
    this.#skipSpacesAndLines();
    if (before > 0 && this.#text.charCodeAt(this.#at) === comma) {
      this.#at++;
      this.#skipSpacesAndLines();
    } else if (before > 0 && this.#text.charCodeAt(this.#at) !== close) throw notPlain;
    if (this.#text.charCodeAt(this.#at) !== close) return true;
    this.#at++;
    return false;
  }

  #flowPlain(): string {
    const text = this.#text;
    const start = this.#at;
    if (!this.#isPlainStart() && !/^-[^\s,[\]{}-]/.test(text.slice(start, start + 2))) throw notPlain;
    flowPlainEnd.lastIndex = start;
    this.#at = flowPlainEnd.exec(text)?.index ?? text.length;
    const scalar = trimEnd(text.slice(start, this.#at));
    if (scalar === '<<') throw notPlain;
    return scalar;
  }

  /** Quoted text on one line. */
  #quotedKey(quote: number): string | undefined {
    const start = this.#at;
    const key = this.#quoted(quote);
    return this.#text.slice(start, this.#at).includes('\n') ? undefined : key;
  }

  #quoted(quote: number): string {
    const text = this.#text;
    const start = this.#at + 1;
    const mark = quote === singleQuote ? "'" : '"';
    let end = text.indexOf(mark, start);
    if (quote === doubleQuote) while (isEscaped(text, end)) end = text.indexOf(mark, end + 1);
    else while (end !== -1 && text.charCodeAt(end + 1) === quote) end = text.indexOf(mark, end + 2);
    if (end === -1) throw notPlain;
    const inner = text.slice(start, end);
    const scalar = quote === singleQuote ? singleQuoted(inner) : doubleQuoted(inner);
    if (scalar === undefined) throw notPlain;
    this.#at = end + 1;
    return scalar;
  }

  #skipSpaces(): void {
    while (this.#text.charCodeAt(this.#at) === space) this.#at++;
  }

  #skipSpacesAndLines(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== space && code !== lineFeed) return;
      this.#at++;
    }
  }

  /** Whether nothing but a comment is left of the line; what stands here has a space before it. */
  #isAtEndOfLine(): boolean {
    const code = this.#text.charCodeAt(this.#at);
    return code === lineFeed || code === hash;
  }

  /** Goes to the next content, which is on another line. */
  #advance(): void {
    const text = this.#text;
    let at = this.#at;
    let lineStart = at;
    this.#breaks = 0;
    this.#comments = 0;
    for (;;) {
      while (text.charCodeAt(at) === space) at++;
      if (text.charCodeAt(at) === hash && (at === 0 || text.charCodeAt(at - 1) <= space)) {
        at = text.indexOf('\n', at);
        this.#comments++;
      }
      if (text.charCodeAt(at) !== lineFeed) break;
      this.#breaks++;
      lineStart = ++at;
    }
    if (this.#breaks === 0 && this.#at > 0) throw notPlain;
    this.#at = at;
    this.#column = at === text.length ? -1 : at - lineStart;
  }

  #count(): void {
    if (--this.#nodesLeft < 0) throw notPlain;
  }

  #note(collection: RawObject | RawValue[], key: string, offset: number, value: RawValue): void {
    if (this.#places === undefined) return;
    let children = this.#places.get(collection);
    if (children === undefined) this.#places.set(collection, (children = new Map()));
    children.set(key, this.#toTextNode(offset, value));
  }

  #toTextNode(offset: number, value: RawValue): TextNode {
    return { offset, children: once(() => this.#places?.get(value) ?? new Map<string, TextNode>()) };
  }
}

/** Where a plain scalar in a flow collection ends. */
const flowPlainEnd = /[,[\]{}#\n]|:(?=[\s,[\]{}])/g;

/** The colon that ends a key. */
function colonOf(line: string): number {
  const found = line.indexOf(': ');
  return found === -1 && line.endsWith(':') ? line.length - 1 : found;
}

/** Whether a comment starts before the end of what would be a key. */
function hasComment(line: string, end: number): boolean {
  const comment = line.indexOf(' #');
  return comment !== -1 && comment < end;
}
