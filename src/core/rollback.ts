import { hoursApart } from '../internal/time.ts';
import type { RollbackWindow } from './gates/policy.ts';
import type { ContractLine } from './line.ts';

/**
 * The version that a rollback goes to unless told otherwise: the one that was active before the current one was
 * *first* activated. Versions that are retired, or whose last time in force ended in a rollback, are passed over in
 * favour of the one before them.
 */
export function rollbackTarget(line: ContractLine): string | undefined {
  const log = line.activations;
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  for (const [position, { contract_version }] of log.entries()) {
    if (!first.has(contract_version)) first.set(contract_version, position);
    last.set(contract_version, position);
  }
  const endedInRollback = (version: string) => log[(last.get(version) ?? log.length) + 1]?.kind === 'rollback';

  let position = line.active_version === null ? 0 : (first.get(line.active_version) ?? 0);
  while (position > 0) {
    const previous = log[position - 1]?.contract_version;
    if (previous === undefined) return undefined;
    if (line.versions.get(previous)?.status === 'superseded' && !endedInRollback(previous)) return previous;
    position = first.get(previous) ?? 0;
  }
  return undefined;
}

/** Whether the policy lets this rollback pass although the way back is incompatible. */
export function isWithinRollbackWindow(
  line: ContractLine,
  target: string,
  now: string,
  window: RollbackWindow | undefined,
): boolean {
  const current = line.activations.at(-1);
  if (window === undefined || current === undefined || !isWayBack(line, current.contract_version, target)) return false;
  // Written so that a condition that is absent, or no number, opens nothing.
  const { activations = Number.NaN, hours = Number.NaN } = window;
  const before = line.activations.length - 1;
  return (
    line.activations.some(
      (entry, position) => position < before && position >= before - activations && entry.contract_version === target,
    ) || hoursApart(current.activated_at, now) < hours
  );
}

/** Whether a version was active before another was first activated: to go on to what came later is no way back. */
function isWayBack({ activations }: ContractLine, from: string, to: string): boolean {
  const first = (version: string) => activations.findIndex((entry) => entry.contract_version === version);
  return first(to) !== -1 && first(to) < first(from);
}

/** Whether a version was ever active on the line. */
export function wasActive(line: ContractLine, version: string): boolean {
  return line.activations.some((entry) => entry.contract_version === version);
}
