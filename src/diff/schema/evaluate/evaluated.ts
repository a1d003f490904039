/** Names and indexes of an instance that some keyword has evaluated, for `unevaluatedProperties` and `…Items`. */
export class Evaluated {
  #names: Set<string> | undefined;
  #indexes: Set<number> | undefined;
  /** Whether a subschema of unknown verdict might have added more. */
  uncertain = false;

  get names(): Set<string> {
    return (this.#names ??= new Set());
  }

  get indexes(): Set<number> {
    return (this.#indexes ??= new Set());
  }

  merge(other: Evaluated): void {
    for (const name of other.#names ?? []) this.names.add(name);
    for (const index of other.#indexes ?? []) this.indexes.add(index);
    this.uncertain ||= other.uncertain;
  }
}
