import { err, type Result } from 'neverthrow';

import type { ContractType } from '../../core/line.ts';
import type { DiffOptions } from '../../diff/diff-options.ts';
import { digestOf } from '../../diff/judging.ts';
import { millisecondsOf } from '../../internal/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractDiffer, DiffError } from '../../ports/contract-differ.ts';
import type { DiffPool } from './create-diff-pool.ts';
import { assertOptions, engines } from './engines.ts';

/** What every differ of this package takes besides the options of its comparison. */
export interface DifferOptions extends Omit<DiffOptions, 'now'> {
  /** Where documents are read and compared. Default: in the calling thread, which does nothing else meanwhile. */
  readonly pool?: DiffPool;
  /** Tells when waivers expire and sunsets have passed. Default: the system's clock. */
  readonly clock?: Clock;
}

/**
 * Puts an engine behind the port, in a pool if there is one. When a waiver expires, `ruleset_digest` changes.
 *
 * @throws TypeError for impossible options
 */
export function createDiffer(contract_type: ContractType, options: DifferOptions): ContractDiffer {
  const { pool, clock = { now: Date.now }, accept = [], ...given } = options;
  const engine = engines[contract_type];
  assertOptions(engine, { ...given, accept, now: new Date(0).toISOString() });

  const optionsAt = (now: number): DiffOptions => ({
    ...given,
    accept: accept.filter(({ expires_at }) => millisecondsOf(expires_at) > now),
    now: new Date(now).toISOString(),
  });
  const digests = new Map<number, string>();
  return {
    get ruleset_digest() {
      // Waivers are few and expire in order, so their number tells which ones are left.
      const current: DiffOptions = accept.length === 0 ? given : optionsAt(clock.now());
      const left = current.accept?.length ?? 0;
      const digest = digests.get(left) ?? digestOf(engine.ruleset, current);
      digests.set(left, digest);
      return digest;
    },
    validate: (document, { signal }) =>
      guarded(signal, () => {
        if (pool !== undefined) return pool.validate({ contract_type, document, options: given }, { signal });
        return engine.validate(document, given);
      }),
    diff: (baseline, candidate, { signal }) =>
      guarded(signal, () => {
        const current = optionsAt(clock.now());
        if (pool === undefined) return engine.diff(baseline, candidate, current);
        return pool.diff({ contract_type, baseline, candidate, options: current }, { signal });
      }),
  };
}

/** An engine that throws has no verdict; neither has one that nobody waits for. */
async function guarded<Value>(
  signal: AbortSignal,
  ask: () => Promise<Result<Value, DiffError>>,
): Promise<Result<Value, DiffError>> {
  try {
    if (signal.aborted) return err(aborted);
    const answer = await ask();
    return signal.aborted ? err(aborted) : answer;
  } catch (cause) {
    return err({ kind: 'unavailable', reason: 'failed', message: 'The comparison failed.', cause });
  }
}

const aborted: DiffError = { kind: 'timeout', message: 'The comparison was stopped before it was done.' };
