import type { ResultAsync } from 'neverthrow';

import type {
  ActivationResult,
  CheckResult,
  ContractType,
  Override,
  PlanResult,
  Rollout,
  RolloutError,
  VersionResult,
} from 'contract-rollout';

import type { Paper } from './paper.ts';
import {
  eventPrefix,
  showActivation,
  showCheck,
  showEvents,
  showPlan,
  showRefusal,
  showVersion,
  showVersions,
} from './show.ts';
import { incidentLead, integration_id, operator } from './stage.ts';

/** Carries out the runbook on one contract line and writes down each call; `undefined` is a refusal, written down too. */
export interface Operator {
  create(contract_version: string, document: Uint8Array): Promise<VersionResult | undefined>;
  check(baseline_version: string, candidate_version: string): Promise<CheckResult | undefined>;
  activate(contract_version: string): Promise<ActivationResult | undefined>;
  planRollback(): Promise<PlanResult | undefined>;
  rollback(): Promise<ActivationResult | undefined>;
  /** Rolls back as somebody who may override an incompatible check. */
  overrideRollback(override: Override): Promise<ActivationResult | undefined>;
  /** Writes down the versions of the line. */
  list(): Promise<void>;
  /** Writes down the events since it last did. */
  audit(): Promise<void>;
}

/** Works on the line of one contract type. */
export function createOperator(rollout: Rollout, paper: Paper, contract_type: ContractType): Operator {
  const line = { integration_id, contract_type };
  let calls = 0;
  let told = 0;
  const call = (actor = operator) => {
    calls += 1;
    return { actor, request_id: `${contract_type}-${String(calls).padStart(2, '0')}` };
  };
  const written = async <Output>(
    label: string,
    answer: ResultAsync<Output, RolloutError>,
    show: (paper: Paper, label: string, output: Output) => void,
  ): Promise<Output | undefined> => {
    const result = await answer;
    if (result.isErr()) {
      showRefusal(paper, label, result.error);
      return undefined;
    }
    show(paper, label, result.value);
    return result.value;
  };
  return {
    create: (contract_version, document) =>
      written(
        `create ${contract_version}`,
        rollout.createVersion({ ...line, contract_version, document }, call()),
        showVersion,
      ),
    check: (baseline_version, candidate_version) =>
      written(
        `check ${baseline_version} → ${candidate_version}`,
        rollout.checkCompatibility({ ...line, baseline_version, candidate_version }, call()),
        showCheck,
      ),
    activate: (contract_version) =>
      written(`activate ${contract_version}`, rollout.activate({ ...line, contract_version }, call()), showActivation),
    planRollback: () => written('plan rollback', rollout.plan({ ...line, operation: 'rollback' }, call()), showPlan),
    rollback: () => written('rollback', rollout.rollback(line, call()), showActivation),
    overrideRollback: (override) =>
      written('rollback', rollout.rollback({ ...line, override }, call(incidentLead)), showActivation),
    list: async () => {
      await written('list', rollout.list(line, call()), (_, label, { active_version, rollback_target, items }) => {
        paper.entry(label, `active "${active_version}", rollback target ${JSON.stringify(rollback_target)}`);
        showVersions(paper, items);
      });
    },
    audit: async () => {
      await written('events', rollout.events({ ...line, limit: 200 }, call()), (_, label, { items }) => {
        paper.entry(label, `${items.length} recorded (… stands for ${eventPrefix})`);
        showEvents(paper, items.slice(told));
        told = items.length;
      });
    },
  };
}
