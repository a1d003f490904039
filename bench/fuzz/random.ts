/** A small deterministic source of choices: the same seed gives the same sequence everywhere. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). Mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to but not including `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly [T, ...T[]]): T;
  pick<T>(list: readonly T[]): T | undefined;
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  weighted<T>(list: readonly T[], weightOf: (entry: T) => number): T | undefined {
    let left = this.next() * list.reduce((total, entry) => total + weightOf(entry), 0);
    return list.find((entry) => (left -= weightOf(entry)) < 0) ?? list.at(-1);
  }

  shuffle<T>(list: readonly T[]): T[] {
    const keyed = list.map((entry) => ({ entry, key: this.next() }));
    return keyed.sort((a, b) => a.key - b.key).map(({ entry }) => entry);
  }

  some<T>(list: readonly T[], probability: number): T[] {
    return list.filter(() => this.chance(probability));
  }
}
