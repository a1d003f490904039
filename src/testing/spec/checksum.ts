import { createHash } from 'node:crypto';

import type { Override } from '../../core/command.ts';
import { defaultJustification } from './complete/basics.ts';

/** The checksum that the builders give to a version of this name. */
export function checksumOf(contract_version: string): string {
  return `sha256:${createHash('sha256').update(contract_version).digest('hex')}`;
}

/**
 * An override for one pair of versions, as the builders make them.
 *
 * @example when({ type: 'activate', contract_version: 'v2', override: overrideOf('v1', 'v2') })
 */
export function overrideOf(
  baseline_version: string,
  candidate_version: string,
  stated: Partial<Override> = {},
): Override {
  return {
    baseline_checksum: checksumOf(baseline_version),
    candidate_checksum: checksumOf(candidate_version),
    justification: defaultJustification,
    ...stated,
  };
}
