import type { Result } from 'neverthrow';
import { ok } from 'neverthrow';

import { activationEvents, propose } from './activation.ts';
import type { Activate, Rollback } from './command.ts';
import type { Context } from './context.ts';
import { guard } from './decide.ts';
import type { Refusal } from './error.ts';
import type { ContractEvent } from './event.ts';
import type { GateReport } from './gates/policy.ts';
import { evaluateGates } from './gates/policy.ts';
import type { ContractLine } from './line.ts';
import { createPlanToken } from './plan-token.ts';

/** What an activation or rollback would do, and everything that stands in its way. */
export interface Plan {
  readonly operation: 'activate' | 'rollback';
  readonly contract_version: string;
  /** The active version; `null` where there is none. */
  readonly baseline_version: string | null;
  /** The revision that the plan was made on. */
  readonly revision: number;
  /** Whether every gate is open. */
  readonly allowed: boolean;
  /** Whether anything would change: `false` where the target is active already. */
  readonly changed: boolean;
  /** Every gate in the order of evaluation; the first that blocks is the error of the activation. */
  readonly gates: readonly GateReport[];
  /** What would be recorded; `[]` where a gate blocks or nothing would change. */
  readonly events: readonly ContractEvent[];
  /** Whether going back afterwards would pass the gate; `null` where that is unknown or there is nothing to go back to. */
  readonly rollback_ready: boolean | null;
  /** What an override of this very pair must name; `null` where there is no active version. */
  readonly override_binding: { readonly baseline_checksum: string; readonly candidate_checksum: string } | null;
  /** Makes an activation refuse with `plan_outdated` if the line has moved since; it grants nothing. */
  readonly plan_token: string;
}

/** Decides an activation or rollback without doing it, asking every gate instead of stopping at the first. */
export function plan(line: ContractLine, command: Activate | Rollback, context: Context): Result<Plan, Refusal> {
  return guard(line, command, context)
    .andThen(() => propose(line, command, context))
    .andThen((proposal) => {
      const { target, gateContext } = proposal;
      const gates = gateContext === undefined ? [] : evaluateGates(context.policy, gateContext);
      const allowed = gates.every((gate) => gate.outcome === 'pass');
      // The way back is worth knowing even where the way there is blocked.
      const events = activationEvents(proposal, context);
      const active = gateContext?.active;
      return ok({
        operation: command.type,
        contract_version: target.contract_version,
        baseline_version: line.active_version,
        revision: line.revision,
        allowed,
        changed: gateContext !== undefined,
        gates,
        events: allowed ? events : [],
        rollback_ready: rollbackReady(events),
        override_binding:
          active === undefined ? null : { baseline_checksum: active.checksum, candidate_checksum: target.checksum },
        plan_token: createPlanToken(command.type, {
          integration_id: line.integration_id,
          contract_type: line.contract_type,
          contract_version: target.contract_version,
          revision: line.revision,
        }),
      });
    });
}

function rollbackReady(events: readonly ContractEvent[]): boolean | null {
  for (const event of events) {
    if (event.type === 'platform.integration.contract.activated') return event.data.rollback_ready;
  }
  return null;
}
