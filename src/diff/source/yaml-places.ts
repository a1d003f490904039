import { load } from 'js-yaml';

import { toPointer } from '../../internal/json-pointer.ts';
import { once, type TextNode } from './places.ts';
import { contractSchema } from './yaml-schema.ts';

/** A node as js-yaml composed it; offsets may include the space before it. */
interface Composed {
  readonly start: number;
  end: number;
  kind: string | null;
  result: unknown;
  readonly parts: Composed[];
}

/** The tree of a YAML text that was read before; it is read once more, since js-yaml keeps no positions. */
export function yamlTree(text: string): TextNode {
  const root = compose(text);
  return toTextNode(text, skipGap(text, root.start), root);
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
  let node = yamlTree(text);
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

function compose(text: string): Composed {
  const root: Composed = { start: 0, end: text.length, kind: null, result: undefined, parts: [] };
  const open: Composed[] = [root];
  load(text, {
    schema: contractSchema,
    json: true,
    // What is read here was within the limits before.
    maxDepth: Number.MAX_SAFE_INTEGER,
    maxTotalMergeKeys: -1,
    listener: (event, state) => {
      if (event === 'open') {
        open.push({ start: state.position, end: state.position, kind: null, result: undefined, parts: [] });
        return;
      }
      const node = open.pop();
      if (node === undefined) return;
      node.end = state.position;
      node.kind = state.kind;
      node.result = state.result;
      open.at(-1)?.parts.push(withoutRereading(node));
    },
  });
  return root.parts[0] ?? root;
}

/** js-yaml reads a value first as if it were a key, inside the value's own node; the inner node is the whole of it. */
function withoutRereading(node: Composed): Composed {
  const [only, second] = node.parts;
  if (only === undefined || second !== undefined) return node;
  if (node.kind === 'scalar' || only.result === node.result) return { ...only, start: node.start };
  return node;
}

function toTextNode(text: string, offset: number, node: Composed): TextNode {
  return {
    offset,
    children: once(() => {
      if (node.kind === 'mapping') return members(text, node);
      return node.kind === 'sequence' ? items(text, node) : new Map<string, TextNode>();
    }),
  };
}

function items(text: string, node: Composed): Map<string, TextNode> {
  return new Map(node.parts.map((part, index) => [String(index), toTextNode(text, skipGap(text, part.start), part)]));
}

/** Keys and values alternate, except that a flow key may stand without a value: a colon tells. */
function members(text: string, node: Composed): Map<string, TextNode> {
  const found = new Map<string, TextNode>();
  for (let index = 0; index < node.parts.length; index++) {
    const key = node.parts[index];
    if (key === undefined || (key.kind === null && key.result === null)) continue;
    const value = text[skipGap(text, key.end)] === ':' ? node.parts[++index] : undefined;
    found.set(String(key.result), toTextNode(text, skipGap(text, key.start), value ?? key));
  }
  return found;
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
