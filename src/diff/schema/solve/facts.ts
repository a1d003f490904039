import type { Forms } from '../form/forms.ts';
import type { Formula, Literal } from '../form/formula.ts';
import type { Names } from '../form/names.ts';
import { unexpected } from '../form/never.ts';

/** Which of the two schemas a formula comes from: that the value is to be in, or that it is to be outside of. */
export type Side = 'sub' | 'sup';

export interface Sided<F extends Formula = Formula> {
  readonly formula: F;
  readonly side: Side;
}

export type Choice = Sided<Extract<Formula, { kind: 'or' | 'exactly-one' }>>;

/** What is known of a value of one type on one branch of the search: literals, and choices not yet made. */
export class Facts {
  readonly #forms: Forms;
  readonly #present: Map<number, number>;
  readonly literals: Sided<Literal>[];
  choices: readonly Choice[];
  readonly declared: Record<Side, Names[]>;
  /** Names of members that what is sent leaves out. */
  readonly hidden: Set<string>;

  constructor(forms: Forms, from?: Facts) {
    this.#forms = forms;
    this.#present = new Map(from?.present);
    this.literals = [...(from?.literals ?? [])];
    this.choices = from?.choices ?? [];
    this.hidden = new Set(from?.hidden);
    this.declared = { sub: [...(from?.declared.sub ?? [])], sup: [...(from?.declared.sup ?? [])] };
  }

  get present(): ReadonlyMap<number, number> {
    return this.#present;
  }

  copy(): Facts {
    return new Facts(this.#forms, this);
  }

  /** Whether a formula is known to hold, or one side to say so. */
  has(formula: Formula, side?: Side): boolean {
    const seen = this.#present.get(formula.id) ?? 0;
    return side === undefined ? seen > 0 : (seen & bitOf(side)) > 0;
  }

  contradicts(formula: Formula): boolean {
    return this.#present.has(formula.id ^ 1) || (formula.kind === 'constant' && !formula.value);
  }

  /** Adds a formula and what plainly follows; false if it contradicts what is known. */
  add(formula: Formula, side: Side): boolean {
    if (formula.kind === 'constant') return formula.value;
    if (this.#present.has(formula.id ^ 1)) return false;
    const bit = bitOf(side);
    const seen = this.#present.get(formula.id) ?? 0;
    if ((seen & bit) !== 0) return true;
    this.#present.set(formula.id, seen | bit);

    switch (formula.kind) {
      case 'literal':
        this.literals.push({ formula, side });
        return true;
      case 'and':
        return formula.parts.every((part) => this.add(part, side));
      case 'or':
      case 'exactly-one':
        this.choices = [...this.choices, { formula, side }];
        return true;
      case 'located':
        this.declared[side].push(...formula.location[side === 'sub' ? 'spoken' : 'declared']);
        if (side === 'sub') for (const name of formula.location.hides) this.hidden.add(name);
        return this.add(formula.inner, side);
      case 'reference': {
        const slice = formula.target.schema?.slices[formula.type];
        if (slice === undefined) return true;
        return this.add(formula.positive ? slice : this.#forms.not(slice), side);
      }
      default:
        return unexpected(formula);
    }
  }
}

function bitOf(side: Side): number {
  return side === 'sub' ? 1 : 2;
}
