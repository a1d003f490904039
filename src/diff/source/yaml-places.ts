import { load, type EventType, type State } from 'js-yaml';

import { toPointer } from '../../internal/json-pointer.ts';
import { once, type TextNode } from './places.ts';
import { contractSchema } from './yaml-schema.ts';

/**
 * Where the nodes of a YAML text stand, noted while js-yaml composes them: it keeps no positions, and reading the text
 * again takes as long as reading it. Nodes are numbered in the order of the text; a column for each fact is what costs
 * the least, since most nodes are never asked for.
 */
export class YamlOutline {
  /** Offsets may include the space before a node. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #kinds: (string | null)[] = [];
  readonly #results: unknown[] = [];
  /** The number of the first node after everything inside this one. */
  readonly #nexts: number[] = [];
  readonly #open: number[] = [];

  /** Takes the events of js-yaml's listener. */
  note(event: EventType, state: State): void {
    if (event === 'open') {
      this.#open.push(this.#starts.length);
      this.#starts.push(state.position);
      this.#ends.push(state.position);
      this.#kinds.push(null);
      this.#results.push(undefined);
      this.#nexts.push(0);
      return;
    }
    const node = this.#open.pop();
    if (node === undefined) return;
    this.#ends[node] = state.position;
    this.#kinds[node] = state.kind;
    this.#results[node] = state.result;
    this.#nexts[node] = this.#starts.length;
  }

  /** The tree of the text that was composed. */
  tree(text: string): TextNode {
    if (this.#starts.length === 0) return { offset: 0, children: () => new Map() };
    return this.#toTextNode(text, skipGap(text, this.#startOf(0)), this.#inner(0));
  }

  #toTextNode(text: string, offset: number, node: number): TextNode {
    return {
      offset,
      children: once(() => {
        const kind = this.#kinds[node];
        if (kind === 'mapping') return this.#members(text, node);
        return kind === 'sequence' ? this.#items(text, node) : new Map<string, TextNode>();
      }),
    };
  }

  #items(text: string, node: number): Map<string, TextNode> {
    const parts = this.#partsOf(node).map((part) =>
      this.#toTextNode(text, skipGap(text, this.#startOf(part)), this.#inner(part)),
    );
    return new Map(parts.map((part, index) => [String(index), part]));
  }

  /** Keys and values alternate, except that a flow key may stand without a value: a colon tells. */
  #members(text: string, node: number): Map<string, TextNode> {
    const found = new Map<string, TextNode>();
    const parts = this.#partsOf(node);
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      if (part === undefined) continue;
      const key = this.#inner(part);
      const name = this.#results[key];
      if (this.#kinds[key] === null && name === null) continue;
      const value = text[skipGap(text, this.#ends[key] ?? 0)] === ':' ? parts[++index] : undefined;
      const offset = skipGap(text, this.#startOf(part));
      found.set(String(name), this.#toTextNode(text, offset, value === undefined ? key : this.#inner(value)));
    }
    return found;
  }

  #startOf(node: number): number {
    return this.#starts[node] ?? 0;
  }

  #partsOf(node: number): readonly number[] {
    const parts: number[] = [];
    const end = this.#nexts[node] ?? 0;
    for (let part = node + 1; part < end; part = this.#nexts[part] ?? end) parts.push(part);
    return parts;
  }

  /** js-yaml reads a value first as if it were a key, inside the value's own node; the inner node is the whole of it. */
  #inner(node: number): number {
    const only = node + 1;
    const isAlone = only < this.#starts.length && this.#nexts[only] === this.#nexts[node];
    if (!isAlone) return node;
    return this.#kinds[node] === 'scalar' || this.#results[only] === this.#results[node] ? this.#inner(only) : node;
  }
}

export interface YamlMember {
  readonly pointer: string;
  readonly key: string;
  readonly offset: number;
}

/** The member whose key stands at or after an offset, in text whose repeated keys are tolerated for once. */
export function yamlMemberAt(text: string, start: number): YamlMember {
  const offset = skipGap(text, start);
  const path: string[] = [];
  let node = readTolerantly(text).tree(text);
  for (;;) {
    // The last child that starts at or before the offset leads to it.
    let next: readonly [string, TextNode] | undefined;
    for (const entry of node.children()) {
      if (entry[1].offset <= offset && (next === undefined || entry[1].offset >= next[1].offset)) next = entry;
    }
    if (next === undefined) break;
    path.push(next[0]);
    node = next[1];
    if (node.offset === offset) break;
  }
  return { pointer: toPointer(path), key: path.at(-1) ?? '', offset };
}

function readTolerantly(text: string): YamlOutline {
  const outline = new YamlOutline();
  load(text, {
    schema: contractSchema,
    json: true,
    // What is read here was within the limits before.
    maxDepth: Number.MAX_SAFE_INTEGER,
    maxTotalMergeKeys: -1,
    listener: (event, state) => outline.note(event, state),
  });
  return outline;
}

/** The first character at or after an offset that belongs to neither white space nor a comment. */
function skipGap(text: string, start: number): number {
  let at = start;
  for (;;) {
    const character = text.charAt(at);
    if (character === '#') {
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
    } else if (character === ' ' || character === '\n' || character === '\r' || character === '\t') at++;
    else return at;
  }
}
