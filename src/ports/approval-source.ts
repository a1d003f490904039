import type { Result } from 'neverthrow';

import type { Approval } from '../core/context.ts';
import type { LineKey } from '../core/line.ts';
import type { CallOptions } from './call-options.ts';
import type { PortFailure } from './port-failure.ts';

/** Where approvals of versions are kept: a ticket system, a review tool, the host's own database. */
export interface ApprovalSource {
  /** The approvals of a version, `[]` if there are none; the gate judges which of them count. */
  find(
    line: LineKey,
    contract_version: string,
    options: CallOptions,
  ): Promise<Result<readonly Approval[], PortFailure>>;
}
