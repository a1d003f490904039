import { Meter } from './budget.ts';
import { charSet, maxCodePoint } from './char-set.ts';
import type { CharSet, Range } from './char-set.ts';
import { countsOf, mergeCounts, withoutGaps } from './counts.ts';
import { factorsOf, idLimit } from './term.ts';
import type { Expression, ExpressionFacts, State, StateFacts } from './term.ts';

type ExpressionBody = DistributiveOmit<Expression, keyof ExpressionFacts>;
type StateBody = DistributiveOmit<State, keyof StateFacts>;
type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never;

/** The expressions and states of one context, each made once and in a simple form. */
export class Terms {
  /** Charged with each term that is put together. */
  readonly meter = new Meter();

  readonly #expressions = new Map<string, Expression>();
  readonly #states = new Map<string, State>();
  readonly #pairs = { and: new Map<number, State>(), or: new Map<number, State>() };

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
    this.meter.spend(set.length);
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

  #combine(kind: 'and' | 'or', items: readonly State[]): State {
    const [first, second] = items;
    if (first === undefined) return kind === 'and' ? this.all : this.none;
    if (second === undefined || (items.length === 2 && first === second)) return first;
    if (items.length > 2) return this.#simplify(kind, items);
    const key = first.id * idLimit + second.id;
    let state = this.#pairs[kind].get(key);
    if (state === undefined) {
      state = this.#simplify(kind, items);
      this.#pairs[kind].set(key, state);
    }
    return state;
  }

  /**
   * Flat, without repetitions, and with all negations gathered in one (De Morgan), so that what differs only in order
   * or nesting is one state: else a search would not come to an end.
   */
  #simplify(kind: 'and' | 'or', items: readonly State[]): State {
    const [unit, zero] = kind === 'and' ? [this.all, this.none] : [this.none, this.all];
    const parts = new Set<State>();
    const negated = new Set<State>();
    for (const item of items) {
      for (const part of item.kind === kind ? item.items : [item]) {
        if (part.kind === 'not') negated.add(part.item);
        else if (part !== unit) parts.add(part);
      }
    }
    this.meter.spend(parts.size + negated.size);
    if (parts.has(zero)) return zero;

    if (negated.size > 0) {
      const opposite = this.#combine(kind === 'and' ? 'or' : 'and', [...negated]);
      const members = 'items' in opposite && opposite.kind !== kind ? opposite.items : [opposite];
      if (opposite === unit || members.some((member) => parts.has(member))) return zero;
      const negation = this.not(opposite);
      if (negation !== unit) parts.add(negation);
    }
    if (kind === 'or' && parts.size > 1) mergeCounts(this, parts);
    if (parts.has(zero)) return zero;
    const sorted = [...parts].sort(byId);
    if (sorted.length < 2) return sorted[0] ?? unit;
    return this.#state(
      `${kind}${sorted.map(({ id }) => id).join()}`,
      { kind, items: sorted },
      sorted.some(({ contextual }) => contextual),
    );
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

function byId(a: { readonly id: number }, b: { readonly id: number }): number {
  return a.id - b.id;
}
