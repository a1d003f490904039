import { ok } from 'neverthrow';

import type { Approval } from '../../core/context.ts';
import type { LineKey } from '../../core/line.ts';
import type { ApprovalSource } from '../../ports/approval-source.ts';
import { keyOfLine } from './line-key.ts';

/** Approvals that can be added to. */
export interface MemoryApprovals extends ApprovalSource {
  /** Adds an approval of a version. */
  approve(line: LineKey, contract_version: string, approval: Approval): void;
}

/** Approvals in process memory, for tests and demos. */
export function createMemoryApprovals(): MemoryApprovals {
  const approvals = new Map<string, Approval[]>();
  return {
    find: async (line, contract_version) => ok(structuredClone(approvals.get(keyOf(line, contract_version)) ?? [])),
    approve: (line, contract_version, approval) => {
      const key = keyOf(line, contract_version);
      approvals.set(key, [...(approvals.get(key) ?? []), structuredClone(approval)]);
    },
  };
}

function keyOf(line: LineKey, contract_version: string): string {
  return JSON.stringify([keyOfLine(line), contract_version]);
}
