import type { Result } from 'neverthrow';
import { err } from 'neverthrow';

import { isAborted } from '../../internal/lazy-signal.ts';
import type { CallOptions } from '../../ports/call-options.ts';
import type { StoreUnavailable } from '../../ports/contract-store.ts';

/** Lets calls in until it is closed, and turns whatever they throw into a value. */
export interface Gate {
  run<Value, Failure>(
    options: CallOptions,
    work: () => Result<Value, Failure>,
  ): Promise<Result<Value, Failure | StoreUnavailable>>;
  close(): void;
}

/** An open gate. Work is synchronous, so calls never overlap, and must change nothing before its last possible throw. */
export function createGate(): Gate {
  let open = true;
  return {
    run: async (options, work) => {
      if (!open) return err(unavailable(new Error('The store is closed.')));
      if (isAborted(options)) return err(unavailable(options.signal.reason));
      try {
        return work();
      } catch (cause) {
        return err(unavailable(cause));
      }
    },
    close: () => {
      open = false;
    },
  };
}

function unavailable(cause: unknown): StoreUnavailable {
  return { kind: 'unavailable', outcome: 'nothing_changed', cause };
}
