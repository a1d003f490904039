import { abort, LazySignal } from './lazy-signal.ts';

/** What came of a call with a deadline. */
export type Outcome<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'failed'; readonly cause: unknown }
  | { readonly kind: 'late'; readonly cause: Error };

/**
 * Makes a call that is given up after so many milliseconds, when its signal is aborted. Whether it answers, rejects or
 * hangs, the outcome is a value.
 */
export function withDeadline<Value>(
  deadlineMs: number,
  what: string,
  call: (options: { readonly signal: AbortSignal }) => Promise<Value>,
): Promise<Outcome<Value>> {
  return new Promise((resolve) => {
    const options = new LazySignal();
    const timer = setTimeout(() => {
      const cause = new Error(`${what} did not answer within ${deadlineMs} ms`);
      resolve({ kind: 'late', cause });
      abort(options, cause);
    }, deadlineMs);
    const settle = (outcome: Outcome<Value>): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    void call(options).then(
      (value) => settle({ kind: 'answered', value }),
      (cause: unknown) => settle({ kind: 'failed', cause }),
    );
  });
}
