import type { Likeness } from '../compile/likeness.ts';
import type { CompileOptions } from '../compile/site.ts';
import type { Place, Source } from '../compile/source.ts';
import { Reading } from './reading.ts';

/** Whether what a fragment leads to is taken as contained, where a schema refers to it. */
type IsKnown = (fragment: string, aboutValue: boolean) => boolean;

/** A definition of the first document that was looked at, and of the second. */
type Pair = readonly [ours: unknown, theirs: unknown];

/** The definitions that both documents have, but for those that lead to nothing that differs. */
interface Definitions {
  /** Written alike, and leading to such definitions for parts of their values alone. */
  readonly carriers: ReadonlySet<string>;
  /** All others, which have to be read. */
  readonly pairs: ReadonlyMap<string, Pair>;
}

const mostValues = 1_000_000;

/**
 * Proves of all definitions at once that those of one document are in those of another at the same fragments. Only what
 * is written otherwise has to be read: what is written alike and refers to others for parts of its values alone is
 * contained if they are. Values are finite, so all may be taken as proved below a step into a part.
 */
export class Throughout {
  /** The document whose definitions are to be in those of the other. */
  readonly sub: Source;
  readonly #sup: Source;
  readonly #options: CompileOptions;
  readonly #likeness: Likeness;
  readonly #turned: boolean;
  #proved: Definitions | 'nothing' | undefined;

  /** @param turned whether it is the second of the documents that were looked at that is to be in the other */
  constructor(
    options: CompileOptions,
    [sub, sup]: readonly [Source, Source],
    { likeness, turned }: { readonly likeness: Likeness; readonly turned: boolean },
  ) {
    this.sub = sub;
    this.#sup = sup;
    this.#options = options;
    this.#likeness = likeness;
    this.#turned = turned;
  }

  /** Whether that is proved, and that the one schema is in the other then; if not, that tells nothing. */
  proves(sub: Place, sup: Place): boolean {
    const proved = (this.#proved ??= this.#proveAll() ?? 'nothing');
    if (proved === 'nothing') return false;
    return this.#narrows(sub, sup, (fragment) => proved.carriers.has(fragment) || proved.pairs.has(fragment));
  }

  #proveAll(): Definitions | undefined {
    const { direction } = this.#options;
    if (direction !== undefined && (this.sub.isMarked(direction) || this.#sup.isMarked(direction))) return undefined;
    // One that allows more, whatever it refers to, ends it before all the others are put in order.
    for (const pair of this.#likeness.differing.values()) if (!this.#isNarrowed(pair, () => true)) return undefined;
    const { carriers, pairs } = this.#definitions();
    const isKnown: IsKnown = (fragment, aboutValue) => carriers.has(fragment) || (!aboutValue && pairs.has(fragment));
    for (const pair of pairs.values()) if (!this.#isNarrowed(pair, isKnown)) return undefined;
    return { carriers, pairs };
  }

  #isNarrowed([ours, theirs]: Pair, isKnown: IsKnown): boolean {
    const [schema, wider] = this.#turned ? [theirs, ours] : [ours, theirs];
    return this.#narrows({ ...this.sub.root, schema }, { ...this.#sup.root, schema: wider }, isKnown);
  }

  #narrows(sub: Place, sup: Place, isKnown: IsKnown): boolean {
    const isCommon = (fragment: string): boolean => this.#likeness.settled.has(fragment);
    const isContained: IsKnown = (fragment, aboutValue) => isCommon(fragment) || isKnown(fragment, aboutValue);
    const reading = new Reading(this.#options, { isCommon, isContained }, mostValues);
    return reading.read({ sub, sup, loose: false, aboutValue: true })?.length === 0;
  }

  #definitions(): Definitions {
    const { alike, differing, settled } = this.#likeness;
    const pairs = new Map<string, Pair>(differing);
    const carriers = new Set<string>();
    const unsettled = [...alike].filter(([fragment]) => !settled.has(fragment));
    for (const [fragment, { ours, theirs, carries }] of unsettled) {
      if (carries) carriers.add(fragment);
      else pairs.set(fragment, [ours, theirs]);
    }
    const isShared = (fragment: string): boolean =>
      settled.has(fragment) || pairs.has(fragment) || carriers.has(fragment);
    for (const [fragment, { ours, theirs, references }] of unsettled) {
      // It is shared all the same: whether what it leads to is contained is found when it is read.
      if (carriers.has(fragment) && !references.every(isShared)) {
        carriers.delete(fragment);
        pairs.set(fragment, [ours, theirs]);
      }
    }
    return { carriers, pairs };
  }
}
