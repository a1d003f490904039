import assert from 'node:assert/strict';

import { call, kindOf, valueOf } from '../assertions.ts';
import type { Check } from '../check.ts';
import { commandRetentionMs } from '../check.ts';
import { photograph } from '../photograph.ts';
import { billing, changeTo, commitUpTo, readEvents } from '../samples.ts';

/** A command has one result, however often it is asked for. */
export const commandChecks: readonly Check[] = [
  {
    id: 'command-exists',
    title: 'a commit that repeats a command is told so, at any revision, and changes nothing',
    requires: [],
    run: async (subject) => {
      const { store } = subject;
      await commitUpTo(store, billing, 2);
      const before = await photograph(subject);
      for (const expected of [0, 1, 2, 3]) {
        const change = changeTo(billing, expected + 1, { command_id: 'command-1', prefix: 'again' });
        assert.equal(kindOf(await store.commit(billing, expected, change, call)), 'command_exists');
      }
      assert.deepEqual(await photograph(subject), before);
      const head = valueOf(await store.load(billing, { ...call, command_id: 'command-1' }));
      assert.deepEqual(head.command, changeTo(billing, 1).command);
    },
  },
  {
    id: 'commands-of-lines',
    title: 'commands of different lines do not meet',
    requires: [],
    run: async ({ store }) => {
      const other = { ...billing, contract_type: 'event' } as const;
      valueOf(await store.commit(billing, 0, changeTo(billing, 1), call));
      valueOf(await store.commit(other, 0, changeTo(other, 1), call));
      assert.equal(
        valueOf(await store.load(other, { ...call, command_id: 'command-1' })).command?.command_id,
        'command-1',
      );
    },
  },
  {
    id: 'command-retention',
    title: 'results of commands live for their time by the clock of the store, and not longer',
    requires: [],
    run: async ({ store, clock }) => {
      await commitUpTo(store, billing, 1);
      clock.advance(commandRetentionMs - 1);
      const repeated = changeTo(billing, 2, { command_id: 'command-1' });
      assert.equal(kindOf(await store.commit(billing, 1, repeated, call)), 'command_exists');
      clock.advance(1);
      assert.equal(valueOf(await store.load(billing, { ...call, command_id: 'command-1' })).command, null);
      valueOf(await store.commit(billing, 1, repeated, call));
      const head = valueOf(await store.load(billing, { ...call, command_id: 'command-1' }));
      assert.deepEqual(head.command, repeated.command);
      assert.equal((await readEvents(store)).length, 2);
    },
  },
];
