import type { Gate } from './gate.ts';
import { block, pass } from './gate.ts';

/**
 * Some people must have approved this very document; neither its creator nor the one who activates it counts.
 *
 * Approvals come from the `approvals` port; without one nothing is approved.
 *
 * @throws TypeError if `count` is not a positive integer
 */
export function requireApprovals(
  options: { readonly count?: number; readonly rollbacks?: 'require' | 'exempt' } = {},
): Gate {
  const { count = 1, rollbacks = 'require' } = options;
  if (!Number.isInteger(count) || count < 1) {
    throw new TypeError(`requireApprovals: count must be a positive integer, not ${count}.`);
  }
  return {
    name: 'approvals',
    evaluate: ({ operation, target, actor, approvals }) => {
      if (operation === 'rollback' && rollbacks === 'exempt') return pass();
      const others = new Set(
        approvals
          .filter((approval) => approval.checksum === target.checksum)
          .map((approval) => approval.approved_by)
          .filter((approver) => approver !== target.created_by && approver !== actor.id),
      );
      if (others.size >= count) return pass();
      return block(
        `"${target.contract_version}" has ${others.size} of ${count} approvals by people other than its creator and "${actor.id}".`,
        {
          reason: 'approval_missing',
          remedy: 'Ask somebody else to approve the version.',
        },
      );
    },
  };
}
