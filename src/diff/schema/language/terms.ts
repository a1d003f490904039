import { Meter } from './budget.ts';
import { charSet, maxCodePoint } from './char-set.ts';
import type { CharSet, Range } from './char-set.ts';
import type { StepFunction } from './step-function.ts';

/**
 * A regular expression, read at a position of a word: it describes which stretches from there on it matches. Interned,
 * so equal expressions are the same object.
 */
export type Expression = ExpressionFacts &
  (
    | { readonly kind: 'never' | 'empty' }
    | { readonly kind: 'chars'; readonly set: CharSet }
    | { readonly kind: 'cat'; readonly head: Expression; readonly tail: Expression }
    | { readonly kind: 'alt'; readonly items: readonly Expression[] }
    | { readonly kind: 'repeat'; readonly body: Expression; readonly least: number; readonly most: number }
    /** Matches the empty stretch where the rest of the word is in the state. */
    | { readonly kind: 'ahead'; readonly rest: State }
    /** Matches the empty stretch where what is read of the word is accepted; advances with each character read. */
    | { readonly kind: 'behind'; readonly read: State }
  );

interface ExpressionFacts {
  readonly id: number;
  /** The lengths of what it matches lie between these, in code points. */
  readonly min: number;
  readonly max: number;
  /** Matches the empty stretch everywhere. */
  readonly optional: boolean;
  /** Has a `behind` inside, so it changes as characters are read before it. */
  readonly contextual: boolean;
  shifted?: StepFunction<Expression>;
}

/**
 * A state of a lazy automaton: a set of words, as a Boolean combination of expressions that match to the end of the
 * word. Interned; `moves` says which state is next for each code point.
 */
export type State = StateFacts &
  (
    | { readonly kind: 'all' | 'none' }
    | { readonly kind: 'match'; readonly expression: Expression }
    | { readonly kind: 'not'; readonly item: State }
    | { readonly kind: 'and' | 'or'; readonly items: readonly State[] }
  );

interface StateFacts {
  readonly id: number;
  readonly contextual: boolean;
  moves?: StepFunction<State>;
  accepting?: boolean;
  /** Whether it has no word at all, once known. */
  empty?: boolean;
}

type ExpressionBody = DistributiveOmit<Expression, keyof ExpressionFacts>;
type StateBody = DistributiveOmit<State, keyof StateFacts>;
type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never;

/** The expressions and states of one context, each made once and in a simple form. */
export class Terms {
  /** Charged with each term that is put together. */
  readonly meter = new Meter();

  readonly #expressions = new Map<string, Expression>();
  readonly #states = new Map<string, State>();

  readonly never = this.#expression('never', { kind: 'never' }, { min: Infinity, max: -Infinity });
  readonly empty = this.#expression('empty', { kind: 'empty' }, { min: 0, max: 0, optional: true });
  readonly all = this.#state('all', { kind: 'all' }, false);
  readonly none = this.#state('none', { kind: 'none' }, false);
  readonly anyChar = this.chars([[0, maxCodePoint]]);
  readonly anything = this.repeat(this.anyChar, 0, Infinity);
  readonly atStart = this.behind(this.match(this.empty));
  readonly atEnd = this.ahead(this.match(this.empty));

  chars(set: CharSet): Expression {
    if (set.length === 0) return this.never;
    return this.#expression(`[${set.join()}`, { kind: 'chars', set }, { min: 1, max: 1 });
  }

  sequence(items: readonly Expression[]): Expression {
    this.meter.spend(items.length);
    return items.reduceRight((tail, head) => this.cat(head, tail), this.empty);
  }

  cat(head: Expression, tail: Expression): Expression {
    if (head.kind === 'never' || tail.kind === 'never') return this.never;
    if (head.kind === 'empty') return tail;
    if (tail.kind === 'empty') return head;
    if (head.kind === 'cat') return this.sequence([...factorsOf(head), tail]);

    const [next, rest] = tail.kind === 'cat' ? [tail.head, tail.tail] : [tail, this.empty];
    // Only nothing lies before the start or after the end.
    if (head === this.anything && next === this.atStart) return tail;
    if (head === this.atEnd && tail === this.anything) return head;
    const joined = this.#joinRepeats(head, next);
    if (joined !== undefined) return this.cat(joined, rest);
    return this.#expression(
      `.${head.id},${tail.id}`,
      { kind: 'cat', head, tail },
      {
        min: head.min + tail.min,
        max: head.max + tail.max,
        optional: head.optional && tail.optional,
        contextual: head.contextual || tail.contextual,
      },
    );
  }

  /** `r{a,b}r{c,d}` is `r{a+c,b+d}`. */
  #joinRepeats(left: Expression, right: Expression): Expression | undefined {
    if (left.kind !== 'repeat' && right.kind !== 'repeat') return undefined;
    const [first, second] = [countsOf(left), countsOf(right)];
    if (first.body !== second.body) return undefined;
    return this.repeat(first.body, first.least + second.least, first.most + second.most);
  }

  alt(items: readonly Expression[]): Expression {
    const rest = new Set<Expression>();
    const ranges: Range[] = [];
    const add = (item: Expression): void => {
      if (item.kind === 'alt') item.items.forEach(add);
      else if (item.kind === 'chars') ranges.push(...item.set);
      else if (item.kind !== 'never') rest.add(item);
    };
    items.forEach(add);
    if (rest.has(this.anything)) return this.anything;
    if (ranges.length > 0) rest.add(this.chars(charSet(ranges)));
    const sorted = [...rest].sort(byId);
    if (sorted.length < 2) return sorted[0] ?? this.never;
    return this.#expression(
      `|${sorted.map(({ id }) => id).join()}`,
      { kind: 'alt', items: sorted },
      {
        min: Math.min(...sorted.map(({ min }) => min)),
        max: Math.max(...sorted.map(({ max }) => max)),
        optional: sorted.some(({ optional }) => optional),
        contextual: sorted.some(({ contextual }) => contextual),
      },
    );
  }

  repeat(body: Expression, least: number, most: number): Expression {
    if (most === 0 || body.kind === 'empty') return this.empty;
    if (body.kind === 'never') return least === 0 ? this.empty : body;
    // What is true of a position once is true of it any number of times.
    if (body.max === 0) return least === 0 ? this.empty : body;
    if (body.optional && least > 0) return this.repeat(body, 0, most);
    if (least === 1 && most === 1) return body;
    if (body.kind === 'repeat' && (least === most || withoutGaps(body, least))) {
      return this.repeat(body.body, body.least * least, body.most * most);
    }
    return this.#expression(
      `*${body.id},${least},${most}`,
      { kind: 'repeat', body, least, most },
      {
        min: body.min * least,
        max: body.max * most,
        optional: least === 0,
        contextual: body.contextual,
      },
    );
  }

  ahead(rest: State): Expression {
    if (rest === this.all) return this.empty;
    if (rest === this.none) return this.never;
    return this.#expression(`>${rest.id}`, { kind: 'ahead', rest }, { min: 0, max: 0, contextual: rest.contextual });
  }

  behind(read: State): Expression {
    if (read === this.all) return this.empty;
    if (read === this.none) return this.never;
    return this.#expression(`<${read.id}`, { kind: 'behind', read }, { min: 0, max: 0, contextual: true });
  }

  /** The words that the expression matches from the present position to their end. */
  match(expression: Expression): State {
    if (expression === this.never) return this.none;
    if (expression === this.anything) return this.all;
    return this.#state(`m${expression.id}`, { kind: 'match', expression }, expression.contextual);
  }

  not(item: State): State {
    if (item === this.all) return this.none;
    if (item === this.none) return this.all;
    if (item.kind === 'not') return item.item;
    return this.#state(`!${item.id}`, { kind: 'not', item }, item.contextual);
  }

  and(items: readonly State[]): State {
    return this.#combine('and', items);
  }

  or(items: readonly State[]): State {
    return this.#combine('or', items);
  }

  /**
   * Flat, without repetitions, and with all negations gathered in one (De Morgan), so that what differs only in order
   * or nesting is one state: else a search would not come to an end.
   */
  #combine(kind: 'and' | 'or', items: readonly State[]): State {
    const [unit, zero] = kind === 'and' ? [this.all, this.none] : [this.none, this.all];
    const parts = new Set<State>();
    const negated = new Set<State>();
    const add = (item: State): void => {
      if (item.kind === kind) item.items.forEach(add);
      else if (item.kind === 'not') negated.add(item.item);
      else if (item !== unit) parts.add(item);
    };
    items.forEach(add);
    this.meter.spend(parts.size + negated.size);
    if (parts.has(zero)) return zero;

    if (negated.size > 0) {
      const opposite = this.#combine(kind === 'and' ? 'or' : 'and', [...negated]);
      const members = 'items' in opposite && opposite.kind !== kind ? opposite.items : [opposite];
      if (opposite === unit || members.some((member) => parts.has(member))) return zero;
      const negation = this.not(opposite);
      if (negation !== unit) parts.add(negation);
    }
    if (kind === 'or' && parts.size > 1) this.#mergeCounts(parts);
    if (parts.has(zero)) return zero;
    const sorted = [...parts].sort(byId);
    if (sorted.length < 2) return sorted[0] ?? unit;
    return this.#state(
      `${kind}${sorted.map(({ id }) => id).join()}`,
      { kind, items: sorted },
      sorted.some(({ contextual }) => contextual),
    );
  }

  /** `r{a,b}s | r{c,d}s` is one repetition if the counts leave no gap: keeps counters from multiplying. */
  #mergeCounts(parts: Set<State>): void {
    const groups = new Map<number, Counted[]>();
    let counting = false;
    for (const state of parts) {
      if (state.kind !== 'match') continue;
      const { expression } = state;
      const [head, tail] = expression.kind === 'cat' ? [expression.head, expression.tail] : [expression, this.empty];
      counting ||= head.kind === 'repeat';
      const { body, least, most } = countsOf(head);
      const key = body.id * 2 ** 26 + tail.id;
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
        const state = this.match(this.cat(this.repeat(current.body, current.least, most), current.tail));
        parts.add(state);
        current = { ...current, most, state };
      }
    }
  }

  #expression(
    key: string,
    body: ExpressionBody,
    facts: { min: number; max: number; optional?: boolean; contextual?: boolean },
  ): Expression {
    this.meter.spend(1);
    const known = this.#expressions.get(key);
    if (known !== undefined) return known;
    const made = { optional: false, contextual: false, ...facts, ...body, id: this.#expressions.size } as Expression;
    this.#expressions.set(key, made);
    return made;
  }

  #state(key: string, body: StateBody, contextual: boolean): State {
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    const made = { ...body, contextual, id: this.#states.size } as State;
    this.#states.set(key, made);
    return made;
  }
}

/** The expressions that a concatenation consists of, none of them a concatenation. */
export function factorsOf(expression: Expression): Expression[] {
  const factors: Expression[] = [];
  let rest = expression;
  for (; rest.kind === 'cat'; rest = rest.tail) factors.push(rest.head);
  factors.push(rest);
  return factors;
}

interface Counts {
  readonly body: Expression;
  readonly least: number;
  readonly most: number;
}

interface Counted extends Counts {
  readonly tail: Expression;
  readonly state: State;
}

function countsOf(expression: Expression): Counts {
  return expression.kind === 'repeat' ? expression : { body: expression, least: 1, most: 1 };
}

/** Whether `least` or more rounds of `r{a,b}` give every count of `r` from `a * least` on. */
function withoutGaps(inner: Counts, least: number): boolean {
  if (inner.most === Infinity) return least > 0 || inner.least <= 1;
  return (least + 1) * inner.least <= least * inner.most + 1;
}

function byId(a: { readonly id: number }, b: { readonly id: number }): number {
  return a.id - b.id;
}
