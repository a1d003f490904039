import { err, ok, type Result } from 'neverthrow';

import type { Place } from '../../core/report.ts';
import type { SchemaFault } from '../payload/difference.ts';
import { createLineIndex } from '../source/text-lines.ts';
import type { ProtobufLimits } from './limits.ts';
import { tokensOf, type Token } from './tokens.ts';

/** What the text of a definition shows before it is parsed: where things stand, and that it is within its limits. */
export interface Outline {
  /** The text without comments and white space, to compare by. */
  readonly words: string;
  /** Full names of the top-level messages that a comment `@RootNode` names as the payload. */
  readonly roots: readonly string[];
  /** `proto2` where the text names none. */
  readonly syntax: string;
  /** Where a message, field, enum or enum value of this full name is declared. */
  readonly placeOf: (name: string) => Place;
}

/** Reads the outline of a definition; its syntax is left to the parser. */
export function readOutline(text: string, limits: ProtobufLimits): Result<Outline, SchemaFault> {
  if (text.length > limits.characters) return err(exceeds('characters', limits, { pointer: '' }));
  const tokens = tokensOf(text, limits.tokens);
  if (tokens === undefined) return err(exceeds('tokens', limits, { pointer: '' }));
  const position = createLineIndex(text);
  const reader = new OutlineReader(limits, (offset) => ({ pointer: '', ...position(offset) }));
  const fault = reader.read(tokens);
  if (fault !== undefined) return err(fault);
  return ok({
    words: tokens.map((token) => token.text).join(' '),
    roots: reader.roots,
    syntax: reader.syntax,
    placeOf: (name) => {
      const offset = reader.offsets.get(name);
      return offset === undefined ? { pointer: '' } : { pointer: '', ...position(offset) };
    },
  });
}

const limitWords: Record<keyof ProtobufLimits, string> = {
  characters: 'has more characters than',
  tokens: 'has more words than',
  depth: 'nests blocks deeper than',
  types: 'declares more types than',
  fields: 'has a message, or extensions, of more fields than',
  enum_values: 'has an enum of more values than',
  name_length: 'has a name of more characters than',
};

function exceeds(name: keyof ProtobufLimits, limits: ProtobufLimits, place: Place): SchemaFault {
  const limit = { name, value: limits[name] };
  return {
    kind: 'limit-exceeded',
    limit,
    message: `The Protobuf definition ${limitWords[name]} ${limit.value}.`,
    place,
  };
}

interface Block {
  readonly kind: 'message' | 'enum' | 'oneof' | 'extend' | 'other';
  /** Full name of the innermost message, enum or package. */
  readonly name: string;
  values: number;
}

const named: ReadonlySet<string> = new Set(['message', 'enum']);
const notFields: ReadonlySet<string> = new Set(['option', 'reserved', 'extensions', 'package', 'syntax', 'edition']);

class OutlineReader {
  readonly offsets = new Map<string, number>();
  readonly roots: string[] = [];
  syntax = 'proto2';
  readonly #limits: ProtobufLimits;
  readonly #placeAt: (offset: number) => Place;
  readonly #blocks: Block[] = [{ kind: 'other', name: '', values: 0 }];
  /** The tokens since the last `;`, `{` or `}`. */
  #statement: Token[] = [];
  #brackets = 0;
  readonly #extensions: Block = { kind: 'extend', name: '', values: 0 };
  #types = 0;

  constructor(limits: ProtobufLimits, placeAt: (offset: number) => Place) {
    this.#limits = limits;
    this.#placeAt = placeAt;
  }

  read(tokens: readonly Token[]): SchemaFault | undefined {
    for (const token of tokens) {
      const fault = this.#checkName(token) ?? this.#step(token);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #checkName({ text, offset }: Token): SchemaFault | undefined {
    if (!/^[A-Za-z_.]/.test(text)) return undefined;
    const place = this.#placeAt(offset);
    if (text.length > this.#limits.name_length) return exceeds('name_length', this.#limits, place);
    if (!text.split('.').includes('__proto__')) return undefined;
    // The parser keeps names as members of plain objects, where this one is lost without a word.
    return { kind: 'invalid-schema', message: 'The name "__proto__" cannot be read.', place };
  }

  #step(token: Token): SchemaFault | undefined {
    if (token.text === '[') this.#brackets += 1;
    if (this.#brackets > 0) {
      // Options may hold braces of their own.
      if (token.text === ']') this.#brackets -= 1;
      return undefined;
    }
    switch (token.text) {
      case '{':
        return this.#open(token);
      case '}':
        if (this.#blocks.length > 1) this.#blocks.pop();
        this.#statement = [];
        return undefined;
      case ';':
        return this.#end();
      default:
        this.#statement.push(token);
        return undefined;
    }
  }

  #open(token: Token): SchemaFault | undefined {
    const block = this.#block();
    if (block.kind === 'message' || block.kind === 'enum') {
      this.#types += 1;
      if (this.#types > this.#limits.types) return exceeds('types', this.#limits, this.#placeAt(token.offset));
    }
    this.#blocks.push(block);
    this.#statement = [];
    return this.#blocks.length - 1 > this.#limits.depth
      ? exceeds('depth', this.#limits, this.#placeAt(token.offset))
      : undefined;
  }

  #block(): Block {
    const [keyword, name] = this.#visible();
    const outer = this.#innermost().name;
    const group = this.#statement.findIndex(({ text }) => text === 'group');
    const groupName = group >= 0 ? this.#statement[group + 1] : undefined;
    if (keyword === undefined) return { kind: 'other', name: outer, values: 0 };
    if (groupName !== undefined && keyword.text !== 'option') {
      this.#countedIn(this.#innermost()).values += 1;
      this.#declare(groupName.text.toLowerCase(), keyword.offset);
      return { kind: 'message', name: this.#declare(groupName.text, keyword.offset), values: 0 };
    }
    if (name !== undefined && named.has(keyword.text)) {
      const full = this.#declare(name.text, keyword.offset);
      const top = this.#blocks.length === 1 && keyword.text === 'message';
      if (top && this.#statement.some(({ comment }) => comment.includes('@RootNode'))) this.roots.push(full);
      return { kind: keyword.text === 'message' ? 'message' : 'enum', name: full, values: 0 };
    }
    const kind = keyword.text === 'oneof' || keyword.text === 'extend' ? keyword.text : 'other';
    return { kind, name: outer, values: 0 };
  }

  /** The statement without the visibility that editions may put before a type. */
  #visible(): readonly Token[] {
    const [first] = this.#statement;
    return first?.text === 'export' || first?.text === 'local' ? this.#statement.slice(1) : this.#statement;
  }

  #end(): SchemaFault | undefined {
    const statement = this.#statement;
    this.#statement = [];
    const [first, second] = statement;
    if (first === undefined) return undefined;
    const block = this.#innermost();
    if (first.text === 'package' && second !== undefined && this.#blocks.length === 1) {
      this.#blocks[0] = { ...block, name: second.text };
    }
    if ((first.text === 'syntax' || first.text === 'edition') && this.#blocks.length === 1) {
      this.syntax = statement[2]?.text.slice(1, -1) ?? '';
    }
    const equals = statement.findIndex(({ text }) => text === '=');
    const name = statement[equals - 1];
    if (name === undefined || notFields.has(first.text)) return undefined;
    const limit = block.kind === 'enum' ? 'enum_values' : 'fields';
    const counted = this.#countedIn(block);
    counted.values += 1;
    if (counted.values > this.#limits[limit]) return exceeds(limit, this.#limits, this.#placeAt(first.offset));
    if (block.kind !== 'other') this.#declare(name.text, first.offset);
    return undefined;
  }

  /** The block that what a block declares counts in: a oneof belongs to its message, extensions may be of one message. */
  #countedIn(block: Block): Block {
    if (block.kind === 'extend') return this.#extensions;
    if (block.kind !== 'oneof') return block;
    return this.#blocks.findLast(({ kind }) => kind === 'message') ?? block;
  }

  #declare(name: string, offset: number): string {
    const { name: outer } = this.#innermost();
    const full = outer === '' ? name : `${outer}.${name}`;
    this.offsets.set(full, offset);
    return full;
  }

  #innermost(): Block {
    return this.#blocks.at(-1) ?? { kind: 'other', name: '', values: 0 };
  }
}
