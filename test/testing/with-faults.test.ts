import { ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import { createFixedClock } from '../../src/adapters/memory/fixed-clock.ts';
import { createSequentialIds } from '../../src/adapters/memory/sequential-ids.ts';
import type { AuditSink } from '../../src/ports/audit-sink.ts';
import type { ContractDiffer } from '../../src/ports/contract-differ.ts';
import { call } from '../../src/testing/conformance/assertions.ts';
import { createOperationsDiffer, documentOf } from '../../src/testing/operations-differ.ts';
import type { Fault } from '../../src/testing/with-faults.ts';
import { allFaults, faultAt, randomFaults, withFaults } from '../../src/testing/with-faults.ts';

function createSink() {
  let deliveries = 0;
  const sink: AuditSink = {
    deliver: async () => {
      deliveries += 1;
      return ok(undefined);
    },
  };
  return { sink, deliveries: () => deliveries };
}

/** What a caller sees of a call: its answer, that it rejected, or that there was none for a while. */
async function outcomeOf(answer: Promise<{ isOk(): boolean; isErr(): boolean }>): Promise<string> {
  const silence = new Promise<string>((resolve) => setTimeout(() => resolve('nothing'), 30));
  const seen = answer.then(
    (result) => (result.isOk() ? 'ok' : 'error'),
    () => 'rejected',
  );
  return Promise.race([seen, silence]);
}

describe('a port with faults', () => {
  it.each([
    ['throws', 'rejected', 0],
    ['fails', 'error', 0],
    ['hangs', 'nothing', 0],
    ['throws-after', 'rejected', 1],
    ['hangs-after', 'nothing', 1],
    ['late', 'rejected', 1],
    ['malformed', 'ok', 0],
    ['stale', 'ok', 1],
  ] as const)('%s: the caller sees %s, and the work is done %i times', async (fault, seen, done) => {
    const { sink, deliveries } = createSink();
    const faulty = withFaults(sink, faultAt(1, fault));
    expect(await outcomeOf(faulty.deliver([], call))).toBe(seen);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(deliveries()).toBe(done);
    expect(await outcomeOf(faulty.deliver([], call))).toBe('ok');
    expect(deliveries()).toBe(done + 1);
  });

  it('answers what it answered before where it is stale', async () => {
    const differ = createOperationsDiffer();
    const faulty = withFaults(differ, faultAt(2, 'stale', 'diff'));
    const bytes = (...names: string[]) => new TextEncoder().encode(documentOf(...names));
    const first = await faulty.diff(bytes('a'), bytes('a'), call);
    expect(await faulty.diff(bytes('a'), bytes('b'), call)).toBe(first);
    expect(await faulty.diff(bytes('a'), bytes('b'), call)).not.toEqual(first);
  });

  it('keeps what is no method, and the methods of a class', async () => {
    class Differ implements ContractDiffer {
      readonly ruleset_digest = 'mine';
      readonly #differ = createOperationsDiffer();
      validate(...input: Parameters<ContractDiffer['validate']>) {
        return this.#differ.validate(...input);
      }
      diff(...input: Parameters<ContractDiffer['diff']>) {
        return this.#differ.diff(...input);
      }
    }
    const faulty = withFaults(new Differ(), faultAt(2, 'throws'));
    expect(faulty.ruleset_digest).toBe('mine');
    expect((await faulty.validate(new TextEncoder().encode(documentOf()), call)).isOk()).toBe(true);
    await expect(faulty.validate(new Uint8Array(), call)).rejects.toThrow('validate was made to throw');
  });

  it.each(['throws', 'hangs', 'late', 'throws-after'] as const)('that answers at once throws where it %s', (fault) => {
    expect(() => withFaults(createFixedClock(5), faultAt(1, fault)).now()).toThrow('made to throw');
  });

  it('that answers at once can be stale, or answer nothing', () => {
    const ids = withFaults(createSequentialIds('id'), faultAt(2, 'stale'));
    expect([ids.newId(), ids.newId(), ids.newId()]).toEqual(['id-1', 'id-1', 'id-2']);
    expect(withFaults(createFixedClock(5), faultAt(1, 'malformed')).now()).toBeUndefined();
  });
});

describe('faults at random', () => {
  const draw = (seed: number, rate: number, faults?: readonly Fault[]) => {
    const plan = randomFaults({ seed, rate, ...(faults === undefined ? {} : { faults }) });
    return Array.from({ length: 500 }, (_, nth) => plan({ method: 'deliver', nth, input: [] }));
  };

  it('are the same for the same seed, and others for another', () => {
    expect(draw(1, 0.5)).toEqual(draw(1, 0.5));
    expect(draw(1, 0.5)).not.toEqual(draw(2, 0.5));
  });

  it('are as many as asked for, of the kinds asked for', () => {
    expect(new Set(draw(1, 1))).toEqual(new Set(allFaults));
    expect(new Set(draw(1, 0))).toEqual(new Set([undefined]));
    expect(new Set(draw(1, 0.5, ['hangs']))).toEqual(new Set(['hangs', undefined]));
  });
});
