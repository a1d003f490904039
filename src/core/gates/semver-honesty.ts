import type { Gate } from './gate.ts';
import { block, pass } from './gate.ts';

/**
 * A version that breaks its baseline must say so with a new major number.
 *
 * Reads `1.4.2`, `v2`, `2.0`, `3.0.0-rc.1` and the like; a date is no such number. A break between versions whose names
 * have no major number is blocked. It matters where an override lets a break through. Versions that were active before
 * pass.
 */
export function semverHonesty(): Gate {
  return {
    name: 'semver-honesty',
    evaluate: ({ line, target, check }) => {
      if (check === undefined || check.result === 'compatible') return pass();
      const served = line.activations.some((activation) => activation.contract_version === target.contract_version);
      const [before, after] = [majorOf(check.baseline_version), majorOf(check.candidate_version)];
      if (served || (before !== undefined && after !== undefined && after > before)) return pass();
      return block(`"${check.candidate_version}" breaks "${check.baseline_version}" without a new major number.`, {
        remedy:
          before === undefined ? 'Name versions by semantic versioning.' : `Create the version as ${before + 1}.0.0.`,
      });
    },
  };
}

function majorOf(version: string): number | undefined {
  const [, major] = /^v?(\d{1,9})(?:\.\d+(?:\.\d+(?:[-+].*)?)?)?$/i.exec(version) ?? [];
  return major === undefined ? undefined : Number(major);
}
