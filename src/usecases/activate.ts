import { err, ok } from 'neverthrow';

import type { Override } from '../core/command.ts';
import { invalidPayload } from '../core/error.ts';
import type { ContractLine } from '../core/line.ts';
import { readPlanToken } from '../core/plan-token.ts';
import { invariant } from '../internal/invariant.ts';
import type { Execution, Outcome } from './execute.ts';
import type { LineInput } from './line-input.ts';
import { commandResult, findEvent } from './outputs.ts';
import type { ActivationResult } from './results.ts';
import { activationResultSchema } from './results.ts';

/** A version to make the active one. */
export interface ActivateInput extends LineInput {
  readonly contract_version: string;
  /** Refused unless it is the active version. */
  readonly baseline_version?: string | undefined;
  /** From a plan: refused if the line has moved since. */
  readonly plan_token?: string | undefined;
  /** Takes responsibility for an incompatible pair; needs its own permission. */
  readonly override?: Override | undefined;
}

/** Where to go back to. */
export interface RollbackInput extends Omit<ActivateInput, 'contract_version'> {
  /** Default: the version that was active before the current one was first activated. */
  readonly contract_version?: string | undefined;
}

/** Prepares an activation or rollback. */
export function activate(
  operation: 'activate' | 'rollback',
  input: ActivateInput | RollbackInput,
): Execution<ActivationResult> {
  const { contract_version, baseline_version, override, plan_token } = input;
  const options = {
    ...(baseline_version === undefined ? {} : { baseline_version }),
    ...(override === undefined ? {} : { override }),
  };
  return {
    input,
    command:
      operation === 'activate'
        ? // A missing version is found by the command's own schema.
          { type: 'activate', contract_version: contract_version as string, ...options }
        : { type: 'rollback', ...(contract_version === undefined ? {} : { contract_version }), ...options },
    output: activationResultSchema,
    planned_revision: (key) => {
      if (plan_token === undefined) return ok(undefined);
      const plan = readPlanToken(plan_token, operation);
      const { integration_id, contract_type } = key;
      const matches =
        plan !== undefined &&
        plan.integration_id === integration_id &&
        plan.contract_type === contract_type &&
        (contract_version === undefined || plan.contract_version === contract_version);
      return matches
        ? ok(plan.revision)
        : err(
            invalidPayload('invalid_field', '/plan_token: was made for something else.', [
              { pointer: '/plan_token', message: 'was made for another line, operation or version' },
            ]),
          );
    },
    toOutput,
  };
}

function toOutput(line: ContractLine, outcome: Outcome): ActivationResult {
  const event = findEvent(outcome.events, 'platform.integration.contract.activated');
  const activation = line.activations.at(-1);
  invariant(activation, 'what is active was activated');
  const rollback_ready = event?.data.rollback_ready ?? null;
  // Not by spreads: V8 takes microseconds for what follows one.
  return Object.assign(commandResult(line, outcome), activation, { status: 'active' as const, rollback_ready });
}
