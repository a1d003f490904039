import type { Approval, Comparison, Context, Lifecycle } from '../../core/context.ts';
import type { Actor } from '../../core/event.ts';
import type { Policy } from '../../core/gates/policy.ts';
import { assertPolicy } from '../../core/gates/policy.ts';
import type { Command } from '../../core/command.ts';
import type { Permission } from '../../core/permission.ts';
import { importPermission, operatePermission, overridePermission, permissionsFor } from '../../core/permission.ts';
import type { CompatibilityResult } from '../../core/report.ts';
import { assertOptions } from '../../internal/assert-options.ts';
import { checksumOf } from './checksum.ts';
import { defaultOperator, defaultRuleset } from './complete/basics.ts';
import { verdictOf } from './events.ts';
import type { Past } from './history.ts';

/** What a command is decided on besides the history. Everything has a default under which nothing stands in the way. */
export interface Facts {
  /** Default: the runbook's gates alone. */
  readonly policy?: Policy;
  /** When the command is given, RFC 3339; default: when the history ends. */
  readonly now?: string;
  /** Who gives it; default `operator`. Builders let `author` create versions. */
  readonly actor?: string | Actor;
  /** Default `command-1`. */
  readonly command_id?: string;
  /** What the actor may do; default: everything. */
  readonly permissions?: readonly Permission[];
  /** Lifecycle of the integration, or `missing` where the catalog does not know it; default `active`. */
  readonly lifecycle?: Lifecycle | 'missing';
  /**
   * The rules in force; default those under which the builders' checks are made. Another digest is an upgrade, `null` a
   * contract type without a differ.
   */
  readonly ruleset_digest?: string | null;
  /** What the differ says of stored documents; default: nothing has been compared. */
  readonly comparisons?: readonly ComparisonSpec[];
  /** Default: nobody approved. */
  readonly approvals?: readonly ApprovalSpec[];
}

/** A comparison as far as a spec states it. */
export type ComparisonSpec = Pick<Comparison, 'baseline_version' | 'candidate_version'> &
  Partial<Omit<Comparison, 'baseline_version' | 'candidate_version'>>;

/** An approval as far as a spec states it. */
export type ApprovalSpec = { readonly contract_version: string } & Pick<Approval, 'approved_by'> &
  Partial<Omit<Approval, 'approved_by'>>;

/**
 * The differ's answer for an ordered pair whose documents are stored.
 *
 * @example compared('v2', 'v1', { breaking_change_count: 1 })
 */
export function compared(
  baseline_version: string,
  candidate_version: string,
  outcome: CompatibilityResult | Partial<Comparison>,
): ComparisonSpec {
  return { ...verdictOf(outcome), baseline_version, candidate_version };
}

/** Somebody's consent to a version's document. */
export function approved(
  contract_version: string,
  approved_by: string,
  stated: Partial<Omit<Approval, 'approved_by'>> = {},
): ApprovalSpec {
  return { ...stated, contract_version, approved_by };
}

/**
 * The context in which a command is decided.
 *
 * @throws TypeError if a fact is unknown, or the policy is malformed
 */
export function contextOf(facts: Facts, past: Past, command: Command): Context {
  const {
    policy = {},
    now = past.now,
    actor = defaultOperator,
    command_id = 'command-1',
    lifecycle = 'active',
  } = facts;
  const { permissions = [operatePermission, overridePermission, importPermission] } = facts;
  const { ruleset_digest = defaultRuleset } = facts;
  assertOptions('spec', facts, factNames);
  assertPolicy(policy);
  return {
    now,
    actor: typeof actor === 'string' ? { id: actor } : actor,
    command_id,
    authorization: {
      operation: permissionsFor(command.type).some((permission) => permissions.includes(permission)),
      override: permissions.includes(overridePermission),
    },
    integration: lifecycle === 'missing' ? null : { integration_id: past.line.integration_id, lifecycle },
    ruleset_digest,
    comparisons: (facts.comparisons ?? []).map((comparison) => toComparison(comparison, ruleset_digest)),
    approvals: (facts.approvals ?? []).map((approval) => toApproval(approval, past)),
    policy,
  };
}

const factNames: readonly (keyof Facts)[] = [
  'policy',
  'now',
  'actor',
  'command_id',
  'permissions',
  'lifecycle',
  'ruleset_digest',
  'comparisons',
  'approvals',
];

function toComparison(stated: ComparisonSpec, ruleset_digest: string | null): Comparison {
  const { result, breaking_change_count = result === 'compatible' ? 0 : 1 } = stated;
  const pair = `compared("${stated.baseline_version}", "${stated.candidate_version}")`;
  if (result === undefined) throw new TypeError(`${pair}: state the result, or the breaking_change_count.`);
  if ((result === 'compatible') !== (breaking_change_count === 0)) {
    throw new TypeError(`${pair}: ${breaking_change_count} breaking changes do not make it ${result}.`);
  }
  return {
    findings: [],
    report_checksum: null,
    ruleset_digest: ruleset_digest ?? defaultRuleset,
    ...stated,
    result,
    breaking_change_count,
  };
}

function toApproval({ contract_version, ...stated }: ApprovalSpec, { line, now }: Past): Approval {
  const checksum = line.versions.get(contract_version)?.checksum ?? checksumOf(contract_version);
  return { approved_at: now, checksum, ...stated };
}
