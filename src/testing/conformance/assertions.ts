import assert from 'node:assert/strict';

import type { Result } from 'neverthrow';

import type { CallOptions } from '../../ports/call-options.ts';

/** Options of a call that nobody aborts. */
export const call: CallOptions = { signal: new AbortController().signal };

/** The value of a result; an error fails the check. */
export function valueOf<Value, Failure>(result: Result<Value, Failure>): Value {
  if (result.isOk()) return result.value;
  return assert.fail(`Unexpected failure: ${describe(result.error)}`);
}

/** The error of a result; a value fails the check. */
export function errorOf<Value, Failure>(result: Result<Value, Failure>): Failure {
  if (result.isErr()) return result.error;
  return assert.fail(`Unexpected success: ${describe(result.value)}`);
}

/** The kind of a result's error. */
export function kindOf<Value, Failure extends { readonly kind: string }>(result: Result<Value, Failure>): string {
  return errorOf(result).kind;
}

/** What a promise gives, if it gives it in time; the check fails where it is late, since nobody waits for ever. */
export async function within<Value>(milliseconds: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new assert.AssertionError({ message: `${what}: no answer within ${milliseconds} ms` }));
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A text of whatever failed, causes included, for people. */
function describe(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) =>
    member instanceof Error ? `${member.name}: ${member.message}` : typeof member === 'bigint' ? `${member}` : member,
  );
  return text ?? String(value);
}
