/** Says what must hold if this package has no mistake; throws if it does not. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (condition === undefined || condition === null || condition === false) throw new TypeError(`Impossible: ${what}`);
}
