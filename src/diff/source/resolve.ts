import { escapeSegment, parsePointer } from '../../internal/json-pointer.ts';
import { isJsonArray, isJsonObject, ownMember, type JsonValue } from '../../internal/json.ts';
import type { Pair } from './differences.ts';

/** A value and where it stands. */
export interface Located {
  readonly value: JsonValue;
  readonly pointer: string;
}

/** The text of a Reference Object. */
export function referenceOf(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const reference = ownMember(value, '$ref');
  return typeof reference === 'string' ? reference : undefined;
}

/** Longer chains of references to references are left as they are. */
const longestChain = 32;

/** Follows references within a document; one that leads nowhere or in a circle stays what it is. */
export function follow(root: JsonValue, located: Located): Located {
  let current = located;
  for (let hops = 0; hops < longestChain; hops++) {
    const reference = referenceOf(current.value);
    if (reference === undefined) return current;
    const target = findTarget(root, reference);
    if (target === undefined) return current;
    current = target;
  }
  return located;
}

/** Follows references on both sides of a pair, each within its own document. */
export function createResolver(baseline: JsonValue, candidate: JsonValue): (pair: Pair) => Pair {
  return (pair) => {
    const before = follow(baseline, { value: pair.baseline, pointer: pair.baselinePointer });
    const after = follow(candidate, { value: pair.candidate, pointer: pair.candidatePointer });
    return {
      baseline: before.value,
      candidate: after.value,
      baselinePointer: before.pointer,
      candidatePointer: after.pointer,
    };
  };
}

/** What a reference within the document (`#/…`) points at. */
export function findTarget(root: JsonValue, reference: string): Located | undefined {
  const pointer = decodeFragment(reference);
  if (pointer === undefined) return undefined;
  const value = findValue(root, pointer);
  return value === undefined ? undefined : { value, pointer };
}

/** What stands at a JSON Pointer. */
export function findValue(root: JsonValue, pointer: string): JsonValue | undefined {
  const segments = parsePointer(pointer);
  if (segments === undefined) return undefined;
  let value: JsonValue | undefined = root;
  for (const segment of segments) {
    if (value === undefined) return undefined;
    value = memberAt(value, segment);
  }
  return value;
}

/**
 * The same as `findTarget`, but where an element on the way is itself a reference, the way goes on in what that leads to:
 * as for `#/channels/a/messages/b` of a channel that is a component.
 */
export function findThrough(root: JsonValue, reference: string, left = { hops: longestChain }): Located | undefined {
  const direct = findTarget(root, reference);
  if (direct !== undefined) return direct;
  let current: Located = { value: root, pointer: '' };
  for (const segment of parsePointer(decodeFragment(reference) ?? '') ?? []) {
    let inner = memberAt(current.value, segment);
    while (inner === undefined) {
      const next = referenceOf(current.value);
      if (next === undefined || --left.hops < 0) return undefined;
      const target = findThrough(root, next, left);
      if (target === undefined) return undefined;
      current = target;
      inner = memberAt(current.value, segment);
    }
    current = { value: inner, pointer: `${current.pointer}/${escapeSegment(segment)}` };
  }
  return current.pointer === '' ? undefined : current;
}

function memberAt(value: JsonValue, segment: string): JsonValue | undefined {
  if (isJsonObject(value)) return ownMember(value, segment);
  return isJsonArray(value) && /^(?:0|[1-9]\d{0,8})$/.test(segment) ? value[Number(segment)] : undefined;
}

/** The JSON Pointer of a reference within the document. */
export function decodeFragment(reference: string): string | undefined {
  if (!reference.startsWith('#')) return undefined;
  const fragment = reference.slice(1);
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}
