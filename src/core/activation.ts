import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import type { Activate, Override, Rollback } from './command.ts';
import type { Context, Integration } from './context.ts';
import type { Refusal } from './error.ts';
import { activationBlocked, conflict, invalidPayload, notFound } from './error.ts';
import type { CompatibilityEvaluated, ContractEvent } from './event.ts';
import { compatibilityEvaluated, freshCheck } from './evidence.ts';
import { commitTo } from './evolve.ts';
import type { GateContext } from './gates/gate.ts';
import type { ContractLine, ContractVersion, Justification } from './line.ts';
import { activeVersion, latestCheck } from './line.ts';
import { isWithinRollbackWindow, rollbackTarget, wasActive } from './rollback.ts';

/** An activation or rollback whose target is known, before its gates are asked. */
export interface Proposal {
  readonly target: ContractVersion;
  /** What the gates see; `undefined` where the target is the active version already and nothing would change. */
  readonly gateContext: GateContext | undefined;
  /** A check of active → target that this command computes and records itself; only a rollback does. */
  readonly evaluated: CompatibilityEvaluated | undefined;
}

/** Finds what an activation or rollback is about: the guards that come before the gates. */
export function propose(line: ContractLine, command: Activate | Rollback, context: Context): Result<Proposal, Refusal> {
  const { integration } = context;
  if (integration === null) return err(notFound('integration_missing'));

  const found = findTarget(line, command);
  if (found.isErr()) return err(found.error);
  const target = found.value;
  const active = activeVersion(line);
  if (target.contract_version === active?.contract_version) {
    return ok({ target, gateContext: undefined, evaluated: undefined });
  }
  if (command.type === 'rollback' && !wasActive(line, target.contract_version)) {
    return err(noRollbackTarget(`"${target.contract_version}" was never active; use an activation.`));
  }
  const bound = bindOverride(line, command.override, active, target, context);
  if (bound.isErr()) return err(bound.error);

  const evaluated = command.type === 'rollback' ? evaluateWay(line, active, target, context) : undefined;
  const known = evaluated === undefined ? line : commitTo(line, [evaluated]);
  return ok({
    target,
    evaluated,
    gateContext: gateContextOf(known, command, { target, active, integration, override: bound.value }, context),
  });
}

/** The events of a proposal whose gates are all open, in order. */
export function activationEvents(
  { target, gateContext, evaluated }: Proposal,
  context: Context,
): readonly ContractEvent[] {
  if (gateContext === undefined) return [];
  const { line, active, operation, integration, check, override } = gateContext;
  const justification = justify(gateContext, context);
  const events: ContractEvent[] = evaluated === undefined ? [] : [evaluated];
  if (justification.kind === 'override' && override !== undefined && active !== undefined && check !== undefined) {
    events.push({
      type: 'platform.integration.contract.override_used',
      data: {
        override_id: justification.override_id,
        contract_version: target.contract_version,
        baseline_version: active.contract_version,
        baseline_checksum: active.checksum,
        candidate_checksum: target.checksum,
        justification: override.justification,
        check_seq: check.check_seq,
        used_at: context.now,
        used_by: context.actor.id,
      },
    });
  }
  // One decision, so no reader ever sees two active versions.
  if (active !== undefined) {
    events.push({
      type: 'platform.integration.contract.superseded',
      data: {
        contract_version: active.contract_version,
        superseded_by: target.contract_version,
        superseded_at: context.now,
      },
    });
  }
  const wayBack = active && freshCheck(line, target.contract_version, active.contract_version, context);
  events.push({
    type: 'platform.integration.contract.activated',
    data: {
      activation_seq: line.activations.length + 1,
      contract_version: target.contract_version,
      baseline_version: active?.contract_version ?? null,
      kind: operation === 'rollback' ? 'rollback' : 'activation',
      justification,
      activated_at: context.now,
      activated_by: context.actor.id,
      lifecycle_observed: integration.lifecycle,
      rollback_ready: wayBack === undefined ? null : wayBack.check.result === 'compatible',
      reverse_check: wayBack?.recorded === false ? wayBack.check : null,
    },
  });
  return events;
}

function findTarget(line: ContractLine, command: Activate | Rollback): Result<ContractVersion, Refusal> {
  const name = command.contract_version ?? rollbackTarget(line);
  if (name === undefined) {
    return err(
      noRollbackTarget(
        line.active_version === null
          ? 'The line has no active version to roll back from.'
          : `No version that can come back was active before "${line.active_version}".`,
      ),
    );
  }
  const target = line.versions.get(name);
  return target === undefined ? err(notFound('target_missing', name)) : ok(target);
}

function noRollbackTarget(message: string): Refusal {
  return activationBlocked('no_rollback_target', 'rollback-target', message, {
    remedy: 'Activate a version explicitly.',
  });
}

/** An override counts only for the pair it was written for, and only once. */
function bindOverride(
  line: ContractLine,
  override: Override | undefined,
  active: ContractVersion | undefined,
  target: ContractVersion,
  context: Context,
): Result<Override | undefined, Refusal> {
  if (override === undefined) return ok(undefined);
  const issues = [
    { pointer: '/override/baseline_checksum', stated: override.baseline_checksum, is: active?.checksum },
    { pointer: '/override/candidate_checksum', stated: override.candidate_checksum, is: target.checksum },
  ]
    .filter(({ stated, is }) => stated !== is)
    .map(({ pointer, is }) => ({
      pointer,
      message: is === undefined ? 'there is no active version' : `must be ${is}`,
    }));
  if (issues.length > 0) {
    return err(invalidPayload('override_not_bound', 'The override was written for another pair of documents.', issues));
  }
  const id = override.override_id ?? context.command_id;
  if (line.used_overrides.includes(id)) {
    return err(conflict('override_used', `The override "${id}" was used before; each is good for one activation.`));
  }
  return ok(override);
}

/** The check that a rollback adds itself: of the pair active → target, unless a fresh one is recorded already. */
function evaluateWay(
  line: ContractLine,
  active: ContractVersion | undefined,
  target: ContractVersion,
  context: Context,
): CompatibilityEvaluated | undefined {
  if (active === undefined) return undefined;
  const known = freshCheck(line, active.contract_version, target.contract_version, context);
  return known?.recorded === false ? compatibilityEvaluated(line, known.check, context) : undefined;
}

function gateContextOf(
  line: ContractLine,
  command: Activate | Rollback,
  facts: {
    readonly target: ContractVersion;
    readonly active: ContractVersion | undefined;
    readonly integration: Integration;
    readonly override: Override | undefined;
  },
  context: Context,
): GateContext {
  const { target, active, integration, override } = facts;
  return {
    operation: command.type,
    line,
    target,
    active,
    check: active === undefined ? undefined : latestCheck(line, active.contract_version, target.contract_version),
    stated_baseline: command.baseline_version,
    override,
    within_rollback_window:
      command.type === 'rollback' &&
      isWithinRollbackWindow(line, target.contract_version, context.now, context.policy.rollback_window),
    integration,
    actor: context.actor,
    approvals: context.approvals,
    ruleset_digest: context.ruleset_digest,
    now: context.now,
  };
}

function justify(gateContext: GateContext, context: Context): Justification {
  const { active, check, override } = gateContext;
  if (active === undefined || check === undefined) return { kind: 'first_activation' };
  const { check_seq } = check;
  if (check.result === 'compatible') return { kind: 'check', check_seq };
  return override === undefined
    ? { kind: 'rollback_window', check_seq }
    : { kind: 'override', check_seq, override_id: override.override_id ?? context.command_id };
}
