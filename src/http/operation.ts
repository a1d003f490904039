import type { Result } from 'neverthrow';
import { err } from 'neverthrow';
import type * as z from 'zod';

import { parsePayload } from '../core/command.ts';
import type { ErrorCode } from '../core/error.ts';
import type { CommandContext } from '../usecases/call-context.ts';
import type { Answer, Rollout } from '../usecases/rollout.ts';
import type { AnyRefusal } from './problem.ts';
import type { ParameterKind } from './target.ts';

/** What the path says, decoded. */
export interface PathParameters {
  readonly integration_id: string;
  readonly contract_version?: string;
}

/** A request whose parts are read, but not judged. */
interface Received {
  readonly parameters: PathParameters;
  /** The body of a POST, the query of a GET. */
  readonly payload: unknown;
  readonly context: CommandContext;
}

/** What an answer says besides its body. */
interface Representation {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, ready to be sent. */
export interface Represented extends Representation {
  readonly body: unknown;
}

/** The schema of an object whose members can be listed. */
type PayloadSchema<Payload> = z.ZodType<Payload> & Pick<z.ZodObject, 'shape'>;

/** A route: where it is, what it takes, what it gives, and the use case behind it. */
export interface Operation {
  readonly operation_id: string;
  readonly method: 'get' | 'post';
  /** Below `/platform/integrations/{integration_id}/contracts`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  /** The JSON body of a POST, the query of a GET. */
  readonly payload: PayloadSchema<object>;
  /** Whether a POST needs its body. */
  readonly bodyRequired: boolean;
  readonly parameterKinds: Readonly<Record<string, ParameterKind>>;
  readonly answer: z.ZodType;
  /** Whether answers have the line's revision as their entity tag. */
  readonly tagged: boolean;
  /** Whether a POST changes something, and so takes `Idempotency-Key` and `If-Match`. */
  readonly command: boolean;
  /** What can go wrong here beyond what can go wrong everywhere. */
  readonly refusals: readonly ErrorCode[];
  readonly carryOut: (rollout: Rollout, received: Received) => Promise<Result<Represented, AnyRefusal>>;
}

/** What an operation is made from; input and output are known here, and only here. */
export interface OperationSpec<Payload extends object, Output> extends Omit<
  Operation,
  'payload' | 'bodyRequired' | 'parameterKinds' | 'tagged' | 'command' | 'refusals' | 'carryOut'
> {
  readonly payload: PayloadSchema<Payload>;
  /** Default `false`. */
  readonly bodyRequired?: boolean;
  /** Default: every query parameter is text. */
  readonly parameterKinds?: Operation['parameterKinds'];
  /** Default `true`. */
  readonly tagged?: boolean;
  /** Default: whether it is a POST. */
  readonly command?: boolean;
  /** Default: none. */
  readonly refusals?: readonly ErrorCode[];
  readonly call: (
    rollout: Rollout,
    input: Payload & { readonly integration_id: string; readonly contract_version: string },
    context: CommandContext,
  ) => Answer<Output>;
  /** Default: 200 without further headers. */
  readonly represent?: (output: Output, payload: Payload) => Representation;
}

/** Makes an operation that judges its payload, calls its use case, and represents the output. */
export function defineOperation<Payload extends object, Output>(spec: OperationSpec<Payload, Output>): Operation {
  const { call, represent, ...rest } = spec;
  const text = Object.fromEntries(Object.keys(spec.payload.shape).map((name) => [name, 'text' as const]));
  return {
    bodyRequired: false,
    tagged: true,
    command: spec.method === 'post',
    refusals: [],
    ...rest,
    parameterKinds: { ...text, ...spec.parameterKinds },
    carryOut: async (rollout, { parameters, payload, context }) => {
      const parsed = parsePayload(spec.payload, payload);
      if (parsed.isErr()) return err(parsed.error);
      // A route without a version in its path has it in its payload, or its use case needs none.
      const input = { ...parsed.value, ...parameters } as Parameters<typeof call>[1];
      const output = await call(rollout, input, context);
      return output.map((body) => ({ ...represent?.(body, parsed.value), body }));
    },
  };
}
