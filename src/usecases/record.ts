import type { Result } from 'neverthrow';
import { ok } from 'neverthrow';
import * as z from 'zod';

import type { DependencyUnavailable, Refusal } from '../core/error.ts';
import type { ContractEvent, RecordedEvent } from '../core/event.ts';
import type { ContractType, LineKey } from '../core/line.ts';
import type { StoreUnavailable } from '../ports/contract-store.ts';
import type { AuthorizationQuestion } from './authorize.ts';
import type { Correlation } from './call-context.ts';
import { callPort, nothingSchema } from './call-port.ts';
import type { Dependencies } from './dependencies.ts';
import { newId, readClock } from './time-and-ids.ts';

/** Where events belong. */
interface Placement {
  readonly integration_id: string;
  readonly contract_type: ContractType | null;
  readonly revision: number | null;
  readonly recorded_at: string;
}

export const storeUnavailableSchema: z.ZodType<StoreUnavailable> = z.object({
  kind: z.literal('unavailable'),
  outcome: z.enum(['nothing_changed', 'unknown']),
  cause: z.unknown(),
});

/** Puts events into the envelope in which they are stored. */
export function toRecorded(
  deps: Dependencies,
  correlation: Correlation,
  placement: Placement,
  events: readonly ContractEvent[],
): Result<readonly RecordedEvent[], DependencyUnavailable> {
  const { actor, command_id, request_id, request_id_generated, traceparent, rollout_id } = correlation;
  const { integration_id, contract_type, revision, recorded_at } = placement;
  const recorded: RecordedEvent[] = [];
  for (const [position, event] of events.entries()) {
    const event_id = newId(deps);
    if (event_id.isErr()) return event_id.map(() => []);
    recorded.push({
      event_id: event_id.value,
      schema_version: 1,
      integration_id,
      contract_type,
      revision,
      recorded_at,
      position,
      actor: { id: actor.id, ...(actor.type === undefined ? {} : { type: actor.type }) },
      command_id,
      request_id,
      request_id_generated,
      traceparent,
      rollout_id,
      ...event,
    });
  }
  return ok(recorded);
}

/** Audits a denial, as far as the store lets it. */
export async function recordAccessDenied(
  deps: Dependencies,
  correlation: Correlation,
  question: AuthorizationQuestion,
  reason: string,
): Promise<void> {
  const { action, permissions, integration_id, contract_type = null, contract_version = null } = question;
  await recordRefusal(
    deps,
    correlation,
    { integration_id, contract_type, revision: null },
    {
      type: 'platform.integration.contract.access_denied',
      data: { action, contract_version, permissions, reason },
    },
  );
}

/** Audits a blocked operation, as far as the store lets it: whether or not it can, the operation stays blocked. */
export async function recordBlocked(
  deps: Dependencies,
  correlation: Correlation,
  line: LineKey & { readonly revision: number },
  blocked: { readonly operation: 'activate' | 'rollback' | 'retire'; readonly contract_version: string | undefined },
  refusal: Refusal,
): Promise<void> {
  const { integration_id, contract_type, revision } = line;
  await recordRefusal(
    deps,
    correlation,
    { integration_id, contract_type, revision },
    {
      type: 'platform.integration.contract.activation_blocked',
      data: {
        operation: blocked.operation,
        contract_version: blocked.contract_version ?? null,
        error_code: refusal.error_code,
        reason: refusal.reason,
        gate: 'gate' in refusal ? refusal.gate : null,
        message: refusal.message,
      },
    },
  );
}

async function recordRefusal(
  deps: Dependencies,
  correlation: Correlation,
  placement: Omit<Placement, 'recorded_at'>,
  event: ContractEvent,
): Promise<void> {
  const recorded = readClock(deps).andThen((recorded_at) =>
    toRecorded(deps, correlation, { ...placement, recorded_at }, [event]),
  );
  if (recorded.isErr()) return;
  // Either answer leaves the refusal as it is.
  void (await callPort({
    dependency: 'contract_store',
    deadline_ms: deps.deadlines.port_ms,
    value: nothingSchema,
    error: storeUnavailableSchema,
    call: (options) => deps.store.record(recorded.value, options),
  }));
}
