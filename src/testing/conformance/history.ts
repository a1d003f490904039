/** A read or an acknowledged commit of one line, with the moments between which it took effect. */
export interface Operation {
  readonly kind: 'read' | 'write';
  /** The revision that was read, or written. */
  readonly revision: number;
  readonly invoked: number;
  readonly completed: number;
}

/**
 * Where a history contradicts every order in which the operations could have happened one by one, each between its
 * invocation and its completion; nothing if it is strictly serializable.
 *
 * Revisions are that order already: what is left to check is that writes share none, and that nothing that began after
 * another operation had completed saw or wrote less than that one.
 */
export function findViolations(history: readonly Operation[]): readonly string[] {
  const violations: string[] = [];
  const written = new Set<number>();
  for (const { kind, revision } of history) {
    if (kind !== 'write') continue;
    if (written.has(revision)) violations.push(`revision ${revision} was written twice`);
    written.add(revision);
  }
  const byCompletion = history.toSorted((left, right) => left.completed - right.completed);
  let completed = 0;
  let highest = 0;
  for (const operation of history.toSorted((left, right) => left.invoked - right.invoked)) {
    for (let next = byCompletion[completed]; next !== undefined && next.completed < operation.invoked;) {
      highest = Math.max(highest, next.revision);
      completed += 1;
      next = byCompletion[completed];
    }
    const floor = operation.kind === 'write' ? highest + 1 : highest;
    if (operation.revision < floor) {
      violations.push(`a ${operation.kind} of revision ${operation.revision} began after ${highest} was known`);
    }
  }
  return violations;
}

/** Milliseconds of a clock that all processes of the machine share and nobody sets. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
