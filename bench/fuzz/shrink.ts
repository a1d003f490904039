import { isJsonObject } from '../../src/diff/schema/form/json.ts';

/** Smaller values near this one, the boldest first. */
function* smaller(node: unknown): Iterable<unknown> {
  if (Array.isArray(node)) {
    for (const index of node.keys()) yield node.toSpliced(index, 1);
    for (const [index, entry] of node.entries()) for (const next of smaller(entry)) yield node.with(index, next);
  } else if (isJsonObject(node)) {
    if (Object.keys(node).length > 0) yield {};
    for (const value of Object.values(node)) {
      if (isJsonObject(value)) yield value;
      if (Array.isArray(value)) yield* value.filter(isJsonObject);
    }
    for (const name of Object.keys(node)) {
      yield Object.fromEntries(Object.entries(node).filter(([key]) => key !== name));
    }
    for (const [name, value] of Object.entries(node)) {
      for (const next of smaller(value)) yield { ...node, [name]: next };
    }
  } else if (typeof node === 'number') {
    for (const simple of [0, 1]) if (Math.abs(simple) < Math.abs(node)) yield simple;
  } else if (typeof node === 'string' && node.length > 1 && !node.startsWith('#')) {
    yield node.slice(1);
  }
}

/** The smallest value found by single steps that still fails; `attempts` bounds how many are tried. */
export function shrink<T>(
  start: T,
  narrow: (value: unknown) => T | undefined,
  fails: (value: T) => boolean,
  attempts = 3000,
): T {
  let best = start;
  let left = attempts;
  for (let improved = true; improved && left > 0;) {
    improved = false;
    for (const candidate of smaller(best)) {
      left -= 1;
      if (left <= 0) break;
      const narrowed = narrow(candidate);
      if (narrowed !== undefined && fails(narrowed)) {
        best = narrowed;
        improved = true;
        break;
      }
    }
  }
  return best;
}
