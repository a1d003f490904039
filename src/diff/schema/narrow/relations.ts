import type { CompileOptions } from '../compile/site.ts';
import { Source } from '../compile/source.ts';
import type { Place } from '../compile/source.ts';
import { Twins } from '../compile/twins.ts';
import type { OnFound } from '../compile/twins.ts';
import { Narrowing } from './narrowing.ts';
import { Throughout } from './throughout.ts';

/** Two documents that were looked at side by side. */
interface Relation {
  readonly twins: Twins;
  /** From the first to the second, and back. */
  readonly throughout: readonly Throughout[];
}

/** What pairs of documents have in common, and what that proves of their schemas without compiling them. */
export class Relations {
  readonly #options: CompileOptions;
  readonly #onFound: OnFound;
  readonly #narrowing: Narrowing;
  readonly #relations = new Map<Source, Map<Source, Relation>>();

  /** @param onFound told of each definition that both documents have once, as it stands in each, and if it is common */
  constructor(options: CompileOptions, onFound: OnFound) {
    this.#options = options;
    this.#onFound = onFound;
    this.#narrowing = new Narrowing(options);
  }

  /** Prepares for schemas at these pointers of two documents. */
  relate(a: readonly [Source, pointer: string], b: readonly [Source, pointer: string]): void {
    const twins = this.#between(a[0], b[0])?.twins ?? this.#begin(a[0], b[0])?.twins;
    for (const [, pointer] of [a, b]) twins?.expect(pointer);
  }

  /**
   * Whether what two schemas say proves that the first is in the second. Both are in documents that were related, or in
   * the same one.
   */
  isNarrowed(sub: Place, sup: Place): boolean {
    const [ours, theirs] = [sub.resource.source, sup.resource.source];
    if (ours === theirs)
      return ours.isPlain && sub.resource.unreadable === undefined && this.#narrowing.proves(sub, sup, () => true);
    const relation = this.#between(ours, theirs);
    if (relation === undefined) return false;
    const { twins, throughout } = relation;
    if (throughout.some((each) => each.sub === ours && each.proves(sub, sup))) return true;
    twins.explore();
    return this.#narrowing.proves(sub, sup, (fragment) => twins.isCommon(fragment));
  }

  #between(a: Source, b: Source): Relation | undefined {
    return this.#relations.get(b)?.get(a) ?? this.#relations.get(a)?.get(b);
  }

  /** Undefined if the documents cannot be looked at together. */
  #begin(ours: Source, theirs: Source): Relation | undefined {
    const likeness = Source.alike(ours, theirs);
    if (!Twins.fit(ours, theirs)) return undefined;
    const marks = this.#options.direction === undefined ? [] : ['readOnly', 'writeOnly'];
    const twins = new Twins([ours, theirs], { marks, likeness }, this.#onFound);
    const throughout =
      likeness === undefined
        ? []
        : [
            new Throughout(this.#options, [ours, theirs], { likeness, turned: false }),
            new Throughout(this.#options, [theirs, ours], { likeness, turned: true }),
          ];
    const relation = { twins, throughout };
    const others = this.#relations.get(ours) ?? new Map<Source, Relation>();
    this.#relations.set(ours, others.set(theirs, relation));
    return relation;
  }
}
