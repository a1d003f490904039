/**
 * What a search for a value came to. `none` is a proof that there is no value. A `found` value that rests on an
 * assumption about something not modelled has to be checked by an independent validator before it counts.
 */
export type Outcome =
  | { readonly status: 'found'; readonly value: unknown; readonly assuming?: string }
  | { readonly status: 'none' }
  | { readonly status: 'unknown'; readonly reason: string };

export const none: Outcome = { status: 'none' };

export function found(value: unknown, assuming?: string): Outcome {
  return assuming === undefined ? { status: 'found', value } : { status: 'found', value, assuming };
}

export function unknown(reason: string): Outcome {
  return { status: 'unknown', reason };
}

/** Gathers the outcomes of alternatives: a sure value ends the search, an assumed one is better than not knowing. */
export class Alternatives {
  #best: Outcome = none;

  /** Whether this one settles the matter, so that no other needs to be tried. */
  add(outcome: Outcome): boolean {
    if (rank(outcome) > rank(this.#best)) this.#best = outcome;
    return rank(outcome) === 3;
  }

  get result(): Outcome {
    return this.#best;
  }
}

function rank(outcome: Outcome): number {
  if (outcome.status === 'none') return 0;
  if (outcome.status === 'unknown') return 1;
  return outcome.assuming === undefined ? 3 : 2;
}

/** Gathers the outcomes of parts that are all needed: one that cannot be makes the whole impossible. */
export class Requirements {
  #assuming: string | undefined;
  #unknown: Outcome | undefined;

  /** The value of the part; undefined when there is none to be had, or none known. */
  add(outcome: Outcome): { readonly value: unknown } | undefined {
    if (outcome.status === 'found') {
      this.#assuming ??= outcome.assuming;
      return outcome;
    }
    if (outcome.status === 'unknown') this.#unknown ??= outcome;
    return undefined;
  }

  /** The whole, built from the parts' values unless one of them is not known. */
  conclude(value: () => unknown): Outcome {
    return this.#unknown ?? found(value(), this.#assuming);
  }
}
