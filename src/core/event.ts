import * as z from 'zod';

import type { Activation, CompatibilityCheck, ContractType, ContractVersion, Deprecation } from './line.ts';
import { activationSchema, compatibilityCheckSchema, contractTypeSchema, contractVersionSchema } from './line.ts';

/** A version was created; it is a candidate. */
export interface Created {
  readonly type: 'platform.integration.contract.created';
  readonly data: ContractVersion;
}

/** A check of an ordered pair was recorded. */
export interface CompatibilityEvaluated {
  readonly type: 'platform.integration.contract.compatibility_evaluated';
  readonly data: CompatibilityCheck & {
    /** Whether the pair starts from the version that was active; only such checks open the gate. */
    readonly is_current_baseline: boolean;
    /** The check of the way back, computed along with it where the pair starts from the active version. */
    readonly reverse_check: CompatibilityCheck | null;
  };
}

/** A version stopped being the active one, because another became it in the same commit. */
export interface Superseded {
  readonly type: 'platform.integration.contract.superseded';
  readonly data: {
    readonly contract_version: string;
    readonly superseded_by: string;
    /** RFC 3339, UTC. */
    readonly superseded_at: string;
  };
}

/** A version became the active one. */
export interface Activated {
  readonly type: 'platform.integration.contract.activated';
  readonly data: Activation & {
    /** Lifecycle of the integration when it was decided. */
    readonly lifecycle_observed: string;
    /** Whether going back would pass the gate; `null` where that is unknown or there is nothing to go back to. */
    readonly rollback_ready: boolean | null;
    /** The check of the way back, where this activation computed it; it counts as a recorded check. */
    readonly reverse_check: CompatibilityCheck | null;
  };
}

/** A version was taken out of use for good. */
export interface Retired {
  readonly type: 'platform.integration.contract.retired';
  readonly data: {
    readonly contract_version: string;
    /** RFC 3339, UTC. */
    readonly retired_at: string;
    readonly retired_by: string;
  };
}

/** The end of a version was announced. */
export interface Deprecated {
  readonly type: 'platform.integration.contract.deprecated';
  readonly data: Deprecation & { readonly contract_version: string; readonly deprecated_by: string };
}

/** An operator took responsibility for an incompatible activation. */
export interface OverrideUsed {
  readonly type: 'platform.integration.contract.override_used';
  readonly data: {
    readonly override_id: string;
    readonly contract_version: string;
    readonly baseline_version: string;
    readonly baseline_checksum: string;
    readonly candidate_checksum: string;
    readonly justification: string;
    /** The check that was overridden. */
    readonly check_seq: number;
    /** RFC 3339, UTC. */
    readonly used_at: string;
    readonly used_by: string;
  };
}

/** An existing history was taken over. */
export interface Imported {
  readonly type: 'platform.integration.contract.imported';
  readonly data: {
    /** In order of creation. */
    readonly versions: readonly ContractVersion[];
    /** In order of activation. */
    readonly activations: readonly Activation[];
    /** RFC 3339, UTC. */
    readonly imported_at: string;
    readonly imported_by: string;
  };
}

/** An activation, a rollback or a retirement was refused; the line did not change. */
export interface ActivationWasBlocked {
  readonly type: 'platform.integration.contract.activation_blocked';
  readonly data: {
    readonly operation: 'activate' | 'rollback' | 'retire';
    /** `null` where a rollback found no target. */
    readonly contract_version: string | null;
    readonly error_code: string;
    readonly reason: string;
    readonly gate: string | null;
    readonly message: string;
  };
}

/** An actor without the permission was turned away; the line did not change, and may not exist. */
export interface AccessDenied {
  readonly type: 'platform.integration.contract.access_denied';
  readonly data: {
    readonly action: string;
    readonly contract_version: string | null;
    readonly permissions: readonly string[];
    readonly reason: string;
  };
}

/** What happens to a contract line. Events are stored: the union only grows. */
export type ContractEvent =
  | Created
  | CompatibilityEvaluated
  | Superseded
  | Activated
  | Retired
  | Deprecated
  | OverrideUsed
  | Imported
  | ActivationWasBlocked
  | AccessDenied;

/** The literal names of the events. */
export type ContractEventType = ContractEvent['type'];

/** Who asks. */
export interface Actor {
  /** 1 to 256 characters. */
  readonly id: string;
  /** For instance `user` or `service`. */
  readonly type?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  /** Anything else the authorizer may want to know. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}

/** What is recorded around an event. */
export interface EventEnvelope {
  /** Unique; sinks use it to drop repetitions. */
  readonly event_id: string;
  /** Version of the event's own form. */
  readonly schema_version: 1;
  readonly integration_id: string;
  /** `null` only where access was denied before the type was known. */
  readonly contract_type: ContractType | null;
  /** The commit that the event belongs to; for a refusal the revision it saw, or `null` if it saw none. */
  readonly revision: number | null;
  /** Position inside the commit, from 0. */
  readonly position: number;
  /** RFC 3339, UTC. */
  readonly recorded_at: string;
  /** Only id and type are kept of an actor. */
  readonly actor: Pick<Actor, 'id' | 'type'>;
  readonly command_id: string;
  readonly request_id: string;
  /** Whether the caller gave none. */
  readonly request_id_generated: boolean;
  /** W3C trace context, if the caller gave a valid one. */
  readonly traceparent: string | null;
  /** Ties the calls of one rollout together, if the caller gave one. */
  readonly rollout_id: string | null;
}

/** An event as it is stored, delivered and listed. */
export type RecordedEvent = ContractEvent & EventEnvelope;

const at = z.string();

const dataSchemas = {
  'platform.integration.contract.created': contractVersionSchema,
  'platform.integration.contract.compatibility_evaluated': z.intersection(
    compatibilityCheckSchema,
    z.object({ is_current_baseline: z.boolean(), reverse_check: compatibilityCheckSchema.nullable() }),
  ),
  'platform.integration.contract.superseded': z.object({
    contract_version: z.string(),
    superseded_by: z.string(),
    superseded_at: at,
  }),
  'platform.integration.contract.activated': z.intersection(
    activationSchema,
    z.object({
      lifecycle_observed: z.string(),
      rollback_ready: z.boolean().nullable(),
      reverse_check: compatibilityCheckSchema.nullable(),
    }),
  ),
  'platform.integration.contract.retired': z.object({
    contract_version: z.string(),
    retired_at: at,
    retired_by: z.string(),
  }),
  'platform.integration.contract.deprecated': z.object({
    contract_version: z.string(),
    deprecated_at: at,
    sunset_at: at.nullable(),
    successor: z.string().nullable(),
    deprecated_by: z.string(),
  }),
  'platform.integration.contract.override_used': z.object({
    override_id: z.string(),
    contract_version: z.string(),
    baseline_version: z.string(),
    baseline_checksum: z.string(),
    candidate_checksum: z.string(),
    justification: z.string(),
    check_seq: z.int(),
    used_at: at,
    used_by: z.string(),
  }),
  'platform.integration.contract.imported': z.object({
    versions: z.array(contractVersionSchema),
    activations: z.array(activationSchema),
    imported_at: at,
    imported_by: z.string(),
  }),
  'platform.integration.contract.activation_blocked': z.object({
    operation: z.enum(['activate', 'rollback', 'retire']),
    contract_version: z.string().nullable(),
    error_code: z.string(),
    reason: z.string(),
    gate: z.string().nullable(),
    message: z.string(),
  }),
  'platform.integration.contract.access_denied': z.object({
    action: z.string(),
    contract_version: z.string().nullable(),
    permissions: z.array(z.string()),
    reason: z.string(),
  }),
} as const satisfies Record<ContractEventType, z.ZodType>;

const envelope = {
  event_id: z.string().min(1),
  schema_version: z.literal(1),
  integration_id: z.string(),
  contract_type: contractTypeSchema.nullable(),
  revision: z.int().nonnegative().nullable(),
  position: z.int().nonnegative(),
  recorded_at: at,
  actor: z.object({ id: z.string(), type: z.string().exactOptional() }),
  command_id: z.string(),
  request_id: z.string(),
  request_id_generated: z.boolean(),
  traceparent: z.string().nullable(),
  rollout_id: z.string().nullable(),
};

/** The literal names of the events, as a list. */
export const contractEventTypes = Object.keys(dataSchemas) as readonly ContractEventType[];

/** A stored event; an unknown type or form is refused, never skipped. */
export const recordedEventSchema: z.ZodType<RecordedEvent> = z.discriminatedUnion('type', [
  recorded('platform.integration.contract.created'),
  recorded('platform.integration.contract.compatibility_evaluated'),
  recorded('platform.integration.contract.superseded'),
  recorded('platform.integration.contract.activated'),
  recorded('platform.integration.contract.retired'),
  recorded('platform.integration.contract.deprecated'),
  recorded('platform.integration.contract.override_used'),
  recorded('platform.integration.contract.imported'),
  recorded('platform.integration.contract.activation_blocked'),
  recorded('platform.integration.contract.access_denied'),
]);

function recorded<Type extends ContractEventType>(type: Type) {
  return z.object({ ...envelope, type: z.literal(type), data: dataSchemas[type] });
}
