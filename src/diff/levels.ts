import type { FindingLevel } from '../core/report.ts';
import type { RuleInfo } from './rule.ts';

/**
 * Levels by rule id, from levels by id or alias.
 *
 * @throws TypeError for an id that no rule has, naming the closest one: a misspelt id would change nothing, in silence
 */
export function resolveLevels(
  levels: Readonly<Record<string, FindingLevel>>,
  rules: readonly RuleInfo[],
): ReadonlyMap<string, FindingLevel> {
  const stated = Object.entries(levels);
  if (stated.length === 0) return new Map();
  const ids = new Map<string, readonly string[]>();
  for (const { id, aliases = [] } of rules) {
    for (const name of [id, ...aliases]) ids.set(name, [...(ids.get(name) ?? []), id]);
  }
  return new Map(
    stated.flatMap(([name, level]) => {
      const meant = ids.get(name);
      if (meant === undefined)
        throw new TypeError(`No rule is called "${name}". Did you mean "${closest(name, ids.keys())}"?`);
      return meant.map((id) => [id, level] as const);
    }),
  );
}

function closest(name: string, ids: Iterable<string>): string {
  let best = '';
  let least = Number.POSITIVE_INFINITY;
  for (const id of ids) {
    const distance = distanceOf(name, id);
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}

/** The number of edits that make one text the other (Levenshtein). */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column++) {
      const substituted = (row[column - 1] ?? 0) + (one[index] === other[column - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
