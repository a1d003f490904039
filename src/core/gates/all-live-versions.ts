import type { CompatibilityCheck, ContractVersion } from '../line.ts';
import { latestChecksOf } from '../line.ts';
import type { Gate, GateContext } from './gate.ts';
import { block, pass } from './gate.ts';

/**
 * A version must be compatible with every live version, not only with the active one.
 *
 * Live are the active version and the superseded ones whose announced sunset has not come. Each needs a fresh,
 * compatible check against the target. Rollbacks pass: they bring back what the others have lived with.
 */
export function compatibleWithAllLive(): Gate {
  return {
    name: 'compatible-with-all-live',
    evaluate: (context) => {
      if (context.operation === 'rollback') return pass();
      const checks = latestChecksOf(context.line, context.target.contract_version);
      for (const live of liveVersions(context)) {
        const verdict = judge(live, checks.get(live.contract_version), context);
        if (verdict !== undefined) return verdict;
      }
      return pass();
    },
  };
}

function liveVersions({ line, target, active, now }: GateContext): readonly ContractVersion[] {
  // The active version has its own gates, which know overrides.
  return [...line.versions.values()].filter(
    (version) =>
      version.status === 'superseded' &&
      version.contract_version !== target.contract_version &&
      version.contract_version !== active?.contract_version &&
      !(Date.parse(version.deprecation?.sunset_at ?? '') <= Date.parse(now)),
  );
}

function judge(live: ContractVersion, check: CompatibilityCheck | undefined, { target, ruleset_digest }: GateContext) {
  const pair = `"${live.contract_version}" → "${target.contract_version}"`;
  const remedy = `Run a compatibility check with baseline_version "${live.contract_version}" and candidate_version "${target.contract_version}", or retire "${live.contract_version}".`;
  if (check === undefined) {
    return block(`The live pair ${pair} has not been checked.`, { reason: 'missing_compatibility_check', remedy });
  }
  if (check.provenance === 'computed' && check.ruleset_digest !== ruleset_digest) {
    return block(`The rules have changed since ${pair} was checked.`, { reason: 'stale_compatibility_check', remedy });
  }
  if (check.result === 'compatible') return undefined;
  return block(
    `"${target.contract_version}" breaks those who still use "${live.contract_version}" (${check.breaking_change_count} breaking).`,
    {
      remedy: `Correct the candidate, or announce the sunset of "${live.contract_version}" and wait for it.`,
    },
  );
}
