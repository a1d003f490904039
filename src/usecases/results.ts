import * as z from 'zod';

import type { Activation, CompatibilityCheck, ContractType, ContractVersion } from '../core/line.ts';
import { activationSchema, compatibilityCheckSchema, contractTypeSchema, contractVersionSchema } from '../core/line.ts';

/** What every answer about a line says of the line. */
export interface LineState {
  readonly integration_id: string;
  readonly contract_type: ContractType;
  /** Number of commits on the line; names this state of it. */
  readonly revision: number;
  readonly active_version: string | null;
}

/** What every answer to a command says. */
export interface CommandResult extends LineState {
  /** `false` where the line was already as asked; then nothing was recorded. */
  readonly changed: boolean;
  /** Ids of the events that the command's commit recorded, in order. */
  readonly event_ids: readonly string[];
  readonly request_id: string;
}

/** The answer to creating, retiring or deprecating: the version as it is now. */
export type VersionResult = CommandResult & ContractVersion;

/** The answer to a check: the evidence. */
export type CheckResult = CommandResult &
  CompatibilityCheck & {
    /** Whether the pair starts from the active version; only such a check opens the gate. */
    readonly is_current_baseline: boolean;
    /** Whether going back afterwards would pass the gate; `null` where that was not computed. */
    readonly rollback_ready: boolean | null;
  };

/** The answer to an activation or rollback: the version in force, and the entry of the activation log. */
export type ActivationResult = CommandResult &
  Activation & {
    readonly status: 'active';
    /** Whether going back would pass the gate; `null` where that is unknown or there is nothing to go back to. */
    readonly rollback_ready: boolean | null;
  };

/** The answer to an import. */
export type ImportResult = CommandResult & { readonly versions: number; readonly activations: number };

const lineState = {
  integration_id: z.string(),
  contract_type: contractTypeSchema,
  revision: z.int().nonnegative(),
  active_version: z.string().nullable(),
};

const commandResult = {
  ...lineState,
  changed: z.boolean(),
  event_ids: z.array(z.string()),
  request_id: z.string(),
};

export const lineStateSchema: z.ZodType<LineState> = z.object(lineState);

export const versionResultSchema: z.ZodType<VersionResult> = z.intersection(
  z.object(commandResult),
  contractVersionSchema,
);

export const checkResultSchema: z.ZodType<CheckResult> = z.intersection(
  z.object({ ...commandResult, is_current_baseline: z.boolean(), rollback_ready: z.boolean().nullable() }),
  compatibilityCheckSchema,
);

export const activationResultSchema: z.ZodType<ActivationResult> = z.intersection(
  z.object({ ...commandResult, status: z.literal('active'), rollback_ready: z.boolean().nullable() }),
  activationSchema,
);

export const importResultSchema: z.ZodType<ImportResult> = z.object({
  ...commandResult,
  versions: z.int(),
  activations: z.int(),
});
