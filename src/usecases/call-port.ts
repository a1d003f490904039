import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';
import * as z from 'zod';

import type { DependencyUnavailable } from '../core/error.ts';
import { dependencyUnavailable } from '../core/error.ts';
import { assertNever } from '../internal/assert-never.ts';
import { isResult } from '../internal/is-result.ts';
import { parseBy } from '../internal/parse.ts';
import { withDeadline } from '../internal/with-deadline.ts';
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
  const { dependency, deadline_ms, call } = spec;
  // What is wrong with the answer may show only when it is read.
  const read = async (options: CallOptions) => readAnswer(await call(options), spec);
  const outcome = await withDeadline(deadline_ms, dependency, read);
  switch (outcome.kind) {
    case 'answered':
      return outcome.value;
    case 'late':
      return err(dependencyUnavailable(dependency, 'timed_out'));
    case 'failed':
      return err(dependencyUnavailable(dependency, 'failed', { cause: outcome.cause }));
    default:
      return assertNever(outcome);
  }
}

/** The refusal for a port's plain `unavailable`. */
export function toUnavailable(dependency: string) {
  return (failure: z.infer<typeof portFailureSchema> | DependencyUnavailable): DependencyUnavailable =>
    'error_code' in failure ? failure : dependencyUnavailable(dependency, 'failed', { cause: failure.cause });
}

function readAnswer<Value, Failure>(answer: unknown, spec: PortCall<Value, Failure>): Answer<Value, Failure> {
  const malformed = (cause?: unknown) => err(dependencyUnavailable(spec.dependency, 'malformed_answer', { cause }));
  if (!isResult(answer)) return malformed(new TypeError('The answer is no Result.'));
  if (answer.isOk() === true) {
    const value = parseBy(spec.value, answer.value);
    return value.success ? ok(value.data) : malformed(value.error);
  }
  const error = parseBy(spec.error, answer.error);
  return error.success ? err(error.data) : malformed(error.error);
}
