/** What `readJson` reports, in the order of the text. A path is the reader's own stack: copy it to keep it. */
export interface JsonVisitor {
  /** An object or array opens. */
  readonly open?: () => void;
  readonly close?: () => void;
  /** A member's key, before its value; the path ends with it. Returning `false` ends the reading. */
  readonly key?: (key: string, offset: number, path: JsonPath) => boolean;
  /** A number, as written. */
  readonly number?: (written: string, path: JsonPath) => void;
}

type JsonPath = readonly (string | number)[];

/** Where and why the text is not JSON. */
export interface JsonFault {
  readonly offset: number;
  readonly message: string;
  readonly path: JsonPath;
}

/**
 * Reads JSON text token by token (RFC 8259), knowing at each one the offset and the path.
 *
 * Several times slower than `JSON.parse`, and only used once something is known to be wrong or inexact: the messages
 * of `JSON.parse` differ between engines and often name no position.
 */
export function readJson(text: string, visitor: JsonVisitor): JsonFault | undefined {
  return new JsonReader(text, visitor).read();
}

/** What may come next. After an opening bracket its end may, after a comma it may not. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'comma or end' | 'nothing' | 'stop';

/** Longer numbers have no use and make their exact value costly. */
const longestNumber = 1000;
const numberToken = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const literals = new Set(['true', 'false', 'null']);

class JsonReader {
  readonly #text: string;
  readonly #visitor: JsonVisitor;
  /** For each open bracket, the key or index that is being read. */
  readonly #path: (string | number)[] = [];
  /** The closing brackets that are due. */
  readonly #closers: ('}' | ']')[] = [];
  #expected: Expected = 'value';
  #at = 0;

  constructor(text: string, visitor: JsonVisitor) {
    this.#text = text;
    this.#visitor = visitor;
  }

  read(): JsonFault | undefined {
    for (;;) {
      this.#at = skipWhitespace(this.#text, this.#at);
      if (this.#at >= this.#text.length && this.#expected === 'nothing') return undefined;
      // The path of a value that fails includes its own key; otherwise the fault lies in the collection.
      const inValue = this.#expected === 'value' || this.#expected === 'value or end';
      const path = inValue ? this.#path : this.#path.slice(0, -1);
      const message = this.#at < this.#text.length ? this.#step() : 'The text ends too early.';
      if (message !== undefined) return { offset: this.#at, message, path: [...path] };
      if (this.#expected === 'stop') return undefined;
    }
  }

  /** Reads one token; says what is wrong with it, leaving the offset at the fault. */
  #step(): string | undefined {
    const closer = this.#closers.at(-1);
    const closes = closer !== undefined && this.#text[this.#at] === closer;
    switch (this.#expected) {
      case 'comma or end':
        return closes ? this.#close() : this.#comma(closer ?? '');
      case 'key or end':
        return closes ? this.#close() : this.#key();
      case 'key':
        return closes ? 'A comma before "}" is not JSON.' : this.#key();
      case 'value or end':
        return closes ? this.#close() : this.#value();
      case 'value':
        return closes ? `A value is missing before "${closer}".` : this.#value();
      case 'nothing':
      case 'stop':
        break;
    }
    return 'Something follows the end of the document.';
  }

  #close(): undefined {
    this.#at++;
    this.#closers.pop();
    this.#path.pop();
    this.#visitor.close?.();
    this.#valueEnded();
  }

  #comma(closer: string): string | undefined {
    if (this.#text[this.#at] !== ',') return `Expected "," or "${closer}" here.`;
    this.#at++;
    const index = this.#path.at(-1);
    if (typeof index === 'number') this.#path[this.#path.length - 1] = index + 1;
    this.#expected = closer === '}' ? 'key' : 'value';
    return undefined;
  }

  #key(): string | undefined {
    if (this.#text[this.#at] !== '"') return 'Expected a key in double quotes here.';
    const start = this.#at;
    const fault = this.#string();
    if (fault !== undefined) return fault;
    const token = this.#text.slice(start, this.#at);
    const key = token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1);
    this.#path[this.#path.length - 1] = key;
    if (this.#visitor.key?.(key, start, this.#path) === false) {
      this.#expected = 'stop';
      return undefined;
    }
    this.#at = skipWhitespace(this.#text, this.#at);
    if (this.#text[this.#at] !== ':') return 'Expected ":" after the key.';
    this.#at++;
    this.#expected = 'value';
    return undefined;
  }

  #value(): string | undefined {
    const character = this.#text[this.#at];
    if (character === '{' || character === '[') {
      this.#at++;
      this.#closers.push(character === '{' ? '}' : ']');
      this.#path.push(0);
      this.#expected = character === '{' ? 'key or end' : 'value or end';
      this.#visitor.open?.();
      return undefined;
    }
    const fault = character === '"' ? this.#string() : this.#word();
    if (fault === undefined) this.#valueEnded();
    return fault;
  }

  #valueEnded(): void {
    this.#expected = this.#closers.length === 0 ? 'nothing' : 'comma or end';
  }

  #word(): string | undefined {
    let end = this.#at;
    while (end < this.#text.length && /[-+.\w]/.test(this.#text.charAt(end))) end++;
    const word = this.#text.slice(this.#at, end);
    if (word.length > longestNumber) return `A word of more than ${longestNumber} characters is not read.`;
    if (numberToken.test(word)) this.#visitor.number?.(word, this.#path);
    else if (word === '') return 'Expected a value here.';
    else if (!literals.has(word)) return `${JSON.stringify(word.slice(0, 80))} is not a JSON value.`;
    this.#at = end;
    return undefined;
  }

  #string(): string | undefined {
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22 /* " */) {
        this.#at = at + 1;
        return undefined;
      }
      if (code < 0x20) {
        this.#at = at;
        return 'A control character must be escaped inside a string; is a closing quote missing?';
      }
      if (code !== 0x5c /* \ */) continue;
      if (!/^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(this.#text.slice(at, at + 6))) {
        this.#at = at;
        return 'This escape is not JSON.';
      }
      at++;
    }
    return 'The string that starts here is not closed.';
  }
}

/** The offset of the first character, at or after an offset, that is not JSON whitespace. */
export function skipWhitespace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}
