import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

import { isResult } from '../internal/is-result.ts';
import { withDeadline } from '../internal/with-deadline.ts';
import type { CallOptions } from '../ports/call-options.ts';

/** A call that gave no answer that can be trusted. */
export interface CallFailure {
  readonly kind: 'unavailable';
  readonly cause: unknown;
}

/**
 * Makes a call with a deadline, in milliseconds. Whatever it does (throw, reject, hang, answer no Result), the outcome is
 * a value.
 */
export async function callWithin<Value, Failure>(
  deadlineMs: number,
  what: string,
  call: (options: CallOptions) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | CallFailure>> {
  const outcome = await withDeadline(
    deadlineMs,
    what,
    async (options): Promise<Result<Value, Failure | CallFailure>> => {
      const answer: unknown = await call(options);
      if (!isResult(answer)) return failure(new TypeError(`${what} answered no Result`));
      return answer.isOk() === true ? ok(answer.value as Value) : err(answer.error as Failure);
    },
  );
  return outcome.kind === 'answered' ? outcome.value : failure(outcome.cause);
}

function failure(cause: unknown): Result<never, CallFailure> {
  return err({ kind: 'unavailable', cause });
}
