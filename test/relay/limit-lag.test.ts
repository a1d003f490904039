import { err, ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';

import { createRelay } from '../../src/relay/relay.ts';
import { createMemorySink } from '../../src/adapters/memory/audit-sink.ts';
import { limitLag } from '../../src/relay/limit-lag.ts';
import { call, errorOf, valueOf } from '../../src/testing/conformance/assertions.ts';
import { changeTo, denied } from '../../src/testing/conformance/samples.ts';
import { billing, createStoreWith } from './support.ts';

describe('a store with a limit of lag', () => {
  it('takes no commit while too many events wait, and reads and records all the same', async () => {
    const { store, outbox, clock } = await createStoreWith([billing], 3);
    const limited = limitLag(store, outbox, { undelivered: 2, clock });
    const refused = errorOf(await limited.commit(billing, 3, changeTo(billing, 4), call));
    expect(refused).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed' });
    expect(valueOf(await limited.load(billing, call)).revision).toBe(3);
    valueOf(await limited.record([denied('billing', 'd1')], call));

    await createRelay({ outbox, sinks: [createMemorySink()] }).drain();
    expect((await limited.commit(billing, 3, changeTo(billing, 4), call)).isErr()).toBe(true);
    clock.advance(1_000);
    valueOf(await limited.commit(billing, 3, changeTo(billing, 4), call));
  });

  it('takes no commit while the oldest event is too old', async () => {
    const { store, outbox, clock } = await createStoreWith([billing], 1);
    const limited = limitLag(store, outbox, { ageMs: 60_000, measuredEveryMs: 1, clock });
    valueOf(await limited.commit(billing, 1, changeTo(billing, 2), call));
    clock.advance(60_001);
    expect(errorOf(await limited.commit(billing, 2, changeTo(billing, 3), call)).kind).toBe('unavailable');
  });

  it('takes no commit where the lag cannot be measured', async () => {
    const { store, outbox } = await createStoreWith([billing], 1);
    const cause = new Error('down');
    const lag = async () => err({ kind: 'unavailable', outcome: 'nothing_changed', cause } as const);
    const limited = limitLag(store, { ...outbox, lag }, { undelivered: 100 });
    const refused = errorOf(await limited.commit(billing, 1, changeTo(billing, 2), call));
    expect(refused).toMatchObject({ kind: 'unavailable', cause: { cause } });
  });

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['no Result', () => ({ undelivered: 0, parked: 0, oldest: null })],
    ['no number', () => ok({ undelivered: Number.NaN, parked: 0, oldest: null })],
    ['nothing of the lag', () => ok({})],
    ['a moment that is none', () => ok({ undelivered: 0, parked: 0, oldest: 'lately' })],
    [
      'an exception',
      () => {
        throw new Error('down');
      },
    ],
  ])('takes no commit where the outbox gives %s, and says that nothing changed', async (_, lag) => {
    const { store, outbox } = await createStoreWith([billing], 1);
    const odd = { ...outbox, lag: async () => lag() } as typeof outbox;
    const limited = limitLag(store, odd, { undelivered: 100 });
    const refused = errorOf(await limited.commit(billing, 1, changeTo(billing, 2), call));
    expect(refused).toMatchObject({ kind: 'unavailable', outcome: 'nothing_changed' });
    expect(valueOf(await store.load(billing, call)).revision).toBe(1);
  });

  it('must have a limit', async () => {
    const { store, outbox } = await createStoreWith([], 0);
    expect(() => limitLag(store, outbox, {})).toThrow(TypeError);
    expect(() => limitLag(store, outbox, { undelivered: -1 })).toThrow(TypeError);
  });
});
