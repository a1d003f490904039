import { idLimit } from './term.ts';
import type { Expression, State } from './term.ts';
import type { Terms } from './terms.ts';

/** An expression as a number of rounds of another. */
export interface Counts {
  readonly body: Expression;
  readonly least: number;
  readonly most: number;
}

interface Counted extends Counts {
  readonly tail: Expression;
  readonly state: State;
}

export function countsOf(expression: Expression): Counts {
  return expression.kind === 'repeat' ? expression : { body: expression, least: 1, most: 1 };
}

/** Whether `least` or more rounds of `r{a,b}` give every count of `r` from `a * least` on. */
export function withoutGaps(inner: Counts, least: number): boolean {
  if (inner.most === Infinity) return least > 0 || inner.least <= 1;
  return (least + 1) * inner.least <= least * inner.most + 1;
}

/** `r{a,b}s | r{c,d}s` is one repetition if the counts leave no gap: keeps counters from multiplying. */
export function mergeCounts(terms: Terms, parts: Set<State>): void {
  const groups = new Map<number, Counted[]>();
  let counting = false;
  for (const state of parts) {
    if (state.kind !== 'match') continue;
    const { expression } = state;
    const [head, tail] = expression.kind === 'cat' ? [expression.head, expression.tail] : [expression, terms.empty];
    counting ||= head.kind === 'repeat';
    const { body, least, most } = countsOf(head);
    const key = body.id * idLimit + tail.id;
    const group = groups.get(key);
    const entry = { body, least, most, tail, state };
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  if (!counting) return;
  for (const group of groups.values()) {
    group.sort((a, b) => a.least - b.least);
    let current: Counted | undefined;
    for (const entry of group) {
      if (current === undefined || entry.least > current.most + 1) {
        current = entry;
        continue;
      }
      parts.delete(current.state);
      parts.delete(entry.state);
      const most = Math.max(current.most, entry.most);
      const state = terms.match(terms.cat(terms.repeat(current.body, current.least, most), current.tail));
      parts.add(state);
      current = { ...current, most, state };
    }
  }
}
