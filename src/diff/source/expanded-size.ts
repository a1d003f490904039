import type { JsonValue } from '../../internal/json.ts';
import { deepestPair } from './differences.ts';
import { findTarget, referenceOf, type Located } from './resolve.ts';

/** How many values there would be with every reference written out. */
export interface ExpandedSize {
  /** Infinite where references chain deeper than can be followed. A circle counts once. */
  readonly size: number;
  /** Whether some reference leads back to where it stands. */
  readonly recursive: boolean;
}

/** Measures part of a document in steps linear in the document, however large the expansion. */
export function expandedSize(document: JsonValue, part: JsonValue = document): ExpandedSize {
  const sizes = new Map<string, number | 'under way'>();
  let recursive = false;
  const sizeOf = (value: JsonValue, depth: number): number => {
    if (depth > deepestPair) return Number.POSITIVE_INFINITY;
    const reference = referenceOf(value);
    if (reference !== undefined) return sizeOfTarget(reference, depth + 1);
    if (typeof value !== 'object' || value === null) return 1;
    let size = 1;
    for (const member of Object.values(value)) size += sizeOf(member, depth + 1);
    return size;
  };
  const targets = new Map<string, Located | undefined>();
  const sizeOfTarget = (reference: string, depth: number): number => {
    if (!targets.has(reference)) targets.set(reference, findTarget(document, reference));
    const target = targets.get(reference);
    if (target === undefined) return 1;
    const known = sizes.get(target.pointer);
    if (known === 'under way') recursive = true;
    if (known !== undefined) return known === 'under way' ? 1 : known;
    sizes.set(target.pointer, 'under way');
    const size = sizeOf(target.value, depth);
    sizes.set(target.pointer, size);
    return size;
  };
  const size = sizeOf(part, 0);
  return { size, recursive };
}
