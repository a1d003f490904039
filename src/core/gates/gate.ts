import type { Approval, Integration } from '../context.ts';
import type { Override } from '../command.ts';
import type { BlockedReason } from '../error.ts';
import type { Actor } from '../event.ts';
import type { CompatibilityCheck, ContractLine, ContractVersion } from '../line.ts';

/**
 * A named condition of activation.
 *
 * `evaluate` is pure: it sees facts, which it cannot change, and gives a verdict. A gate that throws, or answers anything
 * but a verdict, blocks with `policy_evaluation_failed`.
 */
export interface Gate {
  /** Unique in a policy; kebab-case. */
  readonly name: string;
  /** `freeze` puts the gate before the runbook's own gates; the default is after them. */
  readonly stage?: 'freeze' | 'policy';
  readonly evaluate: (context: GateContext) => GateVerdict;
}

/** What a gate sees. */
export interface GateContext {
  readonly operation: 'activate' | 'rollback';
  readonly line: ContractLine;
  /** The version that is to become active. */
  readonly target: ContractVersion;
  /** The version in force; `undefined` where there is none. */
  readonly active: ContractVersion | undefined;
  /** The check of active → target that counts; `undefined` where there is none, or nothing to compare with. */
  readonly check: CompatibilityCheck | undefined;
  /** The baseline that the caller named. */
  readonly stated_baseline: string | undefined;
  /** An override that is authorized and bound to this very pair. */
  readonly override: Override | undefined;
  /** Whether the policy's rollback window covers this operation. */
  readonly within_rollback_window: boolean;
  readonly integration: Integration;
  readonly actor: Actor;
  readonly approvals: readonly Approval[];
  readonly ruleset_digest: string | null;
  /** RFC 3339, UTC. */
  readonly now: string;
}

/** A gate's answer. */
export type GateVerdict = Pass | Block;

/** The gate is open. */
export interface Pass {
  readonly outcome: 'pass';
}

/** The gate is closed. */
export interface Block {
  readonly outcome: 'block';
  /** `breaking_changes` refuses with the check that found them; every other reason is an activation that is blocked. */
  readonly reason: BlockedReason | 'breaking_changes';
  readonly message: string;
  /** What would open the gate, for people. */
  readonly remedy?: string;
}

const passed: Pass = { outcome: 'pass' };

/** The verdict of an open gate. */
export function pass(): Pass {
  return passed;
}

/**
 * The verdict of a closed gate.
 *
 * @example block('The payments team deploys on Mondays only.', { remedy: 'Try again on Monday.' })
 */
export function block(
  message: string,
  options: { readonly reason?: Block['reason']; readonly remedy?: string } = {},
): Block {
  const { reason = 'policy_denied', remedy } = options;
  return { outcome: 'block', reason, message, ...(remedy === undefined ? {} : { remedy }) };
}
