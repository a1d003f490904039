import type { Gate } from './gate.ts';
import { block, pass } from './gate.ts';

const integrationActive: Gate = {
  name: 'integration-active',
  evaluate: ({ integration }) =>
    integration.lifecycle === 'active'
      ? pass()
      : block(`The integration is ${integration.lifecycle}; only an active one serves a contract.`, {
          reason: 'integration_not_active',
          remedy: 'Make the integration active in the catalog, then activate the version.',
        }),
};

const targetNotRetired: Gate = {
  name: 'target-not-retired',
  evaluate: ({ target }) =>
    target.status === 'retired'
      ? block(`Version "${target.contract_version}" is retired, and a retired version never comes back.`, {
          reason: 'retired_version',
          remedy: 'Create a new version with the same document.',
        })
      : pass(),
};

const statedBaseline: Gate = {
  name: 'stated-baseline',
  evaluate: ({ stated_baseline, active }) => {
    if (stated_baseline === undefined || stated_baseline === active?.contract_version) return pass();
    return active === undefined
      ? block(`The line has no active version, so "${stated_baseline}" cannot be the baseline.`, {
          reason: 'baseline_version_without_active_contract',
          remedy: 'Leave baseline_version out for the first activation.',
        })
      : block(`The active version is "${active.contract_version}", not "${stated_baseline}".`, {
          reason: 'baseline_version_mismatch',
          remedy: `Check against "${active.contract_version}" and name it as the baseline.`,
        });
  },
};

const checkPresent: Gate = {
  name: 'compatibility-check-present',
  evaluate: ({ active, target, check }) =>
    active === undefined || check !== undefined
      ? pass()
      : block(`Nobody has checked "${target.contract_version}" against the active "${active.contract_version}".`, {
          reason: 'missing_compatibility_check',
          remedy: `Run a compatibility check with baseline_version "${active.contract_version}" and candidate_version "${target.contract_version}".`,
        }),
};

const checkFresh: Gate = {
  name: 'compatibility-check-fresh',
  evaluate: ({ active, target, check, ruleset_digest }) => {
    if (active === undefined || check === undefined) return pass();
    const sameDocuments = check.baseline_checksum === active.checksum && check.candidate_checksum === target.checksum;
    const sameRules = check.provenance === 'declared' || check.ruleset_digest === ruleset_digest;
    if (sameDocuments && sameRules) return pass();
    return block(
      sameDocuments
        ? 'The rules have changed since the check was made.'
        : 'The check was made on other documents than these versions hold.',
      { reason: 'stale_compatibility_check', remedy: 'Run the compatibility check again.' },
    );
  },
};

const compatible: Gate = {
  name: 'compatible',
  evaluate: ({ operation, active, target, check, override, within_rollback_window }) => {
    if (active === undefined) return pass();
    if (check === undefined) {
      return block('Without a check nothing shows that the versions are compatible.', {
        reason: 'missing_compatibility_check',
        remedy: 'Run a compatibility check.',
      });
    }
    if (check.result === 'compatible' || override !== undefined || within_rollback_window) return pass();
    const { breaking_change_count: count } = check;
    return block(
      `"${target.contract_version}" has ${count} breaking ${count === 1 ? 'change' : 'changes'} against the active "${active.contract_version}".`,
      {
        reason: 'breaking_changes',
        remedy:
          operation === 'rollback'
            ? "Activate a corrected version, or roll back with an override bound to the plan's override_binding."
            : "Correct the candidate and create it as a new version, or use an override bound to the plan's override_binding.",
      },
    );
  },
};

/** The gates of the runbook, in its order. They always run; a policy only adds to them. */
export const runbookGates: readonly Gate[] = [
  integrationActive,
  targetNotRetired,
  statedBaseline,
  checkPresent,
  checkFresh,
  compatible,
];
