import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import type { DependencyUnavailable } from '../core/error.ts';
import { dependencyUnavailable } from '../core/error.ts';
import type { CallOptions } from '../ports/call-options.ts';

/** What a port is asked, and what its answers must look like. */
export interface PortCall<Value, Failure> {
  /** Named in the refusal: `contract_store`. */
  readonly dependency: string;
  readonly deadline_ms: number;
  readonly value: z.ZodType<Value>;
  readonly error: z.ZodType<Failure>;
  /** Makes the call. Typed loosely, because what comes back is not trusted. */
  readonly call: (options: CallOptions) => unknown;
}

/** A port's answer: its value, or a failure of its own that is well-formed. */
type Answer<Value, Failure> = Result<Value, Failure | DependencyUnavailable>;

/** The answer of a port that has nothing to say. */
export const nothingSchema = z.undefined();

/** Bytes, or nothing under that name. */
export const bytesSchema = z.instanceof(Uint8Array).nullable();

/** A failure that says nothing but that the dependency is down. */
export const portFailureSchema = z.object({ kind: z.literal('unavailable'), cause: z.unknown() });

/**
 * Calls a port with a deadline and reads its answer. Whatever it does (throw, reject, hang, answer junk), the outcome is
 * a value: its own well-formed answer, or the refusal that it is unavailable.
 */
export async function callPort<Value, Failure>(spec: PortCall<Value, Failure>): Promise<Answer<Value, Failure>> {
  let controller: AbortController | undefined;
  const options: CallOptions = {
    // Made for those who look at it, since it is the dearest part of a call that answers from memory.
    get signal() {
      return (controller ??= new AbortController()).signal;
    },
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => {
      resolve(late);
      controller ??= new AbortController();
      controller.abort(new Error(`${spec.dependency} did not answer within ${spec.deadline_ms} ms`));
    }, spec.deadline_ms);
  });
  try {
    const answer = await Promise.race([spec.call(options), deadline]);
    if (answer === late) return err(dependencyUnavailable(spec.dependency, 'timed_out'));
    return readAnswer(answer, spec);
  } catch (cause) {
    return err(dependencyUnavailable(spec.dependency, 'failed', { cause }));
  } finally {
    clearTimeout(timer);
  }
}

/** The refusal for a port's plain `unavailable`. */
export function toUnavailable(dependency: string) {
  return (failure: z.infer<typeof portFailureSchema> | DependencyUnavailable): DependencyUnavailable =>
    'error_code' in failure ? failure : dependencyUnavailable(dependency, 'failed', { cause: failure.cause });
}

const late = Symbol('late');

/** Reads a Result by its shape: the host may carry its own copy of the library. */
function readAnswer<Value, Failure>(answer: unknown, spec: PortCall<Value, Failure>): Answer<Value, Failure> {
  const malformed = (cause?: unknown) => err(dependencyUnavailable(spec.dependency, 'malformed_answer', { cause }));
  if (!isResult(answer)) return malformed(new TypeError('The answer is no Result.'));
  if (answer.isOk() === true) {
    const value = spec.value.safeParse(answer.value);
    return value.success ? ok(value.data) : malformed(value.error);
  }
  const error = spec.error.safeParse(answer.error);
  return error.success ? err(error.data) : malformed(error.error);
}

function isResult(
  answer: unknown,
): answer is { readonly isOk: () => unknown; readonly value?: unknown; readonly error?: unknown } {
  return typeof answer === 'object' && answer !== null && 'isOk' in answer && typeof answer.isOk === 'function';
}
