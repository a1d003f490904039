import type { ContractEvent, OverrideUsed } from '../../../core/event.ts';
import { commitTo } from '../../../core/evolve.ts';
import type { ContractLine, ContractVersion, Justification } from '../../../core/line.ts';
import { latestCheck } from '../../../core/line.ts';
import type { DataOf, EventSpec } from '../events.ts';
import type { Past } from '../history.ts';
import type { Impossible, StatedOf } from './basics.ts';
import { assertAgrees, defaultJustification, defaultOperator, prefix, versionOf } from './basics.ts';
import { checkOf, evaluated } from './check.ts';

/** The override, the supersession and the activation are one commit; a check that goes without saying comes before. */
export function activation(
  past: Past,
  specs: readonly EventSpec[],
  stated: StatedOf<'activated'>,
  impossible: Impossible,
): readonly (readonly ContractEvent[])[] {
  const { line, now } = past;
  const target = versionOf(line, stated.contract_version, impossible);
  const { contract_version } = target;
  if (target.status === 'active') impossible(`"${contract_version}" was active already.`);
  if (target.status === 'retired')
    impossible(`"${contract_version}" was retired, and a retired version never comes back.`);
  const { active_version } = line;
  if (active_version !== null && latestCheck(line, active_version, contract_version) === undefined) {
    const pair = { baseline_version: active_version, candidate_version: contract_version };
    const check = evaluated(past, { ...pair, result: 'compatible' }, impossible);
    return [[check], ...activation({ line: commitTo(line, [check]), now }, specs, stated, impossible)];
  }

  const override = overrideUsed(past, target, specs, impossible);
  const superseded = supersededBy(past, target, specs, impossible);
  const settled = {
    activation_seq: line.activations.length + 1,
    baseline_version: active_version,
    justification: justify(line, target, stated, override, impossible),
  };
  const { reverse_check, justification: _, ...rest } = stated;
  assertAgrees(rest, { activation_seq: settled.activation_seq, baseline_version: active_version }, impossible);
  const wayBack = { baseline_version: contract_version, candidate_version: active_version ?? '' };
  const data = {
    kind: 'activation',
    activated_at: now,
    activated_by: defaultOperator,
    lifecycle_observed: 'active',
    rollback_ready: null,
    ...rest,
    contract_version,
    reverse_check: reverse_check ? checkOf(past, { ...reverse_check, ...wayBack }, impossible) : null,
    ...settled,
  } as const;
  return [[...override, ...superseded, { type: `${prefix}.activated`, data }]];
}

function justify(
  line: ContractLine,
  { contract_version }: ContractVersion,
  stated: StatedOf<'activated'>,
  [override]: readonly OverrideUsed[],
  impossible: Impossible,
): Justification {
  const { active_version } = line;
  if (active_version === null) return { kind: 'first_activation' };
  const check = latestCheck(line, active_version, contract_version);
  if (check === undefined) return impossible('nothing justifies it.');
  const { check_seq, result } = check;
  if (override !== undefined) return { kind: 'override', check_seq, override_id: override.data.override_id };
  if (result === 'compatible') return { kind: 'check', check_seq };
  if (stated.justification?.kind === 'rollback_window') return { kind: 'rollback_window', check_seq };
  return impossible(
    `"${contract_version}" was incompatible with the active "${active_version}". Put overrideUsed("${contract_version}") before it, or state the justification { kind: 'rollback_window' }.`,
  );
}

function overrideUsed(
  { line, now }: Past,
  target: ContractVersion,
  specs: readonly EventSpec[],
  impossible: Impossible,
): readonly OverrideUsed[] {
  const stated = specs.find((spec) => spec.type === `${prefix}.override_used`)?.data;
  if (stated === undefined) return [];
  const active = line.active_version === null ? undefined : line.versions.get(line.active_version);
  if (active === undefined) return impossible('an override needs an active version.');
  const check = latestCheck(line, active.contract_version, target.contract_version);
  if (check?.result !== 'incompatible') return impossible('an override is used on an incompatible pair only.');
  const settled = {
    contract_version: target.contract_version,
    baseline_version: active.contract_version,
    baseline_checksum: active.checksum,
    candidate_checksum: target.checksum,
    check_seq: check.check_seq,
  };
  assertAgrees(stated, settled, impossible);
  const defaults = {
    override_id: `override-${line.used_overrides.length + 1}`,
    justification: defaultJustification,
    used_at: now,
    used_by: defaultOperator,
  };
  const data = { ...defaults, ...stated, ...settled } as DataOf<'platform.integration.contract.override_used'>;
  if (line.used_overrides.includes(data.override_id)) impossible(`the override "${data.override_id}" was used before.`);
  return [{ type: `${prefix}.override_used`, data }];
}

function supersededBy(
  { line, now }: Past,
  target: ContractVersion,
  specs: readonly EventSpec[],
  impossible: Impossible,
): readonly ContractEvent[] {
  const stated = specs.filter((spec) => spec.type === `${prefix}.superseded`);
  const { active_version } = line;
  if (stated.length > 1) impossible('one version is superseded at a time.');
  if (active_version === null) return stated.length === 0 ? [] : impossible('there was no active version.');
  const data = { contract_version: active_version, superseded_by: target.contract_version };
  assertAgrees(stated[0]?.data ?? {}, data, impossible);
  return [{ type: `${prefix}.superseded`, data: { superseded_at: now, ...stated[0]?.data, ...data } }];
}
