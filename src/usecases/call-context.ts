import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import { commandIdSchema, parsePayload } from '../core/command.ts';
import type { Refusal } from '../core/error.ts';
import type { Actor } from '../core/event.ts';
import type { Dependencies } from './dependencies.ts';
import { newId } from './time-and-ids.ts';

/** Who asks, and how the call is to be found again. */
export interface CallContext {
  readonly actor: Actor;
  /** 1 to 128 characters, no control characters; default: a generated one. */
  readonly request_id?: string | undefined;
  /** Whether the host made `request_id` up because its own caller gave none; default `false` where one is given. */
  readonly request_id_generated?: boolean | undefined;
  /** W3C Trace Context; an invalid one is dropped. */
  readonly traceparent?: string | undefined;
  /** Ties the calls of one rollout together, 1 to 128 characters. */
  readonly rollout_id?: string | undefined;
}

/** What a call that changes something may say besides. */
export interface CommandContext extends CallContext {
  /** The idempotency key: repeating a command with the same id yields the first result. Default: a generated one. */
  readonly command_id?: string | undefined;
  /** Refuse with `integration_contract_revision_conflict` unless the line stands at this revision; then nothing is retried. */
  readonly expected_revision?: number | undefined;
}

/** A call context with everything filled in. */
export interface Correlation {
  readonly actor: Actor;
  readonly request_id: string;
  readonly request_id_generated: boolean;
  readonly traceparent: string | null;
  readonly rollout_id: string | null;
  readonly command_id: string;
  readonly command_id_given: boolean;
  readonly expected_revision: number | undefined;
}

const correlationId = commandIdSchema;

const callSchema: z.ZodType<CommandContext> = z.object({
  actor: z.object({
    id: z
      .string()
      .min(1)
      .max(256)
      .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), { error: 'must not contain control characters' }),
    type: z.string().optional(),
    roles: z.array(z.string()).optional(),
    attributes: z.record(z.string(), z.unknown()).optional(),
  }),
  request_id: correlationId.optional(),
  request_id_generated: z.boolean().optional(),
  traceparent: z.string().optional(),
  rollout_id: correlationId.optional(),
  command_id: correlationId.optional(),
  expected_revision: z.int().nonnegative().optional(),
});

/**
 * Reads a call context and fills in what is missing.
 *
 * @returns the request id under which even a refusal is reported, and the correlation or the refusal
 */
export function correlate(
  deps: Dependencies,
  call: unknown,
): { readonly request_id: string; readonly correlation: Result<Correlation, Refusal> } {
  const generated = newId(deps);
  if (generated.isErr()) return { request_id: noRequestId, correlation: err(generated.error) };
  const parsed = parsePayload(callSchema, call, 'The second argument, which names the actor,');
  if (parsed.isErr()) return { request_id: generated.value, correlation: err(parsed.error) };

  const { actor, traceparent, rollout_id = null, command_id, expected_revision, request_id_generated } = parsed.value;
  const request_id = parsed.value.request_id ?? generated.value;
  const ownId = command_id === undefined ? newId(deps) : ok(command_id);
  if (ownId.isErr()) return { request_id, correlation: err(ownId.error) };
  return {
    request_id,
    correlation: ok({
      actor,
      request_id,
      request_id_generated: parsed.value.request_id === undefined || request_id_generated === true,
      traceparent: traceparent !== undefined && isTraceparent(traceparent) ? traceparent : null,
      rollout_id,
      command_id: ownId.value,
      command_id_given: command_id !== undefined,
      expected_revision,
    }),
  };
}

/** A request id for a host that needs one before it calls; it never throws. */
export function newRequestId(deps: Pick<Dependencies, 'ids'>): string {
  return newId(deps).unwrapOr(noRequestId);
}

/** Stands in where the id generator gives none. */
const noRequestId = 'unavailable';

/** W3C Trace Context, section 3.2: version 00 has exactly four fields, later versions may have more. */
function isTraceparent(text: string): boolean {
  const [, version, trace, parent, , rest] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-[\x21-\x7e]*)?$/.exec(text) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return false;
  return !/^0+$/.test(trace ?? '') && !/^0+$/.test(parent ?? '');
}
