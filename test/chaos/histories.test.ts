import { describe, expect, it } from 'vitest';

import type { Told } from '../../bench/chaos/told.ts';
import { examineLine } from '../../bench/chaos/told.ts';
import { toStoredLine } from '../../src/core/line.ts';
import { replay } from '../../src/core/evolve.ts';
import { create, createWorld, payments, recorded, stored } from '../usecases/support.ts';

/** A line of two versions, and what the clients that created and read them wrote down. */
async function createHistory() {
  const { rollout, store } = createWorld();
  const first = await create(rollout, 'v1', 'pay');
  const second = await create(rollout, 'v2', 'pay');
  const events = await recorded(store);
  const line = toStoredLine(await stored(store));
  const [one = '', two = ''] = events.map(({ command_id }) => command_id);
  const told: Told[] = [
    { op: one, line: 'payments', invoked: 1 },
    { op: one, line: 'payments', completed: 2, revision: first.revision, active_version: null, changed: true },
    { op: two, line: 'payments', invoked: 3 },
    { op: two, line: 'payments', completed: 4, revision: second.revision, active_version: null, changed: true },
    { op: 'read', line: 'payments', invoked: 5 },
    { op: 'read', line: 'payments', completed: 6, revision: 2, active_version: null, changed: false },
  ];
  return { found: { key: payments, line, events }, told, one, two };
}

const change = (told: readonly Told[], op: string, to: Partial<Record<string, unknown>>): Told[] =>
  told.map((each) => (each.op === op && 'completed' in each ? { ...each, ...to } : each));
const without = (told: readonly Told[], op: string, kind: 'invoked' | 'completed'): Told[] =>
  told.filter((each) => each.op !== op || !(kind in each));

describe('what clients were told of a line', () => {
  it('agrees with what is stored where nothing went wrong, or nobody knows the answer', async () => {
    const { found, told, two } = await createHistory();
    expect(examineLine(found, told)).toEqual([]);
    expect(examineLine(found, without(told, two, 'completed'))).toEqual([]);
  });

  it.each([
    ['a read of what was overwritten', { read: { revision: 1 } }, 'began after 2 was known'],
    ['a read of another version', { read: { active_version: 'v1' } }, 'saw v1 active'],
    ['an answer of no change', { two: { changed: false } }, 'was told of no change'],
    ['an answer of another revision', { two: { revision: 1 } }, 'was told of revision 1'],
  ])('disagrees with %s', async (_, { read = {}, two = {} }: { read?: object; two?: object }, message) => {
    const history = await createHistory();
    const told = change(change(history.told, 'read', { ...read }), history.two, { ...two });
    expect(examineLine(history.found, told).join()).toContain(message);
  });

  it('disagrees with a commit that is gone, that was refused or that nobody has given', async () => {
    const { found, told, two } = await createHistory();
    const events = found.events.slice(0, 1);
    const lost = { ...found, events, line: toStoredLine(replay(payments, events)) };
    expect(examineLine(lost, told).join()).toContain('the events say nothing');
    expect(examineLine({ ...found, events }, told).join()).toContain('the head is at revision 2');
    const refused: Told = { op: two, line: 'payments', completed: 4, refused: 'contention', open: false };
    expect(examineLine(found, [...without(told, two, 'completed'), refused]).join()).toContain('was refused');
    expect(examineLine(found, [...without(without(told, two, 'completed'), two, 'invoked')]).join()).toContain(
      'nobody gave',
    );
  });

  it('disagrees with a command that was carried out twice', async () => {
    const { found, told, one } = await createHistory();
    const events = found.events.map((event) => ({ ...event, command_id: one }));
    expect(examineLine({ ...found, events }, told).join()).toContain('was carried out twice');
  });
});
