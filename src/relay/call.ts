import type { Result } from 'neverthrow';
import { err, ok } from 'neverthrow';

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
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => {
      resolve(late);
      controller.abort(new Error(`${what} did not answer within ${deadlineMs} ms`));
    }, deadlineMs);
  });
  try {
    const answer: unknown = await Promise.race([call({ signal: controller.signal }), deadline]);
    if (answer === late) return failure(controller.signal.reason);
    if (!isResult(answer)) return failure(new TypeError(`${what} answered no Result`));
    return answer.isOk() === true ? ok(answer.value as Value) : err(answer.error as Failure);
  } catch (cause) {
    return failure(cause);
  } finally {
    clearTimeout(timer);
  }
}

const late = Symbol('late');

function failure(cause: unknown): Result<never, CallFailure> {
  return err({ kind: 'unavailable', cause });
}

/** Tells a Result by its shape: a sink may carry its own copy of the library. */
function isResult(
  answer: unknown,
): answer is { readonly isOk: () => unknown; readonly value?: unknown; readonly error?: unknown } {
  return typeof answer === 'object' && answer !== null && 'isOk' in answer && typeof answer.isOk === 'function';
}
