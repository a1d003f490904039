import { createLineIndex, type TextPosition } from './text-lines.ts';

/** Where values stand in a source text, found when first asked for. */
export interface PlaceIndex {
  /**
   * Position of the key of a member or the first character of an item, by unescaped pointer segments. Where the text
   * has no such token (it was merged or aliased in, or does not exist) it is that of the nearest ancestor that has one.
   */
  positionOf(segments: readonly string[]): TextPosition;
}

/** A value as found in the text. */
export interface TextNode {
  /** Where to point at: the key for a member, the value itself otherwise. */
  readonly offset: number;
  /** Members by key or items by index; asked for only when a pointer leads through this value. */
  readonly children: () => ReadonlyMap<string, TextNode>;
}

/** Walks down from the root, keeping each level it has looked at: many pointers share their first segments. */
export function createPlaceIndex(text: string, root: () => TextNode): PlaceIndex {
  const top = once(root);
  const lines = once(() => createLineIndex(text));
  return {
    positionOf(segments) {
      let node = top();
      for (const segment of segments) {
        const child = node.children().get(segment);
        if (child === undefined) break;
        node = child;
      }
      return lines()(node.offset);
    },
  };
}

/** Runs a computation at most once. */
export function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: compute() }).value;
}
