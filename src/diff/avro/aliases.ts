import type { Comparison } from './comparison.ts';

/** Compares the names that a type or field answers to, its own included. */
export function compareAliases(
  comparison: Comparison,
  names: { what: string; before: readonly string[]; after: readonly string[]; writer: string; reader: string },
): void {
  const { what, before, after, writer, reader } = names;
  // A change of the name itself has a rule of its own.
  const own = new Set([before.at(-1), after.at(-1)]);
  const [old, present] = [new Set(before), new Set(after)];
  const added = after.filter((name) => !old.has(name) && !own.has(name));
  const removed = before.filter((name) => !present.has(name) && !own.has(name));
  if (added.length > 0) {
    const message = `${what} has the new alias ${added.join(', ')}.`;
    comparison.report('avro-alias-added', { message, writer, reader, values: added });
  }
  if (removed.length > 0) {
    const message = `${what} lost the alias ${removed.join(', ')}.`;
    comparison.report('avro-alias-removed', { message, writer, reader, values: removed });
  }
}
