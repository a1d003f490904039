import * as z from 'zod';

import { decodeOpaque, encodeOpaque } from '../internal/opaque.ts';
import type { LineKey } from './line.ts';
import { contractTypeSchema } from './line.ts';

/** What a plan token stands for. */
export interface PlanBinding extends LineKey {
  readonly contract_version: string;
  /** The revision that the plan was made on. */
  readonly revision: number;
}

const tokenSchema = z.object({
  operation: z.enum(['activate', 'rollback']),
  integration_id: z.string(),
  contract_type: contractTypeSchema,
  contract_version: z.string(),
  revision: z.int().nonnegative(),
});

/** Names the target of a plan and the revision it was made on. A token grants nothing. */
export function createPlanToken(
  operation: 'activate' | 'rollback',
  { integration_id, contract_type, contract_version, revision }: PlanBinding,
): string {
  return encodeOpaque({ operation, integration_id, contract_type, contract_version, revision });
}

/** Reads a token that was made for an operation; `undefined` for any other. */
export function readPlanToken(token: string, operation: 'activate' | 'rollback'): PlanBinding | undefined {
  const parsed = tokenSchema.safeParse(decodeOpaque(token));
  return parsed.success && parsed.data.operation === operation ? parsed.data : undefined;
}
