import { hoursBetween } from '../internal/time.ts';
import type { RollbackWindow } from './gates/policy.ts';
import type { ContractLine } from './line.ts';

/**
 * The version that a rollback goes to unless told otherwise: the one that was active before the current one was
 * *first* activated. Versions that are retired, or were themselves rolled back from, are passed over in favour of the
 * one before them.
 */
export function rollbackTarget(line: ContractLine): string | undefined {
  const current = line.active_version;
  if (current === null) return undefined;
  const log = line.activations;
  const firstActivationOf = (version: string) => log.findIndex((entry) => entry.contract_version === version);

  let position = firstActivationOf(current);
  while (position > 0) {
    const previous = log[position - 1]?.contract_version;
    if (previous === undefined) return undefined;
    if (isEligible(line, previous)) return previous;
    position = firstActivationOf(previous);
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
  if (window === undefined || current === undefined) return false;
  const recent = window.activations === undefined ? [] : line.activations.slice(0, -1).slice(-window.activations);
  return (
    recent.some((entry) => entry.contract_version === target) ||
    (window.hours !== undefined && hoursBetween(current.activated_at, now) < window.hours && wasActive(line, target))
  );
}

/** Whether a version was ever active on the line. */
export function wasActive(line: ContractLine, version: string): boolean {
  return line.activations.some((entry) => entry.contract_version === version);
}

function isEligible(line: ContractLine, version: string): boolean {
  return line.versions.get(version)?.status === 'superseded' && !wasRolledBackFrom(line, version);
}

/** Whether the version's last time in force ended in a rollback. */
function wasRolledBackFrom(line: ContractLine, version: string): boolean {
  const last = line.activations.findLastIndex((entry) => entry.contract_version === version);
  return line.activations[last + 1]?.kind === 'rollback';
}
