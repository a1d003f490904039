import { enumSchema } from '../form/constant.ts';
import { jsonKey } from '../form/json.ts';
import { found, none, unknown } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Goal, Solver } from './solver.ts';

/** Some values of a goal, each once; complete when there are no others. */
interface Domain {
  readonly values: readonly unknown[];
  readonly complete: boolean;
  readonly assuming?: string | undefined;
  readonly doubt?: string;
}

/** One value for each goal, no two of them equal: a matching of the goals with their possible values. */
export function findDistinct(goals: readonly Goal[], solver: Solver): Outcome {
  const domains = new Map<string, Domain>();
  const domainOf = (goal: Goal): Domain => {
    const key = `${goal.sub.id},${goal.sup.id}`;
    const domain = domains.get(key) ?? enumerate(goal, goals.length, solver);
    domains.set(key, domain);
    return domain;
  };
  const lists = goals.map(domainOf);
  const matched = match(lists.map(({ values }) => values.map(jsonKey)));
  if (matched === undefined) {
    const doubt = lists.find((each) => !each.complete && each.values.length < goals.length)?.doubt;
    return doubt === undefined ? none : unknown(doubt);
  }
  const values = matched.map((choice, index) => lists[index]?.values[choice]);
  return found(values, lists.find(({ assuming }) => assuming !== undefined)?.assuming);
}

/** Up to `limit` different values: each found one is excluded from the goal before the next is sought. */
function enumerate(goal: Goal, limit: number, solver: Solver): Domain {
  const values: unknown[] = [];
  let rest = goal;
  let assuming: string | undefined;
  while (values.length < limit) {
    const outcome = solver.find(rest);
    if (outcome.status === 'none') return { values, complete: true, assuming };
    if (outcome.status === 'unknown') return { values, complete: false, assuming, doubt: outcome.reason };
    assuming ??= outcome.assuming;
    if (assuming !== undefined && values.length > 0) {
      return { values, complete: false, assuming, doubt: assuming };
    }
    values.push(outcome.value);
    const others = solver.forms.complement(enumSchema(values, solver.forms));
    rest = solver.narrow(goal, { ...solver.anyValue, sup: others });
  }
  return { values, complete: false, assuming };
}

/** A choice for each list so that all choices differ (augmenting paths), or undefined. */
function match(lists: readonly (readonly string[])[]): number[] | undefined {
  const takenBy = new Map<string, number>();
  const choices: number[] = lists.map(() => -1);
  const take = (index: number, choice: number, key: string): true => {
    takenBy.set(key, index);
    choices[index] = choice;
    return true;
  };
  const place = (index: number, seen: Set<string>): boolean => {
    const list = lists[index] ?? [];
    const free = list.findIndex((key) => !takenBy.has(key));
    if (free !== -1) return take(index, free, list[free] ?? '');
    for (const [choice, key] of list.entries()) {
      const holder = takenBy.get(key);
      if (holder === undefined || seen.has(key)) continue;
      seen.add(key);
      if (place(holder, seen)) return take(index, choice, key);
    }
    return false;
  };
  return lists.every((_, index) => place(index, new Set())) ? choices : undefined;
}
