import { ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import type { CallOptions } from '../../src/ports/call-options.ts';
import { callPort, nothingSchema, portFailureSchema } from '../../src/usecases/call-port.ts';

const spec = { dependency: 'catalog', deadline_ms: 5, value: nothingSchema, error: portFailureSchema };

describe('the signal of a call', () => {
  it('is one and the same, and not aborted, while the port works', async () => {
    const answer = await callPort({
      ...spec,
      deadline_ms: 10_000,
      call: async (options) => {
        const { signal } = options;
        expect(options.signal).toBe(signal);
        expect({ ...options }.signal).toBe(signal);
        expect(signal.aborted).toBe(false);
        return ok(undefined);
      },
    });
    expect(answer).toEqual(ok(undefined));
  });

  it('is aborted at the deadline, for a port that looked at it before', async () => {
    let reason: unknown;
    const answer = await callPort({
      ...spec,
      call: ({ signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
          });
        }),
    });
    expect(answer._unsafeUnwrapErr()).toMatchObject({ reason: 'timed_out' });
    expect(reason).toMatchObject({ message: 'catalog did not answer within 5 ms' });
  });

  it('is aborted also for a port that looks at it only after the deadline', async () => {
    let kept: CallOptions | undefined;
    const answer = await callPort({
      ...spec,
      call: (options) => {
        kept = options;
        return new Promise(() => {});
      },
    });
    expect(answer._unsafeUnwrapErr()).toMatchObject({ reason: 'timed_out' });
    expect(kept?.signal.aborted).toBe(true);
  });
});
